"""The review diary: what is due on each case, and the order in which cases are listed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from content.case.case_summary import CaseSummary
from content.case.phrases import UNFINISHED, case_state, local_day
from content.case.reference import CaseId
from content.dates import day_in_words, short
from content.records import as_utc
from content.text import one_line

REVIEW_DATE = "review date"
"""The reason of a review that no trigger brought forward."""

THIS_WEEK_DAYS = 7
"""The length of "this week" in days, counting today."""

DueKind = Literal["danger now", "unfinished", "overdue", "new", "due this week", "draft"]
KINDS: tuple[DueKind, ...] = ("danger now", "unfinished", "overdue", "new", "due this week", "draft")
"""The kinds of due items, most urgent first."""

HEADINGS: dict[DueKind, str] = {
    "danger now": "Danger now: a NOW prompt is open",
    "unfinished": "Safety first: to be completed",
    "overdue": "Overdue",
    "new": "New since the last assessment",
    "due this week": "Due this week",
    "draft": "Drafts to resume",
}
THE_REST = "The rest"

WITHOUT_A_DATE: Mapping[str, str] = {
    "danger": "DANGER NOW in the draft",
    "open prompt": "DANGER NOW since sign-off",
    "unfinished": f"{UNFINISHED}: to be completed",
}
"""The words for items that are due at once, by their kind."""


class Due(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """When the next reassessment is due, and why."""

    date: dt.date
    why: str
    """`review date`, or the name of the trigger that brought it forward."""


class DueItem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One item that is due on a case."""

    kind: DueKind
    of: Literal["danger", "open prompt", "unfinished", "review", "action", "error", "incidents", "draft"]
    day: dt.date
    """The due date; for a draft, the day of its last change; for incidents, the day of the latest one."""


