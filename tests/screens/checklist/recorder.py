"""An app that shows a checklist, and a fake disk that saves drafts when the test says so."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from textual import on
from textual.pilot import Pilot

from content.case.model import Case, Draft
from content.pack.model import Pack
from screens.checklist.checklist_screen import ChecklistScreen
from tests.drafts import NOON, a_new_draft, an_empty_case
from tests.packs import classic
from tests.screens.host import Host

LONDON = ZoneInfo("Europe/London")


class ChecklistHost(Host):
    """Shows a checklist; `kept` is the draft on the fake disk, `waiting` are the drafts not yet saved.

    `requests` is what was to be shown above the checklist.
    """

    def __init__(
        self, case: Case | None = None, draft: Draft | None = None, *, at: str = "", pack: Pack | None = None
    ) -> None:
        self.case = case = case or an_empty_case()
        pack = pack or classic()
        self.requests: list[object] = []
        self.kept = draft or a_new_draft(case, pack=pack)
        self.waiting: list[Draft] = []
        self.checklist = ChecklistScreen(pack, case, self.kept, now=lambda: NOON, by="sam", zone=LONDON, at=at)
        super().__init__(self.checklist)

    @on(ChecklistScreen.Changed)
    def _wait(self, event: ChecklistScreen.Changed) -> None:
        self.waiting.append(event.draft)

    @on(ChecklistScreen.Requested)
    def _note(self, event: ChecklistScreen.Requested) -> None:
        assert event.screen is self.checklist
        self.requests.append(event.request)

    def write(self, count: int = 1, *, at: dt.datetime = NOON) -> None:
        """Write the next drafts that wait, oldest first, and report each as saved."""
        for _ in range(min(count, len(self.waiting))):
            self.kept = self.waiting.pop(0)
            self.checklist.show_save_result(self.kept, at)

    def fail(self, problem: str, *, at: dt.datetime = NOON) -> None:
        """Report that the next draft could not be saved, with the reason."""
        self.checklist.show_save_result(self.waiting[0], at, problem=problem)


def values(pilot: Pilot[Any]) -> dict[str, str]:
    """The answers on the screen, by question."""
    app = pilot.app
    assert isinstance(app, ChecklistHost)
    return {question: answer.value for question, answer in app.checklist.draft.answers.items() if answer.value}
