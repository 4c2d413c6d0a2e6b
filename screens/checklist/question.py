"""A question of the checklist as text: as one row of a list, and in full."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from content.assessment.changes import Change
from content.assessment.check_lines import no_prompt_line
from content.assessment.draft_editor import DraftEditor
from content.assessment.edition_moves import to_confirm
from content.assessment.problems import ProblemReason
from content.assessment.prompts import Prompt, open_prompts
from content.case.phrases import answer_in_short, answer_in_words, day, note_in_words
from content.pack.answers import YES_NO_KINDS, Answer, allowed_values, value_in_words
from content.pack.model import Question
from content.pack.provenance import citation, why_in_words
from content.text import one_line
from screens.widgets.columns import cut_lines
from screens.widgets.rows import Row

REMEDIES: Mapping[ProblemReason, str] = {
    "not confirmed": "carried from last time: confirm it with Ctrl+Y, or change it",
    "other words": "answered when it was asked in other words: confirm it with Ctrl+Y, or change it",
}
"""The words for a problem that a key of these screens resolves."""

STATE_WIDTH = 14
"""The width of the answer at the left of a question, in cells."""

LONGEST_QUOTE = 40
"""The longest answer that is quoted whole in a sentence, in characters."""


def question_row(editor: DraftEditor, question: Question) -> Row:
    """The row of a question, with its answer first."""
    given = editor.draft.answers.get(question.id)
    if not editor.applies(question):
        state, text = "(kept)", f"no longer applies: {question.label}"
    elif question.id in editor.state.counted:
        state, text = answer_in_short(question, given), question.label
    elif (earlier := editor.earlier_answer(question)) and earlier.answer.is_given:
        state, text = (
            f"{'was' if earlier.asked else 'last'}: {answer_in_short(question, earlier.answer)}",
            question.label,
        )
    else:
        state, text = "-", question.label
    if given and given.note:
        text = f"(note) {text}"
    if len(state) > STATE_WIDTH:
        state = state[: STATE_WIDTH - 3] + "..."
    return Row(id=question.id, text=f"{state:<{STATE_WIDTH}} {text}", hang=STATE_WIDTH + 1)


@dataclass(frozen=True)
class Part:
    """One paragraph about a question."""

    text: str
    more: str = ""
    """What shows all of it if it is cut; empty if it is never cut."""

    is_last_time: bool = False
    """Whether it is last time's answer, which the confirm key confirms."""


def detail(editor: DraftEditor, *, problem: str = "", says: str = "") -> list[Part]:
    """The current question in full: why it is asked and its source, then the answers.

    Args:
        editor: The editor of the draft.
        problem: Why the question blocks sign-off; empty if it does not.
        says: A sentence in reply to the last key.
    """
    question = editor.question
    parts = [Part(question.text)]
    if says:
        parts.append(Part(f"> {says}"))
    if problem:
        parts.append(Part(f"There is a problem: {problem}"))
    if not editor.applies(question):
        parts.append(Part("No longer applies, going by the other answers; what was answered here is kept."))
    parts.append(Part(why_in_words(editor.pack, question, editor.today)))
    return [*parts, *_answers(editor, question)]


