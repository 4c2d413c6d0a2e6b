"""Ten sessions work on the same cases without loss, errors or damaged files."""

from pathlib import Path

from tests.store.engine.load import SESSIONS, load

ACTS = 30
"""The acts of each session; a number and not a duration, so that a slow machine tests the same."""

LONGEST = 10.0
"""Seconds after which a save is refused as busy."""


def test_ten_sessions_at_once_lose_nothing_while_the_store_is_backed_up(data: Path, tmp_path: Path) -> None:
    done = load(data, tmp_path, acts=ACTS)

    assert done.saves > SESSIONS * ACTS / 2
    assert done.archives >= 1
    assert done.acts["lost race"] + done.acts["turned away"] > 0
    assert done.slowest < LONGEST
