"""The index: a cache of case summaries, so that listing does not read every case."""

import contextlib
from collections.abc import Mapping

import msgspec

from content.case.model import CaseId, CaseSummary
from store.engine.codec import Codec
from store.engine.protocol import Blob, Stamp
from store.errors import StoreError

NAME = "index"
"""The name that the index is sealed for, as a case is sealed for its reference."""

SCHEMA = 1
"""The schema of the index; raised when a field of a summary changes its meaning."""

_FIELDS = CaseSummary.__struct_fields__


class IndexEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The summary of a case, and the stamp of the file that it was read from."""

    stamp: Stamp
    summary: CaseSummary


Entries = Mapping[CaseId, IndexEntry]


class _Index(msgspec.Struct, frozen=True):
    schema: int
    fields: tuple[str, ...]
    """The fields of a summary, so that entries of another version are not used."""

    entries: dict[CaseId, IndexEntry]


_decoder = msgspec.json.Decoder(_Index)


def read(blob: Blob, codec: Codec) -> Entries:
    """The entries of the index; empty if it is missing, damaged or written by another version."""
    try:
        sealed = blob.read()
        if not sealed:
            return {}
        index = _decoder.decode(codec.decode(sealed))
    except (StoreError, ValueError, RecursionError):
        return {}
    return index.entries if (index.schema, index.fields) == (SCHEMA, _FIELDS) else {}


def write(blob: Blob, codec: Codec, entries: Entries) -> None:
    """Write the index, unless another session is writing it. A failure is ignored: the next list only takes longer."""
    index = _Index(schema=SCHEMA, fields=_FIELDS, entries=dict(sorted(entries.items())))
    with contextlib.suppress(StoreError), blob.locked(patience=0):
        blob.write(codec.encode(msgspec.json.encode(index)), is_durable=False)
