"""The files of a pack as a person typed them: which entry stands on which line."""

from collections.abc import Iterator, Mapping

from content.pack.checking.finding import Finding
from content.pack.checking.values.toml_lines.faults import Path
from content.pack.checking.values.toml_lines.reader import TomlFile
from content.pack.checking.values.value_faults import ValueFault, place_in_words
from content.pack.fault import POLICY, EntryName, Fault
from content.pack.reading.entry_lists import LISTS, TABLES, EntryList, entries, name_of
from content.pack.reading.overlay import WITHDRAWN, Tables

_VERBS = ("is ", "needs ", "takes ", "names ")


class PackFiles:
    """The files of one pack."""

    def __init__(self, files: Mapping[str, TomlFile], national: Tables | None) -> None:
        """Make it of what was read.

        Args:
            files: The files, by name.
            national: The tables of the national pack if this pack is an overlay over it.
        """
        self._files = files
        self._national = national
        self._paths: dict[EntryName, list[Path]] = {}
        for file, read in files.items():
            for name, path in _named_entries(file, read):
                self._paths.setdefault(name, []).append(path)

    def has(self, name: EntryName) -> bool:
        """Whether an entry stands in these files."""
        return name in self._paths

    def path_of(self, name: EntryName, key: str = "") -> Path | None:
        """Where an entry or its key stands; the last entry with this id if it is the id that is asked for."""
        if not name.noun:
            return (key,) if key else None
        paths = self._paths.get(name)
        if not paths:
            return None
        path = paths[-1] if key == "id" else paths[0]
        return (*path, key) if key else path

    def of_value(self, file: str, fault: ValueFault) -> Finding:
        """A fault of one value."""
        name, rest = self._entry_at(file, fault.path)
        key = place_in_words(rest)
        verb = "" if fault.says.startswith(_VERBS) else ":"
        return Finding(
            file=file,
            line=self._files[file].line_of(fault.path),
            entry=_in_words(name),
            key=key,
            says=f"key '{key}'{verb} {fault.says}" if key else fault.says,
        )

    def located(self, fault: Fault) -> Finding | None:
        """A fault across entries, where it stands or where it is caused in these files; None if in neither place."""
        path = self.path_of(fault.entry, fault.key)
        if path is not None and fault.entry.file in self._files:
            return self._finding(fault.entry, path, fault.says, fault.key)
        cause = next(self._causes(fault), None)
        if cause is not None:
            own, path = cause
            is_said = not fault.entry.noun or (own.file, own.id) == (fault.entry.file, fault.entry.id)
            return self._finding(own, path, fault.says if is_said else str(fault))
        return None if fault.entry.noun else Finding(file=fault.entry.file, says=fault.says)

    def of_fault(self, fault: Fault) -> Finding:
        """A fault across entries; one that is nowhere in these files is shown at the overlay's base."""
        found = self.located(fault)
        if found is not None:
            return found
        if self._national is not None:
            return self._finding(POLICY, ("base",), f"laid over the national pack: {fault}", "base")
        return Finding(file=fault.entry.file, entry=_in_words(fault.entry), key=fault.key, says=fault.says)

    def is_misread(self, fault: Fault) -> bool:
        """Whether the value that a fault is about has a fault of syntax."""
        path = self.path_of(fault.entry, fault.key)
        file = self._files.get(fault.entry.file)
        return file is not None and path is not None and file.is_misread(path)

    def _finding(self, name: EntryName, path: Path, says: str, key: str = "") -> Finding:
        line = self._files[name.file].line_of(path)
        return Finding(file=name.file, line=line, entry=_in_words(name), key=key, says=says)

    def _causes(self, fault: Fault) -> Iterator[tuple[EntryName, Path]]:
        """The entries of these files that a fault elsewhere may depend on, the most likely first."""
        yield from self._changes(fault.entry.file, fault.entry.id)
        other = fault.rests_on
        if other is None:
            return
        if other.noun != "statement":
            yield from self._changes(other.file, other.id, other.noun)
        if other.noun == "statement":
            yield from self._citing(other.id, fault.entry.file)
            if other in self._paths:
                yield other, self._paths[other][0]

    def _citing(self, source: str, file: str) -> Iterator[tuple[EntryName, Path]]:
        """The entries that cite a statement in one of its uses, and the changes to national entries that cite it."""
        for listed in LISTS:
            if listed.file == file or (file, listed.file) == ("checklist.toml", "prompts.toml"):
                read = self._files.get(listed.file)
                for path, entry in entries(read.table, listed) if read else ():
                    if entry.get("source") == source:
                        yield EntryName(listed.file, listed.noun, name_of(entry)), path
                for _, entry in entries(self._national[listed.file], listed) if self._national else ():
                    if entry.get("source") == source:
                        yield from self._changes(listed.file, entry["id"], listed.noun)

    def _changes(self, file: str, name: str, noun: str = "") -> Iterator[tuple[EntryName, Path]]:
        """Where these files withdraw or change an entry of the national pack."""
        for each in (EntryName(file, WITHDRAWN, name), EntryName(file, noun, name)):
            if each in self._paths:
                yield each, self._paths[each][0]

    def _entry_at(self, file: str, path: Path) -> tuple[EntryName, Path]:
        """The innermost entry at or above a path, and the rest of the path."""
        found = [
            (name, entry)
            for name, paths in self._paths.items()
            if name.file == file
            for entry in paths
            if path[: len(entry)] == entry
        ]
        if not found:
            return EntryName(file), path
        name, entry = max(found, key=lambda each: len(each[1]))
        return name, path[len(entry) :]


def _in_words(name: EntryName) -> str:
    return f"{name.noun} {name.id}".strip()


def _named_entries(file: str, read: TomlFile) -> Iterator[tuple[EntryName, Path]]:
    """Every entry of a file by name; one without an id is named by its number."""
    for listed in LISTS:
        if listed.file == file:
            for path, entry in entries(read.table, listed):
                yield EntryName(file, listed.noun, name_of(entry) or f"number {int(path[-1]) + 1}"), path
    if file in TABLES:
        noun, key = TABLES[file]
        table = read.table.get(key)
        for name in table if isinstance(table, dict) else ():
            yield EntryName(file, noun, name), (key, name)
    if file == "pack.toml" and "closed_days" in read.table:
        yield EntryName(file, "closed_days"), ("closed_days",)
    for path, entry in entries(read.table, EntryList(file, WITHDRAWN, WITHDRAWN)):
        yield EntryName(file, WITHDRAWN, name_of(entry) or f"number {int(path[-1]) + 1}"), path
