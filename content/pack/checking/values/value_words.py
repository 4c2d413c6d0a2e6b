"""What is wrong with one value of a pack's file, in the words of the person who typed it, and what to write instead."""

import datetime as dt
import difflib
import types
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from content.pack.checking.values.toml_lines.faults import quoted, shown
from content.pack.checking.values.toml_lines.mistyped import day_meant, time_meant

_MINUTES = 60


class Shape(Enum):
    """What a key takes, as people say it."""

    TEXT = auto()
    CHOICE = auto()
    TRUTH = auto()
    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    LIST = auto()
    ENTRY = auto()
    TABLE = auto()
    OTHER = auto()


_PLAIN_SHAPES: Mapping[Any, Shape] = {
    str: Shape.TEXT,
    bool: Shape.TRUTH,
    int: Shape.NUMBER,
    float: Shape.NUMBER,
    dt.date: Shape.DATE,
    dt.time: Shape.TIME,
}


def plain_type(wanted: Any) -> Any:
    """A type without its constraints and without None, which TOML cannot say."""
    if get_origin(wanted) is Annotated:
        return plain_type(get_args(wanted)[0])
    if get_origin(wanted) in {Union, types.UnionType}:
        rest = [each for each in get_args(wanted) if each is not type(None)]
        return plain_type(rest[0]) if len(rest) == 1 else wanted
    return wanted


def shape_of(plain: Any) -> Shape:
    """What a type without constraints takes."""
    origin = get_origin(plain) or plain
    if origin is Literal:
        return Shape.CHOICE
    if origin in _PLAIN_SHAPES:
        return _PLAIN_SHAPES[origin]
    if isinstance(origin, type):
        if issubclass(origin, msgspec.Struct):
            return Shape.ENTRY
        if issubclass(origin, Mapping):
            return Shape.TABLE
        if issubclass(origin, list | frozenset | set) or (origin is tuple and get_args(plain)[1:] == (...,)):
            return Shape.LIST
    return Shape.OTHER


def example(key: str, plain: Any, *, is_top: bool) -> str:
    """A key with a value of its type, as TOML writes it."""
    if is_top and shape_of(plain) is Shape.LIST and shape_of(plain_type(get_args(plain)[0])) is Shape.ENTRY:
        return f"a header [[{key}]] with its keys below it"
    return f"{key} = {_example(plain)}"


def in_words(raw: object, wanted: Any, plain: Any, said: str) -> str:
    """What is wrong with a value, and what to write.

    Args:
        raw: The value.
        wanted: The type of its key.
        plain: The same type without constraints.
        said: What msgspec says about it.
    """
    words = _WORDS.get(shape_of(plain))
    found = words(raw, plain) if words else ""
    return found or _constraint(raw, wanted) or said[0].lower() + said[1:].replace("`", "'")


def _example(plain: Any, text: str = '"..."') -> str:
    """A value of a type, as TOML writes it, with `text` for its texts."""
    shape = shape_of(plain)
    if shape is Shape.CHOICE:
        return _or([quoted(str(each)) for each in get_args(plain)])
    if shape is Shape.LIST:
        return f"[{_example(plain_type(get_args(plain)[0]), text)}]"
    if shape is Shape.ENTRY:
        needed = [field for field in msgspec.structs.fields(plain) if field.required]
        keys = [f"{each.encode_name} = {_example(plain_type(each.type), text)}" for each in needed]
        return f"{{ {', '.join(keys) or '...'} }}"
    return _EXAMPLES.get(shape, text)


_EXAMPLES = {
    Shape.TRUTH: "true",
    Shape.NUMBER: "7",
    Shape.DATE: "2026-11-22",
    Shape.TIME: "12:30",
    Shape.TABLE: "{ ... }",
}


def _or(texts: list[str]) -> str:
    *most, last = texts
    return f"{', '.join(most)} or {last}" if most else last


def _filled(raw: object, plain: Any) -> str:
    """An example of a type, with the text that stands in its place if that can be its only one."""
    asked = _example(plain)
    return _example(plain, quoted(raw)) if isinstance(raw, str) and asked.count('"..."') == 1 else asked


def _in_toml(raw: object) -> str:
    """A single value as TOML writes it, without quotes."""
    if isinstance(raw, bool):
        return str(raw).lower()
    return shown(raw.isoformat() if isinstance(raw, dt.date | dt.time) else str(raw))


def _about_text(raw: object, _: Any) -> str:
    if isinstance(raw, list):
        only = f": write {quoted(raw[0])}" if len(raw) == 1 and isinstance(raw[0], str) else ""
        return f"takes one text, without square brackets{only}"
    if isinstance(raw, dict):
        return 'takes a text in quotes ("..."), without keys of its own'
    return "" if isinstance(raw, str) else f"needs quotes: write {quoted(_in_toml(raw))}"


