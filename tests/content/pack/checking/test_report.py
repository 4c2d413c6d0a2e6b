"""The check of whole packs: what it finds in shipped, cut and damaged ones."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import PackError
from content.pack.checking.report import check_files
from content.pack.checking.validation import checked_pack
from content.pack.reading.loader import FILES, decoded
from tests.content.pack.checking.checked_packs import SHIPPED, TODAY, changed, report_on, told

TOKENS = re.compile(r'"[^"\n]*"|[\w.-]+|[\[\]{}=,#]|\n')


@pytest.mark.parametrize("pack", SHIPPED)
def test_a_shipped_pack_has_no_fault_and_no_warning_but_what_is_unverified(pack: str) -> None:
    report = report_on(SHIPPED[pack])

    assert report.faults == ()
    assert told(report.warnings) == []
    assert {finding.file for finding in report.warnings} == {"sources.toml", "contacts.toml"}
    assert report.pack is not None


def test_a_byte_order_mark_and_line_ends_of_windows_are_taken() -> None:
    files = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in SHIPPED["bexley"].items()}

    assert check_files(files, TODAY).faults == ()


def test_what_is_stale_in_the_national_pack_is_counted_for_an_overlay() -> None:
    a_year_on = TODAY + dt.timedelta(days=400)

    said = told(report_on(SHIPPED["bexley"], a_year_on).warnings)

    assert sum("contacts.toml" in each for each in said) == 6
    assert any(each.startswith("pack.toml:3: warnings about the national pack below") for each in said)
    assert not any("paladin" in each for each in said if not each.startswith("pack.toml:3"))


def test_a_file_that_is_missing_or_no_text_is_named_with_the_faults_of_the_others() -> None:
    texts = changed("national", [("pack.toml", "", "idle_minutes", "idle_minuts")])
    files = {name: text.encode() for name, text in texts.items() if name != "guide.toml"}

    report = check_files({**files, "prompts.toml": files["prompts.toml"].replace(b"Stop", b"St\xf6p", 1)}, TODAY)

    said = told(report.faults)
    assert len(said) == 3
    assert said[0].startswith("pack.toml:8: key 'idle_minuts' is not a key here: did you mean idle_minutes?")
    assert said[1] == "guide.toml: the file is missing"
    assert said[2].startswith("prompts.toml:11: ")


def test_an_empty_folder_lacks_its_first_file() -> None:
    report = check_files({}, TODAY)

    assert told(report.faults)[0] == "pack.toml: the file is missing"


def test_what_depends_on_a_faulty_entry_waits_until_it_is_mended() -> None:
    texts = changed("national", [("checklist.toml", '"start.threat"', 'kind = "yes-no"', 'kind = "yesno"')])

    said = told(report_on(texts).faults)

    assert len(said) == 1
    assert "question start.threat: key 'kind': \"yesno\" is not known" in said[0]


def test_findings_are_in_the_order_of_files_and_lines() -> None:
    texts = changed(
        "bexley",
        [
            ("contacts.toml", '"marac"', 'who = "Staff"\n', ""),
            ("contacts.toml", "", '"0203 198 4659"', "0203 198 4659"),
            ("guide.toml", '"stac"', '"practice.stac"', '"practice.stack"'),
            ("guide.toml", "", 'kind = "fact"', 'kind = "facts"'),
            ("pack.toml", "", "short_name", "shortname"),
        ],
    )

    found = [(FILES.index(each.file), each.line or 0) for each in report_on(texts).faults]

    assert found == sorted(found)
    assert len(found) == 5


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, bytes]:
    """The Bexley pack with some of its words deleted, doubled or replaced by others."""
    texts = dict(SHIPPED["bexley"])
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(FILES))
        matches = list(TOKENS.finditer(texts[name]))
        match = draw(st.sampled_from(matches))
        word = draw(st.sampled_from(["", match[0] * 2, draw(st.sampled_from(matches))[0], '"x"', "3", "[]", "{}"]))
        texts[name] = texts[name][: match.start()] + word + texts[name][match.end() :]
    return {name: text.encode() for name, text in texts.items()}


@given(damaged())
@settings(max_examples=150, deadline=None)
def test_a_damaged_pack_has_a_fault_exactly_if_it_cannot_be_used(files: dict[str, bytes]) -> None:
    try:
        checked_pack(decoded(files))
        is_right = True
    except PackError:
        is_right = False

    report = check_files(files, TODAY)

    assert (report.faults == ()) == is_right
    assert all(finding.says and finding.file in FILES for finding in (*report.faults, *report.warnings))
