"""What a full disk kept from being saved waits, sealed, in the reserve until the person's next session saves it."""

from pathlib import Path

import msgspec
import pytest

from content.case.model import Draft
from store.diagnostics.verification import verify
from store.engine.files import disk
from store.engine.places import engine_at
from store.errors import StoreFullError
from store.lease_holder import LeaseHolder
from store.session import StoreSession
from tests.builders import A_CASE_ID, LATER, NOW, a_case, a_draft, a_form_draft, an_answer
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, Clock, new_session, set_up, signed_in_session

TEXT = "He waits at the school on Friday with a knife."


@pytest.fixture
def sam(data: Path) -> StoreSession:
    """A session of the supervisor, with a case and its draft, and an account of Kim."""
    session = set_up(data)
    session.store().create(a_case(draft=a_draft(by=SAM)))
    session.add_account(KIM, "practitioner", ANOTHER)
    return session


def typed(text: str = TEXT, *, by: str = SAM, version: int = 0) -> Draft:
    return a_draft(by=by, changed=LATER, version=version, answers={"text": an_answer(note=text)})


def holder(who: str = SAM) -> LeaseHolder:
    return LeaseHolder(who=who, where="here", since=NOW, pid=1)


def reserve(data: Path) -> list[str]:
    return [path.name for path in sorted((data / "reserve").iterdir()) if path.name != "room"]


def note(session: StoreSession) -> str:
    draft = session.store().case(A_CASE_ID).draft
    return draft.answers["text"].note if draft and "text" in draft.answers else ""


def test_a_kept_draft_is_sealed_and_saved_by_the_next_session(sam: StoreSession, data: Path) -> None:
    sam.unsaved().keep(typed("an earlier text"))
    sam.unsaved().keep(typed())
    [name] = reserve(data)
    assert TEXT.encode() not in (data / "reserve" / name).read_bytes()
    assert verify(engine_at(data)).problems == ()

    [restored] = signed_in_session(data).unsaved().restore(holder())

    assert (restored.case, restored.problem) == (A_CASE_ID, "")
    assert note(sam) == TEXT
    assert sam.store().case(A_CASE_ID).kept_aside == ()
    assert reserve(data) == []
    assert signed_in_session(data).unsaved().restore(holder()) == ()


def test_a_kept_form_is_offered_again(sam: StoreSession, data: Path) -> None:
    sam.unsaved().keep(msgspec.structs.replace(a_form_draft(TEXT), by=SAM))

    signed_in_session(data).unsaved().restore(holder())

    assert [each.typed for each in sam.store().case(A_CASE_ID).form_drafts] == [{"what": TEXT}]


def test_nobody_else_is_given_what_one_person_typed(sam: StoreSession, data: Path) -> None:
    sam.unsaved().keep(typed())
    kim = new_session(data)
    kim.sign_in(KIM, ANOTHER)

    assert kim.unsaved().restore(holder(KIM)) == ()

    assert len(reserve(data)) == 1
    assert note(sam) == ""


def test_a_draft_that_somebody_changed_meanwhile_stays_and_the_kept_text_is_set_aside(
    sam: StoreSession, data: Path
) -> None:
    sam.unsaved().keep(typed())
    sam.store().save_draft(typed("what Kim wrote", by=KIM))

    signed_in_session(data).unsaved().restore(holder())

    assert note(sam) == "what Kim wrote"
    [aside] = sam.store().case(A_CASE_ID).kept_aside
    assert aside.answers["text"].note == TEXT


def test_an_earlier_save_of_the_same_person_that_was_stored_after_all_is_no_other_text(
    sam: StoreSession, data: Path
) -> None:
    sam.store().save_draft(msgspec.structs.replace(typed("He waits"), changed=NOW))
    sam.unsaved().keep(typed())

    signed_in_session(data).unsaved().restore(holder())

    assert note(sam) == TEXT
    assert sam.store().case(A_CASE_ID).kept_aside == ()


def test_while_somebody_else_edits_the_case_the_text_stays_in_the_reserve(sam: StoreSession, data: Path) -> None:
    sam.unsaved().keep(typed())

    with sam.store().lease(A_CASE_ID, holder(KIM)):
        [restored] = signed_in_session(data).unsaved().restore(holder())

    assert "is being edited by Kim Lee" in restored.problem
    assert len(reserve(data)) == 1


def test_an_erased_case_leaves_nothing_in_the_reserve(sam: StoreSession, data: Path) -> None:
    sam.unsaved().keep(typed())

    sam.erasure().erase(A_CASE_ID, "retention", holder())

    assert reserve(data) == []


def test_what_is_saved_after_all_goes_from_the_reserve(sam: StoreSession, data: Path) -> None:
    sam.unsaved().keep(typed())

    sam.unsaved().drop(typed())

    assert reserve(data) == []


class FullDisk:
    """A disk without room, except for what the reserve gives back."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._data = data
        self._full = self._used()
        self._write = disk.write_all
        monkeypatch.setattr(disk, "write_all", self._write_all)
        monkeypatch.setattr("store.engine.files.reserve.Reserve.renew", lambda _reserve: None)

    def _used(self) -> int:
        texts = 4096 * sum(not name.startswith(".") for name in reserve(self._data))
        return (self._data / "reserve" / "room").stat().st_size + texts

    def _write_all(self, descriptor: int, data: bytes) -> None:
        if self._used() >= self._full:
            raise OSError(28, "No space left on device")
        self._write(descriptor, data)


def test_on_a_full_disk_people_sign_in_lock_and_log_out_but_nobody_else_uses_the_reserve(
    sam: StoreSession, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam.store()
    FullDisk(data, monkeypatch)
    with pytest.raises(StoreFullError):
        sam.store().save_draft(typed())

    sam.unsaved().keep(typed())
    sam.lock()
    sam.unlock(PASSPHRASE)
    sam.log_out()
    again = signed_in_session(data)

    assert again.store().case(A_CASE_ID).id == A_CASE_ID
    [restored] = again.unsaved().restore(holder())
    assert "There is no room" in restored.problem
    assert len(reserve(data)) == 1


def test_a_reserve_that_is_used_up_is_a_sentence(
    sam: StoreSession, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam.store()
    (data / "reserve" / "room").write_bytes(b"")
    FullDisk(data, monkeypatch)

    with pytest.raises(StoreFullError, match="There is no room to write"):
        new_session(data, Clock()).sign_in(SAM, PASSPHRASE)
    with pytest.raises(StoreFullError, match="There is no room to write"):
        sam.unsaved().keep(typed())
