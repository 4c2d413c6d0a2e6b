"""What is wrong with a value that TOML cannot read, and what to write instead."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import tomli

from content.pack.checking.values.toml_lines.faults import quoted, shown

_MOST_READ = 200
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*[-/. ]\s*(?P<month>\d{1,2}|[A-Za-z]{3,9})\s*[-/., ]\s*(?P<year>\d{4}|\d\d)"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})\s*[-/. ]\s*(?P<month>\d{1,2})\s*[-/. ]\s*(?P<day>\d{1,2})")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{1,2}))?(?::(?P<second>\d\d))?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE
)
_PHONE = re.compile(r"\+?[\d(][\d ()-]*")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_INNER_KEY = re.compile(r"[\w.-]+\s*=(?!=)")
_TRUE = ("true", "yes", "on", "y")
_FALSE = ("false", "no", "off", "n")
_NOTHING = frozenset({"null", "none", "nil", "undefined", "n/a"})

Diagnosis = tuple[str, Any]
"""The sentence, and the value that was most likely meant."""


def scalar(token: str) -> Any:
    """The value of a token.

    Raises:
        ValueError: If TOML cannot read it.
    """
    return tomli.loads(f"v = {token}\n")["v"]


def diagnosis(token: str) -> Diagnosis | None:
    """What is wrong with a token without quotes that TOML cannot read; None if all it needs is quotes."""
    if len(token) > _MOST_READ:
        return None
    for look in _LOOKS:
        found = look(token)
        if found:
            return found
    return None


def day_meant(text: str) -> dt.date | None:
    """The date that a person typed in another form than TOML's, the day before the month; None if it is not a date."""
    match = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if not match:
        return None
    month = match["month"]
    number = int(month) if month.isdecimal() else _month_named(month)
    year = int(match["year"]) + (2000 if len(match["year"]) == len("26") else 0)
    try:
        return dt.date(year, number, int(match["day"]))
    except ValueError:
        return None


def time_meant(text: str) -> dt.time | None:
    """The time that a person typed in another form than TOML's; None if it is not a time."""
    match = _TIME.fullmatch(text)
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return dt.time(0 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError:
        return None


def _month_named(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _truth(token: str) -> Diagnosis | None:
    word = token.lower()
    if word not in _TRUE + _FALSE:
        return None
    meant = word in _TRUE
    toml = "true" if meant else "false"
    if word == toml:
        return f"{token}: write {toml}, in small letters and without quotes", meant
    return f'{token}: write {toml} for yes or no, or "{token}" if the key takes a text', meant


def _nothing(token: str) -> Diagnosis | None:
    return (f"{token} is not read: delete the line if there is no value", "") if token.lower() in _NOTHING else None


def _date(token: str) -> Diagnosis | None:
    meant = day_meant(token)
    if meant:
        return f"{shown(token)}: write the date as {meant} (year-month-day)", meant
    if not (_YEAR_FIRST.fullmatch(token) or _DAY_FIRST.fullmatch(token)):
        return None
    if not _DAY_FIRST.fullmatch(token) or not re.search(r"[A-Za-z]", token) or _named_month_in(token):
        return f"{shown(token)} is not a day of the calendar: write year-month-day, such as 2026-11-22", dt.date.min
    return None


def _named_month_in(token: str) -> bool:
    return any(_month_named(word) for word in re.findall(r"[A-Za-z]{3,}", token))


def _time(token: str) -> Diagnosis | None:
    meant = time_meant(token)
    if meant:
        end = " (midnight, also the end of a day)" if token.startswith("24") else ""
        return f"{shown(token)}: write the time as {meant:%H:%M}{end}", meant
    if re.fullmatch(r"\d{1,2}:\d{1,2}(:\d{1,2})?", token):
        return f"{shown(token)} is not a time of the day: write hours and minutes, such as 09:30", dt.time.min
    return None


def _telephone(token: str) -> Diagnosis | None:
    digits = sum(char.isdecimal() for char in token)
    if not _PHONE.fullmatch(token) or not (token[0] in "0+(" or " " in token):
        return None
    if token.isdecimal() and digits < len("01234"):
        return f'{token}: a number does not start with 0: write {int(token)}, or "{token}" if it is a text', int(token)
    return f"{shown(token)}: a telephone number needs quotes: write {quoted(token)}", token


def _grouped_number(token: str) -> Diagnosis | None:
    if not _GROUPED.fullmatch(token):
        return None
    plain = token.replace(",", "")
    return f"{token}: write a number without commas: {plain}", int(plain)


def _key_inside(token: str) -> Diagnosis | None:
    if not _INNER_KEY.match(token):
        return None
    return f"{shown(token)}: a key and its value inside a list need braces: write {{ {shown(token)} }}", token


def _brackets(token: str) -> Diagnosis | None:
    if token[0] not in "(<":
        return None
    return f'{shown(token)}: a list has square brackets, and each text in it quotes, such as ["Mon", "Tue"]', []


def _other_quotes(token: str) -> Diagnosis | None:
    if token[0] == "`":
        return f"{shown(token)}: write straight quotes: {quoted(token.strip('`'))}", token.strip("`")
    if token[-1] in "\"'" and token[0] not in "\"'" and token.count(token[-1]) == 1:
        return f"the opening quote is missing: write {quoted(token[:-1])}", token[:-1]
    return None


def _trailing(token: str) -> Diagnosis | None:
    """A good value with something after it."""
    head, mark, rest = token, "", ""
    for mark in (",", ";", " "):
        head, found, rest = token.partition(mark)
        if found and _is_value(head):
            break
    else:
        return None
    head, rest = head.strip(), rest.strip()
    if not rest:
        return f"delete the {mark} after {shown(head)}", scalar(head)
    if rest.startswith(("//", "--", ";")):
        return f"a comment starts with #: write {shown(head)} # {shown(rest.lstrip('/-; '))}", scalar(head)
    said = f"{shown(rest)} cannot follow {shown(head)}: "
    if mark == ",":
        return said + f"a list needs square brackets: write [{shown(token)}]", [scalar(head)]
    return said + f"write {shown(head)} alone, or {quoted(token)} if it is a text", scalar(head)


def _is_value(token: str) -> bool:
    try:
        scalar(token.strip())
    except ValueError:
        return False
    return True


_LOOKS: tuple[Callable[[str], Diagnosis | None], ...] = (
    _truth,
    _nothing,
    _date,
    _time,
    _grouped_number,
    _telephone,
    _brackets,
    _other_quotes,
    _trailing,
    _key_inside,
)
