"""Fixtures for the tests of the store."""

import os
from pathlib import Path

import pytest

from content.case.reference import new_case_id
from store.backup.archive import back_up
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.builders import ANOTHER_CASE_ID, NOW, a_case, a_draft
from tests.store.people import set_up


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def store(data: Path) -> CaseRepository:
    return CaseRepository(engine_at(data))


@pytest.fixture
def drafted(store: CaseRepository) -> CaseRepository:
    """A store whose one case has a draft."""
    store.create(a_case())
    store.start_draft(a_draft())
    return store


@pytest.fixture
def full(store: CaseRepository, data: Path) -> Path:
    """A data directory with cases, a damaged file, an index, accounts and a log."""
    store.create(a_case(draft=a_draft()))
    for number in range(5):
        store.create(a_case(id=new_case_id(number)))
    store.create(a_case(id=ANOTHER_CASE_ID))
    (data / "cases" / f"{ANOTHER_CASE_ID}.json").write_bytes(b"\x00garbled\xff")
    for path in (data / "cases").iterdir():
        # The index holds only cases whose stamps are settled.
        os.utime(path, (1, 1))
    store.listing()
    assert (data / "index.json").exists()
    set_up(data)
    (data / "audit/2026-11.log").write_bytes(b'{"event": 1}\n')
    return data


@pytest.fixture
def archive(full: Path, tmp_path: Path) -> Path:
    back_up(engine_at(full), tmp_path / "kept.zip", NOW)
    return tmp_path / "kept.zip"
