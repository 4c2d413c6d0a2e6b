"""The dialogue line by line at a real terminal: passphrases, signals, lost lines, idle minutes and refusing disks."""

import resource
import signal
import sys
import termios
from pathlib import Path

import pytest

from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import CaseInUseError
from store.lease_holder import LeaseHolder
from store.session import StoreSession
from tests.builders import A_CASE_ID
from tests.drafts import NOON, an_empty_case
from tests.store.people import PASSPHRASE, SAM, logged, set_up, signed_in_session
from tests.terminal.line import CTRL_BACKSLASH, CTRL_C, CTRL_Z, FOURFOLD, PLAIN, Line
from tests.terminal.steps import Start
from tests.tui.plain.driving import RESUME, held, keep, values

CTRL_D = "\x04"
EDITING = LeaseHolder(who="Kim Lee", where="10.0.0.9", since=NOON, pid=1)

IMPATIENT = (sys.executable, str(Path(__file__).with_name("impatient.py")))
"""The product with accounts, where a minute without a line lasts a moment."""


def asked(start: Start, data: Path, *, number: int = 1, **options: object) -> Line:
    """A dialogue on a case, at a question."""
    if number == 1:
        keep(data, an_empty_case())
    line = start(*RESUME, **options)
    line.wait_for(f"Answer to question {number}:")
    return line


def stored(data: Path) -> dict[str, str]:
    return values(CaseRepository(engine_at(data)).case(A_CASE_ID))


def is_free(data: Path) -> bool:
    CaseRepository(engine_at(data)).lease(A_CASE_ID, EDITING, patience=0).release()
    return True


def said(line: Line) -> str:
    """Everything that was sent, on one line."""
    line.drain()
    return " ".join(line.sent.decode().split())


def wait_for_saved(line: Line) -> None:
    line.wait_until(lambda: "Saved: " in said(line), "that it is saved")


def test_a_killed_session_loses_nothing_that_it_said_is_saved(start: Start, data: Path) -> None:
    typed = (
        (1, "1", "face-to-face"),
        (4, "y", "yes"),
        (5, "u", "not known"),
        (6, "go 12\nBy text", "By text"),
        (6, "go 13\nNever by post", "Never by post"),
    )
    kept = []

    for number, answer, value in typed:
        line = asked(start, data, number=number)
        line.keys(f"{answer}\n")
        wait_for_saved(line)
        line.kill()
        line.wait_for_end()

        kept.append(value)
        assert list(stored(data).values()) == kept

    assert is_free(data)


@pytest.mark.parametrize(
    ("key", "status", "why"),
    [
        (CTRL_C, 130, "it was interrupted"),
        (CTRL_D, 0, "nothing more was typed"),
        (CTRL_BACKSLASH, 131, "it was interrupted"),
        ("/save\n", 0, "you left"),
    ],
)
def test_a_key_that_ends_it_leaves_all_saved_the_case_free_and_says_how_to_go_on(
    start: Start, data: Path, key: str, status: int, why: str
) -> None:
    line = asked(start, data)
    line.keys("1\n")
    line.wait_for("Answer to question 4:")

    line.keys(key)

    assert line.wait_for_end() == status
    assert f"Ended: {why}. All is saved. To go on: fourfold assess --case {A_CASE_ID} --plain" in said(line)
    assert stored(data) == {"start.how-spoken": "face-to-face"}
    assert is_free(data)
    assert b"\x1b" not in line.sent


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_all_saved_and_the_case_free(start: Start, data: Path, number: signal.Signals) -> None:
    line = asked(start, data)
    line.keys("1\n")
    line.wait_for("Answer to question 4:")

    line.signal(number)

    assert line.wait_for_end() == 128 + number
    assert "All is saved." in said(line)
    assert stored(data) == {"start.how-spoken": "face-to-face"}
    assert is_free(data)


def test_a_line_that_hangs_up_leaves_no_process_and_the_case_free(start: Start, data: Path) -> None:
    line = asked(start, data)
    line.keys("1\n")
    line.wait_for("Answer to question 4:")

    line.hang_up()

    line.wait_for_end(5.0)
    assert stored(data) == {"start.how-spoken": "face-to-face"}
    assert is_free(data)


