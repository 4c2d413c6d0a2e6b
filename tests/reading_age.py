"""The reading age of what staff read: the points of the guide, the questions and why they are asked, and the prompts.

It is the Flesch-Kincaid grade of all the sentences of a file, plus five years.
"""

import sys
from collections.abc import Iterator, Mapping

from textstat import flesch_kincaid_grade

from content.pack.model import Pack
from content.pack.reading.loader import load_pack
from tests.packs import NATIONAL, bexley, texts_in

LIMIT = 12
"""The highest reading age of a file, in years."""

SCHOOL_STARTS = 5
"""The age at grade 0."""

HARDEST = 10


def texts_of(pack: Pack) -> Mapping[str, Mapping[str, str]]:
    """The texts of each file of a pack, by where they stand in it."""
    return {
        "guide.toml": dict(_guide(pack)),
        "checklist.toml": dict(_checklist(pack)),
        "prompts.toml": {rule.id: rule.says for rule in pack.prompts},
    }


def reading_age(*texts: str) -> float:
    """The reading age of texts taken together, in years."""
    return round(float(flesch_kincaid_grade("\n".join(_ended(text) for text in texts))) + SCHOOL_STARTS, 1)


def report(name: str, pack: Pack) -> tuple[list[str], bool]:
    """The lines of a report on a pack, and whether each of its files keeps the limit."""
    files = texts_of(pack)
    ages = {file: reading_age(*texts.values()) for file, texts in files.items()}
    lines = [f"{name}, {file}: reading age {age}, limit {LIMIT}" for file, age in ages.items()]
    every = [
        (reading_age(text), f"{file}, {where}: {text}")
        for file, texts in files.items()
        for where, text in texts.items()
    ]
    hardest = [f"  {age}  {text}" for age, text in sorted(every, reverse=True)[:HARDEST]]
    return [*lines, "the hardest texts:", *hardest], max(ages.values()) <= LIMIT


def _guide(pack: Pack) -> Iterator[tuple[str, str]]:
    for topic in pack.topics:
        if topic.note:
            yield f"topic {topic.id}", topic.note
        for point in topic.points:
            yield f"point {point.id}", point.whole
            if point.caution:
                yield f"caution of {point.id}", point.caution


def _checklist(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in pack.checklist.questions:
        yield f"question {question.id}", question.text
        yield f"why of {question.id}", question.why


def _ended(text: str) -> str:
    """A text as a sentence: without an end it would run into the next one."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def main() -> int:
    """Print the report on both packs.

    Returns:
        1 if a file is above the limit, else 0.
    """
    is_kept = True
    for name, pack in (("national", load_pack(texts_in(NATIONAL))), ("bexley", bexley())):
        lines, keeps = report(name, pack)
        sys.stdout.writelines(f"{line}\n" for line in lines)
        is_kept = is_kept and keeps
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
