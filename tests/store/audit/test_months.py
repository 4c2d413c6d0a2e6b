"""The audit log is divided into months, which one chain runs through, and repairs its heads and its torn end."""

import datetime as dt
import os
import random
from pathlib import Path

import msgspec
import pytest

from content.access.audit_events import AuditQuery, Event
from store.audit import chain, reader
from store.audit.chain import FIRST, Head
from store.audit.log import AuditLog, JournalEntry
from store.engine import protocol
from store.engine.files.layout import Layout
from store.engine.places import engine_at
from tests.builders import A_CASE_ID, NOW
from tests.store.people import PASSPHRASE, SAM, Clock, kinds, new_session, set_up

DECEMBER = dt.datetime(2026, 12, 3, tzinfo=dt.UTC)
MONTHS = (NOW, DECEMBER, dt.datetime(2027, 2, 1, tzinfo=dt.UTC))
EACH = 4


def an_event(number: int, at: dt.datetime = NOW) -> Event:
    return Event(id=f"{number:016x}", at=at, kind="consultation", who="sam", case=A_CASE_ID)


@pytest.fixture
def log(data: Path) -> AuditLog:
    """A log of three months, with a few lines each."""
    Layout(data).make()
    log = AuditLog(engine_at(data))
    for number in range(EACH * len(MONTHS)):
        log.add(an_event(number, MONTHS[number // EACH]))
    return log


def found(data: Path) -> list[tuple[str, str, int]]:
    return [(each.fault, each.month, each.number) for each in reader.verify(engine_at(data)).findings]


def ids(data: Path) -> list[int]:
    return [int(event.id, 16) for event in reader.events(engine_at(data), AuditQuery()) if event.kind != "log"]


def test_each_month_has_its_file_closed_by_a_head_that_begins_the_next(log: AuditLog, data: Path) -> None:
    months = engine_at(data).log.months()
    heads = [chain.read_head(engine_at(data).log.month(month).head) for month in months]
    firsts = [chain.line_in(next(iter(engine_at(data).log.month(month).lines()))) for month in months]

    assert months == ("2026-11", "2026-12", "2027-02")
    assert [head and head.count for head in heads] == [4, 8, 12]
    assert [line and (line.number, line.before) for line in firsts] == [
        (1, FIRST),
        *((head.count + 1, head.last) for head in heads[:-1] if head),
    ]
    assert reader.verify(engine_at(data)) == reader.VerifiedLog(lines=12, findings=())
    assert ids(data) == list(range(12))


def test_a_line_goes_into_no_month_before_the_last_whatever_the_clock_says(log: AuditLog, data: Path) -> None:
    log.add(an_event(99, NOW))

    assert engine_at(data).log.months()[-1] == "2027-02"
    assert ids(data) == [*range(12), 99]
    assert found(data) == []


@pytest.mark.parametrize("month", ["2026-11", "2026-12"])
def test_a_month_that_was_removed_is_found_by_the_next(log: AuditLog, data: Path, month: str) -> None:
    for kind in ("log", "head"):
        (data / f"audit/{month}.{kind}").unlink()

    assert found(data) == [("does not follow", "2026-12" if month == "2026-11" else "2027-02", 1)]


def test_a_closed_month_that_was_cut_off_is_found(log: AuditLog, data: Path) -> None:
    path = data / "audit/2026-12.log"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))

    assert found(data) == [("cut off", "2026-12", 2), ("does not follow", "2027-02", 1)]


def test_an_event_is_found_in_whichever_month_it_is(log: AuditLog) -> None:
    for number in range(12):
        for after in range(number + 1):
            assert log.holds(JournalEntry(event=an_event(number), after=after)), (number, after)
    assert not log.holds(JournalEntry(event=an_event(99), after=3))


@pytest.mark.parametrize("month", ["2026-11", "2026-12", "2027-02"])
def test_every_flipped_bit_of_a_head_is_found_and_mended_at_the_next_sign_in(data: Path, month: str) -> None:
    clock = Clock()
    set_up(data, clock).log_out()
    for clock.now in MONTHS[1:]:
        new_session(data, clock).sign_in(SAM, PASSPHRASE)
    path = data / f"audit/{month}.head"
    sound = path.read_bytes()
    chance = random.Random(8)  # noqa: S311 # which bits are tried is no secret
    for at in range(0, len(sound), 5):
        flipped = bytearray(sound)
        flipped[at] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(flipped))
        assert [each[:2] for each in found(data)] == [("head damaged", month)], at

        new_session(data, clock).sign_in(SAM, PASSPHRASE)

        assert found(data) == [], at
        # The head of the last month counts more lines each time.
        sound = path.read_bytes()
    assert ("log", "head damaged") in kinds(data)


