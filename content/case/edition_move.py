"""The move of a draft to another edition of the pack, with what was answered in words that are no longer used."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from content.case.prompt_replies import Reply
from content.case.question_snapshot import QuestionSnapshot
from content.pack.answers import Answer
from content.pack.model import PromptId, QuestionId
from content.records import Record

SetAsideReason = Literal["reworded", "no such answer", "gone"]
"""Why an answer was set aside: its question has other words or choices, takes no such answer, or is no longer asked."""


class SetAside(Record, frozen=True, kw_only=True):
    """An answer or a note that was given to a question in other words; it counts only once it is confirmed."""

    asked: QuestionSnapshot
    """The question in the words in which it was answered."""

    answer: Answer
    why: SetAsideReason


class Rewording(Record, frozen=True, kw_only=True):
    """A question that has other words or other choices than before."""

    question: QuestionId
    before: str
    after: str
    choices_before: tuple[str, ...] = ()
    """The names of its choices, if they changed; a question without choices has none."""

    choices_after: tuple[str, ...] = ()


class EditionMove(Record, frozen=True, kw_only=True):
    """One move of a draft to another edition of the pack, or to another organisation's pack."""

    at: dt.datetime
    by: str
    from_pack: str
    """The id and version of the pack that the draft was on, and those of the national pack below it."""

    from_name: str = ""
    from_edition: str
    """The edition of that pack's checklist."""

    to_pack: str
    to_name: str = ""
    to_edition: str
    is_other_organisation: bool = False
    is_older: bool = False
    """Whether the pack is an older version of the one that the draft was on."""

    new: tuple[str, ...] = ()
    """The questions that were not asked before, in their words."""

    reworded: tuple[Rewording, ...] = ()
    gone: tuple[str, ...] = ()
    """The questions that are no longer asked, in their words."""

    set_aside: tuple[SetAside, ...] = ()
    brought_back: tuple[str, ...] = ()
    """The questions whose answers count again, because an earlier move had set them aside and their words are back."""

    replies: Mapping[PromptId, Reply] = {}
    """The replies to prompts that have other words now, or are no longer in the pack."""

    lost_trigger: str = ""
    """The reason for the reassessment if the pack no longer has it."""
