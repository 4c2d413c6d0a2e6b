"""Putting headers, keys and values together to one table, as TOML does, with the line of each."""

from typing import Any, Literal

import msgspec

from content.pack.checking.values.toml_lines.faults import Faults, Path, listed
from content.pack.checking.values.toml_lines.keys import Key, in_toml

Table = dict[str, Any]
Made = Literal["above", "table", "tables", "dotted", "value"]
"""How a table came about: by a header of one below it, its own header, its own header with two brackets, a key with
dots, or as a value."""


class _Place(msgspec.Struct):
    """What stands at a path."""

    made: Made
    line: int
    section: int = 0
    """The section whose key with dots made it."""


class Assembly:
    """The table of a file while it is read."""

    def __init__(self, faults: Faults) -> None:
        self.table: Table = {}
        self.misread: set[Path] = set()
        self._faults = faults
        self._places: dict[Path, _Place] = {}
        self._section: Path | None = ()
        self._header = ""
        self._sections = 0
        self._twice: list[tuple[str, int, int]] = []

    @property
    def lines(self) -> dict[Path, int]:
        """The line of each table and key."""
        return {path: place.line for path, place in self._places.items()}

    def close_section(self) -> None:
        """Tell the keys that the section gave twice, in one sentence."""
        if not self._twice:
            return
        keys = list(dict.fromkeys(key for key, _, _ in self._twice))
        _, line, first = self._twice[0]
        if len(keys) == 1:
            says = f"'{keys[0]}' is given twice in this entry, first on line {first}: delete one of them"
        else:
            names = listed(f"'{key}'" for key in keys)
            says = f"{names} are given twice in this entry, the first of them on line {first}: "
            says += f"is a line {self._header} missing above '{keys[0]}'?" if self._header else "delete one of each"
        self._twice = []
        self._faults.add(line, says)

    def open_section(self, key: Key | None, line: int, *, listed_table: bool = False) -> None:
        """Start the section of a header; None for a header that cannot be read."""
        self.close_section()
        self._sections += 1
        self._header = ""
        self._section = None
        if key is None:
            return
        self._header = f"[[{in_toml(key)}]]" if listed_table else f"[{in_toml(key)}]"
        parent = self._parent(key, line)
        if parent is not None:
            path = (*parent, key[-1])
            self._section = self._listed(path, line) if listed_table else self._single(path, line)

    def place(self, key: Key, line: int) -> Path | None:
        """The path of a key of this section; None if it is given twice or stands in no section."""
        if self._section is None:
            return None
        path = self._section
        for part in key[:-1]:
            path = (*path, part)
            place = self._places.get(path)
            if place is None:
                self._make(path, {}, _Place(made="dotted", line=line, section=self._sections))
            elif place.made == "above" or (place.made == "dotted" and place.section == self._sections):
                place.made, place.section = "dotted", self._sections
            else:
                self._twice.append((in_toml(key), line, place.line))
                return None
        path = (*path, key[-1])
        if path in self._places:
            self._twice.append((in_toml(key), line, self._places[path].line))
            return None
        self._places[path] = _Place(made="value", line=line)
        return path

    def put(self, path: Path, value: Any) -> None:
        """Keep the value of a path that `place` gave."""
        self._at(path[:-1])[path[-1]] = value

    def _parent(self, key: Key, line: int) -> Path | None:
        """The path of the table that a header's last part stands in."""
        path: Path = ()
        for part in key[:-1]:
            path = (*path, part)
            place = self._places.get(path)
            if place is None:
                self._make(path, {}, _Place(made="above", line=line))
            elif place.made == "value":
                self._add(line, f"{self._header} cannot follow: '{part}' has a value on line {place.line}; delete one")
                return None
            elif place.made == "tables":
                path = (*path, len(self._at(path)) - 1)
        return path

    def _single(self, path: Path, line: int) -> Path | None:
        place = self._places.get(path)
        if place is None:
            self._make(path, {}, _Place(made="table", line=line))
            return path
        if place.made == "above":
            place.made, place.line = "table", line
            return path
        if place.made == "tables":
            self._add(line, f"{self._header} has one bracket, but two on line {place.line}: write [{self._header}]")
            return self._listed(path, line)
        self._add(line, f"{self._header} is given twice, first on line {place.line}: put its keys together below one")
        return path if place.made == "table" else None

    def _listed(self, path: Path, line: int) -> Path | None:
        place = self._places.get(path)
        if place is None:
            self._make(path, [], _Place(made="tables", line=line))
        elif place.made != "tables":
            self.misread.add(path)
            is_header = place.made in {"table", "above"}
            mend = f"write that header as {self._header}" if is_header else "delete that key"
            self._add(line, f"{self._header} does not go with line {place.line}: {mend}")
            return None
        items = self._at(path)
        own = (*path, len(items))
        items.append({})
        self._places[own] = _Place(made="table", line=line)
        return own

    def _make(self, path: Path, value: Any, place: _Place) -> None:
        self._at(path[:-1])[path[-1]] = value
        self._places[path] = place

    def _at(self, path: Path) -> Any:
        found: Any = self.table
        for part in path:
            found = found[part]
        return found

    def _add(self, line: int, says: str) -> None:
        self._faults.add(line, says)
