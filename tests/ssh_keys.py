"""Keys made by the real ssh-keygen, and signatures by it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def ssh_keygen(*arguments: str | Path) -> str:
    """Run ssh-keygen; a test is skipped where there is none, but not where everything must be there."""
    program = shutil.which("ssh-keygen")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("there is no ssh-keygen here")
        pytest.skip("there is no ssh-keygen here")
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def new_key(folder: Path, name: str, *, kind: str = "ed25519", passphrase: str = "") -> Path:
    """The file of a new private key; its public key is beside it, with the ending `.pub`."""
    ssh_keygen("-q", "-t", kind, "-N", passphrase, "-C", f"{name}@test", "-f", folder / name)
    return folder / name


def public(key: Path) -> Path:
    """The file of a public key."""
    return key.with_name(f"{key.name}.pub")


def signature(key: Path, message: bytes, namespace: str) -> bytes:
    """The signature of a message, made by ssh-keygen."""
    signed = key.with_name(f"{key.name}-message")
    signed.write_bytes(message)
    made = signed.with_name(f"{signed.name}.sig")
    made.unlink(missing_ok=True)
    ssh_keygen("-Y", "sign", "-f", key, "-n", namespace, signed)
    return made.read_bytes()
