"""The comparison of two assessments of a case: what got worse, is no longer known, or changed otherwise."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from content.case.model import Assessment
from content.case.phrases import value_in_words_then
from content.case.question_snapshot import QuestionSnapshot
from content.pack.answers import (
    EARLIER,
    NOT_KNOWN,
    SINCE_LAST,
    SINCE_NOT_KNOWN,
    YES,
    Answer,
)
from content.pack.known_questions import NEVER_CONTACT, RING_BACK, SAFE_CONTACT, VICTIM_VIEW, VIEW, value
from content.pack.model import QuestionId
from content.records import as_utc

Group = Literal["contact", "worse", "again", "unknown", "other way", "other", "new", "history"]
GROUPS: tuple[Group, ...] = ("contact", "worse", "again", "unknown", "other way", "other", "new", "history")
"""The groups of changes, in reading order.

- contact: the safe ways of contact, or the ways never to use, changed
- worse: changed to a value that the question names as worse, or newly known to be such
- again: yes in both, and it happened again since
- unknown: known before, and not known or not asked now
- other way: changed from a worse value to one that is not, or to a less bad one
- other: any other change, notes included
- new: answered in the later assessment only, and not worse
- history: yes in both, and the later one says that it was earlier; or confirmed together with other history
"""

CONTACT: frozenset[QuestionId] = frozenset({SAFE_CONTACT, NEVER_CONTACT, RING_BACK})
"""The questions whose differences come first."""

TOO_LITTLE_TIME = "not asked: too little time"
"""The words for a judgement that a safety-first assessment leaves open."""


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
    changes: Mapping[Group, tuple[Change, ...]]
    """The changes by group, each in the order of the checklist; an unchanged answer is in no group."""

    def group(self, wanted: Group) -> tuple[Change, ...]:
        """The changes of one group."""
        return self.changes.get(wanted, ())


def view_in_words(assessment: Assessment) -> str:
    """The practitioner's view, as worded when the assessment was signed off."""
    return _choice_in_words(assessment, VIEW)


def victim_view_in_words(assessment: Assessment) -> str:
    """The victim's own view of the risk, as worded when the assessment was signed off."""
    return _choice_in_words(assessment, VICTIM_VIEW)


def _choice_in_words(assessment: Assessment, question: QuestionId) -> str:
    asked = next((each for each in assessment.asked if each.id == question), None)
    given = value(assessment.answers, question)
    if assessment.unfinished and not given:
        return TOO_LITTLE_TIME
    return value_in_words_then(asked, given) if asked else given or "not asked"


def compare(one: Assessment, other: Assessment) -> Comparison:
    """Compare two finished assessments of a case, given in either order."""
    earlier, later = sorted((one, other), key=lambda assessment: as_utc(assessment.signed_off))
    before, after = _applied(earlier), _applied(later)
    # Questions that the later assessment did not ask are compared too, so that no answer disappears.
    questions = [*after.values(), *(asked for question, asked in before.items() if question not in after)]
    found: dict[Group, list[Change]] = {}
    for asked in questions:
        then = earlier.answers.get(asked.id) if asked.id in before else None
        now = later.answers.get(asked.id) if asked.id in after else None
        closed = _closed(asked, later) if asked.id not in after else ""
        known = _with_directions(asked, before.get(asked.id))
        if _is_correction(earlier, later):
            group: Group | None = "other" if _content(then) != _content(now) else None
        else:
            group = group_of(known, then, now, is_closed=closed == NO_LONGER_APPLIES)
        if group:
            found.setdefault(group, []).append(_change(before.get(asked.id, asked), asked, then, now, closed))
    return Comparison(earlier=earlier, later=later, changes={name: tuple(each) for name, each in found.items()})


NO_LONGER_APPLIES = "no longer applies"
NO_LONGER_ASKED = "no longer in the checklist"


def _applied(assessment: Assessment) -> dict[QuestionId, QuestionSnapshot]:
    return {asked.id: asked for asked in assessment.asked if asked.applied}


