"""The list of cases: their summaries, and the cases that cannot be read."""

from collections.abc import Callable, Iterable
from operator import attrgetter

import msgspec

from content.case.model import Case, CaseId, CaseSummary, summary
from content.records import Record
from store.cases import index
from store.engine.codec import Codec
from store.engine.protocol import Engine, Quarantined
from store.errors import (
    CaseNotFoundError,
    NotSealedError,
    StoreDamagedError,
    StoreError,
    StoreNewerError,
    StoreOlderError,
    UnsafePermissionsError,
)

_reference = attrgetter("id")
_LEFT_OUT = (StoreNewerError, StoreOlderError, NotSealedError, UnsafePermissionsError, StoreError)
"""The errors for which a case is left out of the list, the most specific first."""


class Listing(Record, frozen=True, kw_only=True):
    """The stored cases in order of their references."""

    summaries: tuple[CaseSummary, ...]
    quarantined: tuple[Quarantined, ...] = ()
    """The damaged cases in quarantine."""

    newer: tuple[CaseId, ...] = ()
    """Cases stored by a newer version, left unchanged."""

    older: tuple[CaseId, ...] = ()
    """Cases stored by an older version, left unchanged."""

    plain: tuple[CaseId, ...] = ()
    """Unsealed cases in a sealed store, which Fourfold did not write; left unchanged."""

    exposed: tuple[CaseId, ...] = ()
    """Cases whose files other accounts of the machine can open; not read until their mode is corrected."""

    unreadable: tuple[CaseId, ...] = ()
    """Cases that could be neither read nor moved into quarantine."""


def listing(engine: Engine, codec: Codec, read: Callable[[CaseId], Case]) -> Listing:
    """Every case, reading only those that changed since the index was written.

    Args:
        engine: The engine that stores the cases.
        codec: Encrypts and decrypts the index.
        read: Reads a case, and moves it into quarantine if it is damaged.

    Raises:
        StoreUnreadableError: If the folder of the cases cannot be read.
    """
    stamps = engine.stamps()
    found = stamps.by_case
    known = index.read(engine.index, codec)
    entries = {case: entry for case, entry in known.items() if found.get(case) == entry.stamp}
    fresh = _read_each(sorted(found.keys() - entries.keys()), read)
    settled = {
        each.id: index.IndexEntry(found[each.id], each) for each in fresh.summaries if each.id not in stamps.unsettled
    }
    if settled or len(entries) != len(known):
        index.write(engine.index, codec, entries | settled)
    summaries = [*(entry.summary for entry in entries.values()), *fresh.summaries]
    return msgspec.structs.replace(
        fresh, summaries=tuple(sorted(summaries, key=_reference)), quarantined=engine.quarantined()
    )


def _read_each(cases: Iterable[CaseId], read: Callable[[CaseId], Case]) -> Listing:
    summaries: list[CaseSummary] = []
    left_out: dict[type[StoreError], list[CaseId]] = {kind: [] for kind in _LEFT_OUT}
    for case in cases:
        try:
            summaries.append(summary(read(case)))
        except CaseNotFoundError:
            continue
        except StoreError as error:
            if not (isinstance(error, StoreDamagedError) and error.kept_at):
                left_out[next(kind for kind in _LEFT_OUT if isinstance(error, kind))].append(case)
    return Listing(
        summaries=tuple(summaries),
        newer=tuple(left_out[StoreNewerError]),
        older=tuple(left_out[StoreOlderError]),
        plain=tuple(left_out[NotSealedError]),
        exposed=tuple(left_out[UnsafePermissionsError]),
        unreadable=tuple(left_out[StoreError]),
    )
