"""The problems of the accounts: damage, loss, and differences from the audit log."""

import contextlib
from collections.abc import Iterator

from content.access.accounts import canonical_name
from store.accounts import accounts_file
from store.accounts.accounts_file import AccountsFile
from store.accounts.opening import refuse_unopenable
from store.diagnostics.recorded import Recorded, recorded
from store.engine.protocol import Engine, Finding
from store.errors import StoreDamagedError, StoreError


def account_findings(engine: Engine, record: Recorded | None) -> Iterator[Finding]:
    """The problems of the accounts that can be seen without a key.

    Args:
        engine: The store.
        record: What the audit log says, or None if it cannot be read.
    """
    name = engine.accounts.name
    try:
        refuse_unopenable(engine)
        file = accounts_file.read(engine)
    except StoreError as error:
        yield Finding(name=name, says=str(error))
        return
    if file is None:
        return
    if not engine.log.months():
        says = "the audit log is missing, although accounts are set up: restore its files from the last backup"
        yield Finding(name="audit", says=says)
    elif record and _differences(record, file):
        # A session may have changed the accounts meanwhile: under the lock, the two belong together.
        with _locked(engine):
            for says in _differences(recorded(engine), accounts_file.read(engine) or file):
                yield Finding(name=name, says=says)
    yield from _copy(engine, file)


def _differences(record: Recorded, file: AccountsFile) -> list[str]:
    """How the accounts differ from what the audit log says; events that are not delivered yet count."""
    said = record.accounts_after(each.event for each in file.journal)
    stored = {canonical_name(each.account.name): each.account for each in file.accounts}
    found = []
    for name, is_enabled in said.items():
        account = stored.get(name)
        if account is None:
            found.append(f"it lacks an account that the audit log has ({name}): {_OLDER}")
        elif account.is_enabled != is_enabled:
            is_said = "enabled" if is_enabled else "disabled"
            found.append(f"{account.name} is not {is_said}, as the audit log says: {_OLDER}")
    found += [
        f"the audit log does not say who added {account.name}: if nobody knows, disable the account"
        for name, account in stored.items()
        if name not in said
    ]
    return found


_OLDER = "an older file was put back, or lines of the log are missing; have a supervisor put the accounts right"


def _copy(engine: Engine, file: AccountsFile) -> Iterator[Finding]:
    """The problem of the copy of the last good accounts; a restored store has none before the first sign-in."""
    renewed = "it is renewed when somebody next signs in"
    try:
        kept = accounts_file.decoded(engine.accounts_copy)
    except StoreDamagedError as damage:
        yield Finding(name=engine.accounts_copy.name, says=f"it is damaged ({damage.reason}); {renewed}")
    except StoreError as error:
        yield Finding(name=engine.accounts_copy.name, says=str(error))
    else:
        if kept and kept.seal != file.seal:
            yield Finding(name=engine.accounts_copy.name, says=f"it is older than {engine.accounts.name}; {renewed}")


@contextlib.contextmanager
def _locked(engine: Engine) -> Iterator[None]:
    """Hold the lock of the accounts, unless the system refuses it, as on a read-only disk."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(StoreError):
            held.enter_context(engine.accounts.locked())
        yield
