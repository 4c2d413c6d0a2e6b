"""Navigation through the questions of a draft, section by section; the marked question is shown in full."""

from typing import ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from content.assessment.answering import progress, section_state
from content.assessment.check_lines import problem_words
from content.assessment.draft_editor import DraftEditor
from content.pack.model import QuestionId, Section
from screens.checklist.question import REMEDIES, detail, fitted, prompts_text, question_row, since_line
from screens.checklist.question_dialogs import find_screen, sections_screen
from screens.widgets.page import Page
from screens.widgets.rows import Rows

Result = TypeVar("Result")

SINCE_HEIGHT = 2
"""The height of the line that asks since when."""


def either(
    letter: str, ctrl: str, action: str, name: str, tooltip: str, *, show: bool = True
) -> tuple[Binding, Binding]:
    """The two keys of an action: a letter where letters are commands, and a key that works on every question."""
    return (
        Binding(letter, f"letter('{action}')", name, show=show, tooltip=tooltip),
        Binding(ctrl, action, name, show=show, tooltip=tooltip),
    )


class Marked(Vertical):
    """The place of the marked question; its text is cut to fit."""

    class Resized(Message):
        """The size of the widget changed."""

    def on_resize(self) -> None:
        """Post `Resized`."""
        self.post_message(self.Resized())


class QuestionsScreen(Page[Result]):
    """Move between the questions of a draft in any order."""

    WIDEST = 180
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (160, "-wide")]  # noqa: RUF012 # as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-normal"), (40, "-tall")]  # noqa: RUF012 # as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "section(1)", "section", tooltip="Next section"),
        Binding("shift+tab", "section(-1)", "Section", show=False, tooltip="Previous section"),
        *(
            Binding(str(number), f"nth_section({number})", "Section", show=False, tooltip="Go to section 0-7")
            for number in range(8)
        ),
        Binding("l", "sections", "Sections", show=False, tooltip="Every section and its progress"),
        *either("slash", "ctrl+f", "find", "Find", "Find a question", show=False),
    ]

    def __init__(self, editor: DraftEditor, *, says: str = "") -> None:
        """Create the screen.

        Args:
            editor: The editor of the draft, at the question to start at.
            says: A sentence to show at the start.
        """
        super().__init__()
        self._editor = editor
        self._says = says
        self._kind = ""
        self.is_last_time_whole = False
        self._problems: frozenset[QuestionId] = frozenset()

    def compose_body(self) -> ComposeResult:
        """Yield the section's name and progress, its questions, the marked question in full, and the prompts."""
        with Horizontal(id="where"):
            yield Static(id="section", markup=False)
            yield Static(id="progress", markup=False)
        yield Rows(wraps=False, id="questions")
        with Marked(id="marked"):
            yield Static(id="detail", markup=False)
            yield Static(id="since", markup=False)
        yield Static(id="prompts", markup=False)

    def on_mount(self) -> None:
        """Focus the list, and show the first question."""
        self.query_one(Rows).focus()
        self._show()

    def action_section(self, step: int) -> None:
        """Go to the next or previous section."""
        editor = self._editor
        sections = [each for each in editor.pack.checklist.sections if each is editor.section or editor.shown_in(each)]
        self._go_to_section(sections[(sections.index(editor.section) + step) % len(sections)])

    def action_nth_section(self, number: int) -> None:
        """Go to a section by its number."""
        sections = self._editor.pack.checklist.sections
        if number < len(sections):
            self._go_to_section(sections[number])

    @work(exclusive=True, group="answer")
    async def action_sections(self) -> None:
        """Choose a section from a list with the progress of each."""
        chosen = await self.app.push_screen_wait(sections_screen(self._editor))
        found = next((section for section in self._editor.pack.checklist.sections if section.id == chosen), None)
        if found:
            self._go_to_section(found)

    @work(exclusive=True, group="answer")
    async def action_find(self) -> None:
        """Find a question by its words."""
        found = await self.app.push_screen_wait(find_screen(self._editor))
        if found:
            self._go_to(found)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show the newly marked question."""
        event.stop()
        if event.row.id != self._editor.question.id:
            self._go_to(event.row.id)

    @on(Marked.Resized)
    def _fit(self, event: Marked.Resized) -> None:
        event.stop()
        if self.is_open:
            self._show_detail()

    def _go_to(self, question: QuestionId) -> None:
        self._editor.go_to(question)
        self._say("")

    def _go_to_section(self, section: Section) -> None:
        self._editor.go_to_section(section)
        self._say("")

    def _say(self, sentence: str) -> None:
        self._says = sentence
        self._show()

    def _show(self) -> None:
        editor = self._editor
        answered, applying = progress(editor.pack.checklist, editor.state)
        section = editor.section
        number = editor.pack.checklist.sections.index(section)
        self.query_one("#section", Static).update(
            f"{number} {section.title}: {section_state(section, editor.state)}", layout=False
        )
        self.query_one("#progress", Static).update(f"{answered} of {applying} answered", layout=False)
        rows = [question_row(editor, question) for question in editor.shown_in(section)]
        self.query_one(Rows).show(rows, at=editor.question.id)
        self._show_detail()
        self.query_one("#prompts", Static).update(prompts_text(editor), layout=False)
        if self._kind != editor.question.kind:
            self._kind = editor.question.kind
            self.refresh_bindings()

    def _show_detail(self) -> None:
        """Show the marked question in the lines that are free, above the line that asks since when."""
        line = since_line(self._editor)
        since = self.query_one("#since", Static)
        since.display = bool(line)
        since.update(line, layout=False)
        room = self.query_one("#marked").content_size
        lines = room.height - SINCE_HEIGHT * bool(line)
        found = detail(self._editor, problem=self._problem(), says=self._says)
        text, cut = fitted(found, room.width, lines)
        self.is_last_time_whole = not any(part.is_last_time for part in cut)
        self.query_one("#detail", Static).update(text, layout=False)

    def _problem(self) -> str:
        """Why the marked question blocks sign-off, if the check said so and it still does."""
        at = self._editor.question.id
        if at not in self._problems:
            return ""
        problems = {each.question: problem_words(each, REMEDIES) for each in self._editor.problems}
        return problems.get(at, "")
