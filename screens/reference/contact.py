"""The details of one contact."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from content.pack.contact_model import Contact
from content.pack.model import Pack
from content.pack.provenance import day_of
from content.pack.rendering import LABEL_WIDTH, contact_lines
from content.text import one_line
from screens.reference.guide import GuideScreen
from screens.reference.qr import QrScreen
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class ContactScreen(Page[None]):
    """Read everything about a contact."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "qr", "QR code", tooltip="The number as a QR code"),
        Binding("g", "guide", "Guide", tooltip="The guide on this contact"),
    ]

    def __init__(self, pack: Pack, contact: Contact, now: dt.datetime) -> None:
        """Create the screen.

        Args:
            pack: The pack that has the contact.
            contact: The contact.
            now: The time to show opening hours and the review date for, with its time zone.
        """
        super().__init__()
        self._pack = pack
        self._contact = contact
        self._now = now
        self.place = f"Contacts  {one_line(contact.name)}"

    def compose_body(self) -> Iterable[Widget]:
        """Yield one row for each detail."""
        lines = contact_lines(self._pack, self._contact, self._now)
        yield Rows(Row(id=str(number), text=line, hang=LABEL_WIDTH) for number, line in enumerate(lines))

    def action_qr(self) -> None:
        """Show the number as a QR code."""
        self.app.push_screen(QrScreen(self._contact))

    def action_guide(self) -> None:
        """Open the guide at the contact's source."""
        self.app.push_screen(GuideScreen(self._pack, day_of(self._pack, self._now), open_at=self._contact.source))
