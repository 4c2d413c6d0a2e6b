"""A verification passes only a store that would open with all its cases, and names everything else with what to do."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from content.access.audit_events import Event
from store.accounts.checksum import CHECKSUMMED
from store.audit import reader
from store.audit.log import AuditLog
from store.backup.archive import back_up
from store.cases import mapping
from store.cases.repository import CaseRepository
from store.crypto.keys import DataKey, new_key
from store.crypto.sealing import sealing
from store.diagnostics.verification import verify
from store.engine.places import engine_at
from store.engine.tables import BlobStorage
from store.errors import StoreError, StoreRefusedError
from store.lease_holder import LeaseHolder
from store.session import StoreSession
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case, a_draft, an_incident
from tests.store.people import (
    ANOTHER,
    KIM,
    PASSPHRASE,
    SAM,
    Clock,
    killed_before,
    new_session,
    rewrite_accounts,
    set_up,
    until_done,
)

CASE, OTHER = f"cases/{A_CASE_ID}.json", f"cases/{ANOTHER_CASE_ID}.json"
THIRD_CASE_ID = "AAAA-AAAA"
HOLDER = LeaseHolder(who=SAM, where="10.0.0.7", since=NOW, pid=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sam(data: Path, clock: Clock) -> StoreSession:
    """The session of the supervisor of a sound store with two cases, an erased one and a practitioner."""
    door = set_up(data, clock)
    for case in (A_CASE_ID, ANOTHER_CASE_ID, THIRD_CASE_ID):
        door.store().create(a_case(id=case))
    door.erasure().erase(THIRD_CASE_ID, "person-asked", HOLDER)
    door.accounts.add(KIM, "practitioner", ANOTHER, key=door.key, now=clock.now)
    return door


def without_key(data: Path) -> dict[str, str]:
    """The problems by name, as the nightly job sees them."""
    return {found.name: found.says for found in verify(engine_at(data)).problems}


def with_key(data: Path, sam: StoreSession) -> dict[str, str]:
    return {found.name: found.says for found in verify(engine_at(data), sam.codec_for).problems}


def rest_of(path: Path, size: int) -> bytes:
    return path.read_bytes()[:size]


def unlink(*names: str) -> Callable[[Path], object]:
    def act(data: Path) -> None:
        for name in names:
            (data / name).unlink()

    return act


def lose_everything(data: Path) -> None:
    for path in (data / "accounts.json", *(data / "cases").iterdir()):
        path.unlink()


def of_another_key(data: Path) -> None:
    other = DataKey()
    other.take(*new_key())
    CaseRepository(engine_at(data), codec_for=sealing(other)).create(a_case(id=THIRD_CASE_ID))


def cut_log_with_its_head(data: Path) -> None:
    shutil.rmtree(data / "audit")
    (data / "audit").mkdir(0o700)


def left_by_doctor(data: Path) -> None:
    (data / ".trial.ab12_x9z").mkdir(0o700)


def touch(name: str) -> Callable[[Path], object]:
    def act(data: Path) -> None:
        (data / name).touch(0o600)

    return act


BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "accounts deleted": (unlink("accounts.json"), "accounts.json", "copy accounts.last.json, the last good one, to"),
    "accounts and copy deleted": (
        unlink("accounts.json", "accounts.last.json"),
        "accounts.json",
        "cannot be opened without it: restore it from a backup",
    ),
    "accounts cut": (
        lambda data: (data / "accounts.json").write_bytes(rest_of(data / "accounts.json", 200)),
        "accounts.json",
        "nobody can sign in: copy accounts.last.json",
    ),
    "accounts deleted, and every case": (
        lose_everything,
        "accounts.json",
        "copy accounts.last.json",
    ),
    "accounts where nobody is enabled": (
        lambda data: rewrite_accounts(
            data, lambda file: [each.update(wrapped=None) for each in file["accounts"].values()]
        ),
        "accounts.json",
        "no account in it can sign in",
    ),
    "an account enabled": (
        lambda data: rewrite_accounts(data, lambda file: file["accounts"]["2"]["account"].update(is_enabled=False)),
        "accounts.json",
        "Kim Lee is not enabled, as the audit log says: an older file was put back",
    ),
    "an account gone": (
        lambda data: rewrite_accounts(data, lambda file: file["accounts"].pop("2")),
        "accounts.json",
        "it lacks an account that the audit log has (kim lee)",
    ),
    "an account that nobody added": (
        lambda data: rewrite_accounts(data, lambda file: file["accounts"]["2"]["account"].update(name="Lee Wong")),
        "accounts.json",
        "the audit log does not say who added Lee Wong",
    ),
    "the copy of the accounts damaged": (
        lambda data: (data / "accounts.last.json").write_bytes(b"{}"),
        "accounts.last.json",
        "it is damaged (its checksum is missing); it is renewed when somebody next signs in",
    ),
    "the log gone with its head": (cut_log_with_its_head, "audit", "the audit log is missing"),
    "the log gone": (unlink("audit/2026-11.log"), "audit/2026-11.log", "cut off after line 0"),
    "a head damaged": (
        lambda data: (data / "audit/2026-11.head").write_bytes(b"{}"),
        "audit/2026-11.log",
        "the head is damaged",
    ),
    "a case gone": (unlink(CASE), CASE, "it is missing; the audit log has its last change at 2026-11-20 14:05 UTC"),
    "a case cut": (
        lambda data: (data / CASE).write_bytes(rest_of(data / CASE, 40)),
        CASE,
        "it is damaged (it is cut short): restore it from a backup",
    ),
    "a case that is empty": (lambda data: (data / CASE).write_bytes(b""), CASE, "it is damaged (it is empty)"),
    "a plain case": (
        lambda data: CaseRepository(engine_at(data)).create(a_case(id=THIRD_CASE_ID)),
        f"cases/{THIRD_CASE_ID}.json",
        "not sealed, so it does not belong to these accounts; it is not opened or changed: find out who put it there",
    ),
    "a case of another key": (of_another_key, f"cases/{THIRD_CASE_ID}.json", "sealed with another key"),
    "a temporary file of the accounts": (
        touch(".accounts.json.ab12_x9z.tmp"),
        ".accounts.json.ab12_x9z.tmp",
        "deleted when Fourfold is next started",
    ),
    "a temporary file of the copy": (
        touch(".accounts.last.json.ab12_x9z.tmp"),
        ".accounts.last.json.ab12_x9z.tmp",
        "deleted when Fourfold is next started",
    ),
    "a temporary file of a head": (
        touch("audit/.2026-11.head.ab12_x9z.tmp"),
        "audit/.2026-11.head.ab12_x9z.tmp",
        "deleted when Fourfold is next started",
    ),
    "a temporary file of the key of backups": (
        touch(".backup.key.ab12_x9z.tmp"),
        ".backup.key.ab12_x9z.tmp",
        "deleted when Fourfold is next started",
    ),
    "a folder of the doctor": (left_by_doctor, ".trial.ab12_x9z", "a 'doctor' that was cut short left it: delete it"),
    "a move into quarantine": (
        touch(f"quarantine/{A_CASE_ID}-20261120T140530.000000Z.reason.txt"),
        f"quarantine/{A_CASE_ID}-20261120T140530.000000Z.reason.txt",
        "a move into quarantine that was cut short left it: delete it",
    ),
    "a foreign file among the locks": (touch("locks/x"), "locks/x", "it is not a file of Fourfold"),
    "a foreign file in the log's folder": (touch("audit/notes.txt"), "audit/notes.txt", "it is not a file of Fourfold"),
}


def test_a_sound_store_has_no_problem_with_and_without_a_key(sam: StoreSession, data: Path) -> None:
    assert (without_key(data), with_key(data, sam)) == ({}, {})
    assert verify(engine_at(data)).shut == 2


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_wrong_is_named_with_what_to_do(sam: StoreSession, data: Path, how: str) -> None:
    act, name, says = BROKEN[how]
    act(data)

    assert says in without_key(data)[name]


@pytest.mark.parametrize("name", [name for name, (_, file, _) in BROKEN.items() if file.endswith(".tmp")])
def test_each_temporary_file_goes_with_the_next_start(sam: StoreSession, data: Path, name: str) -> None:
    BROKEN[name][0](data)

    new_session(data).sign_in(SAM, PASSPHRASE)
    CaseRepository(engine_at(data))

    assert without_key(data) == {}


def test_an_older_sealed_case_put_back_is_named_where_there_is_a_key(
    sam: StoreSession, data: Path, clock: Clock
) -> None:
    older = (data / CASE).read_bytes()
    clock.forward(3600)
    sam.store().record(A_CASE_ID, an_incident(at=clock.now))
    newer = (data / CASE).read_bytes()
    assert with_key(data, sam) == {}

    (data / CASE).write_bytes(older)

    assert with_key(data, sam)[CASE].startswith("it lacks its last change, which the audit log has at 2026-11-20 15:05")
    assert without_key(data) == {}
    (data / CASE).write_bytes(newer)
    assert with_key(data, sam) == {}


def test_a_case_is_no_older_than_itself_after_any_change(sam: StoreSession, data: Path, clock: Clock) -> None:
    store = sam.store()
    draft = store.start_draft(a_draft())
    assert with_key(data, sam) == {}
    for _ in range(4):
        clock.forward(300)
        draft = store.save_draft(draft)
        assert with_key(data, sam) == {}


def test_an_erased_case_put_back_is_named(sam: StoreSession, data: Path) -> None:
    kept = (data / OTHER).read_bytes()
    sam.erasure().erase(ANOTHER_CASE_ID, "person-asked", HOLDER)
    assert with_key(data, sam) == {}

    (data / OTHER).write_bytes(kept)
    (data / OTHER).chmod(0o600)

    assert "the audit log says that it was erased at 2026-11-20 14:05 UTC" in without_key(data)[OTHER]
    assert "the audit log says that it was erased" in with_key(data, sam)[OTHER]


def test_an_interrupted_erasure_is_named_until_the_next_sign_in_completes_it(sam: StoreSession, data: Path) -> None:
    BlobStorage(engine_at(data).case(A_CASE_ID), sam.codec_for(A_CASE_ID)).write({mapping.ERASED: {}})

    assert with_key(data, sam)[CASE] == "its erasure was interrupted; it is completed when somebody next signs in"


def test_a_sealed_case_that_nobody_recorded_is_named(sam: StoreSession, data: Path) -> None:
    CaseRepository(engine_at(data), codec_for=sam.codec_for).create(a_case(id=THIRD_CASE_ID[:-1] + "B"))

    name = f"cases/{THIRD_CASE_ID[:-1]}B.json"
    assert "the audit log does not say that it was made" in without_key(data)[name]
    assert "the audit log does not say that it was made" in with_key(data, sam)[name]


def test_lines_of_the_log_that_were_removed_with_a_matching_head_are_missed_by_the_case(
    sam: StoreSession, data: Path, clock: Clock
) -> None:
    before = {path.name: path.read_bytes() for path in (data / "audit").iterdir()}
    sam.store().record(A_CASE_ID, an_incident(at=clock.now))
    for name, content in before.items():
        (data / "audit" / name).write_bytes(content)

    assert without_key(data) == {}
    assert "the audit log lacks its last change" in with_key(data, sam)[CASE]


def test_a_kill_at_any_step_of_creating_a_case_is_named_at_most_until_it_is_opened(
    sam: StoreSession, data: Path, tmp_path: Path
) -> None:
    def killed(step: int) -> bool:
        shutil.copytree(data, tmp_path / f"{step}")
        door = new_session(tmp_path / f"{step}")
        door.sign_in(SAM, PASSPHRASE)
        return killed_before(step, lambda: door.store().create(a_case(id=THIRD_CASE_ID[:-1] + "B")))

    for step in until_done(killed):
        door = new_session(tmp_path / f"{step}")
        door.sign_in(SAM, PASSPHRASE)
        door.store().listing()

        assert with_key(tmp_path / f"{step}", door) == {}, step


def test_a_change_under_way_is_no_difference(
    sam: StoreSession, data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case is made between the reading of the log and of the cases."""
    read = reader.events
    made: list[bool] = []

    def and_then_make(*arguments: Any) -> Any:
        yield from list(read(*arguments))
        if not made:
            made.append(True)
            # The journal of the case no longer has the event of its creation then.
            clock.forward(3600)
            sam.store().create(a_case(id=THIRD_CASE_ID[:-1] + "B"))
            sam.store().record(A_CASE_ID, an_incident())

    monkeypatch.setattr(reader, "events", and_then_make)

    assert with_key(data, sam) == {}
    assert made


