"""The cell diff: the shortest output that turns the screen as last sent into the wanted one."""

from collections import Counter

from tui.driver.ansi_writer import AnsiWriter
from tui.driver.canvas import Canvas, CanvasRow, Rows, blank_row
from tui.driver.glyphs import WIDE_TAIL, has_known_width
from tui.driver.styles import DEFAULT, CellStyle, blank_style
from tui.driver.terminal_info import TerminalInfo

RESET_MODES = "\x0f\x1b(B\x1b[r\x1b[4l\x1b[?6l\x1b[?7l\x1b[?25l"
"""ASCII character set, no scroll region, replace mode, no origin mode, no autowrap, no cursor."""

_ERASE_THRESHOLD = 4
"""Blanks at the end of a line above which erasing is shorter than writing spaces."""

_GAP_THRESHOLD = 4
"""Unchanged cells between two changes up to which writing them is no longer than moving past them."""

_SCROLL_THRESHOLD = 4
"""Changed lines from which on scrolling is tried."""


class ScreenDiff:
    """The screen as last sent to a terminal, and the output that updates it."""

    def __init__(self, terminal: TerminalInfo) -> None:
        self._terminal = terminal
        # Empty while the content of the terminal is unknown.
        self._sent: Rows = []
        self._cursor: tuple[int, int] | None = None
        self._style: CellStyle | None = None

    def invalidate(self) -> None:
        """Have the next update redraw everything."""
        self._sent = []

    def update(self, wanted: Canvas) -> str:
        """Return the output that makes the terminal show the canvas; it counts as sent from then on."""
        reset = ""
        if len(self._sent) != wanted.height or len(self._sent[0].chars) != wanted.width:
            reset = self._clear(wanted)
        changed = [
            y
            for y, (sent, row) in enumerate(zip(self._sent, wanted.rows, strict=True))
            if sent.chars != row.chars or sent.styles != row.styles
        ]
        writer = self._writer(wanted)
        _write_rows(writer, self._sent, wanted.rows, changed, self._terminal)
        writer = self._scrolled(wanted, changed, writer)
        for y in changed:
            self._sent[y] = wanted.rows[y].copy()
        self._cursor, self._style = writer.cursor, writer.style
        return reset + "".join(writer.parts)

    def _writer(self, wanted: Canvas) -> AnsiWriter:
        return AnsiWriter(self._terminal, wanted.width, self._cursor, self._style)

    def _clear(self, wanted: Canvas) -> str:
        """Reset the terminal's modes and erase the screen, with BCE in the background that most blanks have."""
        style = DEFAULT
        if self._terminal.has_bce:
            styles = Counter(
                blank_style(each)
                for row in wanted.rows
                for char, each in zip(row.chars, row.styles, strict=True)
                if char == " " and not each.reverse and not each.underline
            )
            style = max(styles, key=lambda each: styles[each], default=DEFAULT)
        writer = AnsiWriter(self._terminal, wanted.width, None, None)
        writer.write_control(RESET_MODES)
        writer.set_style(style)
        writer.write_control("\x1b[2J")
        self._sent = [blank_row(wanted.width, style) for _ in range(wanted.height)]
        self._cursor, self._style = writer.cursor, writer.style
        return "".join(writer.parts)

    def _scrolled(self, wanted: Canvas, changed: list[int], plain: AnsiWriter) -> AnsiWriter:
        """Return the shorter of an update without scrolling and one that first scrolls a region."""
        if not self._terminal.has_scroll_region or len(changed) < _SCROLL_THRESHOLD:
            return plain
        scroll = _find_scroll(self._sent, wanted.rows, changed)
        if scroll is None:
            return plain
        top, bottom, up = scroll
        rows = _scroll_rows(self._sent, wanted.width, top, bottom, up)
        writer = self._writer(wanted)
        writer.set_style(DEFAULT)
        writer.write_control(f"\x1b[{top + 1};{bottom + 1}r")
        writer.move_to(0, bottom if up > 0 else top)
        writer.write_control("\x1bD" * up if up > 0 else "\x1bM" * -up)
        writer.write_control("\x1b[r")
        _write_rows(writer, rows, wanted.rows, sorted({*changed, *range(top, bottom + 1)}), self._terminal)
        return min(plain, writer, key=lambda each: sum(map(len, each.parts)))


