"""The prompts of a draft: which are open, which have a valid reply, and which facts of the case they depend on."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

import msgspec

from content.assessment.conditions import ChecklistState, condition_value, is_longer_ago, met
from content.case.incidents import new_since
from content.case.marac import recent_referral_day, repeat_due
from content.case.model import Assessment, Case, Draft, PromptSnapshot
from content.case.prompt_replies import Reply, ReplyState, is_still_valid, is_valid
from content.dates import parse_review_date, short
from content.entries.note import Note
from content.errors import DateError
from content.pack.answers import EARLIER, SINCE_LAST, YES, Answer
from content.pack.known_questions import (
    AFTER_SAFETY_FIRST,
    CONTACT_DOUBTFUL,
    DATE_PLACEHOLDER,
    IN_CUSTODY,
    INCIDENT_SINCE,
    IS_REPEAT_DUE,
    LEVEL,
    LOWER_ON_SILENCE,
    LOWERED,
    REVIEW_DATE,
    REVIEW_TOO_LATE,
    SAFE_CONTACT,
    SUSPECT_PLACE,
    TRIGGER,
)
from content.pack.model import URGENCIES, Condition, LevelId, Pack, PromptId, PromptRule, TriggerId
from content.records import as_utc
from content.text import one_line

OLD_DAYS = 365
"""A yes that last happened longer ago than this is old: it can make a prompt less urgent, and never silences it."""

REPEAT_TRIGGERS: tuple[TriggerId, ...] = ("new-incident", "breach")
"""The triggers that something happened which can make a repeat referral to MARAC due."""


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

    incidents: str = ""
    """The incidents recorded since the last assessment; a new one reopens the prompts that depend on it."""

    follows_safety_first: bool = False
    """Whether the last assessment asked the questions of the short path only."""

    referred: dt.date | None = None
    """The day of the last referral to MARAC if a repeat is due, or would be if anything happened; else None."""

    repeat: str = ""
    """The referral and incidents that make a repeat due; a new incident changes it, which reopens the prompt."""

    review_days: Mapping[LevelId, int] = {}
    """The pack's policy: days to the next review, by level."""


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


def case_facts(case: Case, draft: Draft, pack: Pack, *, today: dt.date) -> CaseFacts:
    """The facts of the case that prompts depend on.

    A trigger counts if the reassessment was started for it, or if a note has named it since the person's situation was
    last assessed.

    Args:
        case: The case.
        draft: The draft that the prompts are for.
        pack: The pack, for its time zone and its policy.
        today: The day, in the pack's time zone.
    """
    zone = ZoneInfo(pack.policy.time_zone)
    seen = case_as_seen_by(case, draft)
    before = seen.assessment(draft.follows)
    triggers: dict[TriggerId, str] = {}
    if draft.trigger:
        triggers[draft.trigger] = f"the reassessment of {draft.follows}"
    for note in _since(seen.notes, seen.assessed):
        recorded = triggers.get(note.trigger or "")
        triggers[note.trigger or ""] = f"{recorded}, {note.id}" if recorded else note.id
    due = repeat_due(seen, zone)
    return CaseFacts(
        triggers=triggers,
        incidents=", ".join(each.id for each in new_since(seen.incidents, seen.assessed)) if before else "",
        follows_safety_first=before is not None and before.unfinished,
        referred=due.referred if due else recent_referral_day(seen, zone, today),
        repeat=f"{due.referred.isoformat()}: {len(due.incidents)}, the last {due.incidents[-1]}" if due else "",
        review_days={level.id: level.review_days for level in pack.policy.levels},
    )


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
    now = with_facts(now, facts, before)
    found = tuple(
        Prompt(
            rule=_aged(rule, now),
            says=_says(rule, facts),
            met=values,
            reply=_valid_reply(rule.id, values, replies, before),
        )
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


def with_facts(now: ChecklistState, facts: CaseFacts, before: Assessment | None) -> ChecklistState:
    """The state with the conditions that rest on facts of the case, or on facts and answers together."""
    return msgspec.structs.replace(now, derived={**now.derived, **dict(_fact_conditions(now, facts, before))})


def _fact_conditions(
    now: ChecklistState, facts: CaseFacts, before: Assessment | None
) -> Iterator[tuple[Condition, str]]:
    for trigger, where in facts.triggers.items():
        yield Condition(question=TRIGGER, is_=trigger), where
    if facts.incidents:
        yield INCIDENT_SINCE, facts.incidents
    if facts.follows_safety_first:
        yield AFTER_SAFETY_FIRST, "yes"
    repeat = facts.repeat or (_why_repeat(now, facts) if facts.referred else "")
    if repeat:
        yield IS_REPEAT_DUE, repeat
    if review := _late_review(now, facts):
        yield REVIEW_TOO_LATE, review
    if before and facts.incidents and _is_as_last_time(now, before):
        yield CONTACT_DOUBTFUL, facts.incidents
    if _is_lower_on_silence(now, facts):
        yield LOWER_ON_SILENCE, now.counted[LEVEL].value


def _why_repeat(now: ChecklistState, facts: CaseFacts) -> str:
    """What happened since the last referral, going by the triggers and answers and not by recorded incidents."""
    why = [trigger for trigger in REPEAT_TRIGGERS if trigger in facts.triggers]
    why += [question for question, answer in now.counted.items() if answer.since == SINCE_LAST and answer.value == YES]
    return f"{facts.referred}: {', '.join(why)}" if why else ""


def _late_review(now: ChecklistState, facts: CaseFacts) -> str:
    """The review date if it is later than the policy for the level; empty if it is not, or is no date."""
    given, judged = now.counted.get(REVIEW_DATE), now.counted.get(LEVEL)
    days = facts.review_days.get(judged.value) if judged else None
    if given is None or days is None or now.today is None:
        return ""
    try:
        review = parse_review_date(given.value, today=now.today)
    except DateError:
        return ""
    return given.value if (review - now.today).days > days else ""


def _is_as_last_time(now: ChecklistState, before: Assessment) -> bool:
    """Whether the safe ways of contact were answered with the words of last time."""
    given, earlier = now.counted.get(SAFE_CONTACT), before.answers.get(SAFE_CONTACT)
    return given is not None and earlier is not None and one_line(given.value) == one_line(earlier.value)


def _is_lower_on_silence(now: ChecklistState, facts: CaseFacts) -> bool:
    """Whether the level fell although nothing was recorded but silence: no incident, and no yes since last time."""
    if Condition(question=LEVEL, is_=LOWERED) not in now.derived or facts.incidents:
        return False
    place = now.counted.get(SUSPECT_PLACE)
    is_explained = place is not None and place.value == IN_CUSTODY
    return not is_explained and all(answer.since != SINCE_LAST for answer in now.counted.values())


def _aged(rule: PromptRule, now: ChecklistState) -> PromptRule:
    """The rule with its lower urgency if every yes that makes it fire is old."""
    if rule.when_old is None or now.today is None:
        return rule
    fired = [
        now.counted[condition.question]
        for condition in rule.when.conditions
        if condition.is_ == YES and condition_value(condition, now) is not None and condition not in now.derived
    ]
    is_old = bool(fired) and all(_is_old(answer, now.today) for answer in fired)
    return msgspec.structs.replace(rule, urgency=rule.when_old) if is_old else rule


def _is_old(answer: Answer, today: dt.date) -> bool:
    return answer.since == EARLIER or is_longer_ago(answer.last, OLD_DAYS, today=today, answered=answer.at.date())


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
