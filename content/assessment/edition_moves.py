"""Moving a draft to another edition of the pack, so that no answer counts under words that it was not given to."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

import msgspec

from content.assessment.answering import asked_by, with_answer
from content.assessment.prompts import is_in_words_of
from content.case.edition_move import EditionMove, Rewording, SetAside, SetAsideReason
from content.case.model import Draft
from content.case.prompt_replies import Reply
from content.case.question_snapshot import QuestionSnapshot, is_same_wording
from content.pack.answers import Answer, takes
from content.pack.model import Checklist, Option, Pack, PromptId, Question, QuestionId

Answers = Mapping[QuestionId, Answer]


def moved(draft: Draft, pack: Pack, *, now: dt.datetime, by: str) -> Draft:
    """The draft on this pack, with a report if it was on another edition; the same draft if it was on this one.

    An answer stays if its question asks the same in the same words. Any other answer or note is set aside with the
    question as it was worded. What an earlier move set aside comes back if its words do.

    Args:
        draft: The draft, as it is stored.
        pack: The current pack.
        now: The time of the move.
        by: Who works on the draft.
    """
    asked = asked_by(pack)
    is_same_edition = (draft.pack, draft.edition) == (pack.edition, pack.checklist.edition)
    # A pack that was edited without a new version asks in other words all the same.
    if is_same_edition and _words(draft.asked) == _words(asked):
        return draft
    aside = tuple(_to_set_aside(draft, pack.checklist))
    kept = {name: given for name, given in draft.answers.items() if name not in {each.asked.id for each in aside}}
    back = _brought_back(draft, pack.checklist)
    replies, lost_replies = _sorted_replies(draft, pack)
    before, after = ({each.id: each for each in questions} for questions in (draft.asked, asked))
    is_other = not draft.pack.startswith(f"{pack.policy.id} ")
    move = EditionMove(
        at=now,
        by=by,
        from_pack=draft.pack,
        from_name=draft.pack_name,
        from_edition=draft.edition,
        to_pack=pack.edition,
        to_name=pack.policy.name,
        to_edition=pack.checklist.edition,
        is_other_organisation=is_other,
        is_older=not is_other and _numbers(pack.edition) < _numbers(draft.pack),
        new=tuple(each.text for each in asked if each.id not in before and each.id not in back),
        reworded=tuple(_rewordings(before, after)),
        gone=tuple(each.text for each in draft.asked if each.id not in after),
        set_aside=aside,
        brought_back=tuple(each.text for each in asked if each.id in back),
        replies=lost_replies,
        lost_trigger=draft.trigger_name if draft.trigger and not pack.trigger(draft.trigger) else "",
    )
    return msgspec.structs.replace(
        draft,
        pack=pack.edition,
        pack_name=pack.policy.name,
        edition=pack.checklist.edition,
        asked=asked,
        answers={**kept, **back},
        replies=replies,
        moves=(*draft.moves, move),
    )


def waiting(draft: Draft) -> Mapping[QuestionId, SetAside]:
    """What was set aside and not answered since, by question; of one that was set aside twice, the later."""
    found = {each.asked.id: each for move in draft.moves for each in move.set_aside}
    return {name: each for name, each in found.items() if not _is_given(draft.answers, name)}


def to_confirm(draft: Draft, checklist: Checklist) -> frozenset[QuestionId]:
    """The questions of the checklist that have an answer in other words, and none in their own."""
    ids = {question.id for question in checklist.questions}
    return frozenset(name for name, each in waiting(draft).items() if name in ids and each.answer.is_given)


def confirm_set_aside(draft: Draft, question: QuestionId, *, now: dt.datetime, by: str) -> Draft:
    """The draft with an answer and a note that were set aside, given now to the question as it is worded now.

    A note that was written since stays. An answer that the question does not take is not given.
    """
    found = waiting(draft).get(question)
    if found is None or found.why != "reworded":
        return draft
    return with_answer(draft, question, _with_own_note(found.answer, draft.answers.get(question)), now=now, by=by)


def as_if_confirmed(draft: Draft, checklist: Checklist) -> Draft:
    """The draft as it would be if every answer that was set aside were confirmed; it is never stored.

    What cannot wait must not go unseen because an answer waits to be confirmed.
    """
    names = to_confirm(draft, checklist)
    given = {name: each.answer for name, each in waiting(draft).items() if name in names and each.why == "reworded"}
    return msgspec.structs.replace(draft, answers={**draft.answers, **given}) if given else draft


def _to_set_aside(draft: Draft, checklist: Checklist) -> Iterator[SetAside]:
    before = {asked.id: asked for asked in draft.asked}
    now = {question.id: question for question in checklist.questions}
    for name, given in draft.answers.items():
        asked, question = before.get(name), now.get(name)
        if not (given.is_given or given.note.strip()) or (asked is None and question is None):
            continue
        why = _why_set_aside(asked, question, given)
        if why:
            yield SetAside(asked=asked or _not_recorded(name, question), answer=given, why=why)


def _why_set_aside(asked: QuestionSnapshot | None, question: Question | None, given: Answer) -> SetAsideReason | None:
    if question is None:
        return "gone"
    if asked is not None and is_same_wording(asked, question):
        return None
    is_same_kind = asked is not None and asked.kind == question.kind
    return "reworded" if is_same_kind and (not given.is_given or takes(question, given.value)) else "no such answer"


def _not_recorded(name: QuestionId, question: Question | None) -> QuestionSnapshot:
    """What stands for a question whose words nobody recorded."""
    return QuestionSnapshot(
        id=name,
        section="",
        kind=question.kind if question else "text",
        text=f"(words not recorded: {name})",
        source=question.source if question else "",
    )


def _brought_back(draft: Draft, checklist: Checklist) -> Answers:
    aside = waiting(draft)
    return {
        question.id: _with_own_note(aside[question.id].answer, draft.answers.get(question.id))
        for question in checklist.questions
        if question.id in aside and is_same_wording(aside[question.id].asked, question)
    }


def _with_own_note(answer: Answer, own: Answer | None) -> Answer:
    return msgspec.structs.replace(answer, note=own.note, basis=own.basis) if own and own.note.strip() else answer


def _rewordings(
    before: Mapping[QuestionId, QuestionSnapshot], after: Mapping[QuestionId, QuestionSnapshot]
) -> Iterator[Rewording]:
    for name, question in after.items():
        asked = before.get(name)
        if asked and not is_same_wording(asked, question):
            has_other_choices = asked.options != question.options
            yield Rewording(
                question=name,
                before=asked.text,
                after=question.text,
                choices_before=_names(asked.options) if has_other_choices else (),
                choices_after=_names(question.options) if has_other_choices else (),
            )


def _sorted_replies(draft: Draft, pack: Pack) -> tuple[Mapping[PromptId, Reply], Mapping[PromptId, Reply]]:
    """The replies that were given to the pack's prompts in their words, and the others."""
    earlier = {name: reply for move in draft.moves for name, reply in move.replies.items()}
    says = {rule.id: rule.says for rule in pack.prompts}
    kept = {
        name: reply
        for name, reply in {**earlier, **draft.replies}.items()
        if name in says and is_in_words_of(says[name], reply.says)
    }
    return kept, {name: reply for name, reply in draft.replies.items() if name not in kept}


def _words(asked: tuple[QuestionSnapshot, ...]) -> list[tuple[object, ...]]:
    return [(each.id, each.kind, each.text, each.options) for each in asked]


def _names(options: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(option.name for option in options)


def _is_given(answers: Answers, name: QuestionId) -> bool:
    return name in answers and answers[name].is_given


def _numbers(edition: str) -> tuple[int, ...]:
    """The numbers in an edition such as "bexley 2027.1 over national 2027.1", in order."""
    return tuple(int(number) for number in re.findall(r"\d+", edition))
