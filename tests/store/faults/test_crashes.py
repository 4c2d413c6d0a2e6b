"""A save that returned is stored, whenever the session is killed, and every file is sound."""

import random
from pathlib import Path

from store.diagnostics.verification import verify
from store.engine.places import engine_at
from tests.store.faults import crashing
from tests.store.faults.forking import Template

KILLS = 50


def test_reported_saves_are_there_after_kills_at_random_moments(data: Path) -> None:
    crashing.prepare(data)
    with Template(crashing.__name__) as template:
        tried = crashing.kill_at_random(template, data, KILLS, random.Random(20261122))  # noqa: S311 - no secret

    assert tried.crashes == KILLS
    assert tried.saves >= KILLS
    assert verify(engine_at(data)).problems == ()


def test_reported_saves_are_there_after_a_death_at_each_step_of_a_save(data: Path) -> None:
    crashing.prepare(data)
    with Template(crashing.__name__) as template:
        tried = crashing.kill_at_every_step(template, data, saves=2)

    assert tried.crashes == 2 * (4 * 2 + 1)
    # A death before the rename leaves the temporary file, which the next session deletes.
    assert tried.left_over == 2 * 6
    assert verify(engine_at(data)).problems == ()
