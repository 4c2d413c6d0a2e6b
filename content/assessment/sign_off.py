"""Sign-off: making an assessment from a draft, unless problems block it."""

import datetime as dt

from content.assessment.conditions import review_date
from content.assessment.draft_state import DraftState
from content.assessment.problems import problems_of, sign_off_state
from content.assessment.prompts import snapshot_prompts
from content.case.model import Assessment, Case, Draft
from content.case.question_snapshot import snapshot_questions
from content.errors import ContentError
from content.pack.known_questions import LEVEL
from content.pack.model import Pack


class NotReadyError(ContentError):
    """The draft cannot be signed off yet; `problems` lists the reasons."""


def sign_off(draft: Draft, pack: Pack, case: Case, *, now: dt.datetime, today: dt.date, by: str) -> Assessment:
    """Make the assessment of a draft, with a snapshot of the questions as worded now.

    Args:
        draft: The draft.
        pack: The current pack.
        case: The current case, including what was recorded while the draft was open.
        now: The time of the sign-off.
        today: The day of the sign-off, in the pack's time zone.
        by: Who signs it off.

    Raises:
        NotReadyError: If anything blocks sign-off.
    """
    at = sign_off_state(draft, pack, case, today=today)
    blocking = problems_of(at, draft, pack, case, today=today)
    if blocking:
        raise NotReadyError(f"{len(blocking)} problems must be corrected before signing off")
    level_id = at.checklist.counted[LEVEL].value
    ids = [level.id for level in pack.policy.levels]
    rank = ids.index(level_id)
    return Assessment(
        id=draft.id,
        case=draft.case,
        started=draft.started,
        signed_off=now,
        by=by,
        pack=pack.edition,
        pack_name=pack.policy.name,
        edition=pack.checklist.edition,
        asked=snapshot_questions(pack.checklist, at.checklist.open),
        answers=draft.answers,
        prompts=snapshot_prompts(pack.prompts, at.prompts, draft.replies),
        follows=draft.follows,
        trigger=draft.trigger,
        trigger_name=draft.trigger_name,
        level=level_id,
        level_name=pack.policy.levels[rank].name,
        level_rank=rank + 1,
        level_ranks=len(ids),
        review_date=_review_date(at, today),
        corrects=draft.corrects,
        why_corrected=draft.why_corrected,
        moves=draft.moves,
        unfinished=at.is_short,
    )


def _review_date(at: DraftState, today: dt.date) -> dt.date:
    """The review date that was answered; on the short path tomorrow at the latest."""
    answered = review_date(at.checklist)
    if at.is_short:
        tomorrow = today + dt.timedelta(days=1)
        return min(answered or tomorrow, tomorrow)
    if answered is None:
        raise NotReadyError("the review date must be corrected before signing off")
    return answered
