"""Slow lines and hostile text: every key reaches the screen it was meant for, and text stays text."""

import os
import re
import signal
from pathlib import Path

import pytest

from tests.keys import answers, sent
from tests.terminal import kept
from tests.terminal.line import CTRL_E, CTRL_L, CTRL_R, CTRL_T, DOWN, ENTER, ESCAPE
from tests.terminal.steps import FIRST, HOME, Start, at_home, in_new_case, in_note, out_of_note

SPLIT = 0.15
"""Seconds that a slow line may leave between the bytes of one key."""

NOTE = "He waits outside"
ANSWERS = {
    "start.how-spoken": "face-to-face",
    "start.safe-to-talk": "yes",
    "start.danger-now": "no",
    "start.safe-contact": "Text before noon",
    "start.voicemail": "not known",
}
"""Answers of every kind that the first section has."""

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
ACTING = "\x9d52;c;cm0gLXJmIC8=\x07\x08\x0e\x7f\x85\x9b31m\u202eevil\u202c\u2066x\u2069\u200f\u200b"
ACTING_AS_TEXT = (
    "<U+009D>52;c;cm0gLXJmIC8=\u2407\u2408\u240e\u2421<U+0085><U+009B>31m"
    "<U+202E>evil<U+202C><U+2066>x<U+2069><U+200F><U+200B>"
)
ESCAPED = "\x1b]52;c;cm0gLXJmIC8=\x07\x1b[2J\x1b]0;title\x07\x1bc"
ESCAPED_AS_TEXT = "\u241b]52;c;cm0gLXJmIC8=\u2407\u241b[2J\u241b]0;title\u2407\u241bc"
SENTENCE = "She has kept every message that he sent her since March.\n"
PASTED = 19_000

