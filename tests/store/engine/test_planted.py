"""Whatever stands in place of a stored file is a sentence, at once: a link, a named pipe, a folder, a giant file."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content.access.audit_events import AuditQuery
from store.backup.archive import back_up
from store.diagnostics import crash_log
from store.diagnostics.verification import verify
from store.engine.places import engine_at
from store.errors import StoreError
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case, a_draft
from tests.store.people import PASSPHRASE, SAM, new_session, set_up

AT_ONCE = 20.0
"""Seconds after which an action is taken to hang."""

FILES = (
    f"cases/{A_CASE_ID}.json",
    "accounts.json",
    "index.json",
    "audit.log",
    "audit.head",
    "faults.log",
    f"locks/{A_CASE_ID}.lock",
    f"locks/{A_CASE_ID}.lease",
    "locks/accounts.lock",
    "locks/audit.lock",
)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.symlink_to("/dev/zero")


def dangling_link(path: Path) -> None:
    path.symlink_to("nothing")


def folder(path: Path) -> None:
    path.mkdir()


def giant(path: Path) -> None:
    path.touch()
    os.truncate(path, 10**11)


@pytest.fixture
def _at_once() -> Iterator[None]:
    """Fail instead of hanging."""

    def hangs(_number: int, _frame: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.setitimer(signal.ITIMER_REAL, AT_ONCE)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def sign_in_and_save(data: Path) -> None:
    session = new_session(data)
    session.sign_in(SAM, PASSPHRASE)
    store = session.store()
    store.listing()
    case = store.case(A_CASE_ID)
    assert case.draft
    store.save_draft(case.draft)
    session.log_out()


ACTIONS: tuple[Callable[[Path], object], ...] = (
    sign_in_and_save,
    lambda data: verify(engine_at(data)),
    lambda data: back_up(engine_at(data), data.parent / "kept.zip", NOW),
    lambda data: list(new_session(data).audit_events(AuditQuery())),
    lambda data: new_session(data).list_accounts(),
    lambda data: crash_log.logged(engine_at(data)),
)


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("plant", [pipe, link, dangling_link, folder, giant], ids=lambda plant: plant.__name__)
@pytest.mark.parametrize("name", FILES)
def test_a_planted_file_is_one_sentence_at_once(name: str, plant: Callable[[Path], None], tmp_path: Path) -> None:
    data = tmp_path / "data"
    store = set_up(data).store()
    store.create(a_case(draft=a_draft()))
    store.listing()
    (data / name).unlink(missing_ok=True)
    plant(data / name)

    for act in ACTIONS:
        try:
            act(data)
        except StoreError as error:
            sentence = str(error)
            assert sentence.endswith(".")
            assert "\n" not in sentence


@pytest.mark.usefixtures("_at_once")
def test_a_plain_case_planted_beside_sealed_ones_is_named_and_never_opened(tmp_path: Path) -> None:
    data = tmp_path / "data"
    session = set_up(data)
    store = session.store()
    store.create(a_case())
    (data / "cases" / f"{ANOTHER_CASE_ID}.json").write_text('{"case": {"1": {"schema": 6}}}')

    assert store.listing().plain == (ANOTHER_CASE_ID,)
    with pytest.raises(StoreError, match=r"sealed|encrypted"):
        store.case(ANOTHER_CASE_ID)
    assert [each.name for each in verify(engine_at(data)).problems] == [f"cases/{ANOTHER_CASE_ID}.json"]