def test_a_missing_head_of_a_closed_month_is_made_again_and_that_is_recorded(log: AuditLog, data: Path) -> None:
    (data / "audit/2026-11.head").unlink()
    assert found(data) == [("no head", "2026-11", 4)]

    log.mend(NOW)

    assert kinds(data)[12:] == [("log", "head missing")]


def test_a_head_of_lines_that_are_damaged_too_is_not_made_again(log: AuditLog, data: Path) -> None:
    path = data / "audit/2026-11.log"
    path.write_bytes(path.read_bytes().replace(b'"who":"sam"', b'"who":"kim"', 2))
    (data / "audit/2026-11.head").unlink()
    before = found(data)

    log.mend(NOW)

    assert found(data) == before
    assert ("no head", "2026-11", 4) in before


def test_an_older_head_put_back_is_no_end_of_the_log(log: AuditLog, data: Path) -> None:
    older = (data / "audit/2027-02.head").read_bytes()
    for number in range(20, 23):
        log.add(an_event(number, MONTHS[-1]))
    (data / "audit/2027-02.head").write_bytes(older)

    log.add(an_event(23, MONTHS[-1]))

    assert ids(data) == [*range(12), 20, 21, 22, 23]
    assert found(data) == []


def test_a_head_of_another_log_is_distrusted_where_the_lines_are_sound(log: AuditLog, data: Path) -> None:
    chain.write_head(engine_at(data).log.month("2027-02").head, Head(count=10, size=300, last="1" * 64))
    assert found(data) == [("head", "2027-02", 2)]

    log.add(an_event(12, MONTHS[-1]))

    assert ids(data) == list(range(13))
    assert found(data) == []
    assert kinds(data)[-2:] == [("log", "head damaged"), ("consultation", "")]


TORN = {
    "zeros and the end of a line": bytes(512) + b"7}}\n",
    "a whole line after zeros": bytes(512)
    + b"\n"
    + msgspec.json.encode(chain.Line(event=an_event(98), number=14, before="2" * 64))
    + b"\n",
    "a line of another place": msgspec.json.encode(chain.Line(event=an_event(98), number=13, before=FIRST)) + b"\n",
}


@pytest.mark.parametrize("how", TORN)
def test_a_torn_append_is_named_and_goes_with_the_next_event_which_records_it(
    log: AuditLog, data: Path, how: str
) -> None:
    with (data / "audit/2027-02.log").open("ab") as file:
        file.write(TORN[how])
    assert [each[0] for each in found(data)] == ["torn"]

    log.add(an_event(99, MONTHS[-1]))

    assert found(data) == []
    assert ids(data) == [*range(12), 99]
    assert kinds(data)[-2] == ("log", "lines torn")


def test_whole_lines_of_a_torn_append_count_and_their_events_are_not_written_again(log: AuditLog, data: Path) -> None:
    head = (data / "audit/2027-02.head").read_bytes()
    pending = [JournalEntry(event=an_event(number, MONTHS[-1]), after=12) for number in (20, 21)]
    log.add_missing(pending)
    # The state after a power cut that kept the first line and the beginning of the second.
    path = data / "audit/2027-02.log"
    os.truncate(path, path.stat().st_size - 20)
    (data / "audit/2027-02.head").write_bytes(head)

    log.add_missing(pending)

    assert ids(data) == [*range(12), 20, 21]
    assert found(data) == []


def test_no_month_is_too_large_to_be_read_or_archived(
    log: AuditLog, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "LARGEST", 400)

    assert found(data) == []
    assert len(engine_at(data).read_part("audit/2026-11.log") or b"") > 400
    log.add(an_event(12, MONTHS[-1]))
    assert ids(data) == list(range(13))
