"""One contact, whole."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from content.pack.model import Contact, Pack
from content.pack.rendering import LABEL_WIDTH, contact_lines
from content.text import one_line
from screens.reference.guide import GuideScreen
from screens.reference.qr import QrScreen
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class ContactScreen(Page[None]):
    """Read all there is about a contact."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "qr", "QR code", tooltip="The number as a QR code"),
        Binding("g", "guide", "Guide", tooltip="The guide on this contact"),
    ]

    def __init__(self, pack: Pack, contact: Contact, now: dt.datetime) -> None:
        """Read a contact.

        Args:
            pack: The pack that the contact is of.
            contact: The contact.
            now: The moment that its hours and its review date are told for, with its time zone.
        """
        super().__init__()
        self._pack = pack
        self._contact = contact
        self._now = now
        self.place = f"Contacts  {one_line(contact.name)}"

    def compose_body(self) -> Iterable[Widget]:
        """One row for each thing told."""
        lines = contact_lines(self._pack, self._contact, self._now)
        yield Rows(Row(id=str(number), text=line, hang=LABEL_WIDTH) for number, line in enumerate(lines))

    def action_qr(self) -> None:
        """Show the number as a QR code."""
        self.app.push_screen(QrScreen(self._contact))

    def action_guide(self) -> None:
        """Open the guide where it speaks of the contact."""
        self.app.push_screen(GuideScreen(self._pack, open_at=self._contact.source))
