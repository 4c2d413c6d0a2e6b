"""The small screens that ask one thing about a draft, made for the question that it is at."""

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
    """Ask for one of the answers there are, "not asked" among them."""
    question = sheet.question
    options = [*choices(sheet.pack, question), (NOT_ASKED, NOT_ASKED)]
    return ChoiceScreen(question.text, options, chosen=sheet.value or NOT_ASKED, place="Answer")


def words_screen(sheet: DraftEditor) -> LongTextScreen:
    """Ask for an answer in words, going on from what is written, or from what was written last time."""
    written = sheet.value if sheet.value not in {"", NOT_KNOWN} else ""
    if not written and sheet.carried and sheet.carried.value != NOT_KNOWN:
        written = sheet.carried.value
    return LongTextScreen(
        sheet.question.text, written, lambda text, _: sheet.answer(text), hint=sheet.question.why, place="Answer"
    )


def note_screen(sheet: DraftEditor) -> LongTextScreen:
    """Ask for a note, with what it rests on."""
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
    """Ask for a date; a review date is exact, lies ahead, and has a usual one for the level judged."""
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


def began_screen(sheet: DraftEditor) -> DateScreen:
    """Ask since when, by a date."""
    began = sheet.given.began if sheet.given else ""
    question = f"Since when? {sheet.question.text}"
    return DateScreen(question, began, sheet.say_began, today=sheet.today, place="Since when")


def reply_screen(sheet: DraftEditor, prompt: PromptId, state: ReplyState) -> ReplyScreen:
    """Ask for the words of a reply, going on from what was said; one that needs none stands at once."""
    met = sheet.prompt(prompt)
    earlier = sheet.draft.replies.get(prompt)
    said = earlier or (met.reply if met else None)
    why = said.why if said and said.state == state else ""

    def typed(text: str) -> None:
        if missing(state, text):
            sheet.take_back(prompt, earlier if earlier and earlier.state != state else None)
        else:
            sheet.reply(prompt, state, text)

    if not missing(state, why):
        typed(why)
    return ReplyScreen(one_line(met.says) if met else "", state, why, typed)


def contact_screen(sheet: DraftEditor, prompt: PromptId, now: dt.datetime) -> ContactScreen | None:
    """The contact that can help with a prompt, if there is one."""
    met = sheet.prompt(prompt)
    return ContactScreen(sheet.pack, sheet.pack.contact(met.rule.contact), now) if met and met.rule.contact else None


def sections_screen(sheet: DraftEditor) -> ChoiceScreen:
    """Ask for a section, telling how far each is."""
    options = [
        (section.id, f"{section.title} - {section_state(section, sheet.state)}")
        for section in sheet.pack.checklist.sections
    ]
    return ChoiceScreen("Sections can be done in any order.", options, chosen=sheet.section.id, first=0)


def find_screen(sheet: DraftEditor) -> FindScreen:
    """Ask for words of a question."""
    rows = [
        Row(id=question.id, text=f"{section.title}: {question.text}")
        for section in sheet.pack.checklist.sections
        for question in sheet.shown_in(section)
    ]
    return FindScreen(rows, place="Find a question")
