"""A save and its event are stored together or not at all, at whatever step a session is killed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from store.cases.repository import CaseRepository
from store.errors import DraftExistsError, StoreError
from tests.builders import (
    A_CASE_ID,
    ANOTHER_CASE_ID,
    a_case,
    a_disclosure,
    a_draft,
    a_note,
    an_action,
    an_assessment,
    an_incident,
    saying,
)
from tests.store.people import (
    ANOTHER,
    KIM,
    MOMENTS,
    PASSPHRASE,
    SAM,
    Clock,
    Moment,
    killed_at,
    killed_before,
    kinds,
    logged,
    set_up,
    signed_in_session,
    until_done,
)

Act = Callable[[CaseRepository], object]

SAVES: dict[str, tuple[Act, tuple[str, str]]] = {
    "create": (lambda store: store.create(a_case(id=ANOTHER_CASE_ID)), ("collection", "case")),
    "save": (lambda store: store.save_draft(saying(a_draft(), "no")), ("alteration", "draft")),
    "sign off": (lambda store: store.sign_off(an_assessment(), a_draft()), ("sign-off", "")),
    "incident": (lambda store: store.record(A_CASE_ID, an_incident()), ("collection", "incident")),
    "note": (lambda store: store.record(A_CASE_ID, a_note()), ("collection", "note")),
    "disclosure": (lambda store: store.record(A_CASE_ID, a_disclosure()), ("disclosure", "")),
    "action": (lambda store: store.record(A_CASE_ID, an_action()), ("collection", "action")),
}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A data directory with a case and a draft, before the step that is killed."""
    data = tmp_path / "before"
    set_up(data).store().create(a_case(draft=a_draft()))
    return data


def stored(store: CaseRepository) -> list[object]:
    """The stored cases."""
    return [store.case(summary.id) for summary in store.listing().summaries]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", SAVES)
def test_a_save_and_its_event_are_there_together_or_not_at_all(
    before: Path, tmp_path: Path, name: str, moment: Moment
) -> None:
    act, expected = SAVES[name]
    untouched, earlier = stored(signed_in_session(before).store()), kinds(before).count(expected)
    outcomes = []

    def killed(step: int) -> bool:
        data = tmp_path / f"killed-{step}"
        shutil.copytree(before, data)
        store = signed_in_session(data).store()
        return killed_at(step, moment, lambda: act(store))

    for step in until_done(killed):
        data = tmp_path / f"killed-{step}"
        # The next listing delivers the event, and the one after it does not deliver it again.
        is_saved = stored(signed_in_session(data).store()) != untouched
        outcomes.append(is_saved)

        assert kinds(data).count(expected) - earlier == is_saved
        stored(signed_in_session(data).store())
        assert kinds(data).count(expected) - earlier == is_saved

    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("name", SAVES)
def test_a_save_is_recorded_with_who_when_and_from_where(before: Path, name: str) -> None:
    act, expected = SAVES[name]
    clock = Clock()
    clock.forward(60)

    act(signed_in_session(before, clock).store())

    [event] = [event for event in logged(before) if (event.kind, event.detail) == expected and event.at == clock.now]
    assert (event.who, event.address, event.terminal) == (SAM, "10.0.0.7", "/dev/pts/3")
    assert event.case == (ANOTHER_CASE_ID if name == "create" else A_CASE_ID)


def test_the_next_save_after_a_kill_makes_the_log_whole_before_its_own_event(before: Path) -> None:
    clock = Clock()
    store = signed_in_session(before, clock).store()
    # The case is replaced, and the log not written yet.
    assert killed_before(5, lambda: store.record(A_CASE_ID, a_note()))
    clock.forward(3600)

    store.record(A_CASE_ID, an_incident())

    assert kinds(before)[-2:] == [("collection", "note"), ("collection", "incident")]


def test_two_disclosures_at_once_are_two_events(before: Path) -> None:
    store = signed_in_session(before).store()
    store.record(A_CASE_ID, a_disclosure())
    store.record(A_CASE_ID, a_disclosure("The same again", id="disclosure-2"))

    assert kinds(before)[-2:] == [("disclosure", "")] * 2


