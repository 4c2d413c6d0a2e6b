"""A question of the checklist as text: as one row of a list, and in full."""

from content.assessment.check_lines import no_prompt_line
from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import open_prompts
from content.case.phrases import answer_in_short, answer_in_words, day, note_in_words
from content.pack.answers import YES_NO_KINDS
from content.pack.model import Question
from content.text import one_line
from screens.widgets.rows import Row

STATE_WIDTH = 14
"""The width of the answer at the left of a question, in cells."""


def question_row(sheet: DraftEditor, question: Question) -> Row:
    """The row of a question, with its answer first."""
    given = sheet.draft.answers.get(question.id)
    if not sheet.applies(question):
        state, text = "(kept)", f"no longer applies: {question.text}"
    elif question.id in sheet.state.counted:
        state, text = answer_in_short(question, given), question.text
    elif sheet.baseline and (before := sheet.baseline.answers.get(question.id)) and before.is_given:
        state, text = f"last: {answer_in_short(question, before)}", question.text
    else:
        state, text = "-", question.text
    if given and given.note:
        text = f"(note) {text}"
    if len(state) > STATE_WIDTH:
        state = state[: STATE_WIDTH - 3] + "..."
    return Row(id=question.id, text=f"{state:<{STATE_WIDTH}} {text}", hang=STATE_WIDTH + 1)


def detail(sheet: DraftEditor, *, problem: str = "", says: str = "", asking_since: bool = False) -> str:
    """The current question in full: why it is asked and its source, then the answers.

    Args:
        sheet: The editor of the draft.
        problem: Why the question blocks sign-off; empty if it does not.
        says: A sentence in reply to the last key.
        asking_since: Whether the next key answers since when.
    """
    question = sheet.question
    lines = [question.text]
    if asking_since and sheet.baseline:
        lines.append(
            f"SINCE WHEN? Has this happened since the last assessment, {day(sheet.baseline.signed_off, sheet.zone)}?"
            "  y yes, since then  n no, earlier  u not known"
        )
    if says:
        lines.append(f"> {says}")
    if problem:
        lines.append(f"There is a problem: {problem}")
    if not sheet.applies(question):
        lines.append("No longer applies, going by the other answers; what was answered here is kept.")
    lines.append(f"Why: {question.why} ({sheet.pack.source_line(question.source)})")
    lines += _answers(sheet, question)
    return "\n".join(lines)


def _answers(sheet: DraftEditor, question: Question) -> list[str]:
    given = sheet.draft.answers.get(question.id)
    lines = [f"Answer: {answer_in_words(question, given)}{_how(question) if not (given and given.is_given) else ''}"]
    if note_in_words(given):
        lines.append(note_in_words(given))
    before = sheet.baseline.answers.get(question.id) if sheet.baseline else None
    if sheet.baseline and before and before.is_given:
        lines.append(f"Last time: {answer_in_words(question, before)}, {day(sheet.baseline.signed_off, sheet.zone)}")
        if before.note:
            lines.append(f"Last time's {note_in_words(before)[0].lower()}{note_in_words(before)[1:]}")
    return lines


def _how(question: Question) -> str:
    if question.kind in YES_NO_KINDS:
        return ""
    if question.kind == "choice":
        return " - Enter to choose: " + ", ".join(option.name for option in question.options)
    return " - Enter to write" if question.kind == "text" else " - Enter to give the date"


def prompts_text(sheet: DraftEditor) -> str:
    """The most urgent prompt in full, and how many are open; its source comes first, as the end may be cut off.

    Without one, the questions about danger that were not asked: no answer to them says that there is no danger.
    """
    prompts = open_prompts(sheet.prompts)
    if not prompts:
        line = no_prompt_line(sheet.pack.checklist, sheet.state)
        return f"{line} {len(sheet.prompts)} answered, o shows them." if sheet.prompts else line
    first = prompts[0]
    count = f"1 of {len(prompts)} prompts, o shows all" if len(prompts) > 1 else "1 prompt, o opens it"
    source = sheet.pack.source_line(first.rule.source)
    return f"{first.rule.urgency.upper()} ({count}; {source}): {one_line(first.says)}"
