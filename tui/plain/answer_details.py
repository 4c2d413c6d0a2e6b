"""The details of an answer in the dialogue: since when, and a note with its basis."""

from collections.abc import Callable, Mapping

from content.assessment.answering import asks_since
from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt
from content.case.phrases import answer_in_words, day, note_in_words
from content.pack.answers import BASES, EARLIER, SINCE_LAST, SINCE_NOT_KNOWN, Since
from content.text import sanitised
from tui.plain import questions
from tui.plain.dialogue import Dialogue

SINCE: Mapping[str, Since] = {
    **dict.fromkeys(("s", SINCE_LAST), SINCE_LAST),
    **dict.fromkeys(("e", EARLIER), EARLIER),
    **dict.fromkeys(("w", SINCE_NOT_KNOWN), SINCE_NOT_KNOWN),
}
"""The letters for how recent a yes is; y, n and u are not among them, because they answer questions."""

SINCE_WAYS = "s since then, e earlier, w when is not known; Enter leaves it open:"
LAST_HAPPENED = "When did it last happen? A date such as about Dec 2025:"

SayFired = Callable[[tuple[Prompt, ...]], None]
"""Prints the prompts that an answer opened, given the prompts before it."""


class AnswerDetails:
    """Asks about the answer to the current question."""

    def __init__(self, dialogue: Dialogue, editor: DraftEditor) -> None:
        self._dialogue = dialogue
        self._editor = editor

    def ask_when(self, say_fired: SayFired) -> None:
        """Ask since when, if the answer needs it; Enter leaves it open."""
        editor = self._editor
        if not (editor.baseline and asks_since(editor.question, editor.given)):
            return
        before = editor.prompts
        since = day(editor.baseline.signed_off, editor.zone)
        self._dialogue.say(f"Since when? Has this happened since the last assessment, {since}?")
        while True:
            typed = questions.word(self._dialogue, SINCE_WAYS)
            if typed in SINCE:
                editor.set_since(SINCE[typed])
                self._dialogue.say(f"Saved: {answer_in_words(editor.question, editor.given)}.")
                say_fired(before)
                return
            if not typed:
                self._dialogue.say("Since when is not said; since asks it again.")
                return
            self._dialogue.say("Type s, e or w, or Enter; nothing was recorded.")

    def since(self, say_fired: SayFired) -> None:
        """Ask since when on request; in a first assessment, ask for a date."""
        editor = self._editor
        if not editor.is_answered or not asks_since(editor.question, editor.given):
            self._dialogue.say("Since when is asked of a yes about what happened.")
        elif editor.baseline:
            self.ask_when(say_fired)
        else:
            last = questions.date(self._dialogue, LAST_HAPPENED, editor.today)
            if last:
                editor.set_last(last)
                self._dialogue.say("Saved.")

    def note(self, rest: str) -> None:
        """Take a note on the answer, then its basis.

        Args:
            rest: The note, if it was typed with the command; if empty, it is asked for.
        """
        editor, given = self._editor, self._editor.given
        so_far, basis = (given.note, given.basis) if given else ("", None)
        limit = editor.room_for(so_far)
        if rest:
            if not questions.fits(self._dialogue, sanitised(rest), limit):
                return
            editor.note(sanitised(rest), basis)
        else:
            if note_in_words(given):
                self._dialogue.say(f"{note_in_words(given)}.", "What you type replaces it; /add and words adds to it.")
            asks = "Note, or Enter to leave it:"
            questions.text(self._dialogue, asks, so_far, lambda note: editor.note(note, basis), limit=limit)
        if not (editor.given and editor.given.note):
            self._dialogue.say("No note was written.")
            return
        self._dialogue.say("Saved: your note.")
        chosen = questions.choose(self._dialogue, "What does the note rest on?", BASES)
        if chosen is not None:
            editor.note(editor.given.note, BASES[chosen])
            self._dialogue.say(f"Saved: {BASES[chosen]}.")
