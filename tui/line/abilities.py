"""What a terminal can do, from its type, its locale and the wishes in the environment."""

import contextlib
import curses
import locale
import sys
from collections.abc import Mapping
from dataclasses import dataclass

UTF_8, ASCII = "utf-8", "ascii"

_FIRST_WITH_COLOURS = 8
LINUX_CONSOLE = "linux"
_CLAIMED_BY_MANY = "xterm"
_WITHOUT_SINGLE_ENDS = ("vt100", "vt102")


@dataclass(frozen=True, kw_only=True)
class Abilities:
    """What may be sent to a terminal."""

    encoding: str = UTF_8
    """How letters are sent to it: UTF-8, a byte each in a codec that Python knows, or plain ASCII."""

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

    draws_parts: bool = True
    """Whether it shows blocks that fill a part of a cell; the fonts of the Linux console lack them."""


def abilities(environment: Mapping[str, str], *, was_coerced: bool | None = None) -> Abilities:
    """What the terminal of an environment can do.

    Args:
        environment: The environment of the process.
        was_coerced: Whether Python replaced the locale that it found; asked of Python where it is not given.
    """
    term = environment.get("TERM", "")
    coerced = bool(sys.flags.utf8_mode) if was_coerced is None else was_coerced
    encoding = _encoding(locale_named(environment, was_coerced=coerced))
    is_colourless = bool(environment.get("NO_COLOR"))
    try:
        curses.setupterm(term, sys.__stdout__.fileno() if sys.__stdout__ else 1)
    except (curses.error, OSError):
        # A machine without an entry for the terminal: nothing that some terminal lacks.
        return Abilities(
            encoding=encoding,
            colours=0 if is_colourless else _colours_by_name(term),
            erases_in_colour=False,
            scrolls=False,
            ends_looks_singly=not term.startswith(_WITHOUT_SINGLE_ENDS),
            draws_parts=encoding == UTF_8,
        )
    return Abilities(
        encoding=encoding,
        colours=0 if is_colourless else _reduced(curses.tigetnum("colors")),
        erases_in_colour=curses.tigetflag("bce") > 0,
        # PuTTY and others call themselves xterm, and some of them do not repeat.
        repeats=bool(curses.tigetstr("rep")) and not term.startswith(_CLAIMED_BY_MANY),
        scrolls=bool(curses.tigetstr("csr")),
        ends_looks_singly=not term.startswith(_WITHOUT_SINGLE_ENDS),
        draws_parts=encoding == UTF_8 and not term.startswith(LINUX_CONSOLE),
    )


def locale_named(environment: Mapping[str, str], *, was_coerced: bool) -> str:
    """The locale that the environment names; empty where it names none.

    Python sets LC_CTYPE itself where it finds the C locale, which would hide what the terminal was set up for.
    """
    names = ["LC_ALL", "LC_CTYPE", "LANG"]
    if was_coerced and environment.get("LC_CTYPE") in {"C.UTF-8", "C.utf8", "UTF-8"}:
        names.remove("LC_CTYPE")
    return next((environment[name] for name in names if environment.get(name)), "")


def _encoding(named: str) -> str:
    if "utf8" in named.lower().replace("-", ""):
        return UTF_8
    # Systems write the names of the same codec in many ways; a locale without one is not what it was once.
    codec = locale.normalize(named).partition(".")[2].partition("@")[0] if "." in named else ""
    return codec if codec and _is_a_byte_each(codec) else ASCII


def _is_a_byte_each(codec: str) -> bool:
    """Whether a codec has ASCII as it is, and more letters of a byte each."""
    with contextlib.suppress(LookupError, ValueError):
        plain, more = bytes(range(0x20, 0x7F)), bytes(range(0xA0, 0x100))
        letters = more.decode(codec, "replace")
        return (
            plain.decode(codec) == plain.decode(ASCII) and len(letters) == len(more) and letters.strip("\ufffd") != ""
        )
    return False


def _reduced(colours: int) -> int:
    return next((count for count in (256, 16, _FIRST_WITH_COLOURS) if colours >= count), 0)


def _colours_by_name(term: str) -> int:
    if "256color" in term:
        return 256
    return 0 if term.startswith(("vt", "ansi-m")) else _FIRST_WITH_COLOURS
