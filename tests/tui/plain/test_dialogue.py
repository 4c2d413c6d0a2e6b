"""The dialogue line by line through pipes: what it asks, what it takes, and what it stores."""

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from content.case.model import Assessment
from content.dates import short
from content.pack.reading.loader import FILES
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.lease_holder import LeaseHolder
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, an_action, an_incident
from tests.drafts import NOON, WHOLE, a_new_draft, an_empty_case, answered
from tests.keys import answers, letters, to
from tests.packs import BEXLEY, bexley, classic
from tests.terminal.line import PLAIN
from tests.tui.plain.driving import AGO, ASSESS, REASSESS, RESUME, Held, assessed, at, held, keep, only_case, values
from tests.tui.product import Clock, pressed, product, typed_at_once

NASTY = "He wrote \x1b[2J\x1b]0;owned\x07 \x9b31m \u202ekcab \x00 and left"

TYPED = (
    "AB",
    "CR/1",
    "1",  # face to face
    "y",  # safe to talk
    "2",  # time enough
    "n",  # nobody in danger now
    *at("start.suspect-place", "4"),
    *at("start.children-place", "5"),
    "Text before noon",
    "The landline",
    *at("start.relationship", "2", "1"),
    *at("happening.pattern", "y"),
    "/back",
    "since",
    "about Dec 2025",
    "note He waits outside her work",
    "2",
    *at("victim.order-explained", "u"),
    *at("start.threat", "y"),
    "prompts",
    "1",
    "1",
    "rang them",
    "",
    *at("judgement.level", "3"),
    *at("judgement.view", "stalking"),
    *at("judgement.rationale", "Seen and heard"),
    *at("judgement.victim-view", "2"),
    *at("judgement.tonight", "At her sister's until Monday"),
    *at("judgement.no-actions", "The police have arrested him"),
    *at("judgement.review-date", "usual"),
    "sign",
    "sign off",
)
"""An assessment with every kind of answer, from a new case to its signature."""


def changes(values: Mapping[str, str]) -> tuple[str, ...]:
    """The keys in the interface that go to each question and answer it, letter by letter."""
    return letters(answers(values))


INTERFACE = (
    ("2", "n", *"AB", "tab", *"CR/1", "enter"),
    changes(
        {
            "start.how-spoken": "face-to-face",
            "start.safe-to-talk": "yes",
            "start.time": "enough",
            "start.danger-now": "no",
            "start.suspect-place": "elsewhere",
            "start.children-place": "none",
            "start.safe-contact": "Text before noon",
            "start.never-contact": "The landline",
            "start.relationship": "ex-partner",
            "start.referral": "made-consent",
            "happening.pattern": "yes",
        }
    ),
    ("s", *"about Dec 2025", "enter"),
    (*letters(to("happening.pattern")), "t", *"He waits outside her work", "ctrl+b", "ctrl+b", "escape"),
    changes({"victim.order-explained": "not safe", "start.threat": "yes"}),
    ("ctrl+o", "d", *"rang them", "enter", "escape"),
    changes(
        {
            "judgement.level": "high",
            "judgement.view": "stalking",
            "judgement.rationale": "Seen and heard",
            "judgement.victim-view": "same",
            "judgement.tonight": "At her sister's until Monday",
            "judgement.no-actions": "The police have arrested him",
        }
    ),
    (*letters(to("judgement.review-date")), "enter", "enter"),
    ("ctrl+e", "s", "2"),
)
"""The same, as keys in the interface."""


def as_signed(assessment: Assessment) -> dict[str, object]:
    """What an assessment says, but for when and by whom."""
    nobody, never = "", dt.datetime.min.replace(tzinfo=dt.UTC)
    answers = {
        name: msgspec.structs.replace(given, at=never, by=nobody) for name, given in sorted(assessment.answers.items())
    }
    prompts = [
        msgspec.structs.replace(
            each, reply=msgspec.structs.replace(each.reply, at=never, by=nobody) if each.reply else None
        )
        for each in assessment.prompts
    ]
    whole = msgspec.structs.asdict(assessment)
    for name in ("id", "case", "started", "signed_off", "by"):
        del whole[name]
    return {**whole, "answers": answers, "prompts": prompts}


