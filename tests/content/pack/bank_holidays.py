"""The shipped list of bank holidays."""

import msgspec
import tomli

from content.pack.closed_days import ClosedDays
from tests.packs import NATIONAL


def bank_holidays() -> ClosedDays:
    """Those of the national pack."""
    file = NATIONAL / "pack.toml"
    return msgspec.convert(tomli.loads(file.read_text(encoding="utf-8"))["closed_days"], ClosedDays)
