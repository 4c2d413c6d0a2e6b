"""Reported saves survive killed processes, full disks and other sessions."""

import random
from pathlib import Path

import pytest

from store.cases.repository import CaseRepository
from tests.builders import A_CASE_ID, a_case, a_draft, an_answer, an_assessment
from tests.store.faults import sessions

KILLS = 20


def count(store: CaseRepository) -> tuple[int, str]:
    """The stored version number, and the number in the text."""
    draft = store.case(A_CASE_ID).draft
    assert draft
    return draft.version, draft.answers["count"].value


def test_a_save_that_returned_is_there_after_a_kill(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft(answers={"count": an_answer("0")})))
    chance = random.Random(4)  # noqa: S311 - when to kill is no secret
    for _ in range(KILLS):
        session = sessions.begin(sessions.save_for_ever, data)
        said = [sessions.next_line(session) for _ in range(chance.randint(1, 12))]

        said += sessions.kill(session).split()

        version, text = count(store)
        assert version in {int(said[-1]), int(said[-1]) + 1}
        assert text == str(version)
    assert store.listing().quarantined == ()
    assert store.case(A_CASE_ID).kept_aside == ()


def test_two_processes_saving_to_one_case_lose_nothing(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    both = {name: sessions.begin(sessions.save_many, data, name, 30) for name in ("a", "b")}
    for session in both.values():
        assert sessions.next_line(session) == "ready"
    for session in both.values():
        assert session.stdin
        session.stdin.write("go\n")
        session.stdin.flush()

    for session in both.values():
        sessions.end(session)

    draft = store.case(A_CASE_ID).draft
    assert draft
    assert {session.returncode for session in both.values()} == {0}
    assert draft.answers.keys() == {"fixated"} | {f"{name}-{count}" for name in both for count in range(30)}
    assert draft.version == 60


@pytest.mark.parametrize("step", ["write_all", "sync", "put_in_place", "sync_folder"])
def test_a_sign_off_cut_short_leaves_the_draft_or_the_assessment_and_never_both(
    store: CaseRepository, data: Path, step: str
) -> None:
    store.create(a_case(draft=a_draft()))

    session = sessions.begin(sessions.sign_off_dying_at, data, step)
    sessions.end(session)

    assert session.returncode == -9
    signed, unsigned = a_case(assessments=(an_assessment(),)), a_case(draft=a_draft())
    assert store.case(A_CASE_ID) == (signed if step == "sync_folder" else unsigned)
    assert [summary.id for summary in store.listing().summaries] == [A_CASE_ID]


def test_a_full_disk_is_reported_and_leaves_the_version_before(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    path = data / "cases" / f"{A_CASE_ID}.json"
    before = path.read_bytes()

    said = sessions.end(sessions.begin(sessions.save_within, data, 8192))

    assert said == f"StoreFullError: There is no room to write {A_CASE_ID}.json; what was stored before is untouched."
    assert path.read_bytes() == before
    assert [found.name for found in (data / "cases").iterdir()] == [path.name]


def test_the_next_session_saves_after_a_kill_in_the_middle_of_a_save(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    sessions.end(sessions.begin(sessions.sign_off_dying_at, data, "put_in_place"))

    assert store.save_draft(a_draft()).version == 1
