"""Words that are commands elsewhere, and so are seldom meant as the whole answer to a question."""

COMMAND_WORDS: frozenset[str] = frozenset(
    {
        *("help", "save", "quit", "exit", "leave", "back", "next", "skip", "confirm", "note", "since", "clear", "undo"),
        *("prompts", "plan", "guide", "find", "check", "sign", "sign off", "hide", "lock", "keys"),
    }
)


def is_command_word(text: str) -> bool:
    """Whether a text is nothing but a command word, or a single letter or sign, as keys are."""
    word = text.strip().lower().lstrip("/")
    return word in COMMAND_WORDS or (len(word) == 1 and not word.isdecimal())
