"""A peer of the benchmark: the product on Textual's own driver."""

import tempfile
from pathlib import Path

from content.training.cases import made_up_cases
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.packs import bexley
from tui.app.application import FourfoldApp
from tui.session.session import Session
from tui.session.settings import utc_now


def main() -> None:
    """Show the product on made-up cases."""
    with tempfile.TemporaryDirectory() as folder:
        store = CaseRepository(engine_at(Path(folder)))
        for case in made_up_cases(bexley(), now=utc_now()):
            store.create(case)
        session = Session(pack=bexley(), store=store, practitioner="Sam", where="here", is_training=True)
        FourfoldApp(session).run(mouse=False)


if __name__ == "__main__":
    main()
