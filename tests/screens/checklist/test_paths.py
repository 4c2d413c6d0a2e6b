"""Both paths through their keys: ten questions for a person with a few minutes, and the whole checklist."""

from content.case.model import Assessment
from tests.packs import bexley
from tests.screens.checklist.recorder import ChecklistHost, values
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
        "n",  # nobody in danger now
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
