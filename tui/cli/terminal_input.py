"""Prompts of the commands, for accounts and passphrases; they need a terminal."""

import getpass
import sys
import warnings

from content.access.passphrases import check_passphrase
from content.errors import AccountInputError
from tui.use_cases import accounts


class NoTerminalError(AccountInputError):
    """There is no terminal that can hide what is typed."""


def ask(prompt: str) -> str:
    """A line that is shown as it is typed.

    Raises:
        NoTerminalError: If there is no terminal.
    """
    _refuse_without_terminal()
    return input(prompt)


def ask_secret(prompt: str) -> str:
    """A line that is not shown.

    Raises:
        NoTerminalError: If there is no terminal that can hide it.
    """
    _refuse_without_terminal()
    with warnings.catch_warnings():
        # getpass would otherwise echo the passphrase.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, UnicodeDecodeError) as error:
            raise NoTerminalError("a passphrase is typed at a terminal that can hide it") from error


def ask_new_passphrase(name: str) -> str:
    """A new passphrase for an account, typed twice.

    Raises:
        AccountInputError: If it is not accepted, or the two are not the same.
    """
    passphrase = ask_secret(f"New passphrase for {name}: ")
    check_passphrase(passphrase, name)
    return accounts.new_passphrase(passphrase, ask_secret("The same again: "), name)


def _refuse_without_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminalError("this command asks for a passphrase at a terminal, and there is none")
