"""The prompts of a draft: the open ones, then those that have a reply."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from content.assessment.check_lines import no_prompt_line, prompt_line, reply_line
from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt, answered_prompts, open_prompts
from content.pack.model import PromptId
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows

PromptAction = Literal["contact", "done", "not suitable", "take back", "plan"]


@dataclass(frozen=True)
class PromptChoice:
    """What to do about a prompt."""

    action: PromptAction
    prompt: PromptId


class PromptsScreen(Page[PromptChoice]):
    """Read the prompts, most urgent first; dismissed with what to do about one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "who can help", tooltip="Open the contact that can help"),
        Binding("d", "choose('done')", "done", tooltip="It is done: the prompt stays quiet until the answers change"),
        Binding("x", "choose('not suitable')", "not suitable", tooltip="It is not suitable here, and why"),
        Binding("p", "choose('plan')", "plan it", tooltip="Make an action of the plan from it"),
        Binding("backspace", "choose('take back')", "open again", show=False, tooltip="Take back the reply"),
    ]

    def __init__(self, editor: DraftEditor, *, at: PromptId = "", status: str = "") -> None:
        """Create the screen.

        Args:
            editor: The editor of the draft that has the prompts.
            at: The prompt to mark; by default the most urgent.
            status: The save status.
        """
        super().__init__()
        self._editor = editor
        self._at = at
        self.set_reactive(PromptsScreen.status, status)
        self._open, self._quiet = open_prompts(editor.prompts), answered_prompts(editor.prompts)
        self.place = f"Prompts: {len(self._open)} open, {len(self._quiet)} answered"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the open prompts, each with its source and contact, then those with a reply."""
        yield Static("An answered prompt stays quiet until the answers that it rests on change.", markup=False)
        yield Static(id="says", classes="says", markup=False)
        yield Rows(self._rows(), at=self._at)

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(Rows).focus()
        self.query_one("#says", Static).display = False

    def action_choose(self, action: PromptAction) -> None:
        """Leave with what to do about the marked prompt, if there is one."""
        row = self.query_one(Rows).row
        prompt = self._editor.prompt(row.id) if row and row.id else None
        if prompt is None:
            return
        if action == "take back" and prompt.rule.id not in self._editor.draft.replies:
            self._tell("This draft has no reply to this prompt to take back.")
        else:
            self.dismiss(PromptChoice(action, prompt.rule.id))

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        prompt = self._editor.prompt(event.row.id)
        if prompt and prompt.rule.contact:
            self.dismiss(PromptChoice("contact", prompt.rule.id))
        else:
            self._tell("No contact goes with this prompt.")

    def _tell(self, sentence: str) -> None:
        line = self.query_one("#says", Static)
        line.display = True
        line.update(sentence)

    def _rows(self) -> Iterable[Row]:
        if not self._open:
            yield Row(id="", text=no_prompt_line(self._editor.pack.checklist, self._editor.state))
        for prompt in self._open:
            yield self._row(prompt)
        if self._quiet:
            yield Row(id="", text=f"Answered, and quiet: {len(self._quiet)}", look="heading")
        for prompt in self._quiet:
            yield self._row(prompt)

    def _row(self, prompt: Prompt) -> Row:
        rule, pack = prompt.rule, self._editor.pack
        said = f"{reply_line(prompt.reply, self._editor.zone)}. " if prompt.reply else ""
        help_from = f" [Enter: {pack.contact(rule.contact).name}]" if rule.contact else ""
        is_urgent = rule.urgency == "now" and not prompt.reply
        return Row(
            id=rule.id,
            text=said + prompt_line(pack, prompt, self._editor.today) + help_from,
            look="problem" if is_urgent else "",
        )
