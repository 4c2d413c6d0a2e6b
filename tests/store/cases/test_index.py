"""Listings are right whatever the index holds, and a current index saves reading the cases."""

import os
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from content.case.model import summary
from store.cases.repository import CaseRepository
from store.engine.files import disk, stamps
from store.engine.places import engine_at
from store.errors import StoreUnreadableError
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft, an_assessment

EXPECTED = (
    summary(a_case(id=ANOTHER_CASE_ID, assessments=(an_assessment(case=ANOTHER_CASE_ID),))),
    summary(a_case(draft=a_draft())),
)


@pytest.fixture
def listed(store: CaseRepository, data: Path) -> CaseRepository:
    """A store with two cases with settled stamps, and their index."""
    store.create(a_case(draft=a_draft()))
    store.create(a_case(id=ANOTHER_CASE_ID, assessments=(an_assessment(case=ANOTHER_CASE_ID),)))
    for path in (data / "cases").iterdir():
        settle(path)
    assert store.listing().summaries == EXPECTED
    return store


def settle(path: Path) -> None:
    """Set the modification time of a file far enough back for its stamp to be settled."""
    long_ago = time.time_ns() - 60_000_000_000
    os.utime(path, ns=(long_ago, long_ago))


def rewrite(data: Path, change: Any) -> None:
    path = data / "index.json"
    kept = msgspec.json.decode(path.read_bytes())
    change(kept)
    path.write_bytes(msgspec.json.encode(kept))


def test_a_settled_case_is_listed_from_the_index_alone(listed: CaseRepository, data: Path) -> None:
    rewrite(data, lambda kept: kept["entries"][A_CASE_ID][1].update(initials="from the index"))

    assert listed.listing().summaries[1].initials == "from the index"


def test_the_index_is_not_written_again_when_nothing_changed(listed: CaseRepository, data: Path) -> None:
    before = (data / "index.json").stat()

    listed.listing()

    after = (data / "index.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"garbled",
        b"{}",
        b"[]",
        b"\xff" * 100,
        b"[" * 200_000,
        b'{"schema":1,"fields":[],"entries":{}}',
        b'{"schema":1,"fields":["id"],"entries":{"7K4Q-M2XT":"x"}}',
    ],
)
def test_a_missing_or_garbled_index_gives_the_right_list(
    listed: CaseRepository, data: Path, content: bytes | None
) -> None:
    path = data / "index.json"
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    assert listed.listing().summaries == EXPECTED
    assert msgspec.json.decode(path.read_bytes())["entries"].keys() == {A_CASE_ID, ANOTHER_CASE_ID}


def test_an_index_that_is_a_folder_gives_the_right_list(listed: CaseRepository, data: Path) -> None:
    (data / "index.json").unlink()
    (data / "index.json").mkdir()

    assert listed.listing().summaries == EXPECTED


@pytest.mark.parametrize("other", [{"schema": 2}, {"schema": 0}, {"fields": ["id", "initials"]}])
def test_the_index_of_another_version_is_not_used(listed: CaseRepository, data: Path, other: dict[str, Any]) -> None:
    rewrite(data, lambda kept: kept["entries"][A_CASE_ID][1].update(initials="another version's"))
    rewrite(data, lambda kept: kept.update(other))

    assert listed.listing().summaries == EXPECTED


def test_another_directorys_index_gives_the_right_list(listed: CaseRepository, data: Path, tmp_path: Path) -> None:
    other = CaseRepository(engine_at(tmp_path / "other"))
    other.create(a_case(initials="X.Y."))
    settle(tmp_path / "other" / "cases" / f"{A_CASE_ID}.json")
    other.listing()

    (data / "index.json").write_bytes((tmp_path / "other" / "index.json").read_bytes())

    assert listed.listing().summaries == EXPECTED


def test_changes_new_cases_and_removals_show_in_the_next_list(listed: CaseRepository, data: Path) -> None:
    draft = listed.save_draft(a_draft(by="alex"))
    listed.create(a_case(id="AAAA-AAAA"))
    (data / "cases" / f"{ANOTHER_CASE_ID}.json").unlink()

    summaries = listed.listing().summaries

    assert summaries == (summary(a_case(draft=draft)), summary(a_case(id="AAAA-AAAA")))
    assert ANOTHER_CASE_ID not in msgspec.json.decode((data / "index.json").read_bytes())["entries"]


def test_the_list_is_in_order_of_references_whatever_was_read_again(listed: CaseRepository) -> None:
    listed.create(a_case(id="0000-0000"))

    assert [summary.id for summary in listed.listing().summaries] == ["0000-0000", ANOTHER_CASE_ID, A_CASE_ID]


def test_a_sign_off_shows_in_the_next_list(listed: CaseRepository) -> None:
    listed.listing()

    signed = listed.sign_off(an_assessment(), a_draft())

    assert summary(signed) in listed.listing().summaries


def change_in_place(path: Path) -> None:
    """Change the initials of a case without a change of the time, size and inode of its file."""
    before = path.stat()
    content = path.read_bytes()
    path.write_bytes(content.replace(b"J.D.", b"A.B."))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_ino == before.st_ino


def test_a_file_that_changed_a_moment_before_the_list_is_not_trusted_to_its_stamp(
    listed: CaseRepository, data: Path
) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"
    soon = time.time_ns() + 60_000_000_000
    os.utime(path, ns=(soon, soon))
    assert listed.listing().summaries[1].initials == "J.D."

    change_in_place(path)

    assert listed.listing().summaries[1].initials == "A.B."


def test_a_settled_file_is_trusted_to_its_stamp(listed: CaseRepository, data: Path) -> None:
    change_in_place(data / "cases" / f"{A_CASE_ID}.json")

    assert listed.listing().summaries[1].initials == "J.D."


@pytest.mark.parametrize(("age_ns", "is_settled"), [(-1, False), (0, False), (99_999_999, False), (100_000_000, True)])
def test_a_stamp_settles_in_a_tenth_of_a_second(age_ns: int, is_settled: bool) -> None:
    now_ns = time.time_ns()

    assert stamps.is_settled((now_ns - age_ns, 1, 1), now_ns) is is_settled


def test_saving_does_not_touch_the_index(listed: CaseRepository, data: Path) -> None:
    before = (data / "index.json").read_bytes()

    listed.save_draft(a_draft())

    assert (data / "index.json").read_bytes() == before


def test_an_index_that_cannot_be_written_is_done_without(
    listed: CaseRepository, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "index.json").unlink()

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_all", refuse)

    assert listed.listing().summaries == EXPECTED
    assert not (data / "index.json").exists()


def test_an_empty_store_lists_nothing(store: CaseRepository) -> None:
    assert store.listing().summaries == ()


def test_a_folder_of_cases_that_went_away_is_not_an_empty_list(listed: CaseRepository, data: Path) -> None:
    (data / "cases").rename(data / "unmounted")

    with pytest.raises(StoreUnreadableError):
        listed.listing()
