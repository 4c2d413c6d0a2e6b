"""Verification reports every problem of a data directory, one line each, and changes nothing."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from store.cases.mapping import SCHEMA
from store.cases.repository import CaseRepository
from store.crypto.sealing import sealing
from store.diagnostics.verification import verify
from store.engine import protocol
from store.engine.codec import Codec, plain
from store.engine.files import locks
from store.engine.files.layout import Layout
from store.engine.places import engine_at
from store.errors import StoreError, StoreUnreadableError
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft, an_assessment
from tests.store.people import set_up

CASE = f"cases/{A_CASE_ID}.json"
LEFTOVER = f"cases/.{A_CASE_ID}.json.ab12_x9z.tmp"


@pytest.fixture
def sound(store: CaseRepository, data: Path) -> CaseRepository:
    """A data directory with two cases and no problem."""
    store.create(a_case(draft=a_draft()))
    store.create(a_case(id=ANOTHER_CASE_ID, assessments=(an_assessment(case=ANOTHER_CASE_ID),)))
    for path in (data / "cases").iterdir():
        os.utime(path, (1, 1))
    store.listing()
    (data / "audit/2026-11.log").write_bytes(b"")
    return store


def named(data: Path) -> dict[str, str]:
    return {found.name: found.says for found in verify(engine_at(data), plain).problems}


def everything(data: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [data, *data.rglob("*")]
    }


def test_a_sound_directory_wants_nothing_and_is_left_as_it_is(sound: CaseRepository, data: Path) -> None:
    before = everything(data)

    found = verify(engine_at(data))

    assert (found.cases, found.problems) == (2, ())
    assert everything(data).keys() - before.keys() == set()
    assert {name: each for name, each in everything(data).items() if before[name] != each} == {}


def instead(path: Path, make: Callable[[], None]) -> None:
    path.unlink()
    make()


DAMAGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "truncated": (lambda path: os.truncate(path, path.stat().st_size // 2), "it is damaged"),
    "empty": (lambda path: os.truncate(path, 0), r"it is damaged \(it is empty\)"),
    "garbled": (lambda path: path.write_bytes(os.urandom(512)), "it is damaged"),
    "zeros": (lambda path: path.write_bytes(bytes(4096)), "it is damaged"),
    "oversized": (lambda path: os.truncate(path, protocol.LARGEST + 1), r"it is damaged \(it is larger than 32 MB\)"),
    "of no schema": (lambda path: path.write_bytes(b'{"case": {"1": {"schema": "two"}}}'), "which schema it has"),
    "of a newer schema": (
        lambda path: path.write_bytes(path.read_bytes().replace(b'"schema":%d' % SCHEMA, b'"schema":99')),
        f"Case {A_CASE_ID} was stored by a newer version of Fourfold, and is left as it is.",
    ),
    "of another case": (
        lambda path: path.write_bytes(path.with_name(f"{ANOTHER_CASE_ID}.json").read_bytes()),
        "something of another case",
    ),
    "open to a group": (lambda path: path.chmod(0o640), r"open to other accounts \(its mode is 640\).*'chmod 600 /"),
    "writable by others": (lambda path: path.chmod(0o602), r"open to other accounts \(its mode is 602\)"),
    "a link": (lambda path: path.symlink_to(path.rename(path.parent.parent.parent / "x")), "is a link"),
    "a folder": (lambda path: instead(path, lambda: path.mkdir(0o700)), r"it is damaged \(it is not a plain file\)"),
    "a pipe": (lambda path: instead(path, lambda: os.mkfifo(path, 0o600)), r"it is damaged \(it is not a plain file\)"),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_case_that_is_not_sound_is_named_with_the_reason_and_no_other_is(
    sound: CaseRepository, data: Path, how: str
) -> None:
    damage, says = DAMAGED[how]
    damage(data / CASE)
    before = everything(data)

    found = verify(engine_at(data))

    assert [each.name for each in found.problems] == [CASE]
    assert re.search(says, found.problems[0].says)
    assert found.cases == 2
    assert everything(data) == before


@pytest.mark.parametrize("how", DAMAGED)
def test_a_case_that_is_not_sound_affects_no_other_and_is_never_deleted(
    sound: CaseRepository, data: Path, how: str
) -> None:
    DAMAGED[how][0](data / CASE)

    listed = sound.listing()

    assert [summary.id for summary in listed.summaries] == [ANOTHER_CASE_ID]
    reported = (*(each.case for each in listed.quarantined), *listed.newer, *listed.exposed)
    assert reported == (A_CASE_ID,)
    assert len([path for path in data.rglob(f"{A_CASE_ID}*.json") if path.parent.name != "locks"]) == 1
    assert sound.case(ANOTHER_CASE_ID).assessments


def test_a_plain_case_beside_accounts_is_named_with_and_without_a_key(data: Path) -> None:
    door = set_up(data)
    door.store().create(a_case(id=ANOTHER_CASE_ID))
    CaseRepository(engine_at(data)).create(a_case())
    planted = (data / CASE).read_bytes()

    for found in (verify(engine_at(data)), verify(engine_at(data), sealing(door.key))):
        assert [each.name for each in found.problems] == [CASE]
        assert "not sealed" in found.problems[0].says
        assert found.cases == 2
    assert (verify(engine_at(data)).shut, verify(engine_at(data), sealing(door.key)).shut) == (1, 0)
    assert (data / CASE).read_bytes() == planted


def test_what_is_in_quarantine_is_named_with_its_reason(sound: CaseRepository, data: Path) -> None:
    (data / CASE).write_bytes(b"")
    [moved] = sound.listing().quarantined

    assert named(data) == {
        f"quarantine/{moved.name}": f"case {A_CASE_ID} was found damaged and moved here (it is empty): restore the "
        "case from a backup, then move this file away"
    }


def test_what_a_killed_save_left_is_named_and_goes_with_the_next_start(sound: CaseRepository, data: Path) -> None:
    left = [LEFTOVER, f"locks/.{A_CASE_ID}.holder.ab12_x9z.tmp", ".index.json.ab12_x9z.tmp"]
    for name in left:
        (data / name).write_bytes(b"half")

    assert named(data).keys() == set(left)
    CaseRepository(engine_at(data))

    assert named(data) == {}
    assert not any((data / name).exists() for name in left)


def test_the_temporary_file_of_a_save_under_way_is_neither_named_nor_removed(sound: CaseRepository, data: Path) -> None:
    (data / LEFTOVER).write_bytes(b"half")

    with locks.locked(Layout(data).lock(A_CASE_ID), "Case"):
        assert named(data) == {}
        CaseRepository(engine_at(data))

    assert (data / LEFTOVER).read_bytes() == b"half"


@pytest.mark.parametrize("name", ["cases/notes.txt", "cases/.x.json.ab12_x9z.tmp", "strange", "quarantine/x.json"])
def test_what_is_no_file_of_ours_is_named_and_left(sound: CaseRepository, data: Path, name: str) -> None:
    (data / name).write_bytes(b"whose?")

    CaseRepository(engine_at(data)).listing()

    if name != "cases/.x.json.ab12_x9z.tmp":
        says = "it is not a file of Fourfold, and is not read: find out who put it there, and move it away"
        assert named(data) == {name: says}
    assert (data / name).read_bytes() == b"whose?"


@pytest.mark.parametrize(
    "name", ["index.json", "accounts.json", "audit/2026-11.log", "audit", "cases", "quarantine", "locks"]
)
def test_a_file_or_folder_open_to_others_is_named_with_what_puts_it_right(
    sound: CaseRepository, data: Path, name: str
) -> None:
    (data / "accounts.json").touch(0o600)
    private = (data / name).stat().st_mode & 0o777
    (data / name).chmod(private | 0o044)

    says = named(data)[name]

    assert f"'chmod {private:o} {data / name}'" in says
    if name != "accounts.json":
        (data / "accounts.json").unlink()
        assert named(data).keys() == {name}


def test_what_belongs_to_another_account_is_named(
    sound: CaseRepository, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)

    says = named(data)

    for name in (data.name, "cases", CASE, f"cases/{ANOTHER_CASE_ID}.json", "index.json"):
        assert says[name] == "it belongs to another account: give it to the one that runs Fourfold"


def test_a_data_directory_open_to_others_is_named(sound: CaseRepository, data: Path) -> None:
    data.chmod(0o755)

    assert named(data).keys() == {data.name}


@pytest.mark.parametrize("name", ["cases", "locks", "quarantine"])
def test_a_folder_that_is_a_link_is_named_and_no_session_starts_on_it(
    sound: CaseRepository, data: Path, name: str, tmp_path: Path
) -> None:
    (data / name).rename(tmp_path / "elsewhere")
    (data / name).symlink_to(tmp_path / "elsewhere")

    assert "is a link" in named(data)[name]
    with pytest.raises(StoreError, match=f"{name} is a link, and nothing is read or written through it"):
        CaseRepository(engine_at(data))


def test_a_data_directory_may_itself_be_named_by_a_link(sound: CaseRepository, data: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(data)

    assert CaseRepository(engine_at(tmp_path / "link")).case(A_CASE_ID) == sound.case(A_CASE_ID)
    assert verify(engine_at(tmp_path / "link")).problems == ()


def test_a_missing_folder_is_named(sound: CaseRepository, data: Path) -> None:
    (data / "cases").rename(data.parent / "gone")

    assert named(data).keys() == {"cases"}


def test_a_case_that_cannot_be_opened_for_want_of_a_key_is_named_and_not_called_damaged(
    sound: CaseRepository, data: Path
) -> None:
    def locked(_name: str) -> Codec:
        return Locked()

    [found, _] = verify(engine_at(data), locked).problems

    assert found.says == "The key is not there."


def test_a_missing_directory_is_reported(data: Path) -> None:
    with pytest.raises(StoreUnreadableError, match="There is no data directory"):
        verify(engine_at(data))


class Locked:
    """A codec without a key."""

    def encode(self, data: bytes) -> bytes:
        return data

    def decode(self, data: bytes) -> bytes:
        raise StoreError("The key is not there.")
