"""Small packs for tests, with every value that a test does not care about filled in, and the folder of the real one."""

import datetime as dt
import functools
from pathlib import Path
from typing import Literal

import content
from content.pack.checking.validation import check_pack
from content.pack.closed_days import ClosedDay, ClosedDays, Closure
from content.pack.contact_model import BankHolidays, Contact, Day, Hours, Phone
from content.pack.model import Checklist, Pack, Point, Topic
from content.pack.policy import Level, Policy, ReasonCode, Trigger
from content.pack.reading.loader import FILES, load_pack
from content.pack.sources import PracticeSource, Statement

EDITION_2026_2 = Path(__file__).parent / "data" / "edition_2026_2"
"""The pack as it was before edition 2026.3: tests that do not depend on the shipped words use it."""

ASHCOMBE = Path(__file__).parent / "data" / "overlay_ashcombe"
"""The overlay of a made-up borough, written by following docs/packs.md."""

BEXLEY = Path(content.__file__).parent / "data" / "bexley"
NATIONAL = Path(content.__file__).parent / "data" / "national"

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
"""A Tuesday."""

Kind = Literal["fact", "do", "do-not", "ask", "contact"]


def a_point(text: str, *, kind: Kind = "fact", source: str = "1.1", caution: str = "") -> Point:
    return Point(id=text, kind=kind, text=text, source=source, caution=caution)


def a_topic(title: str, *points: Point, note: str = "") -> Topic:
    return Topic(
        id=title.lower().replace(" ", "-"), title=title, points=points or (a_point("Nothing yet."),), note=note
    )


def some_hours(*days: Day, opens: str, closes: str) -> Hours:
    return Hours(days=days, opens=dt.time.fromisoformat(opens), closes=dt.time.fromisoformat(closes))


def a_contact(
    name: str,
    *numbers: str,
    what_for: str = "Advice.",
    who: str = "Anyone",
    eligibility: str = "",
    email: str = "",
    email_secure: bool = False,
    hours: tuple[Hours, ...] = (),
    hours_note: str = "",
    bank_holidays: BankHolidays = "not known",
    closed: tuple[Closure, ...] = (),
    emergency: bool = False,
    status: Literal["verified", "unverified", "withdrawn"] = "unverified",
    last_verified: dt.date | None = None,
    review_by: dt.date = dt.date(2027, 2, 22),
    source: str = "6.1",
) -> Contact:
    return Contact(
        id=name.lower().replace(" ", "-"),
        name=name,
        what_for=what_for,
        who=who,
        eligibility=eligibility,
        phones=tuple(Phone(number=number) for number in numbers),
        email=email,
        email_secure=email_secure,
        hours=hours,
        hours_note=hours_note,
        bank_holidays=bank_holidays,
        closed=closed,
        emergency=emergency,
        status=status,
        source=source,
        last_verified=last_verified,
        review_by=review_by,
        owner="the editors",
    )


POLICE = a_contact("Police", "999", what_for="Danger now.", emergency=True, source="law")
PALADIN = a_contact("Paladin", "0203 8664107", what_for="Advocacy in high-risk stalking.", who="Staff")
MARAC = a_contact("MARAC", what_for="Referrals.", email="marac@example.org", source="7.6")
CLOSED_DAYS = ClosedDays(
    days=(
        ClosedDay(date=dt.date(2026, 12, 25), name="Christmas Day"),
        ClosedDay(date=dt.date(2026, 12, 28), name="Boxing Day, substitute day"),
    ),
    until=dt.date(2027, 12, 31),
    review_by=dt.date(2027, 5, 31),
    source="law",
)
CONTACTS = (PALADIN, POLICE, MARAC)

TOPICS = (
    a_topic("What it is", a_point("A pattern, not one event."), a_point("Following or watching.", source="1.3")),
    a_topic("The victim", a_point("Is there persistent fear?", kind="ask", source="2.2"), note="Think stalking first."),
    a_topic("The suspect", a_point("Fixated.", kind="ask", source="3.1")),
    a_topic(
        "Assess the risk",
        a_point("Put risk first.", kind="do", source="4.1"),
        a_point("Do not suggest that they meet.", kind="do-not", source="4.10", caution="Fear of refusing counts too."),
    ),
    a_topic("Digital safety", a_point("80% happens online.", source="5.1", caution="No source is given.")),
    a_topic("Support", *(a_point(f"Step {number} of many. " * 6, kind="do", source="7.1") for number in range(1, 13))),
    a_topic("Further information", a_point("Ring Paladin.", kind="contact", source="6.1")),
)


def a_pack(*, topics: tuple[Topic, ...] = TOPICS, contacts: tuple[Contact, ...] = CONTACTS) -> Pack:
    """A pack whose guide and contacts are these, and whose checklist is empty."""
    cited = {point.source for topic in topics for point in topic.points} | {contact.source for contact in contacts}
    return Pack(
        policy=Policy(
            id="small",
            name="A small pack",
            version="1",
            date=dt.date(2026, 11, 22),
            jurisdiction="England and Wales",
            time_zone="Europe/London",
            owner="the editors",
            idle_minutes=10,
            changelog=(),
            closed_days=CLOSED_DAYS,
            levels=(Level(id="standard", name="Standard", says="There is risk.", review_days=84),),
            triggers=(Trigger(id="planned", name="The planned date"),),
            erasure_reasons=(ReasonCode(id="person-asked", name="The person asked"),),
            hold_reasons=(ReasonCode(id="criminal-case", name="A criminal case"),),
        ),
        sources={"law": PracticeSource(body="Parliament", document="the law", year=1997, sure="high")},
        statements={source: Statement(use=("guide",), sentence="Something.") for source in cited if source != "law"},
        topics=topics,
        checklist=Checklist(id="none", edition="1", sections=()),
        prompts=(),
        contacts=contacts,
    )


def texts_in(folder: Path) -> dict[str, str]:
    """The texts of the pack in a folder, as `load_pack` takes them."""
    return {name: (folder / name).read_text(encoding="utf-8") for name in FILES if (folder / name).exists()}


@functools.cache
def bexley() -> Pack:
    """The shipped pack, loaded and checked once."""
    pack = load_pack(texts_in(BEXLEY))
    check_pack(pack)
    return pack


@functools.cache
def classic() -> Pack:
    """The pack of edition 2026.2; it lacks questions that are required since, so it is not checked."""
    return load_pack(texts_in(EDITION_2026_2))