def fitted(parts: Sequence[Part], width: int, height: int) -> tuple[str, tuple[Part, ...]]:
    """Fit paragraphs into some lines; return the text and the cut paragraphs, which say what shows all of them.

    Args:
        parts: The paragraphs.
        width: The cells in a line; 0 before the first layout.
        height: The lines.
    """
    if width < 1:
        return "\n".join(part.text for part in parts), tuple(part for part in parts if part.more)
    lines = {part: [line.plain for line in Content(part.text).wrap(width)] for part in parts}
    sharing = [part for part in parts if part.more]
    left = height - sum(len(lines[part]) for part in parts if not part.more)
    cut: list[Part] = []
    for number, part in enumerate(sharing):
        room = max(1, left // (len(sharing) - number))
        if len(lines[part]) > room or left < 1:
            lines[part] = cut_lines(lines[part], room, width, f"... more: {part.more}")
            cut.append(part)
        left -= len(lines[part])
    return "\n".join(line for part in parts for line in lines[part]), tuple(cut)


def _answers(editor: DraftEditor, question: Question) -> list[Part]:
    given = editor.draft.answers.get(question.id)
    how = "" if given and given.is_given else _how(question)
    parts = [Part(f"Answer: {answer_in_words(question, given)}{how}", more="Enter")]
    if note_in_words(given):
        parts.append(Part(note_in_words(given), more="Ctrl+T"))
    earlier = editor.earlier
    if earlier:
        last = f"{earlier.where.capitalize()} ({earlier.day}): {earlier.says}"
        parts.append(Part(last, more="Ctrl+Y", is_last_time=True))
        if earlier.asked:
            parts.append(Part(earlier.other_words, more="Ctrl+Y", is_last_time=True))
            parts += [] if earlier.can_confirm else [Part("That is no answer to this question: answer it again.")]
        if earlier.answer.note.strip():
            noted = note_in_words(earlier.answer)
            whose = "Its" if earlier.asked else "Last time's"
            parts.append(Part(f"{whose} {noted[0].lower()}{noted[1:]}", more="Ctrl+Y", is_last_time=True))
    return parts


def _how(question: Question) -> str:
    if question.kind in YES_NO_KINDS:
        return ""
    if question.kind == "choice":
        names = (value_in_words(question, value) for value in allowed_values(question))
        numbered = ", ".join(f"{number} {name}" for number, name in enumerate(names, start=1))
        return f" - type a number, or Enter: {numbered}"
    return " - type it here" if question.kind == "text" else " - type the date here"


def since_line(editor: DraftEditor) -> str:
    """The question of since when that waits for an answer, with its keys; empty if none does."""
    waiting = editor.waits_for_since
    if waiting is None or editor.baseline is None:
        return ""
    if editor.question.kind in YES_NO_KINDS:
        keys = f"s since {day(editor.baseline.signed_off, editor.zone)}, e earlier, w when not known"
    else:
        keys = "Ctrl+X answers it; letters are the answer to the marked question"
    return f"SINCE WHEN? {waiting.label}\n  {keys}"


def since_sentence(editor: DraftEditor, question: Question) -> str:
    """The since when that was just recorded, in a sentence."""
    return f"{question.label} - {answer_in_words(question, editor.draft.answers.get(question.id))}."


def was_and_now(editor: DraftEditor, change: Change) -> str:
    """The answer before a change and after it, in a sentence; empty if there was none before."""
    question, before, after = _changed(editor, change)
    if question is None or before is None or not before.is_given or (after and after.value == before.value):
        return ""
    was, now = _cut(answer_in_words(question, before)), _cut(answer_in_words(question, after))
    return f"{question.label} - was {was}, now {now}; Ctrl+U brings it back."


def undo_sentence(editor: DraftEditor, change: Change) -> str:
    """What was undone, in a sentence."""
    question, before, after = _changed(editor, change)
    more = f", with {len(change.before) - 1} more" if len(change.before) > 1 else ""
    if question is None:
        return f"Undone{more}."
    now, was = _cut(answer_in_words(question, before)), _cut(answer_in_words(question, after))
    if was == now:
        return f"Undone{more}: the note is as it was."
    return f"Undone{more}: {now} again, was {was}."


def _changed(editor: DraftEditor, change: Change) -> tuple[Question | None, Answer | None, Answer | None]:
    name = change.question
    return editor.pack.checklist.question(name), change.before[name], change.after[name]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 3]}..."


def prompts_text(editor: DraftEditor) -> str:
    """The most urgent prompt, the newest of several, and how many are open; its end, the source, may be cut off.

    Without one, the questions about danger that were not asked: silence on them does not mean no danger.
    """
    prompts = open_prompts(editor.prompts)
    if not prompts:
        line = no_prompt_line(editor.pack.checklist, editor.state)
        return f"{line} {len(editor.prompts)} answered, Ctrl+O shows them." if editor.prompts else line
    first = _newest_of_most_urgent(editor, prompts)
    count = f", 1 of {len(prompts)}, Ctrl+O all" if len(prompts) > 1 else ", Ctrl+O opens it"
    source = citation(editor.pack, first.rule, editor.today)
    return f"{first.rule.urgency.upper()}{count}: {one_line(first.says)} ({source})"


def _newest_of_most_urgent(editor: DraftEditor, prompts: Sequence[Prompt]) -> Prompt:
    """The most urgent prompt; of several, the one that depends on the newest answer."""
    urgent = [prompt for prompt in prompts if prompt.rule.urgency == prompts[0].rule.urgency]
    changed = editor.last_change.question if editor.last_change else ""

    def newest(prompt: Prompt) -> tuple[bool, float]:
        given = (editor.draft.answers[name].at for name in prompt.met if name in editor.draft.answers)
        return changed in prompt.met, max((at.timestamp() for at in given), default=0.0)

    return max(urgent, key=newest)


def other_words_sentence(editor: DraftEditor) -> str:
    """How many answers of the draft were given in other words; empty if none were."""
    count = len(to_confirm(editor.draft, editor.pack.checklist))
    if not count:
        return ""
    answers = "1 answer was given in other words, and counts"
    if count > 1:
        answers = f"{count} answers were given in other words, and count"
    return f"{answers} once confirmed: Ctrl+E lists what waits."


def together_sentence(editor: DraftEditor) -> str:
    """How much settled history can be confirmed together, in a sentence; empty if there is none."""
    count = len(editor.settled)
    return f"Ctrl+A shows {count} answers of settled history, to confirm them together." if count > 1 else ""
