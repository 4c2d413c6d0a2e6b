"""What a terminal can do, from its terminfo entry, its locale and NO_COLOR."""

import contextlib
import locale
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from tui.driver.terminfo_file import TerminfoEntry, read_entry

UTF_8, ASCII = "utf-8", "ascii"

_FEWEST_COLOURS = 8
_LINUX_CONSOLE = "linux"
_NAME_USED_BY_MANY = "xterm"
_WITHOUT_ATTRIBUTE_OFF = ("vt100", "vt102")
_COERCED_LOCALES = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
_UNKNOWN_TYPE = TerminfoEntry(bce=False, colors=-1, csr=False, rep=False)
"""No capability that some terminal lacks."""


@dataclass(frozen=True, kw_only=True)
class TerminalInfo:
    """What may be sent to a terminal."""

    encoding: str = UTF_8
    """The encoding of text: UTF-8, a single-byte codec that Python knows, or ASCII."""

    colours: int = 256
    """The number of colours: 256, 16, 8 or 0."""

    has_bce: bool = True
    """Whether erased cells take the current background (back colour erase)."""

    has_rep: bool = False
    """Whether REP, which repeats the last character, works."""

    has_scroll_region: bool = True
    """Whether some lines can be scrolled apart from the others (DECSTBM)."""

    has_attribute_off: bool = True
    """Whether bold, underline and reverse can each be switched off alone (SGR 22, 24, 27)."""

    has_partial_blocks: bool = True
    """Whether the font has blocks that fill a part of a cell; the Linux console's has not."""

    sends_escape_tab: bool = False
    """Whether Shift+Tab arrives as Esc and Tab, as from the Linux console."""


def terminal_info(environment: Mapping[str, str], *, was_coerced: bool | None = None) -> TerminalInfo:
    """Describe the terminal of an environment.

    Args:
        environment: The environment of the terminal's session.
        was_coerced: Whether LC_CTYPE may be there only because Python replaced the C locale at its start; None asks
            this interpreter, which is right unless the environment is another process's.
    """
    term = environment.get("TERM", "")
    if was_coerced is None:
        was_coerced = bool(sys.flags.utf8_mode)
    encoding = _encoding(locale_name(environment, was_coerced=was_coerced))
    entry = read_entry(term, environment)
    capabilities = entry or _UNKNOWN_TYPE
    is_linux_console = term.startswith(_LINUX_CONSOLE)
    return TerminalInfo(
        encoding=encoding,
        colours=_colours(term, entry, environment),
        has_bce=capabilities.bce,
        # PuTTY and others call themselves xterm, and some of them have no REP.
        has_rep=capabilities.rep and not term.startswith(_NAME_USED_BY_MANY),
        has_scroll_region=capabilities.csr,
        has_attribute_off=not term.startswith(_WITHOUT_ATTRIBUTE_OFF),
        has_partial_blocks=encoding == UTF_8 and not is_linux_console,
        sends_escape_tab=is_linux_console,
    )


def locale_name(environment: Mapping[str, str], *, was_coerced: bool) -> str:
    """The locale that applies to characters, or an empty string.

    Args:
        environment: The environment of the terminal's session.
        was_coerced: Whether to ignore an LC_CTYPE that Python sets when it replaces the C locale: the terminal was
            not set up for it.
    """
    names = ["LC_ALL", "LC_CTYPE", "LANG"]
    if was_coerced and environment.get("LC_CTYPE") in _COERCED_LOCALES:
        names.remove("LC_CTYPE")
    return next((environment[name] for name in names if environment.get(name)), "")


def _encoding(name: str) -> str:
    if "utf8" in name.lower().replace("-", ""):
        return UTF_8
    # `normalize` maps the spellings of a codec to one. It also guesses a codec for a bare language, which no terminal
    # has promised.
    codec = locale.normalize(name).partition(".")[2].partition("@")[0] if "." in name else ""
    return codec if codec and _is_single_byte(codec) else ASCII


def _is_single_byte(codec: str) -> bool:
    """Whether a codec extends ASCII by characters of one byte each."""
    with contextlib.suppress(LookupError, ValueError):
        lower, upper = bytes(range(0x20, 0x7F)), bytes(range(0xA0, 0x100))
        characters = upper.decode(codec, "replace")
        return (
            lower.decode(codec) == lower.decode(ASCII)
            and len(characters) == len(upper)
            and characters.strip("\ufffd") != ""
        )
    return False


def _colours(term: str, entry: TerminfoEntry | None, environment: Mapping[str, str]) -> int:
    if environment.get("NO_COLOR"):
        return 0
    if entry is not None:
        return next((count for count in (256, 16, _FEWEST_COLOURS) if entry.colors >= count), 0)
    if "256color" in term:
        return 256
    return 0 if term.startswith(("vt", "ansi-m")) else _FEWEST_COLOURS
