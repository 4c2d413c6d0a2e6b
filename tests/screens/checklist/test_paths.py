"""Both paths through their keys: ten questions for a person with a few minutes, and the whole checklist."""

import msgspec

from content.assessment.answering import start_draft
from content.assessment.draft_editor import DraftEditor
from content.assessment.problems import sign_off_state
from content.assessment.prompts import reply_to
from content.assessment.sign_off import sign_off
from content.case.model import Assessment, Case
from tests.drafts import NOON, TODAY, WHOLE, a_new_draft, an_empty_case, answered
from tests.packs import bexley
from tests.screens.checklist.recorder import LONDON, ChecklistHost, values
from tests.screens.host import marked_text, screen_text, shown

MOST_KEYS, MOST_KEYS_OF_ALL = 40, 110
"""The most keys that the short path and the whole checklist may take beside typed words."""

WORDS = ("Text before noon", "The landline", "He has threatened her before", "At her sister's until Monday")


def keys() -> list[str]:
    """Every key of the short path; an entry of more than one letter that is not a key's name is typed words."""
    contact, never, why, tonight = WORDS
    return [
        *("1", "enter"),  # face to face
        "y",  # safe to talk
        *("1", "enter"),  # a few minutes
        "y",  # in danger now
        *("1", "enter"),  # the suspect is here or close by
        *("3", "enter"),  # the children are with the person
        *(contact, "tab", never, "tab"),
        *("2", "enter"),  # an ex-partner
        *("1", "enter"),  # referred, and the person agrees
        *("3", "enter"),  # High
        *(why, "tab", tonight, "tab"),
        *("ctrl+e", "s", "2"),
    ]


async def test_the_short_path_takes_at_most_forty_keys_beside_typed_words() -> None:
    app = ChecklistHost(pack=bexley())
    done: list[Assessment | None] = []
    pressed = [key for key in keys() if key not in WORDS]
    async with app.run_test(size=(80, 24)) as pilot:
        app.checklist.dismiss = done.append  # type: ignore[method-assign, assignment] # what it is dismissed with
        for key in keys():
            await pilot.press(*(key if key in WORDS else (key,)))

    assert len(pressed) <= MOST_KEYS
    assert done
    assert done[-1]
    assert done[-1].unfinished
    assert done[-1].level == "high"
    assert [given.value for given in done[-1].answers.values() if given.value in WORDS] == list(WORDS)


async def test_the_short_path_shows_its_own_questions_and_leads_through_both_sections() -> None:
    app = ChecklistHost(pack=bexley(), at="start.time")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "enter")

        assert marked_text(pilot).endswith("Is anybody in danger right now?")
        assert "threatened" not in screen_text(pilot)
        await pilot.press("tab")
        assert shown(pilot, "#section").startswith("7 Judgement and plan")
        await pilot.press("tab")
        assert shown(pilot, "#section").startswith("0 Safety first")


async def test_an_answer_given_before_there_were_minutes_only_stays_in_view() -> None:
    app = ChecklistHost(pack=bexley(), at="start.threat")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "up", "up", "up", "1", "enter")

        assert values(pilot)["start.threat"] == "yes"
        assert "Has the suspect threatened to kill or hurt anybody?" in screen_text(pilot)


EX_PARTNER = {
    "start.how-spoken": "1",
    "start.safe-to-talk": "y",
    "start.time": "2",
    "start.danger-now": "n",
    "support.safe-now": "y",
    "start.suspect-place": "4",
    "start.children-place": "3",
    "start.voicemail": "n",
    "start.relationship": "2",
    "start.referral": "1",
    "risk.sent-away": "n",
    "risk.told-to-talk": "n",
    "risk.view-changed": "1",
    "suspect.not-fixated": "n",
    "suspect.dispute": "n",
    "suspect.will-stop": "n",
    "victim.oppressed": "n",
    "victim.certain-acts": "n",
    "support.marac-referral": "1",
    "judgement.level": "3",
    "judgement.view": "1",
    "judgement.victim-view": "2",
    "risk.orders-expiry": "in 40 days",
    "happening.last": "yesterday",
    "support.marac-day": "today",
    "judgement.review-date": "in 6 days",
}
"""What is pressed or typed for the first assessment of an ex-partner who follows her; anything else is yes."""


