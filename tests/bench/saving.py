"""What saving and listing cost, with few cases and with many."""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import tinydb

from content.case.model import Case, Draft
from content.case.reference import CaseId, new_case_id
from content.pack.answers import Answer
from content.pack.reading.loader import load_pack
from content.training.cases import made_up_cases
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.bench.measured import Measured, Part
from tests.packs import BEXLEY, texts_in
from tui.session.settings import utc_now

FEW, SOME, MANY, STOCK = 100, 1_000, 10_000, 1_000
ASSESSMENTS = 50
MILLISECONDS = 1000.0


def saving(runs: int) -> Part:
    """One answer saved, beside what the disk and stock TinyDB need for the same."""
    with tempfile.TemporaryDirectory() as folder:
        few, some, many = (Stored(Path(folder, str(count)), count) for count in (FEW, SOME, MANY))
        plain, size = Path(folder, "plain"), len(few.file.read_bytes())
        times: dict[str, list[float]] = {"few": [], "some": [], "many": [], "plain": []}
        for turn in range(runs):
            times["few"].append(timed(few.save, turn))
            times["some"].append(timed(some.save, turn))
            times["many"].append(timed(many.save, turn))
            times["plain"].append(timed(write_durably, plain, few.file.read_bytes()))
        stock = stock_update(Path(folder, "stock.json"), few.file, max(3, runs // 20))
    medians = {name: statistics.median(each) for name, each in times.items()}
    return Part(
        title=f"Saving one answer, durably; a case is {size:,} bytes",
        lines=(
            Measured(
                what=f"among {SOME:,} cases, beside {FEW} cases",
                ours=medians["some"],
                peer=medians["few"],
                unit="ms",
                most_ratio=1.2,
            ),
            Measured(
                what=f"among {MANY:,} cases, beside {FEW} cases",
                ours=medians["many"],
                peer=medians["few"],
                unit="ms",
                most_ratio=1.2,
            ),
            Measured(
                what="among 100 cases, beside one fsynced write of the same bytes",
                ours=medians["few"],
                peer=medians["plain"],
                unit="ms",
                most_ratio=6,
            ),
            Measured(
                what=f"among {MANY:,} cases, beside stock TinyDB, {STOCK:,} in one file, no fsync",
                ours=medians["many"],
                peer=stock,
                unit="ms",
            ),
        ),
    )


def listing(runs: int) -> Part:
    """The list of many cases, beside reading and parsing its index alone."""
    with tempfile.TemporaryDirectory() as folder:
        stored = Stored(Path(folder), MANY)
        index = Path(folder, "index.json")
        cold, warm, parsed, parsed_fast = [], [], [], []
        for _ in range(max(1, runs // 5)):
            index.unlink(missing_ok=True)
            cold.append(timed(stored.list_all))
        for _ in range(runs):
            warm.append(timed(stored.list_all))
            parsed.append(timed(lambda: json.loads(index.read_bytes())))
            parsed_fast.append(timed(lambda: msgspec.json.decode(index.read_bytes())))
    alone = statistics.median(parsed)
    return Part(
        title=f"Listing {MANY:,} cases, beside reading and parsing the index alone (json)",
        lines=(
            Measured(
                what="index warm: nothing changed", ours=statistics.median(warm), peer=alone, unit="ms", most_ratio=4
            ),
            Measured(
                what="the same, beside the fastest parser there is (msgspec, nothing checked)",
                ours=statistics.median(warm),
                peer=statistics.median(parsed_fast),
                unit="ms",
            ),
            Measured(what="index deleted: every case is read", ours=statistics.median(cold), peer=alone, unit="ms"),
        ),
    )


def opening(runs: int) -> Part:
    """A case of many assessments read, beside its file read and parsed alone."""
    case = a_case_in_work()
    signed = case.assessments[-1]
    past = tuple(msgspec.structs.replace(signed, id=f"assessment-{number}") for number in range(ASSESSMENTS))
    with tempfile.TemporaryDirectory() as folder:
        store = CaseRepository(engine_at(Path(folder)))
        store.create(msgspec.structs.replace(case, assessments=past))
        file = Path(folder, "cases", f"{case.id}.json")
        size = file.stat().st_size
        ours, parsed, saved = [], [], []
        for _ in range(runs):
            ours.append(timed(store.case, case.id))
            parsed.append(timed(lambda: json.loads(file.read_bytes())))
        draft = case.draft
        for _ in range(runs):
            assert draft
            begun = time.perf_counter()
            draft = store.save_draft(draft)
            saved.append((time.perf_counter() - begun) * MILLISECONDS)
        plain = [timed(write_durably, Path(folder, "plain"), file.read_bytes()) for _ in range(runs)]
    return Part(
        title=f"A case of {ASSESSMENTS} assessments, {size:,} bytes",
        lines=(
            Measured(
                what="opening it, beside parsing its file (json), nothing checked",
                ours=statistics.median(ours),
                peer=statistics.median(parsed),
                unit="ms",
            ),
            Measured(
                what="saving one answer in it, beside one fsynced write of the same bytes",
                ours=statistics.median(saved),
                peer=statistics.median(plain),
                unit="ms",
                most_ratio=6,
            ),
        ),
    )


class Stored:
    """A data directory with so many cases alike, one of which is saved again and again."""

    def __init__(self, directory: Path, count: int) -> None:
        self._store = CaseRepository(engine_at(directory))
        self._draft = a_draft_in_work()
        self._store.create(a_case_in_work())
        self.file = directory / "cases" / f"{a_case_in_work().id}.json"
        template, own = self.file.read_bytes(), a_case_in_work().id.encode()
        for number in range(1, count):
            reference: CaseId = new_case_id(number)
            (directory / "cases" / f"{reference}.json").write_bytes(template.replace(own, reference.encode()))

    def save(self, turn: int) -> None:
        """Save the draft with one more answer."""
        answer = Answer(value="yes" if turn % 2 else "no", at=utc_now(), by="sam")
        changed = msgspec.structs.replace(self._draft, answers={**self._draft.answers, "risk.threats": answer})
        self._draft = self._store.save_draft(changed)

    def list_all(self) -> None:
        """List every case."""
        assert len(self._store.listing().summaries) == MANY


def a_case_in_work() -> Case:
    """A case with a signed-off assessment and a reassessment half done."""
    return next(
        case for case in made_up_cases(load_pack(texts_in(BEXLEY)), now=utc_now()) if case.draft and case.assessments
    )


def a_draft_in_work() -> Draft:
    draft = a_case_in_work().draft
    assert draft
    return draft


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that it outlives a power cut; no less can be done for a save."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def stock_update(path: Path, case_file: Path, runs: int) -> float:
    """What TinyDB as it comes needs to change one answer, the cases being documents of one file; the median."""
    document: dict[str, Any] = json.loads(case_file.read_bytes())
    with tinydb.TinyDB(path) as database:
        database.insert_multiple(document for _ in range(STOCK))
        return statistics.median(timed(database.update, {"answer": turn}, None, [STOCK // 2]) for turn in range(runs))


def timed(act: Callable[..., object], *arguments: object) -> float:
    """How long something takes, in milliseconds."""
    begun = time.perf_counter()
    act(*arguments)
    return (time.perf_counter() - begun) * MILLISECONDS
