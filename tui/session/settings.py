"""Where things are and who is at the keyboard, from the command line and the environment."""

import datetime as dt
import os
import pwd
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path

PACK = Path(__file__).resolve().parents[2] / "content" / "data" / "bexley"

_SCRUBBED = ("TEXTUAL", "PYTHON")
_SCRUBBED_NAMES = ("BROWSER", "COLUMNS", "LINES", "ESCDELAY")


def scrub_environment() -> None:
    """Take out of the environment whatever could steer Textual or Python; call it before Textual is imported."""
    for name in list(os.environ):
        if name.startswith(_SCRUBBED) or name in _SCRUBBED_NAMES:
            del os.environ[name]


def data_directory(given: str | None, environment: Mapping[str, str]) -> Path:
    """The data directory: the one given, else FOURFOLD_DATA, else the platform's."""
    named = given or environment.get("FOURFOLD_DATA")
    return Path(named) if named else user_data_path("fourfold", appauthor=False)


def practitioner() -> str:
    """Who is at the keyboard, as the operating system knows them: the full name where there is one."""
    try:
        entry = pwd.getpwuid(os.getuid())
    except KeyError:
        return f"user {os.getuid()}"
    return entry.pw_gecos.split(",")[0].strip() or entry.pw_name


def place(environment: Mapping[str, str]) -> str:
    """Where they sit: the address that the line comes from, else the terminal's name."""
    client = environment.get("SSH_CONNECTION", "").split()
    if client:
        return client[0]
    try:
        return os.ttyname(0)
    except OSError:
        return "this machine"


def utc_now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)
