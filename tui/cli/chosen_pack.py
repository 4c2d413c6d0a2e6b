"""The pack that the command line names."""

import argparse
from pathlib import Path

from content.pack.loader import load_pack
from content.pack.model import Pack
from content.pack.validation import check_pack
from tui.session.settings import PACK


def chosen_pack(given: argparse.Namespace) -> Pack:
    """The pack that `--pack` names, else the shipped one, checked.

    Raises:
        PackError: If it cannot be used.
    """
    pack = load_pack(Path(given.pack or PACK))
    check_pack(pack)
    return pack
