"""The audit log reports lines that were edited, removed, moved or cut off, and repairs its end after a kill."""

import errno
import functools
import os
import random
import re
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from content.access.audit_events import AuditQuery, Event
from store.audit import chain, reader
from store.audit.chain import FIRST, Head, hash_of
from store.audit.log import AuditLog, JournalEntry
from store.audit.reader import LogFinding
from store.engine.files import disk, locks
from store.engine.files.layout import Layout
from store.engine.places import engine_at
from store.errors import StoreError
from tests.builders import A_CASE_ID, NOW
from tests.store.people import ended, forked, killed_before, kinds, until_done

LINES = 7
Lines = list[bytes]


def an_event(number: int) -> Event:
    return Event(id=f"{number:016x}", at=NOW, kind="consultation", who="sam", case=A_CASE_ID, terminal="/dev/pts/3")


@pytest.fixture
def log(data: Path) -> AuditLog:
    """A log with some lines."""
    Layout(data).make()
    log = AuditLog(engine_at(data))
    for number in range(LINES):
        log.add(an_event(number))
    return log


def found(data: Path) -> list[tuple[str, int]]:
    return [(finding.fault, finding.number) for finding in reader.verify(engine_at(data)).findings]


def rewritten(data: Path, change: Callable[[Lines], Lines]) -> list[tuple[str, int]]:
    """The findings of a verification after a change of the lines."""
    path = data / "audit/2026-11.log"
    path.write_bytes(b"".join(b"%b\n" % line for line in change(path.read_bytes().splitlines())))
    return found(data)


def test_a_log_that_was_left_alone_is_whole(log: AuditLog, data: Path) -> None:
    verified = reader.verify(engine_at(data))

    assert (verified.lines, verified.findings) == (LINES, ())
    assert [event.id for event in reader.events(engine_at(data), AuditQuery())] == [f"{n:016x}" for n in range(LINES)]


def test_no_log_is_a_whole_log_without_lines(data: Path) -> None:
    assert reader.verify(engine_at(data)) == reader.VerifiedLog(lines=0, findings=())


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_the_log_is_private_whatever_the_umask(data: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        Layout(data).make()
        AuditLog(engine_at(data)).add(an_event(0))
    finally:
        os.umask(before)

    assert {stat.S_IMODE(path.stat().st_mode) for path in (data / "audit").iterdir()} == {0o600}


@pytest.mark.parametrize("number", range(1, LINES + 1))
def test_an_edited_line_is_named(log: AuditLog, data: Path, number: int) -> None:
    def edited(lines: Lines) -> Lines:
        lines[number - 1] = lines[number - 1].replace(b'"who":"sam"', b'"who":"kim"')
        return lines

    # The next line no longer follows the edited one; an edited last line differs from the head.
    assert rewritten(data, edited) == [("does not follow", number + 1) if number < LINES else ("head", LINES)]


@pytest.mark.parametrize("number", range(1, LINES))
def test_a_removed_line_is_reported_at_the_line_after_it(log: AuditLog, data: Path, number: int) -> None:
    assert rewritten(data, lambda lines: lines[: number - 1] + lines[number:]) == [
        ("does not follow", number),
        # The number of the first line says which line of the chain it is.
        *([("cut off", LINES - 1)] if number > 1 else []),
    ]


def test_lines_that_changed_places_are_named(log: AuditLog, data: Path) -> None:
    def moved(lines: Lines) -> Lines:
        lines[2], lines[3] = lines[3], lines[2]
        return lines

    assert rewritten(data, moved) == [("does not follow", 3), ("does not follow", 4), ("does not follow", 5)]


@pytest.mark.parametrize("left", range(LINES))
def test_lines_cut_off_the_end_are_reported_with_their_number(log: AuditLog, data: Path, left: int) -> None:
    assert rewritten(data, lambda lines: lines[:left]) == [("cut off", left)]
    [finding] = reader.verify(engine_at(data)).findings
    assert str(finding) == f"the log was cut off after line {left}: the head counts {LINES} lines"


def test_a_missing_log_is_reported(log: AuditLog, data: Path) -> None:
    (data / "audit/2026-11.log").unlink()

    assert found(data) == [("cut off", 0)]


def test_a_line_that_was_put_in_or_said_twice_is_named(log: AuditLog, data: Path) -> None:
    assert rewritten(data, lambda lines: [*lines[:3], lines[2], *lines[3:]]) == [
        ("does not follow", 4),
        ("head", LINES),
    ]


def test_a_garbled_line_is_named(log: AuditLog, data: Path) -> None:
    assert rewritten(data, lambda lines: [*lines[:3], b"\xff{", *lines[4:]])[0] == ("garbled", 4)


def test_every_flipped_byte_is_found(log: AuditLog, data: Path) -> None:
    path = data / "audit/2026-11.log"
    whole = path.read_bytes()
    chance = random.Random(7)  # noqa: S311 # which bytes are tried is no secret
    for at in (*range(0, len(whole), 41), len(whole) - 1):
        forged = bytearray(whole)
        forged[at] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(forged))

        assert found(data) != [], at


