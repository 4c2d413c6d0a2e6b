"""What was measured, and how it is told: ours, a peer's in the same run, their ratio, and the budget."""

from collections.abc import Iterator
from dataclasses import dataclass

WIDTHS = (76, 11, 11, 8)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One thing measured; each number is the median of its runs."""

    what: str
    ours: float
    unit: str
    peer: float | None = None
    most: float | None = None
    """The budget: the largest that ours may be."""

    most_ratio: float | None = None
    """The budget: how many times the peer's ours may be."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Things measured together."""

    title: str
    lines: tuple[Measured, ...]


def told(part: Part) -> Iterator[str]:
    """A part of the table, line by line."""
    yield ""
    yield _columns(part.title, "ours", "peer", "ratio") + "  budget"
    for line in part.lines:
        yield _line(line)


def _line(line: Measured) -> str:
    ratio = line.ours / line.peer if line.peer else None
    return _columns(
        line.what,
        _number(line.ours, line.unit),
        "" if line.peer is None else _number(line.peer, line.unit),
        "" if ratio is None else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}",
    ) + _budget(line, ratio)


def _budget(line: Measured, ratio: float | None) -> str:
    said = []
    if line.most is not None:
        said.append(f"at most {_number(line.most, line.unit)}: {_met(line.ours, line.most)}")
    if line.most_ratio is not None and ratio is not None:
        said.append(f"ratio at most {line.most_ratio:g}: {_met(ratio, line.most_ratio)}")
    return "".join(f"  {each}" for each in said)


def _met(value: float, most: float) -> str:
    return "met" if value <= most else "NOT MET"


def _columns(what: str, *cells: str) -> str:
    return f"{what:<{WIDTHS[0]}}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS[1:], strict=True))


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if unit == "B" or value >= 100 else f"{value:,.2f} {unit}"
