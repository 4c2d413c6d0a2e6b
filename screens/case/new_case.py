"""The screen of a new case: initials and the organisation's own reference, both optional."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from content.case.case_summary import listing_problem
from content.text import one_line
from screens.widgets.page import Page
from screens.widgets.text_line import TextLine


@dataclass(frozen=True)
class NewCase:
    """What was typed for a new case."""

    initials: str = ""
    own_reference: str = ""


class NewCaseScreen(Page[NewCase]):
    """Type what lists will show of a case; dismissed with a `NewCase`, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "create", "Create", show=False, tooltip="Create the case"),
        Binding("tab", "app.focus_next", "next line"),
        Binding("escape", "back", "Back"),
    ]

    def __init__(self, so_far: NewCase) -> None:
        """Create the screen, with what was typed earlier and not used."""
        super().__init__()
        self._so_far = so_far
        self._asked_to_leave = False
        self.place = "New case"

    def compose_body(self) -> ComposeResult:
        """The two input lines."""
        yield Static(
            "Lists show a reference and initials, never a name. Both may be left empty. Enter creates the case; "
            "Tab goes to the other line.",
            classes="hint",
            markup=False,
        )
        yield Static("The person's initials", classes="asked", markup=False)
        yield TextLine(self._so_far.initials, id="initials")
        yield Static("Your own reference, such as a crime or case number", classes="asked", markup=False)
        yield TextLine(self._so_far.own_reference, id="own-reference")
        yield Static(id="says", classes="says", markup=False)

    def on_mount(self) -> None:
        """Start with the initials."""
        self.query_one("#initials", TextLine).focus()

    def action_create(self) -> None:
        """Create the case, if what was typed is valid."""
        typed = self._typed()
        wrong = listing_problem(typed.initials, typed.own_reference)
        if wrong:
            self._say(wrong)
        else:
            self.dismiss(typed)

    def action_back(self) -> None:
        """Leave; if anything was typed, only on the second Esc."""
        if self._typed() == NewCase() or self._asked_to_leave:
            self.dismiss(None)
            return
        self._asked_to_leave = True
        self._say("No case is created yet: Enter creates it, Esc once more leaves without it.")

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_create()

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        event.stop()
        self._asked_to_leave = False
        self._say("")

    def _typed(self) -> NewCase:
        initials, own_reference = (one_line(line.value) for line in self.query(TextLine))
        return NewCase(initials, own_reference)

    def _say(self, sentence: str) -> None:
        self.query_one("#says", Static).update(sentence)
