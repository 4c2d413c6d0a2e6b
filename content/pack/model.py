"""The pack: one organisation's guide, checklist, prompts, contacts and policy, as frozen values."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec

SourceId = str
"""The id of a statement of the briefing ("2.3") or of a source listed in the pack ("practice.safe-contact")."""

QuestionId = str
PromptId = str
ContactId = str
LevelId = str
TriggerId = str
TopicId = str

ReasonId = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9-]{0,40}\Z")]
"""The code of a reason to erase or hold a case. It is written to the audit log, so it cannot be free text."""

NonEmpty = Annotated[str, msgspec.Meta(min_length=1)]
Use = Literal["guide", "checklist", "contacts"]
QuestionKind = Literal["yes-no", "done", "avoid", "choice", "text", "date"]
Urgency = Literal["now", "before they leave", "plan"]
Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
URGENCIES: tuple[Urgency, ...] = ("now", "before they leave", "plan")
"""Most urgent first."""


class PackEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base class of pack entries; unknown keys are errors, so a misspelt key never silently means a default."""


class Statement(PackEntry, frozen=True, kw_only=True):
    """One statement of the source briefing, and where the pack must cite it."""

    use: tuple[Use, ...]
    says: NonEmpty


class Level(PackEntry, frozen=True, kw_only=True):
    """One level of risk that a practitioner can judge; a pack lists them lowest first."""

    id: LevelId
    name: NonEmpty
    says: NonEmpty
    review_days: Annotated[int, msgspec.Meta(ge=1, le=366)]
    """Days until the next review unless the practitioner sets another date; a policy, not a rule."""


class Trigger(PackEntry, frozen=True, kw_only=True):
    """One reason to reassess."""

    id: TriggerId
    name: NonEmpty


class ReasonCode(PackEntry, frozen=True, kw_only=True):
    """One reason to erase a case, or to place a hold on it."""

    id: NonEmpty
    """The code stored in records, so it is never reused for another reason."""

    name: NonEmpty


class Policy(PackEntry, frozen=True, kw_only=True):
    """The contents of `pack.toml`."""

    id: NonEmpty
    name: NonEmpty
    version: NonEmpty
    date: dt.date
    jurisdiction: NonEmpty
    time_zone: NonEmpty
    owner: NonEmpty
    idle_minutes: Annotated[int, msgspec.Meta(ge=1, le=120)]
    changelog: tuple[NonEmpty, ...]
    levels: tuple[Level, ...]
    triggers: tuple[Trigger, ...]
    erasure_reasons: tuple[ReasonCode, ...]
    hold_reasons: tuple[ReasonCode, ...]
    plain_email: str = ""
    """The warning shown when something is recorded as sent by plain e-mail; it does not block the entry."""

    sources: Mapping[SourceId, NonEmpty] = {}
    """Descriptions of the sources other than the briefing, by id."""


class Point(PackEntry, frozen=True, kw_only=True):
    """One point of a topic of the guide."""

    kind: Literal["fact", "do", "do-not", "ask", "contact"]
    text: NonEmpty
    source: SourceId
    caution: str = ""
    """What is doubtful about the point; always shown with it."""


class Topic(PackEntry, frozen=True, kw_only=True):
    """One topic of the guide."""

    id: TopicId
    title: NonEmpty
    points: tuple[Point, ...]
    note: str = ""


class Condition(PackEntry, frozen=True, kw_only=True):
    """One condition: a question has a given answer."""

    question: QuestionId
    is_: str = msgspec.field(name="is")


class ConditionSet(PackEntry, frozen=True, kw_only=True):
    """A set of conditions: every one in `all` and, if `any` is not empty, at least one in `any` must hold."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the set."""
        return self.all + self.any


class Option(PackEntry, frozen=True, kw_only=True):
    """One choice of a question."""

    id: NonEmpty
    name: NonEmpty


class Question(PackEntry, frozen=True, kw_only=True):
    """One question of the checklist."""

    id: QuestionId
    """The id stored in records, so it is never reused."""

    kind: QuestionKind
    text: NonEmpty
    why: NonEmpty
    source: SourceId
    points_to: Literal["stalking", "harassment", "risk"] | None = None
    """What a "yes" points to; `risk` is a danger that does not distinguish stalking from harassment."""

    letter: Literal["F", "O", "U", "R"] | None = None
    """Its letter in the mnemonic FOUR."""

    options: tuple[Option, ...] = ()
    opens_when: ConditionSet | None = None
    """The question is asked only while these conditions hold."""

    retired: bool = False
    """Whether the question is no longer asked; it stays in the pack so that its id is not reused."""


