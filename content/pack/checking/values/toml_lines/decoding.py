"""The text of a file, whatever its encoding: what is not plain UTF-8 is a fault, and is read as well as can be."""

import re

from content.pack.checking.values.toml_lines.faults import Faults, listed

_MOST_LINES = 3
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Everything below the space but tab and line feed, and delete.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_CONTROL_NAMES = {"\x00": "a NUL character", "\x1b": "an Escape character", "\x0c": "a page break"}
_SAVE = 'save the file as "UTF-8"'


def decoded(data: bytes, faults: Faults) -> str:
    """The text of a file, with line feeds alone at the ends of lines.

    A byte-order mark is dropped. A character that TOML forbids becomes a space, after its fault is noted, so that
    offsets and lines stay.
    """
    if data.startswith(_UTF16_MARKS) or _is_wide(data):
        faults.add(1, f'the file is saved as "Unicode" (UTF-16), not as UTF-8: {_SAVE}')
        text = data.decode("utf-16-be" if data[:1] in {b"\xfe", b"\x00"} else "utf-16-le", errors="replace")
        text = text.removeprefix("\ufeff").replace("\x00", " ")
    else:
        text = _utf8(data.removeprefix(_UTF8_MARK), faults)
    text = text.replace("\r\n", "\n")
    if "\r" in text and "\n" not in text:
        faults.add(1, "the lines end as on an old Macintosh (CR): save the file with the line ends of Unix or Windows")
        text = text.replace("\r", "\n")
    return _without_controls(text, faults)


def _is_wide(data: bytes) -> bool:
    """Whether it is UTF-16 without a mark: every other byte of its first characters is a NUL."""
    start = data[:64]
    most = len(start) // 2
    return most > 1 and most in {start[0::2].count(0), start[1::2].count(0)}


def _utf8(data: bytes, faults: Faults) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Windows' own encoding is what an editor most likely used.
        lines = [_either(line) for line in data.split(b"\n")]
        wrong = [number for number, (_, is_utf8) in enumerate(lines, start=1) if not is_utf8]
        more = f" (so is line {listed(map(str, wrong[1 : _MOST_LINES + 1]))})" if wrong[1:] else ""
        more = f"{more[:-1]} and others)" if len(wrong) > _MOST_LINES + 1 else more
        faults.add(wrong[0], f"the line has a character that is not saved as UTF-8{more}: {_SAVE}, then check the line")
        return "\n".join(text for text, _ in lines)


def _either(line: bytes) -> tuple[str, bool]:
    try:
        return line.decode("utf-8"), True
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace"), False


def _without_controls(text: str, faults: Faults) -> str:
    found = _CONTROL.search(text)
    if not found:
        return text
    for number, line in enumerate(text.split("\n"), start=1):
        found = _CONTROL.search(line)
        if found:
            name = _CONTROL_NAMES.get(found[0], f"an invisible control character (U+{ord(found[0]):04X})")
            faults.add(number, f"the line has {name} at position {found.start() + 1}: delete it")
    return _CONTROL.sub(" ", text)
