"""No command makes, fills or makes private a directory that is not Fourfold's own."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from store.errors import StoreError, StoreRefusedError, StoreUnreadableError
from store.lease_holder import LeaseHolder
from store.store import Store
from tests.builders import A_CASE_ID, NOW, a_case
from tests.store.people import CHEAP, PASSPHRASE, SAM, new_session, set_up
from tests.terminal.line import FOURFOLD, PATIENCE
from tui.main import main

LOOKS = (
    ("account", "list"),
    ("account", "add", SAM),
    ("account", "disable", SAM),
    ("account", "recover", SAM),
    ("audit", "show"),
    ("audit", "verify"),
    ("verify",),
    ("backup", "kept.zip"),
    ("backups",),
    ("doctor",),
)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A directory of somebody else, which all may read."""
    directory = tmp_path / "etc"
    directory.mkdir()
    (directory / "passwd").write_text("root:x:0:0\n")
    directory.chmod(0o755)
    return directory


def state(directory: Path) -> list[tuple[str, int]]:
    """Every path in and above a directory, with its mode."""
    return sorted((str(path), path.lstat().st_mode) for path in (directory, *directory.rglob("*")))


@pytest.mark.parametrize("command", LOOKS, ids=" ".join)
def test_a_command_on_a_directory_of_others_leaves_it_as_it_is(
    command: tuple[str, ...], foreign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSPHRASE)
    before = state(foreign)

    main(["--data", str(foreign), *command])

    assert state(foreign) == before


@pytest.mark.parametrize("command", LOOKS[:1] + LOOKS[2:], ids=" ".join)
def test_a_command_that_only_looks_makes_no_directory(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSPHRASE)

    main(["--data", str(tmp_path / "nothing"), *command])

    assert not (tmp_path / "nothing").exists()


def test_the_interface_refuses_a_directory_of_others_in_a_sentence(foreign: Path) -> None:
    before = state(foreign)

    shown, status = pexpect.run(f"{FOURFOLD} --data {foreign}", withexitstatus=True, timeout=PATIENCE)

    assert (status, b"is not a data directory of Fourfold (passwd is there)" in shown) == (1, True)
    assert state(foreign) == before


def test_a_new_file_system_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "data" / "lost+found").mkdir(parents=True)

    set_up(tmp_path / "data")

    assert (tmp_path / "data" / "accounts.json").exists()


def test_a_start_that_was_killed_between_two_folders_is_completed(tmp_path: Path) -> None:
    (tmp_path / "data" / "backups").mkdir(parents=True)

    set_up(tmp_path / "data")

    assert sorted(each.name for each in (tmp_path / "data").iterdir() if each.is_dir()) == [
        "audit",
        "backups",
        "cases",
        "locks",
        "quarantine",
        "reserve",
    ]


def test_a_data_directory_that_is_gone_is_not_made_again_by_an_open_session(tmp_path: Path) -> None:
    data = tmp_path / "data"
    session = set_up(data)
    cases = session.store()
    cases.create(a_case())
    shutil.move(data, tmp_path / "away")

    acts: tuple[Callable[[], object], ...] = (
        lambda: cases.create(a_case(id="0A1B-2C3D")),
        lambda: cases.lease(A_CASE_ID, holder()),
        session.store,
        session.log_out,
        lambda: session.sign_in(SAM, PASSPHRASE),
        lambda: session.is_set_up,
    )
    for act in acts:
        with pytest.raises(StoreError, match=r"is gone|could not be written: no such file"):
            act()

    assert not data.exists()


def holder() -> LeaseHolder:
    return LeaseHolder(who=SAM, where="here", since=NOW, pid=os.getpid())


def test_nobody_is_offered_the_first_account_where_the_data_directory_is_gone_since_the_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    store = Store(data, now=lambda: NOW, cost=CHEAP)
    store.prepare()
    shutil.rmtree(data)

    session = store.session()

    with pytest.raises(StoreUnreadableError, match="is gone, and is not made again"):
        _ = session.is_set_up
    with pytest.raises(StoreUnreadableError, match="is gone, and is not made again"):
        session.set_up(SAM, PASSPHRASE)
    assert not data.exists()


def test_set_up_refuses_a_directory_of_others(foreign: Path) -> None:
    with pytest.raises(StoreRefusedError, match="passwd is there"):
        new_session(foreign).set_up(SAM, PASSPHRASE)
