"""Reading a value without quotes: a number, a date, a time, true or false; or what a person wrote in place of one."""

import re
from typing import Any

from content.pack.checking.values.toml_lines.faults import Faults, quoted
from content.pack.checking.values.toml_lines.layout import WHITE, Layout, LineLostError
from content.pack.checking.values.toml_lines.mistyped import diagnosis, scalar

# A text in curly quotes, up to a quote that something else follows, and a list in round brackets.
_WHOLE = re.compile(
    "(?:[\u201c\u201d\u201e][^\n]*?[\u201c\u201d\"]|[\u2018\u2019][^\n]*?[\u2018\u2019']|\\([^()\n]*\\))"
    "(?=[ \t]*(?:[],}#\n]|$))"
)
_CURLY_QUOTES = "\u201c\u201d\u201e\u2018\u2019"
_TO_END = {"": re.compile(r"[^\n#]*"), "]": re.compile(r"[^],;}\n#]*"), "}": re.compile(r"[^],;}\n#]*")}
# Words with commas between them, up to the next key.
_WORDS_IN_BRACES = re.compile(
    r"""[^\]}\n#]{1,200}?(?=[ \t]*(?:,[ \t]*["']?[\w-]+["']?[ \t]*[=:]|,?[ \t]*[\]}\n#]|$))"""
)


def read_unquoted(layout: Layout, faults: Faults, pos: int, closing: str) -> tuple[Any, int, bool]:
    """The value at an offset, as it was most likely meant, the offset after it, and whether TOML takes it.

    Args:
        layout: The file.
        faults: Takes what is wrong.
        pos: The offset of its first character.
        closing: The bracket that ends what it stands in; empty if it stands on a line of its own.

    Raises:
        LineLostError: If there is no value.
    """
    match = _WHOLE.match(layout.text, pos) or _TO_END[closing].match(layout.text, pos)
    token = match[0].strip(WHITE) if match else ""
    end = pos + len(token)
    try:
        return scalar(token), end, True
    except ValueError:
        line = layout.line(pos)
    if not token:
        faults.add(line, 'a value is missing: write it after the =, a text in quotes ("...")')
        raise LineLostError(pos)
    if token[0] in _CURLY_QUOTES:
        inner = token.strip(_CURLY_QUOTES + "\"'")
        faults.add(line, f"the quotes are curly ones: write straight quotes: {quoted(inner)}")
        return inner, end, False
    found = diagnosis(token)
    if found:
        faults.add(line, found[0])
        return found[1], end, False
    longer = _WORDS_IN_BRACES.match(layout.text, pos) if closing == "}" else None
    token = longer[0] if longer else token
    faults.add_unquoted(line, token)
    return token, pos + len(token), False
