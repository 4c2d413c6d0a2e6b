"""Tests of rendering the guide and the contacts as plain lines."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from content.pack.closed_days import Closure
from content.pack.contact_model import DAYS, Contact
from content.pack.model import Point
from content.pack.rendering import contact_lines, hours_in_words, point_lines, short_status, topic_lines
from tests.packs import NOON, a_contact, a_pack, a_point, a_topic, some_hours

PACK = a_pack()


def text_under(contact: Contact, label: str, *, now: dt.datetime = NOON) -> str:
    """The text of a contact's lines under a label."""
    lines = contact_lines(PACK, contact, now)
    return "; ".join(line.removeprefix(label).strip() for line in lines if line.startswith(label))


def test_a_point_shows_its_kind_source_and_caution() -> None:
    point = a_point("Do not meet.", kind="do-not", source="4.10", caution="Not even once.")

    assert point_lines(PACK, point, NOON.date()) == ("DO NOT   Do not meet. (briefing 4.10)", "Caution: Not even once.")


def test_what_is_to_be_done_or_asked_has_a_tag_and_facts_have_none() -> None:
    kinds = [
        point_lines(PACK, a_point("x", kind=kind), NOON.date())[0]
        for kind in ("fact", "do", "do-not", "ask", "contact")
    ]

    assert [line[:9].strip() for line in kinds] == ["x (briefi", "DO", "DO NOT", "ASK", "x (briefi"]


def test_a_source_of_the_pack_is_shown_with_its_description() -> None:
    assert point_lines(PACK, a_point("x", source="law"), NOON.date())[0].endswith("(Parliament, the law, 1997)")


def test_characters_that_act_on_a_terminal_are_made_visible() -> None:
    line = point_lines(PACK, a_point("red \x1b[31m\u202etext"), NOON.date())[0]

    assert "\x1b" not in line
    assert "\u202e" not in line


def shown(*points: Point) -> list[str]:
    """The lines of a topic with these points."""
    return [line.text for line in topic_lines(PACK, a_topic("T", *points), NOON.date())]


def under(lead: str, point: Point) -> Point:
    return msgspec.structs.replace(point, lead=lead)


def test_a_heading_has_a_blank_line_before_it_and_none_after_it() -> None:
    second = msgspec.structs.replace(a_point("B.", kind="do"), heading="Second")
    first = msgspec.structs.replace(a_point("A.", kind="do"), heading="First")

    assert shown(first, second) == [
        "First",
        "DO       A. (briefing 1.1)",
        "",
        "Second",
        "DO       B. (briefing 1.1)",
    ]


def test_paragraphs_have_a_blank_line_between_them_and_points_of_a_list_have_none() -> None:
    assert shown(a_point("A."), a_point("B."), a_point("C.", kind="do"), a_point("D.", kind="ask")) == [
        "A. (briefing 1.1)",
        "",
        "B. (briefing 1.1)",
        "",
        "DO       C. (briefing 1.1)",
        "ASK      D. (briefing 1.1)",
    ]


def test_points_with_a_lead_are_a_list_below_it() -> None:
    assert shown(under("It can be:", a_point("following.")), under("It can be:", a_point("watching."))) == [
        "It can be:",
        "- following. (briefing 1.1)",
        "- watching. (briefing 1.1)",
    ]


def test_what_is_not_to_be_done_says_so_in_each_row_of_a_list() -> None:
    lead = "Do not advise them to"

    assert shown(under(lead, a_point("close accounts.", kind="do-not")))[-1] == (
        "DO NOT   close accounts. (briefing 1.1)"
    )


def test_a_caution_that_all_points_of_a_list_share_stands_once_above_the_lead() -> None:
    lead = "Do not advise them to"
    both = [under(lead, a_point(text, kind="do-not", caution="They decide.")) for text in ("block.", "hide.")]

    assert shown(*both) == [
        "Caution: They decide.",
        lead,
        "DO NOT   block. (briefing 1.1)",
        "DO NOT   hide. (briefing 1.1)",
    ]
    assert point_lines(PACK, both[1], NOON.date())[1] == "Caution: They decide."


def test_cautions_that_differ_stand_with_their_points() -> None:
    lead = "It can be:"
    first, second = (under(lead, a_point(text, caution=caution)) for text, caution in (("A.", ""), ("B.", "Ask.")))

    assert shown(first, second) == [lead, "- A. (briefing 1.1)", "- B. (briefing 1.1)\nCaution: Ask."]


def test_an_insecure_address_is_marked() -> None:
    warned = "a@b.uk - not a secure address: do not send personal details"

    assert text_under(a_contact("A", email="a@b.uk"), "E-mail") == warned
    assert text_under(a_contact("A", email="a@b.uk", email_secure=True), "E-mail") == "a@b.uk"


