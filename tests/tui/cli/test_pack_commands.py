"""Packs on the command line: a new one, all that it says, and its statements."""

import re
from pathlib import Path

import pytest

from tests.packs import ASHCOMBE, BEXLEY
from tests.tui.cli.conftest import Do
from tests.tui.cli.pack_folders import add, edit

WIDTH = 80
DOCUMENT = Path(__file__).parents[3] / "docs" / "packs.md"
NAMED = "London Borough of Ashcombe"

# A new pack


def test_a_new_pack_passes_the_check_and_names_what_is_to_be_filled_in(pack: Do, tmp_path: Path) -> None:
    made = pack("new", tmp_path / "own" / "pack", "--name", NAMED)

    assert made.status == 0
    assert f"a new pack for {NAMED}" in made.said
    assert "To fill in, in contacts.toml: the local support service; MARAC; the panel for" in made.said
    assert pack("check", tmp_path / "own" / "pack").status == 0


def test_an_empty_folder_can_be_used(pack: Do, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()

    assert pack("new", tmp_path / "own", "--name", NAMED).status == 0
    assert (tmp_path / "own" / "pack.toml").exists()


def test_a_folder_with_something_in_it_stays_as_it_is(pack: Do, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notes.txt").touch()

    refused = pack("new", tmp_path / "own", "--name", NAMED)

    assert refused.status == 1
    assert refused.err == (
        f"fourfold: {tmp_path / 'own'} is not empty: name a folder that does not exist yet, or an empty one\n"
    )
    assert [each.name for each in (tmp_path / "own").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("kind", ["file", "dangling link", "below a file", "not allowed"])
def test_a_place_that_can_hold_no_folder_is_refused_in_a_sentence(kind: str, pack: Do, tmp_path: Path) -> None:
    place = tmp_path / "own"
    if kind == "dangling link":
        place.symlink_to(tmp_path / "nowhere")
    elif kind == "not allowed":
        place = Path("/proc/own")
    else:
        place.touch()

    refused = pack("new", place / "pack" if kind == "below a file" else place, "--name", NAMED)

    assert refused.status == 1
    assert re.fullmatch(r"fourfold: .* (exists and is not a folder|cannot be written): [a-z ]+\n", refused.err)


def test_a_name_that_cannot_be_used_leaves_no_folder(pack: Do, tmp_path: Path) -> None:
    refused = pack("new", tmp_path / "own", "--name", "a\x1b[2J")

    assert refused.status == 1
    assert refused.err.startswith("fourfold: the name has a character that cannot be shown")
    assert not (tmp_path / "own").exists()


def test_a_new_pack_needs_a_name(pack: Do, tmp_path: Path) -> None:
    assert pack("new", tmp_path / "own").status == 2
    assert not (tmp_path / "own").exists()


# The overlay of a borough that followed docs/packs.md


def test_the_overlay_of_a_made_up_borough_passes_the_check_with_all_its_own_words(pack: Do) -> None:
    assert pack("check", ASHCOMBE).status == 0

    shown = pack("show", ASHCOMBE).said

    assert "Contact Ashcombe Support (020 7946 0101). They give support with" in shown
    assert "bring it to the panel for non-domestic cases. Caution: Ask the panel first" in shown
    assert 'Ask Ashcombe Support for a place on the safety planning course. Speaks if: "' in shown
    assert "E-mail: marac@ashcombe.example. Hours" in shown
    assert "Level Standard: There is risk" in shown
    assert "Review within 56 days" in shown
    assert "Hours: Mon-Fri 09:00-17:00, closed on bank holidays" in shown
    assert (
        "contact national-domestic-abuse-helpline: National Domestic Abuse Helpline. Why: Ashcombe Support answers at "
        "night too. In its place: Ashcombe Support (020 7946 0101)." in shown
    )
    assert "they reached? Why: The officer is in the police reference here." in shown


def test_what_the_borough_filled_in_differs_from_a_new_pack(pack: Do, tmp_path: Path) -> None:
    pack("new", tmp_path / "own", "--name", NAMED)

    said = pack("diff", tmp_path / "own", ASHCOMBE).said

    assert "telephone numbers, before: none. telephone numbers, now: 020 7946 0101 - Ask for the duty worker." in said
    assert "Added, bank holiday 1 Jun 2027: Ashcombe Day." in said


def test_each_file_and_key_that_the_document_shows_can_be_used(pack: Do, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    pack("new", folder, "--name", NAMED)
    text = DOCUMENT.read_text(encoding="utf-8")
    examples = re.findall(r"^## (\w+\.toml)\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    examples += [("sources.toml", text[text.index("## Where words come from") : text.index("## Withdraw")])]
    for file, section in examples:
        toml = "\n".join(re.findall(r"^```toml\n(.*?)^```", section, re.MULTILINE | re.DOTALL))
        kept = (folder / file).read_text(encoding="utf-8") if file == "pack.toml" else ""
        (folder / file).write_text(f"{kept}\n{toml}", encoding="utf-8")

    assert len(examples) == 6
    checked = pack("check", folder)

    assert (checked.err, checked.status) == ("", 0)
    assert "support.housing-officer" in pack("show", folder).said


# What a pack says


def test_show_says_what_is_national_and_what_is_local_with_its_source(pack: Do) -> None:
    shown = pack("show", BEXLEY)

    assert shown.status == 0
    assert "They give support with risk assessment and safety planning. Caution: This number is" in shown.said
    assert "(point 7.4; Bexley: briefing 7.4" in shown.said
    assert "(point 1.1; national: briefing 1.1)" in shown.said
    assert "Contact: paladin; national: briefing 6.1" in shown.said
    assert "Contact: local-support; Bexley: briefing 7.4" in shown.said


def test_show_fits_80_columns(pack: Do) -> None:
    assert max(len(line) for line in pack("show", BEXLEY).lines) <= WIDTH


def test_show_says_in_words_when_questions_open_and_prompts_speak(pack: Do) -> None:
    shown = pack("show", BEXLEY)

    listening = 'Asked: only if "How are you speaking with the person?" is answered "By telephone" or "How are you'
    assert listening in shown.said
    now = shown.said.index("Prompts for now:")
    leaving = shown.said.index("Prompts for before they leave:")
    assert now < shown.said.index('Speaks if: "Is anybody in danger right now?" is answered yes') < leaving
    assert "Speaks if: something happened within twelve months of the last referral to MARAC" in shown.said
    assert "is_" not in shown.said


def test_show_says_what_needs_a_check_and_what_was_withdrawn_and_why(pack: Do, new: Path) -> None:
    edit(new, "contacts.toml", "review_by = 2027-02-22", "review_by = 2020-02-22")
    add(new, "guide.toml", '[[withdrawn]]\nid = "asb"\nreason = "Housing deals with it here"')

    shown = pack("show", new)

    assert "Check: needs a check: its review date was 22 Feb 2020" in shown.said
    assert re.search(r"Withdrawn from the national pack: point asb: .+ Why: Housing deals with it here\.", shown.said)
    assert "(point asb;" not in shown.said


def test_a_pack_with_a_fault_is_shown_all_the_same_and_the_fault_named(pack: Do, new: Path) -> None:
    edit(new, "statements.toml", "0203 198 4659", "0203 198 4650")
    edit(new, "contacts.toml", "0203 198 4659", "0203 198 4658")

    shown = pack("show", new)

    assert shown.status == 1
    assert "Phone: 0203 198 4658" in shown.said
    assert shown.err.startswith("fourfold: the pack does not pass the check: ")


def test_a_pack_that_cannot_be_read_is_refused_in_a_sentence(pack: Do, new: Path, tmp_path: Path) -> None:
    edit(new, "guide.toml", "[[topics]]", "[[topics")

    for command in (("show", new), ("compare", new), ("diff", new, BEXLEY), ("show", tmp_path / "nowhere")):
        refused = pack(*command)
        assert (refused.status, refused.said) == (1, "")
        assert refused.err.startswith("fourfold: ")
        assert refused.err.count("\n") == 1


def test_nothing_in_a_pack_is_a_command_to_the_terminal(pack: Do, old: Path, new: Path) -> None:
    point = '[[topics]]\nid = "own\\u001b[2J"\ntitle = "\\u001b[31mOwn"\n\n[[topics.points]]\nid = "o\\u009b2J"\n'
    add(new, "guide.toml", f'{point}kind = "fact"\ntext = "Red \\u001b[31m"\nsource = "practice.editors"')

    for command in (("show", new), ("diff", old, new), ("compare", new)):
        assert not set("\x1b\x9b") & set("".join(pack(*command).lines))
    assert "own␛[2J" in pack("show", new).said


# The briefing beside the pack


def test_compare_shows_each_sentence_above_the_words_of_each_use(pack: Do) -> None:
    compared = pack("compare", BEXLEY)

    assert compared.status == 0
    assert max(len(line) for line in compared.lines) <= WIDTH
    sentence = compared.said.index("Briefing 7.6: Refer to MARAC@bexley.gov.uk.")
    words = compared.said.index("In the guide: Refer to MARAC@bexley.gov.uk. Kept: marac; refer to marac@bexley.gov.uk")
    assert sentence < words < compared.said.index("In the contacts: Bexley MARAC / Referrals of high-risk cases")
    assert compared.said.endswith("52 statements, and all the words that they must keep are there.")
    assert compared.said.index("Briefing 1.9:") < compared.said.index("Briefing 1.10:")


def test_compare_names_the_words_that_a_weakened_statement_lacks(pack: Do, new: Path) -> None:
    edit(new, "guide.toml", "Contact {contact.name} on {contact.phone}. They", "You could try {contact.name}. They")

    compared = pack("compare", new)

    assert compared.status == 1
    assert "MISSING in the guide: contact solace on 0203 198 4659." in compared.said
    assert "In the guide: You could try Solace. They give support with" in compared.said
    assert compared.said.endswith("52 statements; words are missing in 1 of them: 7.4.")


def test_compare_says_where_a_statement_is_not_used_at_all(pack: Do, new: Path) -> None:
    edit(new, "contacts.toml", 'source = "7.5"', 'source = "practice.editors"')

    compared = pack("compare", new)

    assert compared.status == 1
    assert "In the contacts: MISSING: no entry has it as its source." in compared.said
