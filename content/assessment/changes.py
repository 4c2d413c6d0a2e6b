"""Changes of the answers of a draft, each of which can be undone."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from content.case.model import Draft
from content.pack.answers import Answer
from content.pack.model import QuestionId

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
EMPTY = Answer(at=NEVER, by="")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one or more answers."""

    before: Mapping[QuestionId, Answer | None]
    """The answer to each changed question before the change; None if there was none."""

    after: Mapping[QuestionId, Answer | None]
    """The answer to each changed question after the change; None if there is none."""

    @property
    def question(self) -> QuestionId:
        """The question that was changed; the first of several."""
        return next(iter(self.before))


def change_between(before: Draft, after: Draft) -> Change | None:
    """What changed between two drafts, ignoring times and authors; None if nothing did."""
    old, new = before.answers, after.answers
    names = [name for name in {**new, **old} if _content(old.get(name)) != _content(new.get(name))]
    if not names:
        return None
    return Change(before={name: old.get(name) for name in names}, after={name: new.get(name) for name in names})


def undone(draft: Draft, change: Change, *, now: dt.datetime) -> Draft:
    """The draft with the answers from before a change, with their dates and authors."""
    kept = {name: answer for name, answer in draft.answers.items() if name not in change.before}
    restored = {name: answer for name, answer in change.before.items() if answer is not None}
    return msgspec.structs.replace(draft, answers={**kept, **restored}, changed=now)


def _content(answer: Answer | None) -> Answer | None:
    """An answer without its time and author; None if it is empty."""
    if answer is None:
        return None
    without = msgspec.structs.replace(answer, at=NEVER, by="")
    return None if without == EMPTY else without
