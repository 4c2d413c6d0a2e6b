"""The crash tester: sessions save numbered answers and incidents and are killed; every reported save must be there."""

import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from content.case.model import Case
from store.cases.repository import CaseRepository
from store.diagnostics.verification import verify
from store.engine.files import disk
from store.engine.places import engine_at
from tests.builders import A_CASE_ID, NOW, a_case, a_draft, an_answer, an_incident
from tests.store.faults.forking import KILLED, Template, say

SLOTS = 40
"""The number of questions that are answered in turn."""

STEPS = ("write_all", "sync", "put_in_place", "sync_folder")
"""The steps of a save on the disk, each once."""

MOMENTS = ("before", "within", "after")
LATEST_KILL = 0.004
"""The maximum time in seconds from the report of a save to the kill; a save takes about as long."""


@dataclass
class Tried:
    """The counts of a run in which everything was found in order."""

    crashes: int = 0
    saves: int = 0
    left_over: int = 0


def prepare(data: Path) -> None:
    """Create the case that the sessions save to."""
    CaseRepository(engine_at(data)).create(a_case(draft=a_draft(answers={})))


def kill_at_random(template: Template, data: Path, crashes: int, chance: random.Random) -> Tried:
    """Kill sessions at random moments, one after another, and verify the reported saves after each."""
    tried = Tried()
    reported = 0
    for _ in range(crashes):
        template.begin("save_numbered", data)
        template.wait()
        process = int(template.line())
        reported = max(reported, *(int(template.line()) for _ in range(chance.randint(1, 6))))
        time.sleep(chance.uniform(0, LATEST_KILL))
        os.kill(process, signal.SIGKILL)
        said, status = template.rest()
        assert status == KILLED
        reported = max([reported, *map(int, said)])
        tried.left_over += look(data, reported)
        tried.crashes += 1
    tried.saves = reported
    return tried


def kill_at_every_step(template: Template, data: Path, saves: int) -> Tried:
    """Kill sessions before, within and after each step of so many saves, and verify the reported saves after each."""
    tried = Tried()
    for call in range(1, len(STEPS) * saves + 1):
        for moment in MOMENTS:
            if moment == "within" and (call - 1) % len(STEPS):
                continue
            before = last_save_in(CaseRepository(engine_at(data)).case(A_CASE_ID))
            said, status = template.run("save_dying", data, call, moment)
            assert status == KILLED
            reported = max([before, *map(int, said)])
            tried.left_over += look(data, reported)
            tried.crashes += 1
            tried.saves += reported - before
    return tried


def look(data: Path, reported: int) -> int:
    """Verify that the reported saves and at most one more are stored, and all files are sound; count the leftovers."""
    left = [found.name for found in verify(engine_at(data)).problems]
    assert all(name.startswith("cases/.") for name in left), left
    case = read(data)
    assert case in (holding(reported), holding(reported + 1)), f"after {reported}, the case holds {last_save_in(case)}"
    return len(left)


def read(data: Path) -> Case:
    """The stored case, read by a new session."""
    return CaseRepository(engine_at(data)).case(A_CASE_ID)


def holding(saves: int) -> Case:
    """The expected case after so many saves: every third is an incident, the others are answers of a draft."""
    answers = {f"question-{number % SLOTS}": an_answer(str(number)) for number in range(1, saves + 1) if number % 3}
    version = sum(number % 3 > 0 for number in range(1, saves + 1))
    return a_case(
        draft=a_draft(answers=answers, version=version),
        incidents=tuple(an_incident(id=str(number), at=NOW) for number in range(3, saves + 1, 3)),
    )


def last_save_in(case: Case) -> int:
    """The number of the last save that a case holds."""
    assert case.draft
    last = [int(each.value) for each in case.draft.answers.values()] + [int(each.id) for each in case.incidents]
    return max(last, default=0)


def save_numbered(data: str) -> None:
    """Save one number after another for ever, and print each once the store reports it as stored."""
    _save_on(CaseRepository(engine_at(Path(data))))


def _save_on(store: CaseRepository) -> None:
    case = store.case(A_CASE_ID)
    draft, number = case.draft, last_save_in(case)
    assert draft
    while True:
        number += 1
        if number % 3:
            answers = {**draft.answers, f"question-{number % SLOTS}": an_answer(str(number))}
            draft = store.save_draft(msgspec.structs.replace(draft, answers=answers))
        else:
            store.record(A_CASE_ID, an_incident(id=str(number)))
        say(number)


def save_dying(data: str, call: str, moment: str) -> None:
    """Save numbers, and die at a step of a save."""
    # A start syncs folders too, and they are not counted.
    store = CaseRepository(engine_at(Path(data)))
    left = [int(call)]
    for step in STEPS:
        setattr(disk, step, _dying(step, left, moment))
    _save_on(store)


def _dying(step: str, left: list[int], moment: str) -> object:
    act = getattr(disk, step)

    def acted(*arguments: object) -> None:
        left[0] -= 1
        if left[0] == 0 and moment == "within":
            descriptor, data = arguments
            assert isinstance(descriptor, int)
            assert isinstance(data, bytes)
            os.write(descriptor, data[: len(data) // 2])
        if left[0] == 0 and moment != "after":
            os.kill(os.getpid(), signal.SIGKILL)
        act(*arguments)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return acted
