"""Replies to prompts: done, or not suitable with a reason. A reply is valid while the answers stay the same."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from content.pack.answers import SINCE_LAST
from content.pack.model import QuestionId
from content.records import Record
from content.text import is_reason

ReplyState = Literal["done", "not suitable", "explained"]
"""`explained` is the reply to a contradiction: a sentence on how the answers fit together."""

WHY_NEEDED = "why it is not suitable is needed: without it the prompt stays open"
SENTENCE_NEEDED = "a sentence is needed on how the answers fit together"


class Reply(Record, frozen=True, kw_only=True):
    """A reply to a prompt."""

    state: ReplyState
    why: str = ""
    """Why the prompt is not suitable, or how it was done."""

    met: Mapping[QuestionId, str] = {}
    """The values that satisfied the prompt's conditions at that time, see `content.assessment.conditions.met`."""

    says: str = ""
    """The prompt in the words that were replied to; empty for a reply that a note gave since sign-off."""

    at: dt.datetime
    by: str


def missing(state: ReplyState, why: str) -> str:
    """What a reply is missing, in a sentence; empty if it is complete."""
    if state == "explained" and not is_reason(why):
        return SENTENCE_NEEDED
    return WHY_NEEDED if state == "not suitable" and not why.strip() else ""


def is_valid(reply: Reply, met: Mapping[str, str]) -> bool:
    """Whether a reply made in this draft is valid for a prompt whose conditions are satisfied by `met` now.

    A reply is valid exactly while the values are those that it was made on. It becomes valid again if an answer is
    changed and changed back, so an accidental key loses nothing.
    """
    return bool(met) and reply.met == met and not missing(reply.state, reply.why)


def is_still_valid(reply: Reply, met: Mapping[str, str], before: Mapping[QuestionId, str]) -> bool:
    """Whether a reply from the previous assessment is still valid for a prompt satisfied by `met` now.

    The values must be the same. A yes that was "since last assessment" at that time counts as an earlier yes now. A yes
    that is "since last assessment" now is new, and makes the reply invalid.

    Args:
        reply: The reply as signed off.
        met: The values that satisfy the prompt's conditions now.
        before: The answers of the previous assessment, because an answer may have changed after the reply was made.
    """
    then = {name: _without_recency(value) for name, value in reply.met.items()}
    is_unchanged = all(before[name] == value for name, value in then.items() if name in before)
    return is_unchanged and bool(met) and then == met and not missing(reply.state, reply.why)


def _without_recency(value: str) -> str:
    return value.removesuffix(f", {SINCE_LAST}")
