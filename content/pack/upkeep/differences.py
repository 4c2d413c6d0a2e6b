"""The differences between two versions of a pack, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from content.dates import short
from content.pack.model import Pack
from content.pack.policy import Policy
from content.pack.upkeep.field_words import field_in_words, label_of
from content.pack.upkeep.withdrawals import Withdrawal
from content.text import one_line

What = Literal["added", "removed", "withdrawn", "reworded", "changed"]

_LISTS = ("levels", "triggers", "erasure_reasons", "hold_reasons", "changelog")
"""The fields of the policy that are lists of entries."""

_NOT_COMPARED = frozenset({"id", "named", "points", "questions", "sections"})
"""Fields that name the entry, follow from others, or are lists of entries with differences of their own."""


_WORDING = frozenset(
    label_of(key) for key in ("caution", "heading", "lead", "note", "says", "sentence", "short", "text", "title", "why")
)
"""What a person reads of an entry: if nothing else changed, the entry was reworded."""


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an entry that changed, in words."""

    label: str
    after: str
    before: str = ""
    """Empty if there was nothing to compare with."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that was added, removed, withdrawn or changed."""

    what: What
    part: str
    """The part of the pack, such as "Guide"."""

    name: str
    """What and which the entry is, such as "point 7.4"."""

    says: str = ""
    """The words of the entry; empty if they changed, and the details have them."""

    why: str = ""
    """Why it was withdrawn."""

    details: tuple[Detail, ...] = ()


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of either version, with the group that it is in."""

    value: msgspec.Struct
    place: str = ""


_Entries = Mapping[str, _Entry]


class _Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of entry in both versions."""

    part: str
    noun: str
    old: _Entries
    new: _Entries


def differences(old: Pack, new: Pack, withdrawn: Iterable[Withdrawal] = ()) -> tuple[Difference, ...]:
    """Every difference between two versions of a pack, in the order of its files; empty if there is none.

    Args:
        old: The earlier version.
        new: The later version.
        withdrawn: What the later version withdraws from the national pack.
    """
    why = {(each.noun, each.id): each.reason for each in withdrawn}
    return (
        *_policy(old, new),
        *(each for kind in _kinds(old, new) for each in _of_kind(kind, old, new, why)),
    )


def _policy(old: Pack, new: Pack) -> Iterator[Difference]:
    fields = tuple(each for each in msgspec.structs.fields(old.policy) if each.name not in _LISTS)
    before, after = _without_days(old.policy), _without_days(new.policy)
    details = tuple(_details(old, new, before, after, (field.name for field in fields)))
    details += tuple(_changelog(before.changelog, after.changelog))
    if details:
        yield Difference(what="changed", part="Policy", name="pack", details=details)


def _without_days(policy: Policy) -> Policy:
    """The policy without its bank holidays, which are compared one by one."""
    closed = policy.closed_days
    return msgspec.structs.replace(policy, closed_days=closed and msgspec.structs.replace(closed, days=()))


def _changelog(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Detail]:
    new = [line for line in after if line not in before]
    gone = [line for line in before if line not in after]
    yield from (Detail(label="new line of the changelog", after=line) for line in new)
    yield from (Detail(label="line that the changelog no longer has", after=line) for line in gone)
    if before != after and not new and not gone:
        yield Detail(label="order of the changelog", before="; ".join(before), after="; ".join(after))


def _days(pack: Pack) -> Mapping[str, msgspec.Struct]:
    """The bank holidays of a pack, by date."""
    closed = pack.policy.closed_days
    return {short(day.date): day for day in closed.days} if closed else {}


def _kinds(old: Pack, new: Pack) -> Iterator[_Kind]:
    for noun, key in (
        ("level", "levels"),
        ("trigger", "triggers"),
        ("erasure reason", "erasure_reasons"),
        ("hold reason", "hold_reasons"),
    ):
        yield _kind("Policy", noun, getattr(old.policy, key), getattr(new.policy, key))
    yield _named("Policy", "bank holiday", _days(old), _days(new))
    yield _kind("Guide", "topic", old.topics, new.topics)
    yield _Kind(
        part="Guide",
        noun="point",
        old=_grouped((f"topic {each.id}", each.points) for each in old.topics),
        new=_grouped((f"topic {each.id}", each.points) for each in new.topics),
    )
    yield _kind("Checklist", "section", old.checklist.sections, new.checklist.sections)
    yield _Kind(
        part="Checklist",
        noun="question",
        old=_grouped((f"section {each.id}", each.questions) for each in old.checklist.sections),
        new=_grouped((f"section {each.id}", each.questions) for each in new.checklist.sections),
    )
    yield _Kind(
        part="Checklist", noun="checklist", old=_grouped([("", [old.checklist])]), new=_grouped([("", [new.checklist])])
    )
    yield _kind("Prompts", "prompt", old.prompts, new.prompts)
    yield _kind("Contacts", "contact", old.contacts, new.contacts)
    yield _named("Sources and statements", "source", old.sources, new.sources)
    yield _named("Sources and statements", "statement", old.statements, new.statements)


