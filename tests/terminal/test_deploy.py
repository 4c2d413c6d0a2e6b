"""The session wrapper that docs/deploy.md gives."""

import termios
from pathlib import Path

from tests.terminal.line import CTRL_C, FOURFOLD, Line
from tests.terminal.steps import HOME

DOCUMENT = Path(__file__).parents[2] / "docs" / "deploy.md"
PASSED_ON = {"PATH", "LANG", "LC_ALL", "TERM", "SSH_CONNECTION"}


def test_the_wrapper_that_is_documented_starts_the_product_in_a_clean_environment(data: Path, tmp_path: Path) -> None:
    wrapper = tmp_path / "session"
    lines = "#!/bin/dash" + DOCUMENT.read_text(encoding="utf-8").split("#!/bin/dash")[1].split("```")[0]
    for given, here in (("/opt/fourfold/bin/fourfold", str(FOURFOLD)), ("/var/lib/fourfold", str(data))):
        assert given in lines
        lines = lines.replace(given, here)
    # Not every machine has dash where Debian has it.
    wrapper.write_text(lines.replace("#!/bin/dash", "#!/bin/sh"), encoding="utf-8")
    wrapper.chmod(0o700)

    with Line(program=(str(wrapper),), environment={"PYTHONINSPECT": "1", "LD_BIND_NOW": "1"}) as line:
        line.wait_until(lambda: not is_interruptible(line), "a line on which no key ends a program")
        line.keys(CTRL_C * 3)
        line.wait_for(HOME)
        environment = Path(f"/proc/{line.application}/environ").read_bytes().split(b"\0")

        assert {each.split(b"=")[0].decode() for each in environment if each} == PASSED_ON


def is_interruptible(line: Line) -> bool:
    return bool(termios.tcgetattr(line.descriptor)[3] & termios.ISIG)
