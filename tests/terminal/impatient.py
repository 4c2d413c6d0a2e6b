"""The product with accounts, where a minute without a line lasts a tenth of a second, for tests of idle minutes."""

import sys
from pathlib import Path

from content.packs import Pack
from tui import desk
from tui.main import main
from tui.session import Desk

MINUTE = 0.1
_desk_of = desk.desk_of


def desk_of(pack: Pack, directory: Path, *, is_training: bool) -> Desk:  # as the product asks for it
    made = _desk_of(pack, directory, is_training=is_training)
    return Desk(pack=made.pack, where=made.where, door=made.door, minute=MINUTE)


if __name__ == "__main__":
    desk.desk_of = desk_of
    sys.exit(main())
