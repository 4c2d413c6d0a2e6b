"""Where the words of a pack come from, and which of them are due for a check."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from content.dates import short
from content.pack.fault import POLICY, EntryName
from content.pack.model import Pack, Question
from content.pack.pack_entry import SourceId
from content.pack.policy import Policy
from content.pack.sources import Sourced


def day_of(pack: Pack, now: dt.datetime) -> dt.date:
    """The day at a moment, in the pack's time zone."""
    return now.astimezone(ZoneInfo(pack.policy.time_zone)).date()


def source_in_words(pack: Pack, source: SourceId) -> str:
    """A source: "briefing 2.3", or a body, its document and year; the bare id if this pack does not list it."""
    return f"briefing {source}" if source in pack.statements else str(pack.sources.get(source, source))


def citation(pack: Pack, entry: Sourced, today: dt.date) -> str:
    """What an entry rests on, who added it, and whether it needs a check: "Bexley: briefing 7.4; needs a check"."""
    words = source_in_words(pack, entry.source)
    cited = f"{entry.origin}: {words}" if entry.origin else words
    late = [contact.name for contact in pack.contacts if contact.id in entry.named and today > contact.review_by]
    needs = ["needs a check"] if needs_check(pack, entry, today) else []
    return "; ".join([cited, *needs, *(f"the details of {name} need a check" for name in late)])


def why_in_words(pack: Pack, question: Question, today: dt.date) -> str:
    """Why a question is asked, with its source: "Why: ... (briefing 2.1)".

    If the reason rests on a source of its own, the source of the question comes first: "Why: briefing 3.1. ... (NICE)".
    """
    cited = citation(pack, question, today)
    if not question.why_source:
        return f"Why: {question.why} ({cited})"
    reason = msgspec.structs.replace(question, source=question.why_source, review_by=None)
    return f"Why: {cited}. {question.why} ({citation(pack, reason, today)})"


def review_day(pack: Pack, entry: Sourced) -> dt.date | None:
    """The day after which an entry needs a check: its own, else its source's; None if neither has one."""
    if entry.review_by:
        return entry.review_by
    source = pack.sources.get(entry.source)
    return source.review_by if source else None


def needs_check(pack: Pack, entry: Sourced, today: dt.date) -> bool:
    """Whether the review day of an entry has passed."""
    day = review_day(pack, entry)
    return day is not None and today > day


def overdue(pack: Pack, today: dt.date) -> tuple[str, ...]:
    """What needs a check, each with its day: the policy, sources, contacts, and entries with a day of their own."""
    return tuple(
        f"{_in_words(pack, what)}: its review date was {short(day)}" for what, day in overdue_entries(pack, today)
    )


def overdue_entries(pack: Pack, today: dt.date) -> Iterator[tuple[EntryName, dt.date]]:
    """What needs a check, each with its day."""
    return ((what, day) for what, day in _dated(pack) if today > day)


def _in_words(pack: Pack, what: EntryName) -> str:
    if what == POLICY:
        return f"{what}, {_dated_policy(pack).name}"
    return f"{what} ({pack.sources[what.id]})" if what.noun == "source" else str(what)


def _dated_policy(pack: Pack) -> Policy:
    return pack.policy if pack.policy.review_by or pack.national is None else pack.national


def _dated(pack: Pack) -> Iterator[tuple[EntryName, dt.date]]:
    closed_days = pack.policy.closed_days
    days = (
        (POLICY, _dated_policy(pack).review_by),
        (EntryName("pack.toml", "closed_days"), closed_days.review_by if closed_days else None),
        *((EntryName("sources.toml", "source", name), source.review_by) for name, source in pack.sources.items()),
        *((where, entry.review_by) for where, entry in _entries(pack)),
    )
    return ((where, day) for where, day in days if day)


def _entries(pack: Pack) -> Iterator[tuple[EntryName, Sourced]]:
    yield from ((EntryName("guide.toml", "point", point.id), point) for topic in pack.topics for point in topic.points)
    yield from ((EntryName("checklist.toml", "question", each.id), each) for each in pack.checklist.questions)
    yield from ((EntryName("prompts.toml", "prompt", rule.id), rule) for rule in pack.prompts)
    yield from ((EntryName("contacts.toml", "contact", contact.id), contact) for contact in pack.contacts)
