"""The colours of terminals, and the nearest of them that keeps text readable."""

from functools import lru_cache

Rgb = tuple[int, int, int]

MIN_CONTRAST = 4.5
"""The least contrast of text with its background, from WCAG 2 level AA."""

# Terminals show the sixteen ANSI colours differently; contrast has to hold on each of these.
_VGA = ("000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa")
_VGA_BRIGHT = ("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff")
_XTERM = ("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5")
_XTERM_BRIGHT = ("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff")
_PUTTY = ("000000", "bb0000", "00bb00", "bbbb00", "0000bb", "bb00bb", "00bbbb", "bbbbbb")
_PUTTY_BRIGHT = ("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff")
_CUBE_LEVELS = (0, 95, 135, 175, 215, 255)


def _rgb(hexadecimal: str) -> Rgb:
    return int(hexadecimal[:2], 16), int(hexadecimal[2:4], 16), int(hexadecimal[4:], 16)


ANSI_COLOURS: tuple[tuple[Rgb, ...], ...] = tuple(
    tuple(map(_rgb, each))
    for each in zip(_VGA + _VGA_BRIGHT, _XTERM + _XTERM_BRIGHT, _PUTTY + _PUTTY_BRIGHT, strict=True)
)
"""The sixteen ANSI colours by number, each as VGA, xterm and PuTTY show it."""


def indexed(number: int) -> Rgb:
    """The colour of a number from 16 to 255, which is the same on all terminals."""
    if number >= 232:
        grey = 8 + 10 * (number - 232)
        return grey, grey, grey
    number -= 16
    return _CUBE_LEVELS[number // 36], _CUBE_LEVELS[number // 6 % 6], _CUBE_LEVELS[number % 6]


def renderings(number: int) -> tuple[Rgb, ...]:
    """What terminals show for a colour number."""
    return ANSI_COLOURS[number] if number < 16 else (indexed(number),)


@lru_cache(maxsize=4096)
def nearest_background(wanted: Rgb, colours: int) -> int:
    """The number of the background colour nearest to a colour."""
    # Not every terminal has bright backgrounds. With 256 colours, only those that are the same everywhere are used.
    return min(range(8) if colours < 256 else range(16, 256), key=lambda number: _distance(number, wanted))


@lru_cache(maxsize=4096)
def readable_foreground(wanted: Rgb, background: int, colours: int) -> int:
    """The number of the text colour nearest to a colour with MIN_CONTRAST to a background.

    Where no colour has that contrast, the one that has most of it is returned.
    """
    numbers = range(colours) if colours < 256 else range(16, 256)
    nearest_first = sorted(numbers, key=lambda number: _distance(number, wanted))
    readable = (number for number in nearest_first if lowest_contrast(number, background) >= MIN_CONTRAST)
    found = next(readable, None)
    return max(numbers, key=lambda number: lowest_contrast(number, background)) if found is None else found


def lowest_contrast(number: int, background: int) -> float:
    """The contrast of two colour numbers on the terminal that shows it lowest."""
    pairs = zip(_renderings_beside(number, background), _renderings_beside(background, number), strict=True)
    return min(contrast(text, ground) for text, ground in pairs)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, from 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def luminance(colour: Rgb) -> float:
    """The relative luminance of a colour, from 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _renderings_beside(number: int, other: int) -> tuple[Rgb, ...]:
    """The renderings of a colour, as many as those of another one."""
    own, others = renderings(number), renderings(other)
    return own if len(own) >= len(others) else own * len(others)


def _distance(number: int, wanted: Rgb) -> float:
    # The weights follow the eye, which is most sensitive to green and least to blue.
    red, green, blue = wanted
    return min(2 * (r - red) ** 2 + 4 * (g - green) ** 2 + (b - blue) ** 2 for r, g, b in renderings(number))
