"""What the living record costs: a list of ten thousand cases, and a case of five hundred incidents."""

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from content.case.model import Case, summary
from content.documents.case_document import case_document
from content.review.comparison import compare
from content.training.cases import made_up_cases
from screens.case.case import case_rows
from screens.case.case_list import case_list
from screens.case.chronology import chronology_rows
from screens.case.compare import comparison_rows
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.bench.measured import Measured, Part
from tests.bench.sessions import bytes_for, go
from tests.builders import an_incident
from tests.packs import bexley
from tests.terminal.line import DOWN, ENTER, Line
from tests.terminal.steps import HOME
from tui.session.settings import utc_now

CASES, INCIDENTS = 10_000, 500
MILLISECONDS = 1000.0
LONDON = ZoneInfo("Europe/London")


def a_long_case() -> Case:
    """A made-up case with five hundred incidents over two and a half years."""
    chance = random.Random(7)  # noqa: S311 - when things happened is no secret
    now = utc_now()
    case = made_up_cases(bexley(), now=now)[0]
    incidents = tuple(
        an_incident(
            (now.date() - dt.timedelta(days=chance.randrange(900))).isoformat(),
            id=str(number),
            what=f"Event {number}, written down at once by a neighbour who saw it",
            at=now - dt.timedelta(days=chance.randrange(900)),
        )
        for number in range(INCIDENTS)
    )
    return msgspec.structs.replace(case, incidents=incidents)


def making(runs: int) -> Part:
    """The lines of the largest screens, as they are made before any is drawn."""
    pack, case, today = bexley(), a_long_case(), utc_now().date()
    one = summary(case)
    many = [msgspec.structs.replace(one, id=f"{number:04}-AAAA") for number in range(CASES)]
    first, last = case.assessments[0], case.assessments[-1]
    measured = (
        (f"the list of {CASES:,} cases, off the event loop", lambda: case_list(many, (), today=today, zone=LONDON)),
        (f"a case of {INCIDENTS} incidents", lambda: case_rows(case_document(case, pack, LONDON, today))),
        ("its chronology", lambda: chronology_rows(case, LONDON)),
        (
            "its first and last assessment compared",
            lambda: list(comparison_rows(case, compare(first, last), LONDON, 77)),
        ),
    )
    return Part(
        title="Making the lines of a screen",
        lines=tuple(Measured(what=what, ours=_median(runs, act), unit="ms") for what, act in measured),
    )


def opening(runs: int) -> Part:
    """Bytes for opening the case of five hundred incidents, its chronology and a step in it."""
    sent: dict[str, list[int]] = {"opening it": [], "opening its chronology": [], "a step in that": []}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            CaseRepository(engine_at(Path(folder))).create(a_long_case())
            with Line(data=Path(folder)) as line:
                line.wait_for(HOME)
                go(line, ("2",), "1 case")
                for what, key in zip(sent, (ENTER, "c", DOWN), strict=True):
                    sent[what].append(bytes_for(line, key))
    return Part(
        title=f"Bytes, a case of {INCIDENTS} incidents",
        lines=tuple(
            Measured(what=what, ours=statistics.median(counts), unit="B", most=250 if "step" in what else 6000)
            for what, counts in sent.items()
        ),
    )


def _median(runs: int, act: Callable[[], object]) -> float:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * MILLISECONDS)
    return statistics.median(times)
