"""The report of a draft's move to another edition: questions that are new, in other words, or no longer asked."""

from collections.abc import Collection, Iterator, Mapping
from zoneinfo import ZoneInfo

from content.assessment.check_lines import reply_line
from content.assessment.prompts import Prompt
from content.case.edition_move import EditionMove, Rewording, SetAside
from content.case.model import Draft
from content.case.phrases import answer_then_in_words, day, note_in_words
from content.documents.document import Block, Document, Line, Section, anchor
from content.pack.answers import Answer
from content.pack.model import Checklist, PromptId, QuestionId
from content.text import counted, one_line, sanitised

MOVED = "moved"
"""The role of the anchor of a question that a move concerns."""

HAVE_OTHER_WORDS = ("has other words or choices", "have other words or choices")
STAYS = "The stored draft stays as it was until you change something."
OLDER = (
    "THIS PACK IS OLDER than the one that the draft was on. If that is not meant, leave the draft, and tell the people "
    "who look after Fourfold here."
)


def edition_move_document(
    draft: Draft, *, begun_by: str, prompts: Collection[Prompt], known: Collection[PromptId], zone: ZoneInfo
) -> Document:
    """What a practitioner reads when a draft has moved to the current pack, before anything is counted.

    Args:
        draft: The draft, just moved.
        begun_by: Who worked on it before.
        prompts: The prompts for now that are open, answers that wait to be confirmed taken as confirmed.
        known: Those that were open before the move.
        zone: The pack's time zone.
    """
    move = draft.moves[-1]
    sections = (
        Section(name="moved", blocks=tuple(_lead(draft, move, begun_by, zone))),
        _for_now(draft, prompts, known),
        _other_words(move),
        _no_such_answer(move),
        _new(move),
        _gone(move),
        _not_answered(move),
        _replies(move, zone),
        _brought_back(move),
    )
    return Document(title="The pack has changed", sections=tuple(each for each in sections if each.blocks))


def moves_sections(
    moves: Collection[EditionMove], answers: Mapping[QuestionId, Answer], zone: ZoneInfo, checklist: Checklist | None
) -> Iterator[Section]:
    """Each move of a draft or an assessment, with what was answered in other words and what became of it.

    Args:
        moves: The moves, oldest first.
        answers: The answers of the draft or the assessment.
        zone: The pack's time zone.
        checklist: The checklist of a draft, whose questions can be gone to; None for an assessment.
    """
    for move in moves:
        blocks: list[Block] = [Line(text=_counts(move))]
        if move.is_other_organisation:
            blocks.append(Line(text=_other_organisation(move), tone="warning"))
        blocks += [_kept(each, answers, checklist) for each in move.set_aside]
        blocks += [
            Line(text=f"New: {text} Not asked yet", anchor=anchor(MOVED, question))
            for text, question in _new_left(move, answers, checklist)
        ]
        blocks += _replies(move, zone).blocks
        yield Section(name="moved", heading=moved_in_words(move, zone), blocks=tuple(blocks))


def moved_in_words(move: EditionMove, zone: ZoneInfo) -> str:
    """A move in a few words: from which edition to which, when and by whom."""
    return f"Moved from {move.from_pack} to {move.to_pack} on {day(move.at, zone)} by {one_line(move.by)}"


def is_worth_a_report(move: EditionMove) -> bool:
    """Whether a move changed anything that a practitioner has to know."""
    return bool(
        move.is_other_organisation
        or move.is_older
        or move.new
        or move.reworded
        or move.gone
        or move.set_aside
        or move.replies
        or move.brought_back
        or move.lost_trigger
    )


def _lead(draft: Draft, move: EditionMove, begun_by: str, zone: ZoneInfo) -> Iterator[Line]:
    if move.is_other_organisation:
        begun = f"It was begun by {one_line(begun_by)} on {day(draft.started, zone)}."
        yield Line(
            text=f"{_other_organisation(move)} {begun} Contacts, levels and prompts are now this one's.", tone="warning"
        )
    if move.is_older:
        yield Line(text=OLDER, tone="warning")
    has_other_checklist = move.from_edition != move.to_edition
    editions = f" Checklist {move.from_edition} became {move.to_edition}." if has_other_checklist else ""
    yield Line(text=f"This draft was on {move.from_pack}, and goes on with {move.to_pack}.{editions} {_counts(move)}")
    stays = STAYS if draft.version else ""
    yield Line(text=f"Every answer is kept. Those to questions with the same words count. {stays}".rstrip())
    if move.lost_trigger:
        yield Line(text=f"The reason for the reassessment is no longer in the pack, and stays: {move.lost_trigger}.")


def _other_organisation(move: EditionMove) -> str:
    theirs = f"{one_line(move.from_name)} ({move.from_pack})" if move.from_name else move.from_pack
    return f"THIS DRAFT WAS BEGUN UNDER ANOTHER ORGANISATION'S PACK: {theirs}. This is {one_line(move.to_name)}."


def _counts(move: EditionMove) -> str:
    to_confirm = sum(each.why == "reworded" and each.answer.is_given for each in move.set_aside)
    again = sum(each.why == "no such answer" for each in move.set_aside)
    left = [
        *([f"{counted(to_confirm, 'answer')} to confirm"] if to_confirm else []),
        *([f"{counted(again, 'answer')} to give again"] if again else []),
    ]
    answers = f" ({', '.join(left)})" if left else ""
    told = [
        *_count(len(move.new), "is new", "are new"),
        *(f"{each}{answers}" for each in _count(len(move.reworded), *HAVE_OTHER_WORDS)),
        *_count(len(move.gone), "is no longer asked", "are no longer asked"),
    ]
    return f"{'; '.join(told)}." if told else "No question has changed."


