"""Words that are commands, and so are seldom meant as the whole answer to a question."""

from collections.abc import Mapping

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "back": ("back", "b"),
    "skip": ("skip", "next"),
    "confirm": ("confirm", "c"),
    "note": ("note",),
    "since": ("since",),
    "clear": ("clear",),
    "lines": ("lines",),
    "add": ("add",),
    "why": ("why", "guide"),
    "prompts": ("prompts",),
    "plan": ("plan",),
    "list": ("list",),
    "go": ("go",),
    "sign": ("sign",),
    "save": ("save", "quit", "exit", "leave"),
    "hide": ("hide",),
    "help": ("help", "?"),
}
"""The commands of the dialogue, each with the words that invoke it."""

COMMAND_OF: Mapping[str, str] = {word: command for command, words in COMMANDS.items() for word in words}
"""The command of each word."""

KEY_NAMES = frozenset({"undo", "find", "check", "sign off", "lock", "keys"})
"""What keys of the interface do, where the dialogue has no command of that name."""


def is_command_word(text: str) -> bool:
    """Whether a text is only a command word, or a single letter or sign, as keys are."""
    word = text.strip().lower().lstrip("/")
    return word in COMMAND_OF or word in KEY_NAMES or (len(word) == 1 and not word.isdecimal())
