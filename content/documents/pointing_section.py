"""What answers point to, as a section of a document: three lists of names, without numbers."""

from collections.abc import Iterable, Mapping

from content.case.question_snapshot import QuestionSnapshot
from content.documents.document import Line, Section
from content.pack.answers import Answer
from content.pack.model import QuestionId
from content.review.pointing import DIRECTIONS, NONE_YES, pointing

HEADING = "What the answers point to; no conclusion is drawn here"


def pointing_section(asked: Iterable[QuestionSnapshot], answers: Mapping[QuestionId, Answer]) -> Section:
    """What points to danger, to stalking and to harassment, by name.

    Args:
        asked: The questions.
        answers: The answers that count.
    """
    questions = tuple(asked)
    lines: list[Line] = []
    for where in DIRECTIONS:
        names = pointing(questions, answers, where)
        lines.append(Line(text=f"To {where}:{'' if names else f' {NONE_YES}'}"))
        lines += [Line(text=f"- {name}") for name in names]
    return Section(name="pointing", heading=HEADING, blocks=tuple(lines))
