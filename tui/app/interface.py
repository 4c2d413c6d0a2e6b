"""The terminal interface from start to end, including ends by a signal or a fault."""

import gc
import shutil
import sys
from pathlib import Path

from content.pack.model import Pack
from screens.widgets.page import ASCII_ONLY
from store.errors import StoreError
from store.store import Store
from tui.app.application import FourfoldApp
from tui.driver import terminal
from tui.driver.textual_driver import ThinDriver
from tui.process import crash_reports, shutdown, training_directory
from tui.session import terminal_context
from tui.session.settings import utc_now

LAST_SAVE = 5.0
"""Seconds that an ending signal waits for the last save."""


class FourfoldDriver(ThinDriver):
    """The thin driver, which sets a CSS class on a terminal without partial blocks."""

    NO_PARTIAL_BLOCKS_CLASS = ASCII_ONLY


def run(pack: Pack, store: Store, attributes: terminal.TtyAttributes | None, *, is_training: bool) -> str:
    """Run the interface.

    Args:
        pack: The validated pack.
        store: The store; faults are logged in it in training too.
        attributes: The terminal's earlier settings, to restore on a signal.
        is_training: Whether to work on made-up cases that are deleted at exit.

    Returns:
        Why it could not start or had to end, in a sentence; empty if the user left.
    """
    crash_reports.log_tracebacks(store)
    directory = training_directory.new_directory() if is_training else None
    worked_on = Store(directory, now=utc_now) if directory else store
    try:
        app = FourfoldApp(
            terminal_context.terminal_context(pack, worked_on, is_training=is_training), driver_class=FourfoldDriver
        )
    except StoreError as error:
        return str(error)

    def save_and_restore() -> None:
        with crash_reports.log_faults(store):
            app.end(LAST_SAVE)
        _clear(directory)
        terminal.restore_terminal(attributes)

    shutdown.run_on_ending(save_and_restore)
    # Modules stay loaded, so they are excluded from garbage collection.
    gc.freeze()
    gc.enable()
    try:
        app.run(mouse=False)
    except Exception as error:  # noqa: BLE001 # the alternate screen must be left on any fault
        app.fault = error
        terminal.leave_screen()
    finally:
        app.end(LAST_SAVE)
        _clear(directory)
    sys.stderr.flush()
    return crash_reports.crash_message(app.fault, store) if app.fault else ""


def _clear(directory: Path | None) -> None:
    if directory:
        shutil.rmtree(directory, ignore_errors=True)
