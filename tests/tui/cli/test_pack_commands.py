"""Packs on the command line: a new one, all that it says, its statements, and what changed between two versions."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from content.case.model import PromptSnapshot
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft, an_answer, an_assessment
from tests.packs import ASHCOMBE, BEXLEY, NATIONAL
from tests.store.people import PASSPHRASE, SAM, kinds, set_up
from tests.tui.cli.test_account_commands import Asked
from tui.cli import command_line

WIDTH = 80
DOCUMENT = Path(__file__).parents[3] / "docs" / "packs.md"
NAMED = "London Borough of Ashcombe"


class Printed(NamedTuple):
    """What a command came to; the lines of `said` are joined."""

    status: int
    said: str
    err: str
    lines: list[str]


Do = Callable[..., Printed]


@pytest.fixture
def do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Do:
    """Does a command in this process, as the command line would."""

    def done(*arguments: str | Path) -> Printed:
        capsys.readouterr()
        try:
            status = command_line.run(["--data", str(tmp_path / "data"), "pack", *map(str, arguments)])
        except SystemExit as ended:
            status = int(str(ended.code))
        out, err = capsys.readouterr()
        return Printed(status, " ".join(out.split()), err, out.splitlines())

    return done


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A pack of one's own."""
    return Path(shutil.copytree(BEXLEY, tmp_path / "old"))


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The next version of it, still the same."""
    return Path(shutil.copytree(BEXLEY, tmp_path / "new"))


def edit(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def add(folder: Path, file: str, text: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write(f"\n{text}\n")


# A new pack


def test_a_new_pack_passes_the_check_and_names_what_is_to_be_filled_in(do: Do, tmp_path: Path) -> None:
    made = do("new", tmp_path / "own" / "pack", "--name", NAMED)

    assert made.status == 0
    assert f"a new pack for {NAMED}" in made.said
    assert "To fill in, in contacts.toml: the local support service; MARAC; the panel for" in made.said
    assert do("check", tmp_path / "own" / "pack").status == 0


def test_an_empty_folder_can_be_used(do: Do, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()

    assert do("new", tmp_path / "own", "--name", NAMED).status == 0
    assert (tmp_path / "own" / "pack.toml").exists()


def test_a_folder_with_something_in_it_stays_as_it_is(do: Do, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notes.txt").touch()

    refused = do("new", tmp_path / "own", "--name", NAMED)

    assert refused.status == 1
    assert refused.err == (
        f"fourfold: {tmp_path / 'own'} is not empty: name a folder that does not exist yet, or an empty one\n"
    )
    assert [each.name for each in (tmp_path / "own").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("kind", ["file", "dangling link", "below a file", "not allowed"])
def test_a_place_that_can_hold_no_folder_is_refused_in_a_sentence(kind: str, do: Do, tmp_path: Path) -> None:
    place = tmp_path / "own"
    if kind == "dangling link":
        place.symlink_to(tmp_path / "nowhere")
    elif kind == "not allowed":
        place = Path("/proc/own")
    else:
        place.touch()

    refused = do("new", place / "pack" if kind == "below a file" else place, "--name", NAMED)

    assert refused.status == 1
    assert re.fullmatch(r"fourfold: .* (exists and is not a folder|cannot be written): [a-z ]+\n", refused.err)


def test_a_name_that_cannot_be_used_leaves_no_folder(do: Do, tmp_path: Path) -> None:
    refused = do("new", tmp_path / "own", "--name", "a\x1b[2J")

    assert refused.status == 1
    assert refused.err.startswith("fourfold: the name has a character that cannot be shown")
    assert not (tmp_path / "own").exists()


def test_a_new_pack_needs_a_name(do: Do, tmp_path: Path) -> None:
    assert do("new", tmp_path / "own").status == 2
    assert not (tmp_path / "own").exists()


# The overlay of a borough that followed docs/packs.md


def test_the_overlay_of_a_made_up_borough_passes_the_check_with_all_its_own_words(do: Do) -> None:
    assert do("check", ASHCOMBE).status == 0

    shown = do("show", ASHCOMBE).said

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


def test_what_the_borough_filled_in_differs_from_a_new_pack(do: Do, tmp_path: Path) -> None:
    do("new", tmp_path / "own", "--name", NAMED)

    said = do("diff", tmp_path / "own", ASHCOMBE).said

    assert "telephone numbers, before: none. telephone numbers, now: 020 7946 0101 - Ask for the duty worker." in said
    assert "Added, bank holiday 1 Jun 2027: Ashcombe Day." in said


def test_each_file_and_key_that_the_document_shows_can_be_used(do: Do, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    do("new", folder, "--name", NAMED)
    text = DOCUMENT.read_text(encoding="utf-8")
    examples = re.findall(r"^## (\w+\.toml)\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    examples += [("sources.toml", text[text.index("## Where words come from") : text.index("## Withdraw")])]
    for file, section in examples:
        toml = "\n".join(re.findall(r"^```toml\n(.*?)^```", section, re.MULTILINE | re.DOTALL))
        kept = (folder / file).read_text(encoding="utf-8") if file == "pack.toml" else ""
        (folder / file).write_text(f"{kept}\n{toml}", encoding="utf-8")

    assert len(examples) == 6
    checked = do("check", folder)

    assert (checked.err, checked.status) == ("", 0)
    assert "support.housing-officer" in do("show", folder).said


# What a pack says


def test_show_says_what_is_national_and_what_is_local_with_its_source(do: Do) -> None:
    shown = do("show", BEXLEY)

    assert shown.status == 0
    assert "They give support with risk assessment and safety planning. Caution: This number is" in shown.said
    assert "(point 7.4; Bexley: briefing 7.4" in shown.said
    assert "(point 1.1; national: briefing 1.1)" in shown.said
    assert "Contact: paladin; national: briefing 6.1" in shown.said
    assert "Contact: local-support; Bexley: briefing 7.4" in shown.said


def test_show_fits_80_columns(do: Do) -> None:
    assert max(len(line) for line in do("show", BEXLEY).lines) <= WIDTH


def test_show_says_in_words_when_questions_open_and_prompts_speak(do: Do) -> None:
    shown = do("show", BEXLEY)

    listening = 'Asked: only if "How are you speaking with the person?" is answered "By telephone" or "How are you'
    assert listening in shown.said
    now = shown.said.index("Prompts for now:")
    leaving = shown.said.index("Prompts for before they leave:")
    assert now < shown.said.index('Speaks if: "Is anybody in danger right now?" is answered yes') < leaving
    assert "Speaks if: something happened within twelve months of the last referral to MARAC" in shown.said
    assert "is_" not in shown.said


def test_show_says_what_needs_a_check_and_what_was_withdrawn_and_why(do: Do, new: Path) -> None:
    edit(new, "contacts.toml", "review_by = 2027-02-22", "review_by = 2020-02-22")
    add(new, "guide.toml", '[[withdrawn]]\nid = "asb"\nreason = "Housing deals with it here"')

    shown = do("show", new)

    assert "Check: needs a check: its review date was 22 Feb 2020" in shown.said
    assert re.search(r"Withdrawn from the national pack: point asb: .+ Why: Housing deals with it here\.", shown.said)
    assert "(point asb;" not in shown.said


def test_a_pack_with_a_fault_is_shown_all_the_same_and_the_fault_named(do: Do, new: Path) -> None:
    edit(new, "statements.toml", "0203 198 4659", "0203 198 4650")
    edit(new, "contacts.toml", "0203 198 4659", "0203 198 4658")

    shown = do("show", new)

    assert shown.status == 1
    assert "Phone: 0203 198 4658" in shown.said
    assert shown.err.startswith("fourfold: the pack does not pass the check: ")


def test_a_pack_that_cannot_be_read_is_refused_in_a_sentence(do: Do, new: Path, tmp_path: Path) -> None:
    edit(new, "guide.toml", "[[topics]]", "[[topics")

    for command in (("show", new), ("compare", new), ("diff", new, BEXLEY), ("show", tmp_path / "nowhere")):
        refused = do(*command)
        assert (refused.status, refused.said) == (1, "")
        assert refused.err.startswith("fourfold: ")
        assert refused.err.count("\n") == 1


# The briefing beside the pack


def test_compare_shows_each_sentence_above_the_words_of_each_use(do: Do) -> None:
    compared = do("compare", BEXLEY)

    assert compared.status == 0
    assert max(len(line) for line in compared.lines) <= WIDTH
    sentence = compared.said.index("Briefing 7.6: Refer to MARAC@bexley.gov.uk.")
    words = compared.said.index("In the guide: Refer to MARAC@bexley.gov.uk. Kept: marac; refer to marac@bexley.gov.uk")
    assert sentence < words < compared.said.index("In the contacts: Bexley MARAC / Referrals of high-risk cases")
    assert compared.said.endswith("52 statements, and all the words that they must keep are there.")
    assert compared.said.index("Briefing 1.9:") < compared.said.index("Briefing 1.10:")


def test_compare_names_the_words_that_a_weakened_statement_lacks(do: Do, new: Path) -> None:
    edit(new, "guide.toml", "Contact {contact.name} on {contact.phone}. They", "You could try {contact.name}. They")

    compared = do("compare", new)

    assert compared.status == 1
    assert "MISSING in the guide: contact solace on 0203 198 4659." in compared.said
    assert "In the guide: You could try Solace. They give support with" in compared.said
    assert compared.said.endswith("52 statements; words are missing in 1 of them: 7.4.")


def test_compare_says_where_a_statement_is_not_used_at_all(do: Do, new: Path) -> None:
    edit(new, "contacts.toml", 'source = "7.5"', 'source = "practice.editors"')

    compared = do("compare", new)

    assert compared.status == 1
    assert "In the contacts: MISSING: no entry has it as its source." in compared.said


# What changed


@pytest.mark.parametrize("folder", [BEXLEY, NATIONAL])
def test_a_pack_does_not_differ_from_itself(folder: Path, do: Do) -> None:
    same = do("diff", folder, folder)

    assert same.status == 0
    assert same.said.endswith("Nothing changed.")
    assert "Open cases" not in same.said


CHANGES = (
    (
        "contacts.toml",
        "0203 198 4659",
        "020 7946 0001",
        "Changed, contact local-support: Solace. telephone numbers, before: 0203 198 4659. telephone numbers, now: "
        "020 7946 0001.",
    ),
    (
        "guide.toml",
        "the Bexley Community Risk MARAC, which meets every month.",
        "ask the panel.",
        "Reworded, point cr-marac: words. words, before: High risk without domestic abuse: the Bexley Community Risk "
        "MARAC, which meets every month. words, now: High risk without domestic abuse: ask the panel.",
    ),
    ("checklist.toml", "2027.1", "2027.2", "Checklist edition 2027.2, was 2027.1."),
    (
        "checklist.toml",
        "The number is in the contacts.",
        "Ring first.",
        "why, before: Solace gives support with both. The number is in the contacts. why, now: Solace gives support "
        "with both. Ring first.",
    ),
    (
        "pack.toml",
        'version = "2027.1"\ndate',
        'version = "2027.2"\ndate',
        "version, before: 2027.1. version, now: 2027.2.",
    ),
    ("sources.toml", 'sure = "low"', 'sure = "medium"', "sure, before: low. sure, now: medium."),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_said_with_the_old_and_the_new_words(change: tuple[str, ...], do: Do, old: Path, new: Path) -> None:
    file, before, after, says = change
    edit(new, file, before, after)

    assert says in do("diff", old, new).said


ADDITIONS = (
    (
        "pack.toml",
        '[[levels]]\nid = "high"\nreview_days = 5',
        "Changed, level high: You fear serious harm, and it may come soon.",
        "days to the next review, before: 7. days to the next review, now: 5.",
    ),
    (
        "prompts.toml",
        '[[prompts]]\nid = "own"\nwhen = { all = [{ question = "victim.fear", is = "yes" }] }\nurgency = "plan"\n'
        'says = "Ask for a place."\nsource = "practice.editors"',
        "Added, prompt own: Ask for a place.",
        "is answered yes. urgency: plan.",
    ),
    (
        "prompts.toml",
        '[[withdrawn]]\nid = "no-voicemail"\nreason = "Staff here have no telephone"',
        "Withdrawn, prompt no-voicemail: Leave no voicemail.",
        "Why: Staff here have no telephone.",
    ),
    (
        "contacts.toml",
        '[[withdrawn]]\nid = "paladin"\nreason = "It closed"\ninstead = "national-stalking-helpline"',
        "Withdrawn, contact paladin: Paladin National Stalking Advocacy Service. Why: It closed.",
        "named in its place, now: National Stalking Helpline (0808 802 0300, unverified), entry",
    ),
    (
        "checklist.toml",
        '[[withdrawn]]\nid = "happening.police-officer"\nreason = "It is in the reference"',
        "Withdrawn, question happening.police-officer: ",
        "Why: It is in the reference. no longer asked, before: no. no longer asked, now: yes.",
    ),
)


@pytest.mark.parametrize("addition", ADDITIONS)
def test_what_was_added_changed_or_withdrawn_is_named_with_its_words(
    addition: tuple[str, ...], do: Do, old: Path, new: Path
) -> None:
    file, text, entry, says = addition
    add(new, file, text)

    said = do("diff", old, new).said

    assert entry in said
    assert says in said


def test_the_other_way_round_an_addition_is_a_removal(do: Do, old: Path, new: Path) -> None:
    add(new, "prompts.toml", ADDITIONS[1][1])

    assert "Removed, prompt own: Ask for a place." in do("diff", new, old).said


def test_a_version_and_an_edition_that_were_not_raised_are_pointed_out(do: Do, old: Path, new: Path) -> None:
    edit(new, "checklist.toml", "The number is in the contacts.", "Ring first.")

    said = do("diff", old, new).said

    assert "Questions changed, and the edition did not: raise it in checklist.toml before you publish." in said
    assert "The version is still 2027.1: raise it in pack.toml before you publish." in said
    edit(new, "checklist.toml", "2027.1", "2027.2")
    edit(new, "pack.toml", 'version = "2027.1"\ndate', 'version = "2027.2"\ndate')
    assert "before you publish" not in do("diff", old, new).said


def test_the_order_of_entries_is_a_change(do: Do, old: Path, new: Path) -> None:
    edit(new, "guide.toml", 'after = "marac"', 'after = "specialists"')

    assert "Changed, order of the points" in do("diff", old, new).said


# The cases that a change touches

FEAR = {"victim.fear": an_answer("yes")}
QUIET = {"victim.fear": an_answer("no")}
ON_FEAR = (
    '[[prompts]]\nid = "own"\nwhen = { all = [{ question = "victim.fear", is = "yes" }] }\nurgency = "plan"\n'
    'says = "Ask for a place."\nsource = "practice.editors"'
)


def stored_cases(data: Path) -> None:
    """One case whose draft says that the person is afraid, and one whose draft says that they are not."""
    session = set_up(data)
    session.store().create(a_case(draft=a_draft(answers=FEAR)))
    session.store().create(a_case(id=ANOTHER_CASE_ID, draft=a_draft(case=ANOTHER_CASE_ID, answers=QUIET)))
    session.log_out()


def diffed(data: Path, *folders: Path) -> tuple[int, str]:
    asked = Asked(data, "pack", "diff", *map(str, folders), "--account", SAM)
    asked.answer("Your passphrase: ", PASSPHRASE)
    status = asked.status()
    return status, " ".join(asked.shown.split())


def test_without_an_account_it_says_how_to_have_the_cases_read(do: Do, old: Path, new: Path) -> None:
    add(new, "prompts.toml", ON_FEAR)

    said = do("diff", old, new).said

    assert "Open cases were not read. To see which of them this touches, name your account: add --account NAME" in said


def test_the_drafts_whose_prompts_change_are_named_by_reference(tmp_path: Path, old: Path, new: Path) -> None:
    stored_cases(tmp_path / "data")
    add(new, "prompts.toml", ON_FEAR)

    status, said = diffed(tmp_path / "data", old, new)

    assert status == 0
    assert f"{A_CASE_ID}: open draft, prompts that change: own." in said
    assert ANOTHER_CASE_ID not in said
    assert said.endswith("2 cases were read.")
    assert PASSPHRASE not in said


def test_what_was_read_of_the_cases_is_in_the_audit_log(tmp_path: Path, old: Path, new: Path) -> None:
    stored_cases(tmp_path / "data")
    add(new, "prompts.toml", ON_FEAR)
    before = kinds(tmp_path / "data")

    diffed(tmp_path / "data", old, new)

    assert [kind for kind, _ in kinds(tmp_path / "data")[len(before) :]] == [
        "sign-in",
        "consultation",
        "consultation",
        "sign-out",
    ]


def test_a_draft_whose_questions_are_reworded_and_a_case_with_an_open_prompt_are_named(
    tmp_path: Path, old: Path, new: Path
) -> None:
    session = set_up(tmp_path / "data")
    prompt = PromptSnapshot(id="solace-not-asked", urgency="plan", says="Contact Solace.", source="7.4")
    assessment = msgspec.structs.replace(an_assessment(), prompts=(prompt,))
    session.store().create(a_case(assessments=(assessment,)))
    session.store().create(a_case(id=ANOTHER_CASE_ID, draft=a_draft(case=ANOTHER_CASE_ID)))
    session.log_out()
    edit(new, "checklist.toml", "The number is in the contacts.", "Ring first.")
    edit(new, "contacts.toml", "0203 198 4659", "020 7946 0001")

    _, said = diffed(tmp_path / "data", old, new)

    assert f"{A_CASE_ID}: open prompts that change: solace-not-asked." in said
    assert f"{ANOTHER_CASE_ID}: open draft, questions that change: support.solace." in said


def test_a_case_that_cannot_be_read_is_counted(tmp_path: Path, old: Path, new: Path) -> None:
    stored_cases(tmp_path / "data")
    (tmp_path / "data" / "cases" / f"{A_CASE_ID}.json").chmod(0o644)
    add(new, "prompts.toml", ON_FEAR)

    _, said = diffed(tmp_path / "data", old, new)

    assert "1 case was read, and none is touched; 1 could not be read and may be touched too." in said


def test_a_wrong_passphrase_is_refused_in_a_sentence(tmp_path: Path, old: Path, new: Path) -> None:
    stored_cases(tmp_path / "data")
    asked = Asked(tmp_path / "data", "pack", "diff", str(old), str(new), "--account", SAM)
    asked.answer("Your passphrase: ", "not the passphrase")

    assert asked.status() == 1
    assert asked.shown.strip().endswith("fourfold: The account or the passphrase is wrong: try again.")


def test_a_change_that_touches_no_case_says_so(tmp_path: Path, old: Path, new: Path) -> None:
    stored_cases(tmp_path / "data")
    edit(new, "pack.toml", 'version = "2027.1"\ndate', 'version = "2027.2"\ndate')

    status, said = diffed(tmp_path / "data", old, new)

    assert (status, said.endswith("2 cases were read, and none is touched.")) == (0, True)


def test_without_a_terminal_for_the_passphrase_the_cases_stay_closed(
    do: Do, tmp_path: Path, old: Path, new: Path
) -> None:
    stored_cases(tmp_path / "data")
    add(new, "prompts.toml", ON_FEAR)

    refused = do("diff", old, new, "--account", SAM)

    assert (refused.status, refused.said) == (1, "")
    assert refused.err == "fourfold: this command asks for a passphrase at a terminal, and there is none\n"
