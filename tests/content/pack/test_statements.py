"""The 52 statements of the briefing: each stands whole wherever the shipped pack cites it."""

from collections.abc import Iterator, Mapping

import pytest

from content.pack.contact_model import Contact
from content.pack.model import Use
from tests.packs import bexley

PACK = bexley()

WHOLE: Mapping[str, tuple[str, ...]] = {
    "1.1": ("pattern of unwanted, fixated and obsessive behaviour towards an individual",),
    "1.2": ("harassment that amounts to stalking", "fear of violence or serious alarm or distress"),
    "1.3": ("stalking", "following or watching a person"),
    "1.4": ("stalking", "monitoring a person's use of the internet, email"),
    "1.5": ("stalking", "loitering in places a victim visits"),
    "1.6": ("stalking", "breaking into a victim's home"),
    "1.7": ("harassment often focuses on disputes",),
    "1.8": ("unreasonable and oppressive", "repeated and may cause alarm, distress, fear of violence in the victim"),
    "1.9": ("harassment", "anti-social behaviour"),
    "1.10": ("harassment", "bullying at school or workplace"),
    "1.11": ("harassment", "abusive messages or unwanted gifts"),
    "2.1": ("stalking", "physically, emotionally or psychologically affected by the behaviour"),
    "2.2": ("stalking", "persistent fear of what might happen"),
    "2.3": ("harassment", "oppressed", "but not seriously alarmed or distressed by the behaviour"),
    "2.4": ("harassment", "fearful about certain acts, but not in a constant state of fear"),
    "2.5": ("ongoing", "safety and security", "the victim", "the benefits of a civil order"),
    "2.6": ("at the earliest opportunity", "the victim's views regarding applying for such orders"),
    "2.7": ("provide information to support an application to the prosecutor as early as possible",),
    "2.8": ("have you provided full safeguarding support",),
    "3.1": ("fixated",),
    "3.2": ("obsessive",),
    "3.3": ("unwanted",),
    "3.4": ("repeated",),
    "3.5": ("time, effort and resources is the suspect investing",),
    "3.6": ("harassment", "evidence of repeated behaviour that is unreasonable but not fixated on the"),
    "3.7": ("harassment", "generally focused on addressing a dispute, rather than targeted at an individual"),
    "3.8": ("harassment", "evidence that this behaviour will stop, should the underlying problem be resolved"),
    "4.1": ("focus on risk first", "your primary responsibility is to make people safe"),
    "4.2": ("risk is dynamic and needs continual reassessment",),
    "4.3": ("ensure the victim is part of a risk management plan",),
    "4.4": ("investigate fully: make sure you understand the full history and any escalation",),
    "4.5": ("listen to the victim, particularly their view about changing risk",),
    "4.6": ("suspect's motivation", "important factor", "understanding", "decision making"),
    "4.7": ("the context", "important factor", "understanding", "decision making"),
    "4.8": ("effect", "important factor", "understanding", "decision making"),
    "4.9": ("send the victim away believing that it is not a safeguarding matter",),
    "4.10": ("suggest the victim talk", "meet with the stalker to resolve issues"),
    "5.1": ("80% of offences involve online offences",),
    "5.2": ("hacking social media, email, chat room accounts etc.",),
    "5.3": ("do not advise victims to close their social media accounts",),
    "5.4": ("do not advise victims to change their mobile number",),
    "5.5": ("do not advise victims to block the perpetrator",),
    "5.6": ("do not advise victims to avoid using email or",),
    "5.7": (
        "paladin, the national stalking advocacy service, and the college of policing report evidence",
        "blocking the perpetrator from telephones, media sites etc.",
        "generally leads to an escalation in behaviour by the perpetrator",
    ),
    "7.1": ("safe right now", "with you", "good opportunity to get specialist help"),
    "7.2": ("do not wait to refer until after they have gone",),
    "7.3": ("the opportunity for them to get specialist support may be missed",),
    "7.4": ("support on risk assessment and safety planning", "solace"),
    "7.5": ("every wednesday 12.30-3pm", "central library, bexleyheath"),
    "7.6": ("marac",),
    "6.1": ("paladin", "national stalking advocacy service", "0203 8664107", "paladinservice.co.uk"),
    "6.2": ("national stalking helpline", "0808 802 0300", "stalkinghelpline.org"),
}
"""What must stand, in any case, under a statement's number in each of its uses: fact, term and strength of the word."""

ALSO_IN_THE_GUIDE: Mapping[str, tuple[str, ...]] = {
    "7.2": ("before they leave",),
    "7.4": ("0203 198 4659",),
    "7.6": ("refer to marac@bexley.gov.uk",),
}

ALSO_IN_THE_CONTACTS: Mapping[str, tuple[str, ...]] = {"7.4": ("0203 198 4659",), "7.6": ("marac@bexley.gov.uk",)}


def cited(source: str, use: Use) -> str:
    """What a part of the pack says under a source, without what it marks as the editors' own words."""
    texts = {"guide": in_the_guide, "checklist": in_the_checklist, "contacts": in_the_contacts}[use](source)
    return " ".join(text.split("Our words:")[0] for text in texts).casefold()


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
        also = {"guide": ALSO_IN_THE_GUIDE, "contacts": ALSO_IN_THE_CONTACTS}.get(use, {}).get(source, ())
        found = cited(source, use)

        assert [words for words in (*WHOLE[source], *also) if words not in found] == [], f"{source} in {use}: {found}"


@pytest.mark.parametrize("source", WHOLE)
def test_a_guide_point_under_a_statement_has_no_advice_of_the_editors(source: str) -> None:
    said = cited(source, "guide")

    assert not any(words in said for words in ("instead:", "our words", "press 2", "think stalking first"))


@pytest.mark.parametrize("source", ["2.5", "4.1", "7.2", "7.6"])
def test_what_a_statement_asks_of_staff_is_asked_of_everybody_whatever_was_answered(source: str) -> None:
    asked = [question for question in PACK.checklist.questions if question.source == source]

    assert [question.id for question in asked if question.opens_when] == []
    assert asked


def test_the_words_of_the_editors_on_four_say_that_they_are_the_editors() -> None:
    lettered = [question for question in PACK.checklist.questions if question.letter]

    assert "".join(question.letter or "" for question in lettered) == "FOUR"
    assert all("Our words:" in question.why for question in lettered)


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
