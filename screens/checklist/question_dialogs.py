"""Constructors of the dialogs that the checklist opens for the current question or a prompt."""

import datetime as dt

from content.assessment.answering import section_state
from content.assessment.draft_editor import DraftEditor
from content.case.phrases import choices
from content.case.prompt_replies import ReplyState, missing
from content.pack.answers import NOT_KNOWN
from content.pack.known_questions import REVIEW_DATE
from content.pack.model import PromptId
from content.text import one_line
from screens.dialogs.choice import ChoiceScreen
from screens.dialogs.date import DateScreen
from screens.dialogs.find import FindScreen
from screens.dialogs.long_text import LongTextScreen
from screens.dialogs.reply import ReplyScreen
from screens.reference.contact import ContactScreen
from screens.widgets.rows import Row

NOT_ASKED = "not asked"


def choice_screen(sheet: DraftEditor) -> ChoiceScreen:
    """A dialog to choose an answer, including "not asked"."""
    question = sheet.question
    options = [*choices(sheet.pack, question), (NOT_ASKED, NOT_ASKED)]
    return ChoiceScreen(question.text, options, chosen=sheet.value or NOT_ASKED, place="Answer")


def words_screen(sheet: DraftEditor) -> LongTextScreen:
    """A dialog to write an answer in words, starting from the current answer or last time's."""
    written = sheet.value if sheet.value not in {"", NOT_KNOWN} else ""
    if not written and sheet.carried and sheet.carried.value != NOT_KNOWN:
        written = sheet.carried.value
    return LongTextScreen(
        sheet.question.text, written, lambda text, _: sheet.answer(text), hint=sheet.question.why, place="Answer"
    )


def note_screen(sheet: DraftEditor) -> LongTextScreen:
    """A dialog to write a note and its basis."""
    given = sheet.given
    return LongTextScreen(
        sheet.question.text,
        given.note if given else "",
        sheet.note,
        basis=given.basis if given else None,
        asks_basis=True,
        place="Note",
    )


def date_screen(sheet: DraftEditor) -> DateScreen:
    """A dialog to type a date; a review date must be exact and not past, and has a default for the judged level."""
    is_review = sheet.question.id == REVIEW_DATE
    return DateScreen(
        sheet.question.text,
        sheet.value if sheet.value != NOT_KNOWN else "",
        sheet.answer,
        today=sheet.today,
        is_review=is_review,
        usual=sheet.usual_review if is_review else None,
        place="Review date" if is_review else "Date",
    )


def since_screen(sheet: DraftEditor) -> DateScreen:
    """A dialog to type the date when it last happened."""
    last = sheet.given.last if sheet.given else ""
    question = f"When did it last happen? {sheet.question.text}"
    return DateScreen(question, last, sheet.set_last, today=sheet.today, place="When it last happened")


def reply_screen(sheet: DraftEditor, prompt: PromptId, state: ReplyState) -> ReplyScreen:
    """A dialog to type a reply, starting from the earlier one; a reply that needs no words is recorded at once."""
    met = sheet.prompt(prompt)
    earlier = sheet.draft.replies.get(prompt)
    said = earlier or (met.reply if met else None)
    why = said.why if said and said.state == state else ""

    def typed(text: str) -> None:
        if missing(state, text):
            sheet.withdraw_reply(prompt, earlier if earlier and earlier.state != state else None)
        else:
            sheet.reply(prompt, state, text)

    if not missing(state, why):
        typed(why)
    return ReplyScreen(one_line(met.says) if met else "", state, why, typed)


def contact_screen(sheet: DraftEditor, prompt: PromptId, now: dt.datetime) -> ContactScreen | None:
    """The screen of the contact that can help with a prompt, or None if the prompt has no contact."""
    met = sheet.prompt(prompt)
    return ContactScreen(sheet.pack, sheet.pack.contact(met.rule.contact), now) if met and met.rule.contact else None


def sections_screen(sheet: DraftEditor) -> ChoiceScreen:
    """A dialog to choose a section, with the progress of each."""
    options = [
        (section.id, f"{section.title} - {section_state(section, sheet.state)}")
        for section in sheet.pack.checklist.sections
    ]
    return ChoiceScreen("Sections can be done in any order.", options, chosen=sheet.section.id, first=0)


def find_screen(sheet: DraftEditor) -> FindScreen:
    """A dialog to find a question by its words."""
    rows = [
        Row(id=question.id, text=f"{section.title}: {question.text}")
        for section in sheet.pack.checklist.sections
        for question in sheet.shown_in(section)
    ]
    return FindScreen(rows, place="Find a question")
