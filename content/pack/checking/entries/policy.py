"""Validation of a pack's policy and of the ids of its sources."""

import zoneinfo
from collections.abc import Iterable, Iterator

import msgspec

from content.pack.closed_days import closed_day_faults
from content.pack.fault import POLICY, EntryName, Fault
from content.pack.model import Pack
from content.pack.policy import ReasonCode, ReasonId


def policy_faults(pack: Pack) -> Iterator[Fault]:
    """The faults of `pack.toml`, and sources that have the id of a statement."""
    policy = pack.policy
    try:
        zoneinfo.ZoneInfo(policy.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        yield POLICY.fault(f"key 'time_zone' names no time zone: '{policy.time_zone}'", "time_zone")
    for key, entries in (
        ("levels", policy.levels),
        ("triggers", policy.triggers),
        ("erasure_reasons", policy.erasure_reasons),
        ("hold_reasons", policy.hold_reasons),
    ):
        if not entries:
            yield POLICY.fault(f"key '{key}' is empty", key)
    if policy.closed_days:
        where = EntryName("pack.toml", "closed_days")
        yield from (where.fault(says, "days") for says in closed_day_faults(policy.closed_days))
    yield from _code_faults("erasure reason", policy.erasure_reasons)
    yield from _code_faults("hold reason", policy.hold_reasons)
    for source in pack.sources:
        if source in pack.statements:
            yield EntryName("sources.toml", "source", source).fault("a statement of the briefing has the same id")


def _code_faults(noun: str, reasons: Iterable[ReasonCode]) -> Iterator[Fault]:
    """Codes that are not valid in the audit log, which must not contain free text."""
    for reason in reasons:
        if not _is_code(reason.id):
            where = EntryName("pack.toml", noun, reason.id)
            yield where.fault("key 'id' must be 1 to 40 small letters, digits and hyphens", "id")


def _is_code(text: str) -> bool:
    try:
        msgspec.convert(text, ReasonId)
    except msgspec.ValidationError:
        return False
    return True
