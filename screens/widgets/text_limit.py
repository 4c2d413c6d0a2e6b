"""How much more fits into a text that is being typed: said near the limit, and where a pasted text does not fit."""

from dataclasses import dataclass

from textual.message import Message
from textual.widget import Widget

from content.limits import not_taken, room_left


@dataclass
class RoomChanged(Message):
    """What there is to say about the room that is left has changed; empty if there is nothing to say."""

    says: str


class TextLimit:
    """The limit of one widget, and what was last said about it."""

    def __init__(self, widget: Widget, limit: int) -> None:
        """Watch a widget.

        Args:
            widget: Posts `RoomChanged`.
            limit: The maximum number of characters; 0 for none.
        """
        self._widget = widget
        self._limit = limit
        self._said = ""

    def changed(self, length: int) -> None:
        """Say the room that is left, once it is little."""
        self._say(room_left(length, self._limit) if self._limit else "")

    def takes(self, inserted: int, replaced: int, length: int) -> bool:
        """Whether a change fits; if not, that is said, and nothing may be changed.

        A text that is too long already can still be made shorter.

        Args:
            inserted: The number of characters that are put in.
            replaced: The number of characters whose place they take.
            length: The number of characters before.
        """
        if not self._limit or inserted <= replaced or length - replaced + inserted <= self._limit:
            return True
        if inserted > 1:
            self._say(not_taken(inserted, length - replaced, self._limit))
        else:
            self._say(room_left(max(length, self._limit), self._limit))
        return False

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self._widget.post_message(RoomChanged(sentence))
