"""A pack as its maintainer proof-reads it: policy, guide, checklist, prompts, contacts, and what was withdrawn."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from content.dates import short
from content.documents.document import Block, Document, Line, Paragraph, Section, labelled
from content.pack.contact_model import Contact, contact_in_words
from content.pack.model import URGENCIES, Pack, Point, PromptRule, Question, Topic, Urgency
from content.pack.pack_entry import ContactId
from content.pack.provenance import citation, day_of
from content.pack.rendering import LABEL_WIDTH, contact_lines
from content.pack.sources import Sourced
from content.pack.upkeep.condition_words import when_in_words
from content.pack.upkeep.withdrawals import Withdrawal
from content.text import one_line

NATIONAL = "national"
"""What stands before the source of an entry that is as in the national pack."""

ANSWERED: Mapping[str, str] = {
    "yes-no": "yes, no, not known",
    "done": "yes, no, not safe to, does not apply",
    "avoid": "yes, no, not known; it should not have happened",
    "choice": "one of a list",
    "text": "in words",
    "date": "a date",
}
"""How a question of each kind is answered."""

_KINDS: Mapping[str, str] = {"do": "DO: ", "do-not": "DO NOT: ", "ask": "ASK: "}

_URGENCIES: Mapping[Urgency, str] = {
    "now": "Prompts for now",
    "before they leave": "Prompts for before they leave",
    "plan": "Prompts for the plan",
}


def pack_preview(pack: Pack, withdrawn: Iterable[Withdrawal], now: dt.datetime) -> Document:
    """Everything that a pack says, with the id, the origin and the source of each entry.

    Args:
        pack: The pack.
        withdrawn: What its overlay withdraws.
        now: The time for opening hours and review days, with its time zone.
    """
    today = day_of(pack, now)
    sections = (
        _policy(pack),
        Section(heading="Guide"),
        *(each for number, topic in enumerate(pack.topics, start=1) for each in _topic(pack, number, topic, today)),
        *_checklist(pack, today),
        *_prompts(pack, today),
        Section(heading="Contacts"),
        *(_contact(pack, contact, now) for contact in pack.contacts),
        _withdrawn(pack, tuple(withdrawn)),
    )
    return Document(title=f"{one_line(pack.policy.name)}, version {one_line(pack.policy.version)}", sections=sections)


def origin_and_source(pack: Pack, entry: Sourced, today: dt.date) -> str:
    """Where an entry comes from: "national: briefing 2.3", "Bexley: briefing 7.4; needs a check"."""
    cited = one_line(citation(pack, entry, today))
    return f"{NATIONAL}: {cited}" if pack.national and not entry.origin else cited


def _policy(pack: Pack) -> Section:
    policy = pack.policy
    base = f"{policy.base} {policy.base_version}".strip()
    now_below = pack.national.version if pack.national else ""
    closed = policy.closed_days
    fields = (
        ("Id", policy.id),
        ("Date", short(policy.date)),
        ("Written over", base),
        ("The national pack is now", now_below if now_below != policy.base_version else ""),
        ("Owner", policy.owner),
        ("Review by", short(policy.review_by) if policy.review_by else ""),
        ("Jurisdiction and time zone", f"{policy.jurisdiction}, {policy.time_zone}"),
        ("The screen locks", f"after {policy.idle_minutes} minutes without a key"),
        ("On plain e-mail", policy.plain_email),
        *((f"Level {level.name}", f"{level.says} Review within {level.review_days} days") for level in policy.levels),
        ("Reasons to reassess", "; ".join(each.name for each in policy.triggers)),
        ("Reasons to erase a case", "; ".join(each.name for each in policy.erasure_reasons)),
        ("Reasons to hold a case", "; ".join(each.name for each in policy.hold_reasons)),
        ("Bank holidays", f"{len(closed.days)} days, listed until {short(closed.until)}" if closed else "not listed"),
        *(("Changelog", each) for each in policy.changelog[:1]),
    )
    return Section(heading="Levels and policy", blocks=labelled(fields))


def _topic(pack: Pack, number: int, topic: Topic, today: dt.date) -> Iterator[Section]:
    """A topic, with a section for each group of points that has a heading."""
    heading, blocks = f"Topic {number} ({topic.id}), {one_line(topic.title)}", list[Block]()
    if topic.note:
        blocks.append(Paragraph(text=one_line(topic.note)))
    for point in topic.points:
        if point.heading:
            yield Section(heading=heading, blocks=tuple(blocks))
            heading, blocks = one_line(point.heading), []
        blocks.append(Paragraph(text=_point(pack, point, today)))
    yield Section(heading=heading, blocks=tuple(blocks))


def _point(pack: Pack, point: Point, today: dt.date) -> str:
    words = one_line(f"{_KINDS.get(point.kind, '')}{point.whole}")
    caution = f" Caution: {one_line(point.caution)}" if point.caution else ""
    return f"{words}{caution} (point {point.id}; {origin_and_source(pack, point, today)})"


def _checklist(pack: Pack, today: dt.date) -> Iterator[Section]:
    yield Section(heading=f"Checklist {pack.checklist.id}, edition {pack.checklist.edition}")
    for number, section in enumerate(pack.checklist.sections):
        yield Section(heading=f"Section {number} ({section.id}), {one_line(section.title)}")
        for question in section.questions:
            if not question.retired:
                yield _question(pack, question, today)


def _question(pack: Pack, question: Question, today: dt.date) -> Section:
    options = "; ".join(option.name for option in question.options)
    marks = (
        ("it is one of the ten safety questions", question.short_path),
        ("it may be confirmed together with others", question.confirm_together),
    )
    fields = (
        ("In lists", question.short),
        ("Why", question.why),
        ("Answer", f"{ANSWERED[question.kind]}{f': {options}' if options else ''}"),
        ("Asked", f"only if {when_in_words(pack, question.opens_when)}" if question.opens_when else ""),
        ("Worse", ", ".join(question.worse_when)),
        ("Points to", question.points_to or ""),
        ("Letter of FOUR", question.letter or ""),
        ("Also", "; ".join(words for words, is_so in marks if is_so)),
        ("Question", f"{question.id}; {origin_and_source(pack, question, today)}"),
    )
    return Section(blocks=(Paragraph(text=one_line(question.text)), *labelled(fields)))


def _prompts(pack: Pack, today: dt.date) -> Iterator[Section]:
    for urgency in URGENCIES:
        yield Section(heading=_URGENCIES[urgency])
        yield from (_prompt(pack, rule, today) for rule in pack.prompts if rule.urgency == urgency)


def _prompt(pack: Pack, rule: PromptRule, today: dt.date) -> Section:
    fields = (
        ("Speaks if", when_in_words(pack, rule.when)),
        ("If all of it is old", f"it is for: {rule.when_old}" if rule.when_old else ""),
        ("Who can help", _named(pack, rule.contact)),
        ("Contradiction", "sign-off needs a sentence in reply" if rule.explain else ""),
        ("Safety core", "yes; it stays as it is" if rule.required else ""),
        ("Prompt", f"{rule.id}; {origin_and_source(pack, rule, today)}"),
    )
    return Section(blocks=(Paragraph(text=one_line(rule.says)), *labelled(fields)))


def _named(pack: Pack, contact: ContactId | None) -> str:
    found = next((each for each in pack.contacts if each.id == contact), None)
    return contact_in_words(found) if found else contact or ""


def _contact(pack: Pack, contact: Contact, now: dt.datetime) -> Section:
    """A contact as staff see it, then what only its maintainer needs."""
    shown = ((line[:LABEL_WIDTH].strip(), line[LABEL_WIDTH:]) for line in contact_lines(pack, contact, now))
    fields = (
        *(each for each in shown if each[0] != "Source"),
        ("To fill in", "this stands for a service that is not named yet" if contact.to_fill else ""),
        ("Contact", f"{contact.id}; {origin_and_source(pack, contact, day_of(pack, now))}"),
    )
    return Section(blocks=labelled(fields))


def _withdrawn(pack: Pack, withdrawn: tuple[Withdrawal, ...]) -> Section:
    if not withdrawn:
        return Section(heading="Withdrawn from the national pack", blocks=(Paragraph(text="Nothing"),))
    return Section(
        heading="Withdrawn from the national pack",
        blocks=tuple(Line(label=f"{each.noun} {each.id}", text=_why(pack, each)) for each in withdrawn),
    )


def _why(pack: Pack, withdrawal: Withdrawal) -> str:
    instead = f" In its place: {_named(pack, withdrawal.instead)}." if withdrawal.instead else ""
    says = withdrawal.says if withdrawal.says.endswith((".", "?", "!")) else f"{withdrawal.says}."
    return one_line(f"{says} Why: {withdrawal.reason.rstrip('.')}.{instead}")
