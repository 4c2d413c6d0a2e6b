"""A damaged case is quarantined with a reason, the others are listed, and one of a newer schema is unchanged."""

import datetime as dt
import os
from pathlib import Path

import pytest

from store.cases.mapping import SCHEMA
from store.cases.repository import CaseRepository
from store.engine.files import disk, quarantine
from store.errors import CaseExistsError, CaseNotFoundError, CaseQuarantinedError, StoreDamagedError, StoreNewerError
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case, a_draft, an_assessment

DAMAGE = [
    b"",
    b'{"case": {"1": {"schema"',
    b"\x00" * 512,
    b"[]",
    b'{"case": {"1": {"schema": %d}}}' % SCHEMA,
    b'{"case": {}}',
]


@pytest.fixture
def path(store: CaseRepository, data: Path) -> Path:
    """The file of one of two cases."""
    store.create(a_case(draft=a_draft()))
    store.create(a_case(id=ANOTHER_CASE_ID))
    return data / "cases" / f"{A_CASE_ID}.json"


@pytest.mark.parametrize("content", DAMAGE)
def test_a_damaged_case_is_moved_aside_whole_and_the_others_are_listed(
    store: CaseRepository, data: Path, path: Path, content: bytes
) -> None:
    path.write_bytes(content)

    listed = store.listing()

    assert [summary.id for summary in listed.summaries] == [ANOTHER_CASE_ID]
    [moved] = listed.quarantined
    assert moved.case == A_CASE_ID
    assert moved.reason != ""
    assert abs(moved.when - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    assert (data / "quarantine" / moved.name).read_bytes() == content
    assert not path.exists()


@pytest.mark.parametrize("content", DAMAGE)
def test_opening_a_damaged_case_says_where_it_was_moved(
    store: CaseRepository, data: Path, path: Path, content: bytes
) -> None:
    path.write_bytes(content)

    with pytest.raises(StoreDamagedError, match=rf"moved to quarantine/{A_CASE_ID}-\d+T.*\.json") as refused:
        store.case(A_CASE_ID)

    assert refused.value.kept_at
    assert (data / refused.value.kept_at).read_bytes() == content
    with pytest.raises(CaseNotFoundError):
        store.case(A_CASE_ID)


def test_saving_into_a_damaged_case_moves_it_aside_rather_than_over_it(store: CaseRepository, path: Path) -> None:
    path.write_bytes(b"garbled")

    with pytest.raises(CaseQuarantinedError, match=r"is kept as quarantine/.*, and what you typed beside it as"):
        store.save_draft(a_draft())
    [moved] = store.listing().quarantined
    assert moved.case == A_CASE_ID

    with pytest.raises(CaseNotFoundError):
        store.sign_off(an_assessment(), a_draft())


def test_a_damaged_case_is_not_created_over(store: CaseRepository, path: Path) -> None:
    path.write_bytes(b"")

    with pytest.raises(CaseExistsError):
        store.create(a_case())

    assert path.read_bytes() == b""


def test_a_link_in_the_place_of_a_case_is_moved_and_what_it_names_is_untouched(
    store: CaseRepository, data: Path, path: Path
) -> None:
    elsewhere = data / "elsewhere.json"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()

    [moved] = store.listing().quarantined

    assert (data / "quarantine" / moved.name).is_symlink()
    assert elsewhere.read_bytes() == before


def test_a_case_under_the_reference_of_another_is_damaged(store: CaseRepository, data: Path, path: Path) -> None:
    (data / "cases" / "AAAA-AAAA.json").write_bytes(path.read_bytes())

    listed = store.listing()

    assert {summary.id for summary in listed.summaries} == {A_CASE_ID, ANOTHER_CASE_ID}
    assert [moved.case for moved in listed.quarantined] == ["AAAA-AAAA"]


def test_quarantine_is_still_reported_later_and_its_place_can_be_taken_by_a_sound_case(
    store: CaseRepository, path: Path
) -> None:
    path.write_bytes(b"garbled")
    first = store.listing()

    store.create(a_case())

    assert store.listing().quarantined == first.quarantined
    assert store.case(A_CASE_ID) == a_case()


def test_two_files_damaged_at_one_moment_are_both_kept(tmp_path: Path) -> None:
    kept = []
    for content in (b"first", b"second", b"third"):
        damaged = tmp_path / "file.json"
        damaged.write_bytes(content)
        kept.append(quarantine.move_aside(damaged, A_CASE_ID, tmp_path / "quarantine", "it is garbled", NOW))

    assert [path.read_bytes() for path in kept] == [b"first", b"second", b"third"]
    found = quarantine.quarantined(tmp_path / "quarantine")
    assert [moved.name for moved in found] == sorted(path.name for path in kept)
    assert {(moved.case, moved.reason, moved.when) for moved in found} == {(A_CASE_ID, "it is garbled", NOW)}


def test_other_files_in_quarantine_are_left_out_of_the_list(store: CaseRepository, data: Path, path: Path) -> None:
    for name in ("notes.txt", f"{A_CASE_ID}.json", ".x.tmp", "UUUUUUUUU-20261120T140530.000000Z.json"):
        (data / "quarantine" / name).write_bytes(b"")

    assert store.listing().quarantined == ()


def test_a_file_that_cannot_be_moved_stays_and_the_others_are_listed(
    store: CaseRepository, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"garbled")

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_all", refuse)

    listed = store.listing()

    assert [summary.id for summary in listed.summaries] == [ANOTHER_CASE_ID]
    assert listed.unreadable == (A_CASE_ID,)
    assert path.read_bytes() == b"garbled"
    with pytest.raises(StoreDamagedError):
        store.case(A_CASE_ID)


def test_a_newer_case_is_refused_listed_apart_and_left_in_place(store: CaseRepository, path: Path) -> None:
    newer = path.read_bytes().replace(b'"schema":%d' % SCHEMA, b'"schema":99').replace(b'"initials"', b'"names"')
    path.write_bytes(newer)

    with pytest.raises(StoreNewerError):
        store.case(A_CASE_ID)
    with pytest.raises(StoreNewerError):
        store.save_draft(a_draft())
    listed = store.listing()

    assert listed.newer == (A_CASE_ID,)
    assert [summary.id for summary in listed.summaries] == [ANOTHER_CASE_ID]
    assert listed.quarantined == ()
    assert path.read_bytes() == newer


def test_what_is_no_case_is_left_alone(store: CaseRepository, data: Path, path: Path) -> None:
    strangers = [".7K4Q-M2XT.json.abc.tmp", "7k4q-m2xt.json", "UUUU-UUUU.json", "7K4Q-M2XT.json~", "notes.txt"]
    for name in strangers:
        (data / "cases" / name).write_bytes(b"garbled")

    listed = store.listing()

    assert [summary.id for summary in listed.summaries] == [ANOTHER_CASE_ID, A_CASE_ID]
    assert all((data / "cases" / name).exists() for name in strangers)


def test_no_damage_is_ever_deleted(store: CaseRepository, data: Path, path: Path) -> None:
    contents = [os.urandom(64) for _ in range(5)]
    for content in contents:
        path.write_bytes(content)
        store.listing()

    found = {kept.read_bytes() for kept in (data / "quarantine").glob("*.json")}

    assert found == set(contents)
