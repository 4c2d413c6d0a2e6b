"""The product over plain cases and without accounts, for tests that read what is on the disk.

Everything but the way in is the product's own; signing in and locking have tests that go through them.
"""

import os
import sys

from content.pack.model import Pack
from store.store import Store
from tui.main import main as fourfold
from tui.session import terminal_context
from tui.session.client_origin import client_origin, place_name
from tui.session.session import Session, TerminalContext
from tui.session.settings import practitioner


def plain_session(pack: Pack, store: Store, *, is_training: bool) -> TerminalContext:  # as the product asks for it
    return Session(
        pack=pack,
        store=store.unsealed_cases(),
        practitioner=practitioner(),
        where=place_name(client_origin(os.environ)),
    )


def main() -> int:
    """Run the product, signed in as the account of the operating system."""
    if "--training" not in sys.argv:
        terminal_context.terminal_context = plain_session
    return fourfold()


if __name__ == "__main__":
    sys.exit(main())
