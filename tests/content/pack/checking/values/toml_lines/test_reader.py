"""Reading TOML that people typed: the same table as the parser's, the lines, and every fault of syntax."""

import datetime as dt
import tomllib
from pathlib import Path as File

import pytest
import tomli
from hypothesis import example, given, settings

from content.pack.checking.values.toml_lines.faults import MAX_FAULTS
from content.pack.checking.values.toml_lines.reader import read_toml, scanned
from tests.content.pack.checking.values.toml_lines.toml_texts import toml_texts

ROOT = File(__file__).parents[6]
SHIPPED = sorted([*(ROOT / "content/data").rglob("*.toml"), *(ROOT / "tests/data").rglob("*.toml")])


def said(text: str) -> list[tuple[int, str]]:
    """The faults of a text, with their lines."""
    return [(fault.line, fault.says) for fault in read_toml(text.encode()).faults]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_shipped_file_is_read_as_the_parser_reads_it(file: File) -> None:
    text = file.read_text(encoding="utf-8")

    found = scanned(text)

    assert found.faults == ()
    assert found.table == tomllib.loads(text)


@given(toml_texts())
@example('0={k0=["0="]}\n')
@settings(max_examples=100, deadline=None)
def test_a_valid_text_is_read_as_the_parser_reads_it(text: str) -> None:
    found = scanned(text)

    assert found.faults == ()
    assert repr(found.table) == repr(tomli.loads(text))


@given(toml_texts())
@settings(max_examples=50, deadline=None)
def test_the_line_of_a_key_is_one_that_names_it(text: str) -> None:
    lines = text.split("\n")

    found = scanned(text).lines

    for path, line in found.items():
        if isinstance(path[-1], str):
            assert path[-1] in lines[line - 1]


def test_each_entry_key_and_value_has_its_line() -> None:
    text = '# note\n[[a]]\nid = 1\n\n[[a]]\nid = 2\nlist = [\n    "x",\n    { k = "y" },\n]\n[a.b]\nc.d = 1\n'

    lines = scanned(text).lines

    assert lines == {
        ("a",): 2,
        ("a", 0): 2,
        ("a", 0, "id"): 3,
        ("a", 1): 5,
        ("a", 1, "id"): 6,
        ("a", 1, "list"): 7,
        ("a", 1, "list", 0): 8,
        ("a", 1, "list", 1): 9,
        ("a", 1, "list", 1, "k"): 9,
        ("a", 1, "b"): 11,
        ("a", 1, "b", "c"): 12,
        ("a", 1, "b", "c", "d"): 12,
    }


def test_the_line_of_a_missing_key_is_that_of_its_entry() -> None:
    found = read_toml(b"\n[[a]]\nid = 1\n")

    assert found.line_of(("a", 0, "name")) == 2
    assert found.line_of(("b",)) == 1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a = [1, 2\nb = 1\n[c]\nd = x y\n", (1, 4)),
        ("a = { b = 1\nc = x y\n", (1, 2)),
        ('a = """one\ntwo\nb = 1\n[c]\nd = x y\n', (1, 5)),
        ('a = """one\nb = 1\nc = """two"""\nd = x y\n', (1, 4)),
        ('a = "one\ntwo\nb = x y\n', (1, 3)),
        ('a = [\n    "one,\n    "two,\n    "three",\n]\nb = x y\n', (2, 3, 6)),
        ("a = [\n    { b = x y },\n    { b = 1 c = 2 },\n    { b },\n]\nd = x y\n", (2, 3, 4, 6)),
        ("[[a\nb = x y\n", (1, 2)),
        ("prose and\nmore prose\n\na = x y\n", (1, 4)),
        ("a = [\n    [\n        1,\n\nb = x y\n", (2, 5)),
    ],
)
def test_reading_goes_on_after_a_fault_at_the_next_line(text: str, where: tuple[int, ...]) -> None:
    assert tuple(line for line, _ in said(text)) == where


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = 24:00", "24:00: write the time as 00:00 (midnight, also the end of a day)"),
        ("a = 1,000", "1,000: write a number without commas: 1000"),
        ("a = 007", '007: a number does not start with 0: write 7, or "007" if it is a text'),
        ("a = 1 // one", "a comment starts with #: write 1 # one"),
        ("a = null", "null is not read: delete the line if there is no value"),
        (
            "a = (Mon, Tue)",
            '(Mon, Tue): a list has square brackets, and each text in it quotes, such as ["Mon", "Tue"]',
        ),
        ("a = [1; 2]", "write a comma and not ; between the values"),
        ("a = [1,, 2]", "there is a comma too many: delete one"),
        ("a = { b = 1,, c = 2 }", "there is a comma too many: delete one"),
        ("a = [1]]", "there is a ] with no bracket before it that it closes: delete it, or add that bracket"),
        ("a = { b = { c = 1 }] }", "] closes a [ that is not there: write }, or add the ["),
        ("a = { b = 1, b = 2 }", "'b' is given twice between these braces: delete one of them"),
        ("a = { note = Free, at any time }", 'Free, at any time needs quotes: write "Free, at any time"'),
        ("a = [x = 1]", "x = 1: a key and its value inside a list need braces: write { x = 1 }"),
        ("a == 1", "write = and not == after a"),
        ("= 1", "a key is missing before the ="),
        ("[a]\n[a]", "[a] is given twice, first on line 1: put its keys together below one"),
        ("a = 1\n[a.b]", "[a.b] cannot follow: 'a' has a value on line 1; delete one"),
        ("[[a b]]", "[[a b]] cannot be read: a line that starts with [ has one word in brackets, as [[word]]"),
        ("[[a]] b = 1", "b = 1 cannot follow [[a]]: write it on a line of its own"),
        ("“a” = 1", "the key has curly quotes: write it without quotes"),
    ],
)
def test_a_fault_is_told_once_with_the_way_to_mend_it(text: str, sentence: str) -> None:
    assert [says for _, says in said(text)] == [sentence]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a = 22/11/2026", dt.date(2026, 11, 22)),
        ("a = 22nd Nov 26", dt.date(2026, 11, 22)),
        ("a = 12.30pm", dt.time(12, 30)),
        ("a = 9am", dt.time(9)),
        ("a = 5.15pm", dt.time(17, 15)),
        ("a = 12am", dt.time(0)),
        ("a = True", True),
        ("a = Some words", "Some words"),
        ("a = 0203 198 4659", "0203 198 4659"),
    ],
)
def test_a_value_with_a_fault_is_read_as_it_was_meant(text: str, meant: object) -> None:
    found = read_toml(text.encode())

    assert found.table == {"a": meant}
    assert found.is_misread(("a",))


