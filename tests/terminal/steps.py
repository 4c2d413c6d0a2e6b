"""Steps through the product that many tests take, each ending where the next can begin."""

from typing import Protocol

from tests.terminal.line import CTRL_T, ENTER, ESCAPE, Line

HOME = "1  Guide:"
NOTE = "What does it rest on?"
FIRST = "0 Safety first"
"""The first section of the checklist."""


class Start(Protocol):
    """Starts the product on a line; the options are those of a line."""

    def __call__(self, *arguments: str, **options: object) -> Line: ...


def at_home(start: Start, *arguments: str, **options: object) -> Line:
    line = start(*arguments, **options)
    line.wait_for(HOME)
    return line


def in_new_case(start: Start) -> Line:
    """A session on the checklist of a new case, AB with the reference CR/1."""
    line = at_home(start)
    line.keys("2")
    line.wait_for("Assessments", "n new case")
    line.keys("n")
    line.wait_for("The person's initials")
    line.keys("AB\tCR/1", ENTER)
    line.wait_for(FIRST, "How are you speaking with the person?", "0 of ")
    return line


def in_note(start: Start) -> Line:
    """A session in the note on the first question of a new case."""
    line = in_new_case(start)
    line.keys(CTRL_T)
    line.wait_for(NOTE)
    return line


def out_of_note(line: Line) -> None:
    line.keys(ESCAPE)
    line.wait_for("Type it  Ctrl+K not known")
