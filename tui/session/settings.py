"""What the command line and the environment choose: the pack, the store and the clock."""

import datetime as dt
import os
import pwd
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

if TYPE_CHECKING:
    from store.store import Store

PACK = Path(__file__).resolve().parents[2] / "content" / "data" / "bexley"

_SCRUBBED = ("TEXTUAL", "PYTHON")
_SCRUBBED_NAMES = ("BROWSER", "COLUMNS", "LINES", "ESCDELAY")


def scrub_environment() -> None:
    """Remove every variable that could steer Textual or Python; call it before Textual is imported."""
    for name in list(os.environ):
        if name.startswith(_SCRUBBED) or name in _SCRUBBED_NAMES:
            del os.environ[name]


def data_directory(given: str | None, environment: Mapping[str, str]) -> Path:
    """The data directory: the given one, else FOURFOLD_DATA, else the platform's."""
    named = given or environment.get("FOURFOLD_DATA")
    return Path(named) if named else user_data_path("fourfold", appauthor=False)


def chosen_store(given: str | None, environment: Mapping[str, str]) -> "Store":
    """The store at the data directory, as this terminal uses it."""
    # The guide does not need the store.
    from store.store import Store  # noqa: PLC0415
    from tui.session.client_origin import client_origin  # noqa: PLC0415

    return Store(
        data_directory(given, environment),
        now=utc_now,
        origin=client_origin(environment),
        is_copied_to_syslog=bool(environment.get("FOURFOLD_SYSLOG")),
    )


def practitioner() -> str:
    """The person at the keyboard as the operating system knows them: the full name if there is one."""
    try:
        entry = pwd.getpwuid(os.getuid())
    except KeyError:
        return f"user {os.getuid()}"
    return entry.pw_gecos.split(",")[0].strip() or entry.pw_name


def utc_now() -> dt.datetime:
    """The current time, in UTC."""
    return dt.datetime.now(dt.UTC)
