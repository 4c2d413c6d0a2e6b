"""Moving a draft to another edition: nothing is lost, and nothing counts under words that it was not given to."""

import datetime as dt
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from content.assessment import answering, sign_off
from content.assessment.answering import is_on_path
from content.assessment.draft_editor import DraftEditor
from content.assessment.draft_state import draft_state, open_now
from content.assessment.edition_moves import confirm_set_aside, moved, to_confirm, waiting
from content.assessment.problems import problems
from content.assessment.prompts import prompts_for_now
from content.case.marac import last_referral
from content.case.model import Assessment, Case, Draft
from content.case.question_snapshot import is_same_wording
from content.pack.answers import Answer, allowed_values
from content.pack.known_questions import KNOWN, LEVEL, MARAC, MARAC_DAY, NOT_ASKED
from content.pack.model import Option, Pack, PromptRule, Question, QuestionId
from tests.drafts import NOON, TODAY, WHOLE, a_new_draft, an_empty_case, answered, signed_off_as_shipped
from tests.packs import bexley, classic

LATER = NOON + dt.timedelta(hours=1)
FEAR = "victim.fear"
PLACE = "start.suspect-place"
FOUR = {f"suspect.{each}": "yes" for each in ("fixated", "obsessive", "unwanted", "repeated")}


def test_a_draft_on_the_current_edition_is_left_alone() -> None:
    draft = answered(a_new_draft(pack=bexley()), WHOLE)

    assert moved(draft, bexley(), now=LATER, by="kim") is draft


def test_an_answer_to_the_same_words_counts_and_one_to_other_words_waits_with_its_question() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes", "start.danger-now": "no"})
    reworded = edited({FEAR: {"text": "Is the person afraid?"}})

    after = moved(draft, reworded, now=LATER, by="kim")

    assert {name: each.value for name, each in after.answers.items()} == {"start.danger-now": "no"}
    (aside,) = after.moves[0].set_aside
    assert (aside.asked.text, aside.answer, aside.why) == (text(bexley(), FEAR), draft.answers[FEAR], "reworded")
    assert to_confirm(after, reworded.checklist) == {FEAR}
    assert [(each.before, each.after) for each in after.moves[0].reworded] == [
        (text(bexley(), FEAR), "Is the person afraid?")
    ]


def test_an_edited_pack_is_noticed_though_its_version_was_not_raised() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes"})

    assert FEAR not in moved(draft, edited({FEAR: {"text": "Other?"}}, version=""), now=LATER, by="kim").answers


def test_confirming_an_answer_in_other_words_makes_it_count_with_its_note_and_undoing_takes_that_back() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes"})
    draft = answering.set_note(draft, FEAR, "Since May", "professional opinion", now=NOON, by="sam")
    reworded = edited({FEAR: {"text": "Is the person afraid?"}})
    editor = editor_of(moved(draft, reworded, now=LATER, by="kim"), reworded)
    editor.go_to(FEAR)
    assert (editor.is_answered, editor.confirmable and editor.confirmable.value) == (False, "yes")

    editor.confirm()
    confirmed = editor.given
    editor.undo()

    assert confirmed is not None
    assert (confirmed.value, confirmed.note, confirmed.at, confirmed.by) == ("yes", "Since May", LATER, "kim")
    assert not editor.is_answered
    assert [each.id for each in editor.to_confirm] == [FEAR]


def test_a_choice_that_is_gone_is_kept_as_text_and_must_be_given_again() -> None:
    draft = answered(a_new_draft(pack=bexley()), {PLACE: "elsewhere"})
    fewer = tuple(option for option in question(bexley(), PLACE).options if option.id != "elsewhere")
    pack = edited({PLACE: {"options": fewer}})

    after = moved(draft, pack, now=LATER, by="kim")

    assert [(each.why, each.answer.value) for each in after.moves[0].set_aside] == [("no such answer", "elsewhere")]
    assert confirm_set_aside(after, PLACE, now=LATER, by="kim") is after
    name = next(option.name for option in question(bexley(), PLACE).options if option.id == "elsewhere")
    (problem,) = (each for each in problems(after, pack, an_empty_case(), today=TODAY) if each.question == PLACE)
    assert problem.says == f"'{name}' is no longer an answer: answer it again"
    again = answered(after, {PLACE: fewer[0].id})
    assert PLACE not in {each.question for each in problems(again, pack, an_empty_case(), today=TODAY)}


