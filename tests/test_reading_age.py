"""The report of the reading age."""

import msgspec

from tests.packs import a_pack, a_point, a_topic, bexley
from tests.reading_age import LIMIT, reading_age, report, texts_of


def test_short_plain_sentences_are_for_the_young_and_long_words_are_not() -> None:
    plain = reading_age("Ask if it is safe to talk.", "Call the police.")
    hard = reading_age("Institutional accountability necessitates comprehensive interdisciplinary deliberation.")

    assert plain < 8
    assert hard > LIMIT


def test_a_text_without_a_full_stop_is_a_sentence_of_its_own() -> None:
    rest = "Ask them what has changed today."

    assert reading_age("The person says the risk is:", rest) == reading_age("The person says the risk is.", rest)


def test_the_shipped_pack_keeps_the_limit() -> None:
    lines, keeps = report("bexley", bexley())

    assert keeps
    assert len(lines) == 3 + 1 + 10


def test_a_file_above_the_limit_is_reported() -> None:
    hard = a_topic(
        "T", a_point("Institutional accountability necessitates comprehensive interdisciplinary deliberation.")
    )
    pack = msgspec.structs.replace(bexley(), topics=(hard,))

    lines, keeps = report("hard", pack)

    assert not keeps
    assert any("Institutional accountability" in line for line in lines)


def test_every_text_of_the_guide_is_measured() -> None:
    pack = a_pack(topics=(a_topic("T", a_point("A.", caution="B."), note="C."),))

    assert list(texts_of(pack)["guide.toml"].values()) == ["C.", "A.", "B."]
