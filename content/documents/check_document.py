"""The check before sign-off: what blocks it, what was recorded, what the answers point to, and every answer."""

from collections.abc import Iterable, Iterator, Mapping

from content.assessment.answering import dangers_not_asked, is_on_path, is_short_path, section_state, without_since
from content.assessment.check_lines import (
    answer_or_state,
    disclosure_line,
    incident_line,
    problem_line,
    prompt_line,
    reply_line,
)
from content.assessment.draft_editor import DraftEditor
from content.assessment.problems import Problem, ProblemReason
from content.assessment.prompts import Prompt, answered_prompts, open_prompts
from content.case.incidents import by_when
from content.case.phrases import day, note_in_words
from content.case.question_snapshot import snapshot_questions
from content.documents.document import Document, Line, QuestionLine, Section, anchor
from content.documents.edition_move_document import moves_sections
from content.documents.pointing_section import pointing_section
from content.pack.model import Checklist, Question
from content.pack.model import Section as ChecklistSection

ACTION, PROBLEM, PROMPT, FOUR, SINCE, ANSWER = "action", "problem", "prompt", "four", "since", "answer"
CONTRADICTION = "contradiction"
"""The roles of anchors: an action, a prompt, a contradiction, and each place that mentions a question."""


ONLY_TEN = "Safety first, unfinished: only the ten questions are asked now, and the rest by tomorrow."


def check_document(editor: DraftEditor, remedies: Mapping[ProblemReason, str]) -> Document:
    """Everything to read before signing off.

    Args:
        editor: The draft.
        remedies: The front end's words for the problems that a key of it resolves.
    """
    sections = (
        _problems(editor, remedies),
        _urgent(editor),
        _incidents(editor),
        _disclosures(editor),
        _four(editor),
        _pointing(editor),
        _less_urgent(editor),
        answered_prompts_section(editor),
        _since(editor),
        *moves_sections(editor.draft.moves, editor.draft.answers, editor.zone, editor.pack.checklist),
        *(answers(editor, section) for section in editor.pack.checklist.sections),
    )
    return Document(
        title="Check and sign off", sections=tuple(each for each in sections if each.heading or each.blocks)
    )


def question_number(checklist: Checklist, question: Question) -> int:
    """The number of a question, from 1; it does not depend on which questions apply."""
    return checklist.questions.index(question) + 1


def numbered_prompts_section(editor: DraftEditor) -> Section:
    """The prompts that need a reply, numbered from 1."""
    prompts = open_prompts(editor.prompts)
    return Section(
        name="open prompts", heading=f"Prompts still open: {len(prompts)}", blocks=tuple(_prompts(editor, prompts, 1))
    )


def _urgent(editor: DraftEditor) -> Section:
    """The open prompts for now, which come first."""
    prompts = [prompt for prompt in open_prompts(editor.prompts) if prompt.rule.urgency == "now"]
    heading = "Cannot wait" if prompts else ""
    return Section(name="urgent prompts", heading=heading, blocks=tuple(_prompts(editor, prompts, 1)))


def _less_urgent(editor: DraftEditor) -> Section:
    """The other open prompts, numbered after those for now."""
    prompts = open_prompts(editor.prompts)
    others = [prompt for prompt in prompts if prompt.rule.urgency != "now"]
    blocks = tuple(_prompts(editor, others, len(prompts) - len(others) + 1))
    return Section(name="open prompts", heading=f"Prompts still open: {len(prompts)}", blocks=blocks)


def answered_prompts_section(editor: DraftEditor) -> Section:
    """The prompts with a valid reply, numbered after the open ones."""
    prompts, first = answered_prompts(editor.prompts), len(open_prompts(editor.prompts)) + 1
    heading = f"Prompts answered: {len(prompts)}" if prompts else ""
    return Section(name="answered prompts", heading=heading, blocks=tuple(_prompts(editor, prompts, first)))


def answers(editor: DraftEditor, section: ChecklistSection) -> Section:
    """Every answer of one section of the checklist."""
    checklist = editor.pack.checklist
    heading = f"{checklist.sections.index(section)} {section.title}: {section_state(section, editor.state)}"
    unconfirmed = {question.id for question in editor.to_confirm}
    blocks = tuple(
        QuestionLine(
            question=question.text,
            answer="not confirmed" if question.id in unconfirmed else answer_or_state(question, editor.state),
            note=note_in_words(editor.draft.answers.get(question.id)),
            anchor=anchor(ANSWER, question.id),
            number=question_number(checklist, question),
        )
        for question in editor.shown_in(section)
    )
    return Section(name=section.id, heading=heading, blocks=blocks)


