"""Create the context or the session that the interface and the dialogue start with; Textual is not needed."""

import os

from content.pack.model import Pack
from store.store import Store
from tui.session.client_origin import client_origin, place_name
from tui.session.session import Session, TerminalContext
from tui.session.settings import practitioner, utc_now


def terminal_context(pack: Pack, store: Store, *, is_training: bool) -> TerminalContext:
    """Create a session on made-up cases for training, else a context in which a person has to sign in.

    Raises:
        StoreError: If the store cannot be used.
    """
    where = place_name(client_origin(os.environ))
    if is_training:
        return _training_session(pack, store, where)
    store.prepare()
    return TerminalContext(pack=pack, where=where, new_store_session=store.session)


def _training_session(pack: Pack, store: Store, where: str) -> Session:
    # Only training needs the made-up cases.
    from content.training.cases import made_up_cases  # noqa: PLC0415

    cases = store.unsealed_cases()
    for case in made_up_cases(pack, now=utc_now()):
        cases.create(case)
    return Session(pack=pack, store=cases, practitioner=practitioner(), where=where, is_training=True)
