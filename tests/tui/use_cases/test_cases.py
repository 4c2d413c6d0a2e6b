"""Cases: list, open, edit, create."""

from pathlib import Path

import pytest

from content.case.model import Case
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import CaseExistsError, CaseInUseError, CaseNotFoundError
from tests.builders import A_CASE_ID
from tests.drafts import an_empty_case
from tests.packs import classic
from tests.store.people import KIM, logged
from tests.tui.use_cases.sessions import now, practitioner, supervisor
from tui.session.session import Session
from tui.use_cases import cases


class TakenReferences(CaseRepository):
    """A store that refuses the first references as taken."""

    left = 2
    tried: tuple[str, ...] = ()

    def create(self, case: Case) -> None:
        self.tried = (*self.tried, case.id)
        if self.left:
            self.left -= 1
            raise CaseExistsError(case.id)
        super().create(case)


def test_a_new_case_gets_the_first_reference_that_is_free(tmp_path: Path) -> None:
    store = TakenReferences(engine_at(tmp_path))
    session = Session(pack=classic(), where="here", now=now, store=store, practitioner=KIM)

    case = cases.create_case(session, initials="AB", own_reference="CR/1")

    assert len(set(store.tried)) == 3
    assert case.id == store.tried[-1]
    assert store.case(case.id) == case
    assert (case.initials, case.own_reference, case.by, case.created) == ("AB", "CR/1", KIM, now())


def test_only_a_consultation_of_the_list_or_a_case_is_recorded(tmp_path: Path) -> None:
    session, _ = practitioner(tmp_path)
    session.store.create(an_empty_case())
    before = len(logged(tmp_path))

    listed = cases.list_cases(session)
    read = cases.read_case(session, A_CASE_ID)
    unrecorded = len(logged(tmp_path))
    consulted_list = cases.consult_list(session)
    consulted = cases.consult_case(session, A_CASE_ID)

    assert unrecorded == before
    assert listed.summaries == consulted_list.summaries
    assert read == consulted == an_empty_case()
    events = [(event.kind, event.detail, event.case, event.who) for event in logged(tmp_path)[before:]]
    assert events == [("consultation", "list", None, KIM), ("consultation", "", A_CASE_ID, KIM)]


def test_a_case_that_another_session_edits_can_be_edited_once_it_is_released(tmp_path: Path) -> None:
    session, _ = practitioner(tmp_path)
    other, _ = supervisor(tmp_path)
    session.store.create(an_empty_case())

    with cases.edit_case(other, A_CASE_ID):
        in_use = cases.why_not_editable(session, A_CASE_ID)
    released = cases.why_not_editable(session, A_CASE_ID)

    assert isinstance(in_use, CaseInUseError)
    assert in_use.holder
    assert in_use.holder.who == other.practitioner
    assert released is None
    with cases.edit_case(session, A_CASE_ID):
        pass


def test_a_reference_is_found_however_it_is_read_out() -> None:
    assert cases.find_case_id("7k4q m2xt") == A_CASE_ID
    with pytest.raises(CaseNotFoundError, match="no case A9"):
        cases.find_case_id("A9")
