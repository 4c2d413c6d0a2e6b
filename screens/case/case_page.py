"""The base of every screen that shows one case: it follows the case, and asks the application for what it cannot do."""

from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Static

from content.case.model import Case
from screens.widgets.page import Page


class CasePage(Page[None]):
    """A screen that shows a case as it is in the store."""

    @dataclass
    class Shown(Message):
        """The case came to the front, and wants to be up to date."""

        screen: "CasePage"

    @dataclass
    class Asked(Message):
        """Something is wanted of the case, perhaps about one thing in it."""

        what: str
        screen: "CasePage"
        about: str = ""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case

    @property
    def case(self) -> Case:
        """The case shown."""
        return self._case

    def on_screen_resume(self) -> None:
        """Ask for what changed meanwhile."""
        self.post_message(self.Shown(self))

    def show(self, case: Case, *, in_use: str = "") -> None:  # noqa: ARG002 # only some show who else is editing it
        """Show another state of the case.

        Args:
            case: The case as it is now.
            in_use: Who else is editing it, in a sentence; empty where nobody is.
        """
        self._case = case
        self.show_case()

    def show_case(self) -> None:
        """Bring everything on the screen in line with the case."""

    def say(self, sentence: str) -> None:
        """Say one sentence, in reply to the last key."""
        self.tell("#says", sentence)

    def tell(self, where: str, sentence: str) -> None:
        """Show a sentence in a place of its own, which is gone where there is none."""
        says = self.query_one(where, Static)
        says.display = bool(sentence)
        says.update(sentence)

    def action_ask(self, what: str) -> None:
        """Want something of the case."""
        self.ask(what)

    def ask(self, what: str, about: str = "") -> None:
        """Want something of the case, perhaps about one thing in it."""
        self.post_message(self.Asked(what, self, about))
