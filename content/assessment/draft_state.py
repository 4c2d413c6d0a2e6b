"""The evaluated state of a stored draft, for sign-off and for the list of cases."""

import datetime as dt

import msgspec

from content.assessment.answering import is_short_path
from content.assessment.case_facts import CaseFacts, case_facts, with_facts
from content.assessment.conditions import ChecklistState, checklist_state
from content.assessment.edition_moves import as_if_confirmed, to_confirm
from content.assessment.prompts import Prompt, met_prompts, prompts_for_now
from content.case.baseline import baseline_of
from content.case.model import Assessment, Case, Draft
from content.case.open_prompts import with_replies
from content.pack.model import Pack


class DraftState(msgspec.Struct, frozen=True, kw_only=True):
    """A draft evaluated once."""

    checklist: ChecklistState
    """Includes the conditions that depend on facts of the case."""

    prompts: tuple[Prompt, ...]
    """The prompts whose conditions hold, most urgent first, with the replies that are still valid."""

    @property
    def is_short(self) -> bool:
        """Whether sign-off makes an unfinished assessment, because the draft is on the short path."""
        return is_short_path(self.checklist)


def draft_state(draft: Draft, pack: Pack, case: Case, *, today: dt.date, is_check: bool = False) -> DraftState:
    """Evaluate a draft.

    Args:
        draft: The draft.
        pack: The current pack.
        case: The case, with what was recorded while the draft was open.
        today: The day, in the pack's time zone.
        is_check: Whether every open question without an answer counts as not asked, see `checklist_state`.
    """
    before = baseline_of(case, draft.follows)
    replied = with_replies(case, before) if before else None
    return evaluate(draft, pack, replied, case_facts(case, draft, pack, today=today), today=today, is_check=is_check)


def evaluate(
    draft: Draft, pack: Pack, before: Assessment | None, facts: CaseFacts, *, today: dt.date, is_check: bool = False
) -> DraftState:
    """Evaluate a draft against facts of its case that were computed already.

    Args:
        draft: The draft.
        pack: The current pack.
        before: The baseline of the draft, with the replies recorded since its sign-off.
        facts: The facts of the case.
        today: The day, in the pack's time zone.
        is_check: As for `draft_state`.
    """
    waiting = to_confirm(draft, pack.checklist)
    answered = checklist_state(pack.checklist, draft.answers, before, today=today, is_check=is_check, waiting=waiting)
    state = with_facts(answered, facts, before)
    found = met_prompts(pack.prompts, state, facts=facts, replies=draft.replies, before=before)
    return DraftState(checklist=state, prompts=found)


def open_now(case: Case, draft: Draft, pack: Pack, *, today: dt.date) -> tuple[Prompt, ...]:
    """The open prompts for now of a draft; arguments as for `draft_state`.

    Answers in other words that wait to be confirmed are taken to be confirmed: a prompt that rests on them cannot wait.
    """
    found = draft_state(as_if_confirmed(draft, pack.checklist), pack, case, today=today).prompts
    return prompts_for_now(found)
