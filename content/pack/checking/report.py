"""The check of a pack: from the bytes of its files to every fault and warning, with file and line."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from content.errors import PackError
from content.pack.checking.finding import Finding
from content.pack.checking.pack_files import PackFiles
from content.pack.checking.validation import checked_pack, faults, table_faults
from content.pack.checking.values.file_shapes import entry_faults
from content.pack.checking.values.mending import mended
from content.pack.checking.values.toml_lines.reader import TomlFile, read_toml
from content.pack.checking.values.value_faults import ValueFault
from content.pack.checking.warnings import warnings
from content.pack.fault import POLICY, Fault
from content.pack.known_questions import LEVEL
from content.pack.model import Pack
from content.pack.policy import Policy
from content.pack.reading.loader import FILES, NATIONAL, decoded, national_tables, pack_of
from content.pack.reading.overlay import Table, Tables, overlaid


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What the check of a pack found, in the order of files and lines."""

    faults: tuple[Finding, ...]
    """What is wrong; a pack with a fault cannot be used."""

    warnings: tuple[Finding, ...]
    """What may be wrong, or is due for a check."""

    pack: Pack | None
    """The pack, if it has no fault."""


def check_files(files: Mapping[str, bytes], today: dt.date | None = None, *, signed_version: str = "") -> Report:
    """Check the files of a pack.

    Args:
        files: The bytes of the pack's files, by file name.
        today: The day by which dates are in the past or in the future; None for no warnings.
        signed_version: The version that was signed, if a file was changed since.
    """
    return _Check(files).report(today, signed_version)


class _Check:
    """The check of one pack."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._bytes = files
        self._read = {name: read_toml(files[name]) for name in FILES if name in files}
        policy = self._read["pack.toml"].table if "pack.toml" in self._read else {}
        self._is_overlay = "base" in policy
        self._national = national_tables()
        self._files = PackFiles(self._read, self._national if self._is_overlay else None)
        self._found: dict[Finding, None] = {}
        self._left_out: set[str] = set()

    def report(self, today: dt.date | None, signed_version: str) -> Report:
        tables = self._tables()
        pack = self._across_entries(tables) if tables is not None else None
        self._as_at_the_start()
        told = tuple(_in_order(self._found))
        warned: Iterable[Finding] = ()
        if pack is not None and today is not None:
            found = warnings(pack, tables or {}, today, signed_version)
            warned = _in_order(self._warned(found))
        return Report(faults=told, warnings=tuple(warned), pack=None if told else pack)

    def _tables(self) -> Tables | None:
        """The tables of the files without what is faulty in them; None if a file is missing or not readable at all."""
        tables: dict[str, Table] = {}
        is_whole = True
        for name in FILES:
            read = self._read.get(name)
            if read is not None:
                tables[name] = self._table(name, read)
                is_whole = is_whole and not read.is_misread(())
            elif name == "pack.toml" or not self._is_overlay:
                self._tell(Finding(file=name, says="the file is missing"))
                is_whole = False
        if self._is_overlay and self._read["pack.toml"].table["base"] != NATIONAL.name:
            self._tell(self._files.of_fault(POLICY.fault(f"key 'base' must be \"{NATIONAL.name}\"", "base")))
            is_whole = False
        return tables if is_whole else None

    def _table(self, name: str, read: TomlFile) -> Table:
        """Tell the faults of one file; its table without what is faulty."""
        for syntax in read.faults:
            self._tell(Finding(file=name, line=syntax.line, says=syntax.says))
        found = entry_faults(name, read.table, self._national if self._is_overlay else None)
        for fault in found:
            if not read.is_misread(fault.path):
                self._tell(self._files.of_value(name, fault))
        return self._without(name, read.table, found)

    def _without(self, name: str, table: Table, found: tuple[ValueFault, ...]) -> Table:
        if not found:
            return table
        rest = mended(name, table, (fault.path for fault in found))
        self._left_out |= rest.left_out
        return rest.table if self._is_overlay else self._national[name] | rest.table

    def _across_entries(self, tables: Tables) -> Pack | None:
        """Tell the faults across entries; the pack without what is faulty, or None if none can be made."""
        own = tables
        national = None
        if self._is_overlay:
            laid = overlaid(self._national, tables)
            self._tell_faults(laid.faults)
            self._left_out |= {fault.entry.id for fault in laid.faults}
            own = laid.tables
            national = msgspec.convert(self._national["pack.toml"], Policy)
        try:
            pack = pack_of(own, national=national)
        except PackError:
            return None
        found = (*faults(pack), *table_faults(tables, pack))
        of_ids = [fault for fault in found if fault.key == "id"]
        self._tell_faults(of_ids)
        self._left_out |= {fault.entry.id for fault in of_ids}
        self._tell_faults(fault for fault in found if fault.key != "id")
        return pack

    def _tell_faults(self, found: Iterable[Fault]) -> None:
        for fault in found:
            if not self._depends_on_left_out(fault) and not self._files.is_misread(fault):
                self._tell(self._files.of_fault(fault))

    def _depends_on_left_out(self, fault: Fault) -> bool:
        """Whether a fault may be there only because an entry with a fault of its own was left out."""
        if not self._left_out:
            return False
        named = {fault.entry.id, fault.rests_on.id if fault.rests_on else ""} - {""}
        of_policy = LEVEL in named and "levels" in self._left_out
        is_elsewhere = not self._files.has(fault.entry) if fault.entry.noun else not fault.key
        return of_policy or is_elsewhere or bool(named & self._left_out)

    def _as_at_the_start(self) -> None:
        """Tell what refuses the pack at the start, if nothing else was told."""
        if not self._found:
            try:
                checked_pack(decoded(self._bytes))
            except PackError as error:
                file, _, says = str(error).partition(": ")
                self._tell(Finding(file=file, says=says))

    def _warned(self, found: Iterable[Fault]) -> Iterator[Finding]:
        """The warnings of this pack's own entries, and how many there are of the national pack below it."""
        others: list[Fault] = []
        for warning in found:
            finding = self._files.located(warning)
            if finding is None:
                others.append(warning)
            elif not (warning.rests_on and warning.rests_on.id in self._left_out):
                yield finding
        if others:
            says = (
                f"warnings about the national pack below, for those who maintain it: {len(others)}, such as {others[0]}"
            )
            yield self._files.of_fault(POLICY.fault(says, "base"))

    def _tell(self, finding: Finding) -> None:
        self._found[finding] = None


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    order = {name: number for number, name in enumerate(FILES)}
    return sorted(found, key=lambda each: (order.get(each.file, len(order)), each.line or 0))
