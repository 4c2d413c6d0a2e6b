"""Whether a store would open: whether somebody could sign in to the cases that it holds."""

from content.access.audit_events import AuditQuery
from store.accounts import accounts_file
from store.audit import reader
from store.engine.protocol import Engine
from store.errors import AccountsDamagedError, AccountsLostError


def refuse_unopenable(engine: Engine) -> None:
    """Refuse a store that nobody could sign in to. A store that was never set up is not refused.

    Raises:
        AccountsDamagedError: If the accounts are damaged, or none of them can sign in.
        AccountsLostError: If they are missing, although there are sealed cases or the audit log has their set-up.
        StoreError: If they cannot be used as they are; the message says why.
    """
    file = accounts_file.read(engine)
    if file is None:
        accounts_file.refuse_lost(engine)
        if _was_set_up(engine):
            raise AccountsLostError(accounts_file.way_back(engine))
    elif not any(each.account.is_enabled and each.wrapped for each in file.accounts):
        raise AccountsDamagedError(engine.accounts.name, "no account in it can sign in", accounts_file.way_back(engine))


def _was_set_up(engine: Engine) -> bool:
    return any(event.detail == "set-up" for event in reader.events(engine, AuditQuery(kind="account")))
