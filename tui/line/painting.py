"""The least that turns the screen as it was sent into the screen as it is wanted."""

from collections import Counter

from tui.line.abilities import Abilities
from tui.line.brush import Brush
from tui.line.canvas import Canvas, Row, Rows, blank_row
from tui.line.looks import PLAIN, Look, blank_of
from tui.line.marks import CONTINUED, is_certain

AS_KNOWN = "\x0f\x1b(B\x1b[r\x1b[4l\x1b[?6l\x1b[?7l\x1b[?25l"
"""Letters for letters, no region that scrolls, nothing inserted, no wrapping, no cursor: whatever went before."""

_ERASING_PAYS = 4
"""How many cells to blank cost more than to erase."""

_BRIDGED = 4
"""How many cells that need not be sent cost no more than to go past them."""

_SCROLLING_PAYS = 4
"""How many lines have to move for a look at whether scrolling them is cheaper."""


class Painter:
    """Keeps the screen as the terminal has it."""

    def __init__(self, terminal: Abilities) -> None:
        self._terminal = terminal
        # Empty where it is not known what the terminal shows.
        self._sent: Rows = []
        self._at: tuple[int, int] | None = None
        self._look: Look | None = None

    def forget(self) -> None:
        """Take it that nothing is known of what the terminal shows."""
        self._sent = []

    def paint(self, wanted: Canvas) -> str:
        """What to send for the screen to be as it is wanted; from then on that is taken for sent."""
        start = ""
        if len(self._sent) != wanted.height or len(self._sent[0].chars) != wanted.width:
            start = self._erase(wanted)
        brush = self._brush(wanted)
        changed = [
            y
            for y, (had, row) in enumerate(zip(self._sent, wanted.rows, strict=True))
            if had.chars != row.chars or had.looks != row.looks
        ]
        _paint_lines(brush, self._sent, wanted.rows, changed, self._terminal)
        brush = self._scrolled(wanted, changed, brush)
        for y in changed:
            self._sent[y] = wanted.rows[y].copy()
        self._at, self._look = brush.at, brush.look
        return start + "".join(brush.parts)

    def _brush(self, wanted: Canvas) -> Brush:
        return Brush(self._terminal, wanted.width, self._at, self._look)

    def _erase(self, wanted: Canvas) -> str:
        """Erase everything, in the background that most of the screen has."""
        look = PLAIN
        if self._terminal.erases_in_colour:
            looks = Counter(
                blank_of(each)
                for row in wanted.rows
                for char, each in zip(row.chars, row.looks, strict=True)
                if char == " " and not each.reverse and not each.underline
            )
            look = max(looks, key=lambda each: looks[each], default=PLAIN)
        brush = Brush(self._terminal, wanted.width, None, None)
        brush.command(AS_KNOWN)
        brush.take_up(look)
        brush.command("\x1b[2J")
        self._sent = [blank_row(wanted.width, look) for _ in range(wanted.height)]
        self._at, self._look = brush.at, brush.look
        return "".join(brush.parts)

    def _scrolled(self, wanted: Canvas, changed: list[int], painted: Brush) -> Brush:
        """The cheaper of what is painted and the same after scrolling some lines."""
        if not self._terminal.scrolls or len(changed) < _SCROLLING_PAYS:
            return painted
        move = _moved(self._sent, wanted.rows, changed)
        if move is None:
            return painted
        top, bottom, up = move
        rows = _after_scroll(self._sent, wanted.width, top, bottom, up)
        brush = self._brush(wanted)
        brush.take_up(PLAIN)
        brush.command(f"\x1b[{top + 1};{bottom + 1}r")
        brush.move(0, bottom if up > 0 else top)
        brush.command("\x1bD" * up if up > 0 else "\x1bM" * -up)
        brush.command("\x1b[r")
        lines = sorted({*changed, *range(top, bottom + 1)})
        _paint_lines(brush, rows, wanted.rows, lines, self._terminal)
        return min(painted, brush, key=lambda each: sum(map(len, each.parts)))


