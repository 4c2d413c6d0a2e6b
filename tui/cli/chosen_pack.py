"""The pack that the command line names."""

import argparse
import os

from content.pack.model import Pack
from tui.messages.output import refused
from tui.session.settings import pack_folder, pack_keys
from tui.use_cases import pack_signing
from tui.use_cases.pack_loading import loaded_pack


def chosen_pack(given: argparse.Namespace) -> Pack:
    """The pack that `--pack` names, else the shipped one, verified and checked.

    Raises:
        PackError: If it cannot be used.
    """
    folder, is_part_of_program = pack_folder(given.pack)
    keys = pack_keys(given.pack_keys, os.environ)
    usable = pack_signing.usable_pack(folder, keys, is_part_of_program=is_part_of_program)
    if usable.warning:
        refused(usable.warning)
    return loaded_pack(usable.files, folder)
