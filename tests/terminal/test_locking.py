"""Signing in and locking in a real terminal, with the product as it is installed and keys as dear as they are."""

import signal
from pathlib import Path

from store.session import StoreSession
from tests.store.people import PASSPHRASE, SAM, logged, set_up, signed_in_session
from tests.terminal.line import CTRL_L, CTRL_T, ENTER, FOURFOLD, TAB, Line, child_of, text_of
from tests.terminal.steps import FIRST, HOME, NOTE, Start

WRITTEN = "He waits outside her wo"


def signed_in(start: Start, data: Path) -> Line:
    """A session of the installed product, whose first case is about to be begun."""
    set_up(data).log_out()
    line = start(program=(str(FOURFOLD),))
    line.wait_for(HOME, "needs an account")
    line.keys("2", SAM, TAB, PASSPHRASE, ENTER)
    line.wait_for("Assessments", "n new case")
    return line


def in_note(start: Start, data: Path) -> Line:
    line = signed_in(start, data)
    line.keys("nQZ\tCR/1\r")
    line.wait_for(FIRST, "0 of ")
    line.keys(CTRL_T)
    line.wait_for(NOTE)
    line.keys(WRITTEN)
    line.wait_for(WRITTEN)
    return line


def notes(door: StoreSession) -> list[str]:
    (told,) = door.store().listing().summaries
    draft = door.store().case(told.id).draft
    assert draft
    return [each.note for each in draft.answers.values() if each.note]


def test_after_ctrl_l_nothing_of_the_case_is_sent_nor_left_and_the_same_person_goes_on_mid_word(
    start: Start, data: Path
) -> None:
    line = in_note(start, data)
    line.wait_for_quiet(0.5)
    before = len(line.sent)

    line.keys(CTRL_L)

    line.wait_for("Locked by Sam Patel", "What was typed is saved.")
    line.keys("xyz", ENTER)
    line.wait_for_words("The account or the passphrase is wrong")
    left = line.sent[before:].decode() + line.screen() + text_of(line.terminal.main)
    assert [each for each in ("waits", "QZ", "CR/1", NOTE, "speaking with the person", "xyz") if each in left] == []
    assert notes(signed_in_session(data)) == [WRITTEN]
    line.keys(PASSPHRASE, ENTER, "rk")
    line.wait_for(f"{WRITTEN}rk")
    assert PASSPHRASE not in line.sent.decode()


def test_a_signal_saves_what_was_typed_and_signs_off(start: Start, data: Path) -> None:
    line = in_note(start, data)

    line.signal(signal.SIGTERM)

    line.wait_for_end()
    assert notes(signed_in_session(data)) == [WRITTEN]
    assert "waits" not in line.screen()
    assert [(each.kind, each.who) for each in logged(data)][-2:] == [("log-out", SAM), ("sign-in", SAM)]


def test_what_opens_cases_is_loaded_when_somebody_signs_in_and_not_before(start: Start, data: Path) -> None:
    set_up(data).log_out()
    line = start(program=(str(FOURFOLD),))
    line.wait_for(HOME)
    line.keys("1")
    line.wait_for("1.1")
    before = loaded(line)

    line.keys("\x1b", "2", SAM, TAB, PASSPHRASE, ENTER)

    line.wait_for("Assessments", "n new case")
    assert "cryptography" not in before
    assert "cryptography" in loaded(line)


def loaded(line: Line) -> str:
    """The libraries that a session has in memory."""
    return Path(f"/proc/{child_of(line.process)}/maps").read_text(encoding="utf-8")
