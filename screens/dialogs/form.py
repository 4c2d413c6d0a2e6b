"""A form: a few fields to fill in, in any order, each with its error message beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Literal, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from content.entries.typed_fields import SEPARATOR
from content.errors import RecordError
from content.limits import LINE, TEXT
from content.text import sanitised
from screens.widgets.options import Options
from screens.widgets.page import Page
from screens.widgets.text_box import TextBox
from screens.widgets.text_line import TextLine

Made = TypeVar("Made")


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    id: str
    label: str
    kind: Literal["line", "text", "one", "some"] = "line"
    options: Sequence[str] = ()
    hint: str = ""
    """What to write; shown while the field is empty."""

    @property
    def limit(self) -> int:
        """The maximum number of characters."""
        return TEXT if self.kind == "text" else LINE


@dataclass(frozen=True)
class Form:
    """The title, the introduction and the fields of a form."""

    place: str
    """The title of its screen."""

    fields: Sequence[Field]
    intro: str = ""


@dataclass(frozen=True)
class FormReader(Generic[Made]):
    """How the typed fields of a form become a value."""

    read: Callable[[Mapping[str, str]], Made]
    """Makes the value that the screen is dismissed with; raises `RecordError` for a field that is not valid."""

    echo: Callable[[str, str], str] = lambda _field, _text: ""
    """What to show beside a field for the text in it, such as a date with its weekday."""


class FormScreen(Page[Made]):
    """Fill in a form; every change is reported as it is typed, and leaving keeps it."""

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "record", "record", priority=True, tooltip="Record it; what is recorded never changes"),
        Binding("tab,down", "app.focus_next", "next", key_display="Tab", tooltip="Next field (Enter too)"),
        Binding("shift+tab,up", "app.focus_previous", "Previous", show=False, tooltip="Previous field"),
        Binding("enter", "next", "Next", show=False, tooltip="Next field; in a long text a new line"),
        Binding("escape", "back", "leave, it is kept", tooltip="Leave; what is typed is kept and offered again"),
    ]

    def __init__(
        self,
        form: Form,
        reader: FormReader[Made],
        typed: Mapping[str, str],
        changed: Callable[[Mapping[str, str]], object],
        *,
        says: str = "",
    ) -> None:
        """Create the screen.

        Args:
            form: The form.
            reader: Makes a value of what is typed.
            typed: What was typed so far, by field.
            changed: Called after each change with everything typed so far.
            says: A sentence to start with, such as why it could not be stored.
        """
        super().__init__()
        self._form = form
        self._reader = reader
        self._typed = dict(typed)
        self._changed = changed
        self._says = says
        self.place = form.place

    def compose_body(self) -> ComposeResult:
        """Yield the introduction, a sentence if there is one, and the fields."""
        yield Static(self._form.intro, id="intro", markup=False)
        yield Static(self._says, id="says", classes="says", markup=False)
        with VerticalScroll(can_focus=False):
            for field in self._form.fields:
                with Horizontal(classes=f"field {field.kind}"):
                    yield Static(field.label, classes="label", markup=False)
                    yield self._box(field)
                yield Static(id=f"about-{field.id}", classes="about", markup=False)

    def on_mount(self) -> None:
        """Focus the first field, and show the sentences beside the fields that are filled in."""
        self.query_one("#intro", Static).display = bool(self._form.intro)
        self.query_one("#says", Static).display = bool(self._says)
        for field in self._form.fields:
            self._show_beside(field.id, self._reader.echo(field.id, self._typed.get(field.id, "")))
        for writing in self.query(TextBox):
            writing.move_cursor(writing.document.end)
        self._focus(self._form.fields[0].id)

    def say(self, sentence: str) -> None:
        """Show a sentence above the fields."""
        says = self.query_one("#says", Static)
        says.display = bool(sentence)
        says.update(sentence)

    def action_next(self) -> None:
        """Go to the next field; on the last one, record the form."""
        last = self._form.fields[-1].id
        if self.focused and self.focused.id == last:
            self.action_record()
        else:
            self.focus_next()

    def action_record(self) -> None:
        """Record what is typed; if a field is not valid, show why beside it and focus it."""
        try:
            made = self._reader.read(self._typed)
        except RecordError as error:
            self._focus(error.field)
            self._show_beside(error.field, f"There is a problem: {error}.", is_problem=True)
            return
        self.dismiss(made)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_next()

    @on(Input.Changed)
    def _line_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._take(event.input.id, sanitised(event.value))

    @on(TextArea.Changed)
    def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._take(event.text_area.id, sanitised(event.text_area.text))

    @on(Options.Changed)
    def _options_changed(self, event: Options.Changed) -> None:
        event.stop()
        self._take(event.options.id, SEPARATOR.join(event.chosen))

    def _take(self, field: str | None, text: str) -> None:
        if field is None or self._typed.get(field, "") == text:
            return
        self._typed[field] = text
        self._show_beside(field, self._reader.echo(field, text))
        self._changed(dict(self._typed))

    def _box(self, field: Field) -> Widget:
        text = self._typed.get(field.id, "")
        if field.kind == "line":
            return TextLine(text, placeholder=field.hint, limit=field.limit, id=field.id)
        if field.kind == "text":
            return TextBox(text, limit=field.limit, id=field.id)
        return Options(field.options, text.split(SEPARATOR), many=field.kind == "some", id=field.id)

    def _focus(self, field: str) -> None:
        if any(each.id == field for each in self._form.fields):
            self.query_one(f"#{field}").focus()

    def _show_beside(self, field: str, sentence: str, *, is_problem: bool = False) -> None:
        is_here = any(each.id == field for each in self._form.fields)
        about = self.query_one(f"#about-{field}" if is_here else "#says", Static)
        about.display = bool(sentence)
        about.set_class(is_problem, "problem")
        about.update(sentence)
        if sentence and self.focused and self.focused.id == field:
            # The sentence is below the field, which may be the last visible line.
            self.call_after_refresh(about.scroll_visible, animate=False)
