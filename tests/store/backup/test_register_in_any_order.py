"""The register matches the archives after any order of backups, damage, erasures and destroyed archives."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from content.case.reference import CaseId, new_case_id
from store.backup import register
from store.backup.archive import back_up
from store.diagnostics.verification import verify
from store.engine.places import engine_at
from store.lease_holder import LeaseHolder
from tests.builders import NOW, a_case
from tests.store.backup.archives import in_archive
from tests.store.people import SAM, Clock, set_up

CASES = tuple(new_case_id(number) for number in range(3))
HOLDER = LeaseHolder(who=SAM, where="10.0.0.7", since=NOW, pid=1)
some_case = st.sampled_from(CASES)


class BackUps(RuleBasedStateMachine):
    """A state machine of one data directory and its archives."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.data = Path(self.folder.name) / "data"
        self.clock = Clock()
        door = set_up(self.data, self.clock)
        self.store, self.erasure = door.store(), door.erasure()
        self.made: dict[Path, set[CaseId]] = {}
        """The expected register: each archive that was not forgotten, with its cases."""

    def file(self, case: CaseId) -> Path:
        return self.data / "cases" / f"{case}.json"

    @rule(case=some_case)
    def begin(self, case: CaseId) -> None:
        if not self.file(case).exists():
            self.store.create(a_case(id=case))

    @rule(case=some_case)
    def damage(self, case: CaseId) -> None:
        if self.file(case).exists():
            self.file(case).write_bytes(b"\x00garbled")
            self.store.listing()

    @rule(case=some_case)
    def erase(self, case: CaseId) -> None:
        if self.file(case).exists():
            self.erasure.erase(case, "person-asked", HOLDER)

    @rule()
    def back_up(self) -> None:
        self.clock.forward(60)
        archive = Path(self.folder.name).resolve() / f"{self.clock():%d-%H%M}.zip"
        back_up(engine_at(self.data), archive, self.clock())
        self.made[archive] = in_archive(archive)

    @precondition(lambda self: self.made)
    @rule(draw=st.data())
    def destroy(self, draw: st.DataObject) -> None:
        draw.draw(st.sampled_from(sorted(self.made))).unlink(missing_ok=True)

    @precondition(lambda self: any(not archive.exists() for archive in self.made))
    @rule(draw=st.data())
    def forget(self, draw: st.DataObject) -> None:
        archive = draw.draw(st.sampled_from(sorted(each for each in self.made if not each.exists())))
        for each in register.destroyed_entries(engine_at(self.data), archive):
            register.unregister(engine_at(self.data), each)
        del self.made[archive]

    @invariant()
    def the_register_is_what_the_archives_hold(self) -> None:
        for case in CASES:
            held = [
                (kept.path, kept.standing) for kept in register.backups_holding(engine_at(self.data), case).back_ups
            ]
            holding = [archive for archive, within in self.made.items() if case in within]
            assert held == [(str(each), "there" if each.exists() else "gone") for each in holding]
        assert [each for each in verify(engine_at(self.data)).problems if not each.name.startswith("quarantine/")] == []

    def teardown(self) -> None:
        self.folder.cleanup()


TestBackUps = BackUps.TestCase
TestBackUps.settings = settings(max_examples=10, stateful_step_count=12, deadline=None)
