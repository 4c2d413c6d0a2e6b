"""The load test: many sessions work on the same cases, and everything reported as stored must be there."""

import contextlib
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from content.case.case_summary import summary
from content.case.model import Case, Draft
from content.case.reference import CaseId, new_case_id
from store.backup.archive import back_up
from store.backup.restoring import restore
from store.cases.repository import CaseRepository
from store.diagnostics.verification import verify
from store.engine.places import engine_at
from store.errors import CaseInUseError, DraftChangedError, DraftExistsError
from store.lease_holder import LeaseHolder
from tests.builders import NOW, a_case, a_draft, a_note, an_action, an_answer, an_assessment, an_incident
from tests.store.faults.forking import Template

SESSIONS = 10
CASES = tuple(new_case_id(number * 7_919) for number in range(30))
SIGNED_OFF_EVERY = 5


class Worked(msgspec.Struct, kw_only=True):
    """The acts of one session; `kept` names what the store reported as stored."""

    kept: list[tuple[CaseId, str, str]] = []
    acts: dict[str, int] = {}
    slowest: float = 0.0
    """Seconds."""


class Loaded(msgspec.Struct, kw_only=True):
    """The totals of all sessions."""

    saves: int
    slowest: float
    """The duration of the slowest save in seconds."""

    acts: Counter[str]
    archives: int
    """The number of backups that were made meanwhile and restored."""


def load(data: Path, archives: Path, *, acts: int = 0, seconds: float = 0.0) -> Loaded:
    """Run the sessions, make backups meanwhile, and verify that nothing was lost, refused or damaged.

    Args:
        data: The data directory.
        archives: A folder for the backups.
        acts: The minimum number of acts of each session.
        seconds: The minimum duration of each session.
    """
    store = CaseRepository(engine_at(data))
    for case in CASES:
        store.create(a_case(id=case))
    logs = [archives / f"{name}.log" for name in range(SESSIONS)]
    made = 0
    with Template(__name__) as template:
        for name, log in enumerate(logs):
            template.begin("work", data, f"session{name}", acts, seconds, log)
        template.wait()
        ends = time.monotonic() + seconds
        while not made or time.monotonic() < ends:
            made += 1
            _back_up_and_restore(data, archives, made)
        lines = [template.line() for _ in range(2 * SESSIONS)]
    ended = [line for line in lines if line.startswith("ended ")]
    assert [line.split()[2] for line in ended] == ["0"] * SESSIONS, "a session met an error"
    worked = [msgspec.json.decode(log.read_bytes(), type=Worked) for log in logs]
    _look(data, worked)
    return Loaded(
        saves=sum(len(each.kept) for each in worked),
        slowest=max(each.slowest for each in worked),
        acts=sum((Counter(each.acts) for each in worked), Counter()),
        archives=made,
    )


def _back_up_and_restore(data: Path, archives: Path, number: int) -> None:
    made = back_up(engine_at(data), archives / f"{number}.zip", NOW)
    assert (made.cases, made.left_out) == (len(CASES), ())
    restore(archives / f"{number}.zip", engine_at(archives / str(number)))
    assert verify(engine_at(archives / str(number))).problems == ()
    assert {each.id for each in CaseRepository(engine_at(archives / str(number))).listing().summaries} == set(CASES)


def _look(data: Path, worked: list[Worked]) -> None:
    found = verify(engine_at(data))
    assert (found.cases, found.problems) == (len(CASES), ())
    store = CaseRepository(engine_at(data))
    cases = {case: store.case(case) for case in CASES}
    assert store.listing().summaries == tuple(summary(case) for _, case in sorted(cases.items()))
    kept = [each for work in worked for each in work.kept]
    there = Counter(each for case in cases.values() for each in _recorded(case))
    recorded = [each for each in kept if each[1] != "answer"]
    assert there == Counter(recorded), "something was lost, doubled or made up"
    answers = {case.id: _answers(case) for case in cases.values()}
    lost = [each for each in kept if each[1] == "answer" and each[2] not in answers[each[0]]]
    assert lost == []


def _recorded(case: Case) -> list[tuple[CaseId, str, str]]:
    return [
        *((case.id, "incident", each.id) for each in case.incidents),
        *((case.id, "note", each.id) for each in case.notes),
        *((case.id, "action", f"{each.id} {each.version}") for each in case.actions),
        *((case.id, "assessment", each.id) for each in case.assessments),
    ]


def _answers(case: Case) -> set[str]:
    drafts = (*case.kept_aside, case.draft) if case.draft else case.kept_aside
    answered = [draft.answers for draft in drafts] + [signed.answers for signed in case.assessments]
    return {name for answers in answered for name in answers}


