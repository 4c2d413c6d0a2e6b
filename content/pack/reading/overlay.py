"""Laying an overlay over the national pack: it adds entries, changes them by id, or withdraws them with a reason."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from content.pack.fault import EntryName, Fault
from content.pack.known_questions import KNOWN, LAST_TIME
from content.pack.reading.entry_lists import name_of

Table = dict[str, Any]
Tables = Mapping[str, Table]
"""The tables of a pack's files, by file name."""

WITHDRAWN = "withdrawn"
"""The key of the list of withdrawn entries in each file of an overlay."""

AFTER = "after"
"""The key that names the entry after which an overlay's entry is placed; by default it is placed last."""

_SOURCE = frozenset({"source", "review_by"})
_CORE = "the entry belongs to the safety core or to the briefing"


class Overlaid(NamedTuple):
    """The national pack with an overlay laid over it."""

    tables: Tables
    faults: tuple[Fault, ...]
    """What the overlay must not do; the tables are as if it had not."""


class _Kind(NamedTuple):
    """One kind of entry, and what an overlay can do with the national pack's entries of this kind."""

    file: str
    noun: str
    changeable: frozenset[str] | None
    """The keys that can be changed; None if the entry is replaced as a whole."""

    is_core: Callable[[Table], bool] = lambda entry: bool(entry.get("required"))
    """Whether an entry belongs to the safety core or to the briefing: it stays as it is."""

    core_changeable: frozenset[str] = frozenset()
    """The keys of such an entry that can be changed all the same."""

    withdraw: Callable[[Table, Table], Table | None] = lambda _, __: None
    """The entry once it is withdrawn, from the entry and its withdrawal; None if it goes."""


def overlaid(national: Tables, overlay: Tables) -> Overlaid:
    """Lay an overlay over the national pack.

    Args:
        national: The tables of every file of the national pack.
        overlay: The tables of the overlay's files; all but `pack.toml` may be missing.
    """
    statements = national["statements.toml"].get("statements", {})
    core = _core_questions(national)
    points = _Kind(
        "guide.toml",
        "point",
        frozenset({"heading", "lead", "text", "caution", "contact"}) | _SOURCE,
        lambda entry: bool(entry.get("required")) or entry.get("source") in statements,
    )
    questions = _Kind(
        "checklist.toml",
        "question",
        frozenset({"text", "short", "why", "why_source"}) | _SOURCE,
        lambda entry: entry["id"] in core,
        frozenset({"why", "why_source"}) | _SOURCE,
        _retired,
    )
    prompts = _Kind("prompts.toml", "prompt", frozenset({"says", "contact"}) | _SOURCE)
    contacts = _Kind("contacts.toml", "contact", None, withdraw=_withdrawn_contact)
    laying = _Laying(national, overlay)
    tables = {
        "pack.toml": laying.policy(),
        "statements.toml": laying.named("statements"),
        "sources.toml": laying.named("sources"),
        "guide.toml": laying.groups(points, "topics", "points"),
        "checklist.toml": laying.groups(questions, "sections", "questions"),
        "prompts.toml": laying.entries(prompts, "prompts"),
        "contacts.toml": laying.entries(contacts, "contacts"),
    }
    return Overlaid(tables, tuple(laying.faults))


def _core_questions(national: Tables) -> set[str]:
    """The questions that the program itself or a required prompt relies on."""
    required = (rule for rule in national["prompts.toml"]["prompts"] if rule.get("required"))
    conditions = (each for rule in required for part in rule["when"].values() for each in part)
    return {*KNOWN, *(each["question"].removeprefix(LAST_TIME) for each in conditions)}


def _retired(question: Table, _: Table) -> Table:
    """A withdrawn question: it is no longer asked, and its id stays taken."""
    return question | {"retired": True}


def _withdrawn_contact(contact: Table, withdrawal: Table) -> Table:
    """A withdrawn contact: it stays in the directory, with the reason and who is named in its place."""
    instead = {"instead": withdrawal["instead"]} if "instead" in withdrawal else {}
    return contact | {"status": "withdrawn", "status_note": withdrawal["reason"]} | instead


