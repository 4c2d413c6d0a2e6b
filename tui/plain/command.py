"""The commands `fourfold assess --plain` and `fourfold reassess REF --plain`."""

import contextlib
import os
import shutil
import signal
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from content.case.reference import CaseId
from content.pack.model import Pack
from store.errors import StoreError
from store.store import Store
from tui.driver.terminal_info import terminal_info
from tui.exit_codes import DONE, REFUSED
from tui.messages.error_messages import error_message
from tui.messages.output import refused
from tui.plain.checklist_dialogue import ChecklistDialogue
from tui.plain.dialogue import Dialogue, EndedError, end_on_signals, undisturbed
from tui.plain.opening import ask_case, create_case, open_draft, sign_in
from tui.process import crash_reports, training_directory
from tui.session import terminal_context
from tui.session.session import Session
from tui.session.settings import chosen_store, utc_now
from tui.use_cases import access, cases, drafts

LAST_WORDS = 2
"""Seconds to wait for a terminal that does not accept the last sentence."""

BEGIN = (
    "One question at a time, one answer a line; each is saved before the next question. help lists the commands, save "
    "leaves. Where an answer is text, a command begins with a slash: /help, /save."
)


STAYS = "This text stays on the screen and in its scrollback until the terminal is cleared or closed."


@dataclass(frozen=True, kw_only=True)
class Request:
    """The arguments of the command."""

    reference: str
    """The case reference as typed; empty if none was."""

    is_new: bool
    """Whether to create a case if none was typed, instead of listing cases to choose from."""

    is_training: bool
    data: str | None
    """The data directory from the command line, or None."""


@dataclass
class Progress:
    """How far the dialogue got, for the last sentence."""

    case: CaseId = ""
    """The case, once it has a draft."""

    is_reassessment: bool = False


def run(pack: Pack, request: Request) -> int:
    """Run the dialogue until the draft is signed off or the person leaves.

    Args:
        pack: The validated pack.
        request: The arguments.

    Returns:
        The exit status: 0 if the draft was signed off or left, 1 if the command was refused, 128 plus the number of a
        signal.
    """
    end_on_signals()
    dialogue = Dialogue(encoding=terminal_info(os.environ).encoding)
    directory = training_directory.new_directory() if request.is_training else None
    store = Store(directory, now=utc_now) if directory else chosen_store(request.data, os.environ)
    crash_reports.log_tracebacks(store)
    progress = Progress()
    try:
        _sign_in_and_assess(dialogue, pack, store, request, progress)
    except EndedError as ended:
        return _ended(dialogue, ended, request, progress)
    except StoreError as error:
        return refused(error_message(error, ZoneInfo(pack.policy.time_zone)))
    finally:
        if directory:
            with undisturbed():
                shutil.rmtree(directory, ignore_errors=True)
    if dialogue.is_terminal:
        dialogue.say(STAYS)
    return DONE


def _sign_in_and_assess(dialogue: Dialogue, pack: Pack, store: Store, request: Request, progress: Progress) -> None:
    context = terminal_context.terminal_context(pack, store, is_training=request.is_training)
    if isinstance(context, Session):
        if context.is_training:
            dialogue.say("TRAINING, on made-up cases that are deleted afterwards.")
        _assess(dialogue, context, request, progress)
    elif context.new_store_session:
        store_session = context.new_store_session()
        try:
            session = sign_in(dialogue, context, store_session)
            dialogue.say(*drafts.restore_unsaved(session))
            dialogue.watch(context.pack.policy.idle_minutes, context.minute)
            _assess(dialogue, session, request, progress)
        finally:
            with undisturbed():
                access.log_out(store_session)


def _assess(dialogue: Dialogue, session: Session, request: Request, progress: Progress) -> None:
    if request.reference:
        case_id = cases.find_case_id(request.reference)
    else:
        case_id = create_case(dialogue, session) if request.is_new else ask_case(dialogue, session)
    with cases.edit_case(session, case_id):
        case = cases.consult_case(session, case_id)
        opened = open_draft(dialogue, session, case)
        progress.case, progress.is_reassessment = case_id, opened.draft.follows is not None
        dialogue.say(BEGIN)
        ChecklistDialogue(dialogue, session, opened.case, opened.draft).run()


def _ended(dialogue: Dialogue, ended: EndedError, request: Request, progress: Progress) -> int:
    """Print how to continue, and return the exit status; the terminal may be gone."""
    if ended.status == REFUSED:
        return refused(str(ended))
    how = "assess --case" if not progress.is_reassessment else "reassess"
    saved = "All is saved." if ended.is_saved else "The last answer is NOT saved; all before it is."
    on = f"{saved} To go on: fourfold {how} {progress.case} --plain, or open the case in fourfold."
    if request.is_training:
        on = "The made-up cases are deleted."
    elif not progress.case:
        on = "Nothing was started."
    # A terminal that accepts no more output must not keep the process alive.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LAST_WORDS)
    with contextlib.suppress(EndedError), undisturbed():
        dialogue.say(f"Ended: {ended}. {on}", *([STAYS] if dialogue.is_terminal and progress.case else []))
    return ended.status
