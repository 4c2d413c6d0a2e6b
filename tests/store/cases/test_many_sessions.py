"""A state machine of many sessions: the store holds exactly what a model holds, after any order of steps."""

import contextlib
import errno
import gc
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from content.case.model import Case, CaseId, Draft, new_case_id, summary
from store.cases.repository import CaseRepository
from store.diagnostics.verification import verify
from store.engine.files import disk
from store.engine.places import engine_at
from store.engine.protocol import Lease
from store.errors import CaseInUseError, CaseNotFoundError, DraftChangedError, DraftExistsError, StoreUnwritableError
from store.lease_holder import LeaseHolder
from tests.builders import NOW, a_case, a_draft, a_note, an_action, an_answer, an_assessment, an_incident
from tests.store.engine.test_files import refusing
from tests.store.faults.forking import MEMORY

NAMES = ("alex", "kim", "sam")
who = st.sampled_from(NAMES)
which = st.integers(0, 1)
texts = st.sampled_from(["yes", "no", "", "\u202e\x1b[2J", "../x", "29 Feb 2028", "line\n" * 30])


@dataclass
class Working:
    """The state of one session."""

    store: CaseRepository
    leases: dict[CaseId, Lease] = field(default_factory=dict)
    drafts: dict[CaseId, Draft] = field(default_factory=dict)
    """The drafts as the session last read or saved them, perhaps long ago."""

    written: dict[CaseId, Draft] = field(default_factory=dict)
    """The drafts that it wrote in saves that failed after the file was replaced."""


