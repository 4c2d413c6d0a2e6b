"""One store above a twin of the disk, several sessions on it, and the account of what each person was told."""

import contextlib
import gc
import itertools
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from content.case.model import Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft
from store.cases.repository import CaseRepository
from store.engine.protocol import Lease
from store.errors import StoreError, StoreFullError, StoreRefusedError, StoreUnreadableError, StoreUnwritableError
from store.session import StoreSession
from store.store import Store
from tests.prove.told import Told, faults_of
from tests.prove.twin import CHANGES, OPERATIONS, SYNCS, Twin
from tests.store.people import CHEAP, KIM, SAM, Clock

REFUSALS = (StoreFullError, StoreUnwritableError, StoreUnreadableError)
"""What a session is told of a disk that does not do what it should."""


class FaultError(AssertionError):
    """The store did what it must not do."""


@dataclass
class Process:
    """A process with one person's session."""

    who: str
    session: StoreSession | None = None
    cases: CaseRepository | None = None


@dataclass
class Window:
    """A thread of a process that works on one case, and what is on its screen."""

    name: str
    process: Process
    case: CaseId = ""
    lease: Lease | None = None
    draft: Draft | None = None
    """The draft as it is on the screen, with the version that the store gave it last."""

    seen: int = 0
    """How many attempts to save the draft there had been when this window last read or saved it."""

    is_unsaved: bool = False
    form: FormDraft | None = None
    form_seen: int = 0

    def close(self) -> None:
        """Leave the case."""
        if self.lease:
            self.lease.release()
        self.lease = self.draft = self.form = None
        self.case, self.is_unsaved = "", False


@dataclass
class Restored:
    """A directory that an archive is restored into."""

    place: Path
    told: Told
    is_told: bool = False


@dataclass
class World:
    """The store, its processes, and what was told; `FaultError` is raised for what must not be."""

    twin: Twin
    chance: random.Random
    told: Told = field(default_factory=Told)
    clock: Clock = field(default_factory=Clock)
    archives: dict[str, Told] = field(default_factory=dict)
    """The archives that were said to be written, each with what was told by then."""

    restored: Restored | None = None
    tried: Counter[str] = field(default_factory=Counter)
    """How often each thing was tried."""

    def __post_init__(self) -> None:
        sam, another, kim = Process(SAM), Process(SAM), Process(KIM)
        # Two threads of one process, and two more processes.
        self.windows = [Window("a", sam), Window("b", sam), Window("c", another), Window("d", kim)]
        self._numbers = itertools.count(1)
        with self.twin.outside():
            (self.twin.root / "archives").mkdir(0o700)
            self.twin.settle()

    @property
    def data(self) -> Path:
        """The data directory, three folders below the root, none of which exists at first."""
        return self.twin.root / "srv" / "fourfold" / "data"

    def number(self) -> int:
        """A number that was not used yet."""
        return next(self._numbers)

    def attempt(self, act: Callable[[], object], *expected: type[StoreError]) -> StoreError | None:
        """Do something; the error, or None if the person was told that it is done.

        Args:
            act: Does it.
            expected: The refusals that are right. A refusal by the disk is right if an operation failed.
        """
        failed = self.twin.failed
        try:
            act()
        except StoreError as error:
            if isinstance(error, expected) or (isinstance(error, REFUSALS) and self.twin.failed > failed):
                self.tried["refusals"] += 1
                return error
            raise FaultError(f"{type(error).__name__}: {error}") from error
        except OSError as error:
            raise FaultError(f"a bare {type(error).__name__} reached a person: {error}") from error
        self.tried["told"] += 1
        return None

    # The disk.

    def fail(self, times: float, number: int) -> None:
        """Let operations of some kind fail: once, some times, or from now on."""
        kind = self.chance.choice(sorted(OPERATIONS))
        failing = self.chance.choice((OPERATIONS, CHANGES, SYNCS, SYNCS, frozenset({kind})))
        # A disk that begins to fail in the middle of a save leaves the person unsure whether it was saved.
        first = self.chance.choice(("", "sync folder", *sorted(failing)))
        self.twin.fail(failing | {first} if first else failing, times, number, first=first)
        self.tried["failing disks"] += 1

    def gone(self, process: Process) -> None:
        """A process is gone, with its locks and leases."""
        for window in self.windows:
            if window.process is process:
                if window.lease:
                    # A killed process gives nothing back; the system frees its locks.
                    getattr(window.lease, "_lock").release(force=True)  # noqa: B009 # the twin has one process
                window.lease = None
                window.close()
        if process.session:
            process.session.drop_key()
        process.session = process.cases = None

    def cut_power(self) -> None:
        """Cut the power for everybody, and go on with what is left."""
        for window in self.windows:
            self.gone(window.process)
        gc.collect()
        self.twin.start_again()
        self.tried["power cuts"] += 1

    # Looking at what is stored.

    def look(self) -> None:
        """Compare a copy of the store as it is now with what was told."""
        with self.twin.outside(), self._elsewhere() as place:
            if self.data.exists():
                shutil.copytree(self.data, place)
            self._refuse("now", faults_of(place, self.told))

    def look_after_power_cut(self) -> None:
        """Compare what a power cut may leave with what was told."""
        with self.twin.outside(), self._elsewhere() as disk:
            self.twin.cut_power(disk)
            self._refuse("after a power cut", self._faults_after_power_cut(disk))

    def _faults_after_power_cut(self, disk: Path) -> Iterator[str]:
        yield from faults_of(disk / self.data.relative_to(self.twin.root), self.told)
        for name, told in self.archives.items():
            yield from self._faults_of_archive(disk / "archives" / name, told)
        if self.restored:
            place = disk / self.restored.place.relative_to(self.twin.root)
            if self.restored.is_told or _is_in_use(place):
                yield from (f"restored: {fault}" for fault in faults_of(place, self.restored.told))

    def _faults_of_archive(self, archive: Path, told: Told) -> Iterator[str]:
        if not archive.exists():
            yield f"the back-up {archive.name} is gone"
        elif self.chance.random() < 0.05:
            with self._elsewhere() as place:
                try:
                    Store(place, now=self.clock, cost=CHEAP).restore(archive)
                except StoreError as error:
                    yield f"the back-up {archive.name} cannot be restored: {error}"
                else:
                    yield from (f"restored from {archive.name}: {fault}" for fault in faults_of(place, told))

    def _refuse(self, when: str, faults: Iterator[str]) -> None:
        self.tried["looks"] += 1
        found = list(faults)
        if found:
            raise FaultError(f"{when}: {'; '.join(found)}")

    @contextlib.contextmanager
    def _elsewhere(self) -> Iterator[Path]:
        """A path outside the twin that does not exist yet."""
        place = self.twin.root.with_name(f"{self.twin.root.name}-{self.number()}")
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _is_in_use(place: Path) -> bool:
    """Whether a session would open what is in a directory: nothing of a restore that was cut short."""
    if not (place / "accounts.json").exists():
        return False
    try:
        Store(place, now=Clock()).prepare()
    except StoreRefusedError:
        return False
    return True
