"""TinyDB behaves alike over its memory storage, its JSON storage and CaseStorage."""

from collections import UserDict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, Storage, TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as put
from tinydb.storages import JSONStorage, MemoryStorage
from tinydb.table import Document

from store.errors import StoreUnwritableError
from store.storage import CaseStorage

Made = Callable[[], Storage]


@pytest.fixture(params=["memory", "json", "case"])
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def make(kind: str, tmp_path: Path) -> Iterator[Made]:
    """Makes storages that share one file, or one memory storage."""
    # TinyDB leaves some parts without types, and one has wrong types.
    path, memory = tmp_path / "db.json", MemoryStorage()  # type: ignore[no-untyped-call]
    kinds: dict[str, Made] = {
        "memory": lambda: memory,
        "json": lambda: JSONStorage(str(path)),
        "case": lambda: CaseStorage(path),
    }
    made: list[Storage] = []

    def make() -> Storage:
        made.append(kinds[kind]())
        return made[-1]

    yield make
    for storage in made:
        storage.close()


@pytest.fixture
def db(make: Made) -> Iterator[TinyDB]:
    """A database with three documents."""
    with TinyDB(storage=make) as database:
        database.insert_multiple({"int": 1, "char": char} for char in "abc")
        yield database


def test_a_storage_is_empty_at_first_and_then_gives_back_what_was_written(make: Made) -> None:
    storage = make()
    assert storage.read() is None

    storage.write({"_default": {"1": {"key": "value"}}, "other": {}})

    assert storage.read() == {"_default": {"1": {"key": "value"}}, "other": {}}
    storage.write({})
    assert storage.read() == {}
    storage.close()


def test_what_was_read_can_be_changed_without_changing_what_is_stored(kind: str, make: Made) -> None:
    storage = make()
    storage.write({"_default": {"1": {"key": "value"}}})

    read = storage.read()
    assert read
    read["_default"]["1"]["key"] = "changed"

    assert storage.read() == {"_default": {"1": {"key": "changed" if kind == "memory" else "value"}}}


def test_any_mapping_is_a_document_and_nothing_else_is(db: TinyDB) -> None:
    class Custom(UserDict[str, Any]):
        pass

    assert db.insert(Custom(int=2)) == 4
    assert db.insert_multiple([{"int": 3}, Custom(int=4)]) == [5, 6]
    for wrong in ([1, 2], "text", {1}, 7):
        with pytest.raises(ValueError, match="not a Mapping"):
            db.insert(wrong)
    assert [each["int"] for each in db][3:] == [2, 3, 4]


def test_documents_with_numbers_of_their_own_may_come_many_at_once(db: TinyDB) -> None:
    assert db.insert_multiple([Document({"int": 7}, 12), Document({"int": 8}, 77)]) == [12, 77]

    with pytest.raises(ValueError, match="77 already exists"):
        db.insert_multiple([Document({"int": 9}, 78), Document({"int": 9}, 77)])

    assert db.get(doc_id=12) == {"int": 7}
    assert [each.doc_id for each in db] == [1, 2, 3, 12, 77]


def test_operations_change_fields(db: TinyDB) -> None:
    db.update(increment("int"), where("char") == "a")
    db.update(decrement("int"), where("char") == "b")
    db.update(add("char", "x"), where("char") == "c")  # type: ignore[arg-type]
    db.update(add("int", 5), doc_ids=[1])
    db.update(subtract("int", 2), doc_ids=[2])
    db.update(put("seen", [1]), doc_ids=[3])
    db.update(delete("int"), doc_ids=[3])

    assert db.all() == [{"int": 7, "char": "a"}, {"int": -2, "char": "b"}, {"char": "cx", "seen": [1]}]


def test_several_updates_go_together(db: TinyDB) -> None:
    changed = db.update_multiple([({"int": 2}, where("char") == "a"), (delete("int"), where("char") == "b")])

    assert changed == [1, 2]
    assert db.all() == [{"int": 2, "char": "a"}, {"char": "b"}, {"int": 1, "char": "c"}]


def test_what_would_touch_everything_or_nothing_by_mistake_is_refused(db: TinyDB) -> None:
    with pytest.raises(RuntimeError):
        db.remove()
    with pytest.raises(ValueError, match="query"):
        db.upsert({"int": 1})
    with pytest.raises(RuntimeError):
        db.get()
    with pytest.raises(RuntimeError):
        db.contains()

    assert len(db) == 3


def test_a_removal_of_what_is_not_there_removes_nothing(db: TinyDB) -> None:
    assert db.remove(where("char") == "z") == []
    assert len(db) == 3

    assert db.remove(where("int") == 1) == [1, 2, 3]
    assert db.all() == []