def _paint_lines(brush: Brush, had: Rows, wanted: Rows, lines: list[int], terminal: Abilities) -> None:
    for y in lines:
        _paint_line(brush, y, had[y], wanted[y], terminal)


def _paint_line(brush: Brush, y: int, had: Row, wanted: Row, terminal: Abilities) -> None:
    changed = _changed(had, wanted)
    if not changed:
        return
    tail = _blank_tail(wanted, terminal)
    erased = [x for x in changed if x >= tail]
    if len(erased) > _ERASING_PAYS:
        changed = changed[: len(changed) - len(erased)]
    for start, stop in _runs(changed, wanted):
        brush.draw(wanted.chars, wanted.looks, y, start, stop)
    if len(erased) > _ERASING_PAYS:
        brush.move(erased[0], y)
        brush.erase_line(wanted.looks[erased[0]])


def _changed(had: Row, wanted: Row) -> list[int]:
    chars, looks = wanted.chars, wanted.looks
    changed = [
        x
        for x, (old, new) in enumerate(zip(had.chars, chars, strict=True))
        if old != new
        or (
            had.looks[x] is not looks[x]
            and had.looks[x] != looks[x]
            and not _is_same_blank(had.looks[x], looks[x], new)
        )
    ]
    # Where terminals differ in how far a character goes, what follows it may have been drawn over.
    doubtful = next((x for x in changed if not (is_certain(chars[x]) and is_certain(had.chars[x]))), None)
    return changed if doubtful is None else [x for x in changed if x < doubtful] + [*range(doubtful, len(chars))]


def _is_same_blank(had: Look, wanted: Look, char: str) -> bool:
    return char == " " and blank_of(had) == blank_of(wanted)


def _blank_tail(row: Row, terminal: Abilities) -> int:
    """The column from which a line can be erased."""
    width = len(row.chars)
    blank = blank_of(row.looks[-1])
    if blank.reverse or blank.underline or (blank.ground is not None and not terminal.erases_in_colour):
        return width
    x = width
    while x and row.chars[x - 1] == " " and blank_of(row.looks[x - 1]) == blank:
        x -= 1
    return x


def _runs(changed: list[int], row: Row) -> list[tuple[int, int]]:
    """Columns to be sent in one go: those that changed, and short ones between them that look the same."""
    runs: list[tuple[int, int]] = []
    for x in changed:
        start, stop = runs[-1] if runs else (0, -_BRIDGED - 1)
        between = range(stop, x)
        # A wide character is sent whole.
        end = x + 2 if row.chars[x + 1 : x + 2] == [CONTINUED] else x + 1
        if x - stop <= _BRIDGED and all(row.looks[each] == row.looks[stop - 1] for each in between):
            runs[-1] = (start, max(stop, end))
        else:
            runs.append((x - 1 if row.chars[x] == CONTINUED else x, end))
    return runs


def _moved(had: Rows, wanted: Rows, changed: list[int]) -> tuple[int, int, int] | None:
    """The part of the screen that seems to have moved: its first and last line, and by how many lines up."""
    before: dict[str, int] = {}
    for y, row in enumerate(had):
        # The last column may hold a bar that stays.
        text = "".join(row.chars[:-1])
        if not text.isspace():
            before[text] = y
    votes: dict[int, list[int]] = {}
    for y in changed:
        place = before.get("".join(wanted[y].chars[:-1]))
        if place is not None and place != y:
            votes.setdefault(place - y, []).append(y)
    if not votes:
        return None
    up, lines = max(votes.items(), key=lambda vote: len(vote[1]))
    if len(lines) < _SCROLLING_PAYS - 1:
        return None
    ends = [*lines, *(y + up for y in lines)]
    return min(ends), max(ends), up


def _after_scroll(had: Rows, width: int, top: int, bottom: int, up: int) -> Rows:
    part = had[top : bottom + 1]
    blank = [blank_row(width) for _ in range(abs(up))]
    part = part[up:] + blank if up > 0 else blank + part[:up]
    return [*had[:top], *part, *had[bottom + 1 :]]
