"""The context that the form of an entry is read in, for tests."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from content.entries.typed_fields import EARLIER, EntryContext
from content.pack.policy import Trigger
from tests.builders import NOW, TODAY
from tests.packs import classic


def a_context(
    *recorded: Any,
    id: str,  # noqa: A002 - the name of the field that it fills
    earlier: str | None = None,
    about: Mapping[str, str] | None = None,
    triggers: tuple[Trigger, ...] = (),
    now: dt.datetime = NOW,
    today: dt.date = TODAY,
    by: str = "sam",
) -> EntryContext[Any]:
    pack = classic()
    if triggers:
        pack = msgspec.structs.replace(pack, policy=msgspec.structs.replace(pack.policy, triggers=triggers))
    return EntryContext(
        id=id,
        about={**({EARLIER: earlier} if earlier else {}), **(about or {})},
        recorded=recorded,
        pack=pack,
        now=now,
        today=today,
        by=by,
    )
