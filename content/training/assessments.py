"""The assessments of the made-up cases; none describes a real person."""

from collections.abc import Mapping, Sequence

import msgspec

from content.pack.answers import NO, NOT_NEEDED, YES
from content.pack.known_questions import MARAC_DAY
from content.pack.model import QuestionId


class MadeAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """One made-up assessment: its answers that differ from `USUAL`."""

    days_ago: int
    level: int
    """The rank of the level in the pack, 1 for the lowest."""

    yes: Sequence[QuestionId] = ()
    said: Mapping[QuestionId, str] = {}
    review_after: int
    """Days from the assessment to the review date."""

    trigger: str = ""
    draft_only: int = 0
    """The number of questions answered in a draft; 0 for a signed-off assessment."""


DAYS_AGO: Mapping[QuestionId, int] = {MARAC_DAY: 0, "happening.last": 9}
"""Dates, in days before the assessment."""

FOUR = ("suspect.fixated", "suspect.obsessive", "suspect.unwanted", "suspect.repeated")
WATCHED = ("happening.pattern", "happening.following", "happening.loitering", "suspect.unwanted", "suspect.repeated")
ONLINE = ("happening.monitoring", "digital.hacking", "happening.messages")
AFRAID = ("victim.affected", "victim.fear")

USUAL: Mapping[QuestionId, str] = {
    "start.how-spoken": "face-to-face",
    "start.safe-to-talk": YES,
    "start.time": "enough",
    "support.safe-now": YES,
    "start.suspect-place": "elsewhere",
    "start.children-place": "safe",
    "start.safe-contact": "Text her work mobile on weekdays between 10:00 and 12:00, from a withheld number",
    "start.never-contact": "The home landline, and any e-mail",
    "start.voicemail": NO,
    "start.who-else": "Her sister is safe to talk to; his mother is not",
    "start.relationship": "ex-partner",
    "start.referral": "made-consent",
    "start.referral-why": "She asked for time; the risk does not allow more without her word",
    "happening.police": YES,
    "happening.police-ref": "A crime number was given; it is with the officer",
    "happening.police-officer": "PC Lee, neighbourhood team, through the station",
    "happening.evidence": "Messages on her phone, and the card that came with the flowers",
    "suspect.motivation": "Says that she belongs with him, and that he only wants to talk",
    "victim.effect": "I cannot sleep. I look out of the window all evening",
    "victim.changed": "No longer walks home alone; changed her shifts",
    "risk.history": YES,
    "risk.context": "They lived together for two years; he knows her family and her work",
    "risk.view-changed": "same",
    "suspect.investment": "Most evenings, and fuel for a drive of forty minutes each way",
    "victim.order-views": "Would want one, if it does not mean meeting him in court; said today",
    "support.marac-referral": "referred",
    "support.panel": NOT_NEEDED,
    "support.marac-why": "No sign of serious harm so far; talked over with the lead",
    "judgement.view": "stalking",
    "judgement.rationale": "Her account is consistent and supported by messages that were seen",
    "judgement.why-lower": "No contact of any kind since he moved away; confirmed by two agencies",
    "judgement.why-not-stalking": "A parking dispute with the whole street; it follows the dispute and not the person",
    "judgement.victim-view": "same",
    "judgement.victim-view-why": "He knows where she parks, and she thinks he will not stop",
    "judgement.why-below-view": "The plan now in place answers what she fears most; checked with her",
    "judgement.tonight": "At her sister's, who knows; a taxi from here; 999 if he comes",
    "judgement.no-actions": "The advocate holds the plan and rings on the safe number on Friday",
}
"""The default answers of a made-up assessment."""

