"""What was typed for a disclosure, read into what is recorded."""

import datetime as dt
from typing import cast

import msgspec

from content.case.disclosures import (
    DISCLOSURE_BASES,
    ERROR_TOLD,
    TOLD,
    WAYS,
    Disclosure,
    DisclosureBasis,
    DisclosureId,
    ErrorTold,
    Told,
    Way,
    check_disclosure,
)
from content.case.entry_readers import Typed, one_of, text_of
from content.dates import in_words, parse_day_past
from content.errors import DateError, DisclosureError

GIVEN_DAY = "the day it was given"


def disclosure_of(
    typed: Typed,
    *,
    disclosure_id: DisclosureId,
    corrects: DisclosureId | None = None,
    now: dt.datetime,
    today: dt.date,
    by: str,
) -> Disclosure:
    """The disclosure that was typed.

    Args:
        typed: What was typed.
        disclosure_id: Its new id.
        corrects: The disclosure that it puts right.
        now: When it is recorded.
        today: The day of that, by the pack's clock.
        by: Who records it.

    Raises:
        DisclosureError: With the sentence to show beside the field.
    """
    disclosure = Disclosure(
        id=disclosure_id,
        to=text_of(typed, "to"),
        agency=text_of(typed, "agency"),
        what=text_of(typed, "what"),
        basis=cast("DisclosureBasis", one_of(typed, "basis", DISCLOSURE_BASES)),
        why=text_of(typed, "why"),
        told=cast("Told", one_of(typed, "told", TOLD)),
        why_not_told=text_of(typed, "why_not_told"),
        decided_by=text_of(typed, "decided_by"),
        sent=cast("Way", one_of(typed, "sent", WAYS)),
        day=today,
        at=now,
        by=by,
        corrects=corrects,
        why_corrected=text_of(typed, "why_corrected"),
        error_told=cast("ErrorTold", one_of(typed, "error_told", ERROR_TOLD)),
    )
    check_disclosure(disclosure, today=today)
    text = typed.get("day", "")
    if not text.strip():
        raise DisclosureError("day", f"{GIVEN_DAY} is needed")
    try:
        return msgspec.structs.replace(disclosure, day=parse_day_past(text, today=today, what=GIVEN_DAY))
    except DateError as error:
        raise DisclosureError("day", str(error)) from error


def typed_disclosure(disclosure: Disclosure) -> dict[str, str]:
    """A disclosure as it would have been typed, to be put right; why is asked anew."""
    return {
        "to": disclosure.to,
        "agency": disclosure.agency,
        "what": disclosure.what,
        "basis": disclosure.basis,
        "why": disclosure.why,
        "told": disclosure.told,
        "why_not_told": disclosure.why_not_told,
        "decided_by": disclosure.decided_by,
        "sent": disclosure.sent,
        "day": in_words(disclosure.day),
        "error_told": disclosure.error_told,
    }
