"""How much the store was put through; a loss, an error or a damaged file ends the benchmark with what was found."""

import random
import tempfile
from pathlib import Path

from store.diagnostics.verification import verify
from store.engine.places import engine_at
from tests.bench.measured import Measured, Part
from tests.store.engine.load import SESSIONS, load
from tests.store.faults import crashing
from tests.store.faults.crashing import Tried
from tests.store.faults.forking import Template

BATCH = 50
"""Crashes on one case, before another one is begun: a case of thousands of saves would be no case."""

LONGEST = 10_000.0
"""Milliseconds after which a save would be refused as busy."""


def crashes(batches: int) -> Part:
    """Sessions killed at random moments and at each step of a save; any loss ends the benchmark."""
    at_random, at_steps = Tried(), Tried()
    for batch in range(batches):
        with tempfile.TemporaryDirectory() as folder, Template(crashing.__name__) as template:
            crashing.prepare(Path(folder, "a"))
            crashing.prepare(Path(folder, "b"))
            chance = random.Random(batch)  # noqa: S311 - when to kill is no secret
            _add(at_random, crashing.kill_at_random(template, Path(folder, "a"), BATCH, chance))
            _add(at_steps, crashing.kill_at_every_step(template, Path(folder, "b"), saves=6))
            for name in ("a", "b"):
                assert verify(engine_at(Path(folder, name))).problems == ()
    return Part(
        title="Sessions killed, and nothing lost: every save told is there, every file reads",
        lines=(
            Measured(what="killed at random moments", ours=at_random.crashes, unit="kills"),
            Measured(what="saves told by them", ours=at_random.saves, unit="saves"),
            Measured(what="died at a step of a save", ours=at_steps.crashes, unit="deaths"),
            Measured(what="saves told by them", ours=at_steps.saves, unit="saves"),
        ),
    )


def together(seconds: float) -> Part:
    """Many sessions at once; any loss, error or damage ends the benchmark."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "archives").mkdir()
        done = load(Path(folder, "data"), Path(folder, "archives"), seconds=seconds)
    return Part(
        title=f"{SESSIONS} sessions at mixed work for {seconds:g} s, and nothing lost, refused or damaged",
        lines=(
            Measured(what="saves, all found again", ours=done.saves, unit="saves"),
            Measured(what="races lost, both texts found again", ours=done.acts["lost race"], unit="races"),
            Measured(what="lists made meanwhile", ours=done.acts["list"], unit="lists"),
            Measured(what="backups made, restored and verified", ours=done.archives, unit="files"),
            Measured(what="the slowest save", ours=done.slowest * 1000, unit="ms", most=LONGEST),
        ),
    )


def _add(total: Tried, tried: Tried) -> None:
    total.crashes += tried.crashes
    total.saves += tried.saves
    total.left_over += tried.left_over
