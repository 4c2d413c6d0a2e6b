"""What a disk holds for certain, and what it may hold after a power cut."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


@dataclass(eq=False)
class File:
    """A file, under any number of names."""

    durable: bytes = b""
    """The content at the last sync of the file."""

    content: bytes = b""
    """The content now, updated by `Twin` before it is looked at."""


@dataclass(eq=False)
class Change:
    """Names that are given to a file or folder, or taken away, in one step."""

    names: dict[str, "Node | None"]
    needs: "Change | None" = None
    """The change that reaches the disk with this one: a file never loses both its names in a rename."""

    is_certain: bool = False
    """Whether it is on the disk, or is sure to be there after the next start."""

    def apply(self, names: dict[str, "Node"]) -> None:
        for name, node in self.names.items():
            if node is None:
                names.pop(name, None)
            else:
                names[name] = node


@dataclass(eq=False)
class Folder:
    """A folder: its names as they were at its last sync, and the changes since then."""

    durable: dict[str, "Node"] = field(default_factory=dict)
    live: dict[str, "Node"] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    def change(self, names: dict[str, "Node | None"], *, needs: Change | None = None) -> Change:
        """Change names, all or none; the change is not on the disk yet."""
        made = Change(names, needs)
        self.pending.append(made)
        made.apply(self.live)
        return made

    def sync(self) -> None:
        """Put every change on the disk."""
        for change in self.pending:
            change.apply(self.durable)
            change.is_certain = True
            if change.needs:
                change.needs.is_certain = True
        self.pending.clear()


Node = File | Folder


def folders(top: Folder) -> Iterator[Folder]:
    """Every folder that is on the disk or may be, each once."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        if id(folder) in seen:
            continue
        seen.add(id(folder))
        yield folder
        named = [*folder.durable.values(), *folder.live.values()]
        named += [node for change in folder.pending for node in change.names.values() if node]
        waiting += [node for node in named if isinstance(node, Folder)]


def write_after_power_cut(top: Folder, path: Path, chance: random.Random) -> None:
    """Write what a disk may hold after a power cut: of what was not synced, anything may be lost."""
    share = chance.choice((0.0, 0.0, 0.5, 0.5, 0.8, 1.0))
    found = [change for folder in folders(top) for change in folder.pending]
    kept = {id(change) for change in found if change.is_certain or chance.random() < share}
    lost = {id(change) for change in found if change.needs and not _is_kept(change.needs, kept)}
    _write(top, path, kept - lost, chance, share)


def _is_kept(change: Change, kept: set[int]) -> bool:
    return change.is_certain or id(change) in kept


def _write(folder: Folder, path: Path, kept: set[int], chance: random.Random, share: float) -> None:
    path.mkdir(PRIVATE_FOLDER)
    names = dict(folder.durable)
    for change in folder.pending:
        if id(change) in kept:
            change.apply(names)
    for name, node in names.items():
        if isinstance(node, Folder):
            _write(node, path / name, kept, chance, share)
        else:
            (path / name).write_bytes(survivor(node.durable, node.content, chance, share))
            (path / name).chmod(PRIVATE_FILE)


def survivor(durable: bytes, now: bytes, chance: random.Random, share: float = 0.5) -> bytes:
    """What is left of a file that was changed since its last sync: old, new, torn, zeroed or with a hole.

    What was synced of a file that only grew stays, and a file that was only cut has its old or its new size.
    """
    if durable == now or share == 0:
        return durable
    if share == 1:
        return now
    if durable.startswith(now):
        return chance.choice((durable, now))
    same = 0
    while same < min(len(durable), len(now)) and durable[same] == now[same]:
        same += 1
    cut = chance.randint(same, len(now))
    hole = now[:same] + bytes(cut - same) + now[cut:]
    grown = [durable, now, now[:cut], now[:cut] + bytes(len(now) - cut), hole]
    changed = [now[:cut] + durable[cut:], b""]
    return chance.choice(grown if same == len(durable) and durable else grown + changed)
