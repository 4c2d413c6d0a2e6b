"""Tries to make the store lose something, for as long as it is given, and prints a page of what was tried and lost."""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.prove import flips, lasting, plants
from tests.prove.machine import WholeStore
from tests.prove.walk import walk
from tests.prove.world import FaultError, World

FLIPS = 5000
"""How often a bit is flipped in the files of each kind, given ten minutes."""

STEPS = 150
LOOK_EVERY = 6
USUAL = 10.0
"""Minutes."""


class Page:
    """What is printed, and whether anything was lost."""

    def __init__(self) -> None:
        self.lost = 0

    def say(self, what: str) -> None:
        """Print a line."""
        print(what, flush=True)

    def lose(self, faults: Iterable[str]) -> None:
        """Print and count each fault, as it is found."""
        for fault in faults:
            self.lost += 1
            print(f"  LOST: {fault}", flush=True)


def prove(page: Page, minutes: float, seed: int) -> None:
    """Run every proof; a third of the time is for power cuts, a third for orders of steps, a third for the rest."""
    seconds = minutes * 60
    page.say(f"Seed {seed}.")
    page.lose(_power_cuts(page, seconds * 0.35, seed))
    page.lose(_orders(page, seconds * 0.25))
    page.lose(_failures(page, seconds * 0.1))
    page.lose(_flips(page, max(10, round(FLIPS * minutes / USUAL)), seed))
    page.lose(_plants(page))


def _power_cuts(page: Page, seconds: float, seed: int) -> Iterator[str]:
    tried: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        worlds: list[World] = []
        try:
            walk(seed, STEPS, look_every=LOOK_EVERY, progress=worlds.append)
        except FaultError as fault:
            yield f"walk {seed}: {fault}"
        if worlds:
            tried.update(worlds[-1].tried)
            twin = worlds[-1].twin
            seen.update(walks=1, operations=twin.count, failed=twin.failed, states=twin.cuts)
        seed += 1
    page.say(
        f"Power cuts: {seen['walks']} walks, {tried['actions']:,} actions, {seen['operations']:,} operations, "
        f"{seen['failed']:,} made to fail, {tried['kills']:,} kills, {tried['power cuts']:,} cuts gone on from, "
        f"{seen['states']:,} states of the disk opened and compared with what {tried['told']:,} people were told."
    )


def _orders(page: Page, seconds: float) -> Iterator[str]:
    until = time.monotonic() + seconds
    runs = 0
    while time.monotonic() < until:
        try:
            run_state_machine_as_test(
                WholeStore,
                settings=settings(
                    max_examples=20,
                    stateful_step_count=40,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except FaultError as fault:
            yield str(fault)
        runs += 20
    page.say(f"Orders of steps: {runs:,} runs of at most 40 steps, compared with a dictionary.")


def _failures(page: Page, seconds: float) -> Iterator[str]:
    until = time.monotonic() + seconds
    ways = tuple(lasting.every_way())
    tried = 0
    for seed in range(1000):
        for failing in ways:
            if fault := lasting.fault_of(failing, seed):
                yield fault
            tried += 1
        if time.monotonic() > until:
            break
    page.say(f"Lasting errors: {tried:,} times somebody typed on through one of {len(ways)} ways to fail.")


def _flips(page: Page, times: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    with flips.sample() as sample:
        for kind, files in flips.kinds(sample).items():
            done = flips.flip(sample, kind, files, times, chance)
            counts = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(done.outcomes.items()))
            page.say(f"Flipped bits in {kind}: {times:,}: {counts}.")
            yield from done.silent


def _plants(page: Page) -> Iterator[str]:
    for name in plants.PLANTS:
        found = plants.find(name)
        after = f"after {found.steps:,} steps, {found.seconds:.0f} s" if found.says else "NOT FOUND"
        page.say(f"Planted: {name}: {after}.")
        if not found.says:
            yield f"the planted fault that {name} is not found, so the proof does not see such faults"


def main() -> int:
    """Run the proofs, and print the page; the exit status is 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    parser.add_argument("--minutes", type=float, default=USUAL, help="about how long it may take")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31), help="repeats a run")
    arguments = parser.parse_args()
    # What is put into data directories here is private, as the store's own files are.
    os.umask(0o077)
    begun = time.monotonic()
    page = Page()
    prove(page, arguments.minutes, arguments.seed)
    page.say(f"Lost: {page.lost or 'nothing'}. Took {(time.monotonic() - begun) / 60:.0f} minutes.")
    return 1 if page.lost else 0


if __name__ == "__main__":
    sys.exit(main())
