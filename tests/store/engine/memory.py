"""An engine in memory, which shows that the store needs only the protocol of its engine."""

import contextlib
import datetime as dt
import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence

from content.case.reference import CaseId
from store.engine import names
from store.engine.protocol import (
    LEASE_PATIENCE,
    LOCK_PATIENCE,
    Check,
    Engine,
    Finding,
    Quarantined,
    Stamps,
)
from store.errors import CaseInUseError, CaseNotFoundError, StoreBusyError, StoreRefusedError
from store.lease_holder import LeaseHolder


class MemoryBlob:
    def __init__(self, engine: "MemoryEngine", part: str, lock: str = "") -> None:
        self._engine = engine
        self._part = part
        self._lock = lock or part

    @property
    def name(self) -> str:
        return self._part.rpartition("/")[2]

    def read(self) -> bytes | None:
        return self._engine.parts_by_name.get(self._part)

    def exists(self) -> bool:
        return self._part in self._engine.parts_by_name

    def write(self, data: bytes, *, is_durable: bool = True) -> None:
        self._engine.parts_by_name[self._part] = data
        self._engine.versions[self._part] = next(self._engine.counter)

    def sync(self) -> None:
        pass

    def delete(self) -> None:
        self._engine.parts_by_name.pop(self._part, None)

    @contextlib.contextmanager
    def locked(self, *, patience: float = LOCK_PATIENCE) -> Iterator[None]:
        lock = self._engine.locks.setdefault(self._lock, threading.Lock())
        if not lock.acquire(timeout=patience):
            raise StoreBusyError(f"{self.name} is busy.")
        try:
            yield
        finally:
            lock.release()


class MemoryLog:
    def __init__(self, engine: "MemoryEngine") -> None:
        self._engine = engine

    def locked(self, *, patience: float = LOCK_PATIENCE) -> contextlib.AbstractContextManager[None]:
        return MemoryBlob(self._engine, names.AUDIT).locked(patience=patience)

    def months(self) -> tuple[str, ...]:
        files = {name.removeprefix(f"{names.AUDIT}/") for name in self._engine.parts_by_name}
        return tuple(sorted({month for file in files if (month := names.month_of_file(file))}))

    def month(self, month: str) -> "MemoryMonthLog":
        return MemoryMonthLog(self._engine, month)


class MemoryMonthLog:
    def __init__(self, engine: "MemoryEngine", month: str) -> None:
        self._blob = MemoryBlob(engine, names.log_name(month))
        self.head = MemoryBlob(engine, names.head_name(month), names.AUDIT)

    def end(self) -> int:
        return len(self._blob.read() or b"")

    def lines(self, since: int = 0) -> Iterator[bytes]:
        return iter((self._blob.read() or b"")[since:].splitlines(keepends=True))

    def lines_after(self, number: int, number_of: Callable[[bytes], int | None]) -> Iterator[bytes]:
        return self.lines()

    def append(self, lines: Sequence[bytes]) -> int:
        self._blob.write((self._blob.read() or b"") + b"".join(line + b"\n" for line in lines))
        return self.end()

    def sync(self) -> None:
        pass

    def cut(self, at: int) -> None:
        self._blob.write((self._blob.read() or b"")[:at])


class MemoryLease:
    def __init__(self, leases: dict[CaseId, LeaseHolder], case: CaseId, holder: LeaseHolder) -> None:
        self._leases = leases
        self._case = case
        self._holder = holder

    def __enter__(self) -> "MemoryLease":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        if self._leases.get(self._case) is self._holder:
            del self._leases[self._case]


