"""Tests of laying an overlay over the national pack: what it adds, changes and withdraws, and what it cannot."""

import datetime as dt

import pytest

from content.errors import PackError
from content.pack.checking.validation import checked_pack
from content.pack.model import Pack, Point, PromptRule
from content.pack.provenance import citation
from content.pack.reading.loader import load_pack
from tests.packs import BEXLEY, NATIONAL, texts_in

TODAY = dt.date(2026, 11, 30)
CORE = "belongs to the safety core or to the briefing"


def bexley_with(file: str, more: str) -> Pack:
    """The pack of Bexley with more text at the end of one of its files."""
    texts = texts_in(BEXLEY)
    return checked_pack(texts | {file: f"{texts.get(file, '')}\n{more}"})


def refusal(file: str, more: str) -> str:
    with pytest.raises(PackError) as refused:
        bexley_with(file, more)
    return str(refused.value)


def prompt(pack: Pack, wanted: str) -> PromptRule:
    return next(rule for rule in pack.prompts if rule.id == wanted)


def points(pack: Pack, topic: str) -> tuple[Point, ...]:
    return next(each.points for each in pack.topics if each.id == topic)


def test_an_overlay_of_one_file_is_the_national_pack_under_another_name() -> None:
    pack = load_pack({"pack.toml": texts_in(BEXLEY)["pack.toml"]})
    national = load_pack(texts_in(NATIONAL))

    assert pack.policy.name != national.policy.name
    assert pack.edition == f"bexley {pack.policy.version} over national {national.policy.version}"
    assert (pack.topics, pack.checklist, pack.prompts) == (national.topics, national.checklist, national.prompts)


def test_what_an_overlay_adds_stands_where_it_says_and_is_marked_as_its_own() -> None:
    pack = load_pack(texts_in(BEXLEY))
    support = points(pack, "support")
    ids = [point.id for point in support]

    assert ids[ids.index("safe-contact-never") + 1 :][:3] == ["7.4", "7.5", "7.6"]
    assert citation(pack, support[ids.index("7.4")], TODAY) == "Bexley: briefing 7.4"
    assert citation(pack, support[ids.index("7.1")], TODAY) == "briefing 7.1"


def test_a_contact_of_an_overlay_takes_the_place_of_one_to_fill_in_and_is_named_in_prompts() -> None:
    pack = load_pack(texts_in(BEXLEY))

    assert not pack.contact("local-support").to_fill
    assert "Solace (0203 198 4659, unverified)" in prompt(pack, "solace-not-contacted").says


def test_a_withdrawn_contact_is_prompted_nowhere() -> None:
    withdrawn = '[[withdrawn]]\nid = "local-support"\nreason = "Closed."\n'
    instead = bexley_with("contacts.toml", f'{withdrawn}instead = "national-stalking-helpline"')
    nobody = bexley_with("contacts.toml", withdrawn)

    assert instead.contact("local-support").status_note == "Closed."
    assert "National Stalking Helpline (0808 802 0300" in prompt(instead, "solace-not-contacted").says
    assert prompt(instead, "solace-not-contacted").contact == "national-stalking-helpline"
    assert "Ring a specialist (see Contacts)" in prompt(nobody, "solace-not-contacted").says
    assert all(rule.contact != "local-support" for pack in (instead, nobody) for rule in pack.prompts)
    about = next(point for point in points(nobody, "support") if point.id == "7.4")
    assert about.text.startswith("WITHDRAWN, do not use: Contact Solace on 0203 198 4659.")


def test_a_national_contact_can_be_withdrawn_although_the_briefing_names_it() -> None:
    pack = bexley_with("contacts.toml", '[[withdrawn]]\nid = "paladin"\nreason = "Closed."')

    assert not any("0203 8664107" in rule.says for rule in pack.prompts)


def test_a_question_that_is_withdrawn_is_not_asked_and_keeps_its_id() -> None:
    checklist = '[[withdrawn]]\nid = "start.who-else"\nreason = "Asked elsewhere."'
    pack = bexley_with("checklist.toml", checklist)

    assert pack.checklist.question("start.who-else") is None
    assert any(each.id == "start.who-else" for section in pack.checklist.sections for each in section.questions)


