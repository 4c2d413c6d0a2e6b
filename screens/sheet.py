"""A draft under the practitioner's hands: what is answered, what applies, and which question they are at."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from content import assessing
from content.answers import Answer, Basis, Since
from content.cases import Assessment, Case, Draft
from content.conditions import open_prompts, standing
from content.judgement import level, value
from content.packs import Pack, PromptRule, Question, QuestionId, Section
from content.wording import local_day


class Sheet:
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
        self.case = case
        self.zone = zone
        self.draft = draft
        self.baseline = case.assessment(draft.follows)
        self._now = now
        self._by = by
        self._changed = changed
        self.standing = standing(pack.checklist, draft.answers, self.baseline)
        self.question = self._where_they_were()

    @property
    def today(self) -> dt.date:
        """Today by the pack's clock."""
        return local_day(self._now(), self.zone)

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
        return assessing.carried(self.baseline, self.question)

    @property
    def value(self) -> str:
        """The value of the answer to the question they are at."""
        return value(self.draft.answers, self.question.id)

    @property
    def prompts(self) -> tuple[PromptRule, ...]:
        """The prompts that the answers meet, most urgent first."""
        return open_prompts(self.pack.prompts, self.standing)

    @property
    def problems(self) -> tuple[assessing.Problem, ...]:
        """What blocks sign-off."""
        return assessing.problems(self.draft, self.pack.checklist, self.baseline, today=self.today)

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
        return assessing.sign_off(self.draft, self.pack, self.baseline, now=self._now(), today=self.today, by=self._by)

    def answer(self, given: str) -> None:
        """Answer the question they are at; empty for not asked."""
        self._become(assessing.answer(self.draft, self.question.id, given, now=self._now(), by=self._by))

    def confirm(self) -> None:
        """Confirm what was answered last time."""
        if self.baseline:
            at = self.question.id
            self._become(assessing.confirm(self.draft, self.baseline, at, now=self._now(), by=self._by))

    def say_since(self, since: Since) -> None:
        """Say how recent the yes is."""
        self._become(assessing.date_since(self.draft, self.question.id, since, now=self._now(), by=self._by))

    def say_began(self, began: str) -> None:
        """Say when it began."""
        self._become(assessing.date_began(self.draft, self.question.id, began, now=self._now(), by=self._by))

    def note(self, text: str, basis: Basis | None) -> None:
        """Note something on the question they are at."""
        self._become(assessing.note(self.draft, self.question.id, text, basis, now=self._now(), by=self._by))

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
        self.standing = standing(self.pack.checklist, draft.answers, self.baseline)
        self._changed(draft)
