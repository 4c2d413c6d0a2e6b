"""The last steps before sign-off, through their keys: contradictions, and the confirmation with what is still open."""

from content.case.model import Assessment
from tests.drafts import WHOLE, a_new_draft, answered
from tests.packs import bexley
from tests.screens.checklist.recorder import ChecklistHost
from tests.screens.host import marked_text, screen_text

IN_TWO_DAYS = {"judgement.review-date": "2026-11-26"}
DANGER = {"start.danger-now": "yes", "start.suspect-place": "here", "start.threat": "yes"}


def ready(values: dict[str, str]) -> ChecklistHost:
    return ChecklistHost(draft=answered(a_new_draft(pack=bexley()), {**WHOLE, **values}), pack=bexley())


def ended(app: ChecklistHost) -> list[Assessment | None]:
    """What the checklist is dismissed with, from now on."""
    results: list[Assessment | None] = []
    app.checklist.dismiss = results.append  # type: ignore[method-assign, assignment] # what it is dismissed with
    return results


async def test_a_contradiction_is_explained_in_a_sentence_from_the_check() -> None:
    app = ready({"start.threat": "yes", "judgement.level": "standard", **IN_TWO_DAYS})
    async with app.run_test(size=(80, 24)) as pilot:
        results = ended(app)
        await pilot.press("ctrl+e")
        assert "level is the lowest" in screen_text(pilot)
        assert "Contradiction: " in marked_text(pilot)
        assert "There is a problem (1 to correct" in screen_text(pilot)
        await pilot.press("enter", *"ok", "enter")
        assert "a sentence is needed on how the answers fit together" in screen_text(pilot)
        await pilot.press(*" he is in custody until Monday", "enter")

        assert "Nothing blocks sign-off." in screen_text(pilot)
        await pilot.press("s", "2")

    assert results
    assert results[-1]
    reply = next(each.reply for each in results[-1].prompts if each.id == "level-lowest-with-danger")
    assert reply
    assert (reply.state, reply.why) == ("explained", "ok he is in custody until Monday")


async def test_before_signing_off_every_prompt_that_cannot_wait_can_be_read_and_the_first_choice_is_to_go_back() -> (
    None
):
    app = ready({**DANGER, "judgement.level": "high", **IN_TWO_DAYS})
    async with app.run_test(size=(80, 24)) as pilot:
        results = ended(app)
        await pilot.press("ctrl+e", "s")
        seen = screen_text(pilot)
        assert "1  Go back" in marked_text(pilot)
        assert "Sign off this assessment?" in seen
        for _ in range(12):
            await pilot.press("up")
            seen += screen_text(pilot)
        words = " ".join(seen.split())
        await pilot.press("1")

        assert "Call 999 now." in words
        assert "The suspect is here or close by" in words
        assert "Prompts still open:" in words
        assert "Questions not asked:" in words
        assert "2 Sign off now" in words
        assert results == []
        assert "Check and sign off" in screen_text(pilot)
