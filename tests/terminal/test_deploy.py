"""The session wrapper that docs/deploy.md gives."""

import termios
from pathlib import Path

from tests.terminal.line import CTRL_C, FOURFOLD, Line
from tests.terminal.steps import HOME

DOCUMENT = Path(__file__).parents[2] / "docs" / "deploy.md"
PASSED_ON = {
    "PATH": "/usr/bin:/bin",
    "TERM": "xterm-256color",
    "LANG": "C.UTF-8",
    "LC_ALL": "",
    "LC_CTYPE": "",
    "NO_COLOR": "1",
    "FOURFOLD_THEME": "high-contrast",
    "SSH_CONNECTION": "",
}
WISHES = {"NO_COLOR": "1", "FOURFOLD_THEME": "high-contrast"}
HARMFUL = {"LC_ALL": "\x1b]0;title\x07", "LC_CTYPE": "../$(id)", "PYTHONINSPECT": "1", "LD_BIND_NOW": "1"}


def test_the_wrapper_that_is_documented_starts_the_product_in_a_clean_environment(data: Path, tmp_path: Path) -> None:
    wrapper = tmp_path / "session"
    lines = "#!/bin/dash" + DOCUMENT.read_text(encoding="utf-8").split("#!/bin/dash")[1].split("```")[0]
    for given, here in (("/opt/fourfold/bin/fourfold", str(FOURFOLD)), ("/var/lib/fourfold", str(data))):
        assert given in lines
        lines = lines.replace(given, here)
    # Not every machine has dash where Debian has it.
    wrapper.write_text(lines.replace("#!/bin/dash", "#!/bin/sh"), encoding="utf-8")
    wrapper.chmod(0o700)

    with Line(program=(str(wrapper),), environment=HARMFUL | WISHES) as line:
        line.wait_until(lambda: not is_interruptible(line), "a line on which no key ends a program")
        line.keys(CTRL_C * 3)
        line.wait_for(HOME)

        assert environment_of(line.application) == PASSED_ON


def is_interruptible(line: Line) -> bool:
    return bool(termios.tcgetattr(line.descriptor)[3] & termios.ISIG)


def environment_of(process: int) -> dict[str, str]:
    variables = Path(f"/proc/{process}/environ").read_text(encoding="utf-8").split("\0")
    return dict(each.split("=", 1) for each in variables if each)