class ManySessions(RuleBasedStateMachine):
    """The state machine: sessions that use up to two cases."""

    @initialize()
    def begin(self) -> None:
        self.data = Path(tempfile.mkdtemp(dir=MEMORY)) / "data"
        self.sessions = {name: Working(CaseRepository(engine_at(self.data))) for name in NAMES}
        self.cases: dict[CaseId, Case] = {}
        self.count = 0
        self.damaged = 0
        self.create()

    def teardown(self) -> None:
        if hasattr(self, "data"):
            for each in self.sessions.values():
                for lease in each.leases.values():
                    lease.release()
            assert verify(engine_at(self.data)).cases == len(self.cases)
            shutil.rmtree(self.data.parent)

    @rule()
    def create(self) -> None:
        if len(self.cases) < 2:
            case = a_case(id=new_case_id(self.next()))
            CaseRepository(engine_at(self.data)).create(case)
            self.cases[case.id] = case

    @rule(name=who, number=which)
    def open(self, name: str, number: int) -> None:
        """Take the lease of a case and read its draft."""
        session, case = self.sessions[name], self.chosen(number)
        holder = next((other for other in NAMES if case.id in self.sessions[other].leases), None)
        asking = LeaseHolder(who=name, where="here", since=NOW, pid=1)
        if holder:
            with pytest.raises(CaseInUseError, match=f"edited by {holder}"):
                session.store.lease(case.id, asking, patience=0)
        else:
            session.leases[case.id] = session.store.lease(case.id, asking, patience=0)
            self.read(name, number)

    @rule(name=who, number=which)
    def read(self, name: str, number: int) -> None:
        """Read a draft, which may be saved later without a lease."""
        session, case = self.sessions[name], self.chosen(number)
        found = session.store.case(case.id).draft
        session.drafts.pop(case.id, None)
        if found:
            session.drafts[case.id] = found

    @rule(name=who, number=which)
    def close(self, name: str, number: int) -> None:
        lease = self.sessions[name].leases.pop(self.chosen(number).id, None)
        if lease:
            lease.release()

    @rule(name=who, number=which)
    def start(self, name: str, number: int) -> None:
        """Start an assessment, or a reassessment."""
        session, case = self.sessions[name], self.chosen(number)
        follows = case.latest.id if case.latest else None
        draft = a_draft(id=f"draft-{self.next()}", case=case.id, by=name, follows=follows)
        if case.draft:
            with pytest.raises(DraftExistsError):
                session.store.start_draft(draft)
        else:
            session.drafts[case.id] = session.store.start_draft(draft)
            self.becomes(case, draft=draft)

    @rule(name=who, number=which, text=texts)
    def answer(self, name: str, number: int, text: str) -> None:
        session, case = self.sessions[name], self.chosen(number)
        draft = session.drafts.get(case.id)
        if draft is None:
            return
        changed = self.answered(draft, name, text)
        version = self.version_for(changed, case, session)
        if version:
            session.drafts[case.id] = session.store.save_draft(changed)
            assert session.drafts[case.id].version == version
            self.becomes(case, draft=msgspec.structs.replace(changed, version=version))
        else:
            with pytest.raises(DraftChangedError):
                session.store.save_draft(changed)
            self.aside(case, changed)
        session.written.pop(case.id, None)

    @rule(names=st.permutations(NAMES), number=which, text=texts)
    def race(self, names: list[str], number: int, text: str) -> None:
        """Two sessions read a draft and both save it, one of them without a lease."""
        for name in names[:2]:
            self.read(name, number)
        for name in names[:2]:
            self.answer(name, number, text)

    @rule(name=who, number=which, text=texts, step=st.sampled_from(["write_all", "sync", "put_in_place"]))
    def fail_to_answer(self, name: str, number: int, text: str, step: str) -> None:
        """A save fails before the file is replaced: nothing is changed."""
        session, case = self.sessions[name], self.chosen(number)
        draft = session.drafts.get(case.id)
        if draft is not None:
            with failing(step), pytest.raises(StoreUnwritableError):
                session.store.save_draft(self.answered(draft, name, text))

    @rule(name=who, number=which, text=texts, failures=st.integers(0, 3), goes_on=st.booleans())
    def answer_unsurely(self, name: str, number: int, text: str, failures: int, *, goes_on: bool) -> None:
        """A save fails after the file is replaced, and later ones before: the session continues from its own draft."""
        session, case = self.sessions[name], self.chosen(number)
        draft = session.drafts.get(case.id)
        changed = self.answered(draft, name, text) if draft else None
        if changed and (version := self.version_for(changed, case, session)):
            with failing("sync_folder"), pytest.raises(StoreUnwritableError):
                session.store.save_draft(changed)
            session.written[case.id] = msgspec.structs.replace(changed, version=version)
            self.becomes(case, draft=session.written[case.id])
            for _ in range(failures):
                self.fail_to_answer(name, number, text, "sync")
            if goes_on:
                self.answer(name, number, text)

    @rule(name=who, number=which)
    def sign_off(self, name: str, number: int) -> None:
        session, case = self.sessions[name], self.chosen(number)
        draft = session.drafts.pop(case.id, None)
        if draft is None:
            return
        signed = an_assessment(id=draft.id, case=case.id, by=name, answers=draft.answers, follows=draft.follows)
        if case.draft and (case.draft.id, case.draft.version) == (draft.id, draft.version):
            session.store.sign_off(signed, draft)
            self.becomes(case, draft=None, assessments=(*case.assessments, signed))
            # As after a failure that does not show whether the assessment was recorded.
            later = msgspec.structs.replace(signed, signed_off=NOW.replace(year=2027))
            assert session.store.sign_off(later, draft) == self.cases[case.id]
        elif signed not in case.assessments:
            with pytest.raises(DraftChangedError):
                session.store.sign_off(signed, draft)
            self.aside(case, draft)

    @rule(name=who, number=which, text=texts, times=st.integers(1, 2))
    def record(self, name: str, number: int, text: str, times: int) -> None:
        """Record an incident, a note and an action, perhaps each of them twice."""
        store, case = self.sessions[name].store, self.chosen(number)
        incident = an_incident(id=str(self.next()), what=text, by=name)
        note = a_note(text, id=str(self.next()), by=name)
        action = an_action(id=str(self.next()), what=text, by=name)
        for _ in range(times):
            store.record(case.id, incident)
            store.record(case.id, note)
            store.record(case.id, action)
        self.becomes(
            case,
            incidents=(*case.incidents, incident),
            notes=(*case.notes, note),
            actions=(*case.actions, action),
        )

    @rule(content=st.sampled_from([b"", b"garbled", b"[]", None]))
    def spoil_index(self, content: bytes | None) -> None:
        path = self.data / "index.json"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)

    @rule(name=who)
    def kill(self, name: str) -> None:
        """A session ends without releasing anything, and another one starts."""
        del self.sessions[name]
        gc.collect()
        self.sessions[name] = Working(CaseRepository(engine_at(self.data)))

    @precondition(lambda self: len(self.cases) > 1)
    @rule(number=which)
    def damage(self, number: int) -> None:
        """A file is damaged: it is quarantined, and no other case changes."""
        case = self.chosen(number)
        (self.data / "cases" / f"{case.id}.json").write_bytes(b"garbled")
        assert len(CaseRepository(engine_at(self.data)).listing().quarantined) == self.damaged + 1
        self.damaged += 1
        del self.cases[case.id]
        for each in self.sessions.values():
            if each.drafts.pop(case.id, None):
                with pytest.raises(CaseNotFoundError):
                    each.store.case(case.id)

    @invariant()
    def the_store_is_the_model(self) -> None:
        if hasattr(self, "data"):
            store = CaseRepository(engine_at(self.data))
            assert {case: store.case(case) for case in self.cases} == self.cases
            listed = store.listing()
            assert listed.summaries == tuple(summary(case) for _, case in sorted(self.cases.items()))
            assert (len(listed.quarantined), listed.unreadable) == (self.damaged, ())

    def next(self) -> int:
        self.count += 1
        return self.count

    def chosen(self, number: int) -> Case:
        return list(self.cases.values())[number % len(self.cases)]

    def becomes(self, case: Case, **changes: object) -> None:
        self.cases[case.id] = msgspec.structs.replace(case, **changes)

    def answered(self, draft: Draft, name: str, text: str) -> Draft:
        answers = {**draft.answers, f"question-{self.next()}": an_answer(text, by=name)}
        return msgspec.structs.replace(draft, by=name, answers=answers)

    def version_for(self, draft: Draft, case: Case, session: Working) -> int:
        """The expected version of a save, or 0 if the draft must be kept aside."""
        if case.draft is None or case.draft.id != draft.id:
            return 0
        follows_own = case.draft == session.written.get(case.id)
        return case.draft.version + 1 if case.draft.version == draft.version or follows_own else 0

    def aside(self, case: Case, draft: Draft) -> None:
        """Keep a draft aside in the model: a copy of the same version by the same session is replaced in place."""
        own = [(each.id, each.by, each.version) for each in case.kept_aside]
        kept = list(case.kept_aside)
        if (draft.id, draft.by, draft.version) in own:
            kept[own.index((draft.id, draft.by, draft.version))] = draft
        else:
            kept.append(draft)
        self.becomes(case, kept_aside=tuple(kept))


@contextlib.contextmanager
def failing(step: str) -> Iterator[None]:
    """Within the block, a step of every save fails."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(disk, step, refusing(errno.EIO))
        yield


TestManySessions = ManySessions.TestCase
TestManySessions.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
