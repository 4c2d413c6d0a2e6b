"""The base class of screens that show one case: they are kept up to date, and send requests to the application."""

from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Static

from content.case.model import Case
from screens.case.requests import REQUESTS, CaseRequest
from screens.widgets.page import Page


class CasePage(Page[None]):
    """A screen that shows a case as it is in the store."""

    @dataclass
    class RefreshRequested(Message):
        """The screen came to the front, and the case may have changed."""

        screen: "CasePage"

    @dataclass
    class Requested(Message):
        """A key or a row requests something from the application."""

        request: CaseRequest
        screen: "CasePage"

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case

    @property
    def case(self) -> Case:
        """The case shown."""
        return self._case

    def on_screen_resume(self) -> None:
        """Request the current state of the case."""
        self.post_message(self.RefreshRequested(self))

    def show(self, case: Case, *, in_use: str = "") -> None:  # noqa: ARG002 # only some show who else is editing it
        """Show a newer state of the case, now or once the screen is composed.

        Args:
            case: The case as it is now.
            in_use: Who else is editing it, in a sentence; empty if nobody is.
        """
        self._case = case
        if self.is_open:
            self.show_case()

    def show_case(self) -> None:
        """Update everything on the screen from the case."""

    def say(self, sentence: str) -> None:
        """Show one sentence, in reply to the last key."""
        self.tell("#says", sentence)

    def tell(self, where: str, sentence: str) -> None:
        """Show a sentence in a widget, which is hidden if the sentence is empty; do nothing on a closed screen."""
        for says in self.query(where).results(Static):
            says.display = bool(sentence)
            says.update(sentence)

    def action_request(self, name: str) -> None:
        """Send the request that a key makes."""
        self.request(REQUESTS[name])

    def request(self, request: CaseRequest) -> None:
        """Ask the application to do something with the case."""
        self.post_message(self.Requested(request, self))