def test_an_answer_is_to_be_confirmed_where_a_choice_was_added() -> None:
    draft = answered(a_new_draft(pack=bexley()), {PLACE: "elsewhere"})
    more = (*question(bexley(), PLACE).options, Option(id="abroad", name="Abroad"))

    after = moved(draft, edited({PLACE: {"options": more}}), now=LATER, by="kim")

    assert [each.why for each in after.moves[0].set_aside] == ["reworded"]


def test_an_answer_to_a_question_of_another_kind_must_be_given_again() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "not known"})
    pack = edited({FEAR: {"kind": "text", "worse_when": (), "points_to": None}})

    after = moved(draft, pack, now=LATER, by="kim")

    assert [each.why for each in after.moves[0].set_aside] == ["no such answer"]


def test_what_a_question_that_is_gone_was_answered_is_signed_off_in_its_own_words() -> None:
    draft = answered(a_new_draft(pack=bexley()), {**WHOLE, FEAR: "yes"})
    pack = edited({FEAR: {"retired": True}})

    done = signed(moved(draft, pack, now=LATER, by="kim"), pack)

    assert FEAR not in done.answers
    assert FEAR not in {each.id for each in done.asked}
    (aside,) = done.moves[0].set_aside
    assert (aside.asked.text, aside.answer.value, aside.why) == (text(bexley(), FEAR), "yes", "gone")
    assert done.moves[0].gone == (text(bexley(), FEAR),)


def test_sign_off_waits_for_answers_in_other_words_and_not_for_notes() -> None:
    draft = answering.set_note(answered(a_new_draft(pack=bexley()), WHOLE), FEAR, "Ask again", None, now=NOON, by="sam")
    pack = edited({FEAR: {"text": "Afraid?"}, "start.danger-now": {"text": "Is there danger?"}})
    after = moved(draft, pack, now=LATER, by="kim")

    blocked = problems(after, pack, an_empty_case(), today=TODAY)
    confirmed = confirm_set_aside(after, "start.danger-now", now=LATER, by="kim")

    assert [(each.question, each.reason) for each in blocked] == [("start.danger-now", "other words")]
    done = signed(confirmed, pack)
    assert [each.answer.note for each in done.moves[0].set_aside if each.asked.id == FEAR] == ["Ask again"]


def test_the_short_path_waits_for_answers_in_other_words_too() -> None:
    draft = answered(a_new_draft(pack=bexley()), {**WHOLE, "start.time": "minutes"})
    pack = edited({"start.danger-now": {"text": "Is there danger?"}})
    after = moved(draft, pack, now=LATER, by="kim")

    blocked = [
        each.reason
        for each in problems(after, pack, an_empty_case(), today=TODAY)
        if each.question == "start.danger-now"
    ]

    assert blocked == ["other words"]


def test_the_answers_count_again_where_the_pack_is_put_back() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes", "start.danger-now": "no"})
    newer = edited({FEAR: {"text": "Afraid?"}, "start.danger-now": {"retired": True}}, version="2999.1")

    there = moved(draft, newer, now=LATER, by="kim")
    back = moved(there, bexley(), now=LATER, by="kim")

    assert back.answers == draft.answers
    assert not waiting(back)
    assert (there.moves[-1].is_older, back.moves[-1].is_older) == (False, True)
    assert set(back.moves[-1].brought_back) == {text(bexley(), FEAR), text(bexley(), "start.danger-now")}
    assert back.moves[-1].new == ()


