"""The 52 statements of the briefing: each stands whole wherever the shipped pack cites it."""

from collections.abc import Iterator, Mapping

import pytest

from content.pack.contact_model import Contact
from content.pack.model import Use
from tests.packs import bexley

PACK = bexley()

WHOLE: Mapping[str, tuple[str, ...]] = {
    "1.1": ("stalking is a pattern of behaviour towards one person", "unwanted, fixated and obsessive"),
    "1.2": (
        "stalking can",
        "harassment that amounts to stalking",
        "stalking that causes serious alarm or distress, or fear of violence",
    ),
    "1.3": ("stalking can", "follow", "watch"),
    "1.4": ("stalking can", "monitor", "the person", "the internet, email or phone"),
    "1.5": ("stalking can", "loiter", "the person visits"),
    "1.6": ("stalking can", "into the person's home"),
    "1.7": ("harassment often focuses on a dispute",),
    "1.8": ("harassment", "unreasonable, oppressive and repeated", "may", "alarm, distress or fear of violence"),
    "1.9": ("harassment might", "anti-social behaviour"),
    "1.10": ("harassment might", "bull", "at school or at work"),
    "1.11": ("harassment might", "abusive messages or unwanted gifts"),
    "2.1": ("stalking", "feel that the behaviour affects them physically, emotionally or psychologically"),
    "2.2": ("stalking", "persistent fear of what might happen"),
    "2.3": ("harassment", "the behaviour", "feeling oppressed", "but not seriously alarmed or distressed"),
    "2.4": ("harassment", "fear certain acts, but not live in a constant state of fear"),
    "2.5": ("for the victim's ongoing safety and security", "explain", "benefits a civil order could bring"),
    "2.6": ("get the victim's views", "on applying for such orders", "at the earliest opportunity"),
    "2.7": ("the prosecutor", "information to support an application", "as early as possible"),
    "2.8": ("have you given the victim full safeguarding support",),
    "3.1": ("fixated",),
    "3.2": ("obsessive",),
    "3.3": ("unwanted",),
    "3.4": ("repeated",),
    "3.5": ("time, effort and resources is the suspect investing",),
    "3.6": ("harassment", "evidence of unreasonable behaviour that is repeated, but is not fixated on the"),
    "3.7": ("harassment", "generally focus on addressing a dispute, rather than target an individual"),
    "3.8": ("harassment", "evidence that it will end, should the underlying problem be resolved"),
    "4.1": ("put the focus on risk first", "making people safe is your primary responsibility"),
    "4.2": ("risk is dynamic", "it needs to be reassessed continually"),
    "4.3": ("make sure that the victim is part of the risk management plan",),
    "4.4": ("investigate fully", "the full history, and any escalation", "make sure that you understand both"),
    "4.5": ("listen to the victim, particularly to how the risk is changing in their view",),
    "4.6": ("suspect's motivation", "context", "effect", "important factor", "understand", "your decision"),
    "4.7": ("the context", "motivation", "effect", "important factor", "understand", "your decision"),
    "4.8": (
        "effect does the behaviour have",
        "motivation",
        "context",
        "important factor",
        "understand",
        "your decision",
    ),
    "4.9": ("do not send the victim away", "belief that this is not a safeguarding matter"),
    "4.10": ("do not suggest that the victim talks to the stalker, or meets them, to resolve issues",),
    "5.1": ("80% of offences involve online offences",),
    "5.2": ("online offences include hacking", "accounts: social media, email, chat rooms etc."),
    "5.3": ("do not advise the victim to close their social media accounts",),
    "5.4": ("do not advise the victim to change their mobile number",),
    "5.5": ("do not advise the victim to block the perpetrator",),
    "5.6": ("do not advise the victim to avoid using email or the internet",),
    "5.7": (
        "college of policing",
        "paladin, the national stalking advocacy service",
        "report evidence",
        "indicates",
        "blocked from telephones, media sites etc.",
        "generally escalates their behaviour because of it",
    ),
    "7.1": ("safe right now", "with you", "good opportunity: get specialist help"),
    "7.2": ("refer before they leave", "do not wait until after they have gone"),
    "7.3": ("once they have gone, they may have missed the opportunity of specialist support",),
    "7.4": ("risk assessment and safety planning", "support", "solace"),
    "7.5": ("bexley one stop shop", "every wednesday 12.30-3pm", "central library, bexleyheath"),
    "7.6": ("marac",),
    "6.1": ("paladin national stalking advocacy service", "0203 8664107", "paladinservice.co.uk"),
    "6.2": ("national stalking helpline", "0808 802 0300", "stalkinghelpline.org"),
}
"""What must stand, in any case, under a statement's number in each of its uses: fact, term and strength of the word."""

