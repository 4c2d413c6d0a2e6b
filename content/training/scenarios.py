"""The incidents, actions, notes and disclosures of the made-up cases."""

from collections.abc import Mapping, Sequence

import msgspec

from content.entries.action import Agreed, State
from content.entries.disclosure import DisclosureBasis, ErrorTold, Told, Way
from content.entries.incident import Channel, Reported
from content.pack.answers import Basis
from content.pack.policy import TriggerId


class MadeIncident(msgspec.Struct, frozen=True, kw_only=True):
    """One made-up incident."""

    days_ago: int
    what: str
    how: tuple[Channel, ...]
    recorded_days_ago: int = -1
    """When the incident was recorded; below 0 for the day on which it happened."""

    is_by_month: bool = False
    """Whether only the month of the incident is known."""

    where: str = ""
    effect: str = ""
    reported: Reported = "no"
    evidence: str = ""
    evidence_where: str = ""


class MadeAction(msgspec.Struct, frozen=True, kw_only=True):
    """One made-up action, with its current state."""

    days_ago: int
    due_in: int
    """Days from now to the due date; below 0 if it is past."""

    concern: str
    what: str
    owner: str
    agreed: Agreed = "yes"
    state: State = "open"
    outcome: str = ""


class MadeNote(msgspec.Struct, frozen=True, kw_only=True):
    """One made-up note."""

    days_ago: int
    text: str
    basis: Basis
    trigger: TriggerId = ""


class MadeCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """The correction of a made-up disclosure."""

    days_ago: int
    what: str
    why: str
    error_told: ErrorTold


class MadeDisclosure(msgspec.Struct, frozen=True, kw_only=True):
    """One made-up disclosure."""

    days_ago: int
    to: str = ""
    agency: str
    what: str
    basis: DisclosureBasis = "consent"
    why: str = ""
    told: Told = "yes"
    sent: Way
    put_right: MadeCorrection | None = None


class MadeRecords(msgspec.Struct, frozen=True, kw_only=True):
    """The records of one made-up case."""

    incidents: Sequence[MadeIncident] = ()
    actions: Sequence[MadeAction] = ()
    notes: Sequence[MadeNote] = ()
    disclosures: Sequence[MadeDisclosure] = ()


BUSY: tuple[tuple[int, str, Channel], ...] = (
    (75, "Six text messages before breakfast", "phone"),
    (72, "Drove past three times in one evening", "at home"),
    (69, "Rang her mother and asked for her", "through others"),
    (67, "Left a letter on her windscreen", "property"),
    (63, "Waited at the bus stop in the morning", "in person"),
    (61, "Posted a picture of her street", "online"),
    (58, "Shouted from across the road", "in person"),
)
"""A series of incidents followed by silence: days ago, what happened, and the channel."""

