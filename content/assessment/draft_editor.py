"""The editor of a draft: the current question, the answers, and the state derived from them."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from content.assessment import answering, prompts, sign_off
from content.assessment.conditions import ChecklistState, checklist_state
from content.assessment.prompts import Prompt
from content.case.incidents import new_since
from content.case.model import Assessment, Case, Draft
from content.case.phrases import day, local_day
from content.case.prompt_replies import Reply, ReplyState
from content.entries.disclosure import Disclosure
from content.entries.incident import Incident
from content.pack.answers import Answer, Basis, Since
from content.pack.known_questions import level, value
from content.pack.model import Pack, PromptId, Question, QuestionId, Section
from content.review.period_changes import recorded_between
from content.text import one_line


class DraftEditor:
    """The working copy of a draft. Each edit creates a new `Draft` value and passes it to the `changed` callback."""

    def __init__(
        self,
        pack: Pack,
        case: Case,
        draft: Draft,
        *,
        now: Callable[[], dt.datetime],
        by: str,
        zone: ZoneInfo,
        changed: Callable[[Draft], None],
    ) -> None:
        self.pack = pack
        self.zone = zone
        self.draft = draft
        self.baseline = case.assessment(draft.follows)
        self._now = now
        self._by = by
        self._changed = changed
        self._state: ChecklistState | None = None
        self._prompts: tuple[Prompt, ...] | None = None
        self.take(case)
        self.question = self._resume_at()

    @property
    def today(self) -> dt.date:
        """Today's date in the pack's time zone."""
        return local_day(self._now(), self.zone)

    @property
    def standing(self) -> ChecklistState:
        """The evaluated checklist: which questions are open, and which are answered."""
        if self._state is None:
            self._state = checklist_state(self.pack.checklist, self.draft.answers, self.baseline)
        return self._state

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """The prompts whose conditions hold, with their replies."""
        if self._prompts is None:
            self._prompts = prompts.met_prompts(
                self.pack.prompts, self.standing, facts=self._facts, replies=self.draft.replies, before=self.baseline
            )
        return self._prompts

    @property
    def section(self) -> Section:
        """The section of the current question."""
        return self.pack.checklist.section_of(self.question.id)

    @property
    def given(self) -> Answer | None:
        """The draft's entry for the current question, which may be an answer, a note or both; None if there is none."""
        return self.draft.answers.get(self.question.id)

    @property
    def is_answered(self) -> bool:
        """Whether the current question is answered in this draft."""
        return self.question.id in self.standing.counted

    @property
    def carried(self) -> Answer | None:
        """The previous assessment's answer to the current question, if it can be confirmed."""
        return answering.carried(self.baseline, self.question)

    @property
    def value(self) -> str:
        """The value of the answer to the current question."""
        return value(self.draft.answers, self.question.id)

    @property
    def to_confirm(self) -> tuple[Question, ...]:
        """The open questions that were answered last time and are not yet confirmed or changed."""
        before = answering.confirmed_against(self.draft, self.case)
        return answering.unconfirmed(self.pack.checklist, self.standing, before)

    @property
    def corrected(self) -> Assessment | None:
        """The assessment that the draft corrects, or None if it is not a correction."""
        return self.case.assessment(self.draft.corrects)

    @property
    def kind(self) -> str:
        """The kind of draft in words: an assessment, or a reassessment or correction of the one of a given day."""
        if self.corrected:
            return f"Correction of {day(self.corrected.signed_off, self.zone)}"
        return f"Reassessment of {day(self.baseline.signed_off, self.zone)}" if self.baseline else "Assessment"

    @property
    def why_corrected(self) -> str:
        """The reason for the correction, in a sentence; empty if the draft is not a correction."""
        return f"Corrected because: {one_line(self.draft.why_corrected)}" if self.draft.corrects else ""

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The incidents recorded since the person's situation was last assessed."""
        seen = prompts.as_assessed(self.case, self.draft)
        return new_since(seen.incidents, seen.assessed)

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The disclosures recorded since the person's situation was last assessed."""
        seen = prompts.as_assessed(self.case, self.draft)
        return recorded_between(seen, seen.assessed, None).disclosures

    @property
    def problems(self) -> tuple[sign_off.Problem, ...]:
        """The problems that block sign-off."""
        return sign_off.problems(self.draft, self.pack.checklist, self.case, today=self.today)

    @property
    def usual_review(self) -> dt.date | None:
        """The review date that the pack's policy sets for the judged level, or None if no level is judged."""
        judged = self.pack.level(level(self.draft.answers))
        return self.today + dt.timedelta(days=judged.review_days) if judged else None

    def shown_in(self, section: Section) -> tuple[Question, ...]:
        """The open questions of a section, and closed ones that still have an answer or a note."""
        return tuple(
            question
            for question in section.questions
            if not question.retired and (self.applies(question) or self.has_something(question))
        )

    def applies(self, question: Question) -> bool:
        """Whether a question is open, given the answers to earlier questions."""
        return question.id in self.standing.open

    def has_something(self, question: Question) -> bool:
        """Whether a question has an answer or a note in this draft."""
        given = self.draft.answers.get(question.id)
        return given is not None and (given.is_given or given.note != "")

    def assessment(self) -> Assessment:
        """Sign off the draft.

        Raises:
            NotReadyError: If anything blocks sign-off.
        """
        return sign_off.sign_off(self.draft, self.pack, self.case, now=self._now(), today=self.today, by=self._by)

    def take(self, case: Case) -> None:
        """Replace the case with a newer version, which may have new records."""
        self.case = case
        # The facts do not depend on the answers, so a case with hundreds of incidents is not scanned on every key.
        self._facts = prompts.case_facts(case, self.draft, self.zone)
        self._clear_cache()

    def prompt(self, wanted: PromptId) -> Prompt | None:
        """The prompt with this id, or None if its conditions do not hold."""
        return next((prompt for prompt in self.prompts if prompt.rule.id == wanted), None)

    def reply(self, wanted: PromptId, state: ReplyState, why: str) -> None:
        """Reply to a prompt."""
        prompt = self.prompt(wanted)
        if prompt:
            self._replace_draft(prompts.say(self.draft, prompt, state, why, now=self._now(), by=self._by))

    def take_back(self, wanted: PromptId, earlier: Reply | None = None) -> None:
        """Withdraw the reply to a prompt, and restore an earlier one if given."""
        self._replace_draft(prompts.take_back(self.draft, wanted, earlier, now=self._now()))

    def answer(self, given: str) -> None:
        """Answer the current question; an empty value means not asked."""
        self._replace_draft(answering.answer(self.draft, self.question.id, given, now=self._now(), by=self._by))

    def confirm(self) -> None:
        """Confirm the previous assessment's answer to the current question."""
        if self.baseline:
            at = self.question.id
            self._replace_draft(answering.confirm(self.draft, self.baseline, at, now=self._now(), by=self._by))

    def say_since(self, since: Since) -> None:
        """Set how recent the yes to the current question is."""
        self._replace_draft(answering.date_since(self.draft, self.question.id, since, now=self._now(), by=self._by))

    def say_began(self, began: str) -> None:
        """Set when the subject of the current question began."""
        self._replace_draft(answering.date_began(self.draft, self.question.id, began, now=self._now(), by=self._by))

    def note(self, text: str, basis: Basis | None) -> None:
        """Set the note on the current question."""
        self._replace_draft(answering.note(self.draft, self.question.id, text, basis, now=self._now(), by=self._by))

    def go_to(self, wanted: QuestionId) -> None:
        """Make another question the current one."""
        self.question = self.pack.checklist.question(wanted) or self.question

    def go_on(self) -> bool:
        """Move to the next open question.

        Returns:
            False if there is none.
        """
        questions = self.pack.checklist.questions
        ahead = questions[questions.index(self.question) + 1 :]
        following = next((question for question in ahead if self.applies(question)), None)
        if following:
            self.question = following
        return following is not None

    def go_to_section(self, section: Section) -> None:
        """Move to the first question shown in a section."""
        self.question = next(iter(self.shown_in(section)), self.question)

    def _resume_at(self) -> Question:
        """The question that was changed last, where work on the draft resumes; the first one in a new draft."""
        changed = [question for question in self.pack.checklist.questions if self.has_something(question)]
        if changed:
            return max(reversed(changed), key=lambda question: self.draft.answers[question.id].at)
        return next(question for question in self.pack.checklist.questions if self.applies(question))

    def _replace_draft(self, draft: Draft) -> None:
        if draft is self.draft:
            return
        self.draft = draft
        self._clear_cache()
        self._changed(draft)

    def _clear_cache(self) -> None:
        """Clear the cached state and prompts. They are recomputed on next access, not on every key typed in a note."""
        self._state = None
        self._prompts = None