def test_a_refused_save_leaves_no_event(before: Path) -> None:
    store = signed_in_session(before).store()
    events = kinds(before)

    with pytest.raises(DraftExistsError):
        store.start_draft(a_draft(id="draft-2"))

    assert kinds(before) == events


def test_typing_on_in_a_draft_is_one_line_for_ten_minutes(before: Path) -> None:
    clock = Clock()
    store = signed_in_session(before, clock).store()
    draft = a_draft()
    for value in ("no", "yes", "no", "yes"):
        draft = store.save_draft(saying(draft, value))
        clock.forward(250)

    moments = [event.at - Clock().now for event in logged(before) if event.kind == "alteration"]
    assert [moment.total_seconds() for moment in moments] == [0, 750]


def test_another_person_in_the_same_draft_is_logged_at_once(before: Path) -> None:
    sam = signed_in_session(before)
    sam.accounts.add(KIM, "practitioner", ANOTHER, key=sam.key, now=Clock().now)
    draft = sam.store().save_draft(saying(a_draft(), "no"))
    sam.log_out()
    sam.sign_in(KIM, ANOTHER)

    sam.store().save_draft(saying(draft, "yes", by=KIM))

    assert [(event.kind, event.who) for event in logged(before)[-2:]] == [("handover", KIM), ("alteration", KIM)]


def test_a_case_holds_its_last_events_and_no_others(before: Path) -> None:
    clock = Clock()
    store = signed_in_session(before, clock).store()
    path = before / "cases" / f"{A_CASE_ID}.json"
    sizes = []
    for number in range(30):
        clock.forward(3600)
        store.save_draft(msgspec.structs.replace(saying(a_draft(), "no" if number % 2 else "yes"), version=number))
        sizes.append(path.stat().st_size)

    assert max(sizes[2:]) - min(sizes[2:]) < 50


def test_a_save_is_stored_while_the_log_refuses_and_delivered_by_the_next_read(before: Path) -> None:
    door = signed_in_session(before)
    store = door.store()
    log = before / "audit/2026-11.log"
    kept = log.read_bytes()
    log.unlink()
    log.mkdir()

    store.record(A_CASE_ID, a_note())
    with pytest.raises(StoreError):
        door.recorder.add("consultation", case=A_CASE_ID)
    log.rmdir()
    log.write_bytes(kept)
    log.chmod(0o600)

    assert store.case(A_CASE_ID).notes == (a_note(),)
    assert kinds(before).count(("collection", "note")) == 1


def test_lines_that_were_cut_off_come_back_from_the_cases_themselves(before: Path) -> None:
    log = before / "audit/2026-11.log"
    lines = log.read_bytes().splitlines(keepends=True)
    assert b'"collection"' in lines[-1]
    log.write_bytes(b"".join(lines[:-1]))

    signed_in_session(before).store().case(A_CASE_ID)

    assert any(b'"collection"' in line for line in log.read_bytes().splitlines()[len(lines) - 1 :])


def test_no_word_of_a_case_gets_into_the_log(before: Path) -> None:
    store = signed_in_session(before).store()
    store.record(A_CASE_ID, a_note("He was seen at 14 Elm Road"))
    store.record(A_CASE_ID, a_disclosure("That he waits at 14 Elm Road"))
    store.sign_off(an_assessment(), a_draft())

    text = (before / "audit/2026-11.log").read_bytes()

    for word in (b"Elm Road", b"Solace", b"J.D.", b"CRIME-0001", b"fixated", b"high", PASSPHRASE.encode()):
        assert word not in text


@pytest.mark.parametrize("field", ["case", "about", "reason"])
def test_what_is_no_code_or_name_is_refused_a_place_in_the_log(before: Path, field: str) -> None:
    recorder = signed_in_session(before).recorder

    with pytest.raises(msgspec.ValidationError):
        recorder.add("disclosure", **{field: "He was seen at 14 Elm Road,\nand again at the school gate"})  # type: ignore[arg-type]
