"""Bit flips in every stored file: each is found, spoils nothing else, and never makes wrong data look right."""

import contextlib
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from content.access.audit_events import AuditQuery
from content.access.holds import Hold
from content.case.model import Case
from content.case.reference import CaseId, new_case_id
from store.errors import StoreError
from store.session import StoreSession
from store.store import Store
from tests.builders import NOW, a_case, a_draft, a_note, an_assessment, an_incident
from tests.store.faults.forking import MEMORY
from tests.store.people import ANOTHER, CHEAP, KIM, PASSPHRASE, SAM, Clock

_ARCHIVE = "archive"
_UNSTORED = frozenset({"locks"})
"""Folders whose files hold nothing."""


@dataclass
class Flips:
    """What became of the flips in the files of one kind."""

    kind: str
    outcomes: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    """The flips that made wrong data look right, each as a file, a position and what was wrong."""


@dataclass
class Sample:
    """A store with every kind of file, and what it says."""

    root: Path
    code: str
    said: dict[str, object] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.root / "data"


def kinds(sample: Sample) -> dict[str, list[Path]]:
    """The stored files by kind: the folder they are in, or their name without its moment."""
    found: dict[str, list[Path]] = {_ARCHIVE: [sample.root / "kept.zip"]}
    for path in sorted(sample.data.rglob("*")):
        inside = path.relative_to(sample.data)
        if path.is_file() and path.stat().st_size and inside.parts[0] not in _UNSTORED:
            kind = inside.parts[0] if len(inside.parts) == 1 else f"{inside.parts[0]}/*{_ending(path.name)}"
            found.setdefault(kind, []).append(path)
    return found


def _ending(name: str) -> str:
    return re.sub(r"^.*Z|-[0-9a-f]{8,}|^[^.]*", "", name)


@contextlib.contextmanager
def sample() -> Iterator[Sample]:
    """A new store, in memory: two people, cases with everything in them, a case in quarantine, a back-up."""
    with tempfile.TemporaryDirectory(prefix="fourfold-flips-", dir=MEMORY) as folder:
        made = Sample(Path(folder), "")
        clock = Clock()
        session = _store(made, clock).session()
        made.code = session.set_up(SAM, PASSPHRASE)
        session.add_account(KIM, "practitioner", ANOTHER)
        cases = session.store()
        for number in range(3):
            case = new_case_id(number)
            cases.create(a_case(id=case, assessments=(an_assessment(case=case),), draft=a_draft(id="next", case=case)))
            cases.record(case, an_incident())
            cases.record(case, a_note())
        session.erasure().record_hold(new_case_id(0), Hold(is_placed=True, at=NOW, by=SAM, reason="criminal-case"))
        broken = made.data / "cases" / f"{new_case_id(2)}.json"
        broken.write_bytes(broken.read_bytes()[:-9])
        with contextlib.suppress(StoreError):
            cases.save_draft(a_draft(id="next", case=new_case_id(2)))
        _store(made, clock).back_up(made.root / "kept.zip")
        clock.forward(3600)
        cases.listing()
        with _copied(made) as copy:
            made.said = dict(_said(made, copy / "data"))
        yield made


