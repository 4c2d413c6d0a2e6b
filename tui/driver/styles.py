"""Cell styles: parsed from Textual's SGR sequences, reduced to the terminal's colours, written as SGR again."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tui.driver.palette import Rgb, indexed, luminance, nearest_background, readable_foreground, renderings

_BRIGHT = 8


class CellStyle(NamedTuple):
    """The colours and attributes of a cell."""

    foreground: int | None = None
    """The colour number of the text, or None for the terminal's default."""

    background: int | None = None
    """The colour number of the background, or None for the terminal's default."""

    bold: bool = False
    underline: bool = False
    reverse: bool = False


DEFAULT = CellStyle()


@lru_cache(maxsize=1024)
def parse_sgr(parameters: str, colours: int) -> CellStyle:
    """Return the style that an SGR sequence sets; as Textual writes them, none builds on an earlier one.

    Args:
        parameters: The parameters of the sequence, such as `1;38;5;111`.
        colours: The number of colours to reduce to.
    """
    foreground: Rgb | None = None
    background: Rgb | None = None
    attributes: set[int] = set()
    numbers = iter([int(part) if part else 0 for part in parameters.split(";")])
    for number in numbers:
        if number == 0:
            foreground, background, attributes = None, None, set()
        elif number in {38, 48}:
            colour = _extended_colour(numbers)
            foreground, background = (colour, background) if number == 38 else (foreground, colour)
        elif (colour := _ansi_colour(number)) is not None:
            is_foreground = number % 60 < 40
            foreground, background = (colour, background) if is_foreground else (foreground, colour)
        else:
            attributes.add(number)
    return _reduce(foreground, background, attributes, colours)


@lru_cache(maxsize=1024)
def blank_style(style: CellStyle) -> CellStyle:
    """What of a style is visible on a space: not the colour or weight of the text."""
    return style if style.underline or style.reverse else CellStyle(background=style.background)


@lru_cache(maxsize=4096)
def sgr_change(before: CellStyle | None, after: CellStyle, *, has_attribute_off: bool) -> str:
    """Return the shortest SGR sequence from one style to another.

    Args:
        before: The current style, or None if unknown.
        after: The style to set.
        has_attribute_off: Whether single attributes can be switched off.
    """
    if before == after:
        return ""
    from_reset = ["", *_parameters(DEFAULT, after)]
    candidates = [f"\x1b[{';'.join(from_reset)}m"]
    if before is not None and (has_attribute_off or not _switches_off(before, after)):
        candidates.append(f"\x1b[{';'.join(_parameters(before, after))}m")
    return min(candidates, key=len)


def _reduce(foreground: Rgb | None, background: Rgb | None, attributes: set[int], colours: int) -> CellStyle:
    bold, underline, reverse = (number in attributes for number in (1, 4, 7))
    if not colours:
        # A cursor or a selection that differs by its background alone has to stay visible.
        is_light = foreground is not None and background is not None and luminance(background) > luminance(foreground)
        return CellStyle(bold=bold, underline=underline, reverse=reverse != is_light)
    if background is None:
        return CellStyle(foreground and nearest_background(foreground, colours), None, bold, underline, reverse)
    reduced = nearest_background(background, colours)
    text = None if foreground is None else readable_foreground(foreground, reduced, colours)
    return CellStyle(text, reduced, bold, underline, reverse)


def _ansi_colour(number: int) -> Rgb | None:
    """The colour of an SGR parameter from 30 to 47 or 90 to 107, or None."""
    base = number % 10
    if base > 7 or number // 10 not in {3, 4, 9, 10}:
        return None
    return renderings(base + _BRIGHT if number >= 90 else base)[0]


def _extended_colour(numbers: Iterator[int]) -> Rgb | None:
    kind = next(numbers, 0)
    if kind == 2:
        return next(numbers, 0), next(numbers, 0), next(numbers, 0)
    number = next(numbers, 0)
    return renderings(number)[0] if number < 16 else indexed(number)


def _switches_off(before: CellStyle, after: CellStyle) -> bool:
    return any(was and not now for was, now in zip(before[2:], after[2:], strict=True)) or (
        (before.foreground is not None and after.foreground is None)
        or (before.background is not None and after.background is None)
    )


def _parameters(before: CellStyle, after: CellStyle) -> Iterator[str]:
    for was, now, on, off in (
        (before.bold, after.bold, "1", "22"),
        (before.underline, after.underline, "4", "24"),
        (before.reverse, after.reverse, "7", "27"),
    ):
        if was != now:
            yield on if now else off
    if before.foreground != after.foreground:
        yield _colour_parameter(after.foreground, 30)
    if before.background != after.background:
        yield _colour_parameter(after.background, 40)


def _colour_parameter(colour: int | None, base: int) -> str:
    if colour is None:
        return str(base + 9)
    if colour < _BRIGHT:
        return str(base + colour)
    if colour < 16:
        return str(base + 60 + colour - _BRIGHT)
    return f"{base + 8};5;{colour}"
