"""What people were told and what they tried, as a dictionary, and the comparison with what a store holds."""

import contextlib
import copy
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from content.access.audit_events import AuditQuery, Event
from content.access.holds import Hold
from content.case.model import Assessment, Case, Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft
from content.entries.registry import ENTRY_KINDS, Entry, entries_of
from store.errors import AccountError, CaseNotFoundError, StoreError
from store.session import StoreSession
from store.store import Store
from tests.builders import NOW
from tests.store.people import CHEAP, KIM, SAM

LATER = NOW + dt.timedelta(days=400)
"""When a store is looked at: no rate limit lasts until then."""


@dataclass
class Saved:
    """A save that was said to be done."""

    window: str
    made_from: int
    """The number of the version that the text was made from."""

    version: int

    def hides(self, other: "Saved") -> bool:
        """Whether this save replaced one of another window that it had not taken into account."""
        return self.window != other.window and self.made_from < other.version < self.version


@dataclass
class Versions:
    """The versions of a text that is saved as it is typed; each is another text."""

    tried: list[str] = field(default_factory=list)
    """Every text that may be stored, in order."""

    told: int = -1
    """The position of the last text that was said to be saved."""

    attempts: list[str] = field(default_factory=list)
    """The windows that tried to save, in order."""

    saves: list[Saved] = field(default_factory=list)
    """The saves that were said to be done."""

    def is_possible(self, text: str | None) -> bool:
        """Whether this text may be the one that is stored; None if nothing is stored."""
        return self.told < 0 if text is None else text in self.tried[max(self.told, 0) :]