def _count(count: int, one: str, several: str) -> list[str]:
    return [f"{counted(count, 'question')} {one if count == 1 else several}"] if count else []


def _for_now(draft: Draft, prompts: Collection[Prompt], known: Collection[PromptId]) -> Section:
    lines = []
    for prompt in prompts:
        is_new = prompt.rule.id not in known
        rests = any(each.asked.id in prompt.met for each in draft.moves[-1].set_aside)
        marks = [*(["NEW"] if is_new else []), *(["if you confirm what was answered in other words"] if rests else [])]
        mark = f" ({', '.join(marks)})" if marks else ""
        lines.append(Line(text=f"NOW{mark}: {sanitised(one_line(prompt.says))}", tone="warning"))
    return Section(name="for now", heading=f"Cannot wait: {len(lines)}", blocks=tuple(lines))


def _other_words(move: EditionMove) -> Section:
    texts = {each.question: each for each in move.reworded}
    lines = [_reworded(each, texts.get(each.asked.id)) for each in move.set_aside if each.why == "reworded"]
    return Section(
        name="other words", heading=f"Asked in other words, to confirm or change: {len(lines)}", blocks=tuple(lines)
    )


def _reworded(aside: SetAside, rewording: Rewording | None) -> Line:
    words = _change(rewording) if rewording else f"It was: {aside.asked.text}"
    return Line(text=f"{words} {_answered(aside)}", anchor=anchor(MOVED, aside.asked.id))


def _change(rewording: Rewording) -> str:
    is_same_text = rewording.before == rewording.after
    words = rewording.after if is_same_text else f"{rewording.after} WAS: {rewording.before}"
    lost = [name for name in rewording.choices_before if name not in rewording.choices_after]
    added = [name for name in rewording.choices_after if name not in rewording.choices_before]
    if lost:
        words += f" NO LONGER A CHOICE: {'; '.join(lost)}."
    if added:
        words += f" NEW CHOICE: {'; '.join(added)}."
    return words


def _answered(aside: SetAside) -> str:
    note = f" {note_in_words(aside.answer)}" if aside.answer.note.strip() else ""
    return f"ANSWERED: {sanitised(answer_then_in_words(aside.asked, aside.answer) + note)}."


def _no_such_answer(move: EditionMove) -> Section:
    texts = {each.question: each for each in move.reworded}
    lines = [_reworded(each, texts.get(each.asked.id)) for each in move.set_aside if each.why == "no such answer"]
    heading = f"Answers that are no longer possible, to be given again: {len(lines)}"
    return Section(name="no such answer", heading=heading, blocks=tuple(lines))


def _new(move: EditionMove) -> Section:
    blocks = tuple(Line(text=f"- {text}") for text in move.new)
    return Section(name="new", heading=f"New questions, to be asked: {len(blocks)}", blocks=blocks)


def _gone(move: EditionMove) -> Section:
    answered = {each.asked.text: each for each in move.set_aside if each.why == "gone"}
    others = [text for text in move.gone if text not in answered]
    lines = [Line(text=f"- {text} {_answered(each)}") for text, each in answered.items()]
    lines += [Line(text=f"- {text}") for text in others]
    heading = f"No longer asked; answers stay with the draft in their own words: {len(lines)}"
    return Section(name="gone", heading=heading, blocks=tuple(lines))


def _not_answered(move: EditionMove) -> Section:
    answered = {each.asked.id for each in move.set_aside}
    lines = [Line(text=f"- {_change(each)}") for each in move.reworded if each.question not in answered]
    return Section(name="reworded", heading=f"In other words, and not answered yet: {len(lines)}", blocks=tuple(lines))


def _replies(move: EditionMove, zone: ZoneInfo) -> Section:
    lines = [
        Line(
            text=sanitised(
                f"Replied to other words: {reply_line(reply, zone)}. The prompt was: {one_line(reply.says) or name}"
            )
        )
        for name, reply in move.replies.items()
    ]
    heading = f"Replies to prompts that have other words or are gone: {len(lines)}"
    return Section(name="replies", heading=heading, blocks=tuple(lines))


def _brought_back(move: EditionMove) -> Section:
    blocks = tuple(Line(text=f"- {text}") for text in move.brought_back)
    return Section(
        name="back", heading=f"Asked in the earlier words again, so they count again: {len(blocks)}", blocks=blocks
    )


def _kept(aside: SetAside, answers: Mapping[QuestionId, Answer], checklist: Checklist | None) -> Line:
    """An answer in its own words, and what became of it."""
    now = answers.get(aside.asked.id)
    is_asked = checklist is not None and checklist.question(aside.asked.id) is not None
    if now and now.is_given:
        became = "confirmed" if now.value == aside.answer.value and aside.why == "reworded" else "answered again"
    elif aside.why == "gone":
        became = "no longer asked"
    else:
        became = "not confirmed"
    return Line(
        text=f"{aside.asked.text} {_answered(aside)} Now: {became}",
        anchor=anchor(MOVED, aside.asked.id) if is_asked else "",
    )


def _new_left(
    move: EditionMove, answers: Mapping[QuestionId, Answer], checklist: Checklist | None
) -> Iterator[tuple[str, QuestionId]]:
    """The new questions of a draft without an answer."""
    for question in checklist.questions if checklist else ():
        given = answers.get(question.id)
        if question.text in move.new and not (given and given.is_given):
            yield question.text, question.id