OWN_SEQUENCES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b\(B|\x1b[DM]|\x0f|\x08")
"""What the product sends of itself: cursor, colours, modes, scrolling and the plain set of characters."""


def test_keys_typed_ahead_go_to_the_screens_that_they_were_meant_for(start: Start, data: Path) -> None:
    line = at_home(start)

    line.keys("2nAB\tCR/1\r", sent(answers(ANSWERS)))

    line.wait_for("5 of 15 answered", "5 of ", "AB  Assessment")
    line.wait_until(
        lambda: kept.values(data) == ANSWERS,
        "the answers on the disk",
    )


def test_keys_typed_before_the_first_screen_is_shown_count_too(start: Start) -> None:
    line = start()
    line.wait_until(lambda: b"\x1b[?1049h" in line.sent, "the alternate screen")

    line.keys("2nAB\tCR/1\r")

    line.wait_for(FIRST, "AB  Assessment")


def test_a_note_and_what_follows_it_can_be_typed_ahead(start: Start, data: Path) -> None:
    line = in_new_case(start)

    line.keys(CTRL_T, NOTE, ESCAPE, *"1\r")

    line.wait_for("1 of ", "(note) How are you")
    line.wait_until(lambda: kept.notes(data) == [NOTE], "the note on the disk")


def test_an_arrow_key_that_comes_in_pieces_is_not_taken_for_escape(start: Start) -> None:
    line = in_new_case(start)

    for part in DOWN:
        line.keys(part)
        line.pass_time(SPLIT)

    line.wait_for("> -              Is it safe for the person to talk here and now?")


def test_a_letter_that_comes_in_pieces_is_one_letter(start: Start) -> None:
    line = in_note(start)

    for byte in "\u00e9\u20ac".encode():
        line.raw(bytes([byte]))
        line.pass_time(SPLIT)

    line.wait_for("\u00e9\u20ac")


@pytest.mark.parametrize("typed", [b"\xff\xfe", b"\xc3(", b"\x1b[99999999;1u", b"\x1b[48;99999;99999;1;1t"], ids=repr)
def test_bytes_that_no_keyboard_sends_do_no_harm(typed: bytes, start: Start, data: Path) -> None:
    line = in_note(start)

    line.raw(typed)
    line.keys(NOTE)

    line.wait_for(NOTE)
    line.wait_until(lambda: [note.endswith(NOTE) for note in kept.notes(data)] == [True], "the note on the disk")


def test_hostile_text_that_is_pasted_is_kept_as_text_and_never_sent_raw(start: Start, data: Path) -> None:
    line = in_note(start)
    filling = SENTENCE * (PASTED // len(SENTENCE))

    line.keys(PASTE_BEGINS, filling, ACTING, PASTE_ENDS)

    line.wait_for_words(ACTING_AS_TEXT)
    line.wait_until(lambda: kept.notes(data) == [filling + ACTING_AS_TEXT], "the note on the disk")
    out_of_note(line)
    line.keys(CTRL_E)
    line.wait_for("Check and sign off")
    assert acting_in(line.sent) == set()


def test_a_paste_that_is_too_long_is_not_taken_and_what_stood_there_stays(start: Start, data: Path) -> None:
    line = in_note(start)
    line.keys("She saw him")
    line.wait_until(lambda: kept.notes(data) == ["She saw him"], "the note on the disk")

    line.keys(PASTE_BEGINS, "x" * 100_000, PASTE_ENDS, "!")

    line.wait_until(lambda: kept.notes(data) == ["She saw him!"], "what was typed before and after")


def test_escape_sequences_that_are_pasted_are_kept_as_text_where_they_stood(start: Start, data: Path) -> None:
    line = in_note(start)

    line.keys(PASTE_BEGINS, SENTENCE, ESCAPED, SENTENCE, PASTE_ENDS)

    line.wait_for_words(ESCAPED_AS_TEXT)
    line.wait_until(lambda: kept.notes(data) == [SENTENCE + ESCAPED_AS_TEXT + SENTENCE], "the note on the disk")
    assert acting_in(line.sent) == set()


def test_an_unended_paste_does_not_swallow_the_keys_for_ever(start: Start, data: Path) -> None:
    line = in_note(start)

    line.keys(PASTE_BEGINS, NOTE)
    line.pass_time(1.0)
    line.keys("!")

    line.wait_for(f"{NOTE}!")
    line.wait_until(lambda: kept.notes(data) == [f"{NOTE}!"], "the note on the disk")


def test_hiding_leaves_nothing_of_the_case_on_the_screen_and_everything_on_the_disk(start: Start, data: Path) -> None:
    line = in_note(start)
    line.keys(NOTE)
    line.wait_for(NOTE)

    line.keys(CTRL_L)

    line.wait_for("Hidden.")
    line.wait_until(lambda: kept.notes(data) == [NOTE], "the note on the disk")
    shown = line.screen()
    assert all(
        text not in shown for text in (NOTE, "AB", "CR/1", kept.case_file(data).stem, "speaking with the person")
    )
    line.keys("xyz", ESCAPE)
    line.wait_for_quiet(0.5)
    assert line.screen() == shown
    line.keys(ENTER)
    line.wait_for(NOTE)


def test_a_garbled_terminal_is_redrawn_on_request(start: Start) -> None:
    line = at_home(start)
    line.wait_for_quiet(0.5)
    whole = line.screen()
    line.terminal.feed(b"\x1b[2;5r\x1b[4h\x1b[7m\x1b[3;3Hwrite: line noise\n\n\n\x0e")
    assert line.terminal.shown != whole

    line.keys(CTRL_R)

    line.wait_until(lambda: line.terminal.shown == whole, "the screen as it was")


def test_a_stopped_session_redraws_when_it_continues(start: Start) -> None:
    line = at_home(start)
    line.wait_for_quiet(0.5)
    os.kill(line.application, signal.SIGSTOP)
    line.terminal.feed(b"\x1b[?1049l\x1b[2J[1]+  Stopped")

    os.kill(line.application, signal.SIGCONT)

    line.wait_for(HOME)


def test_nothing_is_asked_of_a_terminal_that_an_old_one_would_print(start: Start) -> None:
    line = at_home(start)
    line.keys("1")
    line.wait_for("1.1")

    asked = set(re.findall(rb"\x1b[^A-Za-z@`~]*[A-Za-z@`~]", bytes(line.sent)))

    # No mouse, focus, title, pointer or keyboard protocol, and no question but whether it is well.
    assert {each for each in asked if each[-1:] in b"hlnpu" or each[1:2] == b"]"} <= {
        b"\x1b[?1049h",
        b"\x1b[?2004h",
        b"\x1b[4l",
        b"\x1b[?6l",
        b"\x1b[?7l",
        b"\x1b[?25l",
        b"\x1b[5n",
    }


def test_a_terminal_without_the_characters_of_a_code_gets_the_number_to_read_out(start: Start) -> None:
    line = at_home(start, environment={"LANG": "C"})
    line.keys("3/Paladin National\r")
    line.wait_for("> 0203 8664107")

    line.keys("r")

    line.wait_for_words("This terminal cannot draw a QR code; read the number out or copy it by hand.")
    line.wait_for("0  2  0  3  8  6  6  4  1  0  7")
    assert line.sent.isascii()


def test_home_can_be_hidden_too(start: Start) -> None:
    line = at_home(start)

    line.keys(CTRL_L)

    line.wait_for("Hidden.")
    line.keys(ENTER)
    line.wait_for(HOME)


def acting_in(sent: bytearray) -> set[str]:
    """The characters that act on a terminal and are no part of what the product sends of itself."""
    text = OWN_SEQUENCES.sub(b"", bytes(sent)).decode()
    return {char for char in text if char not in "\r\n" and not char.isprintable()}
