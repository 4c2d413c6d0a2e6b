"""The list widget: rows of text, one of them marked with a character as well as by style."""

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

MORE = "  -- more: Down or PgDn --"
"""The last line while the row there is taller than the list and continues below."""


@dataclass(frozen=True)
class Row:
    """One row of a list."""

    id: str
    """Identifies the row when it is chosen; empty if the row cannot be marked or chosen."""

    text: str
    look: str = ""
    """The style of the row: `heading`, `problem` or `quiet`; empty for plain text."""

    hang: int = 0
    """The hanging indent: the first columns of the text, which the later lines are indented by.

    If the row has a hanging indent or several lines, only these columns and the mark are highlighted when it is marked.
    """


@dataclass
class RowMessage(Message):
    """The base class of messages about a row."""

    rows: "Rows"
    row: Row

    @property
    def control(self) -> "Rows":
        """The list that sent the message."""
        return self.rows


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows with one marked; moving the mark redraws only the two rows concerned."""

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
        Binding("up", "move(-1)", "Up", show=False, tooltip="Previous line"),
        Binding("down", "move(1)", "Down", show=False, tooltip="Next line"),
        Binding("pageup", "page(-1)", "Page up", show=False, tooltip="Page up"),
        Binding("pagedown", "page(1)", "Page down", show=False, tooltip="Page down"),
        Binding("home", "end(-1)", "First", show=False, tooltip="First line"),
        Binding("end", "end(1)", "Last", show=False, tooltip="Last line"),
    ]

    marked: reactive[int] = reactive(0, init=False, repaint=False)
    """The index of the marked row."""

    class Moved(RowMessage):
        """Another row is marked."""

    class Chosen(RowMessage):
        """Enter was pressed on a row."""

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        at: str = "",
        wraps: bool = True,
        id: str | None = None,  # noqa: A002 # Textual's word
    ) -> None:
        """Create the list.

        Args:
            rows: The rows, in order.
            at: The id of the row to mark; by default the first row that can be marked.
            wraps: Whether long text wraps; otherwise it is cut with an ellipsis.
            id: The widget's id in Textual.
        """
        super().__init__(id=id)
        self._wraps = wraps
        self._rows: tuple[Row, ...] = tuple(rows)
        self._lines: list[tuple[int, str]] = []
        self._starts: list[int] = []
        self.set_reactive(Rows.marked, self._index(at))

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows of the list."""
        return self._rows

    @property
    def is_at_end(self) -> bool:
        """Whether the last line of the list is in view."""
        return bool(self._starts) and self.scroll_offset.y + self.size.height >= len(self._lines)

    @property
    def row(self) -> Row | None:
        """The marked row, or None if the list is empty."""
        return self._rows[self.marked] if self.marked < len(self._rows) else None

    def show(self, rows: Iterable[Row], *, at: str | None = None) -> None:
        """Show other rows, and mark the one with the id `at`; by default the id that is marked now."""
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
        """Replace the row with the same id; only its lines are redrawn if their number stays the same."""
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
        """Mark the row with the id `wanted`, if there is one."""
        index = self._index(wanted)
        if index < len(self._rows) and self._rows[index].id == wanted:
            self.marked = index

    def on_mount(self) -> None:
        """Lay out the rows."""
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap the rows for the new width."""
        self._lay_out()
        self.call_after_refresh(self._into_view)

    def watch_marked(self, before: int, after: int) -> None:
        """Redraw the two rows concerned, and post `Moved`."""
        self._redraw(before)
        self._redraw(after)
        self._into_view()
        if self.row:
            self.post_message(self.Moved(self, self.row))

    def render_line(self, y: int) -> Strip:
        """Render one visible line."""
        line = self.scroll_offset.y + y
        width = self.size.width
        if line >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        index, text = self._lines[line]
        style = self.rich_style
        if y == self.size.height - 1 and self._goes_on_below(line):
            return Strip([Segment(MORE, style)]).adjust_cell_length(width, style)
        if self._rows[index].look:
            style += self.get_component_rich_style(f"rows--{self._rows[index].look}", partial=True)
        if index == self.marked and self._rows[index].id:
            return self._marked_strip(index, text, style, is_first=self._starts[index] == line)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def action_move(self, step: int) -> None:
        """Mark the next or previous row that can be marked, or scroll by a line if that would skip unread lines."""
        index = self._next(self.marked, step)
        if index is None or self._would_skip(index, step):
            self._scroll_by(step)
        else:
            self._mark(index, step)

    def action_page(self, step: int) -> None:
        """Mark the row about one page further down or up, or scroll by a page if that would skip unread lines."""
        if not self._starts:
            return
        page = step * max(1, self._lines_seen - 1)
        start, count = self._lines_of(self.marked)
        top = self.scroll_offset.y
        # Within a row that is taller than the screen, a page is counted from its visible part.
        at = max(start, top) if step > 0 or start >= top else min(start + count, top + self._lines_seen) - 1
        index = self._lines[min(max(at + page, 0), len(self._lines) - 1)][0]
        near = index if self._rows[index].id else self._next(index, step) or self._next(index, -step)
        if near is None or near == self.marked or self._would_skip(near, step):
            self._scroll_by(page)
        else:
            self._mark(near, step)

    def action_end(self, step: int) -> None:
        """Mark the first or the last row that can be marked."""
        index = self._next(-1, 1) if step < 0 else self._next(len(self._rows), -1)
        if index is not None:
            self.marked = index

    def action_choose(self) -> None:
        """Post `Chosen` for the marked row."""
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
        # Highlighting every line of a long row would send too many bytes on a slow connection.
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

    def _mark(self, index: int, step: int) -> None:
        """Mark a row; going up into one that is taller than the list, show its end."""
        self.marked = index
        start, count = self._lines_of(index)
        if step < 0 and count > self.size.height:
            self._show_from(start + count - self.size.height)

    def _scroll_by(self, lines: int) -> None:
        self._show_from(self.scroll_offset.y + lines)

    def _show_from(self, line: int) -> None:
        self.scroll_to(y=min(max(line, 0), self.max_scroll_y), animate=False, force=True)

    @property
    def _lines_seen(self) -> int:
        """The number of visible lines, without the line that says that there is more."""
        top, height = self.scroll_offset.y, self.size.height
        return height - self._goes_on_below(top + height - 1)

    def _goes_on_below(self, line: int) -> bool:
        """Whether a line belongs to a row taller than the list, and is not the last of that row."""
        if not 0 <= line < len(self._lines) - 1:
            return False
        index = self._lines[line][0]
        return self._lines[line + 1][0] == index and self._lines_of(index)[1] > self.size.height

    def _would_skip(self, index: int, step: int) -> bool:
        """Whether scrolling to a row would pass over lines that were not in view."""
        if not self._starts:
            return False
        top, height = self.scroll_offset.y, self.size.height
        start, count = self._lines_of(index)
        if step > 0:
            return min(start, start + count - height) > top + self._lines_seen
        # One line of overlap: the last visible line may be the one that says that there is more.
        return start + max(count, height) - 1 < top

    def _into_view(self) -> None:
        if self.marked < len(self._starts):
            start, count = self._lines_of(self.marked)
            # A row is shown together with the headings above it, if they fit.
            before = self._next(self.marked, -1)
            top = 0 if before is None else self._starts[before + 1]
            if start + count - top <= self.size.height:
                start, count = top, start + count - top
            elif before is None:
                start = 0
            self.scroll_to_region(Region(0, start, 1, count), animate=False, force=True)