def _write_rows(writer: AnsiWriter, sent: Rows, wanted: Rows, lines: list[int], terminal: TerminalInfo) -> None:
    for y in lines:
        _write_row(writer, y, sent[y], wanted[y], terminal)


def _write_row(writer: AnsiWriter, y: int, sent: CanvasRow, wanted: CanvasRow, terminal: TerminalInfo) -> None:
    changed = _changed_columns(sent, wanted)
    if not changed:
        return
    tail = _blank_tail(wanted, terminal)
    erased = [x for x in changed if x >= tail]
    is_erasing = len(erased) > _ERASE_THRESHOLD
    if is_erasing:
        changed = changed[: len(changed) - len(erased)]
    for start, stop in _runs(changed, wanted):
        writer.write_cells(wanted.chars, wanted.styles, y, start, stop)
    if is_erasing:
        writer.move_to(erased[0], y)
        writer.erase_to_end(wanted.styles[erased[0]])


def _changed_columns(sent: CanvasRow, wanted: CanvasRow) -> list[int]:
    chars, styles = wanted.chars, wanted.styles
    changed = [
        x
        for x, (old, new) in enumerate(zip(sent.chars, chars, strict=True))
        if old != new
        or (
            # Most styles are the same object, from the cache of `parse_sgr`.
            sent.styles[x] is not styles[x]
            and sent.styles[x] != styles[x]
            and not (new == " " and blank_style(sent.styles[x]) == blank_style(styles[x]))
        )
    ]
    # Terminals disagree about the width of some characters, so everything after such a change is written again.
    uncertain = next((x for x in changed if not (has_known_width(chars[x]) and has_known_width(sent.chars[x]))), None)
    return changed if uncertain is None else [x for x in changed if x < uncertain] + [*range(uncertain, len(chars))]


def _blank_tail(row: CanvasRow, terminal: TerminalInfo) -> int:
    """The column from which on the line can be erased; its width if no part can."""
    width = len(row.chars)
    blank = blank_style(row.styles[-1])
    if blank.reverse or blank.underline or (blank.background is not None and not terminal.has_bce):
        return width
    x = width
    while x and row.chars[x - 1] == " " and blank_style(row.styles[x - 1]) == blank:
        x -= 1
    return x


def _runs(changed: list[int], row: CanvasRow) -> list[tuple[int, int]]:
    """Join changed columns into runs, across short gaps in the same style."""
    runs: list[tuple[int, int]] = []
    for x in changed:
        start, stop = runs[-1] if runs else (0, -_GAP_THRESHOLD - 1)
        gap = range(stop, x)
        # A wide character is written whole.
        end = x + 2 if row.chars[x + 1 : x + 2] == [WIDE_TAIL] else x + 1
        if x - stop <= _GAP_THRESHOLD and all(row.styles[each] == row.styles[stop - 1] for each in gap):
            runs[-1] = (start, max(stop, end))
        else:
            runs.append((x - 1 if row.chars[x] == WIDE_TAIL else x, end))
    return runs


def _find_scroll(sent: Rows, wanted: Rows, changed: list[int]) -> tuple[int, int, int] | None:
    """The region that seems to have scrolled, as first line, last line and lines up (negative for down), or None."""
    lines_before: dict[str, int] = {}
    for y, row in enumerate(sent):
        # The last column may hold a scroll bar, which stays.
        text = "".join(row.chars[:-1])
        if not text.isspace():
            lines_before[text] = y
    candidates: dict[int, list[int]] = {}
    for y in changed:
        before = lines_before.get("".join(wanted[y].chars[:-1]))
        if before is not None and before != y:
            candidates.setdefault(before - y, []).append(y)
    if not candidates:
        return None
    up, lines = max(candidates.items(), key=lambda candidate: len(candidate[1]))
    if len(lines) < _SCROLL_THRESHOLD - 1:
        return None
    region = [*lines, *(y + up for y in lines)]
    return min(region), max(region), up


def _scroll_rows(rows: Rows, width: int, top: int, bottom: int, up: int) -> Rows:
    region = rows[top : bottom + 1]
    blank = [blank_row(width) for _ in range(abs(up))]
    region = region[up:] + blank if up > 0 else blank + region[:up]
    return [*rows[:top], *region, *rows[bottom + 1 :]]
