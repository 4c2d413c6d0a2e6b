"""The proofs, run short: `make prove` runs them long."""

from collections import Counter

import pytest
from hypothesis import settings

from tests.prove import plants
from tests.prove.machine import WholeStore
from tests.prove.walk import walk

TestWholeStore = WholeStore.TestCase
TestWholeStore.settings = settings(max_examples=5, stateful_step_count=15, deadline=None)


def test_nothing_told_is_lost_on_a_walk_with_failures_kills_and_power_cuts() -> None:
    tried: Counter[str] = Counter()
    for seed in (2, 3, 5):
        tried.update(walk(seed, 40, look_every=25).tried)

    assert tried["told"] > 30
    assert tried["looks"] > 20
    assert min(tried[each] for each in ("kills", "power cuts", "failing disks")) > 0


@pytest.mark.parametrize("name", ["no folder is synced", "a file is overwritten in place", "the log is not synced"])
def test_a_planted_fault_is_found(name: str) -> None:
    assert plants.find(name).says
