"""Earlier answers to a question of a draft: in the draft itself in other words, or in the assessment before."""

from zoneinfo import ZoneInfo

import msgspec

from content.assessment.answering import asked_in_other_words, carried_answer
from content.assessment.edition_moves import waiting
from content.case.model import Assessment, Draft
from content.case.phrases import answer_in_words, answer_then_in_words, day
from content.case.question_snapshot import QuestionSnapshot
from content.pack.answers import Answer
from content.pack.model import Question


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier answer to a question."""

    answer: Answer
    where: str
    """Where it was given: "last time", or "earlier in this draft"."""

    day: str
    """The day: "22 Nov 2026"."""

    says: str
    """The answer in words, in those of its time if the question has others now."""

    asked: QuestionSnapshot | None = None
    """The question as it was worded then, if it has other words or choices now."""

    can_confirm: bool = True

    @property
    def other_words(self) -> str:
        """That the question was worded differently, and how; empty if it was not."""
        if self.asked is None:
            return ""
        choices = "; ".join(option.name for option in self.asked.options)
        asked = f"{self.asked.text} ({choices})" if choices else self.asked.text
        return f"ASKED IN OTHER WORDS then: {asked}"


def earlier_answer(draft: Draft, baseline: Assessment | None, question: Question, *, zone: ZoneInfo) -> Earlier | None:
    """What was answered before to a question, or None.

    Args:
        draft: The draft; what it set aside comes first, because it was answered since the assessment before.
        baseline: The assessment before.
        question: The question.
        zone: The pack's time zone.
    """
    aside = waiting(draft).get(question.id)
    if aside:
        return Earlier(
            answer=aside.answer,
            where="earlier in this draft",
            day=day(aside.answer.at, zone),
            says=answer_then_in_words(aside.asked, aside.answer),
            asked=aside.asked,
            can_confirm=aside.why == "reworded",
        )
    before = baseline.answers.get(question.id) if baseline else None
    if baseline is None or before is None or not before.is_given:
        return None
    asked = asked_in_other_words(baseline, question)
    return Earlier(
        answer=before,
        where="last time",
        day=day(baseline.signed_off, zone),
        says=answer_then_in_words(asked, before) if asked else answer_in_words(question, before),
        asked=asked,
        can_confirm=draft.corrects is None and carried_answer(baseline, question) is not None,
    )
