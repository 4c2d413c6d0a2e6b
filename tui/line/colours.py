"""The colours that a terminal has, and the one among them that is nearest and can be read."""

from functools import cache

Rgb = tuple[int, int, int]

LEGIBLE = 4.5
"""The least contrast between a text and its background."""

# What people call the eight colours looks differently on each terminal; what is chosen must be read on all of these.
_VGA = ("000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa")
_VGA_BRIGHT = ("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff")
_XTERM = ("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5")
_XTERM_BRIGHT = ("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff")
_PUTTY = ("000000", "bb0000", "00bb00", "bbbb00", "0000bb", "bb00bb", "00bbbb", "bbbbbb")
_PUTTY_BRIGHT = ("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff")
_STEPS = (0, 95, 135, 175, 215, 255)


def _rgb(written: str) -> Rgb:
    return int(written[:2], 16), int(written[2:4], 16), int(written[4:], 16)


NAMED: tuple[tuple[Rgb, ...], ...] = tuple(
    tuple(map(_rgb, each))
    for each in zip(_VGA + _VGA_BRIGHT, _XTERM + _XTERM_BRIGHT, _PUTTY + _PUTTY_BRIGHT, strict=True)
)
"""The sixteen colours by number, each as every known terminal shows it."""


def fixed(number: int) -> Rgb:
    """The colour of a number from 16 to 255, which is the same on all terminals."""
    if number >= 232:
        grey = 8 + 10 * (number - 232)
        return grey, grey, grey
    number -= 16
    return _STEPS[number // 36], _STEPS[number // 6 % 6], _STEPS[number % 6]


def shown_as(number: int) -> tuple[Rgb, ...]:
    """What terminals show for a number."""
    return NAMED[number] if number < 16 else (fixed(number),)


@cache
def nearest(wanted: Rgb, colours: int) -> int:
    """The background that is nearest to a colour."""
    # Bright backgrounds are not had everywhere.
    return min(range(8) if colours < 256 else range(16, 256), key=lambda number: _distance(number, wanted))


@cache
def legible(wanted: Rgb, on: int, colours: int) -> int:
    """The colour nearest to one that can be read on a background; the most readable where none is legible."""
    numbers = range(colours) if colours < 256 else range(16, 256)
    nearest_first = sorted(numbers, key=lambda number: _distance(number, wanted))
    readable = (number for number in nearest_first if contrast_of(number, on) >= LEGIBLE)
    found = next(readable, None)
    return max(numbers, key=lambda number: contrast_of(number, on)) if found is None else found


def contrast_of(number: int, on: int) -> float:
    """The contrast of two colours by number, on the terminal where it is least."""
    return min(contrast(a, b) for a, b in zip(_as_many(number, on), _as_many(on, number), strict=True))


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def luminance(colour: Rgb) -> float:
    """How bright a colour is, from 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _as_many(number: int, other: int) -> tuple[Rgb, ...]:
    shown, beside = shown_as(number), shown_as(other)
    return shown if len(shown) >= len(beside) else shown * len(beside)


def _distance(number: int, wanted: Rgb) -> float:
    # The eye sees green best and blue least.
    red, green, blue = wanted
    return min(2 * (r - red) ** 2 + 4 * (g - green) ** 2 + (b - blue) ** 2 for r, g, b in shown_as(number))
