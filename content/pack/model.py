"""The pack: one organisation's guide, checklist, prompts, contacts and policy, as frozen values."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from content.pack.contact_model import Contact
from content.pack.pack_entry import ContactId, NonEmpty, PackEntry, SourceId
from content.pack.policy import Level, LevelId, Policy, Trigger, TriggerId
from content.pack.sources import PracticeSource, Sourced, Statement, Use

QuestionId = str
PromptId = str
TopicId = str

QuestionKind = Literal["yes-no", "done", "avoid", "choice", "text", "date"]
Urgency = Literal["now", "before they leave", "plan"]
Direction = Literal["stalking", "harassment", "danger"]
MAX_LABEL = 60
"""The longest text of a question that a list shows whole, in characters."""


URGENCIES: tuple[Urgency, ...] = ("now", "before they leave", "plan")
"""Most urgent first."""


class Point(Sourced, frozen=True, kw_only=True):
    """One point of a topic of the guide."""

    id: NonEmpty
    kind: Literal["fact", "do", "do-not", "ask", "contact"]
    heading: str = ""
    """The heading of the group of points that begins here."""

    lead: str = ""
    """The words that it shares with its neighbours, such as "Stalking can be:"; a list shows them once, above."""

    text: NonEmpty
    caution: str = ""
    """What is doubtful about the point; always shown with it."""

    contact: ContactId | None = None
    """The contact that it is about."""

    @property
    def whole(self) -> str:
        """The point as it reads on its own."""
        return f"{self.lead} {self.text}".strip()


class Topic(PackEntry, frozen=True, kw_only=True):
    """One topic of the guide."""

    id: TopicId
    title: NonEmpty
    points: tuple[Point, ...]
    note: str = ""


class Condition(PackEntry, frozen=True, kw_only=True):
    """One condition on an answer, or on one of the other facts that `content.pack.known_questions` names."""

    question: QuestionId
    """A question's id, or what `known_questions` calls a pseudo-question."""

    is_: str = msgspec.field(name="is", default="")
    """The value; empty if the condition is about a date."""

    since: Literal["last"] | None = None
    """With a yes: only one since the last assessment."""

    last_days: int | None = None
    """The date lies in the last days, this many or fewer."""

    older_days: int | None = None
    """The date lies longer ago than this many days."""

    next_days: int | None = None
    """The date comes within this many days, or has come."""

    @property
    def is_about_date(self) -> bool:
        """Whether the condition is about how far away a date is."""
        return (self.last_days, self.older_days, self.next_days) != (None, None, None)


class ConditionSet(PackEntry, frozen=True, kw_only=True):
    """A set of conditions.

    It holds if every condition in `all` holds, at least one in `any` if there are some, and none in `unless`.
    """

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition that makes the set hold."""
        return self.all + self.any


class Option(PackEntry, frozen=True, kw_only=True):
    """One choice of a question."""

    id: NonEmpty
    name: NonEmpty


class Question(Sourced, frozen=True, kw_only=True):
    """One question of the checklist."""

    id: QuestionId
    """The id stored in records, so it is never reused."""

    kind: QuestionKind
    text: NonEmpty
    why: NonEmpty
    why_source: SourceId = ""
    """The source of `why`, where it is not the source of the question."""

    short: str = ""
    """The text for lists, where `text` is longer than `MAX_LABEL`."""

    points_to: Direction | None = None
    """What the answers in `worse_when` point to; a danger does not distinguish stalking from harassment."""

    worse_when: tuple[str, ...] = ()
    """The answers that are worse than the others, worst first."""

    letter: Literal["F", "O", "U", "R"] | None = None
    """Its letter in the mnemonic FOUR."""

    options: tuple[Option, ...] = ()
    opens_when: ConditionSet | None = None
    """The question is asked only while these conditions hold."""

    short_path: bool = False
    """Whether the question is one of those that are asked where there are only a few minutes."""

    confirm_together: bool = False
    """Whether it is settled history, which a reassessment may confirm a page at a time."""

    retired: bool = False
    """Whether the question is no longer asked; it stays in the pack so that its id is not reused."""

    @property
    def label(self) -> str:
        """The question for a list: its short text if it has one."""
        return self.short or self.text


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


class PromptRule(Sourced, frozen=True, kw_only=True):
    """A rule that shows a prompt while its conditions hold."""

    id: PromptId
    when: ConditionSet
    urgency: Urgency
    says: NonEmpty
    contact: ContactId | None = None
    """The contact to name with the prompt."""

    when_old: Urgency | None = None
    """The urgency if every yes that makes the rule fire is old; by default age does not matter."""

    explain: bool = False
    """Whether the answers contradict one another: sign-off needs a sentence in reply."""


class Pack(PackEntry, frozen=True, kw_only=True):
    """One organisation's pack, loaded and checked."""

    policy: Policy
    statements: Mapping[SourceId, Statement]
    topics: tuple[Topic, ...]
    checklist: Checklist
    prompts: tuple[PromptRule, ...]
    contacts: tuple[Contact, ...]
    sources: Mapping[SourceId, PracticeSource] = {}
    """The sources other than the briefing, by id."""

    national: Policy | None = None
    """The policy of the national pack, if this pack is an overlay over it."""

    @property
    def edition(self) -> str:
        """The pack's id and version, and those of the national pack below it: "bexley 2027.1 over national 2027.1"."""
        own = f"{self.policy.id} {self.policy.version}"
        return f"{own} over {self.national.id} {self.national.version}" if self.national else own

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
            if question.why_source:
                yield "checklist", question.why_source
        for rule in self.prompts:
            yield "checklist", rule.source
        for contact in self.contacts:
            yield "contacts", contact.source