RECORDS: Mapping[str, MadeRecords] = {
    "AB": MadeRecords(
        incidents=(
            MadeIncident(
                days_ago=140,
                recorded_days_ago=92,
                is_by_month=True,
                what="First seen outside the gym she goes to; she thought nothing of it then",
                how=("in person",),
                where="The gym, Broadway",
            ),
            MadeIncident(
                days_ago=93, recorded_days_ago=92, what="Sat in his car across the road for an hour", how=("at home",)
            ),
            MadeIncident(
                days_ago=78, recorded_days_ago=78, what="Eleven calls in one night, none answered", how=("phone",)
            ),
            MadeIncident(
                days_ago=64,
                what="Sent flowers to her desk with no name on them",
                how=("at work",),
                effect="Asked to change her shifts",
                evidence="The card",
                evidence_where="With her manager",
            ),
            MadeIncident(
                days_ago=51,
                recorded_days_ago=50,
                what="Walked behind her from the station to her door",
                how=("in person", "at home"),
                effect="No longer walks home alone",
                reported="yes",
            ),
            MadeIncident(days_ago=37, what="A new account followed her and all her friends", how=("online",)),
            MadeIncident(
                days_ago=23,
                what="Asked her sister where she was moving to",
                how=("through others", "phone"),
                evidence="Messages on her sister's phone",
                evidence_where="Her sister has them",
            ),
            MadeIncident(
                days_ago=13,
                what="Tyres of her car let down outside work",
                how=("property", "at work"),
                reported="yes",
                effect="Frightened to drive",
            ),
            MadeIncident(
                days_ago=10,
                recorded_days_ago=9,
                what="Was waiting at the school gate and spoke to her by name",
                how=("in person", "through others"),
                effect="Cried when she told it; has not slept",
                reported="yes",
            ),
        ),
        actions=(
            MadeAction(
                days_ago=50,
                due_in=-43,
                concern="Followed home from the station",
                what="Work agrees to shifts that end before dark",
                owner="Her manager, Kemi",
                state="done",
                outcome="New shifts since the week after",
            ),
            MadeAction(
                days_ago=9,
                due_in=-2,
                concern="Waits where she parks",
                what="Police to visit the workplace and the school",
                owner="PC Lee, neighbourhood team",
            ),
            MadeAction(
                days_ago=9,
                due_in=5,
                concern="Knows where she is without being told",
                what="Check her phone and car for trackers at a safe place",
                owner="Digital desk, Solace",
                agreed="not safe to ask",
            ),
        ),
        notes=(
            MadeNote(days_ago=49, text="Her manager will ring if he comes to reception", basis="third party"),
            MadeNote(
                days_ago=8,
                text="She sounded calmer; staying at her sister's until Friday",
                basis="professional opinion",
            ),
        ),
        disclosures=(
            MadeDisclosure(
                days_ago=50,
                to="PC Lee",
                agency="Neighbourhood team",
                what="That she was followed home from the station, when, and the safe way to reach her",
                sent="phone",
            ),
            MadeDisclosure(
                days_ago=9,
                to="Duty advocate",
                agency="Solace",
                what="Referral form: what has happened, the level and its reasons, the safe ways of contact",
                sent="secure e-mail",
            ),
        ),
    ),
    "GH": MadeRecords(
        incidents=(
            MadeIncident(
                days_ago=13,
                recorded_days_ago=12,
                what="Came in by the back door while she was out; nothing was taken",
                how=("at home", "property"),
                reported="yes",
            ),
        ),
        actions=(
            MadeAction(
                days_ago=12,
                due_in=2,
                concern="Got in by the back door",
                what="Change the locks and fit a door bar",
                owner="Housing repairs",
            ),
        ),
    ),
    "QR": MadeRecords(
        incidents=(
            MadeIncident(
                days_ago=6, recorded_days_ago=5, what="Stood at her desk until she left the room", how=("at work",)
            ),
            MadeIncident(
                days_ago=2,
                what="Followed her to the car park and took a photograph of her car",
                how=("in person", "at work"),
                effect="A colleague drove her home",
            ),
        ),
    ),
    "UV": MadeRecords(
        notes=(
            MadeNote(
                days_ago=1,
                text="He has her new number: no calls to it until she gives another",
                basis="victim's account",
                trigger="contact-not-safe",
            ),
        ),
        disclosures=(
            MadeDisclosure(
                days_ago=27,
                to="Reception",
                agency="Her employer",
                what="That calls and visitors for her are to be refused, and that an order keeps him away",
                basis="not safe to ask",
                why="He was with her whenever she could be reached",
                told="not safe to",
                sent="phone",
                put_right=MadeCorrection(
                    days_ago=1,
                    what="That calls and visitors for her are to be refused; no order keeps him away yet",
                    why="The order was applied for and is not granted",
                    error_told="not yet",
                ),
            ),
        ),
    ),
    "WX": MadeRecords(
        incidents=tuple(MadeIncident(days_ago=days_ago, what=what, how=(how,)) for days_ago, what, how in BUSY),
    ),
}
"""The records by the case's initials: rising risk, an overdue action, a new incident, a trigger, then silence."""
