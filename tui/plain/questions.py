"""Questions of the dialogue: a choice, a text, a word or a date."""

import datetime as dt
from collections.abc import Callable, Sequence

from content.dates import parse_and_echo
from content.errors import DateError
from content.limits import LINE, TEXT, too_long
from content.text import one_line, sanitised
from tui.plain.command_parser import Command, NotUnderstoodError, read, read_choice
from tui.plain.dialogue import Dialogue, EndedError

SAVED = "you left"

TextTyped = Callable[[str], None]


def choose(dialogue: Dialogue, question: str, names: Sequence[str]) -> int | None:
    """Ask for one of several choices; return its index, or None if the practitioner goes back.

    Raises:
        EndedError: If they leave.
    """
    dialogue.say(question, *(f"{number}: {name}" for number, name in enumerate(names, start=1)))
    while True:
        typed = _heard(dialogue, "Number, or Enter to go back:", is_text=False)
        if not typed:
            return None
        try:
            return read_choice(typed, names)
        except NotUnderstoodError as error:
            dialogue.say(str(error))


def words(dialogue: Dialogue, prompt: str, *, limit: int = LINE) -> str | None:
    """Ask for a line of text; return it, empty for Enter alone, or None if the practitioner goes back.

    Raises:
        EndedError: If they leave.
    """
    while True:
        heard = _heard(dialogue, prompt, is_text=True)
        if heard is None or fits(dialogue, sanitised(heard), limit):
            return None if heard is None else sanitised(heard)


def fits(dialogue: Dialogue, text: str, limit: int) -> bool:
    """Whether a text is within its limit; if not, say so: nothing of it is taken, and what was there before stays."""
    if len(text) <= limit:
        return True
    dialogue.say(f"Nothing of that was taken: {too_long(len(text), limit)}.")
    return False


def text(dialogue: Dialogue, prompt: str, so_far: str, typed: TextTyped, *, limit: int = TEXT) -> None:
    """Ask for a text: one line, several after /lines, or an addition after /add; going back changes nothing.

    Args:
        dialogue: Where it is typed.
        prompt: The prompt to print.
        so_far: The existing text.
        typed: Called with the whole text; with /lines, after each line.
        limit: The maximum number of characters of the whole text.
    """
    while True:
        try:
            heard = read(dialogue.ask(prompt), is_text=True)
        except NotUnderstoodError as error:
            dialogue.say(str(error))
            continue
        if isinstance(heard, Command) and heard.name == "lines":
            lines(dialogue, typed, limit=limit)
            return
        if whole := _whole(heard, so_far):
            if fits(dialogue, whole, limit):
                typed(whole)
                return
        elif isinstance(heard, Command) and (says := _left(dialogue, heard)):
            dialogue.say(says)
        else:
            return


def _whole(heard: Command | str, so_far: str) -> str:
    """The text that was typed or added to; empty if neither was."""
    if isinstance(heard, str):
        return sanitised(heard)
    added = heard.rest if heard.name == "add" else ""
    return f"{so_far}\n{sanitised(added)}".strip("\n") if added else ""


def word(dialogue: Dialogue, prompt: str) -> str:
    """Ask for a word; return it in lower case, empty if nothing was typed.

    Raises:
        EndedError: If they leave.
    """
    return (_heard(dialogue, prompt, is_text=False) or "").casefold()


def lines(dialogue: Dialogue, typed: TextTyped, *, limit: int = TEXT) -> None:
    """Read several lines of text, up to a line with a single dot.

    Args:
        dialogue: The dialogue.
        typed: Called with the whole text after each line, so that no line is lost.
        limit: The maximum number of characters of all lines together; a line that does not fit is not taken.
    """
    dialogue.say("Type as many lines as you like. A line with a single dot ends the text.")
    written: list[str] = []
    while (line := dialogue.ask("Line:")) != ".":
        whole = "\n".join([*written, sanitised(line)])
        if fits(dialogue, whole, limit):
            written.append(sanitised(line))
            typed(whole.strip("\n"))


def date(dialogue: Dialogue, prompt: str, today: dt.date) -> str:
    """Ask for a date and read it back; return it as it is stored, empty if none was typed."""
    while True:
        typed = _heard(dialogue, prompt, is_text=False)
        if not typed:
            return ""
        try:
            kept, echo = parse_and_echo(typed, today=today)
        except DateError as error:
            dialogue.say(f"{one_line(str(error))}.")
        else:
            dialogue.say(f"Read as {echo}.")
            return kept


def _heard(dialogue: Dialogue, prompt: str, *, is_text: bool) -> str | None:
    """Read a line; return it, or None if the practitioner goes back."""
    while True:
        try:
            typed = read(dialogue.ask(prompt), is_text=is_text)
        except NotUnderstoodError as error:
            dialogue.say(str(error))
            continue
        if isinstance(typed, str):
            return typed
        says = _left(dialogue, typed)
        if not says:
            return None
        dialogue.say(says)


def _left(dialogue: Dialogue, command: Command) -> str:
    """Say why a command does not work at this prompt; empty if it goes back.

    Raises:
        EndedError: If they leave.
    """
    if command.name == "save":
        raise EndedError(SAVED)
    if command.name == "hide":
        dialogue.hide()
    if command.name in {"back", "skip"}:
        return ""
    return f"{command.name} does not work here: answer, or go back with Enter alone."