def test_a_newer_answer_is_not_replaced_where_the_earlier_words_come_back() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes"})
    newer = edited({FEAR: {"text": "Afraid?"}})

    again = answered(moved(draft, newer, now=LATER, by="kim"), {FEAR: "no"})
    back = moved(again, bexley(), now=LATER, by="kim")

    assert FEAR not in back.answers
    assert waiting(back)[FEAR].answer.value == "no"


def test_a_prompt_for_now_stays_known_while_the_answer_that_it_rests_on_waits() -> None:
    case = an_empty_case()
    draft = answered(a_new_draft(pack=bexley()), {"start.danger-now": "yes"})
    before = {each.rule.id for each in open_now(case, draft, bexley(), today=TODAY)}
    pack = edited({"start.danger-now": {"text": "Is there danger?"}})

    after = moved(draft, pack, now=LATER, by="kim")

    counted = {each.rule.id for each in prompts_for_now(draft_state(after, pack, case, today=TODAY).prompts)}
    assert before
    assert before - counted
    assert before <= {each.rule.id for each in open_now(case, after, pack, today=TODAY)}
    editor = editor_of(after, pack)
    editor.go_to("start.safe-contact")
    editor.answer("By text")
    assert before <= set(editor.draft.open_now)


def test_a_question_that_waits_to_be_confirmed_does_not_count_as_not_asked() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes"})
    pack = edited({FEAR: {"text": "Afraid?"}})
    after = moved(draft, pack, now=LATER, by="kim")

    state = draft_state(after, pack, an_empty_case(), today=TODAY, is_check=True).checklist

    assert f"{FEAR}" in state.open
    assert not [each for each in state.derived if each.question == FEAR]


def test_a_reply_to_a_prompt_in_other_words_or_to_one_that_is_gone_is_kept_aside_and_reopens_it() -> None:
    editor = editor_of(answered(a_new_draft(pack=bexley()), {"start.danger-now": "yes", **FOUR}), bexley())
    first, second = prompts_for_now(editor.prompts)[0], editor.prompts[-1]
    editor.reply(first.rule.id, "done", "Rang 999")
    editor.reply(second.rule.id, "done", "Told them")
    pack = with_rules(
        lambda rule: (
            None
            if rule.id == second.rule.id
            else msgspec.structs.replace(rule, says="Ring.")
            if rule.id == first.rule.id
            else rule
        )
    )

    after = moved(editor.draft, pack, now=LATER, by="kim")

    assert after.replies == {}
    assert {name: reply.says for name, reply in after.moves[0].replies.items()} == {
        first.rule.id: first.says,
        second.rule.id: second.says,
    }
    assert first.rule.id in {each.rule.id for each in open_now(an_empty_case(), after, pack, today=TODAY)}
    assert moved(after, bexley(), now=LATER, by="kim").replies == editor.draft.replies


def test_a_reply_of_the_last_assessment_holds_only_for_the_words_that_it_answered() -> None:
    case = an_empty_case()
    editor = editor_of(answered(a_new_draft(case, pack=bexley()), {**WHOLE, "start.danger-now": "yes"}), bexley())
    first = prompts_for_now(editor.prompts)[0]
    for prompt in editor.prompts:
        editor.reply(prompt.rule.id, "explained" if prompt.rule.explain else "done", "They said so themselves")
    case = msgspec.structs.replace(case, assessments=(signed(editor.draft, bexley()),))
    again = answered(a_new_draft(case, pack=bexley()), {"start.danger-now": "yes"})
    reworded = with_rules(
        lambda rule: msgspec.structs.replace(rule, says="Ring.") if rule.id == first.rule.id else rule
    )

    open_in = [
        first.rule.id in {each.rule.id for each in open_now(case, again, pack, today=TODAY)}
        for pack in (bexley(), reworded)
    ]

    assert open_in == [False, True]


