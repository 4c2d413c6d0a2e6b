"""Entries are recorded at any time, once, and without changing the draft."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.entries.disclosure import Disclosure
from content.entries.incident import Incident
from store.cases.repository import CaseRepository
from store.engine.files import disk
from store.engine.places import engine_at
from store.errors import (
    ActionChangedError,
    CaseNotFoundError,
    EntryAlreadyCorrectedError,
    RecordExistsError,
    StoreError,
    StoreFullError,
    StoreRefusedError,
)
from store.lease_holder import LeaseHolder
from tests.builders import (
    A_CASE_ID,
    ANOTHER_CASE_ID,
    LATER,
    NOW,
    a_case,
    a_disclosure,
    a_draft,
    a_note,
    an_action,
    an_answer,
    an_assessment,
    an_incident,
    saying,
)
from tests.store.faults import sessions

ONE_OF_EACH: dict[str, Any] = {
    "incidents": (an_incident(),),
    "actions": (an_action(),),
    "notes": (a_note(),),
    "disclosures": (a_disclosure(),),
}


def record_one_of_each(store: CaseRepository, case: str = A_CASE_ID) -> None:
    store.record(case, an_incident())
    store.record(case, an_action())
    store.record(case, a_note())
    store.record(case, a_disclosure())


def test_what_is_recorded_is_part_of_the_case_in_the_order_it_was_recorded_in(store: CaseRepository) -> None:
    store.create(a_case())
    store.record(A_CASE_ID, an_incident("2026-11-15", id="b"))
    store.record(A_CASE_ID, an_incident("2026-10-01", id="a"))
    store.record(A_CASE_ID, an_action())
    store.record(A_CASE_ID, an_action(version=2, state="done"))
    store.record(A_CASE_ID, a_note(id="z"))
    store.record(A_CASE_ID, a_note(id="y", trigger="escalation"))
    store.record(A_CASE_ID, a_disclosure(id="d"))
    store.record(A_CASE_ID, a_disclosure(id="c", corrects="d"))

    assert store.case(A_CASE_ID) == a_case(
        incidents=(an_incident("2026-11-15", id="b"), an_incident("2026-10-01", id="a")),
        actions=(an_action(), an_action(version=2, state="done")),
        notes=(a_note(id="z"), a_note(id="y", trigger="escalation")),
        disclosures=(a_disclosure(id="d"), a_disclosure(id="c", corrects="d")),
    )


def test_more_than_nine_incidents_stay_in_order(store: CaseRepository) -> None:
    store.create(a_case())
    for number in range(12):
        store.record(A_CASE_ID, an_incident(id=str(number)))

    assert [each.id for each in store.case(A_CASE_ID).incidents] == [str(number) for number in range(12)]


def test_an_incident_a_note_or_a_disclosure_is_recorded_once(store: CaseRepository) -> None:
    store.create(a_case())
    record_one_of_each(store)

    with pytest.raises(RecordExistsError, match="incident is recorded already"):
        store.record(A_CASE_ID, an_incident(what="Something else"))
    with pytest.raises(RecordExistsError, match="note is recorded already"):
        store.record(A_CASE_ID, a_note("Something else"))
    with pytest.raises(RecordExistsError, match="disclosure is recorded already"):
        store.record(A_CASE_ID, a_disclosure("Something else"))

    assert store.case(A_CASE_ID) == a_case(**ONE_OF_EACH)


@pytest.mark.parametrize("version", [0, 1, 3])
def test_an_action_that_was_changed_meanwhile_is_not_changed_again_unseen(store: CaseRepository, version: int) -> None:
    store.create(a_case())
    store.record(A_CASE_ID, an_action(by="alex", at=LATER))

    with pytest.raises(ActionChangedError, match="changed by alex at 14:12 on 2026-11-20") as refused:
        store.record(A_CASE_ID, an_action(version=version))

    assert (refused.value.by, refused.value.at) == ("alex", LATER)
    assert store.case(A_CASE_ID).actions == (an_action(by="alex", at=LATER),)


def test_an_action_begins_with_its_first_version(store: CaseRepository) -> None:
    store.create(a_case(actions=(an_action(id="other"),)))

    with pytest.raises(ActionChangedError, match="not recorded"):
        store.record(A_CASE_ID, an_action(version=2))

    assert store.case(A_CASE_ID).actions == (an_action(id="other"),)


CORRECTED: list[tuple[str, Callable[..., Incident | Disclosure]]] = [
    ("incidents", an_incident),
    ("disclosures", a_disclosure),
]


@pytest.mark.parametrize(("table", "entry"), CORRECTED)
def test_two_sessions_do_not_put_the_same_entry_right_twice(
    store: CaseRepository, table: str, entry: Callable[..., Incident | Disclosure]
) -> None:
    store.create(a_case())
    store.record(A_CASE_ID, entry(id="wrong"))
    store.record(A_CASE_ID, entry(id="right", corrects="wrong", by="alex", at=LATER))

    with pytest.raises(EntryAlreadyCorrectedError, match="alex already corrected this entry at 14:12") as refused:
        store.record(A_CASE_ID, entry(id="also right", corrects="wrong"))

    assert (refused.value.by, refused.value.at) == ("alex", LATER)
    store.record(A_CASE_ID, entry(id="righter", corrects="right"))
    assert [each.id for each in getattr(store.case(A_CASE_ID), table)] == ["wrong", "right", "righter"]


@pytest.mark.parametrize(("table", "entry"), CORRECTED)
def test_only_an_entry_of_this_case_can_be_corrected(
    store: CaseRepository, table: str, entry: Callable[..., Incident | Disclosure]
) -> None:
    store.create(a_case())
    store.create(a_case(id=ANOTHER_CASE_ID))
    store.record(ANOTHER_CASE_ID, entry(id="wrong"))

    with pytest.raises(StoreRefusedError, match="not in this case"):
        store.record(A_CASE_ID, entry(id="right", corrects="wrong"))

    assert store.case(A_CASE_ID) == a_case()


def test_nothing_can_be_recorded_in_a_case_that_is_not_there(store: CaseRepository) -> None:
    with pytest.raises(CaseNotFoundError):
        store.record(A_CASE_ID, an_incident())
    with pytest.raises(CaseNotFoundError):
        store.record(A_CASE_ID, an_action())
    with pytest.raises(CaseNotFoundError):
        store.record(A_CASE_ID, a_note())
    with pytest.raises(CaseNotFoundError):
        store.record(A_CASE_ID, a_disclosure())


@pytest.mark.parametrize(
    "error", [ActionChangedError(), ActionChangedError("sam", NOW), EntryAlreadyCorrectedError("", NOW)]
)
def test_every_refusal_is_one_sentence(error: StoreError) -> None:
    assert str(error).endswith(".")
    assert "\n" not in str(error)


def test_what_would_not_read_back_is_not_recorded(store: CaseRepository) -> None:
    store.create(a_case())

    with pytest.raises(StoreRefusedError):
        store.record(A_CASE_ID, an_incident(what="half \ud800"))
    with pytest.raises(StoreRefusedError):
        store.record(A_CASE_ID, an_action(state="forgotten"))  # type: ignore[arg-type]
    with pytest.raises(StoreRefusedError):
        store.record(A_CASE_ID, a_note(id=7))  # type: ignore[arg-type]
    with pytest.raises(StoreRefusedError):
        store.record(A_CASE_ID, a_disclosure(basis="because"))  # type: ignore[arg-type]

    assert store.case(A_CASE_ID) == a_case()


def test_another_sessions_lease_keeps_nobody_from_recording(drafted: CaseRepository, data: Path) -> None:
    with drafted.lease(A_CASE_ID, LeaseHolder(who="sam", where="10.0.0.9", since=NOW, pid=os.getpid())):
        record_one_of_each(CaseRepository(engine_at(data)))

    assert drafted.case(A_CASE_ID) == a_case(draft=a_draft(), **ONE_OF_EACH)


def test_recording_does_not_disturb_a_draft_being_worked_on(drafted: CaseRepository, data: Path) -> None:
    other = CaseRepository(engine_at(data))
    draft = drafted.save_draft(a_draft())

    record_one_of_each(other)
    draft = drafted.save_draft(saying(draft, "no"))
    signed = drafted.sign_off(an_assessment(), draft)

    assert signed == drafted.case(A_CASE_ID)
    assert signed == a_case(assessments=(an_assessment(),), **ONE_OF_EACH)


def test_recording_is_one_write_and_leaves_everything_else_as_it_was_to_the_byte(
    drafted: CaseRepository, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted.sign_off(an_assessment(), a_draft())
    drafted.start_draft(a_draft(id="draft-2"))
    record_one_of_each(drafted)
    path = data / "cases" / f"{A_CASE_ID}.json"
    # With spaces that this version does not write.
    spaced = path.read_bytes().replace(b'"level":"high"', b'"level" :  "high"')
    spaced = spaced.replace(b'"what":"Waited', b'"what" :  "Waited').replace(b'"owner":"PC', b'"owner" :  "PC')
    spaced = spaced.replace(b'"agency":"Solace', b'"agency" :  "Solace')
    path.write_bytes(spaced.replace(b'"text":"He was', b'"text" :  "He was'))
    written: list[Path] = []
    put_in_place = disk.put_in_place

    def noted(temporary: Path, path: Path) -> None:
        written.append(path)
        put_in_place(temporary, path)

    monkeypatch.setattr(disk, "put_in_place", noted)

    drafted.record(A_CASE_ID, an_incident(id="incident-2"))
    drafted.record(A_CASE_ID, an_action(version=2))
    drafted.record(A_CASE_ID, a_note(id="note-2"))
    drafted.record(A_CASE_ID, a_disclosure(id="disclosure-2"))
    drafted.save_draft(a_draft(id="draft-2"))

    assert [path.name for path in written] == [f"{A_CASE_ID}.json"] * 5
    after = path.read_bytes()
    kept = (b'" :  "high', b'" :  "Waited', b'" :  "PC', b'" :  "He was', b'" :  "Solace')
    assert [after.count(words) for words in kept] == [1] * 5


def test_a_refused_record_writes_nothing(drafted: CaseRepository, data: Path) -> None:
    record_one_of_each(drafted)
    path = data / "cases" / f"{A_CASE_ID}.json"
    before = (path.read_bytes(), path.stat().st_ino)

    with pytest.raises(RecordExistsError):
        drafted.record(A_CASE_ID, an_incident(by="alex"))
    with pytest.raises(ActionChangedError):
        drafted.record(A_CASE_ID, an_action(by="alex"))
    with pytest.raises(RecordExistsError):
        drafted.record(A_CASE_ID, a_note(by="alex"))
    with pytest.raises(RecordExistsError):
        drafted.record(A_CASE_ID, a_disclosure(by="alex"))

    assert (path.read_bytes(), path.stat().st_ino) == before


def test_a_full_disk_leaves_the_case_untouched(
    drafted: CaseRepository, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"
    before = path.read_bytes()

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_all", refuse)

    with pytest.raises(StoreFullError):
        drafted.record(A_CASE_ID, an_incident())

    assert path.read_bytes() == before


def test_incidents_recorded_while_another_process_saves_a_draft_are_all_kept_and_so_is_the_draft(
    drafted: CaseRepository, data: Path
) -> None:
    saver = sessions.begin(sessions.save_many, data, "a", 30)
    recorder = sessions.begin(sessions.record_many, data, "b", 30)
    for session in (saver, recorder):
        assert sessions.next_line(session) == "ready"
    for session in (saver, recorder):
        assert session.stdin
        session.stdin.write("go\n")
        session.stdin.flush()

    for session in (saver, recorder):
        sessions.end(session)

    case = drafted.case(A_CASE_ID)
    assert case.draft
    assert (saver.returncode, recorder.returncode) == (0, 0)
    assert (case.draft.version, case.kept_aside) == (30, ())
    assert case.draft.answers.keys() == {"fixated"} | {f"a-{count}" for count in range(30)}
    assert [each.id for each in case.incidents] == [f"b-{count}" for count in range(30)]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
KINDS = st.sampled_from(["save", "sign off", "incident", "action", "note", "disclosure"])
ACTS = st.lists(st.tuples(KINDS, TEXTS), max_size=12)


@given(ACTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_however_saves_and_records_come_between_one_another_nothing_is_lost(acts: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        writer, recorder = CaseRepository(engine_at(Path(folder))), CaseRepository(engine_at(Path(folder)))
        writer.create(a_case())
        draft = writer.start_draft(a_draft(id="draft-0"))
        expected = a_case(draft=draft)

        for number, (act, text) in enumerate(acts):
            if act == "save":
                draft = writer.save_draft(
                    msgspec.structs.replace(draft, answers={**draft.answers, str(number): an_answer(text)})
                )
                expected = msgspec.structs.replace(expected, draft=draft)
            elif act == "sign off":
                signed = an_assessment(id=draft.id, answers=draft.answers, follows=draft.follows)
                writer.sign_off(signed, draft)
                draft = writer.start_draft(a_draft(id=f"draft-{number + 1}", follows=signed.id))
                expected = msgspec.structs.replace(expected, assessments=(*expected.assessments, signed), draft=draft)
            elif act == "incident":
                incident = an_incident(id=str(number), what=text)
                recorder.record(A_CASE_ID, incident)
                expected = msgspec.structs.replace(expected, incidents=(*expected.incidents, incident))
            elif act == "action":
                action = an_action(version=len(expected.actions) + 1, what=text)
                recorder.record(A_CASE_ID, action)
                expected = msgspec.structs.replace(expected, actions=(*expected.actions, action))
            elif act == "disclosure":
                disclosure = a_disclosure(text, id=str(number))
                recorder.record(A_CASE_ID, disclosure)
                expected = msgspec.structs.replace(expected, disclosures=(*expected.disclosures, disclosure))
            else:
                note = a_note(text, id=str(number))
                recorder.record(A_CASE_ID, note)
                expected = msgspec.structs.replace(expected, notes=(*expected.notes, note))

            assert writer.case(A_CASE_ID) == expected