class _Laying:
    """Lays one overlay file by file, and collects its faults."""

    def __init__(self, national: Tables, overlay: Tables) -> None:
        self.faults: list[Fault] = []
        self._national = national
        self._overlay = overlay
        self._origin = str(overlay["pack.toml"].get("short_name") or overlay["pack.toml"].get("id", ""))

    def policy(self) -> Table:
        """`pack.toml`: the overlay's values, and its changes to the lists of levels, triggers and reasons."""
        base, own = self._national["pack.toml"], self._overlay["pack.toml"]
        merged = base | own
        closed, added = base.get("closed_days"), own.get("closed_days")
        if isinstance(closed, dict) and isinstance(added, dict):
            merged["closed_days"] = closed | added | {"days": [*closed["days"], *_tables(added.get("days", []))]}
        for key, noun, changeable in (
            ("levels", "level", {"name", "says", "review_days"}),
            ("triggers", "trigger", {"name"}),
            ("erasure_reasons", "erasure reason", {"name"}),
            ("hold_reasons", "hold reason", {"name"}),
        ):
            kind = _Kind("pack.toml", noun, frozenset(changeable))
            merged[key] = self._merged(kind, base.get(key, []), own.get(key, []), is_marked=False)
        return merged

    def named(self, key: str) -> Table:
        """A file that is one table of entries by id, to which an overlay can add."""
        file = f"{key}.toml"
        base = self._national[file][key]
        own = self._overlay.get(file, {key: {}})
        entries = own.get(key, {})
        if not isinstance(entries, dict):
            return dict(own)
        for taken in sorted(base.keys() & entries.keys()):
            where = EntryName(file, key[:-1], taken)
            self.faults.append(where.fault(f"key '{taken}' is taken by the national pack: choose another"))
        return own | {key: entries | base}

    def entries(self, kind: _Kind, key: str) -> Table:
        """A file that is one list of entries."""
        own = self._overlay.get(kind.file, {})
        merged = self._merged(kind, self._national[kind.file][key], own.get(key, []))
        withdrawals = self._withdrawals(kind, own, merged)
        return _without_key(own, WITHDRAWN) | {key: _without(kind, merged, withdrawals)}

    def groups(self, kind: _Kind, outer: str, inner: str) -> Table:
        """A file of groups of entries, such as topics with their points: an overlay can add groups, and to a group."""
        base = self._national[kind.file]
        own = self._overlay.get(kind.file, {})
        self._refuse_repeated(kind.file, outer[:-1], own.get(outer, []))
        additions = {name_of(group): group for group in _tables(own.get(outer, []))}
        groups = [self._grown(kind, group, additions.pop(group["id"], {}), outer, inner) for group in base[outer]]
        new = [
            {**group, inner: self._merged(kind, [], group[inner])} if isinstance(group.get(inner), list) else group
            for group in additions.values()
        ]
        placed = _placed(groups, new)
        every = [entry for group in placed for entry in _tables(group.get(inner, []))]
        withdrawals = self._withdrawals(kind, own, every)
        left = [
            group | {inner: _without(kind, group[inner], withdrawals)} if isinstance(group.get(inner), list) else group
            for group in placed
        ]
        return base | _without_key(own, WITHDRAWN) | {outer: left}

    def _grown(self, kind: _Kind, group: Table, addition: Table, outer: str, inner: str) -> Table:
        where = EntryName(kind.file, outer[:-1], group["id"])
        for key in sorted(addition.keys() - {"id", inner}):
            self.faults.append(where.fault(f"key '{key}' is the national pack's: leave it out", key))
        return group | {inner: self._merged(kind, group[inner], addition.get(inner, []))}

    def _merged(self, kind: _Kind, base: list[Table], own: object, *, is_marked: bool = True) -> list[Any]:
        """The national pack's entries with an overlay's changes, then what it adds."""
        if not isinstance(own, list):
            return [own]
        self._refuse_repeated(kind.file, kind.noun, own)
        mark = {"origin": self._origin} if is_marked else {}
        merged = {entry["id"]: entry for entry in base}
        new: list[Any] = []
        for entry in own:
            known = merged.get(name_of(entry)) if isinstance(entry, dict) else None
            if known is None:
                new.append(entry | mark if isinstance(entry, dict) else entry)
            elif fault := _change_fault(kind, known, entry):
                self.faults.append(EntryName(kind.file, kind.noun, known["id"]).fault(*fault))
            else:
                merged[known["id"]] = (known if kind.changeable else {}) | entry | mark
        return _placed(list(merged.values()), new)

    def _refuse_repeated(self, file: str, noun: str, own: object) -> None:
        """Refuse an id that an overlay gives to two entries, of which only one would count."""
        ids = Counter(name_of(entry) for entry in _tables(own))
        repeated = (name for name, times in ids.items() if name and times > 1)
        self.faults += [EntryName(file, noun, name).fault("key 'id' is used twice", "id") for name in repeated]

    def _withdrawals(self, kind: _Kind, own: Table, entries: Iterable[Any]) -> Mapping[str, Table]:
        """The withdrawals that an overlay may make, by id."""
        known = {name_of(entry): entry for entry in entries}
        allowed: dict[str, Table] = {}
        raw = own.get(WITHDRAWN, [])
        if not isinstance(raw, list) or len(_tables(raw)) < len(raw):
            says = f"key '{WITHDRAWN}' must be a list of entries: write a header [[{WITHDRAWN}]] above each"
            self.faults.append(EntryName(kind.file).fault(says, WITHDRAWN))
        for withdrawal in _tables(raw):
            name = name_of(withdrawal)
            fault = _withdrawal_fault(kind, known, withdrawal)
            if fault:
                self.faults.append(EntryName(kind.file, WITHDRAWN, name).fault(*fault))
            else:
                allowed[name] = withdrawal
        return allowed