def test_a_missing_head_is_reported_and_logged_before_the_next_line(log: AuditLog, data: Path) -> None:
    (data / "audit/2026-11.head").unlink()
    assert found(data) == [("no head", LINES)]

    log.add(an_event(LINES))

    assert found(data) == []
    assert kinds(data)[LINES:] == [("log", "head missing"), ("consultation", "")]


def test_work_goes_on_after_lines_were_cut_off_and_the_log_says_so(log: AuditLog, data: Path) -> None:
    rewritten(data, lambda lines: lines[:4])

    log.add(an_event(LINES))

    assert found(data)[0] == ("does not follow", 5)
    assert [(event.kind, event.detail) for event in reader.events(engine_at(data), AuditQuery())][4:] == [
        ("log", "lines missing"),
        ("consultation", ""),
    ]


def test_an_event_that_is_handed_in_twice_is_written_once(log: AuditLog, data: Path) -> None:
    pending = JournalEntry(event=an_event(99), after=log.count())

    log.add_missing([pending, pending])
    log.add_missing([pending])
    AuditLog(engine_at(data)).add_missing([msgspec.structs.replace(pending, after=0)])

    assert reader.verify(engine_at(data)) == reader.VerifiedLog(lines=LINES + 1, findings=())


def many_lines(log: AuditLog, count: int) -> None:
    """A log large enough to be bisected: a few thousand lines of about 150 bytes each."""
    log.add_missing([JournalEntry(event=an_event(1000 + number), after=LINES) for number in range(count)])


def test_an_event_is_found_by_the_number_of_the_line_before_it_wherever_it_is(log: AuditLog) -> None:
    many_lines(log, 3000)

    for number in (*range(0, 3000, 97), 2999):
        for after in {0, LINES, LINES + number // 2, LINES + number}:
            assert log.holds(JournalEntry(event=an_event(1000 + number), after=after)), (number, after)
        assert not log.holds(JournalEntry(event=an_event(99), after=LINES + number)), number


def test_lines_long_before_an_event_are_not_read(log: AuditLog) -> None:
    many_lines(log, 3000)

    assert not log.holds(JournalEntry(event=an_event(1010), after=LINES + 2000))


def test_an_event_is_found_behind_lines_that_are_garbled(log: AuditLog, data: Path) -> None:
    many_lines(log, 3000)
    path = data / "audit/2026-11.log"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1000:2000] = [b"garbled\n"] * 1000
    path.write_bytes(b"".join(lines))

    for number in (0, 900, 2100, 2999):
        assert log.holds(JournalEntry(event=an_event(1000 + number), after=LINES + number)), number


def test_an_event_is_found_in_a_log_that_began_to_count_again(log: AuditLog, data: Path) -> None:
    many_lines(log, 3000)
    late = JournalEntry(event=an_event(99), after=log.count())
    (data / "audit/2026-11.head").unlink()
    (data / "audit/2026-11.log").unlink()
    log.add_missing([late])
    for number in range(3):
        log.add(an_event(number))
    many_lines(log, 1000)

    log.add_missing([late])

    assert [event.id for event in reader.events(engine_at(data), AuditQuery())].count(late.event.id) == 1


@pytest.mark.parametrize("torn", [1, 20], ids=["only its line break", "its end"])
def test_a_torn_line_does_not_hold_its_event_which_is_written_once(log: AuditLog, data: Path, torn: int) -> None:
    pending = JournalEntry(event=an_event(99), after=log.count())
    log.add_missing([pending])
    path = data / "audit/2026-11.log"
    os.truncate(path, path.stat().st_size - torn)
    # The state after a kill before the head was written.
    lines = path.read_bytes().splitlines()[:LINES]
    head = Head(count=LINES, size=sum(len(line) + 1 for line in lines), last=hash_of(lines[-1]))
    chain.write_head(engine_at(data).log.month("2026-11").head, head)
    assert not log.holds(pending)

    log.add_missing([pending])

    assert reader.verify(engine_at(data)) == reader.VerifiedLog(lines=LINES + 1, findings=())


