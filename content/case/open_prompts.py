"""The prompts of a signed-off assessment that are still open, and the replies recorded in notes since."""

from collections.abc import Mapping

import msgspec

from content.case.model import Assessment, Case, PromptSnapshot
from content.case.prompt_replies import Reply
from content.entries.note import Note
from content.pack.model import PromptId
from content.records import as_utc


def replies_since(case: Case, assessment: Assessment) -> Mapping[PromptId, Reply]:
    """The last reply that a note recorded to each prompt of an assessment after its sign-off.

    Each reply has the values that met the prompt's conditions when the note was written. Notes on the prompts of an
    assessment that this one corrects count too; whether such a reply is still valid depends on those values.
    """
    replies = {}
    chain = {each.id for each in case.corrections(assessment)}
    for note in sorted(case.notes, key=lambda each: as_utc(each.at)):
        answered = _standing_at(case, note)
        if note.prompt and note.prompt_state and answered and answered.id in chain:
            met = next((each.met for each in answered.prompts if each.id == note.prompt and each.reply is None), {})
            replies[note.prompt] = Reply(state=note.prompt_state, why=note.text, met=met, at=note.at, by=note.by)
    return replies


def still_open(case: Case, assessment: Assessment) -> tuple[PromptSnapshot, ...]:
    """The prompts of an assessment without a reply, in it or recorded since, most urgent first."""
    return tuple(prompt for prompt in with_replies(case, assessment).prompts if prompt.reply is None)


def open_prompts_of(case: Case) -> tuple[PromptSnapshot, ...]:
    """The prompts of the case's latest assessment that are still open."""
    return still_open(case, case.latest) if case.latest else ()


def with_replies(case: Case, assessment: Assessment) -> Assessment:
    """A copy of an assessment whose prompts have the replies recorded since; it is never stored."""
    replies = replies_since(case, assessment)
    prompts = tuple(
        msgspec.structs.replace(prompt, reply=replies[prompt.id])
        if prompt.reply is None and prompt.id in replies and replies[prompt.id].met == prompt.met
        else prompt
        for prompt in assessment.prompts
    )
    return msgspec.structs.replace(assessment, prompts=prompts)


def _standing_at(case: Case, note: Note) -> Assessment | None:
    """The assessment that was the latest when a note was written."""
    before = [each for each in case.assessments if as_utc(each.signed_off) <= as_utc(note.at)]
    return before[-1] if before else None
