"""The crash tester: sessions save numbered answers and incidents, are killed, and what they told is looked for."""

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
"""How many questions the answers go to in turn."""

STEPS = ("write_all", "sync", "put_in_place", "sync_folder")
"""What a save goes through at the seam, each once."""

MOMENTS = ("before", "within", "after")
LATEST_KILL = 0.004
"""Seconds after a save was told that a kill comes at the latest; a save takes about as long."""


@dataclass
class Tried:
    """What was tried, all of it found in order."""

    crashes: int = 0
    saves: int = 0
    left_over: int = 0


def prepare(data: Path) -> None:
    """Make the case that is saved to."""
    CaseRepository(engine_at(data)).create(a_case(draft=a_draft(answers={})))


def kill_at_random(template: Template, data: Path, crashes: int, chance: random.Random) -> Tried:
    """Kill sessions at random moments, one after the other, and look after each for all that was told."""
    tried = Tried()
    told = 0
    for _ in range(crashes):
        template.begin("save_numbered", data)
        template.wait()
        process = int(template.line())
        told = max(told, *(int(template.line()) for _ in range(chance.randint(1, 6))))
        time.sleep(chance.uniform(0, LATEST_KILL))
        os.kill(process, signal.SIGKILL)
        said, status = template.rest()
        assert status == KILLED
        told = max([told, *map(int, said)])
        tried.left_over += look(data, told)
        tried.crashes += 1
    tried.saves = told
    return tried


def kill_at_every_step(template: Template, data: Path, saves: int) -> Tried:
    """Have sessions die before, within and after each call of the seam, over so many saves, and look after each."""
    tried = Tried()
    for call in range(1, len(STEPS) * saves + 1):
        for moment in MOMENTS:
            if moment == "within" and (call - 1) % len(STEPS):
                continue
            before = told_in(CaseRepository(engine_at(data)).case(A_CASE_ID))
            said, status = template.run("save_dying", data, call, moment)
            assert status == KILLED
            told = max([before, *map(int, said)])
            tried.left_over += look(data, told)
            tried.crashes += 1
            tried.saves += told - before
    return tried


def look(data: Path, told: int) -> int:
    """See that all that was told is there, at most one save more, and every file sound; count what was left over."""
    left = [found.name for found in verify(engine_at(data)).wanting]
    assert all(name.startswith("cases/.") for name in left), left
    case = read(data)
    assert case in (holding(told), holding(told + 1)), f"after {told}, the case holds {told_in(case)}"
    return len(left)


def read(data: Path) -> Case:
    """The case as it is on the disk, as a session finds it that starts now."""
    return CaseRepository(engine_at(data)).case(A_CASE_ID)


def holding(saves: int) -> Case:
    """The case as it is after so many saves: every third an incident, the others answers of a draft."""
    answers = {f"question-{number % SLOTS}": an_answer(str(number)) for number in range(1, saves + 1) if number % 3}
    version = sum(number % 3 > 0 for number in range(1, saves + 1))
    return a_case(
        draft=a_draft(answers=answers, version=version),
        incidents=tuple(an_incident(id=str(number), at=NOW) for number in range(3, saves + 1, 3)),
    )


def told_in(case: Case) -> int:
    """The number of the last save that a case holds."""
    assert case.draft
    last = [int(each.value) for each in case.draft.answers.values()] + [int(each.id) for each in case.incidents]
    return max(last, default=0)


def save_numbered(data: str) -> None:
    """Save one number after another for ever, saying each once the store says that it is kept."""
    store = CaseRepository(engine_at(Path(data)))
    case = store.case(A_CASE_ID)
    draft, number = case.draft, told_in(case)
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
    """Save numbers, and die at a call of the seam."""
    left = [int(call)]
    for step in STEPS:
        setattr(disk, step, _dying(step, left, moment))
    save_numbered(data)


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
