"""A signed-off assessment, or a draft kept aside, to be read: with its questions as they were worded then."""

from collections.abc import Iterable, Iterator
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType
from textual.widget import Widget

from content.assessment.answering import EditionChanges, changes_in_words
from content.assessment.summary import reply_line
from content.case.model import Assessment, Case, Draft, PromptSnapshot, QuestionSnapshot
from content.case.phrases import clock, day, kind_in_words, noted, said
from content.dates import in_words
from content.pack.answers import Answer
from content.pack.known_questions import RATIONALE
from content.pack.model import Checklist, Pack
from content.review.comparison import asked_in_words, concerns, victim_view_in_words, view_in_words
from content.text import one_line, visible
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows

STATE = 14


class ViewScreen(Page[None]):
    """Read; nothing here can be changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "focused.move(1)", "scroll", show=True, tooltip="Scroll"),
    ]

    def __init__(self, place: str, rows: Iterable[Row]) -> None:
        super().__init__()
        self.place = place
        self._rows = tuple(rows)

    def compose_body(self) -> Iterable[Widget]:
        """One long list."""
        yield Rows(self._rows)

    def on_mount(self) -> None:
        """Have the keys scroll."""
        self.query_one(Rows).focus()


def view_assessment(case: Case, assessment: Assessment, pack: Pack, zone: ZoneInfo) -> ViewScreen:
    """A signed-off assessment to be read."""
    return ViewScreen(
        f"{case.id}  Signed off {day(assessment.signed_off, zone)}", assessment_rows(assessment, pack, zone)
    )


def view_draft(case: Case, draft: Draft, pack: Pack, zone: ZoneInfo) -> ViewScreen:
    """A draft to be read: one that somebody else is editing, or one that was kept aside."""
    rows = [*_draft_rows(draft, pack.checklist, zone), *_replied(draft, pack, zone)]
    return ViewScreen(f"{case.id}  Draft, to be read only", rows)


def assessment_rows(assessment: Assessment, pack: Pack, zone: ZoneInfo) -> list[Row]:
    """Every line of a signed-off assessment."""
    return [*_head(assessment, zone), *_prompted(assessment, pack, zone), *_sections(assessment)]


def changes_rows(changes: EditionChanges) -> list[Row]:
    """How today's checklist differs from the one of an earlier assessment, in words."""
    rows: list[Row] = []
    for title, texts in changes_in_words(changes):
        rows.append(Row(id=title, text=f"{title}: {len(texts)}", look="heading"))
        rows += [Row(id=f"{title} {number}", text=f"- {text}") for number, text in enumerate(texts)]
    return rows


def _head(assessment: Assessment, zone: ZoneInfo) -> Iterator[Row]:
    signed = assessment.signed_off
    yield Row(id="1", text=f"{kind_in_words(assessment).capitalize()}, signed off, and never changed since.")
    yield Row(id="2", text=f"Signed off {day(signed, zone)} {clock(signed, zone)} by {one_line(assessment.by)}")
    yield Row(id="3", text=f"Made with pack {assessment.pack}, checklist edition {assessment.edition}")
    yield Row(id="4", text=f"Level: {assessment.level_name}. View: {view_in_words(assessment)}.", look="heading")
    yield Row(id="5", text=f"The person's own view of the risk: {victim_view_in_words(assessment)}.")
    rationale = assessment.answers.get(RATIONALE)
    if rationale:
        yield Row(id="6", text=f"Reasons: {one_line(rationale.value)}")
    yield Row(id="7", text=f"Review date: {in_words(assessment.review_date)}. Concerns: {concerns(assessment)}.")


def _prompted(assessment: Assessment, pack: Pack, zone: ZoneInfo) -> Iterator[Row]:
    still_open = [prompt for prompt in assessment.prompts if prompt.reply is None]
    answered = [prompt for prompt in assessment.prompts if prompt.reply]
    yield Row(id="8", text=f"Prompts open at sign-off: {len(still_open)}", look="heading")
    for prompt in still_open:
        yield Row(id=f"p {prompt.id}", text=_prompt_words(prompt, pack))
    if answered:
        yield Row(id="9", text=f"Prompts answered: {len(answered)}", look="heading")
    for prompt in answered:
        said_to_it = f"{reply_line(prompt.reply, zone)}. " if prompt.reply else ""
        yield Row(id=f"r {prompt.id}", text=said_to_it + _prompt_words(prompt, pack))


def _prompt_words(prompt: PromptSnapshot, pack: Pack) -> str:
    return f"{prompt.urgency.upper()}: {visible(prompt.says)} ({pack.source_line(prompt.source)})"


def _sections(assessment: Assessment) -> Iterator[Row]:
    section = ""
    for asked in assessment.asked:
        given = assessment.answers.get(asked.id)
        if not asked.applied and given is None:
            continue
        if asked.section != section:
            section = asked.section
            yield Row(id=f"s {section}", text=section, look="heading")
        yield from _answered(asked.id, asked.text, _asked_state(asked, given), given)
    known = {asked.id for asked in assessment.asked}
    for question, given in assessment.answers.items():
        if question not in known:
            yield from _answered(question, f"(no longer asked at sign-off: {question})", given.value, given)


def _asked_state(asked: QuestionSnapshot, given: Answer | None) -> str:
    words = one_line(asked_in_words(asked, given.value if given else ""))
    if given and given.since and given.value == "yes":
        words += f", {given.since}"
    return words if asked.applied else f"no longer applied: {words}"


def _answered(row_id: str, text: str, state: str, given: Answer | None) -> Iterator[Row]:
    if len(state) < STATE:
        yield Row(id=row_id, text=f"{state:<{STATE}}{text}", hang=STATE)
    else:
        yield Row(id=row_id, text=f"{'':<{STATE}}{text} {state}", hang=STATE)
    note = noted(given)
    if note and given:
        yield Row(id=f"n {row_id}", text=" " * STATE + visible(note), hang=STATE)


def _draft_rows(draft: Draft, checklist: Checklist, zone: ZoneInfo) -> Iterator[Row]:
    yield Row(id="1", text=f"Draft by {one_line(draft.by)}, last saved {day(draft.changed, zone)}", look="heading")
    for question in checklist.questions:
        given = draft.answers.get(question.id)
        if given:
            yield from _answered(question.id, question.text, said(question, given), given)


def _replied(draft: Draft, pack: Pack, zone: ZoneInfo) -> Iterator[Row]:
    says = {rule.id: rule.says for rule in pack.prompts}
    if draft.replies:
        yield Row(id="9", text=f"Replies to prompts: {len(draft.replies)}", look="heading")
    for name, reply in draft.replies.items():
        told = f"{reply_line(reply, zone)}. {says.get(name, f'(no longer in the pack: {name})')}"
        yield Row(id=f"r {name}", text=visible(told))