def _change_fault(kind: _Kind, known: Table, entry: Table) -> tuple[str, str] | None:
    """Why an overlay cannot make a change to a national entry, with the key; None if it can."""
    if AFTER in entry:
        return f"key '{AFTER}' places new entries only, and this one has its place: delete it", AFTER
    is_core = kind.is_core(known)
    changeable = kind.core_changeable if is_core else kind.changeable
    if changeable is None:
        return None
    fixed = [key for key in entry if key not in changeable and key != "id"]
    if fixed and kind.changeable is None:
        return f"key 'id' is taken: {_CORE} and stays as it is: choose another", "id"
    if fixed and is_core:
        says = f"key '{fixed[0]}' stays as it is, because {_CORE}: leave it out, or add a {kind.noun} "
        return says + "with an id of its own", fixed[0]
    if fixed:
        return f"key '{fixed[0]}' is the national pack's and stays as it is: leave it out", fixed[0]
    return None


def _withdrawal_fault(kind: _Kind, known: Mapping[str, Table], withdrawal: Table) -> tuple[str, str] | None:
    """Why an overlay cannot withdraw an entry, with the key; None if it can."""
    entry = known.get(name_of(withdrawal))
    if entry is None:
        return f"key 'id' names no {kind.noun}", "id"
    if kind.is_core(entry):
        return f"{_CORE} and cannot be withdrawn: delete these lines", "id"
    reason = withdrawal.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        return "missing key 'reason': write why it is withdrawn, in quotes", "reason"
    unknown = sorted(withdrawal.keys() - {"id", "reason", "instead"})
    return (f"unknown key '{unknown[0]}': delete it", unknown[0]) if unknown else None


def _without(kind: _Kind, entries: list[Any], withdrawals: Mapping[str, Table]) -> list[Any]:
    changed = (
        kind.withdraw(entry, withdrawals[name_of(entry)]) if name_of(entry) in withdrawals else entry
        for entry in entries
    )
    return [entry for entry in changed if entry is not None]


def _placed(base: list[Any], new: list[Any]) -> list[Any]:
    """The entries with the new ones at the end, or after the entry that they name."""
    placed = list(base)
    for entry in new:
        after = entry.get(AFTER) if isinstance(entry, dict) else None
        at = next((number for number, each in enumerate(placed) if after and name_of(each) == after), len(placed) - 1)
        bare = (
            {key: value for key, value in entry.items() if key != AFTER} if isinstance(entry, dict) and after else entry
        )
        placed.insert(at + 1, bare)
    return placed


def _without_key(table: Table, key: str) -> Table:
    return {each: value for each, value in table.items() if each != key}


def _tables(raw: object) -> list[Table]:
    return [each for each in raw if isinstance(each, dict)] if isinstance(raw, list) else []
