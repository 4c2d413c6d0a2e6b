"""Drafts of an assessment: starting one, answering questions, and confirming answers carried forward."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from content.assessment.conditions import ChecklistState
from content.assessment.prompts import replies_of
from content.case.baseline import baseline_of
from content.case.model import Assessment, AssessmentId, Case, Draft
from content.case.question_snapshot import QuestionSnapshot, is_same_wording, snapshot_questions
from content.errors import CorrectionError
from content.pack.answers import YES, Answer, Basis, Since, takes
from content.pack.known_questions import ALSO_ON_SHORT_PATH, ALWAYS_ASKED_ANEW, FEW_MINUTES, TIME, value
from content.pack.model import Checklist, Pack, Question, QuestionId, Section
from content.pack.policy import Trigger


def start_draft(
    case: Case,
    pack: Pack,
    *,
    draft_id: AssessmentId,
    now: dt.datetime,
    by: str,
    trigger: Trigger | None = None,
) -> Draft:
    """Start a draft on the pack's checklist; it follows the case's latest assessment, if there is one.

    No answers are copied: an earlier answer counts only once it is confirmed or changed in this draft.
    """
    latest = case.latest
    return Draft(
        id=draft_id,
        case=case.id,
        started=now,
        by=by,
        changed=now,
        pack=pack.edition,
        pack_name=pack.policy.name,
        edition=pack.checklist.edition,
        asked=asked_by(pack),
        follows=latest.id if latest else None,
        trigger=trigger.id if trigger else None,
        trigger_name=trigger.name if trigger else "",
    )


def asked_by(pack: Pack) -> tuple[QuestionSnapshot, ...]:
    """The questions of a pack in the words in which a draft asks them."""
    return snapshot_questions(pack.checklist, frozenset(question.id for question in pack.checklist.questions))


def start_correction(case: Case, pack: Pack, *, draft_id: AssessmentId, why: str, now: dt.datetime, by: str) -> Draft:
    """Start a draft that corrects the case's latest assessment and replaces it once it is signed off.

    The draft copies that assessment's answers and prompt replies, with their dates and authors, and its trigger. It
    follows the same earlier assessment. No question has to be confirmed again, unless its words changed: the draft is
    on the edition of that assessment, in whose words the answers were given, and `edition_moves.moved` brings it to the
    current one. Only the latest assessment can be corrected: a correction becomes the latest, so correcting an older
    one would put old answers before newer ones.

    Raises:
        CorrectionError: If there is no assessment yet, or no reason is given.
    """
    latest = case.latest
    if latest is None:
        raise CorrectionError("there is no signed-off assessment to correct")
    if not why.strip():
        raise CorrectionError("a reason for the correction is needed")
    return msgspec.structs.replace(
        start_draft(case, pack, draft_id=draft_id, now=now, by=by),
        pack=latest.pack,
        pack_name=latest.pack_name,
        edition=latest.edition,
        asked=tuple(msgspec.structs.replace(each, applied=True) for each in latest.asked),
        moves=latest.moves,
        answers=latest.answers,
        follows=latest.follows,
        replies=replies_of(latest),
        trigger=latest.trigger,
        trigger_name=latest.trigger_name,
        corrects=latest.id,
        why_corrected=why,
    )


def answer(draft: Draft, question: QuestionId, value: str, *, now: dt.datetime, by: str) -> Draft:
    """The draft with a question answered; an empty value means not asked. A new value clears how recent the yes is."""
    before = draft.answers.get(question)
    if before and before.value == value:
        return draft
    return _with(draft, question, now=now, by=by, value=value, since=None)


def set_since(draft: Draft, question: QuestionId, since: Since | None, *, now: dt.datetime, by: str) -> Draft:
    """The draft with a new value for how recent a yes is."""
    return _with(draft, question, now=now, by=by, since=since)


def set_last(draft: Draft, question: QuestionId, last: str, *, now: dt.datetime, by: str) -> Draft:
    """The draft with a new value for when something last happened, as typed."""
    return _with(draft, question, now=now, by=by, last=last)


def set_note(draft: Draft, question: QuestionId, text: str, basis: Basis | None, *, now: dt.datetime, by: str) -> Draft:
    """The draft with a new note on a question, and its basis; a question that was not asked can have a note too."""
    return _with(draft, question, now=now, by=by, note=text, basis=basis)


def confirm(draft: Draft, baseline: Assessment, question: QuestionId, *, now: dt.datetime, by: str) -> Draft:
    """The draft with a question answered as last time; the earlier note is copied unless the draft has its own.

    How recent a yes is was relative to an older assessment, so it is cleared and must be asked again.
    """
    carried_answer = baseline.answers.get(question)
    if carried_answer is None or not carried_answer.is_given:
        return draft
    own = draft.answers.get(question)
    noted = own if own and own.note else carried_answer
    return _with(
        draft, question, now=now, by=by, value=carried_answer.value, since=None, note=noted.note, basis=noted.basis
    )


def with_answer(draft: Draft, question: QuestionId, given: Answer, *, now: dt.datetime, by: str) -> Draft:
    """The draft with a whole answer to a question, given at this time."""
    after = msgspec.structs.replace(given, at=now, by=by)
    return msgspec.structs.replace(draft, answers={**draft.answers, question: after}, changed=now)


def _with(draft: Draft, question: QuestionId, *, now: dt.datetime, by: str, **changes: object) -> Draft:
    before = draft.answers.get(question) or Answer(at=now, by=by)
    after = msgspec.structs.replace(before, **changes)
    if after == before and question in draft.answers:
        return draft
    after = msgspec.structs.replace(after, at=now, by=by)
    return msgspec.structs.replace(draft, answers={**draft.answers, question: after}, changed=now)


def carried_answer(baseline: Assessment | None, question: Question) -> Answer | None:
    """The answer from the previous assessment, or None if it cannot be confirmed.

    Answers about this visit or this plan are never carried forward.
    """
    if baseline is None or question.id in ALWAYS_ASKED_ANEW:
        return None
    before = baseline.answers.get(question.id)
    if before is None or not before.is_given or not takes(question, before.value):
        return None
    then = asked_then(baseline, question.id)
    return before if then is None or then.kind == question.kind else None


def asked_then(baseline: Assessment, question: QuestionId) -> QuestionSnapshot | None:
    """A question as it was worded in the previous assessment, or None if that one did not have it."""
    return next((asked for asked in baseline.asked if asked.id == question), None)


def asked_in_other_words(baseline: Assessment | None, question: Question) -> QuestionSnapshot | None:
    """The question as it was worded in the previous assessment if that differs, or None."""
    then = asked_then(baseline, question.id) if baseline else None
    return then if then and not is_same_wording(then, question) else None


def nothing_to_confirm(question: Question) -> str:
    """Why there is no earlier answer to confirm."""
    if question.id in ALWAYS_ASKED_ANEW:
        return "This is asked again each time: last time's answer cannot be confirmed."
    return "There is nothing from last time to confirm here."


def unconfirmed(checklist: Checklist, now: ChecklistState, baseline: Assessment | None) -> tuple[Question, ...]:
    """The open questions that were answered last time and are not yet confirmed or changed."""
    return tuple(
        question
        for question in checklist.questions
        if question.id in now.open and question.id not in now.counted and carried_answer(baseline, question)
    )


def confirmed_against(draft: Draft, case: Case) -> Assessment | None:
    """The assessment whose answers a draft must confirm or change, or None for a correction, which copies them."""
    return None if draft.corrects else baseline_of(case, draft.follows)


def is_short_path(now: ChecklistState) -> bool:
    """Whether the draft is on the short path, because the person has only a few minutes."""
    return value(now.counted, TIME) == FEW_MINUTES


def is_on_path(question: Question, now: ChecklistState) -> bool:
    """Whether a question is on the draft's path: it applies and, on the short path, belongs to that path.

    The question of how much time there is belongs to the short path too, so that its answer can be changed.
    """
    is_short = question.short_path or question.id in ALSO_ON_SHORT_PATH or question.id == TIME
    return question.id in now.open and (is_short or not is_short_path(now))


def dangers_not_asked(checklist: Checklist, now: ChecklistState) -> tuple[Question, ...]:
    """The unanswered questions about danger and safety on the draft's path, those of the short path first."""
    left = [
        question
        for question in checklist.questions
        if is_on_path(question, now)
        and question.id not in now.counted
        and (question.points_to == "danger" or question.short_path)
    ]
    return tuple(sorted(left, key=lambda question: not question.short_path))


