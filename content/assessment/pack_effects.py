"""Which drafts and which open prompts of a case another version of the pack changes."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from content.assessment.draft_state import draft_state
from content.case.model import Case
from content.case.open_prompts import open_prompts_of
from content.pack.model import Pack, PromptId, QuestionId


class CaseEffects(msgspec.Struct, frozen=True, kw_only=True):
    """What another version of the pack changes in one case."""

    questions: tuple[QuestionId, ...] = ()
    """The questions of the open draft that are new, gone, reworded or asked on other answers."""

    prompts: tuple[PromptId, ...] = ()
    """The prompts of the open draft that begin or cease to speak, or say something else or with other urgency."""

    open_prompts: tuple[PromptId, ...] = ()
    """The open prompts of the latest assessment that the new version words otherwise or no longer has."""

    @property
    def any(self) -> bool:
        """Whether there is any change."""
        return bool(self.questions or self.prompts or self.open_prompts)


def case_effects(case: Case, old: Pack, new: Pack, *, today: dt.date) -> CaseEffects:
    """What a new version of a pack changes in a case.

    Args:
        case: The case.
        old: The earlier version.
        new: The later version.
        today: The day that dates are compared with.
    """
    before, after = _Seen(case, old, today), _Seen(case, new, today)
    return CaseEffects(
        questions=_changed(before.questions, after.questions),
        prompts=_changed(before.prompts, after.prompts),
        open_prompts=tuple(
            prompt.id for prompt in open_prompts_of(case) if before.rules.get(prompt.id) != after.rules.get(prompt.id)
        ),
    )


class _Seen:
    """What people see of a pack in a case, by id: the questions and prompts of its draft, and every rule."""

    def __init__(self, case: Case, pack: Pack, today: dt.date) -> None:
        self.rules = {rule.id: (rule.says, rule.urgency, rule.contact) for rule in pack.prompts}
        self.questions: Mapping[QuestionId, object] = {}
        self.prompts: Mapping[PromptId, object] = {}
        if case.draft:
            state = draft_state(case.draft, pack, case, today=today)
            self.questions = {
                question.id: (question.kind, question.text, question.short, question.why, question.options)
                for question in pack.checklist.questions
                if question.id in state.checklist.open
            }
            self.prompts = {
                prompt.rule.id: (prompt.says, prompt.rule.urgency, prompt.rule.contact) for prompt in state.prompts
            }


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """The names whose values differ, or that only one side has."""
    return tuple(name for name in {**before, **after} if before.get(name) != after.get(name))
