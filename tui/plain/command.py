"""`fourfold assess --plain` and `fourfold reassess REF --plain` from start to end."""

import contextlib
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from content.case.model import CaseId
from content.pack.model import Pack
from store.errors import StoreError
from store.session import StoreSession
from tui.driver.terminal_info import terminal_info
from tui.messages.error_messages import error_message
from tui.messages.output import DONE, WANTING, refused
from tui.plain.checklist import Checklist
from tui.plain.dialogue import Dialogue, EndedError, end_on_signals, undisturbed
from tui.plain.opening import chosen_case, draft_of, named_case, new_case, signed_in
from tui.process import crash_reports, training_directory
from tui.session import terminal_context
from tui.session.session import Session
from tui.session.settings import data_directory

LAST_WORDS = 2
"""Seconds that the last sentence waits for a line that does not take it."""

BEGIN = (
    "Questions one by one, an answer a line, each saved before the next is asked. help tells every command, save "
    "leaves. Where an answer is text, a command begins with a slash: /help, /save."
)


STAYS = "What was said here stays on this screen, and where it keeps what went by, until that is cleared or closed."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked for on the command line."""

    reference: str
    """The case, as it was typed; empty where none was."""

    is_new: bool
    """Whether a new case is wanted where none was typed, and not one out of those there are."""

    is_training: bool
    data: str | None
    """The data directory that was named, if one was."""


@dataclass
class Progress:
    """How far it came, for the last sentence."""

    case: CaseId = ""
    """The case, once there is a draft to go on with."""

    is_reassessment: bool = False


def run(pack: Pack, wanted: Wanted) -> int:
    """Have a draft answered in a dialogue, until it is signed off or left.

    Args:
        pack: The pack, checked.
        wanted: What was asked for.

    Returns:
        The exit status: 0 where it was signed off or left, 1 where it was refused, as a shell has it after a signal.
    """
    end_on_signals()
    dialogue = Dialogue(encoding=terminal_info(os.environ).encoding)
    directory = training_directory.new_directory() if wanted.is_training else data_directory(wanted.data, os.environ)
    crash_reports.keep_off_the_screen(directory)
    progress = Progress()
    try:
        _through(dialogue, pack, directory, wanted, progress)
    except EndedError as ended:
        return _ended(dialogue, ended, wanted, progress)
    except StoreError as error:
        return refused(error_message(error, ZoneInfo(pack.policy.time_zone)))
    finally:
        if wanted.is_training:
            with undisturbed():
                shutil.rmtree(directory, ignore_errors=True)
    if dialogue.is_terminal:
        dialogue.say(STAYS)
    return DONE


def _through(dialogue: Dialogue, pack: Pack, directory: Path, wanted: Wanted, progress: Progress) -> None:
    at = terminal_context.terminal_context(pack, directory, is_training=wanted.is_training)
    if isinstance(at, Session):
        if at.is_training:
            dialogue.say("TRAINING, on made-up cases that are gone afterwards.")
        _assess(dialogue, at, wanted, progress)
    elif at.door:
        door = at.door()
        try:
            session = signed_in(dialogue, at, door)
            dialogue.watch(at.pack.policy.idle_minutes, at.minute)
            _assess(dialogue, session, wanted, progress)
        finally:
            _signed_off(door)


def _signed_off(door: StoreSession) -> None:
    """Drop the key and whoever was signed in, also where the log refuses, or nobody was."""
    with contextlib.suppress(StoreError), undisturbed():
        if door.key.is_held:
            door.sign_out()


def _assess(dialogue: Dialogue, session: Session, wanted: Wanted, progress: Progress) -> None:
    if wanted.reference:
        case_id = named_case(wanted.reference)
    else:
        case_id = new_case(dialogue, session) if wanted.is_new else chosen_case(dialogue, session)
    with session.store.lease(case_id, session.holder):
        case = session.store.case(case_id)
        session.record("consultation", case=case_id)
        draft = draft_of(dialogue, session, case)
        progress.case, progress.is_reassessment = case_id, draft.follows is not None
        dialogue.say(BEGIN)
        Checklist(dialogue, session, case, draft).run()


def _ended(dialogue: Dialogue, ended: EndedError, wanted: Wanted, progress: Progress) -> int:
    """Say how to go on, and return the exit status; there may be nobody any more to hear it."""
    if ended.status == WANTING:
        return refused(str(ended))
    how = "assess --case" if not progress.is_reassessment else "reassess"
    saved = "All is saved." if ended.is_saved else "The last answer is NOT saved; all before it is."
    on = f"{saved} To go on: fourfold {how} {progress.case} --plain, or open the case in fourfold."
    if wanted.is_training:
        on = "The made-up cases are gone."
    elif not progress.case:
        on = "Nothing was begun."
    # A line that takes nothing more must not keep the process.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LAST_WORDS)
    with contextlib.suppress(EndedError), undisturbed():
        dialogue.say(f"Ended: {ended}. {on}", *([STAYS] if dialogue.is_terminal and progress.case else []))
    return ended.status