ALSO_IN_THE_GUIDE: Mapping[str, tuple[str, ...]] = {
    "7.4": ("contact solace on 0203 198 4659",),
    "7.6": ("refer to marac@bexley.gov.uk",),
}

ALSO_IN_THE_CHECKLIST: Mapping[str, tuple[str, ...]] = {
    "4.6": ("are all important factors",),
    "4.7": ("are all important factors",),
    "4.8": ("are all important factors",),
    "7.4": ("contact",),
    "7.6": ("refer to marac",),
}

ALSO_IN_THE_CONTACTS: Mapping[str, tuple[str, ...]] = {"7.4": ("0203 198 4659",), "7.6": ("marac@bexley.gov.uk",)}

ALSO: Mapping[Use, Mapping[str, tuple[str, ...]]] = {
    "guide": ALSO_IN_THE_GUIDE,
    "checklist": ALSO_IN_THE_CHECKLIST,
    "contacts": ALSO_IN_THE_CONTACTS,
}


def cited(source: str, use: Use) -> str:
    """What a part of the pack says under a source, in small letters."""
    texts = {"guide": in_the_guide, "checklist": in_the_checklist, "contacts": in_the_contacts}[use](source)
    return " ".join(texts).casefold()


def in_the_guide(source: str) -> Iterator[str]:
    return (point.text for topic in PACK.topics for point in topic.points if point.source == source)


def in_the_checklist(source: str) -> Iterator[str]:
    for question in PACK.checklist.questions:
        if question.source == source:
            yield from (question.text, question.why)
    yield from (rule.says for rule in PACK.prompts if rule.source == source)


def in_the_contacts(source: str) -> Iterator[str]:
    for contact in PACK.contacts:
        if contact.source == source:
            yield from written(contact)


def written(contact: Contact) -> Iterator[str]:
    yield from (contact.name, contact.what_for, contact.website, contact.email, contact.address, contact.hours_note)
    yield from (phone.number for phone in contact.phones)


def test_every_statement_is_listed_here() -> None:
    assert WHOLE.keys() == PACK.statements.keys()


@pytest.mark.parametrize("source", WHOLE)
def test_a_statement_stands_whole_in_each_of_its_uses(source: str) -> None:
    for use in PACK.statements[source].use:
        also = ALSO[use].get(source, ())
        found = cited(source, use)

        assert [words for words in (*WHOLE[source], *also) if words not in found] == [], f"{source} in {use}: {found}"


@pytest.mark.parametrize("source", WHOLE)
def test_a_guide_point_under_a_statement_has_no_advice_of_the_editors(source: str) -> None:
    said = cited(source, "guide")

    assert not any(words in said for words in ("instead", "press 2", "think stalking first"))


@pytest.mark.parametrize("source", ["2.5", "4.1", "7.2", "7.6"])
def test_what_a_statement_asks_of_staff_is_asked_of_everybody_whatever_was_answered(source: str) -> None:
    asked = [question for question in PACK.checklist.questions if question.source == source]

    assert [question.id for question in asked if question.opens_when] == []
    assert asked


def test_what_the_editors_say_of_four_is_marked_as_their_reading() -> None:
    lettered = [question for question in PACK.checklist.questions if question.letter]

    assert "".join(question.letter or "" for question in lettered) == "FOUR"
    assert all("We read it as:" in question.why for question in lettered)


@pytest.mark.parametrize("source", ["5.1", "7.4", "7.5", "7.6", "6.1", "6.2"])
def test_what_the_briefing_leaves_open_is_said_in_the_guide(source: str) -> None:
    points = [point for topic in PACK.topics for point in topic.points if point.source == source]

    assert points
    assert all(point.caution for point in points)


def test_every_source_but_the_editors_advice_names_a_body_and_how_sure_it_is() -> None:
    for name, source in PACK.sources.items():
        is_traced = "editors" not in source.body
        assert is_traced == (source.sure != "unverified"), name
        assert is_traced == (source.read_on is not None), name


def test_every_practice_source_is_cited() -> None:
    assert PACK.sources.keys() - {source for _, source in PACK.cites()} == set()