def test_a_disabled_account_that_was_put_back_is_named(sam: StoreSession, data: Path) -> None:
    """Also where the whole file was put back, which its seal does not show."""
    older = (data / "accounts.json").read_bytes()
    sam.accounts.disable(KIM, key=sam.key)
    assert without_key(data) == {}

    (data / "accounts.json").write_bytes(older)

    assert "Kim Lee is not disabled, as the audit log says" in without_key(data)["accounts.json"]


def test_an_older_copy_of_the_accounts_is_named_until_the_next_sign_in(sam: StoreSession, data: Path) -> None:
    older = (data / "accounts.last.json").read_bytes()
    sam.accounts.disable(KIM, key=sam.key)
    (data / "accounts.last.json").write_bytes(older)
    assert without_key(data).keys() == {"accounts.last.json"}

    new_session(data).sign_in(SAM, PASSPHRASE)

    assert without_key(data) == {}


def test_an_event_of_an_account_that_is_not_delivered_yet_is_no_difference(sam: StoreSession, data: Path) -> None:
    before = {path.name: path.read_bytes() for path in (data / "audit").iterdir()}
    sam.accounts.disable(KIM, key=sam.key)
    for name, content in before.items():
        (data / "audit" / name).write_bytes(content)

    assert without_key(data) == {}


