"""A draft under the practitioner's hands: what is answered, what applies, and which question they are at."""

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
    """The working copy of a draft; every change makes a new draft and is told to `changed`."""

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
        self._seen: ChecklistState | None = None
        self._met: tuple[Prompt, ...] | None = None
        self.take(case)
        self.question = self._where_they_were()

    @property
    def today(self) -> dt.date:
        """Today by the pack's clock."""
        return local_day(self._now(), self.zone)

    @property
    def standing(self) -> ChecklistState:
        """Which questions apply, and which are answered."""
        if self._seen is None:
            self._seen = checklist_state(self.pack.checklist, self.draft.answers, self.baseline)
        return self._seen

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """The prompts whose conditions hold, and what was replied to them."""
        if self._met is None:
            self._met = prompts.met_prompts(
                self.pack.prompts, self.standing, facts=self._facts, replies=self.draft.replies, before=self.baseline
            )
        return self._met

    @property
    def section(self) -> Section:
        """The section of the question they are at."""
        return self.pack.checklist.section_of(self.question.id)

    @property
    def given(self) -> Answer | None:
        """What this draft has on the question they are at: an answer, a note, or both."""
        return self.draft.answers.get(self.question.id)

    @property
    def is_answered(self) -> bool:
        """Whether the question they are at is answered in this draft."""
        return self.question.id in self.standing.counted

    @property
    def carried(self) -> Answer | None:
        """What was answered last time to the question they are at."""
        return answering.carried(self.baseline, self.question)

    @property
    def value(self) -> str:
        """The value of the answer to the question they are at."""
        return value(self.draft.answers, self.question.id)

    @property
    def to_confirm(self) -> tuple[Question, ...]:
        """The questions that were answered last time and are not yet confirmed or changed."""
        before = answering.confirmed_against(self.draft, self.case)
        return answering.unconfirmed(self.pack.checklist, self.standing, before)

    @property
    def corrected(self) -> Assessment | None:
        """The assessment that the draft puts right, where it is a correction."""
        return self.case.assessment(self.draft.corrects)

    @property
    def kind(self) -> str:
        """What the draft is: the first assessment, a reassessment, or a correction, and of which day."""
        if self.corrected:
            return f"Correction of {day(self.corrected.signed_off, self.zone)}"
        return f"Reassessment of {day(self.baseline.signed_off, self.zone)}" if self.baseline else "Assessment"

    @property
    def why_corrected(self) -> str:
        """Why the assessment before is put right, in a sentence; empty where the draft is no correction."""
        return f"Corrected because: {one_line(self.draft.why_corrected)}" if self.draft.corrects else ""

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """What was recorded since the person's situation was last assessed."""
        seen = prompts.as_assessed(self.case, self.draft)
        return new_since(seen.incidents, seen.assessed)

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """What was disclosed, going by when it was recorded, since the person's situation was last assessed."""
        seen = prompts.as_assessed(self.case, self.draft)
        return recorded_between(seen, seen.assessed, None).disclosures

    @property
    def problems(self) -> tuple[sign_off.Problem, ...]:
        """What blocks sign-off."""
        return sign_off.problems(self.draft, self.pack.checklist, self.case, today=self.today)

    @property
    def usual_review(self) -> dt.date | None:
        """The review date that the pack's policy sets for the level judged."""
        judged = self.pack.level(level(self.draft.answers))
        return self.today + dt.timedelta(days=judged.review_days) if judged else None

    def shown_in(self, section: Section) -> tuple[Question, ...]:
        """The questions of a section that apply, and those that no longer do but have something kept."""
        return tuple(
            question
            for question in section.questions
            if not question.retired and (self.applies(question) or self.has_something(question))
        )

    def applies(self, question: Question) -> bool:
        """Whether a question is to be asked, going by the answers before it."""
        return question.id in self.standing.open

    def has_something(self, question: Question) -> bool:
        """Whether anything was answered or noted in this draft."""
        given = self.draft.answers.get(question.id)
        return given is not None and (given.is_given or given.note != "")

    def assessment(self) -> Assessment:
        """The assessment that the draft becomes.

        Raises:
            NotReadyError: If anything blocks it.
        """
        return sign_off.sign_off(self.draft, self.pack, self.case, now=self._now(), today=self.today, by=self._by)

    def take(self, case: Case) -> None:
        """Take what was recorded on the case meanwhile."""
        self.case = case
        # It does not depend on the answers, and a case of hundreds of incidents is not gone through at each key.
        self._facts = prompts.case_facts(case, self.draft, self.zone)
        self._forget()

    def prompt(self, wanted: PromptId) -> Prompt | None:
        """The prompt of this id, where its conditions hold."""
        return next((prompt for prompt in self.prompts if prompt.rule.id == wanted), None)

    def reply(self, wanted: PromptId, state: ReplyState, why: str) -> None:
        """Reply to a prompt."""
        prompt = self.prompt(wanted)
        if prompt:
            self._become(prompts.say(self.draft, prompt, state, why, now=self._now(), by=self._by))

    def take_back(self, wanted: PromptId, earlier: Reply | None = None) -> None:
        """Take a reply to a prompt back, for an earlier one where there was one."""
        self._become(prompts.take_back(self.draft, wanted, earlier, now=self._now()))

    def answer(self, given: str) -> None:
        """Answer the question they are at; empty for not asked."""
        self._become(answering.answer(self.draft, self.question.id, given, now=self._now(), by=self._by))

    def confirm(self) -> None:
        """Confirm what was answered last time."""
        if self.baseline:
            at = self.question.id
            self._become(answering.confirm(self.draft, self.baseline, at, now=self._now(), by=self._by))

    def say_since(self, since: Since) -> None:
        """Say how recent the yes is."""
        self._become(answering.date_since(self.draft, self.question.id, since, now=self._now(), by=self._by))

    def say_began(self, began: str) -> None:
        """Say when it began."""
        self._become(answering.date_began(self.draft, self.question.id, began, now=self._now(), by=self._by))

    def note(self, text: str, basis: Basis | None) -> None:
        """Note something on the question they are at."""
        self._become(answering.note(self.draft, self.question.id, text, basis, now=self._now(), by=self._by))

    def go_to(self, wanted: QuestionId) -> None:
        """Be at another question."""
        self.question = self.pack.checklist.question(wanted) or self.question

    def go_on(self) -> bool:
        """Be at the next question that applies; false at the last."""
        questions = self.pack.checklist.questions
        ahead = questions[questions.index(self.question) + 1 :]
        following = next((question for question in ahead if self.applies(question)), None)
        if following:
            self.question = following
        return following is not None

    def go_to_section(self, section: Section) -> None:
        """Be at the first question of a section."""
        self.question = next(iter(self.shown_in(section)), self.question)

    def _where_they_were(self) -> Question:
        """The question changed last, so that whoever comes back goes on there; the first one for a new draft."""
        changed = [question for question in self.pack.checklist.questions if self.has_something(question)]
        if changed:
            return max(reversed(changed), key=lambda question: self.draft.answers[question.id].at)
        return next(question for question in self.pack.checklist.questions if self.applies(question))

    def _become(self, draft: Draft) -> None:
        if draft is self.draft:
            return
        self.draft = draft
        self._forget()
        self._changed(draft)

    def _forget(self) -> None:
        """Have what answers and case come to worked out anew, once it is asked for: not at each letter of a note."""
        self._seen = None
        self._met = None