def test_a_trigger_that_the_pack_dropped_stays_with_its_name() -> None:
    case, _ = signed_off_as_shipped()
    trigger = bexley().policy.triggers[1]
    draft = answering.start_draft(case, bexley(), draft_id="next", now=NOON, by="sam", trigger=trigger)
    policy = msgspec.structs.replace(bexley().policy, version="2999.1", triggers=bexley().policy.triggers[:1])

    after = moved(draft, msgspec.structs.replace(bexley(), policy=policy), now=LATER, by="kim")

    assert (after.trigger, after.trigger_name) == (trigger.id, trigger.name)
    assert after.moves[0].lost_trigger == trigger.name


def test_another_organisations_pack_is_told_from_a_later_version_of_the_same() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes"})
    policy = msgspec.structs.replace(bexley().policy, id="bexley-heath", name="Heath")

    other = moved(draft, msgspec.structs.replace(bexley(), policy=policy), now=LATER, by="kim").moves[0]

    assert (other.is_other_organisation, other.from_name, other.to_name) == (True, bexley().policy.name, "Heath")
    assert not moved(draft, edited({}, version="2999.1"), now=LATER, by="kim").moves[0].is_other_organisation


def test_a_correction_of_an_assessment_in_other_words_asks_to_confirm_them() -> None:
    case, before = signed_off_as_shipped(values={FEAR: "yes"})
    pack = edited({FEAR: {"text": "Afraid?"}})

    begun = answering.start_correction(case, pack, draft_id="next", why="A slip of the key", now=LATER, by="kim")
    after = moved(begun, pack, now=LATER, by="kim")

    assert begun.answers == before.answers
    assert FEAR not in after.answers
    editor = editor_of(after, pack, case)
    editor.go_to(FEAR)
    assert editor.confirmable
    editor.confirm()
    assert editor.value == "yes"


def test_last_times_answer_is_shown_with_the_words_of_then_and_is_never_confirmed_in_a_group() -> None:
    settled = "victim.care-needs"
    case, _ = signed_off_as_shipped(values={settled: "no"})
    reworded = edited({settled: {"text": "Asked anew?"}})

    then, now = (editor_of(a_new_draft(case, pack=pack), pack, case) for pack in (bexley(), reworded))
    for editor in (then, now):
        editor.go_to(settled)

    assert settled in {each.id for each in then.settled}
    assert settled not in {each.id for each in now.settled}
    assert then.earlier
    assert then.earlier.other_words == ""
    assert now.earlier
    assert now.earlier.other_words == f"ASKED IN OTHER WORDS then: {text(bexley(), settled)}"
    now.confirm()
    assert now.value == "no"


def test_an_answer_of_last_time_whose_choice_is_gone_cannot_be_confirmed_and_counts_as_not_asked() -> None:
    case, _ = signed_off_as_shipped(values={"start.relationship": "stranger"})
    options = tuple(each for each in question(bexley(), "start.relationship").options if each.id != "stranger")
    pack = edited({"start.relationship": {"options": options}})
    editor = editor_of(a_new_draft(case, pack=pack), pack, case)
    editor.go_to("start.relationship")
    editor.open_check()

    assert editor.earlier
    assert (editor.confirmable, editor.earlier.says) == (None, "Stranger")
    assert "start.relationship" in {each.question for each in editor.state.derived if each.is_ == NOT_ASKED}


def test_a_referral_to_marac_that_was_set_aside_still_counts() -> None:
    case, _ = signed_off_as_shipped()
    draft = answered(a_new_draft(pack=bexley()), {**WHOLE, MARAC: "referred", MARAC_DAY: "2026-11-20"})
    pack = edited({MARAC: {"retired": True}, MARAC_DAY: {"retired": True}})

    done = signed(moved(draft, pack, now=LATER, by="kim"), pack)

    referral = last_referral(msgspec.structs.replace(case, assessments=(done,)), ZoneInfo("Europe/London"))
    assert referral
    assert referral.day == dt.date(2026, 11, 20)