def test_hours_are_shown_in_words_with_the_next_opening_and_the_note() -> None:
    wednesday = (some_hours("Wed", opens="12:30", closes="15:00"),)
    contact = a_contact("A", hours=wednesday, hours_note="Confirm it is running.")

    assert text_under(contact, "Hours") == (
        "Wed 12:30-15:00, bank holidays not known; said to be next open Wed 25 Nov 12:30; not verified. "
        "Confirm it is running."
    )
    assert text_under(a_contact("A", hours_note="Hours not known."), "Hours") == "Hours not known."


def test_consecutive_days_are_shown_as_a_range() -> None:
    week = (some_hours("Mon", "Tue", "Wed", "Thu", "Fri", opens="09:00", closes="17:00"),)
    apart = (some_hours("Fri", "Mon", opens="18:00", closes="00:00"),)

    assert hours_in_words(week) == "Mon-Fri 09:00-17:00"
    assert hours_in_words(apart) == "Mon, Fri 18:00-24:00"


def test_a_contact_says_what_it_does_on_bank_holidays_and_when_it_will_be_closed() -> None:
    wednesday = (some_hours("Wed", opens="12:30", closes="15:00"),)
    over, training, break_ = (
        Closure(from_=first, to=last, why=why)
        for first, last, why in (
            (dt.date(2026, 11, 23), dt.date(2026, 11, 23), "over"),
            (dt.date(2026, 11, 24), dt.date(2026, 11, 24), "staff training"),
            (dt.date(2026, 12, 24), dt.date(2027, 1, 3), "Christmas break"),
        )
    )
    contact = a_contact(
        "A", hours=wednesday, status="verified", bank_holidays="closed", closed=(over, training, break_)
    )

    assert text_under(contact, "Hours") == (
        "Wed 12:30-15:00, closed on bank holidays; next open Wed 25 Nov 12:30; closed 24 Nov 2026: staff training; "
        "closed 24 Dec 2026 to 3 Jan 2027: Christmas break"
    )
    opens = a_contact("A", hours=wednesday, status="verified", bank_holidays="open")
    assert text_under(opens, "Hours") == "Wed 12:30-15:00, open on bank holidays; next open Wed 25 Nov 12:30"


def test_the_bank_holidays_of_the_pack_count_in_its_time_zone() -> None:
    weekdays = (some_hours("Mon", "Tue", "Wed", "Thu", "Fri", opens="00:00", closes="17:00"),)
    contact = a_contact("A", hours=weekdays, status="verified", bank_holidays="closed")
    christmas_in_london = dt.datetime(2026, 12, 25, 0, 0, tzinfo=dt.UTC)

    said = text_under(contact, "Hours", now=christmas_in_london.astimezone(ZoneInfo("America/New_York")))

    assert "closed today: Christmas Day (bank holiday), next open Tue 29 Dec 00:00" in said


def test_an_emergency_contact_that_never_closes_says_nothing_of_bank_holidays() -> None:
    every_day = (some_hours(*DAYS, opens="00:00", closes="00:00"),)
    contact = a_contact("Police", "999", hours=every_day, status="verified", emergency=True)

    assert text_under(contact, "Hours") == "every day 00:00-24:00; open now"


def test_a_status_shows_when_it_was_last_checked() -> None:
    checked = a_contact("A", status="verified", last_verified=dt.date(2026, 11, 22))

    assert text_under(a_contact("A"), "Status") == "unverified: never checked by a call."
    assert text_under(checked, "Status") == "verified: last checked 22 Nov 2026."


def test_a_review_date_has_passed_only_after_its_day_in_the_time_zone_of_the_pack() -> None:
    contact = a_contact("A", review_by=dt.date(2027, 6, 22))
    last_minute = dt.datetime(2027, 6, 22, 22, 59, tzinfo=dt.UTC)
    midnight_in_london = dt.datetime(2027, 6, 22, 23, 0, tzinfo=dt.UTC)

    assert text_under(contact, "Check", now=last_minute) == "due by 22 Jun 2027"
    assert text_under(contact, "Check", now=midnight_in_london) == "needs a check: its review date was 22 Jun 2027"
    assert short_status(PACK, contact, midnight_in_london) == "unverified, needs a check"


def test_a_withdrawn_contact_says_so_first() -> None:
    withdrawn = a_contact("A", "123", status="withdrawn")

    assert contact_lines(PACK, withdrawn, NOON)[0].split(maxsplit=1)[1] == "WITHDRAWN: do not use this entry"
    assert short_status(PACK, withdrawn, NOON) == "WITHDRAWN: do not use"
