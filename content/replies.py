"""Replies to prompts: done, or not suitable and why; a reply holds until the answers change."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from content.packs import QuestionId
from content.records import Record

ReplyState = Literal["done", "not suitable"]


class Reply(Record, frozen=True, kw_only=True):
    """What somebody said to a prompt."""

    state: ReplyState
    why: str = ""
    """Why it is not suitable, or how it was done."""

    met: Mapping[QuestionId, str] = {}
    """The answers that the prompt spoke on, as they were then."""

    at: dt.datetime
    by: str
