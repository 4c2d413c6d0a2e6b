"""Accounts and the audit log on the command line, at a real terminal."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from store.crypto.keys import DataKey
from store.errors import WrongRecoveryCodeError
from tests.builders import A_CASE_ID, a_case
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, new_session, set_up, signed_in_session
from tests.terminal.line import FOURFOLD, PATIENCE
from tui.cli import command_line
from tui.session.client_origin import client_origin
from tui.session.settings import utc_now

THIRD = "forty blue umbrellas"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that is not made yet."""
    return tmp_path / "data"


class Asked:
    """A command at a terminal, which answers what it asks."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self._process = pexpect.spawn(
            str(FOURFOLD), ["--data", str(data), *arguments], timeout=PATIENCE, encoding="utf-8"
        )
        self._process.delaybeforesend = None
        self.shown = ""

    def answer(self, prompt: str, typed: str) -> None:
        self._process.expect(prompt)
        self.shown += self._process.before + self._process.after
        # Typing ahead of the prompt's own setting of the terminal would be shown.
        assert "passphrase" not in prompt.lower() or self._process.waitnoecho(PATIENCE)
        self._process.sendline(typed)

    def kill_at(self, prompt: str) -> None:
        """Kill the process at a prompt, with SIGKILL."""
        self._process.expect(prompt)
        self._process.kill(signal.SIGKILL)
        self._process.wait()

    def read_back(self) -> str:
        """Type the group of the recovery code that is asked for, and return the code."""
        self._process.expect("Read group ([0-9]) of 6 from the paper: ")
        self.shown += self._process.before
        assert self._process.waitnoecho(PATIENCE)
        self._process.sendline(self.code.split("-")[int(self._process.match[1]) - 1])
        return self.code

    @property
    def code(self) -> str:
        """The recovery code that was shown."""
        [code] = re.findall(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", self.shown)
        assert isinstance(code, str)
        return code

    def status(self) -> int:
        self._process.expect(pexpect.EOF)
        self.shown += self._process.before
        self._process.close()
        status = self._process.exitstatus
        assert isinstance(status, int)
        return status


class Printed(NamedTuple):
    """What a command came to that asks for nothing."""

    status: int
    out: str
    err: str


Do = Callable[..., Printed]


@pytest.fixture
def printed(data: Path, capsys: pytest.CaptureFixture[str]) -> Do:
    """Does a command in this process, as the command line would."""

    def done(*arguments: str) -> Printed:
        try:
            status = command_line.run(["--data", str(data), *arguments])
        except SystemExit as ended:
            status = int(str(ended.code))
        return Printed(status, *capsys.readouterr())

    return done


def test_the_first_account_is_set_up_and_its_code_read_back_before_going_on(data: Path) -> None:
    asked = Asked(data, "account", "add", SAM)
    asked.answer("New passphrase for Sam Patel: ", PASSPHRASE)
    asked.answer("The same again: ", PASSPHRASE)
    asked.answer("Read group ([0-9]) of 6 from the paper: ", "XXXX")
    [code] = re.findall(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", asked.shown)
    number = int(re.findall(r"Read group ([0-9])", asked.shown)[0])
    asked.answer("does not match the recovery code.*Read group", code.split("-")[number - 1].lower())

    assert asked.status() == 0
    assert PASSPHRASE not in asked.shown
    assert new_session(data).accounts.recover(code, SAM, THIRD, DataKey()).role == "supervisor"


def test_a_set_up_that_is_killed_before_the_code_was_read_back_is_begun_again(data: Path) -> None:
    asked = Asked(data, "account", "add", SAM)
    asked.answer("New passphrase for Sam Patel: ", PASSPHRASE)
    asked.answer("The same again: ", PASSPHRASE)
    asked.kill_at("Read group ")

    again = Asked(data, "account", "add", SAM)
    again.answer("becomes the first supervisor.*New passphrase for Sam Patel: ", ANOTHER)
    again.answer("The same again: ", ANOTHER)
    assert again.read_back() == again.code

    assert again.status() == 0
    assert new_session(data).sign_in(SAM, ANOTHER).role == "supervisor"
    assert new_session(data).accounts.recover(again.code, SAM, THIRD, DataKey()).name == SAM


def test_the_old_recovery_code_works_until_the_new_one_was_read_back(data: Path) -> None:
    old = new_session(data).set_up(SAM, PASSPHRASE)
    asked = Asked(data, "account", "recover", "--new-code", SAM)
    asked.answer("Your passphrase: ", PASSPHRASE)
    asked.kill_at("Read group ")
    assert new_session(data).accounts.recover(old, SAM, PASSPHRASE, DataKey()).name == SAM

    again = Asked(data, "account", "recover", "--new-code", SAM)
    again.answer("Your passphrase: ", PASSPHRASE)
    new = again.read_back()

    assert again.status() == 0
    assert "The new recovery code works, and the old one no longer does" in again.shown
    assert new_session(data).accounts.recover(new, SAM, PASSPHRASE, DataKey()).name == SAM
    with pytest.raises(WrongRecoveryCodeError):
        new_session(data).accounts.recover(old, SAM, PASSPHRASE, DataKey())


def test_a_supervisor_adds_and_disables_and_it_is_all_in_the_record(
    data: Path, printed: Callable[..., Printed]
) -> None:
    set_up(data)

    for arguments, answers in (
        (("add", KIM), [(f"New passphrase for {KIM}: ", ANOTHER), ("The same again: ", ANOTHER)]),
        (("disable", KIM), []),
    ):
        asked = Asked(data, "account", *arguments)
        asked.answer("Supervisor's account: ", SAM)
        asked.answer("Supervisor's passphrase: ", PASSPHRASE)
        for prompt, typed in answers:
            asked.answer(prompt, typed)
        assert asked.status() == 0
        assert ANOTHER not in asked.shown

    listed = printed("account", "list")
    day = utc_now().date()
    assert f"{KIM}: practitioner, disabled, added {day} by {SAM}" in listed.out.splitlines()
    shown = printed("audit", "show", "--who", KIM).out.splitlines()
    assert [re.sub(r"^\S+ \S+ | at .*", "", line) for line in shown] == [
        f"account (added) account {KIM} by {SAM}",
        f"account (disabled) account {KIM} by {SAM}",
    ]


def test_a_passphrase_is_changed_and_a_wrong_one_refused_in_a_sentence(data: Path) -> None:
    set_up(data)
    wrong = Asked(data, "account", "passphrase", SAM)
    wrong.answer("Your passphrase: ", ANOTHER)
    wrong.answer("New passphrase for Sam Patel: ", THIRD)
    wrong.answer("The same again: ", THIRD)
    assert wrong.status() == 1
    assert wrong.shown.strip().endswith("fourfold: The account or the passphrase is wrong: try again.")

    asked = Asked(data, "account", "passphrase", SAM)
    asked.answer("Your passphrase: ", PASSPHRASE)
    asked.answer("New passphrase for Sam Patel: ", THIRD)
    asked.answer("The same again: ", THIRD)

    assert asked.status() == 0
    assert new_session(data).accounts.sign_in(SAM, THIRD, DataKey(), utc_now()).name == SAM


def test_a_lost_passphrase_is_replaced_with_the_recovery_code(data: Path) -> None:
    code = new_session(data).set_up(SAM, PASSPHRASE)

    asked = Asked(data, "account", "recover", SAM)
    asked.answer("Recovery code: ", code)
    asked.answer("New passphrase for Sam Patel: ", THIRD)
    asked.answer("The same again: ", THIRD)

    assert asked.status() == 0
    assert code not in asked.shown
    assert new_session(data).accounts.sign_in(SAM, THIRD, DataKey(), utc_now()).name == SAM


def test_breaking_off_changes_nothing_and_shows_no_traceback(data: Path) -> None:
    asked = Asked(data, "account", "add", SAM)
    asked.answer("New passphrase for Sam Patel: ", "\x03")

    assert asked.status() == 1
    assert asked.shown.strip().endswith("fourfold: interrupted; nothing more was changed")
    assert not new_session(data).accounts.is_set_up


def test_no_passphrase_is_taken_from_a_pipe(data: Path) -> None:
    done = subprocess.run(
        [str(FOURFOLD), "--data", str(data), "account", "add", SAM],
        input=f"{PASSPHRASE}\n{PASSPHRASE}\n",
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )

    assert done.returncode == 1
    assert "at a terminal" in done.stderr
    assert not new_session(data).accounts.is_set_up


def test_a_whole_record_is_said_to_be_whole_and_a_changed_one_is_named_by_line(
    data: Path, printed: Callable[..., Printed]
) -> None:
    set_up(data).store().create(a_case())
    whole = printed("audit", "verify")
    log = data / "audit.log"
    log.write_bytes(log.read_bytes().replace(b'"set-up"', b'"added"'))

    broken = printed("audit", "verify")

    assert (whole.status, whole.out) == (0, "audit.log: 2 lines, each as it was written.\n")
    assert broken.status == 1
    assert broken.out == ""
    assert broken.err.startswith("fourfold: audit.log: line 2 does not follow the line before it")


def test_the_record_is_shown_by_case_kind_and_day(data: Path, printed: Do) -> None:
    set_up(data).store().create(a_case())
    signed_in_session(data)

    def shown(*sought: str) -> list[str]:
        return printed("audit", "show", *sought).out.splitlines()

    assert shown("--case", A_CASE_ID) == [
        f"2026-11-20 14:05:30Z collection (case) case {A_CASE_ID} by {SAM} at 10.0.0.7 /dev/pts/3"
    ]
    assert len(shown()) == 3
    assert len(shown("--kind", "sign-in")) == 1
    assert len(shown("--since", "2026-11-20", "--until", "2026-11-20")) == 3
    assert shown("--until", "2026-11-19") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("audit", "show", "--since", "yesterday"), "'yesterday' is not a day such as 2026-11-22"),
        (("audit", "show", "--kind", "gossip"), "gossip"),
        (("account", "add"), "NAME"),
        (("account",), "COMMAND"),
    ],
)
def test_wrong_use_is_reported_in_one_sentence(printed: Do, arguments: tuple[str, ...], says: str) -> None:
    done = printed(*arguments)

    assert done.status == 2
    assert says in done.err
    assert len(done.err.splitlines()) == 1


@pytest.fixture
def no_terminal() -> Iterator[None]:
    """Standard input that is no terminal."""
    kept = os.dup(0)
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
        yield
    os.dup2(kept, 0)
    os.close(kept)


@pytest.mark.parametrize(
    ("connection", "address"),
    [
        ("10.0.0.7 50000 10.0.0.1 22", "10.0.0.7"),
        ("fe80::1%eth0 50000 fe80::2 22", "fe80::1%eth0"),
        ("", ""),
        ("\x1b[2J 1 2 3", "unknown"),
        ("x" * 65, "unknown"),
    ],
)
def test_an_address_is_taken_from_the_line_and_nothing_else_gets_in(
    no_terminal: None, connection: str, address: str
) -> None:
    assert client_origin({"SSH_CONNECTION": connection}).address == address
    assert client_origin({}).terminal == ""


def test_sealed_cases_are_looked_at_without_a_key_and_into_with_one(data: Path) -> None:
    set_up(data).store().create(a_case())
    file = data / "cases" / f"{A_CASE_ID}.json"

    from_outside = subprocess.run(
        (str(FOURFOLD), "--data", str(data), "verify"), check=False, capture_output=True, text=True
    )
    sound = Asked(data, "verify", "--account", SAM)
    sound.answer("Your passphrase: ", PASSPHRASE)
    sound_status = sound.status()
    sealed = bytearray(file.read_bytes())
    sealed[-1] ^= 1
    file.write_bytes(sealed)
    damaged = Asked(data, "verify", "--account", SAM)
    damaged.answer("Your passphrase: ", PASSPHRASE)

    assert from_outside.returncode == 0
    assert "1 case, no problem found; 1 sealed and not read: name an account" in from_outside.stdout
    assert sound_status == 0
    assert "1 case, all sound." in sound.shown
    assert damaged.status() == 1
    assert f"cases/{A_CASE_ID}.json: it is damaged" in damaged.shown
    assert file.exists()