def test_queries_of_every_kind_find_what_they_say(db: TinyDB) -> None:
    db.insert({"deep": {"er": [{"n": 1}, {"n": 2}]}, "text": "a\nb"})
    query = Query()

    assert db.count((query.int == 1) & (query.char != "a")) == 2
    assert db.count((query.char == "a") | ~query.int.exists()) == 2
    assert db.count(query.char.matches("[ab]")) == 2
    assert db.count(query.text.search("b$")) == 1
    assert db.count(query.deep.er.any(query.n == 2)) == 1
    assert db.count(query.deep.er.all(query.n > 1)) == 0
    assert db.count(query.char.one_of(["a", "c", "z"])) == 2
    assert db.count(query.char.test(lambda char: char > "b")) == 1
    assert db.count(query.fragment({"int": 1, "char": "b"})) == 1
    assert db.search(lambda document: document.get("char") == "c") == [{"int": 1, "char": "c"}]
    assert db.search(query.none.exists()) == []


def test_an_answer_from_the_cache_is_the_answer_from_the_file(db: TinyDB) -> None:
    table = db.table("cached", cache_size=2)
    table.insert_multiple([{"int": 1}, {"int": 2}])
    for _ in range(2):
        assert table.search(where("int") == 1) == [{"int": 1}]
    found = table.search(where("int") == 1)
    found.clear()
    assert table.search(where("int") == 1) == [{"int": 1}]

    table.update({"int": 1})
    assert table.count(where("int") == 1) == 2
    table.truncate()

    assert table.search(where("int") == 1) == []
    assert db.table("uncached", cache_size=0).search(where("int") == 1) == []


def test_a_table_that_is_empty_is_there_only_where_it_is_asked_for(make: Made) -> None:
    with TinyDB(storage=make) as db:
        assert (db.tables(), len(db), db.all(), list(db)) == (set(), 0, [], [])
        db.table("passing")
        db.table("lasting", persist_empty=True)

        assert db.tables() == {"lasting"}
        assert db.table("lasting").name == "lasting"


def test_numbers_are_not_given_twice_by_two_databases_one_after_the_other(make: Made) -> None:
    given = []
    for turn in range(3):
        # All databases share the one memory storage, and closing one of them does not clear it.
        db = TinyDB(storage=make)
        given.append(db.insert({"turn": turn}))
        db.close()

    assert given == [1, 2, 3]
    with TinyDB(storage=make) as db:
        assert [each["turn"] for each in db] == [0, 1, 2]
        assert db.storage.read() == {"_default": {"1": {"turn": 0}, "2": {"turn": 1}, "3": {"turn": 2}}}


def test_a_storage_is_closed_once_and_its_database_says_what_it_holds(make: Made) -> None:
    closed = []
    storage = make()
    close = storage.close
    storage.close = lambda: (closed.append(True), close())[1]  # type: ignore[func-returns-value, method-assign]
    with TinyDB(storage=lambda: storage) as db:
        db.insert({})
        assert (
            repr(db) == "<TinyDB tables=['_default'], tables_count=1, default_table_documents_count=1, "
            "all_tables_documents_count=['_default=1']>"
        )

    assert closed == [True]


def test_a_cache_before_a_storage_writes_after_so_many_changes_or_on_flush(make: Made) -> None:
    class Patient(CachingMiddleware):
        WRITE_CACHE_SIZE = 3

    storage = make()
    # TinyDB leaves its middleware without types.
    cached: Any = Patient(lambda: storage)()  # type: ignore[no-untyped-call]
    for number in (1, 2):
        cached.write({"t": {str(number): {}}})
        assert storage.read() is None
        assert cached.read() == {"t": {str(number): {}}}

    cached.write({"t": {"3": {}}})
    assert storage.read() == {"t": {"3": {}}}
    cached.write({"t": {"4": {}}})
    cached.flush()

    assert storage.read() == {"t": {"4": {}}}


def test_an_error_within_a_change_leaves_everything_as_it_was(db: TinyDB, make: Made) -> None:
    def fail(_document: Mapping[str, Any]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.update(fail)

    with TinyDB(storage=make) as again:
        assert again.all() == [{"int": 1, "char": char} for char in "abc"]


def test_a_folder_that_is_not_there_is_an_error_in_our_words(tmp_path: Path) -> None:
    db = TinyDB(tmp_path / "none" / "db.json", storage=CaseStorage)

    with pytest.raises(StoreUnwritableError, match="no such file"):
        db.insert({"int": 1})
