"""Reading a TOML file that a person typed: its table, the line of each entry and key, and every fault of syntax.

The verdict is that of the parser which the pack is read with (`tomli`, TOML 1.1): what it takes has no fault. What it
refuses is read statement by statement, which notes what is wrong and goes on at the next line.
"""

from collections.abc import Mapping

import msgspec
import tomli

from content.pack.checking.values.toml_lines.assembly import Table
from content.pack.checking.values.toml_lines.decoding import decoded
from content.pack.checking.values.toml_lines.faults import MAX_FAULTS, Faults, Path, TomlFault, TooManyFaultsError
from content.pack.checking.values.toml_lines.statements import Statements


class TomlFile(msgspec.Struct, frozen=True, kw_only=True):
    """What one file says."""

    table: Table
    """Its table; where there are faults, what could be read of it, with the values that were most likely meant."""

    lines: Mapping[Path, int]
    """The line of each entry (its header), key and value, from 1."""

    faults: tuple[TomlFault, ...]
    """Every fault of syntax, by line."""

    misread: frozenset[Path]
    """The paths whose values have such a fault; what else is wrong at or below them says nothing."""

    def line_of(self, path: Path) -> int:
        """The line of a path, or of the nearest one above it that has one; 1 for the file itself."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def is_misread(self, path: Path) -> bool:
        """Whether a path is at or below a value with a fault of syntax."""
        return any(path[:length] in self.misread for length in range(len(path) + 1))


def read_toml(data: bytes) -> TomlFile:
    """Read the bytes of a file; whatever they are, this gives a file or its faults and raises nothing."""
    encoding = Faults()
    try:
        text = decoded(data, encoding)
    except TooManyFaultsError:
        return TomlFile(table={}, lines={}, faults=_shortened(encoding.in_order()), misread=frozenset({()}))
    found = scanned(text)
    try:
        return msgspec.structs.replace(found, table=tomli.loads(text), faults=encoding.in_order(), misread=frozenset())
    except tomli.TOMLDecodeError as error:
        refusal = TomlFault(line=error.lineno, says=f"the line cannot be read ({error.msg})")
    except (ValueError, RecursionError) as error:
        refusal = TomlFault(line=1, says=f"the file cannot be read ({error})")
    faults = sorted([*encoding.in_order(), *(found.faults or [refusal])], key=lambda fault: fault.line)
    return msgspec.structs.replace(found, faults=tuple(faults))


def scanned(text: str) -> TomlFile:
    """Read a text statement by statement, without the parser's verdict on the whole."""
    syntax = Faults()
    statements = Statements(text, syntax)
    misread: frozenset[Path] = frozenset()
    try:
        statements.read()
        faults = syntax.in_order()
    except TooManyFaultsError:
        faults, misread = _shortened(syntax.in_order()), frozenset({()})
    return TomlFile(
        table=statements.assembly.table, lines=statements.lines, faults=faults, misread=misread | statements.misread
    )


def _shortened(faults: tuple[TomlFault, ...]) -> tuple[TomlFault, ...]:
    says = "there are very many faults, and the rest of the file was not read: mend these first"
    return (*faults[: MAX_FAULTS - 1], TomlFault(line=faults[-1].line, says=says))
