"""Verification: looking through a store for everything that is not as it should be, without changing anything."""

from collections.abc import Collection, Iterable, Iterator

from content.case.model import CaseId
from content.records import Record
from store.backup import register
from store.cases.reading import stored_case
from store.crypto.sealing import unopened
from store.engine import names
from store.engine.codec import CodecFor, plain
from store.engine.protocol import Engine, Finding
from store.errors import CaseNotFoundError, SealedError, StoreDamagedError, StoreError


class Verified(Record, frozen=True, kw_only=True):
    """The result of a verification."""

    cases: int
    """How many cases there are, sound or not."""

    wanting: tuple[Finding, ...]
    shut: int = 0
    """How many cases are sealed and were not read for lack of a key."""


def verify(engine: Engine, codec_for: CodecFor | None = None) -> Verified:
    """Read every case and inspect everything else, while sessions may be saving.

    The index is inspected but not read: a damaged one does no harm, and the next list replaces it.

    Args:
        engine: What to verify.
        codec_for: Opens the cases. Without it, plain cases are read if there are no accounts; if there are, a case must
            be sealed, and is only inspected.

    Raises:
        StoreUnreadableError: If there is no such store, or it cannot be read.
    """
    found = engine.findings()
    inaccessible = {each.name for each in found}
    cases = engine.case_ids()
    codec_for = codec_for or (unopened if engine.accounts.exists() else plain)
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
        wanting=tuple(sorted((each for each in found if not each.is_shut), key=lambda each: each.name)),
        shut=sum(each.is_shut for each in found),
    )


def _cases(
    engine: Engine, cases: Iterable[CaseId], inaccessible: Collection[str], codec_for: CodecFor
) -> Iterator[Finding]:
    for case in cases:
        if names.case_name(case) not in inaccessible:
            yield from _case(engine, case, codec_for)


def _case(engine: Engine, case: CaseId, codec_for: CodecFor) -> Iterator[Finding]:
    """Why a case cannot be read, if it cannot."""
    name = names.case_name(case)
    try:
        stored_case(engine, codec_for(case), case)
    except CaseNotFoundError:
        # It was erased meanwhile.
        return
    except SealedError as sealed:
        yield Finding(name=name, says=str(sealed), is_shut=True)
    except StoreDamagedError as damage:
        yield Finding(name=name, says=f"it is damaged ({damage.reason})")
    except StoreError as error:
        yield Finding(name=name, says=str(error))


def _quarantined(engine: Engine) -> Iterator[Finding]:
    for each in engine.quarantined():
        says = f"case {each.case} was found damaged and moved here ({each.reason})"
        yield Finding(name=f"{names.QUARANTINE}/{each.name}", says=says)


def _register(engine: Engine, inaccessible: Collection[str]) -> Iterator[Finding]:
    """The entries of the register of back-ups that cannot be read."""
    for name in engine.backup_names():
        part = f"{names.BACKUPS}/{name}"
        if part in inaccessible:
            continue
        try:
            register.entry(engine, name)
        except StoreDamagedError as damage:
            says = f"it is damaged ({damage.reason}), and which cases that back-up holds is not known"
            yield Finding(name=part, says=says)
        except StoreError as error:
            yield Finding(name=part, says=str(error))