@pytest.mark.parametrize("how", [how for how, (_, name, _) in BROKEN.items() if how.startswith("accounts")])
def test_a_store_that_would_not_open_is_not_backed_up(sam: StoreSession, data: Path, tmp_path: Path, how: str) -> None:
    act, _, says = BROKEN[how]
    act(data)

    with pytest.raises(StoreRefusedError, match=r"^No backup was made of cases that nobody could open\. ") as refused:
        back_up(engine_at(data), tmp_path / "kept.zip", NOW)

    assert says in str(refused.value)
    assert not [*tmp_path.glob("*kept*")]
    assert not [*(data / "backups").iterdir()]


def test_a_store_whose_restore_was_cut_short_is_not_backed_up(sam: StoreSession, data: Path, tmp_path: Path) -> None:
    (data / ".restoring").mkdir(0o700)

    with pytest.raises(StoreRefusedError, match="was cut short"):
        back_up(engine_at(data), tmp_path / "kept.zip", NOW)


def test_a_verification_passes_exactly_what_lets_the_supervisor_in(sam: StoreSession, data: Path) -> None:
    """Every flipped byte of the accounts: named, or the file opens as before."""
    path = data / "accounts.json"
    sound = path.read_bytes()
    for at in range(0, len(sound), 7):
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        assert "accounts.json" in without_key(data), at
        with pytest.raises(StoreError):
            new_session(data).sign_in(SAM, PASSPHRASE)


