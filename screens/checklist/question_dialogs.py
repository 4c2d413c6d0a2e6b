"""Constructors of the dialogs that the checklist opens for the current question or a prompt."""

import datetime as dt

from content.assessment.answering import section_state
from content.assessment.draft_editor import DraftEditor
from content.case.phrases import choices
from content.case.prompt_replies import ReplyState
from content.pack.answers import EARLIER, NOT_KNOWN, SINCE_LAST, SINCE_NOT_KNOWN
from content.pack.known_questions import REVIEW_DATE
from content.pack.model import PromptId, Question
from content.text import one_line
from screens.checklist.choose_answer import ChooseAnswerScreen
from screens.dialogs.choice import ChoiceScreen
from screens.dialogs.date import DateScreen
from screens.dialogs.find import FindScreen
from screens.dialogs.long_text import LongTextScreen
from screens.dialogs.reply import ReplyScreen
from screens.reference.contact import ContactScreen
from screens.widgets.rows import Row

NOT_ASKED = "not asked"
CHANGE, TAKE_BACK, KEEP = "change", "take back", "keep"
"""What to do with an answer that is only a command word."""


def choice_screen(editor: DraftEditor, typed: str = "") -> ChooseAnswerScreen:
    """A dialog to choose an answer, including "not asked".

    Args:
        editor: The editor of the draft, at the question.
        typed: What was typed on the question.
    """
    question, given = editor.question, editor.given
    note, basis = (given.note, given.basis) if given else ("", None)
    return ChooseAnswerScreen(
        question.text,
        options(editor, question),
        chosen=editor.value or NOT_ASKED,
        noted=lambda words: editor.note("; ".join(part for part in (note, words) if part), basis),
        typed=typed,
        limit=editor.room_for(note) - len(note) - len("; "),
    )


def options(editor: DraftEditor, question: Question) -> tuple[tuple[str, str], ...]:
    """The answers to choose from, in the order of their numbers."""
    return (*choices(editor.pack, question), (NOT_ASKED, NOT_ASKED))


def words_screen(editor: DraftEditor, typed: str = "") -> LongTextScreen:
    """A dialog to write an answer in words: the current answer or last time's, or what was typed on the question.

    What is typed on a question adds to its answer in this draft, and never to last time's.
    """
    written = editor.value if editor.value not in {"", NOT_KNOWN} else ""
    if not written and not typed and editor.confirmable and editor.confirmable.value != NOT_KNOWN:
        written = editor.confirmable.value
    return LongTextScreen(
        editor.question.text,
        written,
        lambda text, _: editor.answer(text),
        hint=editor.question.why,
        place="Answer",
        add=typed,
        limit=editor.room_for(written),
    )


def note_screen(editor: DraftEditor) -> LongTextScreen:
    """A dialog to write a note and its basis."""
    given = editor.given
    return LongTextScreen(
        editor.question.text,
        given.note if given else "",
        editor.note,
        basis=given.basis if given else None,
        asks_basis=True,
        place="Note",
        limit=editor.room_for(given.note if given else ""),
    )


def date_screen(editor: DraftEditor, typed: str = "") -> DateScreen:
    """A dialog to type a date; a review date must be exact and not past, and has a default for the judged level.

    Args:
        editor: The editor of the draft, at the question.
        typed: What was typed on the question; it replaces the date that is there.
    """
    is_review = editor.question.id == REVIEW_DATE
    return DateScreen(
        editor.question.text,
        editor.value if editor.value != NOT_KNOWN else "",
        editor.answer,
        today=editor.today,
        is_review=is_review,
        usual=editor.usual_review if is_review else None,
        place="Review date" if is_review else "Date",
        instead=typed,
    )


def last_happened_screen(editor: DraftEditor, question: Question) -> DateScreen:
    """A dialog to type when something last happened."""
    given = editor.draft.answers.get(question.id)
    asked = f"When did it last happen? {question.text}"
    return DateScreen(
        asked,
        given.last if given else "",
        lambda last: editor.set_last(last, question.id),
        today=editor.today,
        place="When last",
    )


def since_screen(question: Question, last_time: str) -> ChoiceScreen:
    """A dialog to choose since when, for questions where letters are text."""
    return ChoiceScreen(
        f"Since when? {question.text}",
        [(SINCE_LAST, f"Since {last_time}"), (EARLIER, "Earlier"), (SINCE_NOT_KNOWN, "Not known")],
        place="Since when",
    )


def command_word_screen(question: Question, word: str) -> ChoiceScreen:
    """A dialog that asks whether a command word is meant as the answer."""
    return ChoiceScreen(
        f"{question.text}\n\nThe whole answer is now '{word}'. Is that the answer?",
        [(CHANGE, "No: go on writing"), (TAKE_BACK, "No: remove it"), (KEEP, "Yes: that is the answer")],
        place="Answer",
    )


def reply_screen(editor: DraftEditor, prompt: PromptId, state: ReplyState) -> ReplyScreen:
    """A dialog to type a reply, starting from the earlier one of the same kind."""
    met = editor.prompt(prompt)
    said = editor.draft.replies.get(prompt) or (met.reply if met else None)
    why = said.why if said and said.state == state else ""
    return ReplyScreen(one_line(met.says) if met else "", state, why)


def contact_screen(editor: DraftEditor, prompt: PromptId, now: dt.datetime) -> ContactScreen | None:
    """The screen of the contact that can help with a prompt, or None if the prompt has no contact."""
    met = editor.prompt(prompt)
    return ContactScreen(editor.pack, editor.pack.contact(met.rule.contact), now) if met and met.rule.contact else None


def sections_screen(editor: DraftEditor) -> ChoiceScreen:
    """A dialog to choose a section, with the progress of each."""
    options = [
        (section.id, f"{section.title} - {section_state(section, editor.state)}")
        for section in editor.pack.checklist.sections
    ]
    return ChoiceScreen("Sections can be done in any order.", options, chosen=editor.section.id, first=0)


def find_screen(editor: DraftEditor) -> FindScreen:
    """A dialog to find a question by its words."""
    rows = [
        Row(id=question.id, text=f"{section.title}: {question.text}")
        for section in editor.pack.checklist.sections
        for question in editor.shown_in(section)
    ]
    return FindScreen(rows, place="Find a question")