def work(data: str, name: str, acts: str, seconds: str, log: str) -> None:
    """Do random acts on the cases, and note what was stored."""
    session = _Session(CaseRepository(engine_at(Path(data))), Path(data), name)
    ends = time.monotonic() + float(seconds)
    while session.acts.total() < int(acts) or time.monotonic() < ends:
        session.act()
    session.worked.acts = dict(session.acts)
    Path(log).write_bytes(msgspec.json.encode(session.worked))


class _Session:
    def __init__(self, store: CaseRepository, data: Path, name: str) -> None:
        self.worked = Worked()
        self._store = store
        self._data = data
        self._name = name
        self._chance = random.Random(name)  # noqa: S311 - what to do next is no secret
        self._count = 0
        self.acts: Counter[str] = Counter()

    def act(self) -> None:
        acts: dict[Callable[[CaseId], None], int] = {
            self._edit: 30,
            self._break_in: 10,
            self._incident: 20,
            self._note: 10,
            self._action: 10,
            self._read: 15,
            self._list: 4,
            self._erase_index: 1,
        }
        [chosen] = self._chance.choices(list(acts), list(acts.values()))
        self.acts[chosen.__name__.strip("_")] += 1
        chosen(self._chance.choice(CASES))

    def _edit(self, case: CaseId) -> None:
        """Edit a case under its lease, like the interface."""
        holder = LeaseHolder(who=self._name, where="here", since=NOW, pid=os.getpid())
        try:
            lease = self._store.lease(case, holder, patience=0)
        except CaseInUseError:
            self.acts["turned away"] += 1
            return
        with lease, contextlib.suppress(DraftChangedError):
            draft = self._draft(case)
            for _ in range(self._chance.randint(1, 4)):
                draft = self._answer(draft)
            if self._chance.randrange(SIGNED_OFF_EVERY) == 0:
                signed = an_assessment(id=draft.id, case=case, answers=draft.answers, follows=draft.follows)
                self._saved(case, "assessment", draft.id, lambda: self._store.sign_off(signed, draft))

    def _break_in(self, case: CaseId) -> None:
        """Save without the lease, which another session may hold."""
        draft = self._store.case(case).draft
        if draft:
            with contextlib.suppress(DraftChangedError):
                self._answer(draft)

    def _draft(self, case: CaseId) -> Draft:
        found = self._store.case(case)
        if found.draft:
            return found.draft
        latest = found.latest.id if found.latest else None
        with contextlib.suppress(DraftExistsError):
            return self._store.start_draft(
                a_draft(id=self._next(), case=case, by=self._name, follows=latest, answers={})
            )
        return self._draft(case)

    def _answer(self, draft: Draft) -> Draft:
        """Add an answer. If another session saved first, the draft is kept aside, which counts as stored."""
        name = self._next()
        changed = msgspec.structs.replace(draft, by=self._name, answers={**draft.answers, name: an_answer()})
        saved = [draft]
        try:
            self._saved(draft.case, "answer", name, lambda: saved.append(self._store.save_draft(changed)))
        except DraftChangedError:
            self.acts["lost race"] += 1
            self.worked.kept.append((draft.case, "answer", name))
            raise
        return saved[-1]

    def _incident(self, case: CaseId) -> None:
        made = an_incident(id=self._next())
        self._saved(case, "incident", made.id, lambda: self._store.record(case, made))

    def _note(self, case: CaseId) -> None:
        made = a_note(id=self._next())
        self._saved(case, "note", made.id, lambda: self._store.record(case, made))

    def _action(self, case: CaseId) -> None:
        first = an_action(id=self._next())
        second = msgspec.structs.replace(first, version=2, state="done")
        for each in (first, second):
            name = f"{each.id} {each.version}"
            self._saved(case, "action", name, partial(self._store.record, case, each))

    def _read(self, case: CaseId) -> None:
        assert self._store.case(case).id == case

    def _list(self, _case: CaseId) -> None:
        listed = self._store.listing()
        assert [each.id for each in listed.summaries] == sorted(CASES)
        assert (listed.quarantined, listed.unreadable, listed.newer, listed.exposed) == ((), (), (), ())

    def _erase_index(self, _case: CaseId) -> None:
        (self._data / "index.json").unlink(missing_ok=True)

    def _saved(self, case: CaseId, kind: str, name: str, save: Callable[[], object]) -> None:
        begun = time.perf_counter()
        save()
        self.worked.slowest = max(self.worked.slowest, time.perf_counter() - begun)
        self.worked.kept.append((case, kind, name))

    def _next(self) -> str:
        self._count += 1
        return f"{self._name}-{self._count}"
