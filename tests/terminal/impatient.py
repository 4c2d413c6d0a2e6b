"""The product with accounts, where a minute without a line lasts a tenth of a second, for tests of idle minutes."""

import sys

from content.pack.model import Pack
from store.store import Store
from tui.main import main
from tui.session import terminal_context
from tui.session.session import TerminalContext

MINUTE = 0.1
_terminal_context = terminal_context.terminal_context


def impatient_context(pack: Pack, store: Store, *, is_training: bool) -> TerminalContext:  # as the product asks for it
    made = _terminal_context(pack, store, is_training=is_training)
    return TerminalContext(pack=made.pack, where=made.where, new_store_session=made.new_store_session, minute=MINUTE)


if __name__ == "__main__":
    terminal_context.terminal_context = impatient_context
    sys.exit(main())
