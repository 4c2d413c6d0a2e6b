"""Plain files of earlier versions are sealed one by one, and a kill at any step loses nothing."""

import shutil
from pathlib import Path

import pytest

from store.cases import migration
from store.cases.mapping import SCHEMA
from store.cases.repository import CaseRepository
from store.crypto.sealing import is_sealed, sealing
from store.engine.files import quarantine
from store.engine.places import engine_at
from store.errors import KeyLockedError, NotSealedError
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case, a_draft, an_assessment
from tests.store.people import entered, killed_before, kinds, set_up, until_done

CASES = [a_case(id=ANOTHER_CASE_ID, assessments=(an_assessment(case=ANOTHER_CASE_ID),)), a_case(draft=a_draft())]
DAMAGED, NEWER = "AAAA-AAAA", "BBBB-BBBB"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A data directory as an earlier version left it: cases, an index, a damaged file, and half a write."""
    data = tmp_path / "plain"
    store = CaseRepository(engine_at(data))
    for case in CASES:
        store.create(case)
    (data / "cases" / f"{DAMAGED}.json").write_bytes(b"J.D. was here")
    store.listing()
    (data / "cases" / f".{A_CASE_ID}.json.x8x.tmp").write_bytes(b'{"case":{"1":{"initials":"J.D."')
    (data / "index.json").write_bytes(b'{"initials":"J.D."}')
    return data


def names(data: Path) -> set[str]:
    return {path.name for path in data.rglob("*") if path.is_file() and "locks" not in path.parts}


def plain_text(data: Path) -> list[str]:
    """The files in which a fact of a case can be read."""
    return [path.name for path in data.rglob("*") if path.is_file() and b"J.D." in path.read_bytes()]


def test_every_plain_file_is_sealed_and_every_case_is_the_same(plain: Path) -> None:
    door = set_up(plain)

    sealed = door.settle()

    assert sealed == migration.Sealed(cases=(ANOTHER_CASE_ID, A_CASE_ID))
    assert [door.store().case(case.id) for case in CASES] == CASES
    assert plain_text(plain) == []
    assert kinds(plain)[-1] == ("sealing", "")


def test_what_is_in_quarantine_is_sealed_under_its_name_and_still_told(plain: Path) -> None:
    door = set_up(plain)
    door.settle()

    [kept] = door.store().listing().quarantined

    path = plain / "quarantine" / kept.name
    assert kept.case == DAMAGED
    assert is_sealed(path.read_bytes())
    assert migration.opened(path, sealing(door.key)) == b"J.D. was here"


def test_a_plain_case_found_damaged_goes_to_quarantine_and_is_sealed_there(plain: Path) -> None:
    (plain / "cases" / f"{DAMAGED}.json").write_bytes(b'{"initials":"J.D."')
    door = set_up(plain)

    door.settle()

    assert [kept.case for kept in quarantine.quarantined(plain / "quarantine")] == [DAMAGED, DAMAGED]
    assert plain_text(plain) == []


def test_a_case_of_a_newer_version_is_sealed_as_it_is(plain: Path) -> None:
    path = plain / "cases" / f"{NEWER}.json"
    newer = b'{"case":{"1":{"schema":%d,"id":"BBBB-BBBB","names":"J.D."}}}' % (SCHEMA + 1)
    path.write_bytes(newer)
    door = set_up(plain)

    door.settle()

    assert sealing(door.key)(NEWER).decode(path.read_bytes()) == newer
    assert door.store().listing().newer == (NEWER,)


def test_a_kill_at_any_step_loses_nothing_and_the_next_go_finishes(plain: Path, tmp_path: Path) -> None:
    set_up(plain)
    before = names(plain)

    def killed(step: int) -> bool:
        data = tmp_path / f"killed-{step}"
        shutil.copytree(plain, data)
        return killed_before(step, entered(data).settle)

    for step in until_done(killed):
        data = tmp_path / f"killed-{step}"
        door = entered(data)
        door.settle()

        assert [door.store().case(case.id) for case in CASES] == CASES, step
        assert plain_text(data) == [], step
        left = {name for name in names(data) if not name.startswith((".accounts.json.", ".audit.head."))}
        gone = {f".{A_CASE_ID}.json.x8x.tmp", "index.json"}
        assert {name for name in left if not name.endswith(".tmp")} == before - gone, step
        assert {name for name in left if name.endswith(".tmp") and A_CASE_ID in name} == set(), step


def test_sealing_again_changes_nothing(plain: Path) -> None:
    door = set_up(plain)
    door.settle()
    before = {path: path.read_bytes() for path in (plain / "cases").iterdir()}

    assert migration.seal_plain(plain, sealing(door.key), NOW) == migration.Sealed()

    assert {path: path.read_bytes() for path in (plain / "cases").iterdir()} == before


def test_nothing_is_touched_while_the_key_is_not_held(plain: Path) -> None:
    door = set_up(plain)
    door.key.drop()
    # The first in order, and not in need of a key to be moved aside.
    (plain / "cases" / "0000-0000.json").write_bytes(b"J.D. was here")
    before = names(plain)

    with pytest.raises(KeyLockedError):
        migration.seal_plain(plain, sealing(door.key), NOW)

    assert names(plain) == before
    assert CaseRepository(engine_at(plain)).case(A_CASE_ID) == CASES[1]


def test_a_plain_file_put_in_later_is_refused_and_never_sealed(plain: Path) -> None:
    door = set_up(plain)
    door.settle()
    forged = plain / "cases" / f"{NEWER}.json"
    CaseRepository(engine_at(plain / "elsewhere")).create(a_case(id=NEWER))
    (plain / "elsewhere" / "cases" / forged.name).rename(forged)

    assert door.settle() == migration.Sealed()

    with pytest.raises(NotSealedError):
        door.store().case(NEWER)
    assert not is_sealed(forged.read_bytes())
