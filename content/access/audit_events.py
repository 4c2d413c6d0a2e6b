"""Audit events: who saw and changed what, derived from what was stored, and never any content of a case."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal, get_args

import msgspec

from content.access.accounts import AccountName
from content.case.model import Case, Draft
from content.entries.registry import ENTRY_KINDS, Entry, EntryName, entries_of, name_of
from content.pack.policy import ReasonId
from content.records import Record

EventKind = Literal[
    "collection",
    "alteration",
    "consultation",
    "disclosure",
    "combination",
    "erasure",
    "sign-in",
    "log-out",
    "failure",
    "lock",
    "unlock",
    "sign-off",
    "handover",
    "account",
    "backup",
    "restore",
    "log",
]
"""The first six are the operations that the law asks to be logged (Data Protection Act 2018, section 62)."""

KINDS: tuple[EventKind, ...] = get_args(EventKind)

Detail = Literal[
    "",
    "case",
    "draft",
    "entry",
    "kept aside",
    "correction",
    EntryName,
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
    "head damaged",
    "lines torn",
    "lines missing",
    "forgotten",
    "missing",
    "authentic",
]
"""What a line may say beyond its kind: a closed set, so that no line can contain anything from a case."""

EventId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{16}\Z")]
_CaseId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\Z")]
_Who = Annotated[str, msgspec.Meta(max_length=40, pattern=r"\A[^\x00-\x1f\x7f]*\Z")]
_Place = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z.:%/_-]{0,64}\Z")]


class CaseEvent(Record, frozen=True, kw_only=True):
    """What was done to a case: a kind, and a detail from a fixed list."""

    kind: EventKind
    detail: Detail = ""


class Event(Record, frozen=True, kw_only=True):
    """One event of the audit log: who did what, when, from where, to which case."""

    id: EventId
    """Random, so that an event that is delivered twice is written once."""

    at: dt.datetime
    """In UTC."""

    kind: EventKind
    detail: Detail = ""
    who: _Who = ""
    """The account; empty if nobody was signed in, such as for a name that no account has."""

    about: _Who = ""
    """The account that was changed."""

    case: _CaseId | None = None
    reason: ReasonId = ""
    address: _Place = ""
    terminal: _Place = ""


class AuditQuery(Record, frozen=True, kw_only=True):
    """The criteria of a search of the audit log; an empty field matches every event."""

    case: str | None = None
    who: AccountName | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    """The last day, inclusive."""

    kind: EventKind | None = None


AUTOSAVE_WINDOW = dt.timedelta(minutes=10)
"""How long one event covers further autosaves by the same person, of the draft or of forms."""

AUTOSAVED: frozenset[Detail] = frozenset({"draft", "entry"})
"""The details of what is saved as it is typed: the draft, and the forms of entries."""


def events_of(before: Case | None, after: Case) -> tuple[CaseEvent, ...]:
    """The events of a change, derived from the case as it was stored before and after.

    Any difference counts but that of a draft's version and its time of change. Equal events are merged into one, except
    disclosures: each has an event of its own, also those of a new case.
    """
    new = tuple(_entry_events(before, after))
    disclosed = (event for event in new if event.kind == "disclosure")
    if before is None:
        return (CaseEvent(kind="collection", detail="case"), *disclosed)
    others = (event for event in new if event.kind != "disclosure")
    return (*dict.fromkeys((*_assessment_changes(before, after), *others, *_case_changes(before, after))), *disclosed)


def entry_event(entry: Entry) -> CaseEvent:
    """The event of recording an entry."""
    name = name_of(entry)
    kind = ENTRY_KINDS[name]
    is_change = kind.is_change(entry)
    if kind.operation == "disclosure":
        return CaseEvent(kind="disclosure", detail="correction" if is_change else "")
    return CaseEvent(kind="alteration" if is_change else kind.operation, detail=name)


def is_covered(happened: CaseEvent, who: AccountName, at: dt.datetime, earlier: Event) -> bool:
    """Whether an earlier event covers this one: the same person autosaved the same thing within the window.

    An event for each autosave would hide the others. The draft itself records who answered what, and when.
    """
    return (
        happened.detail in AUTOSAVED
        and (earlier.kind, earlier.detail, earlier.who) == (happened.kind, happened.detail, who)
        and dt.timedelta(0) <= at - earlier.at < AUTOSAVE_WINDOW
    )


def matches(event: Event, sought: AuditQuery) -> bool:
    """Whether an event matches a query."""
    day = event.at.date()
    return (
        (sought.case is None or event.case == sought.case)
        and (sought.who is None or sought.who.casefold() in {event.who.casefold(), event.about.casefold()})
        and (sought.since is None or day >= sought.since)
        and (sought.until is None or day <= sought.until)
        and (sought.kind is None or event.kind == sought.kind)
    )


def _assessment_changes(before: Case, after: Case) -> Iterator[CaseEvent]:
    yield from _draft_changes(before.draft, after)
    for signed in after.assessments[len(before.assessments) :]:
        yield CaseEvent(kind="sign-off", detail="correction" if signed.corrects else "")


def _entry_events(before: Case | None, after: Case) -> Iterator[CaseEvent]:
    """The events of new entries; no kind can be left out, because the registry lists them."""
    for kind in ENTRY_KINDS.values():
        known = len(entries_of(before, kind)) if before else 0
        yield from (entry_event(entry) for entry in entries_of(after, kind)[known:])


def _case_changes(before: Case, after: Case) -> Iterator[CaseEvent]:
    yield from _form_draft_changes(before, after)
    if before.kept_aside != after.kept_aside:
        yield CaseEvent(kind="alteration", detail="kept aside")
    if _opening(before) != _opening(after) or _is_rewritten(before, after):
        yield CaseEvent(kind="alteration", detail="case")


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
        yield CaseEvent(kind="handover", detail="draft")
    kept = {question: draft.answers.get(question) for question in before.answers}
    if draft.answers.keys() - before.answers.keys():
        yield CaseEvent(kind="collection", detail="draft")
    if kept != dict(before.answers) or _frame(before) != _frame(draft):
        yield CaseEvent(kind="alteration", detail="draft")


def _form_draft_changes(before: Case, after: Case) -> Iterator[CaseEvent]:
    """The events of form drafts; one that is deleted as its entry is recorded has the event of the entry only."""
    earlier, now = ({entry.id: entry for entry in case.form_drafts} for case in (before, after))
    if now.keys() - earlier.keys():
        yield CaseEvent(kind="collection", detail="entry")
    if any(now[each] != earlier[each] for each in now.keys() & earlier.keys()):
        yield CaseEvent(kind="alteration", detail="entry")
    if earlier.keys() - now.keys() and _count(before) == _count(after):
        yield CaseEvent(kind="alteration", detail="entry")


def _count(case: Case) -> int:
    return sum(len(records) for records in case.recorded)


def _frame(draft: Draft) -> Draft:
    """A draft without its answers, what is derived from them, what every save changes, and what shows a handover."""
    return msgspec.structs.replace(draft, answers={}, version=0, changed=draft.started, by="", open_now=())


def _opening(case: Case) -> Case:
    return Case(id=case.id, initials=case.initials, own_reference=case.own_reference, created=case.created, by=case.by)


def _is_rewritten(before: Case, after: Case) -> bool:
    """Whether an existing record changed, which no part of the product does."""
    return any(now[: len(then)] != then for then, now in zip(before.recorded, after.recorded, strict=True))
