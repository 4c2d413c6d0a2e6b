"""What the check of a pack finds, with the file and the line where it can be mended."""

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One fault or warning. As a text, it is "contacts.toml:24: contact paladin: key 'email' is missing"."""

    file: str
    line: int | None = None
    """The number of the line, from 1; None if no line is to be mended, as where an entry is missing."""

    entry: str = ""
    """The kind and the id of the entry, such as "contact paladin"; empty for the file itself."""

    key: str = ""
    """The key of the entry, with its place in lists: "phones 1.number"."""

    says: str
    """What is wrong and how to mend it; names the key where there is one."""

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (where, self.entry, self.says) if part)
