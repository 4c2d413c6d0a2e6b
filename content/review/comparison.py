"""The comparison of two assessments of a case: which answers got worse, eased, or are new."""

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
    """The comparison of two assessments of one case."""

    earlier: Assessment
    later: Assessment
    worse: tuple[Change, ...]
    """Concerns that are new or newly known, and duties that are no longer done."""

    eased: tuple[Change, ...]
    """Concerns that are gone or have not recurred since the earlier assessment, and duties done since."""

    new: tuple[Change, ...]
    """Answered in the later assessment only."""

    other: tuple[Change, ...]
    """Changed, but by itself neither worse nor better."""

    unchanged: int


def is_concern(kind: QuestionKind, points_to: str | None, given: Answer | None) -> bool:
    """Whether an answer is a concern: a yes to an `avoid` question, or a yes that points to stalking or risk."""
    if given is None or given.value != YES:
        return False
    return kind == "avoid" or (kind == "yes-no" and points_to in {"stalking", "risk"})


def concerns(assessment: Assessment) -> int:
    """The number of answers in an assessment that are concerns. This is a count, not a risk score."""
    return sum(
        is_concern(asked.kind, asked.points_to, assessment.answers.get(asked.id))
        for asked in assessment.asked
        if asked.applied
    )


def view_in_words(assessment: Assessment) -> str:
    """The practitioner's view, as worded when the assessment was signed off."""
    return _choice_in_words(assessment, VIEW)


def victim_view_in_words(assessment: Assessment) -> str:
    """The victim's own view of the risk, as worded when the assessment was signed off."""
    return _choice_in_words(assessment, VICTIM_VIEW)


def _choice_in_words(assessment: Assessment, question: QuestionId) -> str:
    asked = next((each for each in assessment.asked if each.id == question), None)
    given = value(assessment.answers, question)
    return value_in_words_then(asked, given) if asked else given or "not asked"


def value_in_words_then(asked: QuestionSnapshot, given: str) -> str:
    """An answer's value in words, using the option names of the question snapshot."""
    if given and asked.kind == "choice":
        return next((option.name for option in asked.options if option.id == given), given)
    return given or "not asked"


def compare(one: Assessment, other: Assessment) -> Comparison:
    """Compare two assessments of a case, given in either order."""
    earlier, later = sorted((one, other), key=lambda assessment: as_utc(assessment.signed_off))
    before = {asked.id: asked for asked in earlier.asked if asked.applied}
    buckets: dict[str, list[Change]] = {"worse": [], "eased": [], "new": [], "other": []}
    unchanged = 0
    # A question that the later assessment did not ask is compared too, so that its answer does not disappear.
    questions = [*(each for each in later.asked if each.applied), *_gone(before, later)]
    for asked in questions:
        then = earlier.answers.get(asked.id) if asked.id in before else None
        now = later.answers.get(asked.id)
        bucket = _bucket(asked, then, now)
        if bucket:
            buckets[bucket].append(_change(before.get(asked.id, asked), asked, then, now))
        elif (now and now.is_given) or (then and then.is_given):
            unchanged += 1
    return Comparison(
        earlier=earlier,
        later=later,
        unchanged=unchanged,
        **{name: tuple(changes) for name, changes in buckets.items()},
    )


def _gone(before: dict[QuestionId, QuestionSnapshot], later: Assessment) -> list[QuestionSnapshot]:
    kept = {asked.id for asked in later.asked if asked.applied}
    return [asked for asked in before.values() if asked.id not in kept]


def _bucket(asked: QuestionSnapshot, then: Answer | None, now: Answer | None) -> str:
    """The `Comparison` field for a pair of answers; empty if there is no change."""
    was, is_ = (then.value if then else ""), (now.value if now else "")
    concern_then = is_concern(asked.kind, asked.points_to, then)
    concern_now = is_concern(asked.kind, asked.points_to, now)
    if was == is_:
        is_not_recent = concern_now and now is not None and now.since == EARLIER
        return "eased" if is_not_recent and (then is None or then.since != EARLIER) else ""
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
        before=_value_and_recency(asked_then, then),
        after=_value_and_recency(asked, now),
        note_before=then.note if then else "",
        note=now.note if now else "",
    )


def _value_and_recency(asked: QuestionSnapshot, given: Answer | None) -> str:
    words = value_in_words_then(asked, given.value if given else "")
    return f"{words}, {given.since}" if given and given.since else words
