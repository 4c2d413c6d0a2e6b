"""The check of a pack in plain text."""

from collections.abc import Iterable, Iterator
from typing import get_args

from content.documents.plain_text import wrapped
from content.pack.checking.finding import Finding
from content.pack.checking.report import Report
from content.pack.model import Pack
from content.pack.sources import Use
from content.text import one_line

WIDTH = 80
_HANG = 4


def report_lines(report: Report) -> Iterator[str]:
    """The faults, then the warnings, then what the pack holds if it has no fault."""
    for heading, findings in (("FAULTS", report.faults), ("WARNINGS", report.warnings)):
        if findings:
            yield from (heading, *_findings(findings), "")
    if report.pack:
        yield from _summary(report.pack)


def fault_count(report: Report) -> str:
    """The last sentence about a pack with faults."""
    many = len(report.faults)
    return "1 fault: mend it, then check again" if many == 1 else f"{many} faults: mend them, then check again"


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from wrapped(one_line(str(finding)), WIDTH, _HANG)


def _summary(pack: Pack) -> Iterator[str]:
    points = sum(len(topic.points) for topic in pack.topics)
    counts = (
        f"{len(pack.topics)} topics with {points} points, {len(pack.checklist.questions)} questions, "
        f"{len(pack.prompts)} prompts, {len(pack.contacts)} contacts"
    )
    yield from wrapped(one_line(f"{pack.policy.name}, version {pack.policy.version}: {counts}"), WIDTH, 0)
    cited = set(pack.cites())
    for use in get_args(Use):
        wanted = [source for source, statement in pack.statements.items() if use in statement.use]
        covered = sum((use, source) in cited for source in wanted)
        yield f"{use}: {covered} of {len(wanted)} statements covered"
