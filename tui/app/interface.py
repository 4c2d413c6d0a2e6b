"""The terminal interface from start to end: its data directory, its last words, and how it is left."""

import gc
import os
import shutil
import sys
from pathlib import Path

from content.pack.model import Pack
from screens.widgets.page import ASCII_ONLY
from store.errors import StoreError
from tui.app.application import FourfoldApp
from tui.driver import terminal
from tui.driver.textual_driver import ThinDriver
from tui.process import crash_reports, shutdown, training_directory
from tui.session import terminal_context
from tui.session.settings import data_directory

LAST_SAVE = 5.0
"""Seconds that an ending signal waits for the last save."""


class FourfoldDriver(ThinDriver):
    """The thin driver, which marks the application on a terminal without partial blocks."""

    NO_PARTIAL_BLOCKS_CLASS = ASCII_ONLY


def run(pack: Pack, data: str | None, attributes: terminal.TtyAttributes | None, *, is_training: bool) -> str:
    """Show the interface until it is left.

    Args:
        pack: The pack, checked.
        data: The data directory that was named on the command line, if one was.
        attributes: How the line was set before, to be put back on a signal.
        is_training: Whether to work on made-up cases that go at exit.

    Returns:
        Why it could not be shown or had to end, in a sentence; empty where it was left.
    """
    kept = data_directory(data, os.environ)
    crash_reports.keep_off_the_screen(kept)
    directory = training_directory.new_directory() if is_training else kept
    try:
        app = FourfoldApp(
            terminal_context.terminal_context(pack, directory, is_training=is_training), driver_class=FourfoldDriver
        )
    except StoreError as error:
        return str(error)

    def last_words() -> None:
        with crash_reports.noted(kept):
            app.end(LAST_SAVE)
        _clear(directory, is_training=is_training)
        terminal.restore_terminal(attributes)

    shutdown.on_ending(last_words)
    # What is loaded stays, and is left out of the collector's rounds from here on.
    gc.freeze()
    gc.enable()
    try:
        app.run(mouse=False)
    except Exception as error:  # noqa: BLE001 # whatever Textual did not catch itself, the screen is to be left
        app.fault = error
        terminal.leave_screen()
    finally:
        app.end(LAST_SAVE)
        _clear(directory, is_training=is_training)
    sys.stderr.flush()
    return crash_reports.crash_message(app.fault, kept) if app.fault else ""


def _clear(directory: Path, *, is_training: bool) -> None:
    if is_training:
        shutil.rmtree(directory, ignore_errors=True)
