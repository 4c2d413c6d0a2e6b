"""What an overlay adds and changes, before it is laid over the national pack."""

from collections.abc import Iterator

from content.pack.fault import POLICY, EntryName, Fault
from content.pack.reading.entry_lists import LISTS, EntryList, entries, name_of
from content.pack.reading.overlay import AFTER, Table, Tables

ITS_OWN = ("id", "name", "version", "date", "owner", "changelog")
"""The keys of `pack.toml` that an overlay cannot take from the national pack."""

_WORDS = frozenset({"lead", "says", "short", "text", "why"})
"""The keys of an entry's words, which its source must say."""

_CITING = frozenset({"point", "question", "prompt", "contact"})


def local_faults(overlay: Tables, national: Tables) -> Iterator[Fault]:
    """The faults of an overlay's own entries: places that do not exist, sources that are not theirs.

    Args:
        overlay: The tables of the overlay's files.
        national: The tables of every file of the national pack.
    """
    statements = national["statements.toml"]["statements"]
    yield from _policy_faults(overlay["pack.toml"], national["pack.toml"])
    for listed in LISTS:
        if listed.noun in _CITING:
            base = {entry["id"]: entry for _, entry in entries(national[listed.file], listed)}
            for _, entry in entries(overlay.get(listed.file, {}), listed):
                yield from _source_faults(listed, entry, base.get(name_of(entry), {}), statements)
        yield from _place_faults(listed, overlay, national)


def _policy_faults(policy: Table, national: Table) -> Iterator[Fault]:
    for key in ITS_OWN:
        if key not in policy:
            yield POLICY.fault(f"key '{key}' is missing: an overlay has one of its own", key)
    if policy.get("id") == national["id"]:
        yield POLICY.fault("key 'id' is the national pack's: choose another", "id")


def _source_faults(listed: EntryList, entry: Table, known: Table, statements: Table) -> Iterator[Fault]:
    """Local words under a source that does not say them, above all under a number of the briefing."""
    where = EntryName(listed.file, listed.noun, name_of(entry))
    words = entry.keys() & _WORDS
    key = "why_source" if words == {"why"} and "source" not in entry else "source"
    source = entry.get(key)
    if known and words and key not in entry and "source" not in entry:
        says = "key 'source' is missing: these words are yours, so say where they come from, with an id in sources.toml"
        yield where.fault(says, min(words))
    if isinstance(source, str) and source in statements and (words or known.get("source") != source):
        says = f"key '{key}' is the national briefing's {source}, which does not say this: a local {listed.noun} "
        yield where.fault(says + "has a source of its own, in sources.toml or statements.toml", key)


def _place_faults(listed: EntryList, overlay: Tables, national: Tables) -> Iterator[Fault]:
    """Entries with an `after` that names no entry before them in the same list."""
    for own, base in _lists(listed, overlay.get(listed.file, {}), national[listed.file]):
        before = {name_of(entry) for entry in base}
        for entry in own:
            after = entry.get(AFTER)
            if AFTER in entry and (not isinstance(after, str) or after not in before):
                says = f"key '{AFTER}' names no {listed.noun} that stands there already: '{after}'"
                yield EntryName(listed.file, listed.noun, name_of(entry)).fault(says, AFTER)
            before.add(name_of(entry))


def _lists(listed: EntryList, own: Table, base: Table) -> Iterator[tuple[list[Table], list[Table]]]:
    """The entries of an overlay's lists, with the national pack's entries of the same list."""
    if not listed.within:
        yield _bare(own, listed), _bare(base, listed)
        return
    groups = {group["id"]: group for group in base[listed.within]}
    raw = own.get(listed.within)
    for group in raw if isinstance(raw, list) else ():
        if isinstance(group, dict):
            inner = listed._replace(within="")
            yield _bare(group, inner), _bare(groups.get(name_of(group), {}), inner)


def _bare(table: Table, listed: EntryList) -> list[Table]:
    return [entry for _, entry in entries(table, listed)]
