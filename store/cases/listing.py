"""The list of cases: every summary, and what could not be read."""

import time
from collections.abc import Callable, Iterable
from operator import attrgetter

import msgspec

from content.case.model import Case, CaseId, CaseSummary, summary
from content.records import Record
from store.cases import index
from store.cases.quarantine import Quarantined, quarantined
from store.engine.case_storage import Codec
from store.engine.layout import Layout
from store.errors import (
    CaseNotFoundError,
    NotSealedError,
    StoreDamagedError,
    StoreError,
    StoreExposedError,
    StoreNewerError,
    StoreOlderError,
)

_reference = attrgetter("id")
_LEFT_OUT = (StoreNewerError, StoreOlderError, NotSealedError, StoreExposedError, StoreError)
"""Why a case is left out of the list, the most specific first."""


class Listing(Record, frozen=True, kw_only=True):
    """The cases that are remembered, by reference."""

    summaries: tuple[CaseSummary, ...]
    quarantined: tuple[Quarantined, ...] = ()
    """Every damaged file that was ever moved aside and is still there."""

    newer: tuple[CaseId, ...] = ()
    """Cases stored by a newer version, left as they are."""

    older: tuple[CaseId, ...] = ()
    """Cases stored by an older version, left as they are."""

    plain: tuple[CaseId, ...] = ()
    """Cases that are not sealed as every case here is, so that Fourfold did not write them; left as they are."""

    exposed: tuple[CaseId, ...] = ()
    """Cases whose files are open to other accounts, left alone until somebody puts that right."""

    unreadable: tuple[CaseId, ...] = ()
    """Cases that could be neither read nor moved aside this time."""


def listing(layout: Layout, codec: Codec, read: Callable[[CaseId], Case]) -> Listing:
    """The cases of a data directory, reading only those that changed since the index was written.

    `read` moves a case that is damaged aside.

    Raises:
        StoreUnreadableError: If the folder cannot be read.
    """
    # Taken before the stamps, so that a change made after them is not taken for an old one.
    now_ns = time.time_ns()
    found = index.stamps(layout.cases)
    known = index.read(layout.index, codec)
    entries = {case: entry for case, entry in known.items() if found.get(case) == entry.stamp}
    fresh = _read_each(sorted(found.keys() - entries.keys()), read)
    settled = {
        told.id: index.Entry(found[told.id], told)
        for told in fresh.summaries
        if index.is_settled(found[told.id], now_ns)
    }
    if settled or len(entries) != len(known):
        index.write(layout.index, layout.index_lock, codec, entries | settled)
    told = [*(entry.summary for entry in entries.values()), *fresh.summaries]
    return msgspec.structs.replace(
        fresh,
        summaries=tuple(sorted(told, key=_reference)),
        quarantined=quarantined(layout.quarantine),
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
        exposed=tuple(left_out[StoreExposedError]),
        unreadable=tuple(left_out[StoreError]),
    )