async def test_a_whole_assessment_is_stored_as_the_interface_stores_the_same_answers(tmp_path: Path) -> None:
    dialogue = held(tmp_path / "plain", *TYPED)
    clock = Clock()
    clock.now = dt.datetime.now(dt.UTC)
    app = product(tmp_path / "interface", clock=clock)
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in INTERFACE:
            await typed_at_once(pilot, *keys)

    assert (dialogue.status, dialogue.refused) == (0, "")
    assert "Signed off. Review " in dialogue.told
    plain, interface = only_case(tmp_path / "plain"), only_case(tmp_path / "interface")
    assert plain.latest
    assert interface.latest
    assert as_signed(plain.latest) == as_signed(interface.latest)
    assert (plain.initials, plain.own_reference, plain.draft) == ("AB", "CR/1", None)
    assert plain.latest.answers["happening.pattern"].basis == "third party"


async def test_a_draft_begun_in_the_interface_goes_on_in_the_dialogue_and_the_reverse(tmp_path: Path) -> None:
    keep(tmp_path, an_empty_case())
    clock = Clock()
    clock.now = AGO
    app = product(tmp_path, clock=clock)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "a", "1", "enter", "escape")

    dialogue = held(tmp_path, "y", "/save", command=RESUME)

    assert "Question 4 of 101, section 0 Safety first." in dialogue.told
    assert "Question 1 of 101" not in dialogue.told
    assert f"All is saved. To go on: fourfold assess --case {A_CASE_ID} --plain" in dialogue.told
    clock.now = dt.datetime.now(dt.UTC)
    again = product(tmp_path, clock=clock)
    async with again.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "down", "down", "y", "escape")
    assert list(values(only_case(tmp_path)).items()) == [
        ("start.how-spoken", "face-to-face"),
        ("start.safe-to-talk", "yes"),
        ("start.danger-now", "yes"),
    ]


def test_nothing_but_plain_lines_is_sent_whatever_was_written(tmp_path: Path) -> None:
    case = assessed({"start.who-else": NASTY, "victim.fear": "yes"})
    draft = answered(a_new_draft(case), {"start.safe-contact": NASTY})
    incident = an_incident(what=NASTY, at=AGO + dt.timedelta(days=1))
    keep(tmp_path, msgspec.structs.replace(case, initials=NASTY, draft=draft, incidents=(incident,)))

    dialogue = held(
        tmp_path, "/note " + NASTY.replace("\x00", ""), "1", "list", NASTY, "prompts", "sign", command=REASSESS
    )

    assert "owned" in dialogue.told
    assert [byte for byte in dialogue.raw if (byte < 0x20 and byte != 0x0A) or byte == 0x7F] == []
    assert [char for char in dialogue.raw.decode() if 0x80 <= ord(char) < 0xA0 or char == "\u202e"] == []
    assert all(len(line) <= 80 for line in dialogue.raw.decode().splitlines())


def test_where_the_locale_is_not_utf_8_all_that_is_said_is_ascii_and_what_is_typed_is_stored_unharmed(
    tmp_path: Path,
) -> None:
    dialogue = held(
        tmp_path,
        *("AB", "", *at("start.who-else", "At the café \u2013 for an hour"), "/list 0"),
        environment={"LANG": "C", "TERM": "dumb"},
    )

    assert dialogue.raw.isascii()
    assert "Who else is safe to talk to, and who is not? At the cafe - for an hour." in dialogue.told
    assert values(only_case(tmp_path))["start.who-else"] == "At the café \u2013 for an hour"