class Section(PackEntry, frozen=True, kw_only=True):
    """One section of the checklist."""

    id: NonEmpty
    title: NonEmpty
    questions: tuple[Question, ...]


class Checklist(PackEntry, frozen=True, kw_only=True):
    """The checklist: questions grouped into sections."""

    id: NonEmpty
    edition: NonEmpty
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are not retired, in order."""
        return tuple(question for section in self.sections for question in section.questions if not question.retired)

    def question(self, wanted: QuestionId) -> Question | None:
        """The question with this id that is not retired, or None."""
        return next((question for question in self.questions if question.id == wanted), None)

    def section_of(self, wanted: QuestionId) -> Section:
        """The section that contains a question.

        Raises:
            KeyError: If no section contains it.
        """
        for section in self.sections:
            if any(question.id == wanted for question in section.questions):
                return section
        raise KeyError(wanted)


class PromptRule(PackEntry, frozen=True, kw_only=True):
    """A rule that shows a prompt while its conditions hold."""

    id: PromptId
    when: ConditionSet
    urgency: Urgency
    says: NonEmpty
    source: SourceId
    contact: ContactId | None = None
    """The contact to name with the prompt."""


class Hours(PackEntry, frozen=True, kw_only=True):
    """One opening period on some days of the week, in the pack's time zone."""

    days: tuple[Day, ...]
    opens: dt.time
    closes: dt.time
    """A time later on the same day; 00:00 is the end of the day."""


class Phone(PackEntry, frozen=True, kw_only=True):
    """One telephone number, grouped as it is read aloud."""

    number: NonEmpty
    note: str = ""


class Contact(PackEntry, frozen=True, kw_only=True):
    """One entry of the contacts directory."""

    id: ContactId
    name: NonEmpty
    what_for: NonEmpty
    who: NonEmpty
    """Who can use it: staff, the person, or both."""

    eligibility: str = ""
    phones: tuple[Phone, ...] = ()
    website: str = ""
    email: str = ""
    email_secure: bool = False
    address: str = ""
    hours: tuple[Hours, ...] = ()
    hours_note: str = ""
    """A note on the opening hours; the only information if `hours` is empty."""

    emergency: bool = False
    """Whether the contact is listed above all others."""

    status: Literal["verified", "unverified", "withdrawn"]
    status_note: str = ""
    """The reason for the status."""

    source: SourceId
    last_verified: dt.date | None = None
    review_by: dt.date
    owner: NonEmpty


class Pack(PackEntry, frozen=True, kw_only=True):
    """One organisation's pack, loaded and checked."""

    policy: Policy
    statements: Mapping[SourceId, Statement]
    topics: tuple[Topic, ...]
    checklist: Checklist
    prompts: tuple[PromptRule, ...]
    contacts: tuple[Contact, ...]

    def contact(self, wanted: ContactId) -> Contact:
        """The contact with this id.

        Raises:
            KeyError: If no contact has it.
        """
        for contact in self.contacts:
            if contact.id == wanted:
                return contact
        raise KeyError(wanted)

    def level(self, wanted: LevelId) -> Level | None:
        """The level with this id, or None if the pack no longer has it."""
        return next((level for level in self.policy.levels if level.id == wanted), None)

    def trigger(self, wanted: TriggerId) -> Trigger | None:
        """The trigger with this id, or None if the pack no longer has it."""
        return next((trigger for trigger in self.policy.triggers if trigger.id == wanted), None)

    def cites(self) -> Iterator[tuple[Use, SourceId]]:
        """Every citation of a source, with the part of the pack that cites it."""
        for topic in self.topics:
            for point in topic.points:
                yield "guide", point.source
        for question in self.checklist.questions:
            yield "checklist", question.source
        for rule in self.prompts:
            yield "checklist", rule.source
        for contact in self.contacts:
            yield "contacts", contact.source

    def source_line(self, source: SourceId) -> str:
        """A source in words: "briefing 2.3", the pack's description, or the bare id if this pack does not list it."""
        return f"briefing {source}" if source in self.statements else self.policy.sources.get(source, source)
