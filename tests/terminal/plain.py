"""The product over plain cases and without accounts, for tests that read what is on the disk.

Everything but the way in is the product's own; signing in and locking have tests that go through them.
"""

import os
import sys
from pathlib import Path

from content.packs import Pack
from store.cases import CaseStore
from tui import desk
from tui.main import main as fourfold
from tui.session import Desk, Session
from tui.settings import place, practitioner


def desk_of(pack: Pack, directory: Path, *, is_training: bool) -> Desk:  # as the product asks for it
    return Session(pack=pack, store=CaseStore(directory), practitioner=practitioner(), where=place(os.environ))


def main() -> int:
    """Run the product, signed in as the account of the operating system."""
    if "--training" not in sys.argv:
        desk.desk_of = desk_of
    return fourfold()


if __name__ == "__main__":
    sys.exit(main())