async def test_a_whole_first_assessment_takes_at_most_110_keys_beside_typed_words() -> None:
    app = ChecklistHost(pack=bexley())
    done: list[Assessment | None] = []
    count = 0
    async with app.run_test(size=(80, 24)) as pilot:
        app.checklist.dismiss = done.append  # type: ignore[method-assign, assignment] # what it is dismissed with
        asked: list[str] = []
        while app.checklist.at not in asked:
            asked.append(app.checklist.at)
            question = bexley().checklist.question(app.checklist.at)
            assert question
            given = EX_PARTNER.get(question.id, "y" if question.kind not in {"text", "date"} else "As she says")
            end = {"choice": ["enter"], "date": ["enter"], "text": ["tab"]}.get(question.kind, [])
            await pilot.press(*given, *end)
            count += len(end) + (0 if question.kind in {"text", "date"} else 1)
        for key in ("ctrl+e", "s", "2"):
            await pilot.press(key)
            count += 1

    assert count <= MOST_KEYS_OF_ALL
    assert done
    assert done[-1]
    assert set(asked) == {each.id for each in done[-1].asked if each.applied}
    assert not done[-1].unfinished


async def test_the_newest_of_the_prompts_that_cannot_wait_is_in_view_with_what_to_do_first() -> None:
    app = ChecklistHost(pack=bexley(), at="start.danger-now")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "down", "down", "down", "1", "enter")

        says = shown(pilot, "#prompts").replace("\n", " ")
        assert "The suspect is here or close by: call 999" in says
        assert says.lstrip("─ ").startswith("NOW, 1 of 2, Ctrl+O all: The suspect is here")


MOST_KEYS_BESIDE_CHANGES = 40

BEFORE = {
    **WHOLE,
    "start.threat": "no",
    "start.weapon": "no",
    "support.safe-now": "yes",
    "start.voicemail": "no",
    "start.who-else": "Her sister; not his mother",
    "start.relationship": "ex-partner",
    "happening.pattern": "yes",
    "happening.following": "yes",
    "happening.messages": "yes",
    "suspect.fixated": "yes",
    "suspect.obsessive": "yes",
    "suspect.unwanted": "yes",
    "suspect.repeated": "yes",
    "victim.affected": "yes",
    "victim.fear": "yes",
    "risk.view-changed": "same",
    "risk.orders": "yes",
    "risk.orders-which": "Not to go to her street",
    "risk.orders-expiry": "2027-03-01",
    "support.marac-referral": "referred",
    "support.marac-day": "2026-11-20",
}
"""A first assessment of an ex-partner; what is not named here was answered no, done, or in a few words."""

CHANGED = {
    "start.suspect-place",
    "happening.pattern",
    "happening.following",
    "happening.messages",
    "suspect.repeated",
    "happening.last",
    "risk.breach",
    "risk.escalation",
    "risk.view-changed",
    "start.referral",
    "judgement.level",
    "judgement.rationale",
    "judgement.tonight",
    "judgement.no-actions",
    "judgement.review-date",
}
"""What changed when he broke his bail, followed her and wrote to her: each is answered anew, or says since when."""


AS_BEFORE = {
    "start.how-spoken": ("1", "enter"),
    "start.safe-to-talk": ("y",),
    "start.danger-now": ("n",),
    "start.children-place": ("5", "enter"),
}
"""What is asked anew each time and is as it was, as keys."""

PAGE_OF_HISTORY = ("ctrl+a", "end", "c")
TO_SIGN = ("ctrl+e", "s", "2")


def first_assessment() -> Case:
    """A case with a first assessment in which every question was answered."""
    pack = bexley()
    usual = {"done": "yes", "avoid": "no", "yes-no": "no", "text": "As she says", "date": "2026-11-20"}
    case, draft = an_empty_case(), a_new_draft(pack=pack)
    for question in pack.checklist.questions:
        value = BEFORE.get(question.id) or usual.get(question.kind, "not known")
        draft = answered(draft, {question.id: value})
    at = sign_off_state(draft, pack, case, today=TODAY)
    for prompt in at.prompts:
        if prompt.rule.explain:
            draft = reply_to(draft, prompt, "explained", "She is with her sister now", now=NOON, by="sam")
    done = sign_off(draft, pack, case, now=NOON, today=TODAY, by="sam")
    return msgspec.structs.replace(case, assessments=(done,))


def test_a_reassessment_after_a_breach_takes_fewer_than_forty_keys_beside_what_changed() -> None:
    case, pack = first_assessment(), bexley()
    draft = start_draft(case, pack, draft_id="second", now=NOON, by="kit", trigger=pack.trigger("breach"))
    editor = DraftEditor(pack, case, draft, now=lambda: NOON, by="kit", zone=LONDON, changed=lambda _: None)
    together = {question.id for question in editor.settled}
    one_by_one = [each.id for each in editor.to_confirm if each.id not in together and each.id not in CHANGED]
    anew = [key for keys in AS_BEFORE.values() for key in keys]
    count = len(PAGE_OF_HISTORY) + len(one_by_one) + len(anew) + len(TO_SIGN)

    assert count < MOST_KEYS_BESIDE_CHANGES, (count, one_by_one)
