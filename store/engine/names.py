"""The names of the parts of an archive, which are also the file names in a data directory."""

import datetime as dt
import re

from content.case.reference import CaseId

CASES, QUARANTINE, BACKUPS, AUDIT = "cases", "quarantine", "backups", "audit"
"""The folders of an archive: cases, quarantined cases, the register of backups, and the audit log by months."""

RESERVE = "reserve"
"""The folder of the reserve, which is in no archive."""

ACCOUNTS = "accounts.json"
"""The only part of an archive outside its folders."""

ACCOUNTS_COPY, BACKUP_KEY, RESTORED = "accounts.last.json", "backup.key", "restored.json"
"""Files that are in no archive."""

_GROUP = "[0-9A-HJKMNP-TV-Z]{4}"
_CASE_ID = re.compile(f"{_GROUP}-{_GROUP}")
_CASE_FILE = re.compile(rf"({_GROUP}-{_GROUP})\.json")
_MOMENT = "%Y%m%dT%H%M%S.%fZ"
_MOMENT_PATTERN = r"\d{8}T\d{6}\.\d{6}Z"
_QUARANTINED = re.compile(rf"(?P<case>{_GROUP}-{_GROUP})-(?P<moment>{_MOMENT_PATTERN})(-\d+)?\.json")
_REASON = ".reason.txt"
_AUDIT = re.compile(r"([0-9]{4}-(?:0[1-9]|1[0-2]))\.(log|head)")
_TYPED = re.compile(r"(.+)\.typed-[0-9a-f]{16}\.json")
_BACKUP = re.compile(rf"{_MOMENT_PATTERN}-[0-9a-f]{{8}}\.json")

_RESERVED = re.compile(rf"({_GROUP}-{_GROUP})-[0-9a-f]{{16}}\.json")


def is_case_id(text: str) -> bool:
    """Whether a text has the format of a case reference."""
    return _CASE_ID.fullmatch(text) is not None


def case_name(case: CaseId) -> str:
    """The name of the part that holds a case."""
    return f"{CASES}/{case}.json"


def case_of_file(name: str) -> CaseId | None:
    """The case whose file has this name, or None if it is not the name of a case file."""
    match = _CASE_FILE.fullmatch(name)
    return match[1] if match else None


def month_of_file(name: str) -> str | None:
    """The month of a file of the audit log or of its head, or None if it is neither."""
    match = _AUDIT.fullmatch(name)
    return match[1] if match else None


def log_name(month: str) -> str:
    """The name of the part that holds the lines of a month of the audit log."""
    return f"{AUDIT}/{month}.log"


def head_name(month: str) -> str:
    """The name of the part that holds the head of a month of the audit log."""
    return f"{AUDIT}/{month}.head"


def quarantined_stem(case: CaseId, at: dt.datetime) -> str:
    """The start of the file names of a case that is moved into quarantine at this time."""
    return f"{case}-{at.astimezone(dt.UTC).strftime(_MOMENT)}"


def quarantined(name: str) -> tuple[CaseId, dt.datetime] | None:
    """The case of a quarantined file and the time of its move, or None if this is not the name of one."""
    match = _QUARANTINED.fullmatch(name)
    if match is None:
        return None
    try:
        return match["case"], dt.datetime.strptime(match["moment"], _MOMENT).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def reason_name(name: str) -> str:
    """The name of the file with the reason for which a file is in quarantine."""
    return name.removesuffix(".json") + _REASON


def typed_name(name: str, mark: str) -> str:
    """The name of the file with a text that was typed for a quarantined case; the mark is 16 hexadecimal digits."""
    return f"{name.removesuffix('.json')}.typed-{mark}.json"


def beside_typed(name: str) -> str | None:
    """The name of the quarantined file beside which a typed text is kept, or None if this is not the name of one."""
    match = _TYPED.fullmatch(name)
    return f"{match[1]}.json" if match else None


def case_of_quarantined(name: str) -> CaseId | None:
    """The case of a file in quarantine, of its reason or of a text kept beside it; None if this is the name of none."""
    name = beside_typed(name) or name
    match = _QUARANTINED.fullmatch(name.removesuffix(_REASON) + ".json" if name.endswith(_REASON) else name)
    return match["case"] if match else None


def backup_name(at: dt.datetime, mark: str) -> str:
    """The file name of an entry of the register of backups; the mark is 8 hexadecimal digits."""
    return f"{at.astimezone(dt.UTC).strftime(_MOMENT)}-{mark}.json"


def is_backup(name: str) -> bool:
    """Whether this is the name of an entry of the register of backups."""
    return _BACKUP.fullmatch(name) is not None


def reserved_name(case: CaseId, mark: str) -> str:
    """The file name of a text of a case that is kept in the reserve; the mark is 16 hexadecimal digits."""
    return f"{case}-{mark}.json"


def case_of_reserved(name: str) -> CaseId | None:
    """The case of a text that is kept in the reserve, or None if this is not the name of one."""
    match = _RESERVED.fullmatch(name)
    return match[1] if match else None


def is_part(name: str) -> bool:
    """Whether an archive can hold a part of this name; such a name never leads outside the data directory."""
    folder, _, file = name.rpartition("/")
    if folder == BACKUPS:
        return is_backup(file)
    if folder == AUDIT:
        return month_of_file(file) is not None
    return case_of_part(name) is not None or name == ACCOUNTS


def may_grow(name: str) -> bool:
    """Whether a part has no largest size."""
    return name.startswith(f"{AUDIT}/")


def case_of_part(name: str) -> CaseId | None:
    """The case that a part of an archive belongs to, or None if it belongs to none."""
    folder, _, file = name.rpartition("/")
    if folder == CASES:
        return case_of_file(file)
    return case_of_quarantined(file) if folder == QUARANTINE else None


def holds_case(name: str) -> bool:
    """Whether a part is the file of a case, in quarantine or not."""
    return case_of_part(name) is not None and name.endswith(".json")
