"""Sealing what earlier versions kept plain, one file at a time, so that a kill at any moment loses nothing.

Sessions of earlier versions must have ended: they take a sealed case for a damaged one, and move it aside.
"""

import contextlib
import datetime as dt
from pathlib import Path

from content.case.model import CaseId
from content.records import Record
from store.cases import index, mapping
from store.crypto.sealing import is_sealed
from store.engine.codec import Codec, CodecFor
from store.engine.files import disk, quarantine, stamps
from store.engine.files.case_storage import CaseStorage
from store.engine.files.layout import Layout
from store.engine.files.locks import locked
from store.engine.names import case_of_file
from store.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreNewerError,
    StoreUnreadableError,
    StoreUnwritableError,
)


class Sealed(Record, frozen=True, kw_only=True):
    """What became of the plain files of a data directory."""

    cases: tuple[CaseId, ...] = ()
    """Sealed this time."""

    left: tuple[CaseId, ...] = ()
    """Could not be sealed this time, because the system refused; still plain."""


def seal_plain(directory: Path, codec_for: CodecFor, now: dt.datetime) -> Sealed:
    """Seal every plain case, and what is in quarantine; what is sealed already is left alone, so it can be done again.

    The bytes stay what they are, whatever their schema; one that is damaged goes to quarantine, and is sealed there.
    Plain temporary files of killed sessions are removed, as is the index, which the next list makes anew. The disk may
    still hold the plain bytes of replaced files, which is out of reach from here.

    Raises:
        KeyLockedError: If the key is not held.
        StoreUnreadableError: If the folders cannot be read.
    """
    layout = Layout(directory)
    # Refuses before anything is touched where the key is not there.
    codec_for(index.NAME).encode(b"")
    sealed, left = [], []
    for case in sorted(stamps.case_ids(layout.cases, None)):
        try:
            if _seal_case(layout, case, codec_for, now):
                sealed.append(case)
        except (StoreBusyError, StoreFullError, StoreUnwritableError, StoreUnreadableError):
            left.append(case)
    _remove_temporary(layout)
    _remove_plain_index(layout)
    for kept in quarantine.quarantined(layout.quarantine):
        _seal_quarantined(layout.quarantine / kept.name, codec_for)
    return Sealed(cases=tuple(sealed), left=tuple(left))


def opened(quarantined: Path, codec_for: CodecFor) -> bytes:
    """What a file that was sealed in quarantine held.

    Raises:
        ValueError: If it was changed since.
        StoreError: If it cannot be opened.
    """
    return _codec(quarantined, codec_for).decode(disk.read_whole(quarantined) or b"")


def _seal_case(layout: Layout, case: CaseId, codec_for: CodecFor, now: dt.datetime) -> bool:
    """Seal one case under its lock; says whether it was plain."""
    path = layout.case_file(case)
    with _locked(layout, case):
        try:
            data = disk.read_whole(path)
            if data is None or is_sealed(data):
                return False
            _check_sound(path, case)
        except StoreDamagedError as damage:
            quarantine.move_aside(path, case, layout.quarantine, damage.reason, now)
            return False
        disk.replace_durably(path, codec_for(case).encode(data))
        return True


def _check_sound(path: Path, case: CaseId) -> None:
    tables = CaseStorage(path).read() or {}
    # What a newer version stored is sealed as it is: its shape is not this version's to judge.
    with contextlib.suppress(StoreNewerError):
        mapping.case_of(mapping.up_to_date(tables, case), case)


def _remove_temporary(layout: Layout) -> None:
    """Remove what killed sessions left half written; under the lock, so that nobody is writing it now."""
    for path in layout.cases.glob(".*.json.*.tmp"):
        case = case_of_file(path.name[1 : path.name.index(".json") + len(".json")])
        if case:
            with _locked(layout, case), contextlib.suppress(OSError):
                disk.remove(path)


def _remove_plain_index(layout: Layout) -> None:
    with contextlib.suppress(StoreError, OSError):
        if not is_sealed(disk.read_whole(layout.index) or b""):
            disk.remove(layout.index)
    for path in layout.directory.glob(f".{layout.index.name}.*.tmp"):
        with contextlib.suppress(OSError):
            disk.remove(path)


def _seal_quarantined(path: Path, codec_for: CodecFor) -> None:
    with contextlib.suppress(StoreError):
        data = disk.read_whole(path)
        if data and not is_sealed(data):
            disk.replace_durably(path, _codec(path, codec_for).encode(data))


def _codec(quarantined: Path, codec_for: CodecFor) -> Codec:
    return codec_for(f"quarantine/{quarantined.name}")


def _locked(layout: Layout, case: CaseId) -> contextlib.AbstractContextManager[None]:
    return locked(layout.lock(case), f"Case {case}")
