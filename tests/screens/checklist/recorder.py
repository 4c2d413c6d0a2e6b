"""An app that shows a checklist and stands for the disk: it keeps what it is given when it is told to."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from textual import on
from textual.pilot import Pilot

from content.case.model import Case, Draft
from screens.checklist.checklist import ChecklistScreen
from tests.drafts import NOON, a_new_draft, an_empty_case
from tests.packs import bexley
from tests.screens.host import Host

LONDON = ZoneInfo("Europe/London")


class ChecklistHost(Host):
    """Shows a checklist; `kept` is what the disk has, `waiting` what it was given and has not written yet.

    `requests` is what was to be shown above the checklist.
    """

    def __init__(self, case: Case | None = None, draft: Draft | None = None, *, at: str = "") -> None:
        self.case = case = case or an_empty_case()
        self.requests: list[object] = []
        self.kept = draft or a_new_draft(case)
        self.waiting: list[Draft] = []
        self.checklist = ChecklistScreen(bexley(), case, self.kept, now=lambda: NOON, by="sam", zone=LONDON, at=at)
        super().__init__(self.checklist)

    @on(ChecklistScreen.Changed)
    def _wait(self, event: ChecklistScreen.Changed) -> None:
        self.waiting.append(event.draft)

    @on(ChecklistScreen.Requested)
    def _note(self, event: ChecklistScreen.Requested) -> None:
        assert event.screen is self.checklist
        self.requests.append(event.request)

    def write(self, count: int = 1, *, at: dt.datetime = NOON) -> None:
        """Write the next drafts that wait, oldest first, and tell."""
        for _ in range(min(count, len(self.waiting))):
            self.kept = self.waiting.pop(0)
            self.checklist.show_kept(self.kept, at)

    def fail(self, problem: str, *, at: dt.datetime = NOON) -> None:
        """Refuse the next draft that waits, and tell why."""
        self.checklist.show_kept(self.waiting[0], at, problem=problem)


def values(pilot: Pilot[Any]) -> dict[str, str]:
    """The answers on screen by question."""
    app = pilot.app
    assert isinstance(app, ChecklistHost)
    return {question: answer.value for question, answer in app.checklist.draft.answers.items() if answer.value}