def progress(checklist: Checklist, now: ChecklistState) -> tuple[int, int]:
    """The number of answered questions and of questions on the draft's path."""
    path = [question.id for question in checklist.questions if is_on_path(question, now)]
    return sum(question in now.counted for question in path), len(path)


def section_state(section: Section, now: ChecklistState) -> str:
    """A section's progress in words: "not started", "done", or "3 of 8 answered"."""
    applies = [question.id for question in section.questions if is_on_path(question, now)]
    if not applies and is_short_path(now):
        return "not on the short path"
    done = sum(question in now.counted for question in applies)
    if done == 0:
        return "not started"
    return "done" if done == len(applies) else f"{done} of {len(applies)} answered"


def without_since(now: ChecklistState, checklist: Checklist) -> tuple[Question, ...]:
    """The questions answered yes for which how recent the yes is has not been recorded."""
    return tuple(
        question
        for question in checklist.questions
        if asks_since(question, now.counted.get(question.id)) and not now.counted[question.id].since
    )


def asks_since(question: Question, given: Answer | None) -> bool:
    """Whether an answer needs a recency: a yes to a concern, unless it is about a duty or about this moment."""
    if given is None or given.value != YES or question.kind == "done" or question.short_path:
        return False
    return question.kind == "avoid" or (YES in question.worse_when if question.worse_when else bool(question.points_to))


class EditionChanges(msgspec.Struct, frozen=True, kw_only=True):
    """The differences between the current checklist and the one an assessment was made with."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is any difference."""
        return bool(self.new or self.changed or self.retired)


def changes_in_words(changes: EditionChanges) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The differences between two checklists in words: a title for each kind of change, with its questions."""
    kinds = (
        ("Questions whose wording changed: confirm with care", changes.changed),
        ("New questions", changes.new),
        ("Questions no longer asked: what was answered stays in the earlier assessment", changes.retired),
    )
    return tuple((title, texts) for title, texts in kinds if texts)


def edition_changes(baseline: Assessment, checklist: Checklist) -> EditionChanges:
    """The texts of the questions that are new, changed or retired since an assessment."""
    before = {asked.id: asked for asked in baseline.asked}
    today: Mapping[QuestionId, Question] = {question.id: question for question in checklist.questions}
    return EditionChanges(
        new=tuple(question.text for question in today.values() if question.id not in before),
        changed=tuple(
            question.text
            for question in today.values()
            if question.id in before and not is_same_wording(question, before[question.id])
        ),
        retired=tuple(asked.text for asked in before.values() if asked.id not in today),
    )
