"""The prompts of a draft: which are open, which have a valid reply, and which facts of the case they depend on."""

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

import msgspec

from content.assessment.conditions import ChecklistState, met
from content.case.marac import repeat_due
from content.case.model import Assessment, Case, Draft, PromptSnapshot
from content.case.prompt_replies import Reply, ReplyState, is_still_valid, is_valid
from content.dates import short
from content.entries.note import Note
from content.pack.known_questions import DATE_PLACEHOLDER, IS_REPEAT_DUE, TRIGGER
from content.pack.model import URGENCIES, Condition, PromptId, PromptRule, TriggerId
from content.records import as_utc


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt rule whose conditions hold for a draft."""

    rule: PromptRule
    says: str
    met: Mapping[str, str]
    """The values that satisfied the conditions, see `content.assessment.conditions.met`."""

    reply: Reply | None = None
    """The valid reply; None while the prompt is open."""


class CaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a case, beyond the answers of its draft, that prompts depend on."""

    triggers: Mapping[TriggerId, str] = {}
    """The triggers that apply, each with where it was recorded."""

    referred: dt.date | None = None
    """The day of the last referral to MARAC if a repeat is due, else None."""

    repeat: str = ""
    """The referral and incidents that make a repeat due; a new incident changes it, which reopens the prompt."""


def case_as_seen_by(case: Case, draft: Draft) -> Case:
    """The part of the case that a draft takes into account.

    This is the whole case unless the draft is a correction. A correction sees only what was known when the assessment
    that it corrects was signed off: the assessments before it, and the records up to that moment.
    """
    if draft.corrects is None or case.assessed is None:
        return case
    until = as_utc(case.assessed)
    ids = [assessment.id for assessment in case.assessments]
    followed = ids.index(draft.follows) + 1 if draft.follows in ids else 0
    return msgspec.structs.replace(
        case,
        assessments=case.assessments[:followed],
        incidents=tuple(incident for incident in case.incidents if as_utc(incident.at) <= until),
        notes=tuple(note for note in case.notes if as_utc(note.at) <= until),
        disclosures=tuple(disclosure for disclosure in case.disclosures if as_utc(disclosure.at) <= until),
    )


def case_facts(case: Case, draft: Draft, zone: ZoneInfo) -> CaseFacts:
    """The facts of the case that prompts depend on.

    A trigger counts if the reassessment was started for it, or if a note has named it since the person's situation was
    last assessed.
    """
    seen = case_as_seen_by(case, draft)
    triggers: dict[TriggerId, str] = {}
    if draft.trigger:
        triggers[draft.trigger] = f"the reassessment of {draft.follows}"
    for note in _since(seen.notes, seen.assessed):
        recorded = triggers.get(note.trigger or "")
        triggers[note.trigger or ""] = f"{recorded}, {note.id}" if recorded else note.id
    due = repeat_due(seen, zone)
    if due is None:
        return CaseFacts(triggers=triggers)
    repeat = f"{due.referred.isoformat()}: {len(due.incidents)}, the last {due.incidents[-1]}"
    return CaseFacts(triggers=triggers, referred=due.referred, repeat=repeat)


def _since(notes: Iterable[Note], assessed: dt.datetime | None) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.trigger and (assessed is None or as_utc(note.at) > as_utc(assessed)))


def met_prompts(
    rules: Iterable[PromptRule],
    now: ChecklistState,
    *,
    facts: CaseFacts | None = None,
    replies: Mapping[PromptId, Reply] | None = None,
    before: Assessment | None = None,
) -> tuple[Prompt, ...]:
    """The prompts whose conditions hold, most urgent first, each with its reply if the reply is still valid.

    Args:
        rules: The pack's prompt rules.
        now: The evaluated checklist of the draft.
        facts: The facts of the case.
        replies: The replies made in the draft.
        before: The previous assessment; its replies stay valid while the answers are unchanged.
    """
    facts, replies = facts or CaseFacts(), replies or {}
    now = msgspec.structs.replace(now, derived={**now.derived, **_fact_conditions(facts)})
    found = tuple(
        Prompt(rule=rule, says=_says(rule, facts), met=values, reply=_valid_reply(rule.id, values, replies, before))
        for rule in rules
        if (values := met(rule.when, now))
    )
    return tuple(sorted(found, key=lambda prompt: URGENCIES.index(prompt.rule.urgency)))


