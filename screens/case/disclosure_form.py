"""The form for a disclosure."""

from collections.abc import Callable

from content.case.disclosure_reader import GIVEN_DAY, disclosure_of
from content.case.disclosures import (
    ANOTHER_WAY,
    DISCLOSURE_BASES,
    ERROR_TOLD,
    PLAIN_EMAIL,
    TOLD,
    WAYS,
    Disclosure,
    recipient_in_words,
)
from content.case.phrases import day
from content.dates import HINT_DAY, in_words, parse_day_past
from content.errors import DateError
from content.text import one_line
from screens.case.entry_forms import NOT_YET, EntryAuthor
from screens.dialogs.form import Field, Form


def disclosure_form(
    writer: EntryAuthor, disclosure_id: str, corrected: Disclosure | None = None, *, plain_email: str = ""
) -> Form[Disclosure]:
    """Ask for a disclosure: a new one, or one that puts another right.

    Args:
        writer: Who fills it in.
        disclosure_id: The id of what is recorded.
        corrected: The disclosure that is put right.
        plain_email: What the pack says of plain e-mail.
    """
    fields = [
        Field("to", "Given to", hint="a name or a role"),
        Field("agency", "Agency", hint="such as Solace"),
        Field("what", "What was given", "text"),
        Field("basis", "On what basis", "one", DISCLOSURE_BASES),
        Field("why", "Why without consent", hint="or why it was not safe to ask"),
        Field("told", "The person was told", "one", TOLD),
        Field("why_not_told", "Why they were not"),
        Field("decided_by", "Who decided", hint="a name or a role"),
        Field("sent", "How it was sent", "one", WAYS),
        Field("day", "When", hint="today, yesterday or 15 Nov 2026"),
    ]
    intro = "What left the organisation, in words. Ctrl+O records; what is recorded is never changed."
    if corrected:
        told = f"to {recipient_in_words(corrected)} on {in_words(corrected.day)}"
        recorded = f"recorded {day(corrected.at, writer.zone)} by {one_line(corrected.by)}"
        intro = f"This puts right what was given {told} ({recorded}), which stays to be read. "
        intro += "Whoever was given something wrong is to be told (Data Protection Act 2018, section 38)."
        fields = [
            Field("why_corrected", "Why it is put right"),
            Field("error_told", "They were told of it", "one", ERROR_TOLD),
            *fields,
        ]
    return Form(
        place="Put a disclosure right" if corrected else "Disclosure",
        fields=fields,
        read=lambda typed: disclosure_of(
            typed,
            disclosure_id=disclosure_id,
            corrects=corrected.id if corrected else None,
            now=writer.now(),
            today=writer.today,
            by=writer.by,
        ),
        echo=_disclosure_echo(writer, plain_email),
        intro=intro,
        said=lambda made: f"Recorded: given to {recipient_in_words(made)} on {in_words(made.day)}.",
    )


def _disclosure_echo(writer: EntryAuthor, plain_email: str) -> Callable[[str, str], str]:
    says = {
        ("sent", PLAIN_EMAIL): plain_email,
        ("sent", ANOTHER_WAY): "Say which under What was given.",
        ("error_told", "not yet"): "The case waits for it until they are: then put this entry right, and say so.",
        ("error_told", "not needed"): "Only where nothing wrong reached them: the record of it alone was wrong.",
    }

    def echo(field: str, text: str) -> str:
        if field != "day" or not text.strip():
            return says.get((field, text), "")
        try:
            read_back = in_words(parse_day_past(text, today=writer.today, what=GIVEN_DAY))
            return "" if read_back == text.strip() else read_back
        except DateError as error:
            return str(error) if "ahead" in str(error) else f"{NOT_YET}: {HINT_DAY}"

    return echo
