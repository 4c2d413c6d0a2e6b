"""Somebody types on while operations of the disk fail; once it is well, everything is saved without anybody's doing."""

import math
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.case.model import Draft
from store.store import Store
from tests.builders import A_CASE_ID, a_case, a_draft, saying
from tests.prove.told import text_of
from tests.prove.twin import CHANGES, OPERATIONS, SYNCS, Twin
from tests.store.faults.forking import MEMORY
from tests.store.people import CHEAP, PASSPHRASE, SAM, Clock
from tui.runtime import autosave
from tui.runtime.autosave import AutoSaver, SaveResult

TEXTS = 6
PAUSE = 0.004
"""Seconds between two texts, and between two tries."""

PATIENCE = 10.0
"""Seconds to wait for the last text to be saved; it takes about ten times PAUSE."""

TIMES = (1, 2, 10, math.inf)


@dataclass(frozen=True)
class Failing:
    """Which operations fail, and how often."""

    operations: frozenset[str]
    times: float
    first: str = ""

    def __str__(self) -> str:
        kinds = {OPERATIONS: "every operation", CHANGES: "every change", SYNCS: "every sync"}
        what = kinds.get(self.operations, "/".join(sorted(self.operations)))
        return f"{what} fails {self.times} times{f', first a {self.first}' if self.first else ''}"


def every_way() -> Iterator[Failing]:
    """Every operation alone, and all from any operation on; each once, twice, ten times, and until the disk is well."""
    for times in TIMES:
        for operation in sorted(OPERATIONS):
            yield Failing(frozenset({operation}), times)
            yield Failing(OPERATIONS, times, first=operation)
        for first in sorted(CHANGES):
            yield Failing(CHANGES, times, first=first)
            yield Failing(SYNCS | {first}, times, first=first)


def fault_of(failing: Failing, seed: int = 0) -> str:
    """What is wrong after somebody typed on through these failures, in a sentence; empty if nothing is."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    with pytest.MonkeyPatch.context() as patched, Twin(chance).installed() as twin:
        for name in ("SAVE_INTERVAL", "SAVE_DELAY", "RETRY", "FLUSH_RETRY"):
            patched.setattr(autosave, name, PAUSE / 4)
        store = Store(twin.root / "data", now=Clock(), cost=CHEAP)
        session = store.session()
        session.set_up(SAM, PASSPHRASE)
        cases = session.store()
        draft = a_draft()
        cases.create(a_case(draft=draft))
        told: list[SaveResult[Draft]] = []
        saver: AutoSaver[Draft] = AutoSaver(cases.save_draft, told.append, Clock())
        saver.begin(draft)
        twin.fail(failing.operations, failing.times, first=failing.first)
        last = _typed(saver, draft)
        if failing.times == math.inf:
            twin.recover()
        is_saved = _waited_for(told, last)
        saver.end()
        twin.recover()
        if not is_saved:
            return f"{failing}: the last text is not saved: {told[-1].problem if told else 'nothing was told'}"
        return _fault_of_what_is_stored(twin, last, failing)


def _typed(saver: AutoSaver[Draft], draft: Draft) -> str:
    for number in range(TEXTS):
        draft = saying(draft, f"text {number}")
        saver.keep(draft)
        time.sleep(PAUSE)
    return text_of(draft)


def _waited_for(told: list[SaveResult[Draft]], text: str) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if told and told[-1].problem is None and text_of(told[-1].typed) == text:
            return True
        time.sleep(PAUSE / 4)
    return False


def _fault_of_what_is_stored(twin: Twin, text: str, failing: Failing) -> str:
    with tempfile.TemporaryDirectory(prefix="fourfold-lasting-", dir=MEMORY) as folder, twin.outside():
        twin.cut_power(Path(folder) / "disk")
        store = Store(Path(folder) / "disk" / "data", now=Clock(), cost=CHEAP)
        session = store.session()
        session.sign_in(SAM, PASSPHRASE)
        case = session.store().case(A_CASE_ID)
    if case.kept_aside or case.draft is None or text_of(case.draft) != text:
        return f"{failing}: the case holds {case.draft and text_of(case.draft)}, aside {len(case.kept_aside)}"
    return ""