def open_prompts(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The open prompts: those with no reply, or whose reply is no longer valid."""
    return tuple(prompt for prompt in prompts if prompt.reply is None)


def answered_prompts(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The prompts with a valid reply; they reopen when the answers they depend on change."""
    return tuple(prompt for prompt in prompts if prompt.reply is not None)


def reply_to(draft: Draft, prompt: Prompt, state: ReplyState, why: str = "", *, now: dt.datetime, by: str) -> Draft:
    """The draft with a reply to a prompt, which replaces an earlier reply."""
    before = draft.replies.get(prompt.rule.id)
    if before and (before.state, before.why, before.met) == (state, why, prompt.met):
        return draft
    reply = Reply(state=state, why=why, met=prompt.met, at=now, by=by)
    return msgspec.structs.replace(draft, replies={**draft.replies, prompt.rule.id: reply}, changed=now)


def withdraw_reply(draft: Draft, prompt: PromptId, earlier: Reply | None = None, *, now: dt.datetime) -> Draft:
    """The draft without its reply to a prompt, or with the earlier reply if given.

    A reply made in the previous assessment is not affected.
    """
    if draft.replies.get(prompt) == earlier:
        return draft
    replies = {name: reply for name, reply in draft.replies.items() if name != prompt}
    if earlier:
        replies[prompt] = earlier
    return msgspec.structs.replace(draft, replies=replies, changed=now)


def snapshot_prompts(
    rules: Iterable[PromptRule], prompts: Iterable[Prompt], replies: Mapping[PromptId, Reply]
) -> tuple[PromptSnapshot, ...]:
    """The prompts as a signed-off assessment stores them: those whose conditions hold, then other replies.

    A reply whose prompt no longer has the same answers is stored too, so that nothing a person wrote is lost.
    """
    current = tuple(_snapshot(prompt.rule, prompt.says, prompt.reply) for prompt in prompts)
    stale = tuple(
        _snapshot(rule, _says(rule, CaseFacts()), replies[rule.id])
        for rule in rules
        if rule.id in replies and all(each.reply != replies[rule.id] for each in current)
    )
    return current + stale


def replies_of(assessment: Assessment) -> Mapping[PromptId, Reply]:
    """The replies of a signed-off assessment by prompt; if a prompt has two, the one that was valid at sign-off."""
    return {prompt.id: prompt.reply for prompt in reversed(assessment.prompts) if prompt.reply}


def _snapshot(rule: PromptRule, says: str, reply: Reply | None) -> PromptSnapshot:
    return PromptSnapshot(id=rule.id, urgency=rule.urgency, says=says, source=rule.source, reply=reply)


def _fact_conditions(facts: CaseFacts) -> Mapping[Condition, str]:
    conditions = {Condition(question=TRIGGER, is_=trigger): where for trigger, where in facts.triggers.items()}
    return {**conditions, IS_REPEAT_DUE: facts.repeat} if facts.repeat else conditions


def _says(rule: PromptRule, facts: CaseFacts) -> str:
    return rule.says.replace(DATE_PLACEHOLDER, short(facts.referred) if facts.referred else "an earlier day")


def _valid_reply(
    name: PromptId, values: Mapping[str, str], replies: Mapping[PromptId, Reply], before: Assessment | None
) -> Reply | None:
    if name in replies and is_valid(replies[name], values):
        return replies[name]
    if before is None:
        return None
    values_before = {question: answer.value for question, answer in before.answers.items()}
    earlier = (prompt.reply for prompt in before.prompts if prompt.id == name and prompt.reply)
    return next((reply for reply in earlier if is_still_valid(reply, values, values_before)), None)
