"""The prompts of a draft: which are open, and which have a valid reply."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

import msgspec

from content.assessment.case_facts import CaseFacts
from content.assessment.conditions import ChecklistState, condition_value, is_longer_ago, met
from content.case.model import Assessment, Draft, PromptSnapshot
from content.case.prompt_replies import Reply, ReplyState, is_still_valid, is_valid
from content.dates import short
from content.pack.answers import EARLIER, YES, Answer
from content.pack.known_questions import DATE_PLACEHOLDER, NOT_ASKED, WITHDRAWN, WITHDRAWN_PLACEHOLDER
from content.pack.model import URGENCIES, PromptId, PromptRule

OLD_DAYS = 365
"""The age in days from which a yes is old, which can make a prompt less urgent but never silences it."""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt rule whose conditions hold for a draft."""

    rule: PromptRule
    says: str
    met: Mapping[str, str]
    """The values that satisfied the conditions, see `content.assessment.conditions.met`."""

    reply: Reply | None = None
    """The valid reply; None while the prompt is open."""


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
        now: The evaluated checklist of the draft, with the conditions that depend on facts of the case.
        facts: The facts of the case.
        replies: The replies made in the draft.
        before: The previous assessment; its replies stay valid while the answers are unchanged.
    """
    facts, replies = facts or CaseFacts(), replies or {}
    found = tuple(
        Prompt(
            rule=_aged(rule, now),
            says=_says(rule, facts, now),
            met=values,
            reply=_valid_reply(rule, values, replies, before),
        )
        for rule in rules
        if (values := met(rule.when, now))
    )
    return tuple(sorted(found, key=_order))


def open_prompts(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The open prompts: those with no reply, or whose reply is no longer valid."""
    return tuple(prompt for prompt in prompts if prompt.reply is None)


def prompts_for_now(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The open prompts that cannot wait."""
    return tuple(prompt for prompt in open_prompts(prompts) if prompt.rule.urgency == "now")


def answered_prompts(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """The prompts with a valid reply; they reopen when the answers they depend on change."""
    return tuple(prompt for prompt in prompts if prompt.reply is not None)


def reply_to(draft: Draft, prompt: Prompt, state: ReplyState, why: str = "", *, now: dt.datetime, by: str) -> Draft:
    """The draft with a reply to a prompt, which replaces an earlier reply."""
    before = draft.replies.get(prompt.rule.id)
    if before and (before.state, before.why, before.met) == (state, why, prompt.met):
        return draft
    reply = Reply(state=state, why=why, met=prompt.met, says=prompt.says, at=now, by=by)
    return msgspec.structs.replace(draft, replies={**draft.replies, prompt.rule.id: reply}, changed=now)


def is_in_words_of(rule_says: str, says: str) -> bool:
    """Whether a prompt was shown in the words of a rule, whatever stood for its placeholders."""
    parts = re.split(f"{re.escape(DATE_PLACEHOLDER)}|{re.escape(WITHDRAWN_PLACEHOLDER)}", rule_says)
    return re.fullmatch(".*".join(re.escape(part) for part in parts), says, re.DOTALL) is not None


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
    current = tuple(_snapshot(prompt.rule, prompt.says, prompt.met, prompt.reply) for prompt in prompts)
    stale = tuple(
        _snapshot(rule, replies[rule.id].says or _says(rule, CaseFacts()), replies[rule.id].met, replies[rule.id])
        for rule in rules
        if rule.id in replies and all(each.reply != replies[rule.id] for each in current)
    )
    return current + stale


def replies_of(assessment: Assessment) -> Mapping[PromptId, Reply]:
    """The replies of a signed-off assessment by prompt; if a prompt has two, the one that was valid at sign-off."""
    return {
        prompt.id: msgspec.structs.replace(prompt.reply, says=prompt.reply.says or prompt.says)
        for prompt in reversed(assessment.prompts)
        if prompt.reply
    }


def _snapshot(rule: PromptRule, says: str, met: Mapping[str, str], reply: Reply | None) -> PromptSnapshot:
    return PromptSnapshot(id=rule.id, urgency=rule.urgency, says=says, source=rule.source, met=met, reply=reply)


def _aged(rule: PromptRule, now: ChecklistState) -> PromptRule:
    """The rule with its lower urgency if every yes that meets its conditions is old."""
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


def _order(prompt: Prompt) -> tuple[int, bool]:
    """The sort key: most urgent first, and then those that depend on an answer before those on an unasked question."""
    is_silence = all(name.endswith(f": {NOT_ASKED}") for name in prompt.met)
    return URGENCIES.index(prompt.rule.urgency), is_silence


def _says(rule: PromptRule, facts: CaseFacts, now: ChecklistState | None = None) -> str:
    withdrawn = now.derived.get(WITHDRAWN, "") if now else ""
    says = rule.says.replace(DATE_PLACEHOLDER, short(facts.referred) if facts.referred else "an earlier day")
    return says.replace(WITHDRAWN_PLACEHOLDER, withdrawn or "something")


def _valid_reply(
    rule: PromptRule, values: Mapping[str, str], replies: Mapping[PromptId, Reply], before: Assessment | None
) -> Reply | None:
    if rule.id in replies and is_valid(replies[rule.id], values):
        return replies[rule.id]
    if before is None:
        return None
    values_before = {question: answer.value for question, answer in before.answers.items()}
    # A reply to other words is none to these.
    same = (prompt for prompt in before.prompts if prompt.id == rule.id and is_in_words_of(rule.says, prompt.says))
    earlier = (prompt.reply for prompt in same if prompt.reply)
    return next((reply for reply in earlier if is_still_valid(reply, values, values_before)), None)
