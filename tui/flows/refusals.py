"""Refusals of the store inside a flow: said on a screen, in a sentence."""

import contextlib
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from screens.message import MessageScreen
from store.errors import StoreError
from tui.saying import told
from tui.typeahead import TypeAheadApp


@contextlib.contextmanager
def refusals_told(app: TypeAheadApp, zone: ZoneInfo) -> Iterator[None]:
    """Say what the store refuses, and go on after the block."""
    try:
        yield
    except StoreError as error:
        app.push_screen(MessageScreen(told(error, zone)))
