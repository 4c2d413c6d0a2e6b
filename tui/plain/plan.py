"""The plan in a dialogue: each open action is resolved, and new ones are added."""

from collections.abc import Mapping, Sequence

import msgspec

from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt
from content.case.plan import open_actions
from content.dates import in_words, parse_day_ahead
from content.entries.action import AGREED, DUE_DATE, PROMPT, RESOLUTION, RESOLUTIONS, Action, ActionId, Resolution
from content.entries.form_drafts import FormDraft
from content.entries.reading import EARLIER
from content.errors import DateError, RecordError
from content.text import one_line
from store.errors import StoreError
from tui.messages.error_messages import error_message
from tui.plain import questions
from tui.plain.dialogue import Dialogue, undisturbed
from tui.session.session import Session
from tui.use_cases import entries

Ask = tuple[str, str]
"""A field, and what is asked for it."""

NEW: Sequence[Ask] = (
    ("what", "What is to be done?"),
    ("owner", "Who does it: the person or agency?"),
    ("due", "Due, such as 27 Nov 2026 or in 7 days?"),
    ("agreed", "Does the person agree?"),
    ("concern", "Which concern does it answer? Enter for none:"),
)
RESOLVING: Mapping[Resolution, Sequence[Ask]] = {
    "done": (("outcome", "What came of it? Enter for nothing to add:"),),
    "still needed": (
        ("due", "Due, such as in 7 days? Enter leaves it as it is:"),
        ("outcome", "How far has it come? Enter for nothing to add:"),
    ),
    "no longer suitable": (("why", "Why is it no longer suitable?"),),
}


class Plan:
    """The actions of a case, changed while its draft is open."""

    def __init__(self, dialogue: Dialogue, session: Session, sheet: DraftEditor) -> None:
        self._dialogue = dialogue
        self._session = session
        self._sheet = sheet

    def through(self) -> None:
        """Say the open actions, and take what became of them and new ones, until whoever is asked goes back."""
        while True:
            actions = open_actions(self._sheet.case.actions)
            names = [*(_in_words(action) for action in actions), "a new action"]
            chosen = questions.choose(self._dialogue, f"Open actions of the plan: {len(actions)}.", names)
            if chosen is None:
                return
            if chosen < len(actions):
                self.resolve(actions[chosen].id)
            else:
                self.add()

    def resolve(self, wanted: ActionId) -> bool:
        """Take what became of an open action; whether it was said."""
        action = next((each for each in open_actions(self._sheet.case.actions) if each.id == wanted), None)
        if action is None:
            return False
        chosen = questions.choose(self._dialogue, f"Action: {_in_words(action)}. What became of it?", RESOLUTIONS)
        if chosen is None:
            return False
        resolution = RESOLUTIONS[chosen]
        about = {EARLIER: action.id, RESOLUTION: resolution}
        return self._recorded(entries.begin(self._session, self._sheet.case, "action", about), RESOLVING[resolution])

    def add(self, prompt: Prompt | None = None) -> None:
        """Take a new action, perhaps one made from a prompt."""
        about = {PROMPT: prompt.rule.id} if prompt else {}
        typed = {"concern": prompt.says} if prompt else None
        self._recorded(entries.begin(self._session, self._sheet.case, "action", about, typed=typed), NEW)

    def _recorded(self, draft: FormDraft, fields: Sequence[Ask]) -> bool:
        """Ask for each field, and again for what is refused, until the action is recorded; whether it was."""
        waiting, asks = list(fields), dict(fields)
        try:
            while waiting:
                field, says = waiting.pop(0)
                typed = self._field(field, says, draft.typed.get(field, ""))
                if typed is None:
                    self._dialogue.say("Not recorded in the plan; what was typed is kept, and offered again.")
                    return False
                draft = self._saved(draft, field, typed)
                if not waiting:
                    waiting = self._record(draft, asks)
        except StoreError as error:
            self._dialogue.say(f"Not recorded: {error_message(error, self._session.zone)}")
            return False
        self._dialogue.say("Recorded in the plan.")
        return True

    def _record(self, draft: FormDraft, asks: Mapping[str, str]) -> list[Ask]:
        """Record the action; what is to be asked again where it lacks something."""
        session = self._session
        try:
            action = entries.read(session, self._sheet.case, draft, draft.typed)
        except RecordError as error:
            self._dialogue.say(f"There is a problem: {one_line(str(error))}. back leaves it.")
            return [(error.field, asks[error.field])] if error.field in asks else []
        with undisturbed():
            entries.record(session, action, draft)
        self._sheet.take(session.store.case(draft.case))
        return []

    def _field(self, field: str, says: str, so_far: str) -> str | None:
        """What is typed for a field; nothing where whoever is asked goes back."""
        if field == "agreed":
            chosen = questions.choose(self._dialogue, says, AGREED)
            return None if chosen is None else AGREED[chosen]
        prompt = f"{says} So far: {one_line(so_far)}. Enter keeps it:" if so_far else says
        while True:
            typed = questions.words(self._dialogue, prompt)
            if field != "due" or not typed:
                return so_far if typed == "" else typed
            try:
                day = parse_day_ahead(typed, today=self._sheet.today, what=DUE_DATE)
            except DateError as error:
                self._dialogue.say(f"There is a problem: {one_line(str(error))}.")
            else:
                self._dialogue.say(f"Read as {in_words(day)}.")
                return in_words(day)

    def _saved(self, draft: FormDraft, field: str, typed: str) -> FormDraft:
        """The form draft with what was typed, saved."""
        now = self._session.now()
        draft = msgspec.structs.replace(draft, typed={**draft.typed, field: typed}, at=now)
        with undisturbed():
            return self._session.store.save_form_draft(draft)


def _in_words(action: Action) -> str:
    return f"{one_line(action.what)} ({one_line(action.owner)}, due {in_words(action.due)})"