def _kind(part: str, noun: str, old: Iterable[msgspec.Struct], new: Iterable[msgspec.Struct]) -> _Kind:
    return _Kind(part=part, noun=noun, old=_grouped([("", old)]), new=_grouped([("", new)]))


def _named(part: str, noun: str, old: Mapping[str, msgspec.Struct], new: Mapping[str, msgspec.Struct]) -> _Kind:
    """Entries by id, or by what else names them."""
    return _Kind(
        part=part,
        noun=noun,
        old={name: _Entry(value=value) for name, value in old.items()},
        new={name: _Entry(value=value) for name, value in new.items()},
    )


def _grouped(groups: Iterable[tuple[str, Iterable[msgspec.Struct]]]) -> _Entries:
    return {
        str(getattr(value, "id", "")): _Entry(value=value, place=place) for place, values in groups for value in values
    }


def _of_kind(kind: _Kind, old: Pack, new: Pack, why: Mapping[tuple[str, str], str]) -> Iterator[Difference]:
    for name, entry in kind.old.items():
        reason = why.get((kind.noun, name), "")
        if name not in kind.new:
            what: What = "withdrawn" if reason else "removed"
            yield Difference(what=what, part=kind.part, name=f"{kind.noun} {name}", says=_says(entry), why=reason)
        elif details := _entry_details(old, new, entry, kind.new[name]):
            yield _changed(kind, name, details, reason if _is_newly_withdrawn(entry, kind.new[name]) else "")
    for name, entry in kind.new.items():
        if name not in kind.old:
            details = tuple(_details(old, new, None, entry.value, _fields(entry.value)))
            yield Difference(
                what="added",
                part=kind.part,
                name=f"{kind.noun} {name}",
                says=_says(entry),
                details=tuple(each for each in details if each.after != one_line(_says(entry))),
            )
    yield from _moved(kind)


def _changed(kind: _Kind, name: str, details: tuple[Detail, ...], reason: str) -> Difference:
    says = _says(kind.new[name])
    is_shown = any(detail.after == one_line(says) for detail in details)
    return Difference(
        what="withdrawn" if reason else "reworded" if _is_wording(details) else "changed",
        part=kind.part,
        name=f"{kind.noun} {name}",
        says="" if is_shown else says,
        why=reason,
        details=details,
    )


def _entry_details(old: Pack, new: Pack, before: _Entry, after: _Entry) -> tuple[Detail, ...]:
    details = tuple(_details(old, new, before.value, after.value, _fields(after.value)))
    if before.place != after.place:
        details += (Detail(label="place", before=before.place, after=after.place),)
    return details


def _details(
    old: Pack, new: Pack, before: msgspec.Struct | None, after: msgspec.Struct, names: Iterable[str]
) -> Iterator[Detail]:
    """The fields that differ; of an entry that is new, the fields that say something."""
    for name in names:
        was, now = getattr(before, name) if before else None, getattr(after, name)
        if was != now:
            words_before = field_in_words(old, name, was) if before else ""
            words_after = field_in_words(new, name, now)
            if before or words_after not in {"none", "no"}:
                yield Detail(label=label_of(name), before=words_before, after=words_after)


def _fields(value: msgspec.Struct) -> Sequence[str]:
    return [field.name for field in msgspec.structs.fields(value) if field.name not in _NOT_COMPARED]


def _is_newly_withdrawn(before: _Entry, after: _Entry) -> bool:
    """Whether a question is no longer asked, or a contact no longer used, since the earlier version."""
    return any(
        getattr(before.value, key, None) != getattr(after.value, key, None) and getattr(after.value, key) == value
        for key, value in (("retired", True), ("status", "withdrawn"))
        if hasattr(after.value, key)
    )


def _is_wording(details: Iterable[Detail]) -> bool:
    return all(detail.label in _WORDING for detail in details)


def _says(entry: _Entry) -> str:
    """The words by which a person knows an entry."""
    keys = ("whole", "says", "title", "sentence", "text", "name", "document", "id")
    return next((str(getattr(entry.value, key)) for key in keys if hasattr(entry.value, key)), "")


def _moved(kind: _Kind) -> Iterator[Difference]:
    before = [name for name in kind.old if name in kind.new]
    after = [name for name in kind.new if name in kind.old]
    if before != after:
        order = Detail(label="order", before=", ".join(before), after=", ".join(after))
        yield Difference(what="changed", part=kind.part, name=f"order of the {kind.noun}s", details=(order,))
