"""Quarantine: files found damaged, moved aside with the reason, and never overwritten or deleted."""

import datetime as dt
import os
import re
from pathlib import Path

from content.case.model import CaseId
from content.records import Record
from store.engine import files
from store.engine.layout import is_case_id
from store.errors import StoreError

_STAMP = "%Y%m%dT%H%M%S.%fZ"
_REASON = ".reason.txt"
_NAME = re.compile(r"(?P<case>.{9})-(?P<stamp>\d{8}T\d{6}\.\d{6}Z)(-\d+)?\.json")


class Quarantined(Record, frozen=True, kw_only=True):
    """A damaged file that was moved aside."""

    name: str
    case: CaseId
    reason: str
    when: dt.datetime


def move_aside(damaged: Path, case: CaseId, directory: Path, reason: str, at: dt.datetime) -> Path:
    """Move a damaged file into quarantine, say why beside it, and return where it is.

    Raises:
        StoreFullError: If there is no room for the reason; nothing was moved.
        StoreUnwritableError: If the system refuses; nothing was moved.
    """
    files.ensure_directory(directory)
    try:
        kept = _reserve(directory, f"{case}-{at.astimezone(dt.UTC).strftime(_STAMP)}", reason)
        files.put_in_place(damaged, kept)
        files.sync_folder(directory)
        files.sync_folder(damaged.parent)
    except OSError as error:
        raise files.not_written(damaged, error) from error
    return kept


def quarantined(directory: Path) -> tuple[Quarantined, ...]:
    """What is in quarantine, oldest first.

    Raises:
        StoreUnreadableError: If the folder is there and cannot be read.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(directory))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise files.not_read(directory, error) from error
    found = [
        Quarantined(
            name=name,
            case=match["case"],
            reason=_reason(reason_file(directory / name)),
            when=dt.datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=dt.UTC),
        )
        for name in names
        if (match := _NAME.fullmatch(name)) and is_case_id(match["case"])
    ]
    return tuple(sorted(found, key=lambda kept: kept.when))


def is_quarantined(name: str) -> bool:
    """Whether this is the name of a file in quarantine, or of the reason beside one."""
    return case_of_quarantined(name) is not None


def case_of_quarantined(name: str) -> CaseId | None:
    """The case of a file in quarantine, or of the reason beside one, if this is the name of either."""
    match = _NAME.fullmatch(name.removesuffix(_REASON) + ".json" if name.endswith(_REASON) else name)
    return match["case"] if match and is_case_id(match["case"]) else None


def reason_file(kept: Path) -> Path:
    """The file that says why one is in quarantine."""
    return kept.with_suffix(_REASON)


def _reserve(directory: Path, stem: str, reason: str) -> Path:
    """A free name in quarantine, taken by writing its reason, so that no two files can be given it."""
    count = 1
    while True:
        kept = directory / (f"{stem}.json" if count == 1 else f"{stem}-{count}.json")
        count += 1
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        try:
            descriptor = os.open(reason_file(kept), flags, files.PRIVATE_FILE)
        except FileExistsError:
            continue
        try:
            os.fchmod(descriptor, files.PRIVATE_FILE)
            files.write_all(descriptor, f"{reason}\n".encode())
            files.sync(descriptor)
        finally:
            os.close(descriptor)
        if not os.path.lexists(kept):
            return kept


def _reason(path: Path) -> str:
    try:
        return (files.read_whole(path) or b"").decode(errors="replace").strip()
    except StoreError:
        return ""