class CaseAgenda(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A case with its due items."""

    case: CaseSummary
    due_items: tuple[DueItem, ...]
    """Most urgent first."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The number of cases with each kind of due item; a case counts once under each of its kinds."""

    cases: int
    danger_now: int
    unfinished: int
    overdue: int
    new: int
    due_this_week: int
    drafts: int


def review_due(case: CaseSummary, zone: ZoneInfo) -> Due | None:
    """When the next reassessment of a case is due: its review date, or the day of a trigger noted since, if earlier.

    None if no assessment set a date and no trigger was noted.
    """
    if case.trigger_at is not None:
        day = local_day(as_utc(case.trigger_at), zone)
        if case.review_date is None or day < case.review_date:
            return Due(date=day, why=case.trigger_name)
    return Due(date=case.review_date, why=REVIEW_DATE) if case.review_date else None


def due_items_of(case: CaseSummary, today: dt.date, zone: ZoneInfo) -> tuple[DueItem, ...]:
    """The due items of a case, most urgent first; empty if nothing is due this week."""
    review = review_due(case, zone)
    dated: list[tuple[Literal["review", "action", "error"], dt.date]] = []
    if review:
        dated.append(("review", review.date))
    if case.action_due:
        dated.append(("action", case.action_due))
    if case.error_at:
        # A recipient of wrong information must be informed at once, so the due date is the day of the error.
        dated.append(("error", local_day(as_utc(case.error_at), zone)))
    found = _danger_now(case, zone)
    changed = local_day(as_utc(case.draft_changed), zone) if case.draft_changed else None
    if case.unfinished:
        found.append(DueItem(kind="unfinished", of="unfinished", day=case.review_date or today))
    found += [DueItem(kind="overdue", of=of, day=day) for of, day in dated if day < today]
    if case.incidents_new:
        found.append(DueItem(kind="new", of="incidents", day=case.last_incident or today))
    found += [
        DueItem(kind="due this week", of=of, day=day)
        for of, day in dated
        if 0 <= day.toordinal() - today.toordinal() < THIS_WEEK_DAYS
    ]
    if changed:
        found.append(DueItem(kind="draft", of="draft", day=changed))
    return tuple(found)


def _danger_now(case: CaseSummary, zone: ZoneInfo) -> list[DueItem]:
    """The due item of a prompt for now that is open in the draft, or else since the latest assessment."""
    if case.draft_now and case.draft_changed:
        return [DueItem(kind="danger now", of="danger", day=local_day(as_utc(case.draft_changed), zone))]
    if case.now_since:
        return [DueItem(kind="danger now", of="open prompt", day=local_day(as_utc(case.now_since), zone))]
    return []


def due_item_in_words(item: DueItem, case: CaseSummary, today: dt.date, zone: ZoneInfo) -> str:
    """A due item in words, without context."""
    if item.of == "incidents":
        noun = "incident" if case.incidents_new == 1 else "incidents"
        since = "since the last assessment" if case.assessments else "and no assessment yet"
        return f"{case.incidents_new} NEW {noun} {since}"
    if item.of in WITHOUT_A_DATE:
        return WITHOUT_A_DATE[item.of]
    if item.of == "draft":
        return f"draft to resume, by {one_line(case.draft_by)}, {short(item.day)}"
    if item.of in {"action", "error"}:
        what = "an action" if item.of == "action" else "telling a recipient of an error"
        return f"{what} {_by(item.day, today)}"
    review = review_due(case, zone)
    why = f": {one_line(review.why)}" if review and review.why != REVIEW_DATE else ""
    return f"review {_by(item.day, today)}{why}"


def waits_in_words(found: CaseAgenda, today: dt.date, zone: ZoneInfo) -> str:
    """All due items of a case on one line; its state and review date if nothing is due."""
    case = found.case
    # New incidents come first after danger, so that a narrow terminal does not cut them off.
    first: tuple[DueKind, ...] = ("danger now", "unfinished", "new")
    new_first = sorted(found.due_items, key=lambda item: first.index(item.kind) if item.kind in first else len(first))
    waits = "; ".join(due_item_in_words(item, case, today, zone) for item in new_first)
    review = f", review {short(case.review_date)}" if case.review_date else ""
    return waits or f"{case_state(case)}{review}"


def agendas(cases: Iterable[CaseSummary], today: dt.date, zone: ZoneInfo) -> tuple[CaseAgenda, ...]:
    """Sort cases by urgency: danger now, unfinished, overdue, new, due this week, drafts, then the rest.

    Cases of one kind are sorted by due date, and those of one day by their level, the highest first. The rest are
    sorted by review date, cases without one last.
    """
    found = (CaseAgenda(case=case, due_items=due_items_of(case, today, zone)) for case in cases)
    return tuple(sorted(found, key=_order))


def heading(found: CaseAgenda) -> str:
    """The heading that a case is listed under."""
    return HEADINGS[found.due_items[0].kind] if found.due_items else THE_REST


def counts(cases: Iterable[CaseAgenda]) -> Counts:
    """Count the cases with each kind of due item."""
    number = 0
    kinds = dict.fromkeys(KINDS, 0)
    for case in cases:
        number += 1
        for kind in {item.kind for item in case.due_items}:
            kinds[kind] += 1
    return Counts(
        cases=number,
        danger_now=kinds["danger now"],
        unfinished=kinds["unfinished"],
        overdue=kinds["overdue"],
        new=kinds["new"],
        due_this_week=kinds["due this week"],
        drafts=kinds["draft"],
    )


def counts_in_words(found: Counts) -> str:
    """The counts on one line; zeros are left out."""
    parts = (
        (found.danger_now, "DANGER NOW"),
        (found.unfinished, "to be completed"),
        (found.overdue, "overdue"),
        (found.new, "new since the last assessment"),
        (found.due_this_week, "due this week"),
        (found.drafts, "draft to resume" if found.drafts == 1 else "drafts to resume"),
    )
    due_counts = ", ".join(f"{number} {words}" for number, words in parts if number)
    noun = "case" if found.cases == 1 else "cases"
    return f"{found.cases} {noun}: {due_counts or 'nothing is due this week'}"


def _order(found: CaseAgenda) -> tuple[int, dt.date, int, CaseId]:
    """The sort key of a case: the rank of its most urgent kind, the earliest day of that kind, its level, its id."""
    case = found.case
    if not found.due_items:
        return len(KINDS), case.review_date or dt.date.max, -case.level_rank, case.id
    kind = found.due_items[0].kind
    day = min(item.day for item in found.due_items if item.kind == kind)
    return KINDS.index(kind), day, -case.level_rank, case.id


def _by(day: dt.date, today: dt.date) -> str:
    late = (today - day).days
    if late > 0:
        return f"OVERDUE by {late} day{'s' if late > 1 else ''}"
    return "due today" if late == 0 else f"due {day_in_words(day)}"
