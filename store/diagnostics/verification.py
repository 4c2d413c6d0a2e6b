"""Verification: reading everything in a store to find problems, without changing anything."""

from collections.abc import Collection, Iterator

from content.case.reference import CaseId
from content.records import Record
from store.backup import register
from store.cases.reading import stored_case
from store.crypto.sealing import codec_without_key
from store.engine import names
from store.engine.codec import CodecFor, plain
from store.engine.protocol import Engine, Finding
from store.errors import CaseNotFoundError, SealedError, StoreDamagedError, StoreError


class Verified(Record, frozen=True, kw_only=True):
    """The result of a verification."""

    cases: int
    """The number of stored cases, damaged ones included."""

    problems: tuple[Finding, ...]
    shut: int = 0
    """The number of sealed cases that were not read for lack of a key."""


def verify(engine: Engine, codec_for: CodecFor | None = None) -> Verified:
    """Read every case and inspect everything else, while sessions may be saving.

    The index is inspected but not read, because the next list replaces a damaged one.

    Args:
        engine: The store to verify.
        codec_for: Decrypts the cases. If None, cases are read as plain if there are no accounts; otherwise only whether
            they are sealed is verified.

    Raises:
        StoreUnreadableError: If there is no such store, or it cannot be read.
    """
    found = engine.findings()
    inaccessible = {each.name for each in found}
    cases = engine.case_ids()
    codec_for = codec_for or (codec_without_key if engine.accounts.exists() else plain)
    found = (
        *_quarantined(engine),
        *found,
        *(
            each
            for case in cases
            if names.case_name(case) not in inaccessible
            for each in _case(engine, case, codec_for)
        ),
        *_register(engine, inaccessible),
    )
    return Verified(
        cases=len(cases),
        problems=tuple(sorted((each for each in found if not each.is_sealed), key=lambda each: each.name)),
        shut=sum(each.is_sealed for each in found),
    )


def _case(engine: Engine, case: CaseId, codec_for: CodecFor) -> Iterator[Finding]:
    """The problem of a case, if it cannot be read."""
    name = names.case_name(case)
    try:
        stored_case(engine, codec_for(case), case)
    except CaseNotFoundError:
        # The case was erased meanwhile.
        return
    except SealedError as sealed:
        yield Finding(name=name, says=str(sealed), is_sealed=True)
    except StoreDamagedError as damage:
        yield Finding(name=name, says=f"it is damaged ({damage.reason})")
    except StoreError as error:
        yield Finding(name=name, says=str(error))


def _quarantined(engine: Engine) -> Iterator[Finding]:
    for each in engine.quarantined():
        says = f"case {each.case} was found damaged and moved here ({each.reason})"
        yield Finding(name=f"{names.QUARANTINE}/{each.name}", says=says)


def _register(engine: Engine, inaccessible: Collection[str]) -> Iterator[Finding]:
    """The entries of the register of backups that cannot be read."""
    for name in engine.backup_names():
        part = f"{names.BACKUPS}/{name}"
        if part in inaccessible:
            continue
        try:
            register.entry(engine, name)
        except StoreDamagedError as damage:
            says = f"it is damaged ({damage.reason}), and which cases that backup holds is not known"
            yield Finding(name=part, says=says)
        except StoreError as error:
            yield Finding(name=part, says=str(error))
