"""Sessions over a real store in a folder, for tests of use cases."""

import datetime as dt
from pathlib import Path

from store.client_origin import ClientOrigin
from store.session import StoreSession
from store.store import Store
from tests.drafts import NOON
from tests.packs import classic
from tests.store.people import ANOTHER, CHEAP, KIM, PASSPHRASE, SAM
from tui.session.session import Session, TerminalContext
from tui.use_cases import access, accounts


def now() -> dt.datetime:
    return NOON + dt.timedelta(days=30)


def a_store(data: Path) -> Store:
    return Store(data, now=now, origin=ClientOrigin(address="10.0.0.7"), cost=CHEAP)


def context(data: Path) -> TerminalContext:
    return TerminalContext(pack=classic(), where="10.0.0.7", now=now, new_store_session=a_store(data).session)


def supervisor(data: Path) -> tuple[Session, StoreSession]:
    """The session of the supervisor Sam, whose account is set up if there is none yet."""
    store_session = a_store(data).session()
    if store_session.is_set_up:
        access.sign_in(store_session, SAM, PASSPHRASE)
    else:
        store_session.set_up(SAM, PASSPHRASE)
    return access.session_of(context(data), store_session), store_session


def practitioner(data: Path) -> tuple[Session, StoreSession]:
    """The session of the practitioner Kim, whose account is added if there is none yet."""
    _, by = supervisor(data)
    if KIM not in {each.name for each in accounts.all_accounts(by)}:
        accounts.add(by, KIM, "practitioner", ANOTHER)
    store_session = a_store(data).session()
    access.sign_in(store_session, KIM, ANOTHER)
    return access.session_of(context(data), store_session), store_session


def refuse_to_log(data: Path) -> None:
    """Make the audit log refuse further events."""
    log = data / "audit.log"
    log.rename(log.with_suffix(".moved"))
    log.symlink_to(log.with_suffix(".moved"))
