"""A list of lines to move through: one widget for every list, marked in text as well as in colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

MARK = "> "
INDENT = "  "


@dataclass(frozen=True)
class Row:
    """One entry of a list."""

    id: str
    """What choosing it means; empty for a line that cannot be chosen."""

    text: str
    look: str = ""
    """How it is drawn besides its words: `heading`, `problem` or `quiet`."""

    hang: int = 0
    """How many columns at its left stand alone: the rest wraps beside them, and they alone are drawn as marked.

    Of any row of several lines, nothing else is drawn as marked than these and the sign before it.
    """


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of text with one marked; moving redraws only the two rows that change."""

    DEFAULT_CSS = """
    Rows {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > .rows--heading { text-style: bold; }
        & > .rows--problem { text-style: bold; color: $text-error; }
        & > .rows--quiet { color: $text-muted; }
        & > .rows--marked { text-style: reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--heading", "rows--problem", "rows--quiet", "rows--marked"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, tooltip="Line before"),
        Binding("down", "move(1)", "Down", show=False, tooltip="Next line"),
        Binding("pageup", "page(-1)", "Page up", show=False, tooltip="Page up"),
        Binding("pagedown", "page(1)", "Page down", show=False, tooltip="Page down"),
        Binding("home", "end(-1)", "First", show=False, tooltip="First line"),
        Binding("end", "end(1)", "Last", show=False, tooltip="Last line"),
    ]

    marked: reactive[int] = reactive(0, init=False, repaint=False)
    """Which row is marked."""

    @dataclass
    class Moved(Message):
        """Another row is marked."""

        rows: "Rows"
        row: Row

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """Enter was pressed on a row."""

        rows: "Rows"
        row: Row

        @property
        def control(self) -> "Rows":
            """The list it happened in."""
            return self.rows

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        at: str = "",
        wraps: bool = True,
        id: str | None = None,  # noqa: A002 # Textual's word
    ) -> None:
        """Take the rows to show.

        Args:
            rows: The rows, in order.
            at: The id of the row to mark; the first that can be chosen where it is not given.
            wraps: Whether long text goes on over more lines, or is cut with an ellipsis.
            id: Textual's name for the widget.
        """
        super().__init__(id=id)
        self._wraps = wraps
        self._rows: tuple[Row, ...] = tuple(rows)
        self._lines: list[tuple[int, str]] = []
        self._starts: list[int] = []
        self.set_reactive(Rows.marked, self._index(at))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    @property
    def row(self) -> Row | None:
        """The row that is marked."""
        return self._rows[self.marked] if self.marked < len(self._rows) else None

    def show(self, rows: Iterable[Row], *, at: str | None = None) -> None:
        """Show other rows, with the one called `at` marked; the same one as before where it is not given."""
        now = self.row
        rows = tuple(rows)
        wanted = at if at is not None else now.id if now else ""
        if [row.id for row in rows] == [row.id for row in self._rows] and all(row.id for row in rows):
            for row in rows:
                self.replace(row)
            self.marked = self._index(wanted)
            return
        self._rows = rows
        self.set_reactive(Rows.marked, self._index(wanted))
        self._lay_out()
        self._into_view()

    def replace(self, row: Row) -> None:
        """Show a row of the same id otherwise; only its lines are redrawn where their number stays."""
        index = next((number for number, each in enumerate(self._rows) if each.id == row.id), None)
        if index is None or self._rows[index] == row:
            return
        if not self._starts:
            self._rows = (*self._rows[:index], row, *self._rows[index + 1 :])
            return
        lines = len(self._wrapped(self._rows[index]))
        self._rows = (*self._rows[:index], row, *self._rows[index + 1 :])
        if len(self._wrapped(row)) != lines:
            self._lay_out()
            return
        start = self._starts[index]
        self._lines[start : start + lines] = [(index, text) for text in self._wrapped(row)]
        self._redraw(index)

    def mark(self, wanted: str) -> None:
        """Mark the row called `wanted`, where there is one."""
        index = self._index(wanted)
        if index < len(self._rows) and self._rows[index].id == wanted:
            self.marked = index

    def on_mount(self) -> None:
        """Lay out what was given at the start."""
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap anew for another width."""
        self._lay_out()
        self.call_after_refresh(self._into_view)

    def watch_marked(self, before: int, after: int) -> None:
        """Redraw the two rows concerned, and tell."""
        self._redraw(before)
        self._redraw(after)
        self._into_view()
        if self.row:
            self.post_message(self.Moved(self, self.row))

    def render_line(self, y: int) -> Strip:
        """One line of one row."""
        line = self.scroll_offset.y + y
        width = self.size.width
        if line >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        index, text = self._lines[line]
        style = self.rich_style
        if self._rows[index].look:
            style += self.get_component_rich_style(f"rows--{self._rows[index].look}", partial=True)
        if index == self.marked and self._rows[index].id:
            return self._marked_strip(index, text, style, is_first=self._starts[index] == line)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def action_move(self, step: int) -> None:
        """Mark the next row that can be marked, in a direction; at an end, bring the lines beyond it into view."""
        index = self._next(self.marked, step)
        if index is None:
            self.scroll_to(y=0 if step < 0 else self.max_scroll_y, animate=False)
        else:
            self.marked = index

    def action_page(self, step: int) -> None:
        """Mark the row about a page further."""
        if not self._starts:
            return
        line = self._starts[self.marked] + step * max(1, self.size.height - 1)
        line = min(max(line, 0), len(self._lines) - 1)
        index = self._lines[line][0]
        near = index if self._rows[index].id else self._next(index, step) or self._next(index, -step)
        if near is not None:
            self.marked = near

    def action_end(self, step: int) -> None:
        """Mark the first or the last row."""
        index = self._next(-1, 1) if step < 0 else self._next(len(self._rows), -1)
        if index is not None:
            self.marked = index

    def action_choose(self) -> None:
        """Tell which row was chosen."""
        if self.row and self.row.id:
            self.post_message(self.Chosen(self, self.row))

    def _index(self, wanted: str) -> int:
        named = (number for number, row in enumerate(self._rows) if row.id and row.id == wanted)
        first = (number for number, row in enumerate(self._rows) if row.id)
        return next(named, next(first, 0))

    def _next(self, index: int, step: int) -> int | None:
        ahead = range(index + 1, len(self._rows)) if step > 0 else range(index - 1, -1, -1)
        return next((number for number in ahead if self._rows[number].id), None)

    def _marked_strip(self, index: int, text: str, style: Style, *, is_first: bool) -> Strip:
        marked = style + self.get_component_rich_style("rows--marked", partial=True)
        text = (MARK if is_first else INDENT) + text[len(INDENT) :]
        hang = self._rows[index].hang
        if not hang and self._lines_of(index)[1] == 1:
            return Strip([Segment(text, marked)]).adjust_cell_length(self.size.width, marked)
        # Of what is several lines long, drawing all anew would make a step dear on a slow line.
        head = len(INDENT) + hang if is_first else 0
        segments = [Segment(text[:head].rstrip(), marked), Segment(text[len(text[:head].rstrip()) :], style)]
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def _wrapped(self, row: Row) -> list[str]:
        width = max(1, self.scrollable_content_region.width or self.size.width)
        head, rest = row.text[: row.hang], row.text[row.hang :]
        room = max(1, width - len(INDENT) - row.hang)
        if not self._wraps:
            return [INDENT + head + Content(rest).truncate(room, ellipsis=True).plain]
        lines = [line.plain for line in Content(rest).wrap(room)] or [""]
        return [INDENT + head + lines[0], *(INDENT + " " * row.hang + line for line in lines[1:])]

    def _lay_out(self) -> None:
        self._lines = []
        self._starts = []
        if not self.size.width:
            # Before the first layout there is no width to wrap to.
            return
        for number, row in enumerate(self._rows):
            self._starts.append(len(self._lines))
            self._lines += [(number, text) for text in self._wrapped(row)]
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        self.refresh()

    def _lines_of(self, index: int) -> tuple[int, int]:
        ends = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._lines)
        return self._starts[index], ends - self._starts[index]

    def _redraw(self, index: int) -> None:
        if index < len(self._starts):
            start, count = self._lines_of(index)
            self.refresh(Region(0, start - self.scroll_offset.y, self.size.width, count))

    def _into_view(self) -> None:
        if self.marked < len(self._starts):
            start, count = self._lines_of(self.marked)
            # What leads up to the first row that can be marked is shown with it.
            if self._next(self.marked, -1) is None:
                start, count = 0, start + count if start + count <= self.size.height else count
            self.scroll_to_region(Region(0, start, 1, count), animate=False, force=True)
