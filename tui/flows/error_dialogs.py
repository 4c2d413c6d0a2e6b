"""Show errors of the store in a dialog."""

import contextlib
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from screens.dialogs.message import MessageScreen
from store.errors import StoreError
from tui.messages.error_messages import error_message
from tui.runtime.key_queue import KeyQueueApp


@contextlib.contextmanager
def errors_shown(app: KeyQueueApp, zone: ZoneInfo) -> Iterator[None]:
    """Show an error of the store that the block raises, and continue after the block."""
    try:
        yield
    except StoreError as error:
        app.push_screen(MessageScreen(error_message(error, zone)))
