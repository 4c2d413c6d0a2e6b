"""The guide and the contacts in plain lines."""

import datetime as dt

from content.pack.model import Contact
from content.pack.rendering import contact_lines, point_lines, short_status
from tests.packs import NOON, a_contact, a_pack, a_point, some_hours

PACK = a_pack()


def told(contact: Contact, label: str, *, now: dt.datetime = NOON) -> str:
    """What the lines of a contact say under a label."""
    lines = contact_lines(PACK, contact, now)
    return "; ".join(line.removeprefix(label).strip() for line in lines if line.startswith(label))


def test_a_point_says_its_kind_its_source_and_its_caution() -> None:
    point = a_point("Do not meet.", kind="do-not", source="4.10", caution="Not even once.")

    assert point_lines(PACK, point) == ("DO NOT   Do not meet. (briefing 4.10)", "Caution: Not even once.")


def test_every_kind_of_point_is_told_in_words() -> None:
    kinds = [point_lines(PACK, a_point("x", kind=kind))[0] for kind in ("fact", "do", "ask", "contact")]

    assert [line.split()[0] for line in kinds] == ["FACT", "DO", "ASK", "CONTACT"]


def test_a_source_of_the_packs_own_is_told_in_the_packs_words() -> None:
    assert point_lines(PACK, a_point("x", source="law"))[0].endswith("(the law)")


def test_what_could_act_on_a_terminal_is_made_visible() -> None:
    line = point_lines(PACK, a_point("red \x1b[31m\u202etext"))[0]

    assert "\x1b" not in line
    assert "\u202e" not in line


def test_an_address_that_is_not_secure_says_so() -> None:
    warned = "a@b.uk - not a secure address: do not send personal details"

    assert told(a_contact("A", email="a@b.uk"), "E-mail") == warned
    assert told(a_contact("A", email="a@b.uk", email_secure=True), "E-mail") == "a@b.uk"


def test_hours_are_told_in_words_with_the_next_opening_and_the_note() -> None:
    wednesday = (some_hours("Wed", opens="12:30", closes="15:00"),)
    contact = a_contact("A", hours=wednesday, hours_note="Confirm it is running.")

    assert told(contact, "Hours") == "Wed 12:30-15:00; next open Wed 25 Nov 12:30. Confirm it is running."
    assert told(a_contact("A", hours_note="Hours not known."), "Hours") == "Hours not known."


def test_days_in_a_row_are_told_as_a_span() -> None:
    week = a_contact("A", hours=(some_hours("Mon", "Tue", "Wed", "Thu", "Fri", opens="09:00", closes="17:00"),))
    apart = a_contact("A", hours=(some_hours("Fri", "Mon", opens="18:00", closes="00:00"),))

    assert told(week, "Hours").startswith("Mon-Fri 09:00-17:00; open now until 17:00")
    assert told(apart, "Hours").startswith("Mon, Fri 18:00-24:00")


def test_a_status_says_when_it_was_last_checked() -> None:
    checked = a_contact("A", status="verified", last_verified=dt.date(2026, 11, 22))

    assert told(a_contact("A"), "Status") == "unverified: never checked by a call."
    assert told(checked, "Status") == "verified: last checked 22 Nov 2026."


def test_a_review_date_is_past_only_after_its_own_day_has_ended_here() -> None:
    contact = a_contact("A", review_by=dt.date(2027, 6, 22))
    last_minute = dt.datetime(2027, 6, 22, 22, 59, tzinfo=dt.UTC)
    midnight_in_london = dt.datetime(2027, 6, 22, 23, 0, tzinfo=dt.UTC)

    assert told(contact, "Check", now=last_minute) == "due by 22 Jun 2027"
    assert told(contact, "Check", now=midnight_in_london) == "needs a check: its review date was 22 Jun 2027"
    assert short_status(PACK, contact, midnight_in_london) == "unverified, needs a check"


def test_a_withdrawn_contact_says_so_before_anything_else() -> None:
    withdrawn = a_contact("A", "123", status="withdrawn")

    assert contact_lines(PACK, withdrawn, NOON)[0].split(maxsplit=1)[1] == "WITHDRAWN: do not use this entry"
    assert short_status(PACK, withdrawn, NOON) == "WITHDRAWN: do not use"
