"""The dialogue line by line with what is typed in a file, over plain cases, for tests."""

import datetime as dt
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from content.assessment import answering, sign_off
from content.case.model import Case
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.builders import A_CASE_ID
from tests.drafts import WHOLE, an_empty_case
from tests.packs import bexley
from tests.terminal.line import PATIENCE, PLAIN, clean_environment

AGO = dt.datetime.now(dt.UTC).replace(hour=12) - dt.timedelta(days=14)
"""Noon, so that it is the same day by the pack's clock."""

ASSESS = ("assess", "--plain")
RESUME = ("assess", "--plain", "--case", A_CASE_ID)
REASSESS = ("reassess", A_CASE_ID, "--plain")


@dataclass(frozen=True)
class Held:
    """A dialogue that is over."""

    status: int
    raw: bytes
    refused: str

    @property
    def told(self) -> str:
        """What was said, on one line, so that no test depends on where lines are broken."""
        return " ".join(self.raw.decode().split())


def held(
    data: Path,
    *typed: str,
    command: Sequence[str] = ASSESS,
    environment: Mapping[str, str] | None = None,
    program: Sequence[str] = PLAIN,
) -> Held:
    """Hold a dialogue in which every line is typed before the first is heard."""
    done = subprocess.run(
        [*program, *command],
        input="".join(f"{line}\n" for line in typed).encode(),
        env=clean_environment(data) | dict(environment or {}),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Held(done.returncode, done.stdout, done.stderr.decode())


def keep(data: Path, *cases: Case) -> None:
    """Have cases stored before anybody comes."""
    for case in cases:
        CaseRepository(engine_at(data)).create(case)


def assessed(values: Mapping[str, str]) -> Case:
    """A case that was assessed two weeks ago, by the clock that the dialogue reads."""
    then, case = AGO, msgspec.structs.replace(an_empty_case(), created=AGO)
    draft = answering.start_draft(case, bexley(), draft_id="draft-0", now=then, by="sam")
    review = (then + dt.timedelta(days=7)).date().isoformat()
    for question, value in {**WHOLE, "judgement.review-date": review, **values}.items():
        draft = answering.answer(draft, question, value, now=then, by="sam")
    done = sign_off.sign_off(draft, bexley(), case, now=then, today=then.date(), by="sam")
    return msgspec.structs.replace(case, assessments=(done,))


def only_case(data: Path) -> Case:
    """The one case that is stored."""
    store = CaseRepository(engine_at(data))
    (told,) = store.listing().summaries
    return store.case(told.id)


def values(case: Case) -> dict[str, str]:
    """The values of the draft's answers."""
    assert case.draft
    return {name: given.value for name, given in case.draft.answers.items()}


def number(question: str) -> int:
    """The number that a question is asked under."""
    return 1 + [each.id for each in bexley().checklist.questions].index(question)


def at(question: str, *typed: str) -> tuple[str, ...]:
    """Go to a question, and type."""
    return (f"/go {number(question)}", *typed)
