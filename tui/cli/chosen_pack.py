"""The pack that the command line names."""

import argparse
from pathlib import Path

from content.pack.checking.validation import checked_pack
from content.pack.model import Pack
from tui.session.settings import PACK


def chosen_pack(given: argparse.Namespace) -> Pack:
    """The pack that `--pack` names, else the shipped one, checked.

    Raises:
        PackError: If it cannot be used.
    """
    return checked_pack(Path(given.pack or PACK))
