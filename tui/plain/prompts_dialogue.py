"""The prompts in a dialogue: list them, show who can help, and reply to each."""

import datetime as dt

from content.assessment.check_lines import prompt_line
from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt, answered_prompts, open_prompts
from content.case.prompt_replies import ReplyState, missing
from content.pack.rendering import contact_lines
from tui.plain import narration, questions
from tui.plain.command_parser import NotUnderstoodError, read_choice
from tui.plain.dialogue import Dialogue
from tui.plain.plan_dialogue import Plan

ACTIONS = ("done", "not suitable here", "who can help", "make an action of it", "open again")
ASKS: dict[ReplyState, str] = {
    "done": "How? A word helps the next reader. Enter for none:",
    "not suitable": "Why is it not suitable here?",
    "explained": "How do the answers fit together? Write a sentence:",
}
REPLY_STATES: dict[int, ReplyState] = {0: "done", 1: "not suitable"}


def through_prompts(dialogue: Dialogue, editor: DraftEditor, plan: Plan, now: dt.datetime) -> None:
    """List the prompts, and take replies to them until the user goes back."""
    while True:
        dialogue.say(*narration.prompt_list(editor))
        prompts = (*open_prompts(editor.prompts), *answered_prompts(editor.prompts))
        prompt = _chosen(dialogue, prompts)
        if prompt is None:
            return
        chosen = questions.choose(dialogue, prompt_line(editor.pack, prompt, editor.today), ACTIONS)
        if chosen in REPLY_STATES:
            _reply(dialogue, editor, prompt, editor.reply_state(prompt.rule.id, REPLY_STATES[chosen]))
        elif chosen == 2:
            _say_contact(dialogue, editor, prompt, now)
        elif chosen == 3:
            plan.add(prompt)
        elif chosen == 4:
            _open_again(dialogue, editor, prompt)


def _chosen(dialogue: Dialogue, prompts: tuple[Prompt, ...]) -> Prompt | None:
    while prompts:
        typed = questions.word(dialogue, "Number of a prompt to answer, or Enter to go back to the question:")
        if not typed:
            return None
        try:
            return prompts[read_choice(typed, [""] * len(prompts))]
        except NotUnderstoodError as error:
            dialogue.say(str(error))
    return None


def _reply(dialogue: Dialogue, editor: DraftEditor, prompt: Prompt, state: ReplyState) -> None:
    why = questions.words(dialogue, ASKS[state])
    if why is None:
        return
    lacking = missing(state, why)
    if lacking:
        dialogue.say(f"{lacking[:1].upper()}{lacking[1:]}.")
        return
    editor.reply(prompt.rule.id, state, why)
    dialogue.say(f"Saved: {state}. It stays quiet until the answers that it depends on change.")


def _say_contact(dialogue: Dialogue, editor: DraftEditor, prompt: Prompt, now: dt.datetime) -> None:
    if prompt.rule.contact:
        dialogue.say(*contact_lines(editor.pack, editor.pack.contact(prompt.rule.contact), now))
    else:
        dialogue.say("No contact goes with this prompt.")


def _open_again(dialogue: Dialogue, editor: DraftEditor, prompt: Prompt) -> None:
    if prompt.rule.id in editor.draft.replies:
        editor.withdraw_reply(prompt.rule.id)
        dialogue.say("Saved: the prompt is open again.")
    else:
        dialogue.say("This draft has no reply to this prompt to take back.")
