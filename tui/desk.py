"""The desk at this line: what a session starts from; Textual is not needed for it."""

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from content.packs import Pack
from store.layout import Layout
from tui.session import Desk, Session
from tui.settings import place, practitioner, utc_now

if TYPE_CHECKING:
    from store.entering import Door


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
    # As with the door.
    from content.training import made_up_cases  # noqa: PLC0415
    from store.cases import CaseStore  # noqa: PLC0415

    store = CaseStore(directory)
    for case in made_up_cases(pack, now=utc_now()):
        store.create(case)
    return Session(pack=pack, store=store, practitioner=practitioner(), where=where, is_training=True)


def _door(directory: Path) -> "Door":
    # Loaded here, since reading the guide must not pay for the store and its keys.
    from store.entering import Door  # noqa: PLC0415
    from tui.seat import copy_of_the_log, seat  # noqa: PLC0415

    return Door(directory, seat(os.environ), utc_now, copy=copy_of_the_log(os.environ))