@pytest.mark.parametrize(
    ("file", "more"),
    [
        ("prompts.toml", '[[withdrawn]]\nid = "danger"\nreason = "x"'),
        ("prompts.toml", '[[prompts]]\nid = "danger"\nsays = "Do not call 999."'),
        ("prompts.toml", '[[prompts]]\nid = "danger"\nrequired = false'),
        ("contacts.toml", '[[withdrawn]]\nid = "999"\nreason = "x"'),
        ("contacts.toml", '[[contacts]]\nid = "101"\nname = "Police"'),
        ("checklist.toml", '[[withdrawn]]\nid = "start.danger-now"\nreason = "x"'),
        ("checklist.toml", '[[sections]]\nid = "start"\n[[sections.questions]]\nid = "start.danger-now"\ntext = "x"'),
        ("guide.toml", '[[topics]]\nid = "digital"\n[[topics.points]]\nid = "5.5"\ntext = "block the suspect."'),
        ("guide.toml", '[[withdrawn]]\nid = "4.9"\nreason = "x"'),
    ],
)
def test_the_safety_core_and_the_briefing_stay_as_they_are(file: str, more: str) -> None:
    assert CORE in refusal(file, more)


@pytest.mark.parametrize(
    ("file", "more", "says"),
    [
        ("prompts.toml", '[[prompts]]\nid = "panel-asked"\n[[prompts]]\nid = "panel-asked"', "used twice"),
        ("guide.toml", '[[topics]]\nid = "support"\npoints = []', "topic support: key 'id' is used twice"),
        ("guide.toml", '[[topics]]\nid = "digital"\ntitle = "Online"', "key 'title' is the national pack's"),
        ("prompts.toml", '[[prompts]]\nid = "no-voicemail"\nurgency = "now"', "key 'urgency' is the national pack's"),
        ("prompts.toml", '[[withdrawn]]\nid = "nothing"\nreason = "x"', "names no prompt"),
        ("prompts.toml", '[[withdrawn]]\nid = "no-voicemail"', "missing key 'reason'"),
        ("sources.toml", '[sources."practice.editors"]\nbody = "x"\nsure = "high"', "choose another"),
        ("statements.toml", '[statements."4.1"]\nuse = ["guide"]\nsentence = "x"', "choose another"),
        ("guide.toml", '[[topics]]\nid = "digital"\n[[topics.points]]\nid = "x"\norigin = "y"', "unknown key 'origin'"),
    ],
)
def test_what_an_overlay_cannot_do_is_said(file: str, more: str, says: str) -> None:
    assert says in refusal(file, more)


REWORDED = '[[sections.questions]]\nid = "victim.safeguarding"\nwhy = "Our own words."\n'


def test_words_of_an_overlay_do_not_stand_under_a_source_of_the_national_pack() -> None:
    assert "key 'source' is missing: these words are yours" in refusal("checklist.toml", REWORDED)
    for key in ("source", "why_source"):
        assert "which does not say this" in refusal("checklist.toml", f'{REWORDED}{key} = "2.8"')

    pack = bexley_with("checklist.toml", f'{REWORDED}why_source = "practice.cr-marac"')
    question = pack.checklist.question("victim.safeguarding")
    assert question is not None
    assert (question.why, question.source, question.why_source) == ("Our own words.", "2.8", "practice.cr-marac")


@pytest.mark.parametrize("entry", ['id = "danger"', 'id = "suspect-here"'])
def test_a_copy_of_the_national_pack_without_a_prompt_of_the_core_is_refused(entry: str) -> None:
    texts = texts_in(NATIONAL)
    before, after = texts["prompts.toml"].split(entry, 1)
    rest = after.split("[[prompts]]", 1)[1]

    with pytest.raises(PackError, match=r"prompts\.toml"):
        checked_pack(texts | {"prompts.toml": before.removesuffix("[[prompts]]\n") + "[[prompts]]" + rest})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('says = "Call 999 now.', 'says = "Do not call 999 now.'),
        ('{ question = "start.danger-now", is = "yes" }', '{ question = "start.danger-now", is = "no" }'),
        ('urgency = "now"', 'urgency = "plan"'),
    ],
)
def test_a_copy_of_the_national_pack_with_its_core_changed_is_refused(old: str, new: str) -> None:
    texts = texts_in(NATIONAL)
    before, after = texts["prompts.toml"].split('id = "danger"\n', 1)
    assert old in after

    with pytest.raises(PackError):
        checked_pack(texts | {"prompts.toml": f'{before}id = "danger"\n{after.replace(old, new, 1)}'})
