"""Signing with OpenSSH's own `ssh-keygen`, which asks for the passphrase of a key: no private key is read here."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from content.errors import PackKeyError

if TYPE_CHECKING:
    from store.engine.archive_file import FileName

_LISTED = re.compile(r"\d+ (?P<fingerprint>SHA256:[A-Za-z0-9+/]{43}) .*\((?P<kind>[A-Za-z0-9-]+)\)", re.DOTALL)
_WANTED = "ED25519"


class Ended(NamedTuple):
    """How a run of `ssh-keygen` ended."""

    status: int
    out: str
    err: str


def fingerprint(key: "FileName") -> str:
    """The fingerprint of an Ed25519 key; its passphrase is not needed.

    Raises:
        PackKeyError: If it is not such a key, or there is no `ssh-keygen`.
    """
    if not Path(key).exists():
        raise PackKeyError(f"there is no key {key}")
    # It would wait for ever for somebody to write into a named pipe.
    ended = _run("-l", "-f", str(key)) if Path(key).is_file() else None
    match = _LISTED.match(ended.out) if ended else None
    if match is None:
        raise PackKeyError(f"{key} is not a key that ssh-keygen can read: make one with 'ssh-keygen -t ed25519'")
    if match["kind"] != _WANTED:
        raise PackKeyError(
            f"{key} is of the type {match['kind']}, and packs are signed with the type {_WANTED}: "
            "make one with 'ssh-keygen -t ed25519'"
        )
    return match["fingerprint"]


def sign(key: "FileName", message: bytes, namespace: str) -> bytes:
    """Sign a message, and return the signature in OpenSSH's format.

    Raises:
        PackKeyError: If the key cannot sign, for example because its passphrase is wrong.
    """
    # A file and not the standard input, which must stay the terminal: ssh-keygen asks for the passphrase there.
    with tempfile.TemporaryDirectory(prefix="fourfold-sign-") as folder:
        signed = Path(folder) / "list"
        signed.write_bytes(message)
        ended = _run("-Y", "sign", "-f", str(key), "-n", namespace, str(signed))
        if ended.status:
            raise PackKeyError(_refusal(key, ended.err))
        return signed.with_name("list.sig").read_bytes()


def _run(*arguments: str) -> Ended:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise PackKeyError("packs are signed with ssh-keygen, which is not on this machine: install OpenSSH's client")
    ended = subprocess.run(  # noqa: S603 # a list of arguments, and no shell
        [program, *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
        # Its messages are matched below.
        env={**os.environ, "LC_ALL": "C"},
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def _refusal(key: "FileName", err: str) -> str:
    if "incorrect passphrase" in err:
        return f"the passphrase of the key {key} is wrong, or there is no terminal to ask for it"
    if "too open" in err:
        return f"other accounts can read the key {key}: correct that with 'chmod 600'"
    said = err.strip().splitlines()
    return f"the key {key} did not sign{f': {said[-1]}' if said else ''}"
