"""What changed between two versions of a pack, and which stored cases it touches, on the command line."""

from pathlib import Path

import msgspec
import pytest

from content.case.model import PromptSnapshot
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft, an_answer, an_assessment
from tests.packs import BEXLEY, NATIONAL
from tests.store.people import PASSPHRASE, SAM, kinds, set_up
from tests.tui.cli.conftest import Do
from tests.tui.cli.pack_folders import add, edit
from tests.tui.cli.test_account_commands import Asked

# What changed


@pytest.mark.parametrize("folder", [BEXLEY, NATIONAL])
def test_a_pack_does_not_differ_from_itself(folder: Path, pack: Do) -> None:
    same = pack("diff", folder, folder)

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
        "take it to the Bexley Community Risk MARAC.",
        "ask the panel.",
        "words, now: High risk without domestic abuse: ask the panel. It takes anti-social behaviour",
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
def test_a_change_is_said_with_the_old_and_the_new_words(
    change: tuple[str, ...], pack: Do, old: Path, new: Path
) -> None:
    file, before, after, says = change
    edit(new, file, before, after)

    assert says in pack("diff", old, new).said


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
    addition: tuple[str, ...], pack: Do, old: Path, new: Path
) -> None:
    file, text, entry, says = addition
    add(new, file, text)

    said = pack("diff", old, new).said

    assert entry in said
    assert says in said


def test_an_entry_whose_words_alone_changed_is_said_to_be_reworded(pack: Do, old: Path, new: Path) -> None:
    edit(new, "guide.toml", "take it to the Bexley Community Risk MARAC.", "ask the panel.")

    assert "Reworded, point cr-marac: words. words, before: High risk without" in pack("diff", old, new).said


def test_the_other_way_round_an_addition_is_a_removal(pack: Do, old: Path, new: Path) -> None:
    add(new, "prompts.toml", ADDITIONS[1][1])

    assert "Removed, prompt own: Ask for a place." in pack("diff", new, old).said


def test_a_version_and_an_edition_that_were_not_raised_are_pointed_out(pack: Do, old: Path, new: Path) -> None:
    edit(new, "checklist.toml", "The number is in the contacts.", "Ring first.")

    said = pack("diff", old, new).said

    assert "Questions changed, and the edition did not: raise it in checklist.toml before you publish." in said
    assert "The version is still 2027.1: raise it in pack.toml before you publish." in said
    edit(new, "checklist.toml", "2027.1", "2027.2")
    edit(new, "pack.toml", 'version = "2027.1"\ndate', 'version = "2027.2"\ndate')
    assert "before you publish" not in pack("diff", old, new).said


def test_the_order_of_entries_is_a_change(pack: Do, old: Path, new: Path) -> None:
    edit(new, "guide.toml", 'after = "marac"', 'after = "specialists"')

    assert "Changed, order of the points" in pack("diff", old, new).said


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


def test_without_an_account_it_says_how_to_have_the_cases_read(pack: Do, old: Path, new: Path) -> None:
    add(new, "prompts.toml", ON_FEAR)

    said = pack("diff", old, new).said

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
        "log-out",
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
    pack: Do, tmp_path: Path, old: Path, new: Path
) -> None:
    stored_cases(tmp_path / "data")
    add(new, "prompts.toml", ON_FEAR)

    refused = pack("diff", old, new, "--account", SAM)

    assert (refused.status, refused.said) == (1, "")
    assert refused.err == "fourfold: this command asks for a passphrase at a terminal, and there is none\n"
