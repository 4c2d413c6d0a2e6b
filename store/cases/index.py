"""The index: a cache of summaries, so that a list of cases does not read every case."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from content.case.model import CaseId, CaseSummary
from store.engine import files
from store.engine.case_storage import Codec
from store.engine.layout import case_of_file
from store.engine.locks import locked
from store.errors import StoreError

NAME = "index"
"""What the index is sealed under, where a case is under its reference."""

SCHEMA = 1
"""The shape of the index, and what a summary says, that this version writes."""

Stamp = tuple[int, int, int]
"""What tells one state of a file from another: time of change in nanoseconds, size, inode."""

SETTLED_NS = 100_000_000
"""How old a file's last change must be, in nanoseconds, before its stamp tells a later change from it."""

_FIELDS = CaseSummary.__struct_fields__


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The summary of a case as its file was."""

    stamp: Stamp
    summary: CaseSummary


Entries = Mapping[CaseId, Entry]


class _Index(msgspec.Struct, frozen=True):
    schema: int
    fields: tuple[str, ...]
    """The fields of a summary, so that another version's are read anew."""

    entries: dict[CaseId, Entry]


_decoder = msgspec.json.Decoder(_Index)


def stamps(folder: Path) -> dict[CaseId, Stamp]:
    """The stamp of each case's file in a folder, by case.

    Raises:
        StoreUnreadableError: If the folder cannot be read.
    """
    found: dict[CaseId, Stamp] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if case := case_of_file(entry.name):
                    try:
                        state = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:
                        continue
                    # What is open to others is looked at anew each time, because making it so changes no stamp.
                    inode = 0 if state.st_mode & files.OTHERS else state.st_ino
                    found[case] = (state.st_mtime_ns, state.st_size, inode)
    except OSError as error:
        raise files.not_read(folder, error) from error
    return found


def is_settled(stamp: Stamp, now_ns: int) -> bool:
    """Whether a file changed long enough ago that another change would show in its stamp.

    File times are coarse, and an inode is used again at once; git calls such an entry racy.
    """
    return now_ns - stamp[0] >= SETTLED_NS


def read(path: Path, codec: Codec) -> Entries:
    """The entries of the index; none if it is missing, garbled or another version's."""
    try:
        sealed = files.read_whole(path)
        if not sealed:
            return {}
        index = _decoder.decode(codec.decode(sealed))
    except (StoreError, ValueError, RecursionError):
        return {}
    return index.entries if (index.schema, index.fields) == (SCHEMA, _FIELDS) else {}


def write(path: Path, lock: Path, codec: Codec, entries: Entries) -> None:
    """Keep the entries, unless another session is doing so; where that fails, the next list only takes longer."""
    index = _Index(schema=SCHEMA, fields=_FIELDS, entries=dict(sorted(entries.items())))
    with contextlib.suppress(StoreError), locked(lock, path.name, patience=0):
        files.replace_quickly(path, codec.encode(msgspec.json.encode(index)))
