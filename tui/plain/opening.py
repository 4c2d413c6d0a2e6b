"""The way to a draft in a dialogue: who is there, which case, and why it is reassessed."""

import contextlib

import msgspec

from content.assessment.answering import edition_changes, start_draft
from content.assessment.summary import incident_line
from content.case.incidents import by_when, new_since
from content.case.model import Case, CaseId, Draft, lacking_in_list, read_case_id
from content.documents.assessment_document import edition_changes_document
from content.documents.case_document import overview
from content.documents.plain_text import paragraphs
from content.pack.model import Trigger
from content.review.diary import CaseAgenda, agendas, counted_in_words, counts, waits_in_words
from content.review.overview import repeat_line
from content.text import number_in, one_line
from store.errors import AccountError, CaseExistsError, CaseNotFoundError, NotSetUpError
from store.session import StoreSession
from tui.messages.error_messages import draft_owner, error_message, warnings
from tui.plain import questions
from tui.plain.dialogue import Dialogue, EndedError, undisturbed
from tui.session.session import Session, TerminalContext, fresh_case_id, fresh_id, session_of

MOST_LISTED = 20
"""Cases that are listed; the others are named by their reference."""


def signed_in(dialogue: Dialogue, desk: TerminalContext, door: StoreSession) -> Session:
    """The session of whoever signs in; asked again after each wrong try.

    Raises:
        StoreError: If there is no account yet, or the store refuses.
        EndedError: If they leave.
    """
    if not door.accounts.is_set_up:
        raise NotSetUpError
    while True:
        name = dialogue.ask("Account:")
        passphrase = dialogue.secret("Passphrase, which is not shown:")
        try:
            with undisturbed():
                door.sign_in(name, passphrase)
        except NotSetUpError:
            raise
        except AccountError as error:
            dialogue.say(error_message(error, desk.zone))
        else:
            break
    return session_of(desk, door)


def new_case(dialogue: Dialogue, session: Session) -> CaseId:
    """A new case, stored under what lists will show of it.

    Raises:
        StoreError: If the store refuses.
        EndedError: If they leave; no case is created then.
    """
    dialogue.say("A new case. Lists show a reference and initials, never a name. Enter alone leaves either empty.")
    while True:
        initials = one_line(questions.words(dialogue, "The person's initials:") or "")
        own_reference = one_line(questions.words(dialogue, "Your own reference, such as a crime number:") or "")
        wrong = lacking_in_list(initials, own_reference)
        if not wrong:
            break
        dialogue.say(wrong)
    while True:
        case = Case(
            id=fresh_case_id(),
            initials=initials,
            own_reference=own_reference,
            created=session.now(),
            by=session.practitioner,
        )
        with contextlib.suppress(CaseExistsError), undisturbed():
            session.store.create(case)
            return case.id


def named_case(typed: str) -> CaseId:
    """The case that somebody named, however they read its reference.

    Raises:
        CaseNotFoundError: If no case can be called so.
    """
    case_id = read_case_id(typed)
    if not case_id:
        raise CaseNotFoundError(one_line(typed))
    return case_id


def chosen_case(dialogue: Dialogue, session: Session) -> CaseId:
    """A case out of those that wait most pressingly, or by its reference, or a new one.

    Raises:
        StoreError: If the cases cannot be listed.
        EndedError: If they leave.
    """
    listing = session.store.listing()
    session.record("consultation", "list")
    found = agendas(listing.summaries, session.today, session.zone)
    first, more = found[:MOST_LISTED], len(found[MOST_LISTED:])
    dialogue.say(f"{counted_in_words(counts(found))}.", *warnings(listing))
    for number, each in enumerate(first, start=1):
        dialogue.say(f"{number}: {_listed(each, session)}.")
    if more:
        dialogue.say(f"And {more} more, by their reference.")
    references = {each.case.id for each in found}
    while True:
        typed = questions.word(dialogue, "Number, a reference, new for a new case, or Enter to leave:")
        if not typed:
            raise EndedError("no case was chosen")
        if typed == "new":
            return new_case(dialogue, session)
        if (chosen := number_in(typed, range(1, len(first) + 1))) is not None:
            return first[chosen - 1].case.id
        if read_case_id(typed) in references:
            return read_case_id(typed)
        dialogue.say(f"There is no case {typed}.")


def _listed(found: CaseAgenda, session: Session) -> str:
    case = found.case
    own = f", {one_line(case.own_reference)}" if case.own_reference else ""
    level = f", {case.level_name}" if case.level_name else ""
    waits = waits_in_words(found, session.today, session.zone)
    return f"{case.id} {one_line(case.initials)}{own}{level}: {waits}"


def draft_of(dialogue: Dialogue, session: Session, case: Case) -> Draft:
    """The draft to go on with, or a new one; what has to be known of the case before is said.

    Raises:
        StoreError: If the store refuses.
        EndedError: If they leave.
    """
    dialogue.say(f"Case {case.id} {one_line(case.initials)} {one_line(case.own_reference)}".rstrip() + ".")
    if case.draft or case.latest:
        dialogue.say(*_overview(session, case))
    if case.draft:
        return _resumed(dialogue, session, case, case.draft)
    return _started(dialogue, session, case)


def _overview(session: Session, case: Case) -> list[str]:
    """Safe contact, the risk as judged, and a MARAC repeat that is due."""
    lines = [*paragraphs(overview(case, session.zone, session.today)), repeat_line(case, session.zone)]
    return [line for line in lines if line]


def _resumed(dialogue: Dialogue, session: Session, case: Case, draft: Draft) -> Draft:
    said = draft_owner(draft, session.practitioner, session.zone)
    dialogue.say("The draft goes on where it is not answered yet.", *([said] if said else []))
    if draft.edition != session.pack.checklist.edition:
        _say_changes(dialogue, session, case)
    # With the first answer it is theirs, and the store records that it was handed over.
    return msgspec.structs.replace(draft, by=session.practitioner)


def _started(dialogue: Dialogue, session: Session, case: Case) -> Draft:
    if not case.latest:
        dialogue.say("This is its first assessment.")
    trigger = _trigger(dialogue, session) if case.latest else None
    now, by = session.now(), session.practitioner
    draft = start_draft(case, session.pack, draft_id=fresh_id(), now=now, by=by, trigger=trigger)
    with undisturbed():
        draft = session.store.start_draft(draft)
    _say_changes(dialogue, session, case)
    new = new_since(case.incidents, case.assessed) if case.assessed else ()
    if new:
        dialogue.say(f"Recorded since the last assessment, to take up: {len(new)}.")
        dialogue.say(*(f"{incident_line(incident)}." for incident in by_when(new)))
    return draft


def _trigger(dialogue: Dialogue, session: Session) -> Trigger:
    triggers = session.pack.policy.triggers
    chosen = questions.choose(dialogue, "Why reassess now?", [trigger.name for trigger in triggers])
    if chosen is None:
        raise EndedError("no reason was chosen")
    return triggers[chosen]


def _say_changes(dialogue: Dialogue, session: Session, case: Case) -> None:
    """Say how the checklist differs from the one last time, where it does."""
    changes = edition_changes(case.latest, session.pack.checklist) if case.latest else None
    if changes is None or not changes.any:
        return
    document = edition_changes_document(changes)
    dialogue.say(f"{document.title}.", *paragraphs(document.sections))