def sign_off_warning(editor: DraftEditor) -> tuple[str, ...]:
    """What to read before the last confirmation: the open prompts, those for now in full, and what was not asked."""
    prompts = open_prompts(editor.prompts)
    checklist, state = editor.pack.checklist, editor.state
    not_asked = [each for each in checklist.questions if is_on_path(each, state) and each.id not in state.counted]
    dangers = "; ".join(question.label for question in dangers_not_asked(checklist, state))
    return (
        f"Prompts still open: {len(prompts)}." if prompts else "No prompt is open.",
        *(prompt_line(editor.pack, prompt, editor.today) for prompt in prompts if prompt.rule.urgency == "now"),
        ONLY_TEN if is_short_path(state) else _not_asked(len(not_asked)),
        *([f"Not asked, about danger and safety: {dangers}."] if dangers else []),
    )


def _not_asked(count: int) -> str:
    return f"Questions not asked: {count}." if count else "Every question was asked."


def _problems(editor: DraftEditor, remedies: Mapping[ProblemReason, str]) -> Section:
    checklist, problems = editor.pack.checklist, editor.problems
    lines = []
    if editor.why_corrected:
        lines.append(Line(text=f"{editor.kind}. {editor.why_corrected}.", tone="heading"))
    if problems:
        text = f"There is a problem ({len(problems)} to correct before signing off)"
        lines.append(Line(text=text, tone="warning"))
    else:
        lines.append(Line(text="Nothing blocks sign-off.", tone="heading"))
    if is_short_path(editor.state):
        lines.append(Line(text=ONLY_TEN, tone="heading"))
    for problem in problems:
        question = checklist.question(problem.question)
        lines.append(
            Line(
                text=problem_line(checklist, problem, remedies),
                anchor=_problem_anchor(problem),
                number=question_number(checklist, question) if question else 0,
                tone="warning",
            )
        )
    return Section(name="problems", blocks=tuple(lines))


def _problem_anchor(problem: Problem) -> str:
    if problem.prompt:
        return anchor(CONTRADICTION, problem.prompt)
    return anchor(PROBLEM, problem.question) if problem.question else anchor(ACTION, problem.action)


def _incidents(editor: DraftEditor) -> Section:
    incidents = by_when(editor.incidents)
    heading = f"Incidents recorded {_period(editor)}: {len(incidents)}" if incidents else ""
    return Section(
        name="incidents", heading=heading, blocks=tuple(Line(text=incident_line(each)) for each in incidents)
    )


def _disclosures(editor: DraftEditor) -> Section:
    found = editor.disclosures
    heading = f"Disclosures recorded {_period(editor)}: {len(found)}" if found else ""
    return Section(
        name="disclosures", heading=heading, blocks=tuple(Line(text=disclosure_line(each)) for each in found)
    )


def _period(editor: DraftEditor) -> str:
    return f"since {day(editor.baseline.signed_off, editor.zone)}" if editor.baseline else "so far"


def _four(editor: DraftEditor) -> Section:
    letters = (question for question in editor.pack.checklist.questions if question.letter)
    return Section(name="four", heading="FOUR", blocks=tuple(_question_lines(editor, letters, FOUR)))


def _pointing(editor: DraftEditor) -> Section:
    return pointing_section(snapshot_questions(editor.pack.checklist, editor.state.open), editor.state.counted)


def _prompts(editor: DraftEditor, prompts: Iterable[Prompt], first: int) -> Iterator[Line]:
    for number, prompt in enumerate(prompts, start=first):
        reply = f"{reply_line(prompt.reply, editor.zone)}. " if prompt.reply else ""
        text = reply + prompt_line(editor.pack, prompt, editor.today)
        yield Line(text=text, anchor=anchor(PROMPT, prompt.rule.id), number=number)


def _since(editor: DraftEditor) -> Section:
    missing = without_since(editor.state, editor.pack.checklist) if editor.baseline else ()
    heading = f"Since when not said: {len(missing)}" if missing else ""
    return Section(name="since", heading=heading, blocks=tuple(_question_lines(editor, missing, SINCE)))


def _question_lines(editor: DraftEditor, questions: Iterable[Question], role: str) -> Iterator[QuestionLine]:
    for question in questions:
        yield QuestionLine(
            question=question.text,
            answer=answer_or_state(question, editor.state),
            anchor=anchor(role, question.id),
            number=question_number(editor.pack.checklist, question),
        )
