"""The desk at this line: what a session starts from; Textual is not needed for it."""

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from content.pack.model import Pack
from store.store import Store
from tui.session.session import Session, TerminalContext
from tui.session.settings import place, practitioner, utc_now

if TYPE_CHECKING:
    from store.session import StoreSession


def terminal_context(pack: Pack, directory: Path, *, is_training: bool) -> TerminalContext:
    """The desk at this line: made-up cases for training, else a way in that asks who is there.

    Raises:
        StoreError: If the data directory cannot be used.
    """
    where = place(os.environ)
    if is_training:
        return _training_session(pack, directory, where)
    store = Store(directory)
    store.prepare()
    return TerminalContext(pack=pack, where=where, door=functools.partial(_door, store))


def _training_session(pack: Pack, directory: Path, where: str) -> Session:
    # As with the door.
    from content.training.cases import made_up_cases  # noqa: PLC0415

    store = Store(directory).training_cases()
    for case in made_up_cases(pack, now=utc_now()):
        store.create(case)
    return Session(pack=pack, store=store, practitioner=practitioner(), where=where, is_training=True)


def _door(store: Store) -> "StoreSession":
    # Loaded here, since reading the guide must not pay for the store and its keys.
    from tui.session.client_origin import client_origin, syslog_copy  # noqa: PLC0415

    return store.session(client_origin(os.environ), utc_now, copy=syslog_copy(os.environ))
