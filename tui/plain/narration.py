"""A draft as it is said: the question they are at, every answer, and the prompts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from content.assessment.answering import section_state, since_missing
from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt, quiet, speaking
from content.assessment.summary import disclosure_line, incident_line, pointing, prompt_line, reply_line, state_in_words
from content.case.incidents import by_when
from content.case.phrases import choices, day, noted, said
from content.dates import HINT, HINT_AHEAD, in_words
from content.pack.answers import NOT_KNOWN, YES_NO_KINDS
from content.pack.known_questions import REVIEW_DATE
from content.pack.model import Question, Section, Urgency
from content.pack.rendering import point_lines

LATER: Mapping[Urgency, str] = {"now": "now", "before they leave": "before they leave", "plan": "the plan"}


def number(sheet: DraftEditor, question: Question) -> int:
    """The number of a question, from 1; it stays the same whichever questions apply."""
    return sheet.pack.checklist.questions.index(question) + 1


def section_name(sheet: DraftEditor, section: Section) -> str:
    """A section with its number, as in the interface."""
    return f"{sheet.pack.checklist.sections.index(section)} {section.title}"


def question_lines(sheet: DraftEditor) -> Iterator[str]:
    """The question they are at, in full: where it stands, what was said to it, why it is asked, how to answer."""
    question = sheet.question
    total = len(sheet.pack.checklist.questions)
    yield f"Question {number(sheet, question)} of {total}, section {section_name(sheet, sheet.section)}."
    yield question.text
    yield from _so_far(sheet)
    yield f"Why: {question.why} ({sheet.pack.source_line(question.source)})"
    yield from _ways(sheet)


def list_lines(sheet: DraftEditor) -> Iterator[str]:
    """Everything there is to check before signing off, but for what blocks it."""
    if sheet.why_corrected:
        yield f"{sheet.kind}. {sheet.why_corrected}."
    yield from _recorded(sheet)
    yield "FOUR:"
    for question in sheet.pack.checklist.questions:
        if question.letter:
            yield f"{question.text} {state_in_words(question, sheet.standing)}."
    yield "What the answers point to; no conclusion is drawn here:"
    for where in ("stalking", "harassment"):
        found = pointing(sheet.pack.checklist, sheet.standing, where)
        yield f"To {where}: yes to {len(found.yes)} of {found.asked}."
        yield from (f"- {text}" for text in found.yes)
    yield from prompt_list(sheet)
    yield from _since(sheet)
    for section in sheet.pack.checklist.sections:
        yield from section_lines(sheet, section)


def section_lines(sheet: DraftEditor, section: Section) -> Iterator[str]:
    """Every answer of a section, by the numbers of its questions."""
    waiting = {question.id for question in sheet.to_confirm}
    yield f"Section {section_name(sheet, section)}: {section_state(section, sheet.standing)}."
    for question in sheet.shown_in(section):
        state = "not confirmed" if question.id in waiting else state_in_words(question, sheet.standing)
        yield f"{number(sheet, question)}. {question.text} {state}."
        note = noted(sheet.draft.answers.get(question.id))
        if note:
            yield note


def prompt_list(sheet: DraftEditor) -> Iterator[str]:
    """The prompts, open ones before answered ones, by number."""
    still_open, answered = speaking(sheet.prompts), quiet(sheet.prompts)
    yield f"Prompts open: {len(still_open)}."
    for place, prompt in enumerate(still_open, start=1):
        yield f"{place}. {prompt_line(sheet.pack, prompt)}{helper(sheet, prompt)}"
    if answered:
        yield f"Prompts answered, and quiet until what they rest on changes: {len(answered)}."
    for place, prompt in enumerate(answered, start=len(still_open) + 1):
        reply = f"{reply_line(prompt.reply, sheet.zone)}. " if prompt.reply else ""
        yield f"{place}. {reply}{prompt_line(sheet.pack, prompt)}"


def fired_lines(sheet: DraftEditor, before: Sequence[Prompt]) -> Iterator[str]:
    """What speaks now and did not before: in full where it cannot wait, else how many."""
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
    """Why the question is asked, and what the guide says on it."""
    question, pack = sheet.question, sheet.pack
    yield f"Why: {question.why} ({pack.source_line(question.source)})"
    points = [point for topic in pack.topics for point in topic.points if point.source == question.source]
    for point in points:
        yield from point_lines(pack, point)
    if not points:
        yield "The guide has no point of its own on this; fourfold guide prints it all."


def unanswered(sheet: DraftEditor) -> tuple[Question, ...]:
    """The questions that apply and are not answered in this draft, in order."""
    standing = sheet.standing
    return tuple(
        question
        for question in sheet.pack.checklist.questions
        if question.id in standing.open and question.id not in standing.counted
    )


def carried_line(sheet: DraftEditor) -> str:
    """What was said last time, with its note; empty where nothing was."""
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
    """How the question can be answered."""
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


def _recorded(sheet: DraftEditor) -> Iterator[str]:
    incidents, disclosures = sheet.incidents, sheet.disclosures
    since = f"since {day(sheet.baseline.signed_off, sheet.zone)}" if sheet.baseline else "so far"
    if incidents:
        yield f"Incidents recorded {since}: {len(incidents)}."
    for incident in by_when(incidents):
        yield f"{incident_line(incident)}."
    if disclosures:
        yield f"Disclosures recorded {since}: {len(disclosures)}."
    for disclosure in disclosures:
        yield f"{disclosure_line(disclosure)}."


def _since(sheet: DraftEditor) -> Iterator[str]:
    missing = since_missing(sheet.standing, sheet.pack.checklist) if sheet.baseline else ()
    if missing:
        yield f"Since when not said: {', '.join(f'question {number(sheet, question)}' for question in missing)}."
