"""The checklist of a draft: answer, confirm and annotate its questions in any order."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from content.assessment.draft_editor import DraftEditor
from content.assessment.edition_moves import waiting
from content.case.model import Assessment, Case, Draft
from content.case.phrases import clock
from content.case.prompt_replies import ReplyState
from content.documents.check_document import ACTION, CONTRADICTION, PROMPT
from content.documents.document import split_anchor
from content.pack.answers import YES_NO_KINDS
from content.pack.model import Pack, PromptId, QuestionId, QuestionKind
from screens.case.requests import PlanForPrompt, RecordEntry, ShowPlan
from screens.checklist.answering import AnsweringScreen
from screens.checklist.check import CheckScreen
from screens.checklist.navigation import QuestionsScreen, either
from screens.checklist.prompts_screen import PromptChoice, PromptsScreen
from screens.checklist.question import other_words_sentence, together_sentence
from screens.checklist.question_dialogs import contact_screen, reply_screen
from screens.checklist.sign_off_screen import SIGN_OFF
from screens.reference.guide import GuideScreen
from screens.widgets.page import SAVING

KINDS: Mapping[str, Collection[QuestionKind]] = {
    "y": YES_NO_KINDS,
    "n": YES_NO_KINDS,
    "u": YES_NO_KINDS - {"done"},
    "not safe": {"done"},
    "x": {"done"},
}
"""The kinds of question that an answer by one key is for, by the parameters of the actions."""


class ChecklistScreen(AnsweringScreen[Assessment]):
    """Answer the questions of a draft; dismissed with the assessment to sign off, or with None to keep the draft."""

    CSS_PATH = "checklist.tcss"
    # On a text, date or choice, letters and digits are its answer: see `check_action` for the keys that work there.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('y')", "yes", tooltip="Yes, and on to the next question"),
        Binding("n", "answer('n')", "no", tooltip="No, and on to the next question"),
        Binding("u", "answer('u')", "not known", tooltip="Not known, and on to the next question"),
        Binding("u", "answer('not safe')", "not safe to", tooltip="It was not safe to, and on to the next question"),
        Binding("x", "answer('x')", "does not apply", tooltip="The duty does not apply here, and on to the next"),
        Binding("enter", "type", "it", key_display="Type", tooltip="The answer: just type it; Enter opens it"),
        Binding("enter", "focused.choose", "Choose", show=False, tooltip="Choose the answer from a list"),
        Binding("ctrl+k", "not_known", "not known", tooltip="Not known, and on to the next question"),
        *either("c", "ctrl+y", "confirm", "confirm", "Confirm last time's answer, and on to the next"),
        *either("r", "ctrl+e", "check", "check and sign off", "Check the answers and sign off"),
        *either("t", "ctrl+t", "note", "note", "Write a note, with what it rests on"),
        Binding("ctrl+u", "undo", "undo", tooltip="Undo the last change, wherever it was"),
        # Repeated here, so that they are listed before the keys of the list widget.
        *QuestionsScreen.BINDINGS,
        Binding("s", "since('s')", "since", show=False, tooltip="A yes: since last time, or when it last happened"),
        Binding("e", "since('e')", "earlier", show=False, tooltip="A yes at a reassessment: it was earlier"),
        Binding("w", "since('w')", "when?", show=False, tooltip="A yes at a reassessment: since when is not known"),
        Binding("ctrl+x", "since_when", "since when", show=False, tooltip="Say since when, on any question"),
        Binding("ctrl+a", "confirm_together", "together", show=False, tooltip="Confirm settled history on one page"),
        *either("o", "ctrl+o", "prompts", "prompts", "Every prompt: what to do next, and the replies"),
        *either("p", "ctrl+n", "plan", "plan", "The plan: actions, each with an owner and a date", show=False),
        *either("d", "ctrl+d", "disclose", "disclosure", "Record what was given to whom", show=False),
        *either("g", "ctrl+g", "guide", "guide", "The guide on this question"),
        Binding("backspace", "answer('')", "not asked", show=False, tooltip="Clear the answer: not asked"),
        Binding("escape", "back", "Leave", tooltip="Leave; everything is kept"),
    ]

    @dataclass
    class Changed(Message):
        """The draft changed, and needs to be saved."""

        draft: Draft

    @dataclass
    class Requested(Message):
        """A key requests the plan or a form above the checklist."""

        request: ShowPlan | PlanForPrompt | RecordEntry
        screen: "ChecklistScreen"

    def __init__(
        self,
        pack: Pack,
        case: Case,
        draft: Draft,
        *,
        now: Callable[[], dt.datetime],
        by: str,
        zone: ZoneInfo,
        at: QuestionId = "",
        says: str = "",
        unsaved_since: dt.datetime | None = None,
    ) -> None:
        """Create the screen.

        Args:
            pack: The current pack.
            case: The case, which has the assessment that the draft follows.
            draft: The draft as stored.
            now: Returns the time, with its time zone.
            by: The name of the person who answers.
            zone: The pack's time zone.
            at: The question to start at; by default the one changed last, or the first one of a new draft.
            says: A sentence to show at the start, such as why a sign-off failed.
            unsaved_since: When everything was last on disk, if the draft is not now.
        """
        editor = DraftEditor(pack, case, draft, now=now, by=by, zone=zone, changed=self._changed)
        editor.go_to(at)
        super().__init__(
            editor,
            says=_first_words(editor, says or editor.why_corrected),
            status=_not_saved(unsaved_since, zone) if unsaved_since else f"saved {clock(draft.changed, zone)}",
        )
        self._now = now
        self._zone = zone
        self.kept_at = unsaved_since or draft.changed
        """When everything was last on disk."""
        self._back_to_check = ""
        self._back_to_prompts: PromptId = ""
        self.place = f"{case.id} {case.initials}  {editor.kind}"

    @property
    def draft(self) -> Draft:
        """The draft on the screen, saved or not."""
        return self._editor.draft

    @property
    def case(self) -> Case:
        """The case as it was last given to the screen."""
        return self._editor.case

    @property
    def at(self) -> QuestionId:
        """The marked question."""
        return self._editor.question.id

    def show_save_result(self, draft: Draft, at: dt.datetime, *, problem: str = "", is_aside: bool = False) -> None:
        """Show the result of a save; "saved" is shown only if the draft has not changed meanwhile.

        Args:
            draft: The draft that was to be saved.
            at: The time of the save or of its failure.
            problem: Why the draft was not saved normally, in a sentence; empty if it was.
            is_aside: Whether the draft is on disk beside a version that another session saved, or a damaged case.
        """
        if problem:
            self._says = problem
            self._show()
            self._show_status(
                f"KEPT ASIDE {clock(at, self._zone)}" if is_aside else _not_saved(self.kept_at, self._zone)
            )
            return
        self.kept_at = at
        if draft is self.draft:
            self._show_status(f"saved {clock(at, self._zone)}")

    def show_case(self, case: Case, *, says: str = "") -> None:
        """Update the screen after something was recorded on the case, and show a sentence if there is one."""
        self._says = says or self._says
        self._editor.take(case)
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable what the marked question does not take: letters on a text, `x` on what is no duty."""
        editor, first = self._editor, parameters[0] if parameters else ""
        kind = editor.question.kind
        if action == "letter":
            return not self.takes_text and self.check_action(str(first), ())
        works = {
            "confirm": self._is_reassessment or bool(waiting(editor.draft)),
            "confirm_together": self._is_reassessment,
            "answer": not first or kind in KINDS.get(str(first), ()),
            "since": not self.takes_text and (first == "s" or editor.baseline is not None),
            "nth_section": not self.takes_text,
            "sections": not self.takes_text,
            "type": self.takes_text,
            "not_known": self.takes_text,
        }
        return works[action] if action in works else super().check_action(action, parameters)

    @property
    def _is_reassessment(self) -> bool:
        return self._editor.baseline is not None and self._editor.corrected is None

    async def action_letter(self, name: str) -> None:
        """Run the action of a letter, if letters are commands."""
        await self.run_action(f"screen.{name}")

    def action_type(self) -> None:
        """Open the dialog that answers the marked question."""
        self.action_open()

    @work(exclusive=True, group="answer")
    async def action_prompts(self) -> None:
        """Show the prompts; leaving them returns to the check if they were opened from there."""
        at, self._back_to_prompts = self._back_to_prompts, ""
        await self._through_prompts(at)
        if self._back_to_check and not self._back_to_prompts:
            await self._through_check()

    def action_plan(self) -> None:
        """Show the plan."""
        self.post_message(self.Requested(ShowPlan(), self))

    def action_disclose(self) -> None:
        """Record a disclosure, such as a referral made while the person is present."""
        self.post_message(self.Requested(RecordEntry("disclosure"), self))

    def action_guide(self) -> None:
        """Open the guide at the source of the marked question."""
        self.app.push_screen(GuideScreen(self._editor.pack, self._editor.today, open_at=self._editor.question.source))

    @work(exclusive=True, group="answer")
    async def action_check(self) -> None:
        """Show the check, which leads to a question or to sign-off."""
        await self._through_check()

    def action_back(self) -> None:
        """Return to the prompts or the check if the question was opened from there, or leave."""
        if self._back_to_prompts:
            self.action_prompts()
        elif self._back_to_check:
            self.action_check()
        else:
            self.dismiss(None)

    async def _through_check(self) -> None:
        """Show the check until it leads somewhere else."""
        self._problems = frozenset(each.question for each in self._editor.problems)
        wanted = await self.app.push_screen_wait(CheckScreen(self._editor, at=self._back_to_check))
        self._back_to_check = wanted if wanted and wanted != SIGN_OFF else ""
        about, name = split_anchor(self._back_to_check)
        if wanted == SIGN_OFF:
            self.dismiss(self._editor.assessment())
        elif about == ACTION:
            self.post_message(self.Requested(ShowPlan(name), self))
        elif about == CONTRADICTION:
            await self._reply(name, "explained")
            await self._through_check()
        elif about == PROMPT:
            await self._through_prompts(name)
            if not self._back_to_prompts:
                await self._through_check()
        elif name:
            self._go_to(name)
        else:
            self._show()

    async def _through_prompts(self, at: PromptId = "") -> None:
        """Show the prompts until the user leaves them or plans an action from one."""
        while True:
            self._above = prompts = PromptsScreen(self._editor, at=at, status=self._status)
            wanted = await self.app.push_screen_wait(prompts)
            self._come_back()
            if wanted is None:
                break
            at = wanted.prompt
            if not await self._do(wanted):
                break
        self._show()

    async def _do(self, choice: PromptChoice) -> bool:
        """Do what was chosen about a prompt; return whether to show the prompts again."""
        if choice.action == "plan":
            self._back_to_prompts = choice.prompt
            prompt = self._editor.prompt(choice.prompt)
            self.post_message(self.Requested(PlanForPrompt(choice.prompt, prompt.says if prompt else ""), self))
            return False
        if choice.action == "take back":
            self._editor.withdraw_reply(choice.prompt)
        elif choice.action != "contact":
            await self._reply(choice.prompt, self._editor.reply_state(choice.prompt, choice.action))
        elif contact := contact_screen(self._editor, choice.prompt, self._now()):
            await self.app.push_screen_wait(contact)
        return True

    async def _reply(self, prompt: PromptId, state: ReplyState) -> None:
        """Ask for the words of a reply to a prompt, and record it; Esc records nothing."""
        why = await self.app.push_screen_wait(reply_screen(self._editor, prompt, state))
        if why is not None:
            self._editor.reply(prompt, state, why)

    def _changed(self, draft: Draft) -> None:
        self._show_status(SAVING)
        # Posted to the application: a message to a screen below another makes Textual redraw the whole one above.
        self.app.post_message(self.Changed(draft))


def _not_saved(since: dt.datetime, zone: ZoneInfo) -> str:
    return f"NOT SAVED since {clock(since, zone)}"


def _first_words(editor: DraftEditor, says: str) -> str:
    """The first sentences on the screen: the one given, and how many answers wait to be confirmed."""
    return " ".join(part for part in (says, other_words_sentence(editor)) if part) or together_sentence(editor)
