"""Looking after packs: make a new one, read one to be shown, find the cases that a new version touches."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from content.assessment.pack_effects import CaseEffects, case_effects
from content.case.reference import CaseId
from content.errors import PackError
from content.pack.checking.validation import check_tables, checked_pack
from content.pack.model import Pack
from content.pack.provenance import day_of
from content.pack.reading.loader import FILES, decoded, pack_from, read_tables
from content.pack.upkeep.new_overlay import new_overlay
from content.pack.upkeep.withdrawals import Withdrawal, withdrawals
from store import packs
from store.errors import StoreError
from store.store import Store


class ReadPack(NamedTuple):
    """A pack that was read to be shown, not to be used."""

    pack: Pack
    withdrawn: tuple[Withdrawal, ...]
    """What it withdraws from the national pack."""

    fault: str
    """Why it does not pass the check; empty if it does."""


class TouchedCases(NamedTuple):
    """The stored cases as a new version of a pack finds them."""

    effects: Mapping[CaseId, CaseEffects]
    """The cases that it touches."""

    read: int
    left_out: int
    """Cases that could not be read."""


def make_pack(folder: Path, name: str, today: dt.date) -> Pack:
    """Write a new overlay into a folder, and return the pack that it makes.

    Raises:
        PackError: If the name cannot be used, or the folder is not empty or cannot be written; nothing is left then.
    """
    texts = new_overlay(name, today)
    pack = checked_pack(texts)
    packs.write_new(folder, texts)
    return pack


def read_pack(folder: Path) -> ReadPack:
    """Read a pack that may have faults which `pack check` would name.

    Raises:
        PackError: If it cannot be read at all.
    """
    tables = read_tables(decoded(packs.read(folder, FILES).files))
    pack, fault = pack_from(tables), ""
    try:
        check_tables(tables, pack)
    except PackError as error:
        fault = str(error)
    return ReadPack(pack, withdrawals(tables, pack.contacts), fault)


def touched_cases(store: Store, name: str, passphrase: str, *, old: Pack, new: Pack, now: dt.datetime) -> TouchedCases:
    """Find the cases that a new version touches, signed in for that time only.

    The list and each case that is named are recorded as consulted.

    Raises:
        AccountError: If the account and the passphrase do not match.
        StoreError: If the cases cannot be listed, or a consultation cannot be recorded.
    """
    session = store.session()
    session.sign_in(name, passphrase)
    try:
        repository = session.store()
        listing = repository.listing()
        session.recorder.add("consultation", "list")
        effects: dict[CaseId, CaseEffects] = {}
        unread = 0
        for summary in listing.summaries:
            try:
                case = repository.case(summary.id)
            except StoreError:
                unread += 1
                continue
            found = case_effects(case, old, new, today=day_of(new, now))
            if found.any:
                session.recorder.add("consultation", case=summary.id)
                effects[summary.id] = found
    finally:
        session.log_out()
    others = (listing.quarantined, listing.newer, listing.older, listing.plain, listing.exposed, listing.unreadable)
    return TouchedCases(effects, len(listing.summaries) - unread, unread + sum(map(len, others)))