def test_months_of_the_log_are_all_compared(sam: StoreSession, data: Path, clock: Clock) -> None:
    clock.now += dt.timedelta(days=40)
    AuditLog(engine_at(data)).add(
        Event(id="0" * 16, at=clock.now, kind="alteration", detail="case", who=SAM, case=A_CASE_ID)
    )
    assert "it lacks its last change, which the audit log has at 2026-12-30" in with_key(data, sam)[CASE]
    (data / OTHER).unlink()

    assert OTHER in without_key(data)


def test_a_forged_checksum_alone_lets_nobody_in(sam: StoreSession, data: Path) -> None:
    path = data / "accounts.json"
    forged = CHECKSUMMED.decode(path.read_bytes()).replace(b'"practitioner"', b'"supervisor"')
    path.write_bytes(CHECKSUMMED.encode(forged))

    with pytest.raises(StoreError):
        new_session(data).sign_in(SAM, PASSPHRASE)


def test_a_log_that_cannot_be_read_is_named_beside_the_other_problems(sam: StoreSession, data: Path) -> None:
    (data / "audit/2026-11.log").unlink()
    (data / "audit/2026-11.log").mkdir(0o700)
    (data / CASE).write_bytes(b"")

    assert "it is not a plain file" in without_key(data)["audit"]
    assert CASE in without_key(data)
