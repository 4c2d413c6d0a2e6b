"""The comparison of two assessments of a case: what got worse, what eased, what is new."""

import msgspec

from content.case.model import Assessment, QuestionSnapshot
from content.pack.answers import EARLIER, NO, YES, Answer
from content.pack.known_questions import VICTIM_VIEW, VIEW, value
from content.pack.model import QuestionId, QuestionKind
from content.records import as_utc


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that differs between two assessments."""

    question: QuestionId
    text: str
    before: str
    after: str
    note_before: str = ""
    note: str = ""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two assessments of one case, the earlier first."""

    earlier: Assessment
    later: Assessment
    worse: tuple[Change, ...]
    """A concern that is now there or newly known, or a duty no longer done."""

    eased: tuple[Change, ...]
    """A concern that is no longer there or not since the earlier assessment, or a duty done since."""

    new: tuple[Change, ...]
    """Answered now, not then."""

    other: tuple[Change, ...]
    """Changed, and by itself neither worse nor better."""

    unchanged: int


def is_concern(kind: QuestionKind, points_to: str | None, given: Answer | None) -> bool:
    """Whether an answer is a concern: a yes that points to stalking or to danger, or to what must not happen."""
    if given is None or given.value != YES:
        return False
    return kind == "avoid" or (kind == "yes-no" and points_to in {"stalking", "risk"})


def concerns(assessment: Assessment) -> int:
    """How many answers of an assessment are concerns: a count of facts, and no score."""
    return sum(
        is_concern(asked.kind, asked.points_to, assessment.answers.get(asked.id))
        for asked in assessment.asked
        if asked.applied
    )


def view_in_words(assessment: Assessment) -> str:
    """The practitioner's view as it was worded then."""
    return _choice_in_words(assessment, VIEW)


def victim_view_in_words(assessment: Assessment) -> str:
    """The victim's own view of the risk as it was worded then."""
    return _choice_in_words(assessment, VICTIM_VIEW)


def _choice_in_words(assessment: Assessment, question: QuestionId) -> str:
    asked = next((each for each in assessment.asked if each.id == question), None)
    given = value(assessment.answers, question)
    return asked_in_words(asked, given) if asked else given or "not asked"


def asked_in_words(asked: QuestionSnapshot, given: str) -> str:
    """An answer's value in the words of the question as it was asked."""
    if given and asked.kind == "choice":
        return next((option.name for option in asked.options if option.id == given), given)
    return given or "not asked"


def compare(one: Assessment, other: Assessment) -> Comparison:
    """Two assessments of a case compared, whichever way round they are given."""
    earlier, later = sorted((one, other), key=lambda assessment: as_utc(assessment.signed_off))
    before = {asked.id: asked for asked in earlier.asked if asked.applied}
    sorted_out: dict[str, list[Change]] = {"worse": [], "eased": [], "new": [], "other": []}
    unchanged = 0
    # A question retired since is compared by its old words, so that its answer does not just go.
    questions = [*(each for each in later.asked if each.applied), *_gone(before, later)]
    for asked in questions:
        then = earlier.answers.get(asked.id) if asked.id in before else None
        now = later.answers.get(asked.id)
        bucket = _bucket(asked, then, now)
        if bucket:
            sorted_out[bucket].append(_change(before.get(asked.id, asked), asked, then, now))
        elif (now and now.is_given) or (then and then.is_given):
            unchanged += 1
    return Comparison(
        earlier=earlier,
        later=later,
        unchanged=unchanged,
        **{name: tuple(changes) for name, changes in sorted_out.items()},
    )


def _gone(before: dict[QuestionId, QuestionSnapshot], later: Assessment) -> list[QuestionSnapshot]:
    kept = {asked.id for asked in later.asked if asked.applied}
    return [asked for asked in before.values() if asked.id not in kept]


def _bucket(asked: QuestionSnapshot, then: Answer | None, now: Answer | None) -> str:
    """Where a change belongs; empty where nothing changed."""
    was, is_ = (then.value if then else ""), (now.value if now else "")
    concern_then = is_concern(asked.kind, asked.points_to, then)
    concern_now = is_concern(asked.kind, asked.points_to, now)
    if was == is_:
        quiet = concern_now and now is not None and now.since == EARLIER
        return "eased" if quiet and (then is None or then.since != EARLIER) else ""
    if concern_now:
        return "worse"
    if concern_then and is_ == NO:
        return "eased"
    if asked.kind == "done" and was and is_:
        return "eased" if is_ == YES else "worse" if was == YES else "other"
    return "new" if not was else "other"


def _change(asked_then: QuestionSnapshot, asked: QuestionSnapshot, then: Answer | None, now: Answer | None) -> Change:
    return Change(
        question=asked.id,
        text=asked.text,
        before=_said(asked_then, then),
        after=_said(asked, now),
        note_before=then.note if then else "",
        note=now.note if now else "",
    )


def _said(asked: QuestionSnapshot, given: Answer | None) -> str:
    words = asked_in_words(asked, given.value if given else "")
    return f"{words}, {given.since}" if given and given.since else words