def test_a_level_is_compared_by_its_id_where_the_pack_has_others() -> None:
    case, _ = signed_off_as_shipped()
    assert case.latest
    assert case.latest.level == "medium"
    first, *others = bexley().policy.levels
    low = msgspec.structs.replace(first, id="low", name="Low")
    policy = msgspec.structs.replace(bexley().policy, levels=(low, first, *others))
    options = tuple(Option(id=level.id, name=level.name) for level in policy.levels)
    pack = msgspec.structs.replace(edited({LEVEL: {"options": options}}), policy=policy)

    changes = {
        level: {
            each.is_
            for each in draft_state(
                answered(a_new_draft(case, pack=pack), {LEVEL: level}), pack, case, today=TODAY
            ).checklist.derived
            if each.question == LEVEL
        }
        for level in ("standard", "medium", "high")
    }

    assert changes == {
        "standard": {"lower than last time", "not as last time"},
        "medium": set(),
        "high": {"higher than last time", "not as last time", "highest"},
    }


def test_a_draft_of_edition_2026_2_is_finished_on_the_shipped_pack() -> None:
    draft = answered(a_new_draft(), {FEAR: "yes", "risk.threats": "yes", "support.referred": "yes"})

    after = moved(draft, bexley(), now=LATER, by="kim")

    kept = {**after.answers, **{each.asked.id: each.answer for each in after.moves[0].set_aside}}
    assert {name: each.value for name, each in kept.items()} == {
        name: each.value for name, each in draft.answers.items()
    }
    done = signed(confirmed_all(answered(after, WHOLE), bexley()), bexley())
    assert done.edition == bexley().checklist.edition
    assert done.moves[0].from_edition == classic().checklist.edition


CHANGES = st.dictionaries(
    st.sampled_from([each.id for each in bexley().checklist.questions if each.id not in KNOWN]),
    st.sampled_from(["reword", "retire", "add a choice", "drop a choice"]),
    max_size=12,
)


@st.composite
def random_answers(draw: st.DrawFn) -> Mapping[QuestionId, Answer]:
    """Answers and notes to some questions of the shipped checklist."""
    found = {}
    names = draw(st.sets(st.sampled_from([each.id for each in bexley().checklist.questions]), max_size=25))
    for name in sorted(names):
        asked = question(bexley(), name)
        values = ("", *allowed_values(asked), *(["Some words"] if asked.kind in {"text", "date"} else []))
        value, note = draw(st.sampled_from(values)), draw(st.sampled_from(["", "A note"]))
        found[name] = Answer(value=value, note=note, at=NOON, by="sam")
    return found


@given(CHANGES, CHANGES, random_answers())
@settings(max_examples=60, deadline=None)
def test_no_answer_is_lost_or_counts_under_other_words_and_sign_off_is_possible_again(
    first: Mapping[QuestionId, str], second: Mapping[QuestionId, str], answers: Mapping[QuestionId, Answer]
) -> None:
    given = answered(a_new_draft(pack=bexley()), WHOLE).answers
    draft = msgspec.structs.replace(a_new_draft(pack=bexley()), answers={**answers, **given})
    packs = (randomly_edited(first, "2027.2"), randomly_edited(second, "2027.3"))

    for pack in packs:
        draft = moved(draft, pack, now=LATER, by="kim")

        aside = {name: each.answer for name, each in waiting(draft).items()}
        typed = {name: each for name, each in {**answers, **given}.items() if each.is_given or each.note}
        assert {name: each for name, each in {**aside, **draft.answers}.items() if name in typed} == typed
        shipped = {each.id: each for each in bexley().checklist.questions}
        for name, each in draft.answers.items():
            if each.is_given or each.note:
                assert is_same_wording(shipped[name], question(pack, name))

    left = {each.question for each in problems(draft, packs[-1], an_empty_case(), today=TODAY)}
    assert {each for each in to_confirm(draft, packs[-1].checklist) if opens(draft, packs[-1], each)} <= left
    ready = confirmed_all(draft, packs[-1])
    for _ in range(3):
        ready = confirmed_all(ready, packs[-1])
    blocked = {each.question for each in problems(explained(ready, packs[-1]), packs[-1], an_empty_case(), today=TODAY)}
    fresh = msgspec.structs.replace(ready, moves=())
    as_without_moves = {
        each.question for each in problems(explained(fresh, packs[-1]), packs[-1], an_empty_case(), today=TODAY)
    }
    assert blocked == as_without_moves


