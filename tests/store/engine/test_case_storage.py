"""CaseStorage behaves like TinyDB's own storages."""

from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage, MemoryStorage
from tinydb.table import Document

from store.storage import CaseStorage


def without_int(document: MutableMapping[str, Any]) -> None:
    del document["int"]


Opened = Callable[[], TinyDB]
NESTED = {
    "none": [None, None],
    "int": [42, -1, 2**60],
    "float": [3.1415129, 1.0, -0.0],
    "list": ["LITE", "RES_ACID", "SUS_DEXT", []],
    "dict": {"hp": 13, "sp": {"deep": [{"er": "\x00\x1b[2J\u2028\U0001f600"}]}},
    "bool": [True, False],
    "empty": {},
}


@pytest.fixture(params=["memory", "json", "case"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    path = tmp_path / "db.json"
    if request.param == "memory":
        return lambda: TinyDB(storage=MemoryStorage)
    if request.param == "json":
        return lambda: TinyDB(path)
    return lambda: TinyDB(path, storage=CaseStorage)


@pytest.fixture(params=["json", "case"])
def reopened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    path = tmp_path / "db.json"
    if request.param == "json":
        return lambda: TinyDB(path)
    return lambda: TinyDB(path, storage=CaseStorage)


def test_what_is_inserted_is_found(opened: Opened) -> None:
    with opened() as db:
        assert db.insert({"int": 1, "char": "a"}) == 1
        assert db.insert_multiple([{"int": 1, "char": "b"}, {"int": 2, "char": "c"}]) == [2, 3]

        assert len(db) == 3
        assert db.search(where("int") == 1) == [{"int": 1, "char": "a"}, {"int": 1, "char": "b"}]
        assert db.get(doc_id=3) == {"int": 2, "char": "c"}
        assert db.get(doc_ids=[1, 3]) == [{"int": 1, "char": "a"}, {"int": 2, "char": "c"}]
        assert db.get(where("char") == "z") is None
        assert db.count(where("int") == 1) == 2
        assert db.contains(doc_id=2)
        assert [document.doc_id for document in db] == [1, 2, 3]


def test_a_chosen_number_is_kept_and_is_not_given_twice(opened: Opened) -> None:
    with opened() as db:
        assert db.insert(Document({"int": 1}, doc_id=7)) == 7
        assert db.insert({"int": 2}) == 8

        with pytest.raises(ValueError, match="already exists"):
            db.insert(Document({"int": 3}, doc_id=7))

        assert db.get(doc_id=7) == {"int": 1}


def test_updates_change_what_matches_and_nothing_else(opened: Opened) -> None:
    with opened() as db:
        db.insert_multiple({"int": 1, "char": char} for char in "abc")

        assert db.update({"int": 2}, where("char") == "a") == [1]
        assert db.update({"int": 9}, doc_ids=[3]) == [3]
        assert db.update(without_int, where("char") == "b") == [2]

        assert db.all() == [{"int": 2, "char": "a"}, {"char": "b"}, {"int": 9, "char": "c"}]
        assert db.update({"seen": True}) == [1, 2, 3]


def test_an_upsert_updates_or_inserts(opened: Opened) -> None:
    with opened() as db:
        db.insert({"char": "a", "int": 1})

        assert db.upsert({"char": "a", "int": 5}, where("char") == "a") == [1]
        assert db.upsert({"char": "b", "int": 6}, where("char") == "b") == [2]
        assert db.upsert(Document({"char": "c"}, doc_id=2)) == [2]

        assert db.all() == [{"char": "a", "int": 5}, {"char": "c", "int": 6}]


def test_removals_remove_what_matches_and_numbers_go_on(opened: Opened) -> None:
    with opened() as db:
        db.insert_multiple({"char": char} for char in "abcd")

        assert db.remove(where("char") == "b") == [2]
        assert db.remove(doc_ids=[1]) == [1]

        assert db.all() == [{"char": "c"}, {"char": "d"}]
        assert db.insert({"char": "e"}) == 5
        db.truncate()
        assert len(db) == 0
        assert db.insert({"char": "f"}) == 1


def test_tables_are_apart_and_can_be_dropped(opened: Opened) -> None:
    with opened() as db:
        db.insert({"in": "default"})
        db.table("one").insert({"in": "one"})
        db.table("two").insert({"in": "two"})

        assert db.tables() == {"_default", "one", "two"}
        assert db.table("one").all() == [{"in": "one"}]

        db.drop_table("one")
        assert db.tables() == {"_default", "two"}

        db.drop_tables()
        assert db.tables() == set()
        assert len(db) == 0


def test_nested_values_come_back_as_they_were(opened: Opened) -> None:
    with opened() as db:
        db.insert(NESTED)

        assert db.all() == [NESTED]
        assert db.search(where("dict")["sp"]["deep"].any(where("er").exists())) == [NESTED]


def test_a_search_after_a_change_sees_the_change(opened: Opened) -> None:
    with opened() as db:
        db.insert({"int": 1})
        assert db.count(where("int") == 1) == 1

        db.insert({"int": 1})

        assert db.count(where("int") == 1) == 2


def test_what_was_kept_is_there_on_reopening(reopened: Opened) -> None:
    with reopened() as db:
        db.insert(NESTED)
        db.table("other").insert({"int": 2})

    with reopened() as db:
        assert db.all() == [NESTED]
        assert db.table("other").all() == [{"int": 2}]
        assert db.insert({"int": 3}) == 2


@pytest.mark.parametrize("value", [{"a", "set"}, object(), b"bytes".__class__, 1j])
def test_what_json_cannot_hold_is_refused_and_the_file_is_as_it_was(reopened: Opened, value: object) -> None:
    with reopened() as db:
        db.insert({"int": 1})

        with pytest.raises(TypeError):
            db.insert({"int": value})

    with reopened() as db:
        assert db.all() == [{"int": 1}]
        assert db.insert({"int": 3}) == 2


def test_a_caching_middleware_writes_once_at_the_close(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    # TinyDB leaves its middleware without types.
    cached = CachingMiddleware(CaseStorage)  # type: ignore[no-untyped-call]
    db = TinyDB(path, storage=cached)
    db.insert({"int": 1})
    db.table("other").insert({"int": 2})
    assert not path.exists()

    db.close()

    assert CaseStorage(path).read() == {"_default": {"1": {"int": 1}}, "other": {"1": {"int": 2}}}


def test_tinydb_reads_with_its_own_storage_what_ours_wrote(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    with TinyDB(path, storage=CaseStorage) as db:
        db.insert(NESTED)

    with TinyDB(path, storage=JSONStorage) as db:
        assert db.all() == [NESTED]
