"""Deliberate mistakes in a file of a pack: all that is said about each, once, with the line and the way to mend it."""

from pathlib import Path

import msgspec
import pytest

from tests.content.pack.checking.values.kinds_of_entry import FILE, check


class Mistake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change to the file, and everything that is then said."""

    old: str
    new: str
    says: tuple[str, ...]


class Mistakes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    mistakes: tuple[Mistake, ...]


MISTAKES = msgspec.toml.decode(Path(__file__).with_name("mistakes.toml").read_bytes(), type=Mistakes).mistakes


def test_the_file_without_a_mistake_has_no_fault() -> None:
    assert check(FILE.encode()) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.new[:40])
def test_a_mistake_is_told_once_with_its_line_and_the_way_to_mend_it(mistake: Mistake) -> None:
    assert mistake.old in FILE

    said = check(FILE.replace(mistake.old, mistake.new, 1).encode())

    assert said == list(mistake.says)


def test_every_mistake_of_a_file_is_told_not_only_the_first() -> None:
    text = (
        FILE.replace('"Emergency services"', "Emergency services")
        .replace("emergency = true", "emergency = True")
        .replace("2026-11-22", "22/11/2026")
        .replace("closes =", "closed =")
        .replace('"solace"', '"Solace Bexley"')
        .replace('"0203 198 4659"', "0203 198 4659")
    )

    said = check(text.encode())

    assert [line.split(":")[0] for line in said] == ["4", "9", "10", "12", "15", "17"]
