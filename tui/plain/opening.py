"""Opening a draft in the dialogue: sign in, choose a case, choose a trigger."""

from content.assessment.answering import EditionChanges
from content.assessment.check_lines import incident_line
from content.case.case_summary import listing_problem
from content.case.model import Case
from content.case.reference import CaseId, parse_case_id
from content.documents.assessment_document import edition_changes_document
from content.documents.case_document import overview
from content.documents.open_prompts_section import open_prompts_section
from content.documents.plain_text import paragraphs
from content.pack.policy import Trigger
from content.review.diary import CaseAgenda, agendas, counts, counts_in_words, waits_in_words
from content.review.overview import repeat_line
from content.text import number_in, one_line
from store.errors import AccountError, NotSetUpError
from store.session import StoreSession
from tui.messages.error_messages import error_message, taken_over_message, warnings
from tui.plain import questions
from tui.plain.dialogue import Dialogue, EndedError, undisturbed
from tui.session.session import Session, TerminalContext
from tui.use_cases import access, cases, drafts
from tui.use_cases.drafts import OpenDraft

MOST_LISTED = 20
"""The maximum number of cases listed; others can be chosen by their reference."""


def sign_in(dialogue: Dialogue, context: TerminalContext, store_session: StoreSession) -> Session:
    """Ask for an account and its passphrase until they match, and return the session.

    Raises:
        StoreError: If there is no account yet, or the store refuses.
        EndedError: If the person leaves.
    """
    access.refuse_unless_set_up(store_session)
    while True:
        name = dialogue.ask("Account:")
        passphrase = dialogue.secret("Passphrase, which is not shown:")
        try:
            with undisturbed():
                access.sign_in(store_session, name, passphrase)
        except NotSetUpError:
            raise
        except AccountError as error:
            dialogue.say(error_message(error, context.zone))
        else:
            break
    return access.session_of(context, store_session)


def create_case(dialogue: Dialogue, session: Session) -> CaseId:
    """Create a case, and return its reference.

    Raises:
        StoreError: If it cannot be stored.
        EndedError: If the person leaves; no case is created.
    """
    dialogue.say("A new case. Lists show a reference and initials, never a name. Enter alone leaves either empty.")
    while True:
        initials = one_line(questions.words(dialogue, "The person's initials:") or "")
        own_reference = one_line(questions.words(dialogue, "Your own reference, such as a crime number:") or "")
        wrong = listing_problem(initials, own_reference)
        if not wrong:
            break
        dialogue.say(wrong)
    with undisturbed():
        return cases.create_case(session, initials=initials, own_reference=own_reference).id


def ask_case(dialogue: Dialogue, session: Session) -> CaseId:
    """List the most urgent cases, and ask for one of them, a reference, or a new case.

    Raises:
        StoreError: If the cases cannot be listed.
        EndedError: If the person leaves.
    """
    listing = cases.consult_list(session)
    found = agendas(listing.summaries, session.today, session.zone)
    first, more = found[:MOST_LISTED], len(found[MOST_LISTED:])
    dialogue.say(f"{counts_in_words(counts(found))}.", *warnings(listing))
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
            return create_case(dialogue, session)
        if (chosen := number_in(typed, range(1, len(first) + 1))) is not None:
            return first[chosen - 1].case.id
        if parse_case_id(typed) in references:
            return parse_case_id(typed)
        dialogue.say(f"There is no case {typed}.")


def _listed(found: CaseAgenda, session: Session) -> str:
    case = found.case
    own = f", {one_line(case.own_reference)}" if case.own_reference else ""
    level = f", {case.level_name}" if case.level_name else ""
    waits = waits_in_words(found, session.today, session.zone)
    return f"{case.id} {one_line(case.initials)}{own}{level}: {waits}"


def open_draft(dialogue: Dialogue, session: Session, case: Case) -> OpenDraft:
    """Resume the draft of a case or start one, and print what the practitioner should know first.

    Raises:
        StoreError: If the store refuses.
        EndedError: If the person leaves.
    """
    dialogue.say(f"Case {case.id} {one_line(case.initials)} {one_line(case.own_reference)}".rstrip() + ".")
    if case.draft or case.latest:
        dialogue.say(*_overview(session, case))
    return _resume(dialogue, session, case) if case.draft else _start(dialogue, session, case)


def _overview(session: Session, case: Case) -> list[str]:
    """Safe contact, the judged risk, open prompts, and a MARAC repeat that is due."""
    sections = (*overview(case, session.zone, session.today), open_prompts_section(case, is_whole=True))
    lines = [*paragraphs(sections), repeat_line(case, session.zone)]
    return [line for line in lines if line]


def _resume(dialogue: Dialogue, session: Session, case: Case) -> OpenDraft:
    resumed = drafts.resume(session, case.id)
    dialogue.say("The draft continues at the first unanswered question.")
    if resumed.taken_over:
        dialogue.say(taken_over_message(resumed.taken_over, session.zone))
    if resumed.report:
        dialogue.say(f"{resumed.report.title}.", *paragraphs(resumed.report.sections))
    return resumed


def _start(dialogue: Dialogue, session: Session, case: Case) -> OpenDraft:
    if not case.latest:
        dialogue.say("This is its first assessment.")
    trigger = _trigger(dialogue, session) if case.latest else None
    with undisturbed():
        started = drafts.start(session, case, trigger)
    _say_changes(dialogue, started.changes)
    if started.new_incidents:
        dialogue.say(f"Recorded since the last assessment, to consider: {len(started.new_incidents)}.")
        dialogue.say(*(f"{incident_line(incident)}." for incident in started.new_incidents))
    return started


def _trigger(dialogue: Dialogue, session: Session) -> Trigger:
    triggers = session.pack.policy.triggers
    chosen = questions.choose(dialogue, "Why reassess now?", [trigger.name for trigger in triggers])
    if chosen is None:
        raise EndedError("no reason was chosen")
    return triggers[chosen]


def _say_changes(dialogue: Dialogue, changes: EditionChanges | None) -> None:
    if changes is None:
        return
    document = edition_changes_document(changes)
    dialogue.say(f"{document.title}.", *paragraphs(document.sections))