def opens(draft: Draft, pack: Pack, name: QuestionId) -> bool:
    state = draft_state(draft, pack, an_empty_case(), today=TODAY, is_check=True)
    asked = question(pack, name)
    return is_on_path(asked, state.checklist)


def randomly_edited(changes: Mapping[QuestionId, str], version: str) -> Pack:
    edits: dict[QuestionId, Mapping[str, object]] = {}
    for name, change in changes.items():
        options = question(bexley(), name).options
        if change == "retire":
            edits[name] = {"retired": True}
        elif change == "reword" or not options:
            edits[name] = {"text": f"{text(bexley(), name)} Or {version}?"}
        elif change == "add a choice":
            edits[name] = {"options": (*options, Option(id=f"new-{version}", name=f"New in {version}"))}
        else:
            edits[name] = {"options": options[1:]}
    return edited(edits, version=version)


def edited(changes: Mapping[QuestionId, Mapping[str, object]], *, version: str = "2027.2") -> Pack:
    """The shipped pack with changed questions, and another version if one is given."""
    sections = tuple(
        msgspec.structs.replace(
            section,
            questions=tuple(msgspec.structs.replace(each, **changes.get(each.id, {})) for each in section.questions),
        )
        for section in bexley().checklist.sections
    )
    policy = msgspec.structs.replace(bexley().policy, version=version or bexley().policy.version)
    checklist = msgspec.structs.replace(bexley().checklist, sections=sections)
    return msgspec.structs.replace(bexley(), checklist=checklist, policy=policy)


def with_rules(change: Callable[[PromptRule], PromptRule | None]) -> Pack:
    rules = tuple(after for rule in bexley().prompts if (after := change(rule)))
    return msgspec.structs.replace(edited({}), prompts=rules)


def question(pack: Pack, wanted: QuestionId) -> Question:
    found = pack.checklist.question(wanted)
    assert found
    return found


def text(pack: Pack, wanted: QuestionId) -> str:
    return question(pack, wanted).text


def editor_of(draft: Draft, pack: Pack, case: Case | None = None) -> DraftEditor:
    return DraftEditor(
        pack,
        case or an_empty_case(),
        draft,
        now=lambda: LATER,
        by="kim",
        zone=ZoneInfo("Europe/London"),
        changed=lambda _: None,
    )


def signed(draft: Draft, pack: Pack) -> Assessment:
    return sign_off.sign_off(explained(draft, pack), pack, an_empty_case(), now=LATER, today=TODAY, by="kim")


def explained(draft: Draft, pack: Pack) -> Draft:
    """The draft with a sentence on each contradiction."""
    editor = editor_of(draft, pack)
    editor.open_check()
    for prompt in editor.prompts:
        if prompt.rule.explain:
            editor.reply(prompt.rule.id, "explained", "They said so themselves")
    return editor.draft


def confirmed_all(draft: Draft, pack: Pack) -> Draft:
    """The draft with every answer in other words confirmed, or given again where it cannot be."""
    for name in to_confirm(draft, pack.checklist):
        after = confirm_set_aside(draft, name, now=LATER, by="kim")
        draft = after if after is not draft else answered(draft, {name: allowed_values(question(pack, name))[0]})
    return draft
