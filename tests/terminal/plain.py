"""The product over plain cases and without accounts, for tests that read what is on the disk.

Everything but the way in is the product's own; signing in and locking have tests that go through them.
"""

import os
import sys
from pathlib import Path

from content.pack.model import Pack
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tui.main import main as fourfold
from tui.session import terminal_context
from tui.session.session import Session, TerminalContext
from tui.session.settings import place, practitioner


def desk_of(pack: Pack, directory: Path, *, is_training: bool) -> TerminalContext:  # as the product asks for it
    return Session(
        pack=pack, store=CaseRepository(engine_at(directory)), practitioner=practitioner(), where=place(os.environ)
    )


def main() -> int:
    """Run the product, signed in as the account of the operating system."""
    if "--training" not in sys.argv:
        terminal_context.terminal_context = desk_of
    return fourfold()


if __name__ == "__main__":
    sys.exit(main())
