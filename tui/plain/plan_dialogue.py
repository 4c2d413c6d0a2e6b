"""The plan in a dialogue: resolve open actions, add new ones."""

from collections.abc import Mapping, Sequence

import msgspec

from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt
from content.case.plan import open_actions
from content.dates import day_in_words, parse_day_ahead
from content.documents.plain_text import line_paragraph
from content.documents.plan_document import action_line
from content.entries.action import AGREED, DUE_DATE, PROMPT, RESOLUTION, RESOLUTIONS, ActionId, Resolution
from content.entries.form_drafts import FormDraft
from content.entries.typed_fields import EARLIER
from content.errors import DateError, RecordError
from content.limits import field_limit
from content.text import one_line
from store.errors import StoreError
from tui.messages.error_messages import error_message
from tui.plain import questions
from tui.plain.dialogue import Dialogue, undisturbed
from tui.session.session import Session
from tui.use_cases import entries

FieldPrompt = tuple[str, str]
"""The name of a field, and the prompt for it."""

NEW: Sequence[FieldPrompt] = (
    ("what", "What is to be done?"),
    ("owner", "Who does it: the person or agency?"),
    ("due", "Due, such as 27 Nov 2026 or in 7 days?"),
    ("agreed", "Does the person agree?"),
    ("concern", "Which concern does it answer? Enter for none:"),
)
RESOLVING: Mapping[Resolution, Sequence[FieldPrompt]] = {
    "done": (("outcome", "What came of it? Enter for nothing to add:"),),
    "still needed": (
        ("due", "Due, such as in 7 days? Enter leaves it as it is:"),
        ("outcome", "How far has it come? Enter for nothing to add:"),
    ),
    "no longer suitable": (("why", "Why is it no longer suitable?"),),
}


class Plan:
    """Changes to the plan of a case while its draft is open."""

    def __init__(self, dialogue: Dialogue, session: Session, editor: DraftEditor) -> None:
        self._dialogue = dialogue
        self._session = session
        self._editor = editor

    def through(self) -> None:
        """List the open actions, and resolve or add actions until the user goes back."""
        while True:
            actions = open_actions(self._editor.case.actions)
            names = [line_paragraph(action_line(action, self._editor.today)) for action in actions]
            names.append("a new action")
            chosen = questions.choose(self._dialogue, f"Open actions of the plan: {len(actions)}.", names)
            if chosen is None:
                return
            if chosen < len(actions):
                self.resolve(actions[chosen].id)
            else:
                self.add()

    def resolve(self, wanted: ActionId) -> bool:
        """Resolve an open action; return whether that was recorded."""
        action = next((each for each in open_actions(self._editor.case.actions) if each.id == wanted), None)
        if action is None:
            return False
        line = action_line(action, self._editor.today)
        asks = f"Action: {line.text} ({line.label}). What became of it?"
        chosen = questions.choose(self._dialogue, asks, RESOLUTIONS)
        if chosen is None:
            return False
        resolution = RESOLUTIONS[chosen]
        about = {EARLIER: action.id, RESOLUTION: resolution}
        return self._recorded(entries.begin(self._session, self._editor.case, "action", about), RESOLVING[resolution])

    def add(self, prompt: Prompt | None = None) -> None:
        """Add an action, perhaps one made from a prompt."""
        about = {PROMPT: prompt.rule.id} if prompt else {}
        typed = {"concern": prompt.says} if prompt else None
        self._recorded(entries.begin(self._session, self._editor.case, "action", about, typed=typed), NEW)

    def _recorded(self, draft: FormDraft, fields: Sequence[FieldPrompt]) -> bool:
        """Ask for each field, and again for a refused one, until the action is recorded; return whether it was."""
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

    def _record(self, draft: FormDraft, asks: Mapping[str, str]) -> list[FieldPrompt]:
        """Record the action; return the field to ask for again if it was refused."""
        session = self._session
        try:
            action = entries.read(session, self._editor.case, draft, draft.typed)
        except RecordError as error:
            self._dialogue.say(f"There is a problem: {one_line(str(error))}. back leaves it.")
            return [(error.field, asks[error.field])] if error.field in asks else []
        with undisturbed():
            entries.record(session, action, draft)
        self._editor.take(session.store.case(draft.case))
        return []

    def _field(self, field: str, says: str, so_far: str) -> str | None:
        """The text typed for a field, or None if the user goes back."""
        if field == "agreed":
            chosen = questions.choose(self._dialogue, says, AGREED)
            return None if chosen is None else AGREED[chosen]
        prompt = f"{says} So far: {one_line(so_far)}. Enter keeps it:" if so_far else says
        while True:
            typed = questions.words(self._dialogue, prompt, limit=field_limit("action", field))
            if field != "due" or not typed:
                return so_far if typed == "" else typed
            try:
                day = parse_day_ahead(typed, today=self._editor.today, what=DUE_DATE)
            except DateError as error:
                self._dialogue.say(f"There is a problem: {one_line(str(error))}.")
            else:
                self._dialogue.say(f"Read as {day_in_words(day)}.")
                return day_in_words(day)

    def _saved(self, draft: FormDraft, field: str, typed: str) -> FormDraft:
        """The form draft with what was typed, stored."""
        now = self._session.now()
        draft = msgspec.structs.replace(draft, typed={**draft.typed, field: typed}, at=now)
        with undisturbed():
            return self._session.store.save_form_draft(draft)
