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
from store.errors import CaseNotFoundError, StoreDamagedError, StoreError, StoreExposedError, StoreNewerError

_reference = attrgetter("id")


class Listing(Record, frozen=True, kw_only=True):
    """The cases that are remembered, by reference."""

    summaries: tuple[CaseSummary, ...]
    quarantined: tuple[Quarantined, ...] = ()
    """Every damaged file that was ever moved aside and is still there."""

    newer: tuple[CaseId, ...] = ()
    """Cases stored by a newer version, left as they are."""

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
    summaries, newer, exposed, unreadable = [], [], [], []
    for case in cases:
        try:
            summaries.append(summary(read(case)))
        except CaseNotFoundError:
            continue
        except StoreNewerError:
            newer.append(case)
        except StoreExposedError:
            exposed.append(case)
        except StoreDamagedError as damage:
            if damage.kept_at is None:
                unreadable.append(case)
        except StoreError:
            unreadable.append(case)
    return Listing(summaries=tuple(summaries), newer=tuple(newer), exposed=tuple(exposed), unreadable=tuple(unreadable))
