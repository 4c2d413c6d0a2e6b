"""How a cell looks: read from what Textual writes, reduced to what the terminal has, and told to the terminal."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tui.line.colours import Rgb, fixed, legible, luminance, nearest, shown_as

_BRIGHT = 8


class Look(NamedTuple):
    """Colours and style of a cell, as the terminal is told them."""

    text: int | None = None
    """The number of the text's colour; nothing for the terminal's own."""

    ground: int | None = None
    """The number of the background; nothing for the terminal's own."""

    bold: bool = False
    underline: bool = False
    reverse: bool = False


PLAIN = Look()


@lru_cache(maxsize=1024)
def look_of(parameters: str, colours: int) -> Look:
    """The look that a sequence for a style asks for, after which nothing of an earlier one counts.

    Args:
        parameters: The parameters of the sequence, such as `1;38;5;111`.
        colours: How many colours the terminal has.
    """
    numbers = [int(part) if part else 0 for part in parameters.split(";")]
    text: Rgb | None = None
    ground: Rgb | None = None
    styles: set[int] = set()
    rest = iter(numbers)
    for number in rest:
        if number == 0:
            text, ground, styles = None, None, set()
        elif number in {38, 48}:
            colour = _colour(rest)
            text, ground = (colour, ground) if number == 38 else (text, colour)
        elif (named := _named(number)) is not None:
            text, ground = (named, ground) if number % 60 < 40 else (text, named)
        else:
            styles.add(number)
    return _reduced(text, ground, styles, colours)


@lru_cache(maxsize=1024)
def blank_of(look: Look) -> Look:
    """How a space of this look is seen: neither the colour nor the weight of the text shows."""
    return look if look.underline or look.reverse else Look(ground=look.ground)


@lru_cache(maxsize=4096)
def change(before: Look | None, after: Look, *, ends_singly: bool) -> str:
    """The shortest sequence that changes one look into another; nothing is known of the terminal's where it is None."""
    if before == after:
        return ""
    anew = ["", *_switches(PLAIN, after)]
    ways = [f"\x1b[{';'.join(anew)}m"]
    if before is not None and (ends_singly or not _ends(before, after)):
        ways.append(f"\x1b[{';'.join(_switches(before, after))}m")
    return min(ways, key=len)


def _reduced(text: Rgb | None, ground: Rgb | None, styles: set[int], colours: int) -> Look:
    bold, underline, reverse = (number in styles for number in (1, 4, 7))
    if not colours:
        # A cursor or a choice that is drawn by its background alone must still be seen.
        is_light = text is not None and ground is not None and luminance(ground) > luminance(text)
        return Look(bold=bold, underline=underline, reverse=reverse != is_light)
    if ground is None:
        return Look(text and nearest(text, colours), None, bold, underline, reverse)
    behind = nearest(ground, colours)
    return Look(None if text is None else legible(text, behind, colours), behind, bold, underline, reverse)


def _named(number: int) -> Rgb | None:
    """The colour of a sequence's number from 30 to 47 or 90 to 107."""
    base = number % 10
    if base > 7 or number // 10 not in {3, 4, 9, 10}:
        return None
    return shown_as(base + _BRIGHT if number >= 90 else base)[0]


def _colour(rest: Iterator[int]) -> Rgb | None:
    kind = next(rest, 0)
    if kind == 2:
        return next(rest, 0), next(rest, 0), next(rest, 0)
    number = next(rest, 0)
    return shown_as(number)[0] if number < 16 else fixed(number)


def _ends(before: Look, after: Look) -> bool:
    return any(was and not now for was, now in zip(before[2:], after[2:], strict=True)) or (
        (before.text is not None and after.text is None) or (before.ground is not None and after.ground is None)
    )


def _switches(before: Look, after: Look) -> Iterator[str]:
    for was, now, on, off in (
        (before.bold, after.bold, "1", "22"),
        (before.underline, after.underline, "4", "24"),
        (before.reverse, after.reverse, "7", "27"),
    ):
        if was != now:
            yield on if now else off
    if before.text != after.text:
        yield _told(after.text, 30)
    if before.ground != after.ground:
        yield _told(after.ground, 40)


def _told(colour: int | None, base: int) -> str:
    if colour is None:
        return str(base + 9)
    if colour < _BRIGHT:
        return str(base + colour)
    if colour < 16:
        return str(base + 60 + colour - _BRIGHT)
    return f"{base + 8};5;{colour}"
