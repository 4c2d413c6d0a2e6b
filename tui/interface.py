"""The terminal interface from start to end: its data directory, its last words, and how it is left."""

import contextlib
import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from content.packs import Pack
from content.training import made_up_cases
from store.errors import StoreError
from store.layout import Layout
from tui import lastwords, terminal
from tui.app import FourfoldApp
from tui.driver import FourfoldDriver
from tui.session import Desk, Session
from tui.settings import data_directory, place, practitioner, utc_now

if TYPE_CHECKING:
    from store.entering import Door

LAST_SAVE = 5.0
"""Seconds that an ending signal waits for the last save."""

TRAINING_PREFIX = "fourfold-training-"


def run(pack: Pack, data: str | None, attributes: terminal.Attributes | None, *, is_training: bool) -> str:
    """Show the interface until it is left.

    Args:
        pack: The pack, checked.
        data: The data directory that was named on the command line, if one was.
        attributes: How the line was set before, to be put back on a signal.
        is_training: Whether to work on made-up cases that go at exit.

    Returns:
        Why it could not be shown or had to end, in a sentence; empty where it was left.
    """
    directory = _training_directory() if is_training else data_directory(data, os.environ)
    try:
        app = FourfoldApp(desk_of(pack, directory, is_training=is_training), driver_class=FourfoldDriver)
    except StoreError as error:
        return str(error)

    def last_words() -> None:
        app.end(LAST_SAVE)
        _clear(directory, is_training=is_training)
        terminal.put_back(attributes)

    lastwords.on_ending(last_words)
    try:
        app.run(mouse=False)
    finally:
        app.end(LAST_SAVE)
        _clear(directory, is_training=is_training)
    sys.stderr.flush()
    return f"ended on a fault ({app.crash}); everything saved is kept, start again to go on" if app.crash else ""


def _training_directory() -> Path:
    """A directory for made-up cases; those of sessions that were killed before they could clear up go first."""
    for left in Path(tempfile.gettempdir()).glob(f"{TRAINING_PREFIX}*"):
        owner = left.name.removeprefix(TRAINING_PREFIX).split("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdecimal() and not Path("/proc", owner).exists() and left.lstat().st_uid == os.getuid():
                shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{TRAINING_PREFIX}{os.getpid()}-"))


def desk_of(pack: Pack, directory: Path, *, is_training: bool) -> Desk:
    """The desk at this line: made-up cases for training, else a way in that asks who is there.

    Raises:
        StoreError: If the data directory cannot be used.
    """
    where = place(os.environ)
    if is_training:
        return _training_session(pack, directory, where)
    Layout(directory).make()
    return Desk(pack=pack, where=where, door=functools.partial(_door, directory))


def _training_session(pack: Pack, directory: Path, where: str) -> Session:
    from store.cases import CaseStore  # noqa: PLC0415 # as with the door

    store = CaseStore(directory)
    for case in made_up_cases(pack, now=utc_now()):
        store.create(case)
    return Session(pack=pack, store=store, practitioner=practitioner(), where=where, is_training=True)


def _door(directory: Path) -> "Door":
    # Loaded here, since reading the guide must not pay for the store and its keys.
    from store.entering import Door  # noqa: PLC0415
    from tui.seat import copy_of_the_log, seat  # noqa: PLC0415

    return Door(directory, seat(os.environ), utc_now, copy=copy_of_the_log(os.environ))


def _clear(directory: Path, *, is_training: bool) -> None:
    if is_training:
        shutil.rmtree(directory, ignore_errors=True)
