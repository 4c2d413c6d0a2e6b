"""Cases, drafts and answers for tests, with every value that a test does not care about filled in."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from content.case.model import Assessment, Case, Draft
from content.case.question_snapshot import QuestionSnapshot
from content.entries.action import Action, State
from content.entries.disclosure import Disclosure, DisclosureBasis, ErrorTold
from content.entries.form_drafts import FormDraft, FormKind
from content.entries.incident import Incident
from content.entries.note import Note
from content.pack.answers import Answer

NOW = dt.datetime(2026, 11, 20, 14, 5, 30, tzinfo=dt.UTC)
A_CASE_ID = "7K4Q-M2XT"
ANOTHER_CASE_ID = "0A1B-2C3D"
LATER = NOW + dt.timedelta(minutes=7)
TODAY = NOW.date()
A_FRIDAY = dt.date(2026, 11, 27)
"""A week after now."""


def an_answer(value: str = "yes", *, by: str = "sam", at: dt.datetime = NOW, note: str = "") -> Answer:
    return Answer(value=value, by=by, at=at, note=note)


def an_asked(question: str = "fixated", *, text: str = "Is the person fixated?") -> QuestionSnapshot:
    return QuestionSnapshot(id=question, section="The suspect: FOUR", kind="yes-no", text=text, source="3.1")


def a_draft(
    *,
    id: str = "draft-1",  # noqa: A002 - the name of the field that it fills
    case: str = A_CASE_ID,
    version: int = 0,
    by: str = "sam",
    changed: dt.datetime = NOW,
    answers: Mapping[str, Answer] | None = None,
    follows: str | None = None,
) -> Draft:
    return Draft(
        id=id,
        case=case,
        version=version,
        started=NOW,
        by=by,
        changed=changed,
        pack="bexley 1.0",
        edition="2026-11",
        asked=(an_asked(),),
        answers={"fixated": an_answer()} if answers is None else answers,
        follows=follows,
    )


def an_assessment(
    *,
    id: str = "draft-1",  # noqa: A002 - the name of the field that it fills
    case: str = A_CASE_ID,
    by: str = "sam",
    signed_off: dt.datetime = NOW,
    asked: tuple[QuestionSnapshot, ...] | None = None,
    answers: Mapping[str, Answer] | None = None,
    follows: str | None = None,
    level: str = "high",
    corrects: str | None = None,
) -> Assessment:
    return Assessment(
        id=id,
        case=case,
        started=NOW,
        signed_off=signed_off,
        by=by,
        pack="bexley 1.0",
        edition="2026-11",
        asked=(an_asked(),) if asked is None else asked,
        answers={"fixated": an_answer()} if answers is None else answers,
        follows=follows,
        level=level,
        level_name=level.capitalize(),
        level_rank=3,
        level_ranks=3,
        review_date=signed_off.date() + dt.timedelta(days=14),
        corrects=corrects,
        why_corrected="A slip of the key" if corrects else "",
    )


def an_incident(
    happened: str = "2026-11-15",
    *,
    id: str = "incident-1",  # noqa: A002 - the name of the field that it fills
    until: str = "",
    what: str = "Waited outside her work",
    at: dt.datetime = NOW,
    by: str = "sam",
    corrects: str | None = None,
) -> Incident:
    return Incident(
        id=id,
        happened=happened,
        until=until,
        what=what,
        how=("in person", "at work"),
        at=at,
        by=by,
        corrects=corrects,
        why_corrected="It was another day" if corrects else "",
    )


def an_action(
    *,
    id: str = "action-1",  # noqa: A002 - the name of the field that it fills
    version: int = 1,
    what: str = "Ring the workplace",
    owner: str = "PC Lee",
    due: dt.date = A_FRIDAY,
    state: State = "open",
    at: dt.datetime = NOW,
    by: str = "sam",
) -> Action:
    return Action(id=id, version=version, what=what, owner=owner, due=due, agreed="yes", state=state, at=at, by=by)


def a_note(
    text: str = "He was seen in the car park",
    *,
    id: str = "note-1",  # noqa: A002 - the name of the field that it fills
    at: dt.datetime = NOW,
    by: str = "sam",
    trigger: str | None = None,
) -> Note:
    return Note(
        id=id,
        text=text,
        basis="third party",
        at=at,
        by=by,
        trigger=trigger,
        trigger_name=trigger.capitalize() if trigger else "",
    )


def a_disclosure(
    what: str = "Where he waits for her, and when",
    *,
    id: str = "disclosure-1",  # noqa: A002 - the name of the field that it fills
    to: str = "Ann Lee",
    basis: DisclosureBasis = "consent",
    why: str = "",
    day: dt.date = TODAY,
    at: dt.datetime = NOW,
    by: str = "sam",
    corrects: str | None = None,
    error_told: ErrorTold = "",
) -> Disclosure:
    return Disclosure(
        id=id,
        to=to,
        agency="Solace",
        what=what,
        basis=basis,
        why=why,
        told="yes",
        decided_by="Kim",
        sent="phone",
        day=day,
        at=at,
        by=by,
        corrects=corrects,
        why_corrected="It was another street" if corrects else "",
        error_told=error_told or ("not needed" if corrects else ""),
    )


def a_case(
    *,
    id: str = A_CASE_ID,  # noqa: A002 - the name of the field that it fills
    initials: str = "J.D.",
    own_reference: str = "CRIME-0001",
    by: str = "sam",
    assessments: tuple[Assessment, ...] = (),
    draft: Draft | None = None,
    kept_aside: tuple[Draft, ...] = (),
    incidents: tuple[Incident, ...] = (),
    actions: tuple[Action, ...] = (),
    notes: tuple[Note, ...] = (),
    disclosures: tuple[Disclosure, ...] = (),
    form_drafts: tuple[FormDraft, ...] = (),
) -> Case:
    return Case(
        id=id,
        initials=initials,
        own_reference=own_reference,
        created=NOW,
        by=by,
        assessments=assessments,
        draft=draft,
        kept_aside=kept_aside,
        incidents=incidents,
        actions=actions,
        notes=notes,
        disclosures=disclosures,
        form_drafts=form_drafts,
    )


def a_form_draft(
    what: str = "He was waiting at the",
    *,
    id: str = "form-draft-1",  # noqa: A002 - the name of the field that it fills
    version: int = 0,
    kind: FormKind = "incident",
    by: str = "sam",
) -> FormDraft:
    return FormDraft(id=id, case=A_CASE_ID, version=version, kind=kind, typed={"what": what}, at=NOW, by=by)


def saying(draft: Draft, value: str, *, by: str = "sam") -> Draft:
    """The draft with this answer to its question, as it is some minutes later."""
    return msgspec.structs.replace(draft, answers={"fixated": an_answer(value, by=by)}, by=by, changed=LATER)
