"""What a terminal can do, from its type, its locale and the wishes in the environment."""

import curses
import sys
from collections.abc import Mapping
from dataclasses import dataclass

_FIRST_WITH_COLOURS = 8
_CLAIMED_BY_MANY = "xterm"
_WITHOUT_SINGLE_ENDS = ("vt100", "vt102")


@dataclass(frozen=True, kw_only=True)
class Abilities:
    """What may be sent to a terminal."""

    is_utf8: bool = True
    """Whether it shows more than ASCII."""

    colours: int = 256
    """How many colours it has: 256, 16, 8, or 0 for none."""

    erases_in_colour: bool = True
    """Whether what is erased takes the background that is set."""

    repeats: bool = False
    """Whether it knows how to repeat a character."""

    scrolls: bool = True
    """Whether a part of the screen can be scrolled."""

    ends_looks_singly: bool = True
    """Whether bold, underline and reverse can each be ended without ending the others."""


def abilities(environment: Mapping[str, str], *, was_coerced: bool | None = None) -> Abilities:
    """What the terminal of an environment can do.

    Args:
        environment: The environment of the process.
        was_coerced: Whether Python replaced the locale that it found; asked of Python where it is not given.
    """
    term = environment.get("TERM", "")
    coerced = bool(sys.flags.utf8_mode) if was_coerced is None else was_coerced
    is_utf8 = _is_utf8(environment, was_coerced=coerced)
    is_colourless = bool(environment.get("NO_COLOR"))
    try:
        curses.setupterm(term, sys.__stdout__.fileno() if sys.__stdout__ else 1)
    except (curses.error, OSError):
        # A machine without an entry for the terminal: nothing that some terminal lacks.
        return Abilities(
            is_utf8=is_utf8,
            colours=0 if is_colourless else _colours_by_name(term),
            erases_in_colour=False,
            scrolls=False,
            ends_looks_singly=not term.startswith(_WITHOUT_SINGLE_ENDS),
        )
    return Abilities(
        is_utf8=is_utf8,
        colours=0 if is_colourless else _reduced(curses.tigetnum("colors")),
        erases_in_colour=curses.tigetflag("bce") > 0,
        # PuTTY and others call themselves xterm, and some of them do not repeat.
        repeats=bool(curses.tigetstr("rep")) and not term.startswith(_CLAIMED_BY_MANY),
        scrolls=bool(curses.tigetstr("csr")),
        ends_looks_singly=not term.startswith(_WITHOUT_SINGLE_ENDS),
    )


def locale_named(environment: Mapping[str, str], *, was_coerced: bool) -> str:
    """The locale that the environment names; empty where it names none.

    Python sets LC_CTYPE itself where it finds the C locale, which would hide what the terminal was set up for.
    """
    names = ["LC_ALL", "LC_CTYPE", "LANG"]
    if was_coerced and environment.get("LC_CTYPE") in {"C.UTF-8", "C.utf8", "UTF-8"}:
        names.remove("LC_CTYPE")
    return next((environment[name] for name in names if environment.get(name)), "")


def _is_utf8(environment: Mapping[str, str], *, was_coerced: bool) -> bool:
    return "utf8" in locale_named(environment, was_coerced=was_coerced).lower().replace("-", "")


def _reduced(colours: int) -> int:
    return next((count for count in (256, 16, _FIRST_WITH_COLOURS) if colours >= count), 0)


def _colours_by_name(term: str) -> int:
    if "256color" in term:
        return 256
    return 0 if term.startswith(("vt", "ansi-m")) else _FIRST_WITH_COLOURS
