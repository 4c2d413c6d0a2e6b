"""The holder of a lease, as other sessions see it."""

import datetime as dt

import msgspec


class LeaseHolder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The session that is editing a case."""

    who: str
    where: str
    """Where the session was opened, such as the client's address."""

    since: dt.datetime
    pid: int
    last_save: dt.datetime | None = None
    """When it last saved the draft; set only in the error that refuses the lease to another session."""

    is_suspended: bool = False
    """Whether its process is stopped; set only in the error that refuses the lease to another session."""
