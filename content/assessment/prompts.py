"""The prompts of a draft: which speak, which were answered and stay quiet, and what the case itself adds to them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

import msgspec

from content.assessment.conditions import ChecklistState, met
from content.case.marac import repeat_due
from content.case.model import Assessment, Case, Draft, PromptSnapshot
from content.case.prompt_replies import Reply, ReplyState, holds, holds_from_before
from content.dates import short
from content.entries.note import Note
from content.pack.known_questions import DATE_MARK, IS_REPEAT_DUE, TRIGGER
from content.pack.model import URGENCIES, Condition, PromptId, PromptRule, TriggerId
from content.records import as_utc


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """A rule whose conditions hold on a draft."""

    rule: PromptRule
    says: str
    met: Mapping[str, str]
    """What it rests on, see `content.conditions.met`."""

    reply: Reply | None = None
    """What keeps it quiet; nothing where it speaks."""


class CaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a case adds to the answers of a draft."""

    triggers: Mapping[TriggerId, str] = {}
    """Each reason to reassess that there is, with where it was told."""

    referred: dt.date | None = None
    """The day of the last referral to MARAC, where a repeat of it is due."""

    repeat: str = ""
    """What the repeat rests on: another incident makes it another one."""


def as_assessed(case: Case, draft: Draft) -> Case:
    """The case as a draft looks at it.

    That is all of it, but for a correction, which looks at nothing that came after the assessment that it corrects:
    what was known then is what was signed off before and recorded until that sign-off.
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
    """What the case adds to a draft's answers.

    A trigger counts where the reassessment was started for it, or where a note named it since the person's situation
    was last assessed.
    """
    seen = as_assessed(case, draft)
    triggers: dict[TriggerId, str] = {}
    if draft.trigger:
        triggers[draft.trigger] = f"the reassessment of {draft.follows}"
    for note in _since(seen.notes, seen.assessed):
        told = triggers.get(note.trigger or "")
        triggers[note.trigger or ""] = f"{told}, {note.id}" if told else note.id
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
    """The prompts whose conditions hold, most urgent first, each with the reply that keeps it quiet, if one does.

    Args:
        rules: The pack's rules.
        now: What the draft's answers come to.
        facts: What the case adds to them.
        replies: What was said to prompts in the draft.
        before: The assessment that the draft follows, whose replies hold while the same answers stand.
    """
    facts, replies = facts or CaseFacts(), replies or {}
    now = msgspec.structs.replace(now, besides={**now.besides, **_case_conditions(facts)})
    found = tuple(
        Prompt(rule=rule, says=_says(rule, facts), met=rests, reply=_quieting(rule.id, rests, replies, before))
        for rule in rules
        if (rests := met(rule.when, now))
    )
    return tuple(sorted(found, key=lambda prompt: URGENCIES.index(prompt.rule.urgency)))


def speaking(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The prompts that nobody answered, or whose answer no longer holds."""
    return tuple(prompt for prompt in prompts if prompt.reply is None)


def quiet(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The prompts that were answered and stay quiet until what they rest on changes."""
    return tuple(prompt for prompt in prompts if prompt.reply is not None)


def say(draft: Draft, prompt: Prompt, state: ReplyState, why: str = "", *, now: dt.datetime, by: str) -> Draft:
    """The draft with a reply to a prompt, in the place of an earlier one."""
    before = draft.replies.get(prompt.rule.id)
    if before and (before.state, before.why, before.met) == (state, why, prompt.met):
        return draft
    reply = Reply(state=state, why=why, met=prompt.met, at=now, by=by)
    return msgspec.structs.replace(draft, replies={**draft.replies, prompt.rule.id: reply}, changed=now)


def take_back(draft: Draft, prompt: PromptId, earlier: Reply | None = None, *, now: dt.datetime) -> Draft:
    """The draft without its reply to a prompt, or with an earlier one; what was said the assessment before stays."""
    if draft.replies.get(prompt) == earlier:
        return draft
    replies = {name: reply for name, reply in draft.replies.items() if name != prompt}
    if earlier:
        replies[prompt] = earlier
    return msgspec.structs.replace(draft, replies=replies, changed=now)


def prompted(
    rules: Iterable[PromptRule], prompts: Iterable[Prompt], replies: Mapping[PromptId, Reply]
) -> tuple[PromptSnapshot, ...]:
    """What a signed-off assessment keeps of its prompts: each that holds, then what else was said to any.

    A reply whose prompt no longer rests on the same answers is kept as well: what somebody wrote is never lost.
    """
    held = tuple(_kept(prompt.rule, prompt.says, prompt.reply) for prompt in prompts)
    outlived = tuple(
        _kept(rule, _says(rule, CaseFacts()), replies[rule.id])
        for rule in rules
        if rule.id in replies and all(each.reply != replies[rule.id] for each in held)
    )
    return held + outlived


def replies_of(assessment: Assessment) -> Mapping[PromptId, Reply]:
    """What was said to the prompts of a signed-off assessment; what held there, where one was answered twice."""
    return {prompt.id: prompt.reply for prompt in reversed(assessment.prompts) if prompt.reply}


def _kept(rule: PromptRule, says: str, reply: Reply | None) -> PromptSnapshot:
    return PromptSnapshot(id=rule.id, urgency=rule.urgency, says=says, source=rule.source, reply=reply)


def _case_conditions(facts: CaseFacts) -> Mapping[Condition, str]:
    triggers = {Condition(question=TRIGGER, is_=trigger): where for trigger, where in facts.triggers.items()}
    return {**triggers, IS_REPEAT_DUE: facts.repeat} if facts.repeat else triggers


def _says(rule: PromptRule, facts: CaseFacts) -> str:
    return rule.says.replace(DATE_MARK, short(facts.referred) if facts.referred else "an earlier day")


def _quieting(
    name: PromptId, rests: Mapping[str, str], replies: Mapping[PromptId, Reply], before: Assessment | None
) -> Reply | None:
    if name in replies and holds(replies[name], rests):
        return replies[name]
    if before is None:
        return None
    values = {question: answer.value for question, answer in before.answers.items()}
    earlier = (prompt.reply for prompt in before.prompts if prompt.id == name and prompt.reply)
    return next((reply for reply in earlier if holds_from_before(reply, rests, values)), None)
