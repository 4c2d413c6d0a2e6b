"""Reading a text in quotes: where it ends, and what is wrong with it."""

import re

from content.pack.checking.values.toml_lines.faults import shown
from content.pack.checking.values.toml_lines.layout import Layout
from content.pack.checking.values.toml_lines.mistyped import scalar

_STRINGS = {
    '"""': re.compile(r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+"{3,5}'),
    "'''": re.compile(r"'''(?:[^']|'{1,2}(?!'))*+'{3,5}"),
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*+"'),
    "'": re.compile(r"'[^'\n]*+'"),
}
_AFTER = re.compile(r"[ \t]*(?:[],}#;\n]|$)")
_CURLY_ENDS = "\u201c\u201d\u2018\u2019"


class UnclosedStringError(Exception):
    """A text has no closing quote."""

    def __init__(self, says: str, end: int | None = None) -> None:
        super().__init__(says)
        self.end = end
        """The offset up to which a text over several lines was searched; None for a text on one line."""


def read_string(layout: Layout, pos: int, indent: int) -> tuple[str, int, str]:
    """The text in quotes at an offset, the offset after it, and what is wrong with it (empty if nothing).

    Args:
        layout: The file.
        pos: The offset of the first quote.
        indent: How far in the statement starts, in characters.

    Raises:
        UnclosedStringError: If the closing quote is missing.
    """
    quote = next(each for each in _STRINGS if layout.text.startswith(each, pos))
    match = _STRINGS[quote].match(layout.text, pos)
    if len(quote) == 1:
        if not match:
            raise UnclosedStringError(_no_closing_quote(layout.rest_of_line(pos), quote))
    elif not match or _swallows(layout, pos, match.end(), indent):
        end = match.end() if match else len(layout.text)
        raise UnclosedStringError(f"the text that starts with {quote} is never closed: add {quote}", end)
    try:
        return str(scalar(match[0])), match.end(), ""
    except ValueError:
        wrong = f"a backslash is written twice in a text, so write {_mended(match[0])}"
        return match[0].strip(quote[0]), match.end(), wrong


def _swallows(layout: Layout, pos: int, end: int, indent: int) -> bool:
    """Whether a text over several lines was closed by the quotes that open another one."""
    return not _AFTER.match(layout.text, end) and layout.first_statement(pos, end, indent) is not None


def _no_closing_quote(rest: str, quote: str) -> str:
    if rest[-1] in _CURLY_ENDS:
        return f"the text ends in a curly quote ({rest[-1]}): write {quote} instead"
    if rest.endswith("\\" + quote):
        return f"the text ends in a backslash, which hides the closing quote: write {quote} without it"
    return f"the closing quote is missing: write the whole text on this line, with {quote} at its end"


def _mended(token: str) -> str:
    at = max(token.find("\\"), 0)
    return shown(token[max(at - 15, 0) : at + 15].replace("\\", "\\\\"))
