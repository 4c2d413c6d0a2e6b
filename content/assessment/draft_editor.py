"""The editor of a draft: its answers, the questions that apply, and the current question."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import msgspec

from content import limits
from content.assessment import answering, case_facts, edition_moves, problems, prompts, sign_off, together
from content.assessment.changes import Change, change_between, undone
from content.assessment.conditions import ChecklistState
from content.assessment.draft_state import evaluate, open_now
from content.assessment.earlier_answers import Earlier, earlier_answer
from content.assessment.prompts import Prompt
from content.case.baseline import baseline_of
from content.case.incidents import new_since
from content.case.model import Assessment, Case, Draft
from content.case.open_prompts import with_replies
from content.case.phrases import day, local_day
from content.case.prompt_replies import ReplyState
from content.entries.disclosure import Disclosure
from content.entries.incident import Incident
from content.pack.answers import Answer, Basis, Since
from content.pack.known_questions import level, value
from content.pack.model import Pack, PromptId, Question, QuestionId, Section
from content.review.period_changes import recorded_between
from content.text import one_line


class DraftEditor:
    """The working copy of a draft; every change makes a new draft and passes it to `changed`."""

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
        self.baseline = baseline_of(case, draft.follows)
        self._now = now
        self._by = by
        self._changed = changed
        self._is_checked = False
        self._changes: list[Change] = []
        self._joined: Draft | None = None
        self.take(case)
        self.question = self._last_changed()

    @property
    def today(self) -> dt.date:
        """Today by the pack's clock."""
        return local_day(self._now(), self.zone)

    @property
    def state(self) -> ChecklistState:
        """The questions that apply, the answers that count, and the conditions that hold."""
        return self._evaluated.checklist

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """The prompts whose conditions hold, with the replies to them."""
        return self._evaluated.prompts

    @property
    def section(self) -> Section:
        """The section of the current question."""
        return self.pack.checklist.section_of(self.question.id)

    @property
    def given(self) -> Answer | None:
        """The current question's answer, note or both in this draft."""
        return self.draft.answers.get(self.question.id)

    @property
    def is_answered(self) -> bool:
        """Whether the current question is answered in this draft."""
        return self.question.id in self.state.counted

    @property
    def carried(self) -> Answer | None:
        """The current question's answer in the previous assessment."""
        return answering.carried_answer(self.baseline, self.question)

    @property
    def earlier(self) -> Earlier | None:
        """What was answered before to the current question: in this draft in other words, or last time."""
        return self.earlier_answer(self.question)

    @property
    def confirmable(self) -> Answer | None:
        """The earlier answer that can be confirmed for the current question, or None; a correction has only its own."""
        earlier = self.earlier
        return earlier.answer if earlier and earlier.can_confirm else None

    @property
    def value(self) -> str:
        """The value of the answer to the current question."""
        return value(self.draft.answers, self.question.id)

    @property
    def to_confirm(self) -> tuple[Question, ...]:
        """The questions whose answer in the previous assessment is not yet confirmed or changed."""
        before = answering.confirmed_against(self.draft, self.case)
        names = {each.id for each in answering.unconfirmed(self.pack.checklist, self.state, before)}
        names |= edition_moves.to_confirm(self.draft, self.pack.checklist) & self.state.open
        return tuple(question for question in self.pack.checklist.questions if question.id in names)

    @property
    def settled(self) -> tuple[Question, ...]:
        """The questions of settled history that may be confirmed together."""
        before = answering.confirmed_against(self.draft, self.case)
        touched = together.touched(self.pack.checklist, self.pack.prompts, self.state)
        touched |= edition_moves.waiting(self.draft).keys()
        return together.settled(self.pack.checklist, self.state, before, touched)

    @property
    def corrected(self) -> Assessment | None:
        """The assessment that the draft corrects, if it is a correction."""
        return self.case.assessment(self.draft.corrects)

    @property
    def kind(self) -> str:
        """What the draft is: an assessment, or a reassessment or a correction of that of a day."""
        if self.corrected:
            return f"Correction of {day(self.corrected.signed_off, self.zone)}"
        return f"Reassessment of {day(self.baseline.signed_off, self.zone)}" if self.baseline else "Assessment"

    @property
    def why_corrected(self) -> str:
        """The reason of a correction, in a sentence; empty if the draft is not a correction."""
        return f"Corrected because: {one_line(self.draft.why_corrected)}" if self.draft.corrects else ""

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The incidents recorded since the last assessment."""
        seen = case_facts.case_as_seen_by(self.case, self.draft)
        return new_since(seen.incidents, seen.assessed)

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The disclosures recorded since the last assessment."""
        seen = case_facts.case_as_seen_by(self.case, self.draft)
        return recorded_between(seen, seen.assessed, None).disclosures

    @property
    def problems(self) -> tuple[problems.Problem, ...]:
        """What blocks sign-off."""
        return problems.problems(self.draft, self.pack, self.case, today=self.today)

    def room_for(self, text: str) -> int:
        """The maximum number of characters of an answer or a note in this draft.

        Args:
            text: The text so far, which is a part of the draft.
        """
        return min(limits.TEXT, limits.ASSESSMENT - limits.length_in(self.draft) + len(text))

    @property
    def usual_review(self) -> dt.date | None:
        """The review date that the pack's policy sets for the level in the draft."""
        judged = self.pack.level(level(self.draft.answers))
        return self.today + dt.timedelta(days=judged.review_days) if judged else None

    def shown_in(self, section: Section) -> tuple[Question, ...]:
        """The questions of a section that are on the draft's path, and others that have an answer or a note."""
        return tuple(
            question
            for question in section.questions
            if not question.retired
            if answering.is_on_path(question, self.state) or self.has_answer_or_note(question)
        )

    def applies(self, question: Question) -> bool:
        """Whether a question applies, given the answers to earlier ones."""
        return question.id in self.state.open

    def has_answer_or_note(self, question: Question) -> bool:
        """Whether this draft has an answer to a question, or a note on it."""
        given = self.draft.answers.get(question.id)
        return given is not None and (given.is_given or given.note != "")

    def assessment(self) -> Assessment:
        """The assessment that the draft becomes.

        Raises:
            NotReadyError: If anything blocks it.
        """
        return sign_off.sign_off(self.draft, self.pack, self.case, now=self._now(), today=self.today, by=self._by)

    def take(self, case: Case) -> None:
        """Use a newer state of the case."""
        self.case = case
        # Computed once, because it does not depend on the answers: a case may have hundreds of entries.
        self._replied = with_replies(case, self.baseline) if self.baseline else None
        self._facts = case_facts.case_facts(case, self.draft, self.pack, today=self.today)
        self._evaluate()

    def open_check(self) -> None:
        """Count every question without an answer as not asked from now on, as sign-off does."""
        self._is_checked = True
        self._evaluate()

    def prompt(self, wanted: PromptId) -> Prompt | None:
        """The prompt with an id, or None if its conditions do not hold."""
        return next((prompt for prompt in self.prompts if prompt.rule.id == wanted), None)

    def reply_state(self, wanted: PromptId, state: ReplyState) -> ReplyState:
        """The state of a reply to a prompt: "explained" in place of "done" if the prompt is a contradiction."""
        prompt = self.prompt(wanted)
        return "explained" if prompt and prompt.rule.explain and state == "done" else state

    def reply(self, wanted: PromptId, state: ReplyState, why: str) -> None:
        """Reply to a prompt."""
        prompt = self.prompt(wanted)
        if prompt:
            self._replace(prompts.reply_to(self.draft, prompt, state, why, now=self._now(), by=self._by))

    def withdraw_reply(self, wanted: PromptId) -> None:
        """Take back a reply to a prompt."""
        self._replace(prompts.withdraw_reply(self.draft, wanted, now=self._now()))

    def answer(self, given: str) -> None:
        """Answer the current question; empty for not asked."""
        self._replace(answering.answer(self.draft, self.question.id, given, now=self._now(), by=self._by))

    def confirm(self) -> None:
        """Confirm an earlier answer: one of this draft in other words, or that of the previous assessment."""
        at = self.question.id
        if at in edition_moves.waiting(self.draft):
            self._replace(edition_moves.confirm_set_aside(self.draft, at, now=self._now(), by=self._by))
        elif self.baseline:
            self._replace(answering.confirm(self.draft, self.baseline, at, now=self._now(), by=self._by))

    def confirm_together(self, questions: Sequence[Question]) -> None:
        """Confirm the previous assessment's answers to several questions, as one change."""
        if self.baseline:
            now, by = self._now(), self._by
            self._replace(together.confirm_together(self.draft, self.baseline, questions, now=now, by=by))

    def set_since(self, since: Since, of: QuestionId = "") -> None:
        """Record how recent a yes is, on a question, by default the current one."""
        at = of or self.question.id
        self._replace(answering.set_since(self.draft, at, since, now=self._now(), by=self._by))

    def set_last(self, last: str, of: QuestionId = "") -> None:
        """Record when something last happened, as typed, on a question, by default the current one."""
        at = of or self.question.id
        self._replace(answering.set_last(self.draft, at, last, now=self._now(), by=self._by))

    def note(self, text: str, basis: Basis | None) -> None:
        """Write the note on the current question."""
        self._replace(answering.set_note(self.draft, self.question.id, text, basis, now=self._now(), by=self._by))

    @property
    def last_change(self) -> Change | None:
        """The last change of an answer or a note since the draft was opened, unless it was undone."""
        return self._changes[-1] if self._changes else None

    @contextmanager
    def one_change(self) -> Iterator[None]:
        """Count everything that changes in the block, such as each letter of a text, as one change."""
        self._joined = self.draft
        try:
            yield
        finally:
            before, self._joined = self._joined, None
            self._note_change(before)

    def undo(self) -> Change | None:
        """Undo the last change, and make its question current; return it, or None if there is none."""
        change = self._changes.pop() if self._changes else None
        if change:
            self._use(undone(self.draft, change, now=self._now()))
            self.go_to(change.question)
        return change

    @property
    def waits_for_since(self) -> Question | None:
        """The question that needs a since when: the current one, or else the one with the newest such yes."""
        waiting = {each.id: each for each in answering.without_since(self.state, self.pack.checklist)}
        if not self.baseline:
            waiting = {name: each for name, each in waiting.items() if not self._has_date(name)}
        if self.question.id in waiting:
            return self.question
        changed = [name for change in reversed(self._changes) for name in change.before if name in waiting]
        newest = changed or sorted(waiting, key=lambda name: self.draft.answers[name].at, reverse=True)
        return waiting[newest[0]] if newest else None

    def earlier_answer(self, question: Question) -> Earlier | None:
        """What was answered before to a question, see `earlier`."""
        return earlier_answer(self.draft, self.baseline, question, zone=self.zone)

    def go_to(self, wanted: QuestionId) -> None:
        """Make another question current."""
        self.question = self.pack.checklist.question(wanted) or self.question

    def go_on(self) -> bool:
        """Make the next question of the draft's path current; return False if there is none."""
        questions = self.pack.checklist.questions
        ahead = questions[questions.index(self.question) + 1 :]
        following = next((question for question in ahead if answering.is_on_path(question, self.state)), None)
        if following:
            self.question = following
        return following is not None

    def go_to_section(self, section: Section) -> None:
        """Make the first question of a section current."""
        self.question = next(iter(self.shown_in(section)), self.question)

    def _has_date(self, question: QuestionId) -> bool:
        given = self.draft.answers[question]
        return bool(given.last or given.began)

    def _last_changed(self) -> Question:
        """The question changed last, where work resumes; the first one for a new draft."""
        changed = [question for question in self.pack.checklist.questions if self.has_answer_or_note(question)]
        if changed:
            return max(reversed(changed), key=lambda question: self.draft.answers[question.id].at)
        return next(question for question in self.pack.checklist.questions if self.applies(question))

    def _replace(self, draft: Draft) -> None:
        before = self.draft
        if draft is before:
            return
        self._use(draft)
        if self._joined is None:
            self._note_change(before)

    def _use(self, draft: Draft) -> None:
        self.draft = draft
        self._evaluate()
        self.draft = msgspec.structs.replace(draft, open_now=tuple(prompt.rule.id for prompt in self._for_now))
        self._changed(self.draft)

    @property
    def _for_now(self) -> tuple[Prompt, ...]:
        if edition_moves.to_confirm(self.draft, self.pack.checklist):
            return open_now(self.case, self.draft, self.pack, today=self.today)
        return prompts.prompts_for_now(self.prompts)

    def _note_change(self, before: Draft) -> None:
        change = change_between(before, self.draft)
        if change:
            self._changes.append(change)

    def _evaluate(self) -> None:
        self._evaluated = evaluate(
            self.draft, self.pack, self._replied, self._facts, today=self.today, is_check=self._is_checked
        )
