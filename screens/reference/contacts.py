"""The contacts directory: who can help, the emergency numbers first."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from content.pack.model import Contact, ContactId, Pack
from content.pack.rendering import opening_of, short_status
from content.pack.search import find_contacts, with_emergency
from content.text import one_line
from screens.reference.contact import ContactScreen
from screens.reference.qr import QrScreen
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows
from screens.widgets.search_line import SearchLine

NO_NUMBER = "no number"
WIDEST_NUMBER = 18


class ContactsScreen(Page[None]):
    """Find a contact."""

    CSS_PATH = "contacts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", tooltip="Find a name, a number or what it is for"),
        Binding("r", "qr", "QR code", tooltip="The number as a QR code"),
    ]

    words = reactive("")
    """The search words; empty if every contact is listed."""

    def __init__(self, pack: Pack, now: Callable[[], dt.datetime], *, open_at: ContactId | None = None) -> None:
        """Create the screen.

        Args:
            pack: The pack that has the contacts.
            now: Returns the time, with its time zone.
            open_at: The contact to mark at the start.
        """
        super().__init__()
        self._pack = pack
        self._now = now
        self._open_at = open_at
        self.place = "Contacts"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the list, the result of the search, and the search line."""
        yield Rows(id="contacts")
        yield Static(id="said", markup=False)
        yield SearchLine("a name, a number or what it is for, then Enter")

    def on_mount(self) -> None:
        """Show every contact."""
        self._rows.focus()
        self._show(self._open_at)

    def watch_words(self) -> None:
        """List the contacts that match, and show how many there are."""
        if self.is_mounted:
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 # Textual's words
        """Disable the search key while the search line is open."""
        return action != "search" or not self.query_one(SearchLine).is_open

    def action_search(self) -> None:
        """Open the search line."""
        self.query_one(SearchLine).open()

    def action_qr(self) -> None:
        """Show the marked contact's number as a QR code."""
        contact = self._marked
        if contact:
            self.app.push_screen(QrScreen(contact))

    def action_back(self) -> None:
        """Show every contact again if there are search words, or leave."""
        if self.words:
            self.words = ""
        else:
            self.dismiss(None)

    @on(Rows.Chosen)
    def _open(self, event: Rows.Chosen) -> None:
        self.app.push_screen(ContactScreen(self._pack, self._pack.contact(event.row.id), self._now()))

    @on(SearchLine.Changed)
    def _narrow(self, event: SearchLine.Changed) -> None:
        self.words = event.words.strip()

    @on(SearchLine.Submitted)
    def _to_list(self) -> None:
        self.query_one(SearchLine).close()
        self._rows.focus()

    @on(SearchLine.Left)
    def _clear(self) -> None:
        self.words = ""
        self._to_list()

    def _show(self, at: ContactId | None = None) -> None:
        found = find_contacts(self._pack.contacts, self.words)
        if self.words and found:
            at = found[0].id
        shown = with_emergency(self._pack.contacts, found)
        width = min(WIDEST_NUMBER, max(len(_number(contact)) for contact in self._pack.contacts) + 2)
        now = self._now()
        self._rows.show((self._row(contact, width, now) for contact in shown), at=at)
        self.query_one("#said", Static).update(self._said(len(found)))

    def _said(self, count: int) -> str:
        if not self.words:
            return ""
        words = one_line(self.words)
        return f"{count} found for '{words}'; Esc shows all" if count else f"nothing found for '{words}'"

    def _row(self, contact: Contact, width: int, now: dt.datetime) -> Row:
        number = f"{_number(contact):<{width}}"
        parts = [contact.name, short_status(self._pack, contact, now), opening_of(self._pack, contact, now)]
        text = " - ".join(one_line(part) for part in parts if part)
        return Row(id=contact.id, text=f"{number}{text}", hang=len(number))

    @property
    def _marked(self) -> Contact | None:
        row = self._rows.row
        return self._pack.contact(row.id) if row else None

    @property
    def _rows(self) -> Rows:
        return self.query_one(Rows)


def _number(contact: Contact) -> str:
    return one_line(contact.phones[0].number) if contact.phones else NO_NUMBER
