"""A fault of a pack: what is wrong with which key of which entry of which file."""

from typing import NamedTuple

import msgspec


class EntryName(NamedTuple):
    """Names an entry of a pack, or one of its files."""

    file: str
    noun: str = ""
    """The kind of the entry, such as "prompt"; empty for the file itself."""

    id: str = ""

    def __str__(self) -> str:
        entry = f"{self.noun} {self.id}".strip()
        return f"{self.file}, {entry}" if entry else self.file

    def fault(self, says: str, key: str = "", rests_on: "EntryName | None" = None) -> "Fault":
        """A fault of this entry; the arguments are those of `Fault`."""
        return Fault(entry=self, key=key, says=says, rests_on=rests_on)


POLICY = EntryName("pack.toml")
"""The policy, which is a file and not an entry in one."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One fault. As a text, it is a sentence that names file, entry and key."""

    entry: EntryName
    key: str = ""
    """The key of the entry whose line is to be shown; empty for the entry as a whole."""

    says: str
    """What is wrong; names the key where there is one."""

    rests_on: EntryName | None = None
    """Another entry that the fault depends on, such as the question that a prompt names."""

    def __str__(self) -> str:
        return f"{self.entry}: {self.says}"
