"""Prints what the product costs beside its peers, all measured in this run; `--quick` only sees that it works."""

import argparse
import os
import sys
import time
from collections.abc import Iterator

from tests.bench import lines, machine, people, records, saving, sessions, slow_disk, surviving
from tests.bench.measured import Part, told


def measured(*, quick: bool) -> Iterator[Part]:
    """Each part of the table, once it is measured."""
    yield sessions.starting(2 if quick else 9)
    yield sessions.answering(8 if quick else 64)
    yield sessions.remembering()
    yield saving.saving(5 if quick else 60)
    yield people.people(5 if quick else 60)
    yield saving.listing(2 if quick else 15)
    yield saving.opening(2 if quick else 15)
    yield records.making(2 if quick else 9)
    yield records.opening(1 if quick else 3)
    yield slow_disk.answering(2 if quick else 30)
    yield slow_disk.remembering(saving.FEW if quick else saving.MANY)
    yield surviving.crashes(1 if quick else 10)
    yield surviving.together(2 if quick else 60)
    yield sessions.sending(2 if quick else 7)
    yield lines.on_slow_lines(lines.SPEEDS[-1:] if quick else lines.SPEEDS)


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that the benchmark works")
    # What is put into data directories here is private, as the store's own files are.
    os.umask(0o077)
    begun = time.monotonic()
    print("Fourfold beside its peers; medians of several runs, everything in one run.")
    for part in measured(quick=parser.parse_args().quick):
        for line in told(part):
            print(line, flush=True)
    for table in (lines.beside_peers(), machine.beside_peers()):
        for line in table:
            print(line, flush=True)
    print(f"\nTook {time.monotonic() - begun:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