class MemoryEngine:
    place = "memory"

    def __init__(self) -> None:
        self.parts_by_name: dict[str, bytes] = {}
        self.versions: dict[str, int] = {}
        self.counter = itertools.count(1)
        self.locks: dict[str, threading.Lock] = {}
        self.accounts = MemoryBlob(self, names.ACCOUNTS)
        self.accounts_copy = MemoryBlob(self, names.ACCOUNTS_COPY, names.ACCOUNTS)
        self.backup_key = MemoryBlob(self, names.BACKUP_KEY, names.ACCOUNTS)
        self.restored = MemoryBlob(self, names.RESTORED, names.ACCOUNTS)
        self.index = MemoryBlob(self, "index")
        self.crashes = MemoryBlob(self, "crashes")
        self.log = MemoryLog(self)
        self._leases: dict[CaseId, LeaseHolder] = {}
        self._quarantined: list[Quarantined] = []

    def prepare(self) -> None:
        pass

    def is_prepared(self) -> bool:
        return True

    def remove_leftovers(self) -> None:
        pass

    def case(self, case: CaseId) -> MemoryBlob:
        if not names.is_case_id(case):
            raise CaseNotFoundError(case)
        return MemoryBlob(self, names.case_name(case))

    def case_ids(self, *, at_most: int | None = None) -> tuple[CaseId, ...]:
        return tuple(
            sorted(
                case
                for name, data in self.parts_by_name.items()
                if name.startswith(f"{names.CASES}/") and (at_most is None or len(data) <= at_most)
                if (case := names.case_of_part(name))
            )
        )

    def stamps(self) -> Stamps:
        by_case = {case: (self.versions[names.case_name(case)],) for case in self.case_ids()}
        return Stamps(by_case=by_case, unsettled=frozenset())

    def lease(self, case: CaseId, holder: LeaseHolder, *, patience: float = LEASE_PATIENCE) -> MemoryLease:
        taken = self._leases.setdefault(case, holder)
        if taken is not holder:
            raise CaseInUseError(case, taken)
        return MemoryLease(self._leases, case, holder)

    def quarantine(self, case: CaseId, reason: str, at: dt.datetime) -> str:
        name = f"{names.quarantined_stem(case, at)}-{next(self.counter) + 1}.json"
        self.parts_by_name[f"{names.QUARANTINE}/{name}"] = self.parts_by_name.pop(names.case_name(case))
        self._quarantined.append(Quarantined(name=name, case=case, reason=reason, when=at))
        return f"{names.QUARANTINE}/{name}"

    def keep_typed(self, quarantined: str, mark: str, data: bytes) -> str:
        name = f"{names.QUARANTINE}/{names.typed_name(quarantined, mark)}"
        self.parts_by_name[name] = data
        return name

    def quarantined(self) -> tuple[Quarantined, ...]:
        return tuple(each for each in self._quarantined if f"{names.QUARANTINE}/{each.name}" in self.parts_by_name)

    def delete_traces(self, case: CaseId) -> None:
        for name in self.reserved_names():
            if names.case_of_reserved(name) == case:
                self.reserved(name).delete()
        for each in self.quarantined():
            if each.case == case:
                del self.parts_by_name[f"{names.QUARANTINE}/{each.name}"]

    def backup_names(self) -> tuple[str, ...]:
        return tuple(name.rpartition("/")[2] for name in sorted(self.parts_by_name) if name.startswith(names.BACKUPS))

    def backup(self, name: str) -> MemoryBlob:
        return MemoryBlob(self, f"{names.BACKUPS}/{name}", names.BACKUPS)

    def reserved_names(self) -> tuple[str, ...]:
        folder = f"{names.RESERVE}/"
        return tuple(name.removeprefix(folder) for name in sorted(self.parts_by_name) if name.startswith(folder))

    def reserved(self, name: str) -> MemoryBlob:
        return MemoryBlob(self, f"{names.RESERVE}/{name}", names.RESERVE)

    def parts(self) -> Iterator[str]:
        for folder in (names.CASES, names.QUARANTINE, names.BACKUPS):
            yield from [name for name in sorted(self.parts_by_name) if name.startswith(f"{folder}/")]
        yield names.ACCOUNTS
        for month in self.log.months():
            yield from (names.head_name(month), names.log_name(month))

    def read_part(self, name: str) -> bytes | None:
        return self.parts_by_name.get(name)

    def holds_file(self, path: str) -> bool:
        return False

    def refuse_unless_empty(self) -> None:
        if self.parts_by_name:
            raise StoreRefusedError("It is not empty, and nothing was restored.")

    def restore(self, parts: Iterable[tuple[str, bytes]], finish: Callable[[Engine], object]) -> None:
        staged = MemoryEngine()
        for name, data in parts:
            MemoryBlob(staged, name).write(data)
        finish(staged)
        self.parts_by_name.update(staged.parts_by_name)
        self.versions.update(staged.versions)

    def findings(self) -> tuple[Finding, ...]:
        return ()

    def probe(self) -> tuple[Check, ...]:
        return ()
