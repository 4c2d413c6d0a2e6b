"""Who is editing a case, as the others are told."""

import datetime as dt

import msgspec


class Holder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The session that is editing a case."""

    who: str
    where: str
    """Where the session was opened, such as the client's address."""

    since: dt.datetime
    pid: int
    last_save: dt.datetime | None = None