def _closed(asked: QuestionSnapshot, later: Assessment) -> str:
    """Why the later assessment did not ask a question: its other answers, or its checklist."""
    return NO_LONGER_APPLIES if any(each.id == asked.id for each in later.asked) else NO_LONGER_ASKED


def _with_directions(asked: QuestionSnapshot, before: QuestionSnapshot | None) -> QuestionSnapshot:
    """A question with the worse values that either assessment names."""
    if asked.worse_when or before is None or not before.worse_when:
        return asked
    return msgspec.structs.replace(asked, worse_when=before.worse_when)


def _is_correction(earlier: Assessment, later: Assessment) -> bool:
    """Whether the later assessment corrects the earlier one: unlike a reassessment, it follows the same assessment."""
    return later.corrects is not None and later.follows == earlier.follows


def group_of(
    asked: QuestionSnapshot, then: Answer | None, now: Answer | None, *, is_closed: bool = False
) -> Group | None:
    """The group that a pair of answers belongs to, or None if nothing changed.

    Args:
        asked: The question.
        then: The answer in the earlier assessment.
        now: The answer in the later one.
        is_closed: Whether the question no longer applies in the later assessment.
    """
    was, is_ = (then.value if then else ""), (now.value if now else "")
    if asked.id in CONTACT:
        return "contact" if (was, _details(then)) != (is_, _details(now)) else None
    if was == is_:
        return _recurrence(now) or ("other" if _details(then) != _details(now) else None)
    if is_ in {"", NOT_KNOWN}:
        return _silence(asked, was, is_, is_closed=is_closed)
    return _movement(asked, was, is_, now)


def _recurrence(now: Answer | None) -> Group | None:
    """The group of an answer whose value is unchanged, by how recent it is."""
    if now is not None and now.together:
        return "history"
    if now is None or now.value != YES:
        return None
    groups: Mapping[str | None, Group] = {SINCE_LAST: "again", EARLIER: "history", SINCE_NOT_KNOWN: "unknown"}
    return groups.get(now.since)


def _silence(asked: QuestionSnapshot, was: str, is_: str, *, is_closed: bool) -> Group:
    """The group of an answer that is now not known or not asked, which never counts as an improvement."""
    if was in {"", NOT_KNOWN}:
        return "new" if is_ else "other"
    # A reason or a detail that no longer applies is no loss of knowledge; a danger is.
    return "other" if is_closed and was not in asked.worse_values else "unknown"


def _movement(asked: QuestionSnapshot, was: str, is_: str, now: Answer | None) -> Group:
    """The group of an answer with a new known value, by the question's worse values."""
    then, after = _badness(asked, was), _badness(asked, is_)
    if after > then:
        return "worse"
    if after < then and (now is None or now.since not in {EARLIER, SINCE_NOT_KNOWN}):
        return "other way"
    return "other" if was else "new"


def _badness(asked: QuestionSnapshot, given: str) -> int:
    """The rank of a value among the worse values, the worst highest; 0 for one that is not among them."""
    worst_first = asked.worse_values
    return len(worst_first) - worst_first.index(given) if given in worst_first else 0


def _content(given: Answer | None) -> tuple[str, ...]:
    """The content of an answer, without its author and time."""
    return (given.value if given else "", (given.since or "") if given else "", *_details(given))


def _details(given: Answer | None) -> tuple[str, ...]:
    """The details of an answer, apart from its value, that do not depend on the previous assessment."""
    return (given.last or given.began, given.note) if given else ("", "")


def _change(
    asked_then: QuestionSnapshot, asked: QuestionSnapshot, then: Answer | None, now: Answer | None, closed: str
) -> Change:
    return Change(
        question=asked.id,
        text=asked.label,
        before=_value_and_recency(asked_then, then),
        after=closed or _value_and_recency(asked, now),
        note_before=then.note if then else "",
        note=now.note if now else "",
    )


def _value_and_recency(asked: QuestionSnapshot, given: Answer | None) -> str:
    words = value_in_words_then(asked, given.value if given else "")
    if given is None:
        return words
    since = "not known whether since" if given.since == SINCE_NOT_KNOWN else given.since
    return ", ".join(part for part in (words, since) if part)
