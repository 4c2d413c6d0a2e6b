"""A real sshd on this machine alone, set up with the lines that docs/ssh.md gives."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terminal.line import PATIENCE, PLAIN

DOCUMENT = Path(__file__).parents[2] / "docs" / "ssh.md"
SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Server:
    """Where the server is, and how to reach it."""

    port: int
    folder: Path

    def client(self, *options: str, program: str = "ssh") -> tuple[str, ...]:
        """The command line of a client, up to whatever comes after its options."""
        return (
            program,
            *("-F", "none", "-i", str(self.folder / "key"), "-o", f"Port={self.port}", "-o", "BatchMode=yes"),
            *("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"),
            *options,
        )

    @property
    def address(self) -> str:
        """Who signs in where."""
        return f"{account()}@127.0.0.1"


def account() -> str:
    return pwd.getpwuid(os.getuid()).pw_name


def documented() -> str:
    """The lines that the document gives."""
    return DOCUMENT.read_text(encoding="utf-8").split("```sshd_config\n")[1].split("```")[0]


@contextlib.contextmanager
def serving(
    folder: Path, data: Path, *, alive_interval: int = 15, program: Sequence[str] = PLAIN, asks: str = ""
) -> Iterator[Server]:
    """Run a server; a test is skipped where there is none, but not where everything must be there.

    Args:
        folder: Where its keys and its settings go.
        data: The data directory of its sessions.
        alive_interval: Seconds of silence after which it asks a client whether it is there.
        program: What each session is.
        asks: What comes after its options.
    """
    if SSHD is None or shutil.which("ssh") is None:
        if os.environ.get("CI"):
            pytest.fail("there is no sshd here")
        pytest.skip("there is no sshd here")
    lines = documented()
    for given, here in (
        ("Match User fourfold", f"Match User {account()}"),
        ("/opt/fourfold/bin/fourfold", " ".join(program)),
        ("/var/lib/fourfold", f"{data} {asks}"),
        ("ClientAliveInterval 15", f"ClientAliveInterval {alive_interval}"),
    ):
        assert given in lines
        lines = lines.replace(given, here)
    keygen = shutil.which("ssh-keygen")
    for name in ("host", "key"):
        subprocess.run([str(keygen), "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    port = free_port()
    config = folder / "sshd_config"
    config.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder / 'host'}\nAuthorizedKeysFile {folder / 'key.pub'}\n"
        "PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        f"PermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n{lines}",
        encoding="utf-8",
    )
    if os.getuid() == 0:
        # Where sshd puts itself aside when it is root; a service script would make it.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    with subprocess.Popen([SSHD, "-D", "-e", "-f", config], stderr=subprocess.DEVNULL) as server:
        try:
            wait_for_port(port)
            yield Server(port, folder)
        finally:
            server.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
    raise AssertionError("sshd does not answer")
