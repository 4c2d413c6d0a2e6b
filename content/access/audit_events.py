"""The record of who saw and changed what: kinds of events, derived from what was stored, and never any content."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, get_args

import msgspec

from content.access.accounts import AccountName
from content.case.disclosures import Disclosure
from content.case.model import Case, Draft
from content.pack.model import ReasonId
from content.records import Record

Kind = Literal[
    "collection",
    "alteration",
    "consultation",
    "disclosure",
    "combination",
    "erasure",
    "sign-in",
    "sign-out",
    "failure",
    "lock",
    "unlock",
    "sign-off",
    "hand-over",
    "account",
    "back-up",
    "restore",
    "log",
]
"""The first six are the operations that the law asks to be logged (Data Protection Act 2018, section 62)."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Detail = Literal[
    "",
    "case",
    "draft",
    "entry",
    "kept aside",
    "correction",
    "incident",
    "note",
    "action",
    "hold placed",
    "hold lifted",
    "list",
    "compare",
    "export",
    "passphrase",
    "recovery code",
    "too soon",
    "role",
    "set-up",
    "added",
    "disabled",
    "enabled",
    "idle",
    "head missing",
    "lines missing",
    "forgotten",
]
"""What a line may say beyond its kind; a fixed list, so that no line can hold anything of a case."""

EventId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{16}\Z")]
_CaseId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\Z")]
_Who = Annotated[str, msgspec.Meta(max_length=40, pattern=r"\A[^\x00-\x1f\x7f]*\Z")]
_Place = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z.:%/_-]{0,64}\Z")]


class CaseEvent(Record, frozen=True, kw_only=True):
    """What was done to a case, in a kind and a fixed word or two."""

    kind: Kind
    detail: Detail = ""


class Event(Record, frozen=True, kw_only=True):
    """One thing that was done: who, when, from where, to which case."""

    id: EventId
    """Random, so that an event that is handed in twice is written once."""

    at: dt.datetime
    """In UTC."""

    kind: Kind
    detail: Detail = ""
    who: _Who = ""
    """The account; empty where nobody was signed in, such as for a name that no account has."""

    about: _Who = ""
    """The account that was changed."""

    case: _CaseId | None = None
    reason: ReasonId = ""
    address: _Place = ""
    terminal: _Place = ""


class AuditQuery(Record, frozen=True, kw_only=True):
    """Which events somebody looks for; what is not given is not looked at."""

    case: str | None = None
    who: AccountName | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    """The last day, itself included."""

    kind: Kind | None = None


COVERS = dt.timedelta(minutes=10)
"""How long one line stands for a person's further typing in the draft, or in entries not recorded yet."""

TYPED: frozenset[Detail] = frozenset({"draft", "entry"})
"""What is saved while it is typed."""


def events_of(before: Case | None, after: Case) -> tuple[CaseEvent, ...]:
    """What a change of a case was, from the case as it was stored before and after; each thing once.

    Any difference counts but that of a draft's version and its time of change. Each disclosure is told by itself,
    however many came at once.
    """
    if before is None:
        return (CaseEvent(kind="collection", detail="case"), *_disclosed(after.disclosures))
    new = after.disclosures[len(before.disclosures) :]
    return (*dict.fromkeys(_changes(before, after)), *_disclosed(new))


def is_covered(happened: CaseEvent, who: AccountName, at: dt.datetime, earlier: Event) -> bool:
    """Whether an earlier line already tells of this: the same person typing the same, less than ten minutes before.

    Every key is saved, and a line for each would bury what matters. Who answered what and when stands in the draft.
    """
    return (
        happened.detail in TYPED
        and (earlier.kind, earlier.detail, earlier.who) == (happened.kind, happened.detail, who)
        and dt.timedelta(0) <= at - earlier.at < COVERS
    )


def matches(event: Event, sought: AuditQuery) -> bool:
    """Whether an event is among those that somebody looks for."""
    day = event.at.date()
    return (
        (sought.case is None or event.case == sought.case)
        and (sought.who is None or sought.who.casefold() in {event.who.casefold(), event.about.casefold()})
        and (sought.since is None or day >= sought.since)
        and (sought.until is None or day <= sought.until)
        and (sought.kind is None or event.kind == sought.kind)
    )


def _changes(before: Case, after: Case) -> Iterator[CaseEvent]:
    yield from _draft_changes(before.draft, after)
    for signed in after.assessments[len(before.assessments) :]:
        yield CaseEvent(kind="sign-off", detail="correction" if signed.corrects else "")
    for incident in after.incidents[len(before.incidents) :]:
        yield CaseEvent(kind="alteration" if incident.corrects else "collection", detail="incident")
    for action in after.actions[len(before.actions) :]:
        yield CaseEvent(kind="collection" if action.version == 1 else "alteration", detail="action")
    if len(after.notes) > len(before.notes):
        yield CaseEvent(kind="collection", detail="note")
    yield from _entry_changes(before, after)
    if before.kept_aside != after.kept_aside:
        yield CaseEvent(kind="alteration", detail="kept aside")
    if _opening(before) != _opening(after) or _is_rewritten(before, after):
        yield CaseEvent(kind="alteration", detail="case")


def _disclosed(new: Sequence[Disclosure]) -> Iterator[CaseEvent]:
    for each in new:
        yield CaseEvent(kind="disclosure", detail="correction" if each.corrects else "")


def _draft_changes(before: Draft | None, after: Case) -> Iterator[CaseEvent]:
    draft = after.draft
    if draft is None:
        if before and after.assessment(before.id) is None:
            yield CaseEvent(kind="alteration", detail="draft")
        return
    if before is None or before.id != draft.id:
        yield CaseEvent(kind="collection", detail="draft")
        return
    if before.by != draft.by:
        yield CaseEvent(kind="hand-over", detail="draft")
    kept = {question: draft.answers.get(question) for question in before.answers}
    if draft.answers.keys() - before.answers.keys():
        yield CaseEvent(kind="collection", detail="draft")
    if kept != dict(before.answers) or _frame(before) != _frame(draft):
        yield CaseEvent(kind="alteration", detail="draft")


def _entry_changes(before: Case, after: Case) -> Iterator[CaseEvent]:
    """Changes of entries that are not recorded yet; one that goes as it is recorded is told as what was recorded."""
    earlier, now = ({entry.id: entry for entry in case.unfinished} for case in (before, after))
    if now.keys() - earlier.keys():
        yield CaseEvent(kind="collection", detail="entry")
    if any(now[each] != earlier[each] for each in now.keys() & earlier.keys()):
        yield CaseEvent(kind="alteration", detail="entry")
    if earlier.keys() - now.keys() and _count(before) == _count(after):
        yield CaseEvent(kind="alteration", detail="entry")


def _count(case: Case) -> int:
    return sum(len(records) for records in case.recorded)


def _frame(draft: Draft) -> Draft:
    """A draft without its answers, and without what changes with every save or tells of a hand-over."""
    return msgspec.structs.replace(draft, answers={}, version=0, changed=draft.started, by="")


def _opening(case: Case) -> Case:
    return Case(id=case.id, initials=case.initials, own_reference=case.own_reference, created=case.created, by=case.by)


def _is_rewritten(before: Case, after: Case) -> bool:
    """Whether anything is not as it was recorded, which no part of the product does."""
    return any(now[: len(then)] != then for then, now in zip(before.recorded, after.recorded, strict=True))
