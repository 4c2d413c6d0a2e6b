"""Sealed files open only with their key and under their name."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.cases.index import NAME as INDEX
from store.cases.repository import CaseRepository
from store.crypto import keys
from store.crypto.keys import DataKey
from store.crypto.sealing import FORMAT, sealing
from store.engine.codec import PLAIN, SEALED_MARK
from store.engine.places import engine_at
from store.errors import (
    KeyLockedError,
    NotSealedError,
    SealedError,
    StoreDamagedError,
    StoreError,
    StoreNewerError,
    WrongKeyError,
)
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft


def a_key() -> DataKey:
    key = DataKey()
    key.take(*keys.new_key())
    return key


KEY = a_key()


@given(data=st.binary(max_size=2000), name=st.sampled_from([A_CASE_ID, INDEX, "quarantine/x"]))
@settings(max_examples=60, deadline=None)
def test_what_is_sealed_opens_again(data: bytes, name: str) -> None:
    sealed = sealing(KEY)(name).encode(data)

    assert sealing(KEY)(name).decode(sealed) == data
    assert sealed != sealing(KEY)(name).encode(data)
    assert len(data) < 16 or data not in sealed


@given(data=st.binary(max_size=200), one=st.text(min_size=1), other=st.text(min_size=1))
@settings(max_examples=60, deadline=None)
def test_what_is_sealed_for_one_name_opens_for_no_other(data: bytes, one: str, other: str) -> None:
    sealed = sealing(KEY)(one.encode(errors="replace").decode()).encode(data)

    if one.encode(errors="replace") != other.encode(errors="replace"):
        with pytest.raises(ValueError, match="another file"):
            sealing(KEY)(other.encode(errors="replace").decode()).decode(sealed)


def test_every_flipped_bit_of_a_file_is_refused() -> None:
    codec = sealing(KEY)(A_CASE_ID)
    sealed = codec.encode(b'{"case":{}}')

    for at in range(len(sealed)):
        for bit in range(8):
            forged = bytearray(sealed)
            forged[at] ^= 1 << bit
            with pytest.raises((ValueError, StoreError)):
                codec.decode(bytes(forged))


def test_every_shortened_or_lengthened_file_is_refused() -> None:
    codec = sealing(KEY)(A_CASE_ID)
    sealed = codec.encode(b'{"case":{}}')

    for forged in (*(sealed[:length] for length in range(len(sealed))), sealed + b"\0", sealed + sealed):
        with pytest.raises(ValueError, match=r"."):
            codec.decode(forged)


def test_a_dropped_key_opens_and_seals_nothing() -> None:
    key = a_key()
    codec = sealing(key)(A_CASE_ID)
    sealed = codec.encode(b"text")

    key.drop()

    assert not key.is_held
    with pytest.raises(KeyLockedError, match="sign in"):
        codec.decode(sealed)
    with pytest.raises(KeyLockedError):
        codec.encode(b"text")


def test_a_dropped_key_is_overwritten_where_it_stood() -> None:
    data, key_id = keys.new_key()
    key = DataKey()
    key.take(data, key_id)

    key.drop()

    assert data == bytes(32)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b'{"case":{}}', NotSealedError),
        (b' \n{"case":{}}', NotSealedError),
        (SEALED_MARK + bytes([FORMAT[0] + 1]) + b"x" * 60, StoreNewerError),
        (sealing(a_key())(A_CASE_ID).encode(b"{}"), WrongKeyError),
    ],
    # Ciphertexts always differ, but a name must stay the same.
    ids=["plain", "plain after a space", "newer", "other key"],
)
def test_what_only_cannot_be_opened_now_is_never_moved_aside(
    data: Path, content: bytes, error: type[StoreError]
) -> None:
    store = CaseRepository(engine_at(data), codec_for=sealing(KEY))
    path = data / "cases" / f"{A_CASE_ID}.json"
    path.write_bytes(content)

    with pytest.raises(error):
        store.case(A_CASE_ID)

    assert store.listing().quarantined == ()
    assert path.read_bytes() == content


@pytest.mark.parametrize("codec_for", [sealing(DataKey()), sealing(a_key()), lambda _name: PLAIN])
def test_a_list_by_somebody_without_the_key_moves_no_case(data: Path, codec_for: object) -> None:
    CaseRepository(engine_at(data), codec_for=sealing(KEY)).create(a_case())

    listed = CaseRepository(engine_at(data), codec_for=codec_for).listing()  # type: ignore[arg-type] # each is one

    assert (listed.summaries, listed.quarantined) == ((), ())
    assert {*listed.unreadable, *listed.newer} == {A_CASE_ID}
    assert CaseRepository(engine_at(data), codec_for=sealing(KEY)).case(A_CASE_ID) == a_case()


def test_a_sealed_file_read_without_a_key_says_so(data: Path) -> None:
    CaseRepository(engine_at(data), codec_for=sealing(KEY)).create(a_case())

    with pytest.raises(SealedError, match="sign in"):
        CaseRepository(engine_at(data)).case(A_CASE_ID)


def test_two_cases_cannot_change_places(data: Path) -> None:
    store = CaseRepository(engine_at(data), codec_for=sealing(KEY))
    store.create(a_case())
    store.create(a_case(id=ANOTHER_CASE_ID))
    one, other = (data / "cases" / f"{case}.json" for case in (A_CASE_ID, ANOTHER_CASE_ID))
    contents = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(contents)

    for case in (A_CASE_ID, ANOTHER_CASE_ID):
        with pytest.raises(StoreDamagedError, match="is another file"):
            store.case(case)


def test_the_index_cannot_be_read_as_a_case_or_a_case_as_the_index(data: Path) -> None:
    store = CaseRepository(engine_at(data), codec_for=sealing(KEY))
    store.create(a_case())
    os.utime(data / "cases" / f"{A_CASE_ID}.json", (1, 1))
    store.listing()

    with pytest.raises(ValueError, match="another file"):
        sealing(KEY)(A_CASE_ID).decode((data / "index.json").read_bytes())
    with pytest.raises(ValueError, match="another file"):
        sealing(KEY)(INDEX).decode((data / "cases" / f"{A_CASE_ID}.json").read_bytes())


def test_nothing_of_a_case_can_be_read_on_the_disk(data: Path) -> None:
    store = CaseRepository(engine_at(data), codec_for=sealing(KEY))
    store.create(a_case(draft=a_draft()))
    os.utime(data / "cases" / f"{A_CASE_ID}.json", (1, 1))
    assert [each.initials for each in store.listing().summaries] == ["J.D."]

    on_disk = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())

    for fact in (b"J.D.", b"CRIME-0001", b"fixated", b"sam", b"bexley"):
        assert fact not in on_disk
