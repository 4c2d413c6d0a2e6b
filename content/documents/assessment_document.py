"""Documents of a signed-off assessment, of a draft, and of how the checklist changed since an assessment."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from content.assessment.answering import EditionChanges, changes_in_words
from content.assessment.check_lines import reply_line
from content.case.model import Assessment, Case, Draft, PromptSnapshot
from content.case.open_prompts import with_replies
from content.case.phrases import answer_then_in_words, clock, day, kind_in_words, note_in_words
from content.case.question_snapshot import QuestionSnapshot
from content.dates import day_in_words
from content.documents.document import Document, Line, QuestionLine, Section, Tone, anchor
from content.documents.edition_move_document import moves_sections
from content.documents.open_prompts_section import OPEN_PROMPT
from content.documents.pointing_section import pointing_section
from content.pack.answers import Answer
from content.pack.known_questions import RATIONALE
from content.pack.model import Pack
from content.pack.provenance import source_in_words
from content.review.comparison import victim_view_in_words, view_in_words
from content.text import one_line, sanitised


def assessment_document(assessment: Assessment, pack: Pack, zone: ZoneInfo, *, case: Case | None = None) -> Document:
    """A signed-off assessment, with its questions as they were worded then.

    Args:
        assessment: The assessment.
        pack: Today's pack, for the names of its sources.
        zone: The pack's time zone.
        case: The case as it is now, for the replies to prompts recorded since.
    """
    replied = with_replies(case, assessment) if case else assessment
    return Document(
        title=f"Signed off {day(assessment.signed_off, zone)}",
        sections=(
            Section(name="judgement", blocks=tuple(_judgement(assessment, zone))),
            *_prompts(replied, pack, zone),
            pointing_section(assessment.asked, assessment.answers),
            *_answers(assessment),
            *moves_sections(assessment.moves, assessment.answers, zone, None),
        ),
    )


def draft_document(draft: Draft, zone: ZoneInfo) -> Document:
    """A draft as it was last saved: its answers, and the replies to prompts."""
    return Document(
        title="Draft, read only",
        sections=(
            Section(
                name="answers",
                heading=f"Draft by {one_line(draft.by)}, last saved {day(draft.changed, zone)}",
                blocks=tuple(_draft_answers(draft)),
            ),
            *_replies(draft, zone),
            *moves_sections(draft.moves, draft.answers, zone, None),
        ),
    )


def edition_changes_document(changes: EditionChanges) -> Document:
    """How today's checklist differs from the one that an assessment was made with."""
    return Document(
        title="The checklist has changed since last time",
        sections=tuple(
            Section(heading=f"{title}: {len(texts)}", blocks=tuple(Line(text=f"- {text}") for text in texts))
            for title, texts in changes_in_words(changes)
        ),
    )


def _judgement(assessment: Assessment, zone: ZoneInfo) -> Iterator[Line]:
    signed = assessment.signed_off
    yield Line(text=f"{kind_in_words(assessment).capitalize()}, signed off, and never changed since.")
    yield Line(text=f"Signed off {day(signed, zone)} {clock(signed, zone)} by {one_line(assessment.by)}")
    yield Line(text=f"Made with pack {assessment.pack}, checklist edition {assessment.edition}")
    yield Line(text=f"Level: {assessment.level_name}. View: {view_in_words(assessment)}.", tone="heading")
    yield Line(text=f"The person's own view of the risk: {victim_view_in_words(assessment)}.")
    rationale = assessment.answers.get(RATIONALE)
    if rationale:
        yield Line(text=f"Reasons: {one_line(rationale.value)}")
    yield Line(text=f"Review date: {day_in_words(assessment.review_date)}.")


def _prompts(assessment: Assessment, pack: Pack, zone: ZoneInfo) -> Iterator[Section]:
    still_open = [prompt for prompt in assessment.prompts if prompt.reply is None]
    answered = [prompt for prompt in assessment.prompts if prompt.reply]
    yield Section(
        name="open prompts",
        heading=f"Prompts still open: {len(still_open)}",
        blocks=tuple(_open_prompt(prompt, pack) for prompt in still_open),
    )
    if answered:
        yield Section(
            name="answered prompts",
            heading=f"Prompts answered: {len(answered)}",
            blocks=tuple(
                Line(text=f"{reply_line(prompt.reply, zone)}. {_prompt_words(prompt, pack)}")
                for prompt in answered
                if prompt.reply
            ),
        )


def _open_prompt(prompt: PromptSnapshot, pack: Pack) -> Line:
    tone: Tone = "warning" if prompt.urgency == "now" else ""
    return Line(text=_prompt_words(prompt, pack), anchor=anchor(OPEN_PROMPT, prompt.id), tone=tone)


def _prompt_words(prompt: PromptSnapshot, pack: Pack) -> str:
    return f"{prompt.urgency.upper()}: {sanitised(prompt.says)} ({source_in_words(pack, prompt.source)})"


def _answers(assessment: Assessment) -> Iterator[Section]:
    """The questions that applied or have an answer, by section, then answers without a question."""
    sections: list[tuple[str, list[QuestionLine]]] = []
    for asked in assessment.asked:
        given = assessment.answers.get(asked.id)
        if not asked.applied and given is None:
            continue
        if not sections or sections[-1][0] != asked.section:
            sections.append((asked.section, []))
        sections[-1][1].append(_answer(asked.id, asked.text, _answer_then(asked, given), given))
    known = {asked.id for asked in assessment.asked}
    others = [
        _answer(question, f"(no longer asked at sign-off: {question})", given.value, given)
        for question, given in assessment.answers.items()
        if question not in known
    ]
    for title, lines in sections:
        yield Section(name=f"section {title}", heading=title, blocks=tuple(lines))
    if others:
        yield Section(name="other answers", blocks=tuple(others))


def _answer_then(asked: QuestionSnapshot, given: Answer | None) -> str:
    words = answer_then_in_words(asked, given)
    return words if asked.applied else f"no longer applied: {words}"


def _answer(question: str, text: str, answer: str, given: Answer | None) -> QuestionLine:
    return QuestionLine(question=text, answer=answer, note=sanitised(note_in_words(given)), anchor=question)


def _draft_answers(draft: Draft) -> Iterator[QuestionLine]:
    """The answers of a draft, to its questions as it asks them, and answers to no question of it."""
    for asked in draft.asked:
        given = draft.answers.get(asked.id)
        if given:
            yield _answer(asked.id, asked.text, answer_then_in_words(asked, given), given)
    known = {asked.id for asked in draft.asked}
    for name, given in draft.answers.items():
        if name not in known:
            yield _answer(name, f"(not among the questions of the draft: {name})", given.value, given)


def _replies(draft: Draft, zone: ZoneInfo) -> Iterator[Section]:
    if not draft.replies:
        return
    yield Section(
        name="replies",
        heading=f"Replies to prompts: {len(draft.replies)}",
        blocks=tuple(
            Line(text=sanitised(f"{reply_line(reply, zone)}. {one_line(reply.says) or name}"))
            for name, reply in draft.replies.items()
        ),
    )
