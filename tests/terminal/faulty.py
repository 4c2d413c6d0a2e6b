"""The product with a fault built into one place, named by the first argument, for tests of what becomes of faults.

Each fault has a person's words at hand, in its message and in a local variable, as a real one would.
"""

import asyncio
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

from content.case.model import Draft
from content.pack.model import Pack
from screens.dialogs.long_text import LongTextScreen
from screens.dialogs.passphrase import PassphraseScreen
from screens.keys import KeysScreen
from screens.widgets.text_line import SecretLine, TextLine
from store.cases.repository import CaseRepository
from tests.terminal import plain
from tui.app.application import FourfoldApp
from tui.cli import reference_commands
from tui.driver.diff import ScreenDiff
from tui.driver.textual_driver import ThinDriver

WORDS = "He waits outside"


def fails(*_arguments: object, **_options: object) -> NoReturn:
    words = f"{WORDS} {os.environ.get('SECRET', '')}"
    raise ValueError(words) from KeyError(words)


def in_an_action() -> None:
    """Ctrl+B in a note."""

    def basis(screen: LongTextScreen) -> None:
        fails(screen._text)

    replace(LongTextScreen, "action_basis", basis)


def in_drawing() -> None:
    """The keys of a screen."""
    replace(KeysScreen, "render", fails)


def in_the_store() -> None:
    """Reading a case: a thread that a flow waits for."""
    replace(CaseRepository, "case", fails)


def in_saving() -> None:
    """Saving a draft for the second time and after: the keeper's own thread."""
    saved = CaseRepository.save_draft
    count = iter(range(100))

    def save_draft(store: CaseRepository, draft: Draft) -> Draft:
        return saved(store, draft) if next(count) < 1 else fails()

    replace(CaseRepository, "save_draft", save_draft)


def in_painting() -> None:
    """Painting a mark of exclamation: the sender's thread."""
    update = ScreenDiff.update

    def updated(diff: ScreenDiff, wanted: Any) -> str:
        return fails() if any("!" in row.chars for row in wanted.rows) else update(diff, wanted)

    replace(ScreenDiff, "update", updated)


def in_leaving() -> None:
    """Saving at the end, as on a signal."""
    replace(FourfoldApp, "save", fails)


def in_the_driver() -> None:
    """Leaving the screen, which Textual does last."""
    replace(ThinDriver, "disable_input", fails)


def in_passing() -> None:
    """Whatever Python or a library prints and goes on after: of a thread, clean-up, the loop, a log, a warning."""

    class Broken:
        def __del__(self) -> None:
            fails()

    def keys(app: FourfoldApp) -> None:
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        Broken()
        asyncio.get_running_loop().call_soon(fails)
        logging.getLogger("library").warning(WORDS)
        warnings.warn(WORDS, stacklevel=1)

    replace(FourfoldApp, "action_keys", keys)


def in_typing_a_passphrase() -> None:
    """Enter after the passphrase, with all that was typed at hand."""

    def given(screen: PassphraseScreen) -> None:
        secret = screen.query_one(SecretLine).value
        raise ValueError(secret, [line.value for line in screen.query(TextLine)])

    replace(PassphraseScreen, "action_next", given)


def in_a_command() -> None:
    """Printing the guide."""
    replace(reference_commands, "guide", fails)


def in_reading_the_pack() -> None:
    """Starting, before anything is shown."""

    def read(pack: Pack, *_arguments: object, **_options: object) -> NoReturn:
        fails(pack)

    replace(plain, "desk_of", read)


def replace(where: object, name: str, by: Callable[..., object]) -> None:
    setattr(where, name, by)


if __name__ == "__main__":
    globals()[f"in_{sys.argv.pop(1)}"]()
    if "--installed" in sys.argv:
        sys.argv.remove("--installed")
        from tui.main import main

        sys.exit(main())
    sys.exit(plain.main())
