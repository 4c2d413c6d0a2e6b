"""Sign off an assessment, unless the case has entries that the practitioner has not seen."""

from pathlib import Path

import msgspec
import pytest

from content.assessment import sign_off
from content.case.model import Assessment, Case, Draft
from store.errors import DraftChangedError
from tests.builders import A_CASE_ID, an_incident
from tests.drafts import ENOUGH, an_empty_case, answered
from tests.store.people import KIM, kinds
from tests.tui.use_cases.sessions import practitioner
from tui.session.session import Session
from tui.use_cases import drafts, signing_off
from tui.use_cases.errors import NewEntriesError


def test_an_assessment_takes_the_place_of_its_draft(tmp_path: Path) -> None:
    session, case, draft, assessment = ready(tmp_path)

    signed = signing_off.sign_off(session, assessment, draft, seen=case)

    assert signed == session.store.case(A_CASE_ID)
    assert (signed.assessments, signed.draft) == ((assessment,), None)
    assert kinds(tmp_path)[-1] == ("sign-off", "")


def test_nothing_is_signed_off_before_what_was_recorded_meanwhile_is_seen(tmp_path: Path) -> None:
    session, case, draft, assessment = ready(tmp_path)
    session.store.record(A_CASE_ID, an_incident())

    with pytest.raises(NewEntriesError) as refused:
        signing_off.sign_off(session, assessment, draft, seen=case)

    now = session.store.case(A_CASE_ID)
    assert refused.value.case == now
    assert (now.assessments, now.draft) == ((), draft)
    assert signing_off.sign_off(session, assessment, draft, seen=now).assessments == (assessment,)


def test_a_draft_that_another_session_changed_is_not_signed_off(tmp_path: Path) -> None:
    session, case, draft, assessment = ready(tmp_path)
    newer = drafts.save(session, answered(draft, {"judgement.level": "high"}))

    with pytest.raises(DraftChangedError):
        signing_off.sign_off(session, assessment, draft, seen=case)

    assert session.store.case(A_CASE_ID).draft == newer


def ready(data: Path) -> tuple[Session, Case, Draft, Assessment]:
    """A session, the case, its stored draft, and the assessment that the draft would become."""
    session, _ = practitioner(data)
    case = an_empty_case()
    session.store.create(case)
    draft = drafts.save(session, answered(drafts.start(session, case, None).draft, ENOUGH))
    case = msgspec.structs.replace(case, draft=draft)
    done = sign_off.sign_off(draft, session.pack, case, now=session.now(), today=session.today, by=KIM)
    return session, case, draft, done