@dataclass
class CaseTold:
    """What was tried and told of one case."""

    case: Case
    is_told: bool = False
    drafts: dict[str, Versions] = field(default_factory=dict)
    form_drafts: dict[str, Versions] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    """The form drafts that may be finished."""

    signed: dict[str, list[Assessment]] = field(default_factory=dict)
    """The assessments that may be signed off, by id."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    """The entries that may be recorded, by id."""

    certain: set[str] = field(default_factory=set)
    """The ids of the assessments and entries that were said to be stored."""

    aside: dict[tuple[str, str, int], list[str]] = field(default_factory=dict)
    """The texts that may be kept aside, by draft, author and version, of each of which one is kept."""

    holds: list[tuple[Hold, bool]] = field(default_factory=list)
    is_erasing: bool = False
    is_erased: bool = False


@dataclass
class Told:
    """What was tried and told of one store."""

    cases: dict[CaseId, CaseTold] = field(default_factory=dict)
    passphrases: dict[str, list[str | None]] = field(default_factory=dict)
    """The passphrases that may open each account; None if it may be disabled or missing."""

    former: set[str] = field(default_factory=set)
    """Every passphrase that anybody but the supervisor ever had."""

    sign_ins: Counter[str] = field(default_factory=Counter)
    """How often each person was told that they are signed in."""

    def copy(self) -> "Told":
        """A copy that later steps do not change."""
        return copy.deepcopy(self)

    @property
    def is_set_up(self) -> bool:
        """Whether somebody was told that there is an account."""
        return None not in self.passphrases.get(SAM, [None])


def text_of(draft: Draft | FormDraft) -> str:
    """The text that tells a version from every other."""
    return draft.answers["fixated"].value if isinstance(draft, Draft) else draft.typed["what"]


def faults_of(place: Path, told: Told) -> Iterator[str]:
    """What is wrong with a store after a start, in sentences; the store is opened as a person would open it."""
    store = Store(place, now=lambda: LATER, cost=CHEAP)
    try:
        before = store.verify().problems
        yield from (f"verify before the start: {each.name}: {each.says}" for each in before if _is_damage(each.says))
        session = store.session()
        if not session.is_set_up:
            if told.is_set_up:
                yield "the accounts are gone"
            return
        yield from _faults_of_accounts(place, told)
        opened = _signed_in(session, told)
        if opened is None:
            yield "nobody can sign in as the supervisor"
            return
        yield from _faults_of_cases(store, session, told)
        yield from _faults_of_log(store, session, told)
        after = store.verify(session).problems
        # What a killed backup left beside its archive goes with the next one.
        left = [each for each in after if not each.name.endswith(".tmp")]
        yield from (f"verify after the start: {each.name}: {each.says}" for each in left)
    except StoreError as error:
        # A directory that does not exist yet was promised to nobody.
        if told.is_set_up or place.exists():
            yield f"{type(error).__name__}: {error}"


def _is_damage(says: str) -> bool:
    """Whether a finding is more than what an interruption leaves behind, which the next sign-in clears away."""
    return "damaged" in says


def _signed_in(session: StoreSession, told: Told) -> str | None:
    for passphrase in dict.fromkeys(told.passphrases[SAM]):
        if passphrase:
            try:
                session.sign_in(SAM, passphrase)
            except AccountError:
                continue
            return passphrase
    return None


def _faults_of_accounts(place: Path, told: Told) -> Iterator[str]:
    possible = told.passphrases.get(KIM, [None])
    opens = []
    for number, passphrase in enumerate(sorted(told.former)):
        # Each try on another day, so that none has to wait.
        at = LATER + dt.timedelta(days=number)
        session = Store(place, now=partial(_at, at), cost=CHEAP).session()
        with contextlib.suppress(AccountError):
            session.sign_in(KIM, passphrase)
            opens.append(passphrase)
            session.drop_key()
    if not opens and None not in possible:
        yield f"{KIM} cannot sign in"
    if not set(opens) <= set(possible) or len(opens) > 1:
        yield f"{KIM} can sign in with {opens}, and was told of {possible}"


def _at(moment: dt.datetime) -> dt.datetime:
    return moment


def _faults_of_cases(store: Store, session: StoreSession, told: Told) -> Iterator[str]:
    cases = session.store()
    listing = cases.listing()
    listed = {each.id for each in listing.summaries}
    yield from (f"case {each.case} is in quarantine ({each.reason})" for each in listing.quarantined)
    yield from (f"case {each} cannot be read" for each in (*listing.unreadable, *listing.plain, *listing.exposed))
    yield from (f"case {each} is one that nobody created" for each in listed - told.cases.keys())
    for name, expected in told.cases.items():
        try:
            found = cases.case(name)
            holds = session.erasure().holds(name)
        except CaseNotFoundError:
            if expected.is_told and not expected.is_erasing:
                yield f"case {name} is gone"
            continue
        yield from (f"case {name}: {fault}" for fault in _faults_of_case(found, expected, holds))
        if name not in listed:
            yield f"case {name} is not listed"


def _faults_of_case(found: Case, told: CaseTold, holds: tuple[Hold, ...]) -> Iterator[str]:
    if told.is_erased:
        yield "it was erased, and is there"
    if (found.id, found.initials, found.own_reference, found.created, found.by) != (
        told.case.id, told.case.initials, told.case.own_reference, told.case.created, told.case.by
    ):  # fmt: skip
        yield "its opening changed"
    yield from _faults_of_kept("assessment", found.assessments, told.signed, told.certain)
    yield from _faults_of_kept("entry", _entries(found), told.entries, told.certain)
    yield from _faults_of_drafts(found, told)
    kept = [text_of(each) for each in found.kept_aside]
    yield from (f"none of {each} is kept aside" for each in told.aside.values() if not set(each) & set(kept))
    yield from _faults_of_form_drafts(found, told)
    certain = [hold for hold, is_told in told.holds if is_told]
    if [hold for hold in holds if hold in certain] != certain or not set(holds) <= {hold for hold, _ in told.holds}:
        yield f"its holds are {holds}"


def _entries(found: Case) -> tuple[Entry, ...]:
    return tuple(entry for kind in ENTRY_KINDS.values() for entry in entries_of(found, kind))


def _faults_of_kept(
    what: str,
    found: Sequence[Assessment | Entry],
    expected: Mapping[str, Sequence[Assessment | Entry]],
    certain: Collection[str],
) -> Iterator[str]:
    by_id = {each.id: each for each in found}
    if len(by_id) != len(found):
        yield f"an {what} is there twice"
    yield from (f"the {what} {each} is one that nobody recorded" for each in by_id.keys() - expected.keys())
    for name, possible in expected.items():
        if name in by_id and by_id[name] not in possible:
            yield f"the {what} {name} changed"
        if name not in by_id and name in certain:
            yield f"the {what} {name} is lost"


def _faults_of_drafts(found: Case, told: CaseTold) -> Iterator[str]:
    current = found.draft
    if current and (current.id not in told.drafts or current.id in {each.id for each in found.assessments}):
        yield f"there is a draft {current.id}"
    for name, versions in told.drafts.items():
        signed = found.assessment(name)
        text = text_of(current) if current and current.id == name else None
        if signed is None and not versions.is_possible(text):
            yield f"the draft {name} holds {text!r}, and was said to hold {versions.tried[versions.told]!r}"


def _faults_of_form_drafts(found: Case, told: CaseTold) -> Iterator[str]:
    texts = {each.id: text_of(each) for each in found.form_drafts}
    yield from (f"there is a form draft {each}" for each in texts.keys() - told.form_drafts.keys())
    for name, versions in told.form_drafts.items():
        text = texts.get(name)
        if not versions.is_possible(text) and not (text is None and name in told.finished):
            yield f"the form {name} holds {text!r}, and was said to hold {versions.tried[versions.told]!r}"


def _faults_of_log(store: Store, session: StoreSession, told: Told) -> Iterator[str]:
    """Every change has its event, and every event its change: by now, every journal is delivered."""
    yield from (f"the log: {each}" for each in store.verify_audit_log().findings)
    events = tuple(store.audit_events(AuditQuery()))
    for name, count in told.sign_ins.items():
        if _count(events, kind="sign-in", who=name) < count:
            yield f"a sign-in of {name} is not in the log"
    accounts = [each.name for each in session.list_accounts()]
    if _count(events, kind="account", detail="added", about=KIM) != accounts.count(KIM):
        yield f"the log does not have each account that was added once: {accounts}"
    for name, expected in told.cases.items():
        erased = _count(events, kind="erasure", case=name)
        if expected.is_erased and not erased:
            yield f"the erasure of {name} is not in the log"
        if erased > expected.is_erasing:
            yield f"the erasure of {name} is in the log {erased} times"
        try:
            found = session.store().case(name)
        except CaseNotFoundError:
            continue
        yield from (f"case {name}: {fault}" for fault in _faults_of_events(found, events))


def _faults_of_events(found: Case, events: tuple[Event, ...]) -> Iterator[str]:
    counted = {
        "creations": (1, _count(events, kind="collection", detail="case", case=found.id)),
        "sign-offs": (len(found.assessments), _count(events, kind="sign-off", case=found.id)),
        "incidents": (len(found.incidents), _count(events, detail="incident", case=found.id)),
        "notes": (len(found.notes), _count(events, detail="note", case=found.id)),
    }
    yield from (
        f"{there} {what}, and {logged} in the log" for what, (there, logged) in counted.items() if there != logged
    )


def _count(events: tuple[Event, ...], **wanted: str) -> int:
    return sum(all(getattr(event, name) == value for name, value in wanted.items()) for event in events)
