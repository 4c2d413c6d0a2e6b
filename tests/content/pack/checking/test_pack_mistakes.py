"""Deliberate mistakes in a pack: all that the check says about each, with file and line."""

from pathlib import Path
from typing import Literal

import msgspec
import pytest

from content.errors import PackError
from content.pack.checking.validation import checked_pack
from tests.content.pack.checking.checked_packs import changed, report_on, told


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change to a file of the pack."""

    file: str
    after: str
    old: str
    new: str


class Found(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One fault or warning."""

    kind: Literal["fault", "warning"] = "fault"
    file: str
    line: str = ""
    """The text of the line; empty if the finding has no line."""

    from_: str = msgspec.field(name="from", default="")
    """A line above it, if others have the same text."""

    says: str

    def in_(self, texts: dict[str, str]) -> str:
        """The finding as the check prints it."""
        if not self.line:
            return f"{self.file}: {self.says}"
        lines = [line.strip() for line in texts[self.file].split("\n")]
        start = lines.index(self.from_) if self.from_ else 0
        return f"{self.file}:{lines.index(self.line, start) + 1}: {self.says}"


class Mistake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mistake, and everything that is then said."""

    name: str
    pack: Literal["bexley", "national"] = "bexley"
    changes: tuple[Change, ...]
    found: tuple[Found, ...] = ()


class Mistakes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    mistakes: tuple[Mistake, ...]


MISTAKES = msgspec.toml.decode(Path(__file__).with_name("pack_mistakes.toml").read_bytes(), type=Mistakes).mistakes


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.pack}: {mistake.name}")
def test_a_mistake_is_told_with_its_file_and_line_and_the_way_to_mend_it(mistake: Mistake) -> None:
    texts = changed(mistake.pack, ((each.file, each.after, each.old, each.new) for each in mistake.changes))

    report = report_on(texts)

    for kind, said in (("fault", report.faults), ("warning", report.warnings)):
        assert told(said) == [found.in_(texts) for found in mistake.found if found.kind == kind]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.pack}: {mistake.name}")
def test_a_pack_is_refused_at_the_start_exactly_if_its_check_finds_a_fault(mistake: Mistake) -> None:
    texts = changed(mistake.pack, ((each.file, each.after, each.old, each.new) for each in mistake.changes))
    has_fault = any(found.kind == "fault" for found in mistake.found)

    try:
        checked_pack(texts)
        is_refused = False
    except PackError:
        is_refused = True

    assert is_refused == has_fault