def test_the_pack_is_said_as_plain_lines_whatever_is_in_it(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    for name in FILES:
        text = (BEXLEY / name).read_text(encoding="utf-8")
        (pack / name).write_text(
            text.replace('text = "How are', 'text = "\\u001b[5mHow \\u009b5mare'), encoding="utf-8"
        )

    dialogue = held(tmp_path / "data", "AB", "", command=("--pack", str(pack), *ASSESS))

    assert "are you speaking with the person?" in dialogue.told
    assert b"\x1b" not in dialogue.raw
    assert "\x9b" not in dialogue.raw.decode()


def test_what_is_typed_as_a_text_is_text_unless_it_has_a_slash(tmp_path: Path) -> None:
    begin = at("start.safe-contact")
    dialogue = held(tmp_path, "AB", "", *begin, "back", "y", "//etc is where", "skip", "/nowhere", "/u", "/back")

    assert values(only_case(tmp_path)) == {
        "start.safe-contact": "back",
        "start.never-contact": "/etc is where",
        "start.who-else": "not known",
    }
    assert "There is no command nowhere." in dialogue.told


def test_a_text_of_several_lines_ends_with_a_dot_and_more_can_be_added(tmp_path: Path) -> None:
    held(tmp_path, "AB", "", *at("start.who-else", "/lines", "an hour", "", "back", ".", "/back", "/add or two"))

    assert values(only_case(tmp_path)) == {"start.who-else": "an hour\n\nback\nor two"}


def test_a_text_of_several_lines_is_kept_line_by_line(tmp_path: Path) -> None:
    held(tmp_path, "AB", "", *at("start.who-else", "/lines", "an hour", "or two"))

    assert values(only_case(tmp_path)) == {"start.who-else": "an hour\nor two"}


def test_a_text_that_is_too_long_is_not_taken_and_what_stood_there_stays(tmp_path: Path) -> None:
    long = "x" * 20_000
    dialogue = held(
        tmp_path, "AB", "", *at("start.who-else", "an hour", "/back", "/add " + long, "/note", long + "y", "short", "")
    )

    case = only_case(tmp_path)
    assert values(case) == {"start.who-else": "an hour"}
    assert case.draft
    assert case.draft.answers["start.who-else"].note == "short"
    assert "Nothing of that was taken: this has 20,008 characters, and at most 20,000 are kept" in dialogue.told
    assert "Nothing of that was taken: this has 20,001 characters" in dialogue.told


def test_of_several_lines_those_that_fit_are_kept(tmp_path: Path) -> None:
    line = "x" * 9_000
    dialogue = held(tmp_path, "AB", "", *at("start.who-else", "/lines", line, line, line, "end", "."))

    assert values(only_case(tmp_path)) == {"start.who-else": f"{line}\n{line}\nend"}
    assert "this has 27,002 characters" in dialogue.told


def test_what_is_not_an_answer_is_refused_in_a_sentence_and_asked_again(tmp_path: Path) -> None:
    dialogue = held(
        tmp_path,
        "ABCDEFGH",
        "",
        "AB",
        "",
        *at("start.safe-to-talk", "perhaps"),
        *at("start.relationship", "9"),
        *at("victim.order-explained", "maybe"),
        *at("judgement.review-date", "soon", "1 Jan 2020", "go 999", "list 12"),
    )

    assert "Initials are at most 6 letters: a name does not belong in a list." in dialogue.told
    assert "Answer y for yes, n for no, u for not known." in dialogue.told
    assert "Type a number from 1 to 8." in dialogue.told
    assert "Answer y for yes, n for no, u for not safe to, x for does not apply." in dialogue.told
    assert "'soon' is not a date: write it like 15 Nov 2026, 15/11/2026 or in 7 days." in dialogue.told
    assert "Wed 1 Jan 2020 is past: a review date is today or later." in dialogue.told
    assert "Say which question, such as go 12; there are 101." in dialogue.told
    assert "Sections go from 0 to 7, such as list 3; list alone shows all." in dialogue.told
    assert values(only_case(tmp_path)) == {}
    assert dialogue.status == 0


def test_a_prompt_that_cannot_wait_is_printed_at_once_and_others_are_counted(tmp_path: Path) -> None:
    dialogue = held(tmp_path, "AB", "", "1", *at("start.threat", "y"), *at("start.voicemail", "n"))

    told = dialogue.told
    urgent = told.index("PROMPT, NOW:")
    assert told.index("threatened to kill or hurt") < urgent < told.index("Does the suspect have a weapon")
    assert "Who can help: Police, emergency, 999." in told or "Who can help: " in told[urgent : urgent + 600]
    assert "New prompts: 1 for before they leave; the command prompts lists them." in told


def test_a_prompt_that_is_not_suitable_needs_its_why(tmp_path: Path) -> None:
    dialogue = held(
        tmp_path, "AB", "", "1", *at("start.threat", "y"), "prompts", "1", "2", "", "1", "2", "He is in custody", ""
    )

    assert "Why it is not suitable is needed: without it the prompt stays open." in dialogue.told
    draft = only_case(tmp_path).draft
    assert draft
    assert [(reply.state, reply.why) for reply in draft.replies.values()] == [("not suitable", "He is in custody")]


def test_an_action_can_be_made_of_a_prompt(tmp_path: Path) -> None:
    held(
        tmp_path,
        *("AB", "", "1", *at("start.threat", "y"), "prompts", "1", "4"),
        *("Ring the police", "", "yesterday", "27 Nov 2030", "1", "", "PC Lee"),
    )

    (action,) = only_case(tmp_path).actions
    assert (action.what, action.owner, action.due, action.agreed) == (
        "Ring the police",
        "PC Lee",
        dt.date(2030, 11, 27),
        "yes",
    )
    assert action.prompt
    assert action.concern


def reassessed(data: Path, *typed: str) -> Held:
    """A reassessment of a case in which the fear was answered, with an action and an incident."""
    case = assessed({"victim.fear": "yes", "judgement.level": "high"})
    incident = an_incident(at=AGO + dt.timedelta(days=1))
    keep(data, msgspec.structs.replace(case, actions=(an_action(at=AGO),), incidents=(incident,)))
    return held(data, *typed, command=("reassess", A_CASE_ID.lower().replace("-", ""), "--plain"))


def test_what_was_answered_last_time_counts_only_once_it_is_confirmed_or_changed(tmp_path: Path) -> None:
    dialogue = reassessed(
        tmp_path,
        "4",
        *at("victim.fear", "c", "y", "s"),
        *at("judgement.rationale", "/list"),
    )

    told = dialogue.told
    assert "Why reassess now? 1: The planned date has come" in told
    assert "Recorded since the last assessment, to consider: 1. Sun 15 Nov 2026: Waited outside her work" in told
    assert f"Last time, {short(AGO.date())}: yes." in told
    assert "Confirmed and saved: yes. New prompts: " in told
    assert f"Since when? Has this happened since the last assessment, {short(AGO.date())}?" in told
    assert "45. Does the person live in persistent fear of what might happen? yes, since last assessment." in told
    assert "92. In your view, what is this? not confirmed." in told
    case = only_case(tmp_path)
    assert case.draft
    assert case.draft.trigger == "escalation"
    assert {name for name, given in case.draft.answers.items() if given.is_given} == {"victim.fear"}
    assert case.draft.answers["victim.fear"].since == "since last assessment"


def test_the_list_is_the_check_that_the_interface_shows(tmp_path: Path) -> None:
    told = held(tmp_path, "AB", "", "1", "/list").told

    order = (
        "There is a problem (13 to correct before signing off). 4. Is it safe for the person to talk here and now? ",
        "FOUR: ",
        "What the answers point to; no conclusion is drawn here: To danger: none answered so. ",
        "Prompts still open: ",
        "1. How are you speaking with the person? Face to face.",
    )
    places = [told.find(each) for each in order]
    assert -1 not in places, told
    assert places == sorted(places)


def test_sign_off_leads_from_one_thing_that_blocks_it_to_the_next(tmp_path: Path) -> None:
    dialogue = reassessed(
        tmp_path,
        *("1", "1", "/sign"),
        *("3", "", "She has moved"),
        *("y", "n", "4", "5", "/c", "/c", "c"),
        *("c", "e"),
        *("2", "c", "She has moved away", "He has moved away", "c", "in 6 days", "He is in custody now"),
        *("", "/sign", "She says that texts are still safe"),
        "sign off",
    )

    told = dialogue.told
    assert "Actions of the plan to resolve before signing off: 1. Action: Ring the workplace" in told
    assert "There is a problem: why it is no longer suitable is needed" in told
    assert "To correct before signing off: 14. Question 4." in told
    assert "Carried from last time: confirm it with c, or change it." in told
    assert "What the answers point to; no conclusion is drawn here:" in told
    assert "Still to correct before signing off: 13. Next, needed to sign off, and not answered." in told
    case = only_case(tmp_path)
    assert case.latest
    assert (case.latest.level, case.latest.answers["judgement.why-lower"].value) == ("medium", "He has moved away")
    assert "Contradiction. Something has happened since, and the safe ways of contact are as last time." in told
    replies = [prompt.reply.why for prompt in case.latest.prompts if prompt.id == "contact-doubtful" and prompt.reply]
    assert replies == ["She says that texts are still safe"]
    assert case.actions[-1].state == "no longer suitable"
    assert case.actions[-1].why == "She has moved"
    assert dialogue.status == 0


def test_an_assessment_that_is_not_confirmed_in_words_is_not_signed_off(tmp_path: Path) -> None:
    case = an_empty_case()
    ready = {**WHOLE, "judgement.review-date": dt.datetime.now(dt.UTC).date().isoformat()}
    keep(tmp_path, msgspec.structs.replace(case, draft=answered(a_new_draft(case, pack=bexley()), ready)))

    dialogue = held(tmp_path, "sign", "yes", command=RESUME)

    assert "Nothing blocks sign-off." in dialogue.told
    assert "Has the suspect broken into the person's home? not asked." in dialogue.told
    assert "Nothing is signed off." in dialogue.told
    assert only_case(tmp_path).draft


def test_a_draft_of_an_earlier_edition_says_what_has_changed_before_the_first_question(tmp_path: Path) -> None:
    case = an_empty_case()
    draft = answered(a_new_draft(case, pack=classic()), {"victim.fear": "yes", "risk.threats": "yes"})
    keep(tmp_path, msgspec.structs.replace(case, draft=draft))
    then = {question.id: question.text for question in classic().checklist.questions}
    now = {question.id: question.text for question in bexley().checklist.questions}

    dialogue = held(tmp_path, *at("victim.fear", "/c", "/save"), command=RESUME)

    report, questions = dialogue.told.split("One question at a time", 1)
    assert f"This draft was on {classic().edition}, and goes on with {bexley().edition}." in report
    assert f"{now['victim.fear']} WAS: {then['victim.fear']} ANSWERED: yes." in report
    assert f"- {then['risk.threats']} ANSWERED: yes." in report
    assert f"ASKED IN OTHER WORDS then: {then['victim.fear']}" in questions
    assert "Confirmed and saved: yes." in questions
    kept = only_case(tmp_path).draft
    assert kept
    assert {name: each.value for name, each in kept.answers.items()} == {"victim.fear": "yes"}
    assert "risk.threats" in {each.asked.id for each in kept.moves[0].set_aside}


def test_a_case_that_somebody_else_edits_is_left_alone_and_they_are_named(tmp_path: Path) -> None:
    keep(tmp_path, an_empty_case())
    store = CaseRepository(engine_at(tmp_path))
    holder = LeaseHolder(who="Kim Lee", where="10.0.0.9", since=NOON, pid=1)

    with store.lease(A_CASE_ID, holder):
        dialogue = held(tmp_path, "y", command=RESUME)

    assert dialogue.status == 1
    assert "fourfold: This case is being edited by Kim Lee at 10.0.0.9 since 12:00 on 24 Nov 2026" in dialogue.refused
    assert only_case(tmp_path).draft is None


@pytest.mark.parametrize(
    ("command", "sentence", "status"),
    [
        (("assess",), "add --plain for the dialogue line by line, or start 'fourfold' alone for the interface", 2),
        (("reassess", A_CASE_ID), "add --plain for the dialogue line by line", 2),
        (("reassess", "no case", "--plain"), "There is no case no case.", 1),
        (("reassess", "0000-0000", "--plain"), "There is no case 0000-0000.", 1),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(
    tmp_path: Path, command: tuple[str, ...], sentence: str, status: int
) -> None:
    keep(tmp_path, an_empty_case())

    dialogue = held(tmp_path, command=command)

    assert dialogue.status == status
    assert dialogue.refused.startswith("fourfold: ")
    assert sentence in dialogue.refused
    assert dialogue.refused.count("\n") == 1


def test_either_command_does_for_a_case_what_is_next(tmp_path: Path) -> None:
    keep(tmp_path / "new", an_empty_case())
    keep(tmp_path / "old", assessed({}))

    first = held(tmp_path / "new", "y", command=REASSESS)
    later = held(tmp_path / "old", "1", "y", command=RESUME)

    assert "This is its first assessment." in first.told
    assert f"To go on: fourfold assess --case {A_CASE_ID} --plain" in first.told
    assert "Why reassess now?" in later.told
    assert f"To go on: fourfold reassess {A_CASE_ID} --plain" in later.told
    assert only_case(tmp_path / "old").draft


def test_without_a_reference_the_due_cases_are_listed_and_one_is_chosen(tmp_path: Path) -> None:
    overdue = msgspec.structs.replace(assessed({"judgement.review-date": AGO.date().isoformat()}), initials="OV")
    other = msgspec.structs.replace(an_empty_case(), id=ANOTHER_CASE_ID)
    keep(tmp_path, overdue, other)

    dialogue = held(tmp_path, "9", "new case", "1", "1", "y", command=("reassess", "--plain"))
    by_reference = held(tmp_path, ANOTHER_CASE_ID.lower(), "y", command=("reassess", "--plain"))

    assert f"1: {A_CASE_ID} OV, Medium: review OVERDUE by" in dialogue.told
    assert "There is no case 9." in dialogue.told
    assert "There is no case new case." in dialogue.told
    assert CaseRepository(engine_at(tmp_path)).case(A_CASE_ID).draft
    assert "This is its first assessment." in by_reference.told


def test_going_back_from_the_choice_of_a_trigger_starts_nothing(tmp_path: Path) -> None:
    dialogue = reassessed(tmp_path, "")

    assert dialogue.told.endswith("Ended: no reason was chosen. Nothing was started.")
    assert only_case(tmp_path).draft is None


def test_an_action_that_was_begun_and_left_is_gone_on_with(tmp_path: Path) -> None:
    case = assessed({})
    keep(tmp_path, case)
    first = held(tmp_path, "1", "/plan", "1", "Ring the school", "", "/back", command=REASSESS)

    held(tmp_path, "/plan", "1", "", "Solace", "27 Nov 2030", "1", "", "", command=REASSESS)

    assert "Not recorded in the plan; what was typed is kept" in first.told
    assert [(each.what, each.owner) for each in only_case(tmp_path).actions] == [("Ring the school", "Solace")]
    assert only_case(tmp_path).form_drafts == ()


def test_training_asks_for_no_account_and_leaves_nothing(tmp_path: Path) -> None:
    dialogue = held(
        tmp_path / "unused",
        *("1", *at("victim.fear", "c")),
        command=("reassess", "f807 9jxh", "--plain", "--training"),
        environment={"TMPDIR": str(tmp_path)},
    )

    assert dialogue.told.startswith("TRAINING, on made-up cases that are deleted afterwards. Case F807-9JXH")
    assert "Confirmed and saved: yes." in dialogue.told
    assert dialogue.told.endswith("The made-up cases are deleted.")
    assert list(tmp_path.iterdir()) == []


def test_the_dialogue_does_without_textual(tmp_path: Path) -> None:
    dialogue = held(tmp_path, *TYPED, program=(sys.executable, "-X", "importtime", *PLAIN[1:]))

    assert "Signed off." in dialogue.told
    assert "content.assessment.sign_off" in dialogue.refused
    assert "textual" not in dialogue.refused


def test_a_fault_is_reported_in_one_sentence_that_contains_nothing_of_a_case(tmp_path: Path) -> None:
    broken = (
        "import sys\n"
        "from tui import main\n"
        "from tui.session import terminal_context\n"
        "def failing(*_, **__):\n"
        "    raise RuntimeError('her address')\n"
        "terminal_context.terminal_context = failing\n"
        "sys.exit(main.main(sys.argv[1:]))\n"
    )

    dialogue = held(tmp_path, program=(sys.executable, "-c", broken))

    assert dialogue.status == 1
    assert dialogue.refused.startswith("fourfold: ended on a fault")
    assert "her address" not in dialogue.refused
    assert dialogue.refused.count("\n") == 1


def test_another_line_typed_where_a_command_word_is_asked_about_is_the_answer(tmp_path: Path) -> None:
    dialogue = held(tmp_path, "AB", "", *at("start.safe-contact"), "save", "She said ring her work", "go 5", "")

    assert values(only_case(tmp_path)) == {"start.safe-contact": "She said ring her work"}
    assert "'go 5' alone is no answer yet" in dialogue.told
