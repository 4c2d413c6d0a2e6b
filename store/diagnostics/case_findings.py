"""The problems of the cases: damage, and differences from the audit log."""

import contextlib
from collections.abc import Iterable, Iterator

from content.access.audit_events import EventId
from content.case.reference import CaseId
from store.cases import mapping
from store.cases.journal import pending
from store.cases.reading import stored_tables
from store.diagnostics.recorded import Recorded, missing_cases, recorded
from store.engine import names
from store.engine.codec import CodecFor
from store.engine.protocol import Engine, Finding
from store.errors import (
    CaseErasedError,
    CaseNotFoundError,
    NotSealedError,
    SealedError,
    StoreDamagedError,
    StoreError,
    WrongKeyError,
)

_RESTORE = "restore it from a backup"

_Journal = frozenset[EventId] | None
"""The events of the last change of a case; None if it was not read, for lack of a key."""


def case_findings(
    engine: Engine, cases: Iterable[CaseId], codec_for: CodecFor, record: Recorded | None
) -> Iterator[Finding]:
    """The problems of stored cases, and the cases that are missing.

    Args:
        engine: The store.
        cases: The cases to read.
        codec_for: Decrypts the cases.
        record: What the audit log said before the cases are read, so that one that changes meanwhile is not taken for
            an older one; None in a store without accounts, which has no log.
    """
    suspected: dict[CaseId, _Journal] = {}
    for case in cases:
        try:
            journal, problem = _read(engine, codec_for, case)
        except CaseNotFoundError:
            # The case was erased meanwhile.
            continue
        if problem:
            yield problem
        if record and (problem is None or problem.is_sealed) and _difference(record, record, case, journal):
            suspected[case] = journal
    if record:
        yield from _confirmed(engine, record, suspected)
        yield from _missing(engine, record)


def _read(engine: Engine, codec_for: CodecFor, case: CaseId) -> tuple[_Journal, Finding | None]:
    """The journal of a case, and its problem if it cannot be read.

    Raises:
        CaseNotFoundError: If there is no such case.
    """
    name = names.case_name(case)
    try:
        tables = stored_tables(engine, codec_for(case), case)
        mapping.case_of(tables, case)
        return frozenset(each.event.id for each in pending(tables, case)), None
    except SealedError as sealed:
        return None, Finding(name=name, says=str(sealed), is_sealed=True)
    except CaseErasedError:
        says = "its erasure was interrupted; it is completed when somebody next signs in"
    except CaseNotFoundError:
        raise
    except (NotSealedError, WrongKeyError) as foreign:
        says = f"{str(foreign).rstrip('.')}: find out who put it there, and move it away"
    except StoreDamagedError as damage:
        says = f"it is damaged ({damage.reason}): {_RESTORE}"
    except StoreError as error:
        says = str(error)
    return None, Finding(name=name, says=says)


def _confirmed(engine: Engine, record: Recorded, suspected: dict[CaseId, _Journal]) -> Iterator[Finding]:
    """The differences that are not only the work of a session meanwhile."""
    if not suspected:
        return
    for case in suspected:
        # A session writes a case and its event under the lock of the case: once it is free, the event is in the log.
        with contextlib.suppress(StoreError), engine.case(case).locked():
            pass
    later = recorded(engine)
    for case, journal in suspected.items():
        says = _difference(record, later, case, journal)
        if says and engine.case(case).exists():
            yield Finding(name=names.case_name(case), says=says)


def _difference(record: Recorded, later: Recorded, case: CaseId, journal: _Journal) -> str:
    """How a case differs from the audit log; empty if it does not.

    Args:
        record: What the audit log said before the case was read.
        later: What it said after that.
        case: The case.
        journal: The events of its last change.
    """
    if case in later.erased:
        return (
            f"the audit log says that it was erased at {later.erased[case]:%Y-%m-%d %H:%M} UTC: sign in once, which "
            "completes an interrupted erasure; if it is still named then, somebody put it back"
        )
    if case not in later.made:
        return (
            "the audit log does not say that it was made: sign in and list the cases once, which records what an "
            "interrupted session left; if it is still named then, somebody put it there"
        )
    if journal is None:
        return ""
    last = record.last_change.get(case)
    if last and last.id not in journal and journal <= record.changes:
        return (
            f"it lacks its last change, which the audit log has at {last.at:%Y-%m-%d %H:%M} UTC: an older file was put "
            "back; restore a newer one from a backup"
        )
    if not journal <= later.changes:
        return (
            "the audit log lacks its last change: open the case once, which records what an interrupted session left; "
            "if no session was interrupted, lines of the log were removed"
        )
    return ""


def _missing(engine: Engine, record: Recorded) -> Iterator[Finding]:
    missing = missing_cases(engine, record)
    # A case may have been erased since the audit log was read.
    later = recorded(engine) if missing else record
    for case in (each for each in missing if each in later.made):
        changed = f"{record.last_change[case].at:%Y-%m-%d %H:%M} UTC"
        says = f"it is missing; the audit log has its last change at {changed}: {_RESTORE}"
        yield Finding(name=names.case_name(case), says=says)
