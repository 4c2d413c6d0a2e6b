"""The home screen."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from content.pack.policy import Policy
from content.text import one_line
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class Part(StrEnum):
    """The parts of Fourfold that are opened from the home screen."""

    GUIDE = "guide"
    CASES = "cases"
    CONTACTS = "contacts"
    LOG_OUT = "log out"
    SUPERVISE = "supervise"
    PASSPHRASE = "passphrase"  # noqa: S105 # a part of the product


class HomeScreen(Page[None]):
    """Choose between the guide, the assessments and the contacts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "open('guide')", "guide", tooltip="Read the guide"),
        Binding("2", "open('cases')", "assessments", tooltip="Assess, resume and reassess"),
        Binding("3", "open('contacts')", "contacts", tooltip="Find who can help"),
        Binding("g", "open('guide')", "Guide", show=False, tooltip="Read the guide"),
        Binding("o", "open('log out')", "log out", tooltip="Log out; everything is kept"),
        Binding("s", "open('supervise')", "supervisor", tooltip="Accounts, the audit log, holds and erasure"),
        Binding("p", "open('passphrase')", "passphrase", tooltip="Change your passphrase"),
        Binding("q", "app.quit", "quit", tooltip="Quit; everything is kept"),
        Binding("escape", "stay", "Stay", show=False),
    ]

    @dataclass
    class RefreshRequested(Message):
        """The screen came to the front, and what is due may have changed."""

        screen: "HomeScreen"

    @dataclass
    class PartChosen(Message):
        """A part was chosen."""

        part: Part

    def __init__(
        self, policy: Policy, national: Policy | None = None, *, asks_who: bool = False, overdue: int = 0
    ) -> None:
        """Create the screen.

        Args:
            policy: The pack's policy.
            national: The policy of the national pack below it, if it is an overlay.
            asks_who: Whether cases need a sign-in.
            overdue: How many sources and contacts of the pack are past their review date.
        """
        super().__init__()
        base = f", over {national.name}, {national.version}" if national else ""
        self._pack = one_line(f"{policy.name}, {policy.version}{base}")
        self._overdue = one_line(_overdue_line(overdue, policy.owner)) if overdue else ""
        self._asks_who = asks_who
        self._who = self._count = ""
        self._is_supervisor = False
        self.place = "Fourfold"

    def compose_body(self) -> ComposeResult:
        """Yield the parts of the program, and the emergency numbers."""
        yield Static(self._pack, classes="asked", markup=False)
        yield Rows(_rows(self._signed_in_line(), self._overdue))

    def on_screen_resume(self) -> None:
        """Ask for what is due."""
        self.post_message(self.RefreshRequested(self))

    def show_due(self, count: str) -> None:
        """Show a sentence on how many cases there are and what is due."""
        self._count = count
        self._show_rows()

    def show_person(self, who: str, *, is_supervisor: bool) -> None:
        """Show who is signed in; an empty name means nobody."""
        if who != self._who:
            self._who, self._count, self._is_supervisor = who, "", is_supervisor
            self._show_rows()
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable logging out for a signed-in person, and the supervisor's part for a supervisor."""
        if action != "open":
            return True
        part = Part(str(parameters[0]))
        if part is Part.SUPERVISE:
            return self._is_supervisor
        return part not in {Part.LOG_OUT, Part.PASSPHRASE} or bool(self._who)

    def action_open(self, part: str) -> None:
        """Open the part that a key names."""
        self.post_message(self.PartChosen(Part(part)))

    def action_stay(self) -> None:
        """Stay: Esc does not leave the home screen."""

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_open(event.row.id)

    def _show_rows(self) -> None:
        if self.is_open:
            self.query_one(Rows).show(_rows(self._signed_in_line(), self._overdue))

    def _signed_in_line(self) -> str:
        if self._asks_who and not self._who:
            return "needs an account; the guide and the contacts do not"
        return f"{self._count or 'signed in:'} ({self._who})" if self._who else self._count


def _overdue_line(count: int, owner: str) -> str:
    are = "source or contact is" if count == 1 else "sources and contacts are"
    return f"{count} {are} past the review date, and marked where shown. To be checked by: {owner}."


def _rows(count: str, overdue: str) -> list[Row]:
    return [
        Row(id=Part.GUIDE, text="1  Guide: the briefing on stalking and harassment, topic by topic"),
        Row(id=Part.CASES, text="2  Assessments: assess a person, resume a draft, reassess"),
        Row(id="", text=f"   {count}", hang=3),
        Row(id=Part.CONTACTS, text="3  Contacts: who can help, and how to reach them"),
        *([Row(id="", text=f"   {overdue}", hang=3)] if overdue else []),
        Row(id="", text=""),
        Row(id="", text="Danger now: call 999. Not an emergency: police on 101.", look="heading"),
        Row(id="", text=""),
        Row(id="", text="Everything typed is saved as it is typed. Ctrl+L hides the screen at once."),
    ]
