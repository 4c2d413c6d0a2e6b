"""A draft as printed by the dialogue: the current question, the check, and the prompts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from content.assessment.answering import is_on_path
from content.assessment.check_lines import prompt_line
from content.assessment.draft_editor import DraftEditor
from content.assessment.problems import ProblemReason
from content.assessment.prompts import Prompt, open_prompts
from content.case.phrases import answer_in_words, choices, note_in_words
from content.dates import HINT, HINT_AHEAD, day_in_words
from content.documents.check_document import (
    answered_prompts_section,
    answers,
    check_document,
    numbered_prompts_section,
    question_number,
)
from content.documents.plain_text import paragraphs
from content.pack.answers import YES_NO_KINDS
from content.pack.known_questions import REVIEW_DATE
from content.pack.model import Question, Section, Urgency
from content.pack.provenance import why_in_words
from content.pack.rendering import point_lines
from tui.plain.command_parser import yes_no_ways

REMEDIES: Mapping[ProblemReason, str] = {
    "not confirmed": "carried from last time: confirm it with c, or change it",
    "other words": "answered when it was asked in other words: confirm it with c, or change it",
}
"""The words for a problem that a command of the dialogue resolves."""

LATER: Mapping[Urgency, str] = {"now": "now", "before they leave": "before they leave", "plan": "the plan"}


def number(editor: DraftEditor, question: Question) -> int:
    """The number of a question, from 1; it does not depend on which questions apply."""
    return question_number(editor.pack.checklist, question)


def question_lines(editor: DraftEditor) -> Iterator[str]:
    """The current question: its number, its text, the answer so far, why it is asked, and how to answer."""
    question = editor.question
    total = len(editor.pack.checklist.questions)
    yield f"Question {number(editor, question)} of {total}, section {_section_name(editor)}."
    yield question.text
    yield from _so_far(editor)
    yield why_in_words(editor.pack, question, editor.today)
    yield from _ways(editor)


def list_lines(editor: DraftEditor) -> Iterator[str]:
    """The whole check before sign-off."""
    editor.open_check()
    yield from paragraphs(check_document(editor, REMEDIES).sections)


def section_lines(editor: DraftEditor, section: Section) -> Iterator[str]:
    """Every answer of a section."""
    yield from paragraphs([answers(editor, section)])


def prompt_list(editor: DraftEditor) -> Iterator[str]:
    """The numbered prompts, open ones first, each of those with who can help."""
    heading, *lines = paragraphs([numbered_prompts_section(editor)])
    yield heading
    for line, prompt in zip(lines, open_prompts(editor.prompts), strict=True):
        yield line + helper(editor, prompt)
    yield from paragraphs([answered_prompts_section(editor)])


def fired_lines(editor: DraftEditor, before: Sequence[Prompt]) -> Iterator[str]:
    """The prompts that an answer opened: the urgent ones in full, and the number of the others."""
    known = {prompt.rule.id for prompt in open_prompts(before)}
    new = [prompt for prompt in open_prompts(editor.prompts) if prompt.rule.id not in known]
    for prompt in new:
        if prompt.rule.urgency == "now":
            yield f"PROMPT, {prompt_line(editor.pack, prompt, editor.today)}{helper(editor, prompt)}"
    later = Counter(prompt.rule.urgency for prompt in new if prompt.rule.urgency != "now")
    if later:
        counts = ", ".join(f"{count} for {LATER[urgency]}" for urgency, count in later.items())
        yield f"New prompts: {counts}; the command prompts lists them."


def helper(editor: DraftEditor, prompt: Prompt) -> str:
    """Who can help with a prompt, with the first number to call."""
    if not prompt.rule.contact:
        return ""
    contact = editor.pack.contact(prompt.rule.contact)
    phone = f", {contact.phones[0].number}" if contact.phones else ""
    return f" Who can help: {contact.name}{phone}."


def guide_lines(editor: DraftEditor) -> Iterator[str]:
    """Why the question is asked, and the points of the guide on it."""
    question, pack = editor.question, editor.pack
    yield why_in_words(pack, question, editor.today)
    points = [point for topic in pack.topics for point in topic.points if point.source == question.source]
    for point in points:
        yield from point_lines(pack, point, editor.today)
    if not points:
        yield "The guide has no point of its own on this; fourfold guide prints it all."


def unanswered(editor: DraftEditor) -> tuple[Question, ...]:
    """The unanswered questions on the draft's path, in order."""
    standing = editor.state
    return tuple(
        question
        for question in editor.pack.checklist.questions
        if is_on_path(question, standing) and question.id not in standing.counted
    )


def carried_line(editor: DraftEditor) -> str:
    """The earlier answer with its note, and its question if that had other words; empty if there is none."""
    earlier = editor.earlier
    if earlier is None:
        return ""
    note = f" {note_in_words(earlier.answer)}." if earlier.answer.note else ""
    words = f" {earlier.other_words}" if earlier.asked else ""
    again = "" if earlier.can_confirm or not earlier.asked else " That is no answer to this question: answer it again."
    return f"{earlier.where.capitalize()}, {earlier.day}: {earlier.says}.{note}{words}{again}"


def _so_far(editor: DraftEditor) -> Iterator[str]:
    if carried_line(editor):
        yield carried_line(editor)
    if editor.is_answered:
        yield f"Answered: {answer_in_words(editor.question, editor.given)}."
    if note_in_words(editor.given):
        yield f"{note_in_words(editor.given)}."


def _ways(editor: DraftEditor) -> Iterator[str]:
    """How to answer the question."""
    question = editor.question
    is_carried = editor.confirmable is not None and not editor.is_answered
    slash = "/" if question.kind == "text" else ""
    which = "that answer" if editor.earlier and editor.earlier.asked else "last time's answer"
    confirm = f", or {slash}c to confirm {which}" if is_carried else ""
    if question.kind in YES_NO_KINDS:
        yield f"Answer {yes_no_ways(question)}{confirm}."
    elif question.kind == "choice":
        options = choices(editor.pack, question)[:-1]
        yield from (f"{place}: {name}" for place, (_, name) in enumerate(options, start=1))
        yield f"Answer a number, u for not known{confirm}."
    elif question.kind == "date":
        yield f"Today is {day_in_words(editor.today)}: {_hint(editor)}; u for not known{confirm}."
    else:
        more = ". It replaces the answer; /add and words adds to it" if editor.is_answered else ""
        yield f"Type a line of text, /u for not known{confirm}{more}. /help says more."


def _hint(editor: DraftEditor) -> str:
    if editor.question.id != REVIEW_DATE:
        return HINT
    usual = editor.usual_review
    return f"{HINT_AHEAD}; usual for {day_in_words(usual)}, the policy for this level" if usual else HINT_AHEAD


def _section_name(editor: DraftEditor) -> str:
    return f"{editor.pack.checklist.sections.index(editor.section)} {editor.section.title}"
