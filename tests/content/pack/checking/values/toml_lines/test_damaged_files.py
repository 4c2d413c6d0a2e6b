"""Damaged and hostile files: reading never raises, ends in bounded time, and finds a fault where the parser does."""

import time
from collections.abc import Mapping
from pathlib import Path as File

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from content.pack.checking.values.toml_lines.reader import read_toml, scanned

ROOT = File(__file__).parents[6]
SHIPPED = sorted([*(ROOT / "content/data").rglob("*.toml"), *(ROOT / "tests/data").rglob("*.toml")])
MOST_SECONDS = 20
"""Far more than any file takes, on a slow machine that does much else."""

EDITS = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.integers(0, 60),
        st.sampled_from([*"[]{}\"'=,.#\n\\ \t:;-0aT“”\u00a0", "", '"""', "'''"]),
    ),
    max_size=6,
)


@given(st.sampled_from(SHIPPED), st.integers(0, 10**6), st.integers(1, 4000), EDITS)
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_gets_faults_exactly_where_the_parser_refuses_it(
    file: File, start: int, length: int, edits: list[tuple[int, int, str]]
) -> None:
    text = file.read_text(encoding="utf-8")
    start %= len(text)
    text = text[start : start + length]
    for at, taken, given_instead in edits:
        place = at % (len(text) + 1)
        text = text[:place] + given_instead + text[place + taken % 40 :]

    found = scanned(text)

    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError:
        assert found.faults
        assert all(1 <= fault.line <= text.count("\n") + 1 and fault.says for fault in found.faults)
        assert len(set(found.faults)) == len(found.faults)
    else:
        assert (found.faults, repr(found.table)) == ((), repr(table))


@given(st.sampled_from(SHIPPED), st.integers(0, 10**6), st.binary(max_size=8), st.integers(0, 10**6))
@settings(max_examples=100, deadline=None)
def test_changed_bytes_and_a_cut_never_raise(file: File, at: int, put: bytes, cut: int) -> None:
    data = file.read_bytes()
    at, cut = at % len(data), cut % len(data)
    data = (data[:at] + put + data[at + len(put) :])[:cut]

    found = read_toml(data)

    assert found.faults or tomli.loads(data.decode("utf-8-sig")) == found.table


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_file_or_its_faults(data: bytes) -> None:
    found = read_toml(data)

    assert isinstance(found.table, dict)


BIG = 100_000
HOSTILE: Mapping[str, str] = {
    "brackets": "a = " + "[" * BIG,
    "braces": "a = " + "{a=" * BIG,
    "brackets on lines": "a = " + "[\n" * BIG,
    "tables on lines": "a = {\n" * (BIG // 6),
    "lists on lines": "a = [\n" * (BIG // 6),
    "quotes": '"' * BIG,
    "texts never closed": 'a = """\n' * (BIG // 8) + "b = '''\n",
    "one long text": 'a = "' + "x" * BIG,
    "backslashes": 'a = "' + "\\" * BIG,
    "one long word": "a" * BIG,
    "a long number": "a = " + "1" * BIG,
    "words": "a = [" + "Mon, " * (BIG // 5),
    "no commas": "a = [" + '"b" ' * (BIG // 4),
    "a key of many parts": "a." * (BIG // 2) + "b = 1",
    "spaces": "a = " + " " * BIG + "x",
    "headers": "[[a]]\n" * (BIG // 6),
    "a key many times": "a = 1\n" * (BIG // 6),
    "opened again and again": "\n".join(f"a{i} = {{ b = 1, c = '''" for i in range(BIG // 24)),
    "NUL": "\0" * BIG,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_in_bounded_time(name: str) -> None:
    started = time.monotonic()

    read_toml(HOSTILE[name].encode())

    assert time.monotonic() - started < MOST_SECONDS
