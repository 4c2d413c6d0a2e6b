"""Sentences about accounts, for the interface and the command line."""

from content.access.accounts import Account

RECOVERY_CODE = (
    "If every passphrase is lost, only this recovery code opens the cases. It is shown only once.",
    "Write it on paper, and keep the paper where no one can copy it:",
)
SET_UP = "The account is set up."
CODE_REPLACED = "The new recovery code works, and the old one no longer does: destroy its paper."
WRONG_GROUP = "That does not match the recovery code."
PASSPHRASE_CHANGED = "Your passphrase is changed."  # noqa: S105 # a sentence


def in_short(account: Account) -> str:
    """Describe an account: its name, its role, and whether it is disabled."""
    return f"{account.name}: {account.role}{'' if account.is_enabled else ', disabled'}"


def added(account: Account) -> str:
    """Say that an account was added."""
    return f"Added {account.name}, {account.role}."


def disabled(account: Account) -> str:
    """Say that an account was disabled."""
    return f"{account.name} can no longer sign in."


def enabled(account: Account) -> str:
    """Say that an account has a new passphrase; the caller adds the full stop."""
    return f"{account.name} can sign in with the new passphrase"
