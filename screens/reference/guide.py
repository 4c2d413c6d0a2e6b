"""The guide: the briefing, topic by topic, with search."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from content.pack.model import Pack
from content.pack.pack_entry import SourceId
from content.pack.provenance import source_in_words
from content.pack.rendering import topic_lines
from content.pack.search import PointMatch, find_points
from content.text import one_line
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows
from screens.widgets.search_line import SearchLine

TOPIC_KEYS = 7
"""How many topics have a number key; the arrow keys reach the topics after these."""


class GuideScreen(Page[None]):
    """Read the guide."""

    CSS_PATH = "guide.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", tooltip="Find words in every topic"),
        *(
            Binding(str(number), f"topic({number - 1})", "Topic", key_display="1-7", tooltip="Go to that topic")
            for number in range(1, TOPIC_KEYS + 1)
        ),
        Binding("left", "turn(-1)", "Previous", tooltip="Previous topic"),
        Binding("right", "turn(1)", "Next", tooltip="Next topic"),
        Binding("n", "match(1)", "Next match", tooltip="Next match, in any topic"),
        Binding("N", "match(-1)", "Previous match", tooltip="Previous match, in any topic"),
    ]

    found: reactive[tuple[PointMatch, ...]] = reactive((), bindings=True)
    """The points that match the search."""

    said = reactive("")
    """The sentence above the line of keys: the result of the search, or the source that the guide opened at."""

    def __init__(self, pack: Pack, today: dt.date, *, open_at: SourceId | None = None, topic: int = 0) -> None:
        """Create the screen.

        Args:
            pack: The pack that has the guide.
            today: The day by which points need a check or not.
            open_at: The source whose first point is marked at the start.
            topic: The topic to start with, from 0, if no source is given.
        """
        super().__init__()
        self._pack = pack
        self._today = today
        self._topic = max(0, min(topic, len(pack.topics) - 1))
        self._match = 0
        self._words = ""
        self._open_at = open_at

    def compose_body(self) -> Iterable[Widget]:
        """Yield the points of the topic, the result of the search, and the search line."""
        yield Rows(id="points")
        yield Static(id="said", markup=False)
        yield SearchLine("words in any topic, then Enter")

    def on_mount(self) -> None:
        """Open at the source or the topic that was given."""
        self._rows.focus()
        at = next(self._cited_at(), None) if self._open_at else None
        self._show(at or PointMatch(self._topic, 0))
        if self._open_at:
            source = one_line(source_in_words(self._pack, self._open_at))
            self.said = f"opened at {source}" if at else f"nothing in the guide is from {source}"

    def watch_said(self, said: str) -> None:
        """Show the sentence."""
        self.query_one("#said", Static).update(said)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable keys without effect: search while it is open, matches if there are none, topics that do not exist."""
        if action == "search":
            return not self.query_one(SearchLine).is_open
        if action == "match":
            return bool(self.found)
        if action == "topic":
            return isinstance(parameters[0], int) and parameters[0] < len(self._pack.topics)
        return True

    def action_topic(self, topic: int) -> None:
        """Go to the first point of a topic."""
        self._show(PointMatch(topic, 0))

    def action_turn(self, step: int) -> None:
        """Go to the next or previous topic, if there is one."""
        if 0 <= self._topic + step < len(self._pack.topics):
            self._show(PointMatch(self._topic + step, 0))

    def action_search(self) -> None:
        """Open the search line."""
        self.query_one("#said").display = False
        self.query_one(SearchLine).open()

    def action_match(self, step: int) -> None:
        """Go to the next or previous match, from the last to the first and back."""
        self._go_to_match((self._match + step) % len(self.found))

    @on(SearchLine.Submitted)
    def _search(self, event: SearchLine.Submitted) -> None:
        self._close_search()
        self._words = one_line(event.words)
        self.found = find_points(self._pack.topics, event.words)
        if self.found:
            self._go_to_match(0)
        else:
            self.said = f"nothing found for '{self._words}'" if self._words else ""

    @on(SearchLine.Left)
    def _close_search(self) -> None:
        self.query_one(SearchLine).close()
        self.query_one("#said").display = True
        self._rows.focus()

    def _go_to_match(self, match: int) -> None:
        self._match = match
        self._show(self.found[match])
        self.said = f"match {match + 1} of {len(self.found)} for '{self._words}'"

    def _show(self, at: PointMatch) -> None:
        self._topic = at.topic
        topic = self._pack.topics[at.topic]
        self.place = f"Guide  {at.topic + 1} of {len(self._pack.topics)}  {one_line(topic.title)}"
        note = [Row(id="", text=one_line(topic.note), look="quiet"), Row(id="", text="")] if topic.note else []
        points = [
            Row(
                id="" if line.point is None else str(line.point),
                text=line.text,
                hang=line.hang,
                look="heading" if line.is_heading else "",
            )
            for line in topic_lines(self._pack, topic, self._today)
        ]
        self._rows.show([*note, *points], at=str(at.point))

    def _cited_at(self) -> Iterator[PointMatch]:
        return (
            PointMatch(number, index)
            for number, topic in enumerate(self._pack.topics)
            for index, point in enumerate(topic.points)
            if point.source == self._open_at
        )

    @property
    def _rows(self) -> Rows:
        return self.query_one(Rows)
