"""Settings from the command line and the environment: the pack, the data directory, the store, the clock."""

import datetime as dt
import os
import pwd
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

if TYPE_CHECKING:
    from store.store import Store

WARNING_MINUTES = 1
"""How long before the end of the idle time the warning comes."""

PACK = Path(__file__).resolve().parents[2] / "content" / "data" / "bexley"

_SCRUBBED = ("TEXTUAL", "PYTHON")
_SCRUBBED_NAMES = ("BROWSER", "COLUMNS", "LINES", "ESCDELAY")


def scrub_environment() -> None:
    """Remove the variables that configure Textual or Python; call it before Textual is imported."""
    for name in list(os.environ):
        if name.startswith(_SCRUBBED) or name in _SCRUBBED_NAMES:
            del os.environ[name]


def data_directory(given: str | None, environment: Mapping[str, str]) -> Path:
    """Return the data directory: the given one, else FOURFOLD_DATA, else the platform's."""
    named = given or environment.get("FOURFOLD_DATA")
    return Path(named) if named else user_data_path("fourfold", appauthor=False)


def pack_keys(given: str | None, environment: Mapping[str, str]) -> str | None:
    """Return the file of the keys that may sign packs: the given one, else FOURFOLD_PACK_KEYS; None if none is named.

    An empty name is a name, so that a mistake in a script does not switch the verification off.
    """
    return given if given is not None else environment.get("FOURFOLD_PACK_KEYS")


def pack_folder(given: str | Path | None) -> tuple[Path, bool]:
    """Return the folder of the pack, and whether it was installed with the program."""
    folder = Path(os.path.realpath(given or PACK))
    return folder, folder.is_relative_to(PACK.parent)


def chosen_store(given: str | None, environment: Mapping[str, str]) -> "Store":
    """Create the store of the data directory, with this terminal's origin for the audit log."""
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
    """Return the name of the operating system's user: the full name, else the user name."""
    try:
        entry = pwd.getpwuid(os.getuid())
    except KeyError:
        return f"user {os.getuid()}"
    return entry.pw_gecos.split(",")[0].strip() or entry.pw_name


def utc_now() -> dt.datetime:
    """Return the current time in UTC."""
    return dt.datetime.now(dt.UTC)
