"""The pack: one organisation's guide, checklist, prompts, contacts and policy, as frozen values."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec

SourceId = str
"""Names a statement of the briefing ("2.3"), or a source of the pack's own ("practice.safe-contact")."""

QuestionId = str
PromptId = str
ContactId = str
LevelId = str
TriggerId = str
TopicId = str

ReasonId = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9-]{0,40}\Z")]
"""The code of a reason to erase or hold a case; it stands in the audit log, so it holds no free text."""

NonEmpty = Annotated[str, msgspec.Meta(min_length=1)]
Use = Literal["guide", "checklist", "contacts"]
QuestionKind = Literal["yes-no", "done", "avoid", "choice", "text", "date"]
Urgency = Literal["now", "before they leave", "plan"]
Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
URGENCIES: tuple[Urgency, ...] = ("now", "before they leave", "plan")
"""Most urgent first."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of every entry of a pack: exact, so that a misspelt key is an error and never a default."""


class Statement(Entry, frozen=True, kw_only=True):
    """One statement of the source briefing, and where the product puts it to work."""

    use: tuple[Use, ...]
    says: NonEmpty


class Level(Entry, frozen=True, kw_only=True):
    """One level of risk that a practitioner can judge; a pack lists them lowest first."""

    id: LevelId
    name: NonEmpty
    says: NonEmpty
    review_days: Annotated[int, msgspec.Meta(ge=1, le=366)]
    """Days until the next review unless the practitioner sets another date; a policy, not a rule."""


class Trigger(Entry, frozen=True, kw_only=True):
    """One reason to reassess."""

    id: TriggerId
    name: NonEmpty


class ReasonCode(Entry, frozen=True, kw_only=True):
    """One reason to erase a case, or to keep it from being erased."""

    id: NonEmpty
    """The code that the record keeps, so it is never reused for another reason."""

    name: NonEmpty


class Policy(Entry, frozen=True, kw_only=True):
    """What `pack.toml` holds."""

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
    """What is said where something is recorded as sent by plain e-mail; it is said, and never forbidden."""

    sources: Mapping[SourceId, NonEmpty] = {}
    """Sources other than the briefing, by id, each with what it is."""


class Point(Entry, frozen=True, kw_only=True):
    """One point of a topic of the guide."""

    kind: Literal["fact", "do", "do-not", "ask", "contact"]
    text: NonEmpty
    source: SourceId
    caution: str = ""
    """What is doubtful about it; shown with it, always."""


class Topic(Entry, frozen=True, kw_only=True):
    """One of the parts of the guide."""

    id: TopicId
    title: NonEmpty
    points: tuple[Point, ...]
    note: str = ""


class Condition(Entry, frozen=True, kw_only=True):
    """One condition: the question's answer is this."""

    question: QuestionId
    is_: str = msgspec.field(name="is")


class ConditionSet(Entry, frozen=True, kw_only=True):
    """Conditions that hold all together, or any of them."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition named."""
        return self.all + self.any


class Option(Entry, frozen=True, kw_only=True):
    """One choice of a question."""

    id: NonEmpty
    name: NonEmpty


class Question(Entry, frozen=True, kw_only=True):
    """One question of the checklist."""

    id: QuestionId
    """Names the question in stored records, so it is never reused."""

    kind: QuestionKind
    text: NonEmpty
    why: NonEmpty
    source: SourceId
    points_to: Literal["stalking", "harassment", "risk"] | None = None
    """What a "yes" points to; `risk` is a danger that tells neither from the other."""

    letter: Literal["F", "O", "U", "R"] | None = None
    """Its letter in the mnemonic FOUR."""

    options: tuple[Option, ...] = ()
    opens_when: ConditionSet | None = None
    """It is asked only once these hold."""

    retired: bool = False
    """It is no longer asked; kept so that its id stays taken."""


class Section(Entry, frozen=True, kw_only=True):
    """One section of the checklist."""

    id: NonEmpty
    title: NonEmpty
    questions: tuple[Question, ...]


class Checklist(Entry, frozen=True, kw_only=True):
    """The checklist: its questions, in sections."""

    id: NonEmpty
    edition: NonEmpty
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked today, in order."""
        return tuple(question for section in self.sections for question in section.questions if not question.retired)

    def question(self, wanted: QuestionId) -> Question | None:
        """The question asked today under this id, if there is one."""
        return next((question for question in self.questions if question.id == wanted), None)

    def section_of(self, wanted: QuestionId) -> Section:
        """The section that holds a question.

        Raises:
            KeyError: If no section does.
        """
        for section in self.sections:
            if any(question.id == wanted for question in section.questions):
                return section
        raise KeyError(wanted)


class PromptRule(Entry, frozen=True, kw_only=True):
    """A rule that speaks when answers meet it."""

    id: PromptId
    when: ConditionSet
    urgency: Urgency
    says: NonEmpty
    source: SourceId
    contact: ContactId | None = None
    """The contact that can help with it."""


class Hours(Entry, frozen=True, kw_only=True):
    """One opening on some days of the week, in the pack's time zone."""

    days: tuple[Day, ...]
    opens: dt.time
    closes: dt.time
    """Later on the same day; 00:00 is the end of the day."""


class Phone(Entry, frozen=True, kw_only=True):
    """One telephone number, as people say it."""

    number: NonEmpty
    note: str = ""


class Contact(Entry, frozen=True, kw_only=True):
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
    """What is to be said of its hours in words; all there is where the hours are not known."""

    emergency: bool = False
    """Pinned above all others."""

    status: Literal["verified", "unverified", "withdrawn"]
    status_note: str = ""
    """What the status rests on."""

    source: SourceId
    last_verified: dt.date | None = None
    review_by: dt.date
    owner: NonEmpty


class Pack(Entry, frozen=True, kw_only=True):
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
            KeyError: If there is none.
        """
        for contact in self.contacts:
            if contact.id == wanted:
                return contact
        raise KeyError(wanted)

    def level(self, wanted: LevelId) -> Level | None:
        """The level with this id, if the pack still has it."""
        return next((level for level in self.policy.levels if level.id == wanted), None)

    def trigger(self, wanted: TriggerId) -> Trigger | None:
        """The trigger with this id, if the pack still has it."""
        return next((trigger for trigger in self.policy.triggers if trigger.id == wanted), None)

    def cites(self) -> Iterator[tuple[Use, SourceId]]:
        """Every citation of a source, with the use it serves."""
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
        """A source in words: "briefing 2.3", the pack's own words, or the bare id of one from an earlier pack."""
        return f"briefing {source}" if source in self.statements else self.policy.sources.get(source, source)