def flip(made: Sample, kind: str, files: Sequence[Path], times: int, chance: random.Random) -> Flips:
    """Flip one bit so many times, in a copy of the store each time."""
    result = Flips(kind)
    for _ in range(times):
        path = chance.choice(files)
        at = chance.randrange(path.stat().st_size * 8)
        with _copied(made) as copy:
            flipped = copy / path.relative_to(made.root)
            content = bytearray(flipped.read_bytes())
            content[at // 8] ^= 1 << at % 8
            flipped.write_bytes(content)
            outcome = _restored(made, copy) if kind == _ARCHIVE else _outcome(made, copy)
        result.outcomes[outcome.partition(":")[0]] += 1
        if outcome.startswith("silent"):
            result.silent.append(f"{path.name}, bit {at}: {outcome}")
    return result


@contextlib.contextmanager
def _copied(made: Sample) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fourfold-flip-", dir=MEMORY) as folder:
        shutil.copytree(made.root, folder, dirs_exist_ok=True)
        yield Path(folder)


def _store(made: Sample, clock: Clock, data: Path | None = None) -> Store:
    return Store(data or made.data, now=clock, cost=CHEAP)


def _outcome(made: Sample, copy: Path) -> str:
    """What became of a flip: it was found, it changed nothing, or it is a silent fault."""
    now: dict[str, object] = {}
    try:
        now.update(_said(made, copy / "data"))
    except StoreError:
        # The store refuses to open, and says why.
        return "found"
    wrong = [name for name in made.said if name in now and now[name] != made.said[name] and not _is_refused(now[name])]
    lost = [name for name in made.said if name not in now or _is_refused(now[name])]
    is_found = bool(lost) or any(name.startswith("verify") for name in wrong)
    wrong = [name for name in wrong if not name.startswith("verify")]
    if any(name.startswith("case ") for name in wrong) or (wrong and not is_found):
        return f"silent: {wrong}"
    if len({name for name in lost if re.fullmatch("case [^ ]+", name)}) > 1:
        return f"silent: more than one case is lost: {lost}"
    return "found" if is_found else "changed nothing"


def _verified(made: Sample, data: Path, session: StoreSession | None) -> object:
    store = _store(made, _later(), data)
    problems = sorted(f"{each.name}: {each.says}".replace(str(data), "") for each in store.verify(session).problems)
    return problems, [str(each) for each in store.verify_audit_log().findings]


def _later() -> Clock:
    clock = Clock()
    clock.forward(7200)
    return clock


def _is_refused(value: object) -> bool:
    return isinstance(value, str) and value.startswith("refused: ")


def _said(made: Sample, data: Path) -> Iterator[tuple[str, object]]:
    """Everything that a store says to people, by what it is about."""
    store = _store(made, _later(), data)
    # The log before anything is added to it.
    yield "log", tuple(store.audit_events(AuditQuery()))
    yield "verify", _verified(made, data, None)
    yield "back-ups", tuple(sorted(map(repr, store.backups().back_ups)))
    session = store.session()
    session.sign_in(SAM, PASSPHRASE)
    yield "verify with a key", _verified(made, data, session)
    yield "accounts", session.list_accounts()
    cases = session.store()
    listed = cases.listing()
    for each in listed.summaries:
        yield f"case {each.id} in the list", each
    for number in range(2):
        yield from _case(session, new_case_id(number))
    yield "quarantine", tuple((each.name, each.reason) for each in listed.quarantined if each.case == new_case_id(2))
    another = store.session()
    another.sign_in(KIM, ANOTHER)
    yield "sign-in of another", another.account
    _store(made, _later(), data).session().recover_account(made.code, SAM, PASSPHRASE)
    yield "recovery code", True


def _case(session: StoreSession, name: CaseId) -> Iterator[tuple[str, object]]:
    try:
        found: Case = session.store().case(name)
        yield f"case {name}", found
        yield f"holds of {name}", session.erasure().holds(name)
    except StoreError as error:
        yield f"case {name}", f"refused: {error}"


def _restored(made: Sample, copy: Path) -> str:
    """What became of a flip in an archive: it is refused, or it restores what was there."""
    place = copy / "restored"
    try:
        _store(made, _later(), place).restore(copy / "kept.zip")
    except StoreError:
        return "silent: half restored" if (place / "accounts.json").exists() else "found"
    for path in made.data.rglob("*.json"):
        inside = path.relative_to(made.data)
        if inside.parts[0] in {"cases", "quarantine"} and (place / inside).read_bytes() != path.read_bytes():
            return f"silent: {inside} is another"
    return "changed nothing"