def test_a_value_without_a_fault_is_not_misread_beside_one_with_a_fault() -> None:
    found = read_toml(b'a = { b = x y, c = "z" }\nd = 1\n')

    assert [found.is_misread(path) for path in (("a",), ("a", "b"), ("a", "c"), ("d",))] == [False, True, False, False]


@pytest.mark.parametrize("text", ["a = 12:30\n", "a = 12:30:00\n"])
def test_a_time_needs_no_seconds(text: str) -> None:
    assert read_toml(text.encode()).table == {"a": dt.time(12, 30)}


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_taken() -> None:
    found = read_toml('\ufeffa = "é"\r\nb = x y\r\n'.encode())

    assert found.table == {"a": "é", "b": "x y"}
    assert [fault.line for fault in found.faults] == [2]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_saved_as_utf_16_is_named_and_read(encoding: str) -> None:
    found = read_toml('name = "Solace"\nfor = x y\n'.encode(encoding))

    assert found.table == {"name": "Solace", "for": "x y"}
    assert [fault.says for fault in found.faults] == [
        'the file is saved as "Unicode" (UTF-16), not as UTF-8: save the file as "UTF-8"',
        'x y needs quotes: write "x y"',
    ]


def test_a_file_in_the_encoding_of_windows_is_named_with_its_lines_and_read() -> None:
    found = read_toml('a = 1\nb = "café"\nc = "déjà"\n'.encode("cp1252"))

    assert found.table == {"a": 1, "b": "café", "c": "déjà"}
    assert [fault.line for fault in found.faults] == [2]
    assert found.faults[0].says == (
        'the line has a character that is not saved as UTF-8 (so is line 3): save the file as "UTF-8", '
        "then check the line"
    )


def test_a_control_character_is_named_with_its_place() -> None:
    assert said('a = 1\nb = "x\x00y\x1b"\n') == [(2, "the line has a NUL character at position 7: delete it")]


def test_a_file_with_very_many_faults_says_that_there_are_more() -> None:
    found = read_toml(b"a = x y\n[b]\n" * 1000)

    assert len(found.faults) == MAX_FAULTS
    assert found.faults[-1].says.startswith("there are very many faults")
    assert found.is_misread(("anything",))


def test_a_line_with_very_many_faults_says_that_there_are_more() -> None:
    found = read_toml(b"a = [" + b"x, " * 2000 + b"]")

    assert [fault.says for fault in found.faults] == [
        'x, x, x, x, x, x and x need quotes: write "x", "x", "x", "x", "x", "x", "x", and so on',
        "there are very many faults, and the rest of the file was not read: mend these first",
    ]


def test_a_line_that_is_read_again_after_an_open_bracket_is_told_once() -> None:
    assert said("a = { b = 1,\nc = x y\n[d]\n") == [
        (1, "the { is never closed: add } at the end of the line"),
        (2, 'x y needs quotes: write "x y"'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[a.b.c]\n[a]\nb.d = 1\n",
        "[a.b]\n[a]\nc = 1\n",
        "[a]\nb.c = 1\n[a.b]\n",
        "[a]\nb.c = 1\n[a.b.d]\n",
        "a.b = 1\n[a]\n",
        "a.b = 1\na.c = 2\n",
        "a.b = 1\na.b.c = 2\n",
        "a = { b = 1 }\na.c = 1\n",
        "[[a]]\n[a.b]\n[[a]]\n[a.b]\n",
        "[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]\n",
        "a = [1]\n[[a]]\n",
        "[a]\n[[a]]\n",
        "[a]\n[b]\n[a]\n",
        "a = { b.c = 1, b.d = 2 }\n",
        "a = { b.c = 1, b = 2 }\n",
    ],
)
def test_tables_in_any_order_are_taken_or_refused_as_the_parser_does(text: str) -> None:
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError:
        assert len(scanned(text).faults) == 1
    else:
        assert (scanned(text).faults, scanned(text).table) == ((), table)
