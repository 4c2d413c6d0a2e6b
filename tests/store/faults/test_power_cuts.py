"""What was told survives a power cut, on a disk that loses whatever was not synced."""

import contextlib
import datetime as dt
import itertools
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.access.audit_events import AuditQuery, Event
from store.audit import reader
from store.audit.log import AuditLog, JournalEntry
from store.engine.places import engine_at
from store.errors import StoreError, StoreUnreadableError, StoreUnwritableError
from store.session import StoreSession
from store.store import Store
from tests.builders import A_CASE_ID, NOW, a_case, a_note
from tests.prove.twin import KilledError, Twin
from tests.store.faults.forking import MEMORY
from tests.store.people import CHEAP, PASSPHRASE, SAM, Clock

STATES = 25
"""How many states of a disk are looked at: each loses other things."""


OPERATIONS = 14
"""At least how many operations that change something it takes to add an event."""


def an_event(number: int, at: dt.datetime = NOW) -> Event:
    return Event(id=f"{number:016x}", at=at, kind="consultation", who="sam", case=A_CASE_ID)


@pytest.fixture
def twin() -> Iterator[Twin]:
    with Twin(random.Random(20261130)).installed() as twin:  # noqa: S311 - no secret
        yield twin


def stores_after_power_cuts(twin: Twin, data: Path, tmp_path: Path) -> Iterator[Store]:
    for number in range(STATES):
        tmp_path.mkdir(exist_ok=True)
        twin.cut_power(tmp_path / str(number))
        yield Store(tmp_path / str(number) / data.relative_to(twin.root), now=Clock(), cost=CHEAP)


def set_up(data: Path) -> StoreSession:
    session = Store(data, now=Clock(), cost=CHEAP).session()
    session.set_up(SAM, PASSPHRASE)
    return session


def test_new_accounts_survive_in_a_directory_whose_folders_above_were_missing(twin: Twin, tmp_path: Path) -> None:
    data = twin.root / "srv" / "fourfold" / "data"

    set_up(data)

    assert all(store.session().is_set_up for store in stores_after_power_cuts(twin, data, tmp_path))


def test_new_accounts_survive_after_a_start_that_was_killed_anywhere(twin: Twin, tmp_path: Path) -> None:
    for step in range(1, 40, 2):
        data = twin.root / str(step) / "data"
        twin.kill_in(step)
        with pytest.raises(KilledError):
            set_up(data)
        twin.recover()
        session = Store(data, now=Clock(), cost=CHEAP).session()
        if not session.is_set_up:
            session.set_up(SAM, PASSPHRASE)
            states = stores_after_power_cuts(twin, data, tmp_path / str(step))

            assert all(store.session().is_set_up for store in states), step


def test_no_event_is_in_the_log_without_its_change(twin: Twin, tmp_path: Path) -> None:
    data = twin.root / "data"
    session = set_up(data)
    cases = session.store()
    cases.create(a_case())
    twin.fail(frozenset({"sync folder"}), 1)
    with pytest.raises(StoreUnwritableError):
        cases.record(A_CASE_ID, a_note())

    assert cases.case(A_CASE_ID).notes == (a_note(),)

    for store in stores_after_power_cuts(twin, data, tmp_path):
        opened = store.session()
        opened.sign_in(SAM, PASSPHRASE)
        notes = opened.store().case(A_CASE_ID).notes
        events = [event for event in store.audit_events(AuditQuery()) if event.detail == "note"]
        assert len(events) == len(notes)


def test_an_event_that_was_delivered_after_a_kill_survives(twin: Twin, tmp_path: Path) -> None:
    data = twin.root / "data"
    set_up(data)
    log = AuditLog(engine_at(data))
    for step in range(1, OPERATIONS + 1):
        pending = JournalEntry(event=an_event(step), after=log.count())
        twin.kill_in(step)
        with contextlib.suppress(KilledError):
            log.add_missing([pending])
        twin.recover()

        if not log.holds(pending):
            log.add_missing([pending])

        assert log.holds(pending)
        for store in itertools.islice(stores_after_power_cuts(twin, data, tmp_path / str(step)), 5):
            assert [event.id for event in store.audit_events(AuditQuery())].count(pending.event.id) == 1, step


def test_an_event_whose_line_could_not_be_synced_survives_once_it_is_delivered(twin: Twin, tmp_path: Path) -> None:
    data = twin.root / "data"
    set_up(data)
    log = AuditLog(engine_at(data))
    pending = JournalEntry(event=an_event(1), after=log.count())
    twin.fail(frozenset({"sync", "truncate"}), 2)
    with pytest.raises(StoreUnwritableError):
        log.add_missing([pending])

    assert not log.holds(pending)
    log.add_missing([pending])

    for store in stores_after_power_cuts(twin, data, tmp_path):
        assert [event.id for event in store.audit_events(AuditQuery())].count(pending.event.id) == 1


@pytest.mark.parametrize("at", [NOW, NOW + dt.timedelta(days=31)], ids=["same month", "next month"])
@pytest.mark.parametrize("failure", ["kill", "sync folder"])
def test_no_head_is_on_the_disk_before_the_lines_it_counts(twin: Twin, at: dt.datetime, failure: str) -> None:
    seen: set[str] = set()

    def look() -> None:
        for _ in range(2):
            with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
                twin.cut_power(Path(folder) / "disk")
                seen.update(each.fault for each in reader.verify(engine_at(Path(folder) / "disk" / data.name)).findings)

    for step in range(1, OPERATIONS + 1):
        data = twin.root / str(step)
        engine_at(data).prepare()
        log = AuditLog(engine_at(data))
        for number, moment in enumerate((NOW, at)):
            if failure == "kill":
                twin.kill_in(step)
            else:
                twin.fail(frozenset({failure}), 1)
            with contextlib.suppress(KilledError, StoreError):
                log.add(an_event(number, moment))
            twin.recover()
        twin.after = look
        log.add(an_event(9, at))
        twin.after = None

    assert seen <= {"torn"}


def test_a_file_that_cannot_be_closed_is_reported_in_a_sentence(twin: Twin) -> None:
    session = set_up(twin.root / "data")
    cases = session.store()
    cases.create(a_case())
    twin.fail(frozenset({"close"}), 1)

    with pytest.raises(StoreUnreadableError, match=r"could not be read: input/output error\."):
        cases.case(A_CASE_ID)

    assert cases.case(A_CASE_ID) == a_case()
