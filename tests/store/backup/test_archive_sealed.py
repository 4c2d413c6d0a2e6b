"""An archive reveals account names, case references and times, but no content of cases."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from content.training.cases import made_up_cases
from store.backup.archive import back_up
from store.engine.places import engine_at
from tests.builders import NOW
from tests.drafts import NOON
from tests.packs import bexley
from tests.store.people import SAM, set_up


def texts(value: object) -> Iterator[str]:
    """Every text of more than one word in recorded values, except the names of the authors."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from () if key == "by" else texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str) and len(value) > 8 and " " in value:
        yield value


def test_nothing_that_was_typed_into_a_case_can_be_read_in_an_archive_or_in_any_of_its_parts(tmp_path: Path) -> None:
    data, archive = tmp_path / "data", tmp_path / "kept.zip"
    store = set_up(data).store()
    cases = made_up_cases(bexley(), now=NOON)
    for case in cases:
        store.create(case)
    garbled = data / "cases" / f"{cases[0].id}.json"
    garbled.write_bytes(garbled.read_bytes()[:-1])
    assert len(store.listing().quarantined) == 1

    made = back_up(engine_at(data), archive, NOW)

    content = {text.encode() for case in cases for text in texts(msgspec.to_builtins(case))}
    with zipfile.ZipFile(archive) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    read = [archive.read_bytes(), *(name.encode() for name in parts), *parts.values()]
    assert len(content) > 100
    assert [text for text in content if any(text in each for each in read)] == []
    assert made.plain == 0
    # What can be read, as docs/security.md says.
    assert SAM.encode() in parts["accounts.json"]
    assert SAM.encode() in parts["audit/2026-11.log"]
    assert cases[0].id.encode() in parts["audit/2026-11.log"]