MADE_UP: tuple[tuple[str, str, tuple[MadeAssessment, ...]], ...] = (
    (
        "AB",
        "TRAIN/101",
        (
            MadeAssessment(days_ago=92, level=1, yes=(*WATCHED[:1], "suspect.repeated"), review_after=42),
            MadeAssessment(
                days_ago=50,
                level=2,
                yes=(*WATCHED, *AFRAID[:1], "happening.messages"),
                review_after=28,
                trigger="new-incident",
                said={"risk.view-changed": "worse"},
            ),
            MadeAssessment(
                days_ago=9,
                level=3,
                yes=(*WATCHED, *FOUR, *AFRAID, *ONLINE, "risk.escalation"),
                review_after=14,
                trigger="escalation",
                said={"risk.view-changed": "worse", "judgement.victim-view": "same"},
            ),
        ),
    ),
    ("CD", "TRAIN/102", (MadeAssessment(days_ago=40, level=2, yes=(*WATCHED, *AFRAID), review_after=28),)),
    ("EF", "TRAIN/103", (MadeAssessment(days_ago=1, level=1, yes=WATCHED, review_after=28, draft_only=17),)),
    ("GH", "", (MadeAssessment(days_ago=12, level=3, yes=(*WATCHED, *FOUR, "happening.breaking-in"), review_after=7),)),
    (
        "JK",
        "TRAIN/105",
        (
            MadeAssessment(days_ago=120, level=3, yes=(*WATCHED, *FOUR, *AFRAID), review_after=28),
            MadeAssessment(
                days_ago=60,
                level=1,
                yes=("suspect.unwanted",),
                review_after=84,
                trigger="planned-review",
                said={"judgement.victim-view": "higher", "risk.view-changed": "better"},
            ),
        ),
    ),
    (
        "LM",
        "HSG-2291",
        (
            MadeAssessment(
                days_ago=21,
                level=1,
                yes=("suspect.not-fixated", "suspect.dispute", "victim.oppressed", "happening.antisocial"),
                review_after=84,
                said={
                    "judgement.view": "harassment",
                    "start.relationship": "neighbour",
                    "support.marac-referral": "not-high-risk",
                    "support.panel": YES,
                },
            ),
        ),
    ),
    (
        "NP",
        "TRAIN/107",
        (
            MadeAssessment(days_ago=33, level=2, yes=(*ONLINE, *AFRAID[:1]), review_after=30),
            MadeAssessment(
                days_ago=2,
                level=2,
                yes=(*ONLINE, *AFRAID, *WATCHED[:2]),
                review_after=28,
                trigger="new-incident",
                draft_only=24,
            ),
        ),
    ),
    (
        "QR",
        "",
        (
            MadeAssessment(
                days_ago=5,
                level=2,
                yes=WATCHED,
                review_after=28,
                said={"start.relationship": "colleague", "support.panel": YES},
            ),
        ),
    ),
    (
        "ST",
        "TRAIN/109",
        (
            MadeAssessment(
                days_ago=14, level=2, yes=FOUR, review_after=21, said={"judgement.victim-view": "not-obtained"}
            ),
        ),
    ),
    (
        "UV",
        "ADV/77",
        (
            MadeAssessment(
                days_ago=28,
                level=2,
                yes=(*FOUR, "digital.told-block", "risk.told-to-talk"),
                review_after=28,
                said={"start.relationship": "stranger", "judgement.view": "not-clear", "support.panel": YES},
            ),
        ),
    ),
    (
        "WX",
        "TRAIN/111",
        (
            MadeAssessment(days_ago=75, level=2, yes=(*WATCHED, *AFRAID), review_after=28),
            MadeAssessment(
                days_ago=45,
                level=2,
                yes=(*WATCHED[:2], *AFRAID[:1]),
                review_after=60,
                trigger="planned-review",
                said={"risk.view-changed": "better"},
            ),
        ),
    ),
    ("YZ", "TRAIN/112", (MadeAssessment(days_ago=3, level=3, yes=(*FOUR, *AFRAID, "start.threat"), review_after=7),)),
)
"""The initials, own reference and assessments of each case."""
