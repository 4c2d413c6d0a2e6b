"""The guide, the contacts and the check of a pack in plain text."""

import datetime as dt
import os
import re
import subprocess
import sys

import pytest

from content.pack.reading.loader import load_pack
from tests.packs import BEXLEY, NOON, a_contact, a_pack, a_point, a_topic, texts_in
from tui.cli import reference_commands

PACK = a_pack()
WHOLE_GUIDE = f"""
import datetime as dt
import sys
from pathlib import Path
from content.pack.reading.loader import load_pack
from tui.cli import reference_commands
from tests.packs import texts_in
sys.exit(reference_commands.guide(load_pack(texts_in(Path({str(BEXLEY)!r}))), None, None, dt.date(2026, 11, 30)))
"""


def test_the_whole_guide_is_printed_topic_by_topic(capsys: pytest.CaptureFixture[str]) -> None:
    status = reference_commands.guide(PACK, None, None, NOON.date())

    printed = capsys.readouterr().out.splitlines()
    assert status == 0
    assert [line for line in printed if re.match(r"\d\. ", line)] == [
        "1. What it is",
        "2. The victim",
        "3. The suspect",
        "4. Assess the risk",
        "5. Digital safety",
        "6. Support",
        "7. Further information",
    ]


@pytest.mark.parametrize("topic", ["4", "assess-the-risk", "Assess", "ASSESS THE RISK", " a"])
def test_a_topic_is_named_by_number_id_or_the_beginning_of_its_title(
    topic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = reference_commands.guide(PACK, topic, None, NOON.date())

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        "4. Assess the risk",
        "",
        "DO       Put risk first. (briefing 4.1)",
        "DO NOT   Do not suggest that they meet. (briefing 4.10)",
        "         Caution: Fear of refusing counts too.",
    ]


@pytest.mark.parametrize("topic", ["0", "8", "zebra", "", "the", "\u0664"])
def test_a_name_that_fits_no_topic_or_several_is_refused_with_the_topics_named(
    topic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = reference_commands.guide(PACK, topic, None, NOON.date())

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out == ""
    assert printed.err == (
        f"fourfold: '{topic}' does not name one topic; the topics are 1 What it is, 2 The victim, 3 The suspect, "
        "4 Assess the risk, 5 Digital safety, 6 Support, 7 Further information\n"
    )


def test_a_search_prints_what_was_found_under_its_topic(capsys: pytest.CaptureFixture[str]) -> None:
    status = reference_commands.guide(PACK, None, "fear", NOON.date())

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 found for 'fear'",
        "",
        "2. The victim",
        "ASK      Is there persistent fear? (briefing 2.2)",
        "",
        "4. Assess the risk",
        "DO NOT   Do not suggest that they meet. (briefing 4.10)",
        "         Caution: Fear of refusing counts too.",
    ]


@pytest.mark.parametrize("words", ["zebra", ""])
def test_a_search_that_finds_nothing_is_refused(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = reference_commands.guide(PACK, None, words, NOON.date())

    assert status == 1
    assert capsys.readouterr().err == f"fourfold: nothing found for '{words}'\n"


def test_contacts_print_what_was_found_below_the_emergency_number(capsys: pytest.CaptureFixture[str]) -> None:
    status = reference_commands.contacts(PACK, "8664 107", NOON)

    printed = capsys.readouterr().out.splitlines()
    assert status == 0
    assert [line for line in printed if line.startswith("Name")] == ["Name       Police", "Name       Paladin"]
    assert "Phone      0203 8664107" in printed


def test_contacts_that_are_not_found_leave_the_emergency_number(capsys: pytest.CaptureFixture[str]) -> None:
    status = reference_commands.contacts(PACK, "zebra", NOON)

    printed = capsys.readouterr()
    assert status == 1
    assert "Phone      999" in printed.out
    assert printed.err == "fourfold: nothing found for 'zebra'\n"


def test_a_contact_past_its_review_date_is_printed_as_needing_a_check(capsys: pytest.CaptureFixture[str]) -> None:
    reference_commands.contacts(PACK, "paladin", NOON + dt.timedelta(days=365))

    assert "Check      needs a check: its review date was 22 Feb 2027" in capsys.readouterr().out


def test_nothing_printed_is_wider_than_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    pack = load_pack(texts_in(BEXLEY))

    reference_commands.guide(pack, None, None, NOON.date())
    reference_commands.guide(pack, None, "the", NOON.date())
    reference_commands.contacts(pack, "", NOON)

    assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 80


def test_nothing_printed_can_act_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    pack = a_pack(
        topics=(a_topic("A\x1b[2Jb", a_point("\x9b31m \x07", caution="\u202e"), note="\x1b]0;x\x07"),),
        contacts=(a_contact("N\x1b[2J", "1\x07", what_for="\x9b", emergency=True),),
    )

    reference_commands.guide(pack, None, None, NOON.date())
    reference_commands.guide(pack, "\x1b[2J", None, NOON.date())
    reference_commands.guide(pack, None, "\x1b[2J nothing", NOON.date())
    reference_commands.contacts(pack, "\x07", NOON)

    printed = capsys.readouterr()
    acting = [char for char in printed.out + printed.err if char != "\n" and not char.isprintable()]
    assert acting == []


def test_a_reader_that_stops_early_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run([sys.executable, "-c", WHOLE_GUIDE], stdout=writing, stderr=subprocess.PIPE, check=False)

    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 0


def test_a_terminal_that_cannot_show_a_character_is_no_fault() -> None:
    program = "import sys; from tui.cli import reference_commands; from tests.packs import *; "
    program += "pack = a_pack(topics=(a_topic('caf\u00e9', a_point('\u4e2d')),)); "
    program += "sys.exit(reference_commands.guide(pack, None, None, NOON.date()))"

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )

    assert done.stderr == b""
    assert done.stdout.startswith(b"1. caf?\n")
