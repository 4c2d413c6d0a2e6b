"""The shipped list of bank holidays."""

from pathlib import Path

import msgspec
import tomli

import content
from content.pack.closed_days import ClosedDays

_NATIONAL = Path(content.__file__).parent / "data" / "national" / "pack.toml"
_WRITTEN = Path(__file__).parents[2] / "data" / "closed_days.toml"


def bank_holidays() -> ClosedDays:
    """Those of the national pack or, until it exists, the list written for it."""
    file = _NATIONAL if _NATIONAL.exists() else _WRITTEN
    return msgspec.convert(tomli.loads(file.read_text(encoding="utf-8"))["closed_days"], ClosedDays)
