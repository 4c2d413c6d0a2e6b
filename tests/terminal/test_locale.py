"""A terminal that takes a byte for each letter is read and written in that, and what is stored is Unicode."""

from pathlib import Path

from tests.terminal import kept
from tests.terminal.line import CTRL_T
from tests.terminal.steps import NOTE, Start, in_new_case


def test_letters_typed_in_an_older_encoding_are_shown_in_it_and_stored_whole(start: Start, data: Path) -> None:
    line = in_new_case(lambda *_arguments, **_options: start(environment={"LANG": "en_GB.ISO-8859-1"}))
    line.keys(CTRL_T)
    line.wait_for(NOTE)
    sent = len(line.sent)

    line.raw("Zo\u00eb, \u00a350 \u00e9".encode("iso-8859-1"))

    line.wait_until(lambda: b"\xe9" in line.sent[sent:], "the last letter in its own byte")
    line.wait_until(lambda: kept.notes(data) == ["Zo\u00eb, \u00a350 \u00e9"], "the note on the disk")
    shown = bytes(line.sent[sent:])
    assert b"\xeb" in shown
    assert b"\xa3" in shown


def test_a_terminal_type_that_is_no_text_ends_nothing(start: Start) -> None:
    line = start(environment={"TERM": "xterm\udcff"})

    line.wait_for("q quit")
    line.keys("1")

    line.wait_for("Esc")