def test_a_signal_ends_it_where_nobody_reads_what_it_says(start: Start, data: Path) -> None:
    line = asked(start, data)
    line.hold_key_unread("\n", 4000)

    line.signal(signal.SIGTERM)

    line.wait_for_end(5.0, reads=False)
    assert is_free(data)


def test_nothing_suspends_it_where_a_shell_would_let_it_be(start: Start, data: Path) -> None:
    shell = ("sh", "-mc", '"$0" "$@"; true', *PLAIN)
    line = asked(start, data, program=shell)

    line.keys(CTRL_Z, "1\n")

    line.wait_for("Answer to question 4:")
    assert stored(data) == {"start.how-spoken": "face-to-face"}


def test_a_line_that_goes_without_a_signal_ends_it_too(start: Start, data: Path) -> None:
    line = asked(start, data, program=("setsid", "-w", *PLAIN))
    with pytest.raises(CaseInUseError):
        is_free(data)

    line.hang_up()

    CaseRepository(engine_at(data)).lease(A_CASE_ID, EDITING, patience=5.0).release()


@pytest.mark.parametrize("typed", ["\x0c\n", "hide\n"])
def test_hiding_pushes_everything_off_the_screen_and_ends_with_all_saved(start: Start, data: Path, typed: str) -> None:
    line = asked(start, data)
    line.keys("1\n", "/go 1\n")
    line.wait_for("Answered: Face to face.")

    line.keys(typed)

    assert line.wait_for_end() == 0
    assert "How are you" not in line.screen()
    assert "Ended: hidden. All is saved." in said(line)
    assert stored(data) == {"start.how-spoken": "face-to-face"}


