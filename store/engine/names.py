"""The names of what is stored: of the parts of an archive, and of the files that the engine of files keeps them in."""

import datetime as dt
import re

from content.case.model import CaseId

CASES, QUARANTINE, BACKUPS = "cases", "quarantine", "backups"
"""The folders of an archive: the cases, the damaged ones, and the register of back-ups."""

ACCOUNTS, LOG_HEAD, LOG = "accounts.json", "audit.head", "audit.log"

SINGLE_PARTS = (ACCOUNTS, LOG_HEAD, LOG)
"""The parts of an archive that stand in no folder, in the order they are read in.

The log is read last, so that it has the event of everything else in the archive. Its head is read just before it: the
head then covers no line that the archive lacks, as after a session that was killed between writing the two.
"""

_GROUP = "[0-9A-HJKMNP-TV-Z]{4}"
_CASE_ID = re.compile(f"{_GROUP}-{_GROUP}")
_CASE_FILE = re.compile(rf"({_GROUP}-{_GROUP})\.json")
_MOMENT = "%Y%m%dT%H%M%S.%fZ"
_MOMENT_PATTERN = r"\d{8}T\d{6}\.\d{6}Z"
_QUARANTINED = re.compile(rf"(?P<case>{_GROUP}-{_GROUP})-(?P<moment>{_MOMENT_PATTERN})(-\d+)?\.json")
_REASON = ".reason.txt"
_BACKUP = re.compile(rf"{_MOMENT_PATTERN}-[0-9a-f]{{8}}\.json")


def is_case_id(text: str) -> bool:
    """Whether a text can be the reference of a case."""
    return _CASE_ID.fullmatch(text) is not None


def case_name(case: CaseId) -> str:
    """The name of the part that holds a case."""
    return f"{CASES}/{case}.json"


def case_of_file(name: str) -> CaseId | None:
    """The case whose file has this name, if it is the name of the file of a case."""
    match = _CASE_FILE.fullmatch(name)
    return match[1] if match else None


def quarantined_stem(case: CaseId, at: dt.datetime) -> str:
    """How the names of what is moved into quarantine at a moment begin."""
    return f"{case}-{at.astimezone(dt.UTC).strftime(_MOMENT)}"


def quarantined(name: str) -> tuple[CaseId, dt.datetime] | None:
    """The case of a file in quarantine and when it was moved there, if this is the name of one."""
    match = _QUARANTINED.fullmatch(name)
    if match is None:
        return None
    try:
        return match["case"], dt.datetime.strptime(match["moment"], _MOMENT).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def reason_name(name: str) -> str:
    """The name of the file that holds the reason why another one is in quarantine."""
    return name.removesuffix(".json") + _REASON


def case_of_quarantined(name: str) -> CaseId | None:
    """The case of a file in quarantine, or of the reason beside one, if this is the name of either."""
    match = _QUARANTINED.fullmatch(name.removesuffix(_REASON) + ".json" if name.endswith(_REASON) else name)
    return match["case"] if match else None


def backup_name(at: dt.datetime, mark: str) -> str:
    """The name of the entry of the register for a back-up made at a moment, with a mark of 8 hexadecimal digits."""
    return f"{at.astimezone(dt.UTC).strftime(_MOMENT)}-{mark}.json"


def is_backup(name: str) -> bool:
    """Whether this is the name of an entry of the register of back-ups."""
    return _BACKUP.fullmatch(name) is not None


def is_part(name: str) -> bool:
    """Whether an archive can hold a part of this name; if so, it leads nowhere outside the place it is restored to."""
    folder, _, file = name.rpartition("/")
    if folder == BACKUPS:
        return is_backup(file)
    return case_of_part(name) is not None or name in SINGLE_PARTS


def case_of_part(name: str) -> CaseId | None:
    """The case that a part of an archive is of, if it is of one."""
    folder, _, file = name.rpartition("/")
    if folder == CASES:
        return case_of_file(file)
    return case_of_quarantined(file) if folder == QUARANTINE else None


def holds_case(name: str) -> bool:
    """Whether a part holds the bytes of a case, sound or damaged."""
    return case_of_part(name) is not None and name.endswith(".json")
