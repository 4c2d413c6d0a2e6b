"""The questions of a checklist as they were worded when they were asked."""

from typing import Literal

from content.pack.answers import NO, NOT_SAFE, YES
from content.pack.model import Checklist, Direction, Option, Question, QuestionId, QuestionKind
from content.pack.pack_entry import SourceId
from content.records import Record


class QuestionSnapshot(Record, frozen=True, kw_only=True):
    """One question as it was worded when it was asked."""

    id: QuestionId
    section: str
    kind: QuestionKind
    text: str
    source: SourceId
    letter: Literal["F", "O", "U", "R"] | None = None
    points_to: Direction | Literal["risk"] | None = None
    """What a worse answer points to; assessments before edition 2026.3 have `risk` for danger."""

    worse_when: tuple[str, ...] = ()
    """The values that are worse, worst first; empty in assessments before edition 2026.3."""

    short: str = ""
    """The short form for lists, if the text is too long for them."""

    options: tuple[Option, ...] = ()
    applied: bool = True
    """Whether the question was open at sign-off, given the other answers."""

    @property
    def label(self) -> str:
        """The short form of the question, or else its text."""
        return self.short or self.text

    @property
    def worse_values(self) -> tuple[str, ...]:
        """The values that are worse, worst first.

        For a snapshot without `worse_when`, its kind and what it points to decide.
        """
        if self.worse_when:
            return self.worse_when
        if self.kind == "done":
            return (NO, NOT_SAFE)
        is_danger = self.points_to in {"stalking", "danger", "risk"}
        return (YES,) if self.kind == "avoid" or (self.kind == "yes-no" and is_danger) else ()


def is_same_wording(one: Question | QuestionSnapshot, other: Question | QuestionSnapshot) -> bool:
    """Whether two questions ask the same in the same words, with the same choices."""
    return (one.kind, one.text, one.options) == (other.kind, other.text, other.options)


def snapshot_questions(checklist: Checklist, applies: frozenset[QuestionId]) -> tuple[QuestionSnapshot, ...]:
    """Snapshots of the checklist's questions as worded now, to store with an assessment."""
    return tuple(
        _snapshot(question, section.title, applied=question.id in applies)
        for section in checklist.sections
        for question in section.questions
        if not question.retired
    )


def _snapshot(question: Question, section: str, *, applied: bool) -> QuestionSnapshot:
    return QuestionSnapshot(
        id=question.id,
        section=section,
        kind=question.kind,
        text=question.text,
        source=question.source,
        letter=question.letter,
        points_to=question.points_to,
        worse_when=question.worse_when,
        short=question.short,
        options=question.options,
        applied=applied,
    )