def test_ending_before_an_answer_could_be_saved_says_that_it_is_not(start: Start, data: Path) -> None:
    line = asked(start, data)
    resource.prlimit(line.process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    line.keys("1\n")
    line.wait_for("Enter tries again:")

    line.keys(CTRL_D)

    line.wait_for_end()
    assert "The last answer is NOT saved; all before it is." in said(line)
    assert "All is saved." not in said(line)


def test_an_answer_that_could_not_be_saved_is_asked_to_be_tried_again_and_not_lost(start: Start, data: Path) -> None:
    line = asked(start, data)
    before = resource.prlimit(line.process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    line.keys("1\n")

    line.wait_for("NOT SAVED: ", "Enter tries again:")
    assert stored(data) == {}
    resource.prlimit(line.process, resource.RLIMIT_FSIZE, before)
    line.keys("\n")
    line.wait_for("Saved: Face to face.", "Answer to question 4:")
    assert stored(data) == {"start.how-spoken": "face-to-face"}


def test_a_draft_that_somebody_else_signed_off_meanwhile_ends_it_with_what_was_typed_kept_aside(
    start: Start, data: Path
) -> None:
    line = asked(start, data)
    store = CaseRepository(engine_at(data))
    draft = store.case(A_CASE_ID).draft
    assert draft
    store.save_draft(draft)

    line.keys("1\n")

    assert line.wait_for_end() == 1
    assert "saved a newer version of this draft" in said(line)
    assert "yours is kept beside it, on the case." in said(line)
    (aside,) = store.case(A_CASE_ID).kept_aside
    assert aside.answers["start.how-spoken"].value == "face-to-face"


def test_lines_are_as_wide_as_the_terminal_and_follow_it(start: Start, data: Path) -> None:
    line = asked(start, data, columns=40)

    assert max(map(len, line.sent.decode().splitlines())) <= 40
    line.resize(24, 132)
    before = len(line.sent)
    line.keys("\n")
    line.wait_until(lambda: "Answer a number" in line.sent[before:].decode(), "the question again")
    assert max(map(len, line.sent[before:].decode().splitlines())) > 80


def test_what_a_key_without_a_letter_or_a_backspace_sends_is_no_part_of_an_answer(start: Start, data: Path) -> None:
    line = asked(start, data)
    line.keys("/go 15\n")
    line.wait_for("Answer to question 15:")

    line.raw(b"\x1b[A\x1bOBAn housr\x08\x08r\n")

    line.wait_for("Answer to question 16:")
    assert stored(data)["start.who-else"] == "An hour"


def test_a_line_longer_than_a_terminal_takes_is_said_to_be_cut(start: Start, data: Path) -> None:
    line = asked(start, data)
    line.keys("/go 15\n")
    line.wait_for("Answer to question 15:")

    line.keys("a" * 5000, "\n")

    line.wait_for_words("That line was cut after 4095 letters")
    line.wait_for("Answer to question 16:")
    assert stored(data)["start.who-else"] == "a" * 4095


def signed_in(start: Start, data: Path, program: tuple[str, ...]) -> Line:
    """Whoever signs in, at the second try."""
    set_up(data).log_out()
    line = start("assess", "--plain", program=program, environment={"SSH_CONNECTION": "10.0.0.7 5 10.0.0.1 22"})
    for typed in ("wrong", PASSPHRASE):
        line.wait_for("Account:")
        line.keys(f"{SAM}\n")
        line.wait_until(lambda: said(line).endswith("which is not shown:"), "the passphrase to be asked for")
        line.wait_until(lambda: not is_echoing(line), "that nothing is shown")
        line.keys(f"{typed}\n")
        if typed == "wrong":
            line.wait_for("The account or the passphrase is wrong: try again.")
            line.wait_until(lambda: said(line).count("Account:") == 2, "the account to be asked for again")
    line.wait_for("The person's initials:")
    return line


def is_echoing(line: Line) -> bool:
    return bool(termios.tcgetattr(line.descriptor)[3] & termios.ECHO)


def events(data: Path) -> list[str]:
    return [event.kind for event in logged(data)]


def only_draft_of(door: StoreSession) -> dict[str, str]:
    store = door.store()
    (told,) = store.listing().summaries
    return values(store.case(told.id))


def test_the_cases_ask_who_is_there_show_no_passphrase_and_record_what_was_done(start: Start, data: Path) -> None:
    line = signed_in(start, data, (str(FOURFOLD),))
    line.keys("QZ\n\n")
    line.wait_for("Answer to question 1:")
    line.keys("1\n")
    line.wait_for("Answer to question 4:")

    line.keys(CTRL_D)

    assert line.wait_for_end() == 0
    assert PASSPHRASE not in line.sent.decode()
    assert "This text stays on the screen and in its scrollback" in said(line)
    assert events(data)[2:] == ["failure", "sign-in", "collection", "consultation", "collection", "log-out"]
    assert [event.address for event in logged(data) if event.kind == "sign-in"] == ["10.0.0.7"]
    assert only_draft_of(signed_in_session(data)) == {"start.how-spoken": "face-to-face"}


def test_after_idle_minutes_without_a_line_it_warns_and_then_ends_with_all_saved(start: Start, data: Path) -> None:
    line = signed_in(start, data, IMPATIENT)
    line.keys("QZ\n\n")
    line.wait_for("Answer to question 1:")
    line.keys("1\n")

    line.wait_for_words("this ends within a minute, with everything saved. Enter continues.")

    assert line.wait_for_end() == 0
    assert "Ended: nobody typed a line for too long. All is saved. To go on:" in said(line)
    assert events(data)[-1] == "log-out"
    assert only_draft_of(signed_in_session(data)) == {"start.how-spoken": "face-to-face"}


def test_a_passphrase_is_not_asked_for_where_the_rest_comes_from_a_file(start: Start, data: Path) -> None:
    set_up(data).log_out()
    line = start("assess", "--plain", program=("sh", "-c", 'echo Sam Patel | "$0" "$@"', str(FOURFOLD)))

    assert line.wait_for_end() == 1
    assert "fourfold: a passphrase is typed at a terminal that can hide it" in said(line)


def test_where_there_is_no_account_yet_it_says_what_to_do(data: Path) -> None:
    dialogue = held(data, SAM, PASSPHRASE, program=(str(FOURFOLD),))

    assert dialogue.status == 1
    assert "There is no account yet: set up the first supervisor with 'fourfold account add'." in dialogue.refused
