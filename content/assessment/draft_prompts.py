"""The prompts of a stored draft, worked out without an editor: for saving, and for the list of cases."""

import datetime as dt

from content.assessment.case_facts import case_facts
from content.assessment.conditions import checklist_state
from content.assessment.prompts import Prompt, is_now_open, met_prompts
from content.case.baseline import baseline_of
from content.case.model import Case, Draft
from content.case.open_prompts import with_replies
from content.pack.model import Pack


def prompts_of_draft(case: Case, draft: Draft, pack: Pack, *, today: dt.date) -> tuple[Prompt, ...]:
    """The prompts whose conditions hold for a draft, most urgent first, with the replies that hold.

    Args:
        case: The case, with what was recorded while the draft was open.
        draft: The draft.
        pack: The current pack.
        today: The day, in the pack's time zone.
    """
    baseline = baseline_of(case, draft.follows)
    before = with_replies(case, baseline) if baseline else None
    now = checklist_state(pack.checklist, draft.answers, before, today=today)
    facts = case_facts(case, draft, pack, today=today)
    return met_prompts(pack.prompts, now, facts=facts, replies=draft.replies, before=before)


def has_open_now_prompt(case: Case, draft: Draft, pack: Pack, *, today: dt.date) -> bool:
    """Whether a prompt of a draft is for now and has no reply; arguments as for `prompts_of_draft`."""
    return is_now_open(prompts_of_draft(case, draft, pack, today=today))
