"""Verification: reading everything in a store to find problems, without changing anything."""

from collections.abc import Collection, Iterator

from content.case.reference import CaseId
from content.records import Record
from store.accounts import accounts_file
from store.audit import reader
from store.backup import register
from store.crypto.sealing import codecs_without_key
from store.diagnostics.account_findings import account_findings
from store.diagnostics.case_findings import case_findings
from store.diagnostics.recorded import Recorded, missing_cases, recorded
from store.engine import names
from store.engine.codec import CodecFor, plain
from store.engine.protocol import Engine, Finding
from store.errors import StoreDamagedError, StoreError


class Verified(Record, frozen=True, kw_only=True):
    """The result of a verification."""

    cases: int
    """The number of stored cases, damaged ones included."""

    problems: tuple[Finding, ...]
    shut: int = 0
    """The number of sealed cases that were not read for lack of a key."""


def verify(engine: Engine, codec_for: CodecFor | None = None) -> Verified:
    """Read every file, and compare the cases and accounts with the audit log, while sessions may be saving.

    The index is inspected but not read, because the next list replaces a damaged one.

    Args:
        engine: The store to verify.
        codec_for: Decrypts the cases. If None, cases are read as plain if there are no accounts; otherwise what can be
            seen without the key is verified.

    Raises:
        StoreUnreadableError: If there is no such store, or it cannot be read.
    """
    record = _record(engine)
    found = engine.findings()
    inaccessible = {each.name for each in found}
    cases = engine.case_ids()
    readable = tuple(case for case in cases if names.case_name(case) not in inaccessible)
    found = (
        *_quarantined(engine),
        *found,
        *(each for each in account_findings(engine, record) if each.name not in inaccessible),
        *_log(engine),
        *case_findings(engine, readable, codec_for or _codecs(engine), record if engine.accounts.exists() else None),
        *_register(engine, inaccessible),
        *_unfinished_archives(engine),
    )
    return Verified(
        cases=len(cases),
        problems=tuple(sorted((each for each in found if not each.is_sealed), key=lambda each: each.name)),
        shut=sum(each.is_sealed for each in found),
    )


def missing(engine: Engine) -> tuple[CaseId, ...]:
    """The cases that the audit log has and the store lacks, in order.

    Raises:
        StoreUnreadableError: If the store cannot be read.
    """
    return missing_cases(engine, recorded(engine)) if engine.accounts.exists() else ()


def _codecs(engine: Engine) -> CodecFor:
    """The codecs that show what can be seen of the cases without a key."""
    if not engine.accounts.exists():
        return plain
    try:
        file = accounts_file.read(engine)
    except StoreError:
        file = None
    return codecs_without_key(file.key.key_id if file else None)


def _quarantined(engine: Engine) -> Iterator[Finding]:
    for each in engine.quarantined():
        says = (
            f"case {each.case} was found damaged and moved here ({each.reason}): restore the case from a backup, then "
            "move this file away"
        )
        yield Finding(name=f"{names.QUARANTINE}/{each.name}", says=says)


def _record(engine: Engine) -> Recorded | None:
    """What the audit log says, or None if it cannot be read, which `_log` reports."""
    try:
        return recorded(engine)
    except StoreError:
        return None


def _log(engine: Engine) -> Iterator[Finding]:
    """The problems of the audit log."""
    try:
        for each in reader.verify(engine).findings:
            yield Finding(name=each.name, says=f"{each}{f': {each.advice}' if each.advice else ''}")
    except StoreError as error:
        yield Finding(name=names.AUDIT, says=str(error))


def _register(engine: Engine, inaccessible: Collection[str]) -> Iterator[Finding]:
    """The entries of the register of backups that cannot be read."""
    for name in engine.backup_names():
        part = f"{names.BACKUPS}/{name}"
        if part in inaccessible:
            continue
        try:
            register.entry(engine, name)
        except StoreDamagedError as damage:
            says = (
                f"it is damaged ({damage.reason}), and which cases that backup holds is not known: remove it once the "
                "archive of that time is destroyed"
            )
            yield Finding(name=part, says=says)
        except StoreError as error:
            yield Finding(name=part, says=str(error))


def _unfinished_archives(engine: Engine) -> Iterator[Finding]:
    """The temporary files of backups that were killed, beside the archives that they were to become."""
    for path in register.leftovers(engine):
        yield Finding(name=path, says="a backup that was cut short left it; the next backup deletes it, or delete it")
