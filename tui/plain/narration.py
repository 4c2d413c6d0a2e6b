"""What the dialogue says of a draft: the question in hand, the check, and the prompts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt, speaking
from content.assessment.sign_off import ProblemReason
from content.assessment.summary import prompt_line
from content.case.phrases import choices, day, noted, said
from content.dates import HINT, HINT_AHEAD, in_words
from content.documents.check_document import (
    answered_prompts,
    answers,
    check_document,
    open_prompts,
    question_number,
)
from content.documents.plain_text import paragraphs
from content.pack.answers import NOT_KNOWN, YES_NO_KINDS
from content.pack.known_questions import REVIEW_DATE
from content.pack.model import Question, Section, Urgency
from content.pack.rendering import point_lines

REMEDIES: Mapping[ProblemReason, str] = {
    "not confirmed": "carried from last time: confirm it with c, or change it",
}
"""What the dialogue says for a problem that one of its commands resolves."""

LATER: Mapping[Urgency, str] = {"now": "now", "before they leave": "before they leave", "plan": "the plan"}


def number(sheet: DraftEditor, question: Question) -> int:
    """The number of a question, from 1; it does not depend on which questions apply."""
    return question_number(sheet.pack.checklist, question)


def question_lines(sheet: DraftEditor) -> Iterator[str]:
    """The question in hand: its place, its text, the answer so far, why it is asked, and how to answer."""
    question = sheet.question
    total = len(sheet.pack.checklist.questions)
    yield f"Question {number(sheet, question)} of {total}, section {_section_name(sheet)}."
    yield question.text
    yield from _so_far(sheet)
    yield f"Why: {question.why} ({sheet.pack.source_line(question.source)})"
    yield from _ways(sheet)


def list_lines(sheet: DraftEditor) -> Iterator[str]:
    """The whole check before sign-off."""
    yield from paragraphs(check_document(sheet, REMEDIES).sections)


def section_lines(sheet: DraftEditor, section: Section) -> Iterator[str]:
    """Every answer of a section."""
    yield from paragraphs([answers(sheet, section)])


def prompt_list(sheet: DraftEditor) -> Iterator[str]:
    """The prompts by number, the open ones first, each of those with who can help."""
    heading, *lines = paragraphs([open_prompts(sheet)])
    yield heading
    for line, prompt in zip(lines, speaking(sheet.prompts), strict=True):
        yield line + helper(sheet, prompt)
    yield from paragraphs([answered_prompts(sheet)])


def fired_lines(sheet: DraftEditor, before: Sequence[Prompt]) -> Iterator[str]:
    """The prompts that are new since before an answer: the urgent ones in full, the others counted."""
    known = {prompt.rule.id for prompt in speaking(before)}
    new = [prompt for prompt in speaking(sheet.prompts) if prompt.rule.id not in known]
    for prompt in new:
        if prompt.rule.urgency == "now":
            yield f"PROMPT, {prompt_line(sheet.pack, prompt)}{helper(sheet, prompt)}"
    later = Counter(prompt.rule.urgency for prompt in new if prompt.rule.urgency != "now")
    if later:
        counts = ", ".join(f"{count} for {LATER[urgency]}" for urgency, count in later.items())
        yield f"New prompts: {counts}; the command prompts tells them."


def helper(sheet: DraftEditor, prompt: Prompt) -> str:
    """Who can help with a prompt, with the first number to call."""
    if not prompt.rule.contact:
        return ""
    contact = sheet.pack.contact(prompt.rule.contact)
    phone = f", {contact.phones[0].number}" if contact.phones else ""
    return f" Who can help: {contact.name}{phone}."


def guide_lines(sheet: DraftEditor) -> Iterator[str]:
    """Why the question is asked, and the points of the guide on it."""
    question, pack = sheet.question, sheet.pack
    yield f"Why: {question.why} ({pack.source_line(question.source)})"
    points = [point for topic in pack.topics for point in topic.points if point.source == question.source]
    for point in points:
        yield from point_lines(pack, point)
    if not points:
        yield "The guide has no point of its own on this; fourfold guide prints it all."


def unanswered(sheet: DraftEditor) -> tuple[Question, ...]:
    """The questions that apply and are not answered in this draft, in order."""
    standing = sheet.state
    return tuple(
        question
        for question in sheet.pack.checklist.questions
        if question.id in standing.open and question.id not in standing.counted
    )


def carried_line(sheet: DraftEditor) -> str:
    """Last time's answer with its note; empty if there is none."""
    before = sheet.baseline.answers.get(sheet.question.id) if sheet.baseline else None
    if not (sheet.baseline and before and before.is_given):
        return ""
    note = f" {noted(before)}." if before.note else ""
    return f"Last time, {day(sheet.baseline.signed_off, sheet.zone)}: {said(sheet.question, before)}.{note}"


def _so_far(sheet: DraftEditor) -> Iterator[str]:
    if carried_line(sheet):
        yield carried_line(sheet)
    if sheet.is_answered:
        yield f"Answered: {said(sheet.question, sheet.given)}."
    if noted(sheet.given):
        yield f"{noted(sheet.given)}."


def _ways(sheet: DraftEditor) -> Iterator[str]:
    """How to answer the question."""
    question = sheet.question
    is_carried = sheet.carried is not None and not sheet.is_answered and sheet.corrected is None
    confirm = f", or {'/' if question.kind == 'text' else ''}c to confirm last time's answer" if is_carried else ""
    if question.kind in YES_NO_KINDS:
        third = "not safe to" if question.kind == "done" else NOT_KNOWN
        yield f"Answer y for yes, n for no, u for {third}{confirm}."
    elif question.kind == "choice":
        options = choices(sheet.pack, question)[:-1]
        yield from (f"{place}: {name}" for place, (_, name) in enumerate(options, start=1))
        yield f"Answer a number, u for not known{confirm}."
    elif question.kind == "date":
        yield f"Today is {in_words(sheet.today)}: {_hint(sheet)}; u for not known{confirm}."
    else:
        more = ". It takes the place of what is there; /add and words adds to that" if sheet.is_answered else ""
        yield f"Type a line of text, /u for not known{confirm}{more}. /help tells more."


def _hint(sheet: DraftEditor) -> str:
    if sheet.question.id != REVIEW_DATE:
        return HINT
    usual = sheet.usual_review
    return f"{HINT_AHEAD}; usual for {in_words(usual)}, the policy for this level" if usual else HINT_AHEAD


def _section_name(sheet: DraftEditor) -> str:
    return f"{sheet.pack.checklist.sections.index(sheet.section)} {sheet.section.title}"
