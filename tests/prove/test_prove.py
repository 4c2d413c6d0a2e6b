"""The proofs, run short: `make prove` runs them long."""

import itertools
import random
from collections import Counter

import pytest
from hypothesis import settings

from tests.prove import flips, lasting, plants
from tests.prove.machine import WholeStore
from tests.prove.walk import walk

TestWholeStore = WholeStore.TestCase
TestWholeStore.settings = settings(max_examples=5, stateful_step_count=15, deadline=None, derandomize=True)


def test_nothing_told_is_lost_on_a_walk_with_failures_kills_and_power_cuts() -> None:
    tried: Counter[str] = Counter()
    seeds = itertools.count(2)
    # What a seed makes of a walk changes with the product, so walk until everything was tried.
    while min(tried[each] for each in ("kills", "power cuts", "failing disks")) == 0 or tried["looks"] < 60:
        tried.update(walk(next(seeds), 40, look_every=25).tried)

    assert tried["told"] > 30
    assert next(seeds) < 20


@pytest.mark.parametrize("name", ["no folder is synced", "a file is overwritten in place", "the log is not synced"])
def test_a_planted_fault_is_found(name: str) -> None:
    assert plants.find(name).says


@pytest.mark.parametrize("failing", random.Random(4).sample(list(lasting.every_way()), 24), ids=str)  # noqa: S311
def test_everything_typed_through_failures_is_saved_once_the_disk_is_well(failing: lasting.Failing) -> None:
    assert lasting.fault_of(failing) == ""


def test_a_flipped_bit_in_any_file_is_found_or_changes_nothing() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    with flips.sample() as sample:
        done = [flips.flip(sample, kind, files, 3, chance) for kind, files in flips.kinds(sample).items()]

    assert [fault for each in done for fault in each.silent] == []
    assert {each.kind for each in done} >= {"accounts.json", "cases/*.json", "backups/*.json", "archive"}
    assert all(each.outcomes["found"] for each in done if each.kind in {"accounts.json", "cases/*.json"})
