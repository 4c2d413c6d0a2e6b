"""Replies to prompts: done, or not suitable and why; a reply holds while the answers are what it rests on."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from content.pack.answers import SINCE_LAST
from content.pack.model import QuestionId
from content.records import Record

ReplyState = Literal["done", "not suitable"]

WHY_NEEDED = "why it is not suitable is needed: without it the prompt stays open"


class Reply(Record, frozen=True, kw_only=True):
    """What somebody said to a prompt."""

    state: ReplyState
    why: str = ""
    """Why it is not suitable, or how it was done."""

    met: Mapping[QuestionId, str] = {}
    """What the prompt spoke on, as it was then: see `content.conditions.met`."""

    at: dt.datetime
    by: str


def missing(state: ReplyState, why: str) -> str:
    """What a reply lacks, in a sentence; empty where it is whole."""
    return WHY_NEEDED if state == "not suitable" and not why.strip() else ""


def holds(reply: Reply, met: Mapping[str, str]) -> bool:
    """Whether a reply given in this draft answers a prompt that rests on `met` now.

    It holds exactly while the answers are those that it was given on. One that is changed and changed back finds its
    reply again: a slip of the key costs nobody what they said.
    """
    return bool(met) and reply.met == met and not missing(reply.state, reply.why)


def holds_from_before(reply: Reply, met: Mapping[str, str], before: Mapping[QuestionId, str]) -> bool:
    """Whether a reply given in the assessment before still answers a prompt that rests on `met` now.

    The same answers must stand, then as now: a yes that was since the last assessment is one from earlier by now, and
    one that is since the last assessment today is news.

    Args:
        reply: The reply as it was signed off.
        met: What the prompt rests on now.
        before: The values that the assessment before was signed off with, for an answer can change after the reply.
    """
    then = {name: _aged(rest) for name, rest in reply.met.items()}
    stood = all(before[name] == rest for name, rest in then.items() if name in before)
    return stood and bool(met) and then == met and not missing(reply.state, reply.why)


def _aged(rest: str) -> str:
    return rest.removesuffix(f", {SINCE_LAST}")