def test_a_kill_at_any_step_leaves_a_whole_log_with_or_without_the_line(log: AuditLog, data: Path) -> None:
    pending = JournalEntry(event=an_event(99), after=log.count())
    was_kept = False
    for _ in until_done(lambda step: killed_before(step, lambda: log.add_missing([pending]))):
        was_kept = was_kept or AuditLog(engine_at(data)).holds(pending)
        assert AuditLog(engine_at(data)).holds(pending) is was_kept

    assert [event.id for event in reader.events(engine_at(data), AuditQuery())].count(pending.event.id) == 1
    assert found(data) == []


def test_part_of_a_line_that_a_kill_left_is_no_fault_and_goes(log: AuditLog, data: Path) -> None:
    with (data / "audit/2026-11.log").open("ab") as file:
        file.write(b'{"event":{"id":"00')
    assert found(data) == []

    log.add(an_event(LINES))

    assert reader.verify(engine_at(data)) == reader.VerifiedLog(lines=LINES + 1, findings=())


@pytest.mark.parametrize("step", ["write_all", "sync"])
def test_a_line_that_could_not_be_kept_is_taken_back(log: AuditLog, data: Path, step: str) -> None:
    path = data / "audit/2026-11.log"
    before = path.read_bytes()
    act = getattr(disk, step)

    def act_and_refuse(*arguments: object) -> None:
        act(*arguments)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(disk, step, act_and_refuse)
        with pytest.raises(StoreError):
            log.add(an_event(99))

    assert path.read_bytes() == before
    log.add(an_event(LINES))
    assert reader.verify(engine_at(data)) == reader.VerifiedLog(lines=LINES + 1, findings=())


def test_lines_that_the_head_does_not_count_yet_are_kept(log: AuditLog, data: Path) -> None:
    head = (data / "audit/2026-11.head").read_bytes()
    log.add(an_event(LINES))
    (data / "audit/2026-11.head").write_bytes(head)

    log.add(an_event(LINES + 1))

    assert reader.verify(engine_at(data)) == reader.VerifiedLog(lines=LINES + 2, findings=())


def test_a_link_in_the_place_of_the_log_is_not_followed(data: Path, tmp_path: Path) -> None:
    Layout(data).make()
    (data / "audit/2026-11.log").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(StoreError, match="symbolic link"):
        AuditLog(engine_at(data)).add(an_event(0))

    assert not (tmp_path / "elsewhere").exists()


def test_two_sessions_write_one_chain(log: AuditLog, data: Path) -> None:
    begin, waiting = os.pipe()

    def many(first: int) -> None:
        os.close(waiting)
        os.read(begin, 1)
        for number in range(first, first + 25):
            AuditLog(engine_at(data)).add(an_event(number))

    sessions = [forked(functools.partial(many, first)) for first in (100, 200)]
    os.close(begin)
    os.close(waiting)
    for session in sessions:
        assert ended(session) == 0

    assert reader.verify(engine_at(data)) == reader.VerifiedLog(lines=LINES + 50, findings=())


def test_a_line_waits_for_the_one_that_another_session_is_adding(log: AuditLog, data: Path) -> None:
    path = data / "audit/2026-11.log"
    before = path.stat().st_size
    adding = threading.Thread(target=log.add, args=(an_event(99),))

    with locks.locked(Layout(data).audit_lock, "The log"):
        adding.start()
        adding.join(0.2)
        assert path.stat().st_size == before
    adding.join(5)

    assert path.stat().st_size > before


def test_a_line_taken_out_is_named_even_where_the_hashes_were_made_to_fit(log: AuditLog, data: Path) -> None:
    def chained(lines: Lines) -> Lines:
        kept: Lines = []
        for line in lines[:2] + lines[3:]:
            before = hash_of(kept[-1]) if kept else FIRST
            kept.append(re.sub(rb'"before":"[0-9a-f]+"', b'"before":"%b"' % before.encode(), line))
        return kept

    assert rewritten(data, chained)[0] == ("does not follow", 3)


def test_each_line_is_copied_once_it_is_kept(data: Path) -> None:
    Layout(data).make()
    copied: list[str] = []

    AuditLog(engine_at(data), copy=copied.append).add(an_event(0))

    assert [line.encode() for line in copied] == (data / "audit/2026-11.log").read_bytes().splitlines()


@pytest.mark.parametrize("fault", get_args(reader.FindingKind))
def test_every_finding_is_a_sentence_that_names_its_line(fault: reader.FindingKind) -> None:
    said = str(LogFinding(fault=fault, number=3, counted=9))

    assert "line 3" in said
    assert "{" not in said
