"""Sentences about the register of backups, for the interface and the command line."""

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from content.case.reference import CaseId
from content.text import one_line

if TYPE_CHECKING:
    from store.backup.register import BackupState, CaseBackups, RegisteredBackup

STATES: "dict[BackupState, str]" = {
    "there": "still there",
    "unfinished": "being written, or interrupted",
    "unseen": "not visible to this account",
    "gone": "no longer there",
}
UNKNOWN = "Copies made in any other way, or before this list existed, are not in it."


def brief(found: "CaseBackups", case: CaseId | None = None) -> str:
    """Count the backups in the register, or those that hold a case, by their state."""
    number = len(found.back_ups)
    if case:
        few = {0: "No backup on record holds", 1: "1 backup on record holds"}
        what = f"{few.get(number, f'{number} backups on record hold')} case {case}"
    else:
        few = {0: "No backup is on record", 1: "1 backup is on record"}
        what = few.get(number, f"{number} backups are on record")
    standings = Counter(kept.standing for kept in found.back_ups)
    counted = ", ".join(f"{standings[each]} {words}" for each, words in STATES.items() if standings[each])
    return f"{what}: {counted}." if counted else f"{what}."


def backup_counts(found: "CaseBackups", case: CaseId) -> str:
    """Count the backups that hold a case, and say if part of the register cannot be read."""
    return f"{brief(found, case)} {not_read(found)}".strip()


def lines(found: "CaseBackups") -> list[str]:
    """Format each backup as a line, oldest first."""
    return [_line(kept) for kept in found.back_ups]


def not_read(found: "CaseBackups") -> str:
    """Say how many files of the register cannot be read; empty if all can."""
    number = len(found.unread)
    if not number:
        return ""
    what = "1 entry of the register" if number == 1 else f"{number} entries of the register"
    return f"{what} cannot be read (see 'fourfold verify'): there may be more backups."


def _line(kept: "RegisteredBackup") -> str:
    when = kept.at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    return one_line(f"{when}, {STATES[kept.standing]}: {kept.path}")
