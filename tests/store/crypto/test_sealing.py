"""Every case is sealed for its reference, and the index for its name; files that cannot be opened now stay."""

import os
from pathlib import Path

import pytest

from store.cases.index import NAME as INDEX
from store.cases.repository import CaseRepository
from store.engine.codec import Codec
from store.engine.places import engine_at
from store.errors import StoreError
from tests.builders import A_CASE_ID, a_case, a_draft, a_note


class Sealed:
    """A codec that writes the name in front, so that tests can see it."""

    def __init__(self, name: str) -> None:
        self._mark = f"sealed for {name}:".encode()

    def encode(self, data: bytes) -> bytes:
        return self._mark + data[::-1]

    def decode(self, data: bytes) -> bytes:
        if not data.startswith(self._mark):
            raise ValueError("it is sealed for another file")
        return data.removeprefix(self._mark)[::-1]


class LockedError(StoreError):
    """The error of a codec without a key."""


class Locked:
    """A codec without a key."""

    def encode(self, data: bytes) -> bytes:
        return data

    def decode(self, data: bytes) -> bytes:
        raise LockedError("The key is not there.")


def test_every_file_with_case_text_is_sealed_under_its_name(data: Path) -> None:
    store = CaseRepository(engine_at(data), codec_for=Sealed)
    store.create(a_case(draft=a_draft()))
    store.save_draft(a_draft())
    path = data / "cases" / f"{A_CASE_ID}.json"
    os.utime(path, (1, 1))

    assert [summary.initials for summary in store.listing().summaries] == ["J.D."]

    assert path.read_bytes().startswith(f"sealed for {A_CASE_ID}:".encode())
    assert (data / "index.json").read_bytes().startswith(f"sealed for {INDEX}:".encode())
    assert not any(b"J.D." in found.read_bytes() for found in data.rglob("*") if found.is_file())


def test_a_case_sealed_for_another_reference_is_damaged(data: Path) -> None:
    store = CaseRepository(engine_at(data), codec_for=Sealed)
    store.create(a_case())
    (data / "cases" / f"{A_CASE_ID}.json").rename(data / "cases" / "AAAA-AAAA.json")

    [moved] = store.listing().quarantined

    assert (moved.case, moved.reason) == ("AAAA-AAAA", "it is sealed for another file")


def test_a_case_that_cannot_be_opened_now_is_left_where_it_is(data: Path) -> None:
    def locked(_name: str) -> Codec:
        return Locked()

    CaseRepository(engine_at(data)).create(a_case())
    store = CaseRepository(engine_at(data), codec_for=locked)

    with pytest.raises(LockedError):
        store.case(A_CASE_ID)

    with pytest.raises(LockedError):
        store.save_draft(a_draft())
    with pytest.raises(LockedError):
        store.record(A_CASE_ID, a_note())
    assert store.listing().unreadable == (A_CASE_ID,)
    assert store.listing().quarantined == ()
    assert CaseRepository(engine_at(data)).case(A_CASE_ID) == a_case()
