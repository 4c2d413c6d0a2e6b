"""Accounts in words: for the interface and for the command line."""

from content.access.accounts import Account

RECOVERY_CODE = (
    "If every passphrase is lost, only this recovery code opens the cases. It is shown this once.",
    "Write it on paper, and keep the paper where no one can copy it:",
)
WRONG_GROUP = "That is not what the code says there."
PASSPHRASE_CHANGED = "Your passphrase is changed."  # noqa: S105 # a sentence


def in_short(account: Account) -> str:
    """An account, its role, and whether it is disabled."""
    return f"{account.name}: {account.role}{'' if account.is_enabled else ', disabled'}"


def added(account: Account) -> str:
    """That an account was added."""
    return f"Added {account.name}, {account.role}."


def disabled(account: Account) -> str:
    """That an account was disabled."""
    return f"{account.name} can sign in no more."


def enabled(account: Account) -> str:
    """That an account has a new passphrase, without the full stop."""
    return f"{account.name} can sign in with the new passphrase"
