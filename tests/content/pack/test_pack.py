"""Tests of loading a pack: each kind of broken pack is refused with a sentence naming file, entry and key."""

import re
import shutil
from pathlib import Path

import msgspec
import pytest

from content.errors import PackError
from content.pack.checking.typed_numbers import typed_numbers
from content.pack.checking.validation import check_pack, checked_pack, faults
from content.pack.reading.loader import FILES, decoded, load_pack, read_tables
from tests.packs import BEXLEY, NATIONAL, texts_in


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change to a file of a pack, with the expected error message."""

    file: str
    after: str
    old: str
    new: str
    sentence: str


class Edits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The changes listed in `broken_packs.toml`."""

    shapes: tuple[Edit, ...]
    fits: tuple[Edit, ...]


BROKEN = msgspec.toml.decode(Path(__file__).with_name("broken_packs.toml").read_bytes(), type=Edits)
TIME_ZONE = BROKEN.fits[0]
UNCITED = BROKEN.fits[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped pack, to be modified."""
    for name in FILES:
        shutil.copyfile(NATIONAL / name, tmp_path / name)
    return tmp_path


def broken(folder: Path, edit: Edit) -> Path:
    """Apply one change to the pack."""
    text = (folder / edit.file).read_text(encoding="utf-8")
    start = text.index(edit.after)
    assert edit.old in text[start:]
    (folder / edit.file).write_text(text[:start] + text[start:].replace(edit.old, edit.new, 1), encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    """The message of the error raised by loading a pack."""
    with pytest.raises(PackError) as refused:
        load_pack(texts_in(folder))
    return str(refused.value)


def test_the_shipped_pack_has_no_faults() -> None:
    pack = load_pack(texts_in(BEXLEY))

    assert list(faults(pack)) == []


def test_the_options_of_the_level_are_the_packs_levels() -> None:
    pack = load_pack(texts_in(BEXLEY))

    question = pack.checklist.question("judgement.level")

    assert question is not None
    assert [option.id for option in question.options] == [level.id for level in pack.policy.levels]


@pytest.mark.parametrize("edit", BROKEN.shapes, ids=lambda edit: edit.sentence)
def test_an_entry_with_an_unknown_missing_or_wrong_key_is_refused(folder: Path, edit: Edit) -> None:
    said = refusal(broken(folder, edit))

    assert said == edit.sentence


@pytest.mark.parametrize("edit", BROKEN.fits, ids=lambda edit: edit.sentence)
def test_inconsistent_entries_are_refused(folder: Path, edit: Edit) -> None:
    pack = load_pack(texts_in(broken(folder, edit)))

    assert edit.sentence in [str(fault) for fault in faults(pack)]
    with pytest.raises(PackError):
        check_pack(pack)


@pytest.mark.parametrize("key", ["levels", "triggers", "erasure_reasons", "hold_reasons"])
def test_a_pack_with_an_empty_list_of_choices_is_refused(key: str) -> None:
    pack = load_pack(texts_in(BEXLEY))
    policy = msgspec.structs.replace(pack.policy, **{key: ()})

    found = [str(fault) for fault in faults(msgspec.structs.replace(pack, policy=policy))]

    assert f"pack.toml: key '{key}' is empty" in found


def test_a_pack_is_refused_with_its_first_fault_only(folder: Path) -> None:
    broken(folder, TIME_ZONE)

    with pytest.raises(PackError) as refused:
        check_pack(load_pack(texts_in(broken(folder, UNCITED))))

    assert str(refused.value) == TIME_ZONE.sentence


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert refusal(folder) == f"{name}: the file is missing"


def test_a_file_that_is_not_toml_is_named_with_the_line(folder: Path) -> None:
    (folder / "guide.toml").write_text("topics = [\n", encoding="utf-8")

    assert refusal(folder).startswith("guide.toml: not valid TOML: ")


def test_a_file_that_is_not_utf_8_is_named() -> None:
    with pytest.raises(PackError) as refused:
        decoded({"guide.toml": b'note = "\xe9"\n'})

    assert str(refused.value) == "guide.toml: the file is not UTF-8 text"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("guide.toml", "", "guide.toml: missing key 'topics'"),
        ("guide.toml", "topics = []\nother = 1", "guide.toml: unknown key 'other'"),
        ("guide.toml", "topics = 3", "guide.toml: key 'topics' must be a list of tables"),
        ("guide.toml", "topics = [3]", "guide.toml, topic number 1: expected a table"),
        ("checklist.toml", "sections = [3]", "checklist.toml, section number 1: expected a table"),
        ("statements.toml", "statements = 3", "statements.toml: key 'statements' must be a table"),
        ("statements.toml", "", "statements.toml: missing key 'statements'"),
    ],
)
def test_a_file_with_another_structure_is_refused(folder: Path, name: str, text: str, sentence: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")

    assert refusal(folder) == sentence


@pytest.mark.parametrize("name", [NATIONAL, BEXLEY])
def test_numbers_and_addresses_are_typed_in_the_contacts_only(name: Path) -> None:
    assert list(typed_numbers(read_tables(texts_in(name)))) == []


@pytest.mark.parametrize("typed", ["0808 802 0300", "+44 20 8303 7777", "0203-198-4659", "marac@bexley.gov.uk"])
def test_a_number_or_an_address_outside_the_contacts_is_refused(folder: Path, typed: str) -> None:
    text = (folder / "prompts.toml").read_text(encoding="utf-8")
    (folder / "prompts.toml").write_text(text.replace("ring {contact}", f"ring {typed}", 1), encoding="utf-8")

    with pytest.raises(PackError, match=f"'{re.escape(typed)}' belongs in contacts.toml"):
        checked_pack(texts_in(folder))


@pytest.mark.parametrize("typed", ["12.30-3pm", "999", "24 Nov 2026", "within 12 months", "2026-11-24"])
def test_a_time_or_a_date_is_no_number(folder: Path, typed: str) -> None:
    text = (folder / "prompts.toml").read_text(encoding="utf-8")
    (folder / "prompts.toml").write_text(text.replace("ring {contact}", f"{typed} {{contact}}", 1), encoding="utf-8")

    assert list(typed_numbers(read_tables(texts_in(folder)))) == []


def test_every_statement_of_the_briefing_is_in_the_shipped_pack() -> None:
    pack = load_pack(texts_in(BEXLEY))

    assert len(pack.statements) == 52
    assert {source for _, source in pack.cites()} >= pack.statements.keys()
