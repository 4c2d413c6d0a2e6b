"""CaseStorage never reads a damaged file as empty, and never changes values silently."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from store.engine.codec import PLAIN
from store.errors import StoreDamagedError, StoreRefusedError
from store.storage import CaseStorage


@pytest.mark.parametrize("value", [float("nan"), dt.datetime(2026, 1, 1, tzinfo=dt.UTC), (1, 2), {1: "a"}, b"x"])
def test_what_json_would_change_is_refused(tmp_path: Path, value: object) -> None:
    storage = CaseStorage(tmp_path / "db.json")

    with pytest.raises(TypeError):
        storage.write({"t": {"1": {"value": value}}})

    assert storage.read() is None


def test_half_a_character_is_refused_in_words(tmp_path: Path) -> None:
    storage = CaseStorage(tmp_path / "db.json")

    with pytest.raises(StoreRefusedError, match="half a character"):
        storage.write({"t": {"1": {"value": "\ud800"}}})

    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_an_empty_database(tmp_path: Path) -> None:
    assert CaseStorage(tmp_path / "none.json").read() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\x00" * 4096,
        b'{"_default": {"1": {"int"',
        b"not json",
        b"[]",
        b"null",
        b'{"_default": []}',
        b'{"_default": {"1": {}}} {}',
        b'{"_default": {"1": "\xff"}}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
    ],
)
def test_a_file_that_cannot_be_read_is_damaged_and_not_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "db.json"
    path.write_bytes(content)

    with pytest.raises(StoreDamagedError):
        CaseStorage(path).read()

    assert path.read_bytes() == content


@pytest.mark.parametrize("make", ["link", "folder", "pipe", "nowhere"])
def test_what_is_no_plain_file_is_damaged_and_not_followed(tmp_path: Path, make: str) -> None:
    sound = tmp_path / "sound.json"
    CaseStorage(sound).write({"t": {"1": {"int": 1}}})
    path = tmp_path / "db.json"
    makers: dict[str, Callable[[], None]] = {
        "link": lambda: path.symlink_to(sound),
        "nowhere": lambda: path.symlink_to(tmp_path / "nowhere"),
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
    }
    makers[make]()

    with pytest.raises(StoreDamagedError, match="not a plain file"):
        CaseStorage(path).read()


class Reversed:
    """A codec that reverses the bytes, so that tests can recognise sealed data."""

    def encode(self, data: bytes) -> bytes:
        return b"sealed" + data[::-1]

    def decode(self, data: bytes) -> bytes:
        if not data.startswith(b"sealed"):
            raise ValueError("it is not sealed")
        return data.removeprefix(b"sealed")[::-1]


def test_a_codec_is_applied_between_the_tables_and_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    tables: dict[str, dict[str, Any]] = {"t": {"1": {"int": 1}}}

    CaseStorage(path, Reversed()).write(tables)

    assert path.read_bytes().startswith(b"sealed")
    assert CaseStorage(path, Reversed()).read() == tables


def test_what_the_codec_refuses_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    CaseStorage(path, PLAIN).write({"t": {}})

    with pytest.raises(StoreDamagedError, match="not sealed"):
        CaseStorage(path, Reversed()).read()


def test_carried_documents_go_back_byte_by_byte_and_may_be_added_to(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    as_written = b'{ "float": 1.50, "text": "\\u0041" }'
    path.write_bytes(b'{"kept": {"1": ' + as_written + b'}, "open": {"1": {"int": 1}}}')

    with TinyDB(path, storage=CaseStorage, carrying={"kept"}) as db:
        db.table("open").update({"int": 2})
        db.table("kept").insert({"int": 3})

    assert as_written in path.read_bytes()
    assert CaseStorage(path).read() == {
        "kept": {"1": {"float": 1.5, "text": "A"}, "2": {"int": 3}},
        "open": {"1": {"int": 2}},
    }
