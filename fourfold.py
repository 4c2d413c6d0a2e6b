"""The entry point of the program: its own packages come first on the path."""

import os
import sys


def main() -> int:
    """Run the program, and return its exit status.

    The packages have common names, so another `content` or `store` on the path must not be found before them.
    """
    sys.path.insert(0, _folder())
    from tui import main as program  # noqa: PLC0415 # found only once the path is set

    return program.main()


def _folder() -> str:
    """The folder of the packages: fourfold_app beside this file in an installation, the file's own in a checkout."""
    # os.path and not pathlib, which would stay in the memory of each session's parent process.
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    installed = os.path.join(here, "fourfold_app")  # noqa: PTH118
    return installed if os.path.isdir(installed) else here  # noqa: PTH112