def _about_choice(raw: object, plain: Any) -> str:
    options = [str(each) for each in get_args(plain)]
    separator = ", " if any(" " in each for each in options) else " "
    use = f"use one of {separator.join(options)}"
    if isinstance(raw, list):
        return f"takes one text, without square brackets: {use}"
    if not isinstance(raw, str):
        return f"{use}, in quotes"
    near = {each.lower(): each for each in options}
    matches = difflib.get_close_matches(raw.lower().strip(), near, n=1)
    meant = f" (did you mean {near[matches[0]]}?)" if matches else ""
    return f"{quoted(raw)} is not known: {use}{meant}"


def _about_truth(raw: object, _: Any) -> str:
    word = str(raw).lower().strip()
    if word in {"yes", "true", "1", "y", "on"}:
        return "write true, without quotes"
    if word in {"no", "false", "0", "n", "off"}:
        return "write false, without quotes"
    return "takes yes or no: write true or false, without quotes"


def _about_number(raw: object, plain: Any) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return ""
    if isinstance(raw, float):
        return "" if plain is float else f"takes a whole number: write {round(raw)}" if abs(raw) < 1e9 else ""
    if isinstance(raw, str) and raw.strip().isdecimal():
        return f"write the number without quotes: {shown(raw)}"
    return "takes a number, without quotes, such as 7"


def _about_date(raw: object, _: Any) -> str:
    if isinstance(raw, dt.datetime):
        return f"takes a date without a time: write {raw.date()}"
    meant = day_meant(raw.strip()) if isinstance(raw, str) else None
    if meant:
        return f"write the date without quotes: {meant}"
    return "takes a date, year-month-day without quotes, such as 2026-11-22"


def _about_time(raw: object, _: Any) -> str:
    meant = time_meant(raw.strip()) if isinstance(raw, str) else None
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 0 <= raw < 24:
        hour, minute = divmod(round(raw * 100), 100)
        meant = dt.time(hour, minute) if minute < _MINUTES else None
    if meant:
        return f"write the time as {meant:%H:%M}, without quotes"
    return "takes a time, hours and minutes without quotes, such as 12:30"


def _about_list(raw: object, plain: Any) -> str:
    if isinstance(raw, list):
        return ""
    if isinstance(raw, dict):
        return "needs square brackets around the braces ([{ ... }]), or two around its header ([[...]])"
    of = plain_type(get_args(plain)[0])
    if shape_of(of) is Shape.ENTRY:
        return f"takes a list of entries: write {_filled(raw, plain)}"
    needs_quotes = isinstance(raw, str) or shape_of(of) in {Shape.TEXT, Shape.CHOICE}
    return f"needs square brackets: write [{quoted(_in_toml(raw)) if needs_quotes else _in_toml(raw)}]"


def _about_entry(raw: object, plain: Any) -> str:
    if isinstance(raw, list):
        return "takes one entry: write it without square brackets"
    return f"takes keys and values in braces: write {_filled(raw, plain)}"


_WORDS: Mapping[Shape, Callable[[object, Any], str]] = {
    Shape.TEXT: _about_text,
    Shape.CHOICE: _about_choice,
    Shape.TRUTH: _about_truth,
    Shape.NUMBER: _about_number,
    Shape.DATE: _about_date,
    Shape.TIME: _about_time,
    Shape.LIST: _about_list,
    Shape.ENTRY: _about_entry,
    Shape.TABLE: _about_entry,
}


def _constraint(raw: object, wanted: Any) -> str:
    """What a value of the right type lacks."""
    limits = msgspec.inspect.type_info(wanted)
    if isinstance(limits, msgspec.inspect.UnionType):
        limits = next(each for each in limits.types if not isinstance(each, msgspec.inspect.NoneType))
    if isinstance(limits, msgspec.inspect.Metadata):
        described = (limits.extra_json_schema or {}).get("description")
        if described:
            return f"write {described}"
        limits = limits.type
    if isinstance(limits, msgspec.inspect.StrType):
        return _about_length(str(raw), limits)
    if isinstance(limits, msgspec.inspect.IntType | msgspec.inspect.FloatType):
        return _about_range(raw, limits)
    if isinstance(limits, msgspec.inspect.VarTupleType | msgspec.inspect.ListType) and not raw:
        return "is empty: add at least one value"
    return ""


def _about_length(raw: str, limits: msgspec.inspect.StrType) -> str:
    if limits.min_length and not raw:
        return "is empty: write a text"
    if limits.max_length and len(raw) > limits.max_length:
        return f"is too long, with {len(raw)} characters: write {limits.max_length} or fewer"
    return f"{quoted(raw)} is not in the form that this key takes ({limits.pattern})" if limits.pattern else ""


def _about_range(raw: object, limits: msgspec.inspect.IntType | msgspec.inspect.FloatType) -> str:
    if limits.ge is not None and limits.le is not None:
        return f"{raw} is out of range: write a number from {limits.ge} to {limits.le}"
    if limits.ge is not None:
        return f"{raw} is too low: write {limits.ge} or more"
    return f"{raw} is too high: write {limits.le} or less" if limits.le is not None else ""
