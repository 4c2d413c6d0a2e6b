"""Signed packs on the command line: signing one, and what is used and refused where signatures are demanded."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from content.pack.reading.loader import FILES
from tests.packs import BEXLEY
from tests.ssh_keys import new_key, public, ssh_keygen
from tests.store.people import PASSPHRASE
from tests.terminal.line import FOURFOLD, PATIENCE
from tui.cli import command_line

DOCUMENT = Path(__file__).parents[3] / "docs" / "packs.md"


class Printed(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


Do = Callable[..., Printed]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of keys: the editor's and a stranger's."""
    folder = tmp_path_factory.mktemp("keys")
    new_key(folder, "editor")
    new_key(folder, "stranger")
    return folder


@pytest.fixture
def editor(keys: Path) -> str:
    """The file that trusts the editor."""
    return str(public(keys / "editor"))


@pytest.fixture
def do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Do:
    """Does a command in this process, as the command line would."""

    def done(*arguments: str | Path) -> Printed:
        capsys.readouterr()
        try:
            status = command_line.run(["--data", str(tmp_path / "data"), *map(str, arguments)])
        except SystemExit as ended:
            status = int(str(ended.code))
        printed = capsys.readouterr()
        return Printed(status, " ".join(printed.out.split()), printed.err)

    return done


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of one's own that is not signed."""
    return a_pack(tmp_path / "pack")


def a_pack(folder: Path, **changes: str) -> Path:
    shutil.copytree(BEXLEY, folder)
    text = (folder / "pack.toml").read_text(encoding="utf-8")
    for key, value in changes.items():
        text = re.sub(rf'^{key} = ".*"$', f'{key} = "{value}"', text, count=1, flags=re.MULTILINE)
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def signed(pack: Path, keys: Path, do: Do) -> Path:
    """A pack that the editor has signed."""
    assert do("pack", "sign", pack, "--key", keys / "editor").status == 0
    return pack


def version(pack: Path) -> str:
    found = re.search(r'^version = "(.*)"$', (pack / "pack.toml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert found is not None
    return found[1]


def test_signing_says_what_was_signed_with_which_key(pack: Path, keys: Path, do: Do) -> None:
    done = do("pack", "sign", pack, "--key", keys / "editor")

    fingerprint = ssh_keygen("-l", "-f", keys / "editor").split()[1]
    said = f"bexley, version {version(pack)}: {len(FILES)} files signed with the key {fingerprint}"
    assert done == Printed(0, said, "")


def test_a_pack_signed_by_a_trusted_key_is_used(signed: Path, editor: str, do: Do) -> None:
    checked = do("pack", "check", signed, "--pack-keys", editor)
    used = do("--pack", signed, "--pack-keys", editor, "guide")

    assert checked.status == used.status == 0
    assert f"signature: version {version(signed)} signed with the key SHA256:" in checked.out
    assert checked.out.endswith(", which is trusted")
    assert "(briefing 1.1)" in used.out
    assert checked.err == used.err == ""


def test_the_keys_can_be_named_in_the_environment(
    signed: Path, keys: Path, editor: str, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURFOLD_PACK_KEYS", str(public(keys / "stranger")))

    refused = do("--pack", signed, "guide")
    checked = do("pack", "check", signed)
    used = do("--pack", signed, "--pack-keys", editor, "guide")

    assert refused.status == checked.status == 1
    assert "which is not one of the trusted keys" in refused.err
    assert "which is not one of the trusted keys" in checked.err
    assert used.status == 0


@pytest.mark.parametrize("by", ["option", "environment"])
def test_an_empty_name_of_the_keys_does_not_switch_verification_off(
    by: str, pack: Path, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "environment":
        monkeypatch.setenv("FOURFOLD_PACK_KEYS", "")

    done = do("--pack", pack, *(["--pack-keys", ""] if by == "option" else []), "guide")

    assert done == Printed(1, "", "fourfold: the name of the file of trusted keys is empty\n")


def test_an_unsigned_pack_is_used_unless_keys_are_named(pack: Path, editor: str, do: Do) -> None:
    used = do("--pack", pack, "guide")
    checked = do("pack", "check", pack)

    assert used.status == checked.status == 0
    assert used.err == checked.err == ""
    assert checked.out.endswith("signature: unsigned")
    for command in (("--pack", pack, "guide"), ("pack", "check", pack)):
        refused = do("--pack-keys", editor, *command)
        assert (refused.status, refused.err) == (1, "fourfold: the pack is not signed: it has no pack.sig\n")
        assert "(briefing 1.1)" not in refused.out


@pytest.mark.parametrize("name", FILES)
def test_a_signed_pack_altered_by_one_byte_is_refused_or_reported(name: str, signed: Path, editor: str, do: Do) -> None:
    data = (signed / name).read_bytes()
    assert data.endswith(b"\n")
    (signed / name).write_bytes(data[:-1] + b" ")
    sentence = (
        f"fourfold: the pack is not as it was signed (pack.sig is for bexley, version {version(signed)}): "
        f"{name} was changed\n"
    )

    for command in (("--pack", signed, "guide"), ("pack", "check", signed)):
        refused = do("--pack-keys", editor, *command)
        assert (refused.status, refused.err) == (1, sentence)
        assert "(briefing 1.1)" not in refused.out
    used = do("--pack", signed, "guide")
    checked = do("pack", "check", signed)
    assert (used.status, used.err) == (0, sentence)
    assert "(briefing 1.1)" in used.out
    assert (checked.status, checked.err) == (1, sentence)
    assert "signature:" not in checked.out


@pytest.mark.parametrize("name", FILES)
def test_a_signed_pack_without_one_of_its_files_is_refused(name: str, signed: Path, editor: str, do: Do) -> None:
    (signed / name).unlink()

    done = do("--pack", signed, "--pack-keys", editor, "guide")

    assert done.status == 1
    assert done.err.endswith(f": {name} is missing\n")


def test_a_file_of_a_signed_pack_under_another_name_is_missing(signed: Path, editor: str, do: Do) -> None:
    (signed / "guide.toml").rename(signed / "Guide.toml")

    done = do("--pack", signed, "--pack-keys", editor, "guide")

    assert done.status == 1
    assert done.err.endswith(": guide.toml is missing\n")


def test_a_file_that_is_no_part_of_a_pack_is_named_and_does_no_harm(
    pack: Path, keys: Path, editor: str, do: Do
) -> None:
    for number in range(7):
        (pack / f"note-{number}.txt").touch()
    others = "note-0.txt, note-1.txt, note-2.txt, note-3.txt, note-4.txt and 2 more"

    made = do("pack", "sign", pack, "--key", keys / "editor")
    (pack / "note-6.txt").write_text("changed", encoding="utf-8")
    checked = do("pack", "check", pack, "--pack-keys", editor)

    said = f"fourfold: in the folder, but no part of the pack, so neither read nor signed: {others}\n"
    assert made.status == checked.status == 0
    assert made.err == checked.err == said


def test_the_signature_of_another_pack_is_refused(
    signed: Path, keys: Path, editor: str, do: Do, tmp_path: Path
) -> None:
    other = a_pack(tmp_path / "other", id="kent", version="7")
    do("pack", "sign", other, "--key", keys / "editor")
    ours, theirs = (each / "pack.sig" for each in (signed, other))
    ours.rename(tmp_path / "kept")
    theirs.rename(ours)
    (tmp_path / "kept").rename(theirs)

    for folder, named in ((signed, "kent, version 7"), (other, f"bexley, version {version(signed)}")):
        done = do("--pack", folder, "--pack-keys", editor, "guide")
        assert done.status == 1
        assert done.err.endswith(f" (pack.sig is for {named}): pack.toml was changed\n")


def test_an_older_signature_is_refused_but_an_older_pack_with_its_own_is_used_and_its_version_shown(
    signed: Path, keys: Path, editor: str, do: Do, tmp_path: Path
) -> None:
    older = a_pack(tmp_path / "older", version="2020.1")
    do("pack", "sign", older, "--key", keys / "editor")

    whole = do("pack", "check", older, "--pack-keys", editor)
    shutil.copyfile(older / "pack.sig", signed / "pack.sig")
    mixed = do("pack", "check", signed, "--pack-keys", editor)

    assert whole.status == 0
    assert "signature: version 2020.1 signed with " in whole.out
    assert mixed.status == 1
    assert "(pack.sig is for bexley, version 2020.1): pack.toml was changed" in mixed.err


def test_the_shipped_pack_needs_no_signature(keys: Path, editor: str, do: Do, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(BEXLEY)

    for command in (["guide"], ["--pack", BEXLEY, "guide"], ["--pack", tmp_path / "link", "guide"]):
        done = do("--pack-keys", editor, *command)
        assert (done.status, done.err) == (0, "")


def test_a_pack_beside_the_shipped_ones_is_not_part_of_the_program(pack: Path, editor: str, do: Do) -> None:
    done = do(
        "--pack", f"{BEXLEY}/../../../../{os.path.relpath(pack, BEXLEY.parents[3])}", "--pack-keys", editor, "guide"
    )

    assert done.status == 1
    assert "the pack is not signed" in done.err


def test_a_pack_that_fails_the_check_is_not_signed(keys: Path, do: Do, tmp_path: Path) -> None:
    pack = a_pack(tmp_path / "pack", owner='Nobody"\ntime_zone = "Europe/Nowhere')

    done = do("pack", "sign", pack, "--key", keys / "editor")

    assert done.status == 1
    assert "Europe/Nowhere" in done.err
    assert not (pack / "pack.sig").exists()


def test_a_key_that_cannot_sign_packs_is_refused_in_a_sentence(pack: Path, do: Do, tmp_path: Path) -> None:
    new_key(tmp_path, "rsa", kind="rsa")
    (tmp_path / "empty").touch()
    (tmp_path / "garbage").write_bytes(b"\x00\xff" * 40)
    os.mkfifo(tmp_path / "pipe")
    new_key(tmp_path, "open").chmod(0o644)
    unreadable = "is not a key that ssh-keygen can read: make one with 'ssh-keygen -t ed25519'"

    for name, says in (
        (
            "rsa",
            "{} is of the type RSA, and packs are signed with the type ED25519: make one with 'ssh-keygen -t ed25519'",
        ),
        ("empty", f"{{}} {unreadable}"),
        ("garbage", f"{{}} {unreadable}"),
        ("pipe", f"{{}} {unreadable}"),
        ("nowhere", "there is no key {}"),
        ("open", "other accounts can read the key {}: correct that with 'chmod 600'"),
    ):
        done = do("pack", "sign", pack, "--key", tmp_path / name)
        assert done == Printed(1, "", f"fourfold: {says.format(tmp_path / name)}\n")
    assert not (pack / "pack.sig").exists()


def test_without_ssh_keygen_it_says_what_is_missing(
    pack: Path, keys: Path, do: Do, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    done = do("pack", "sign", pack, "--key", keys / "editor")

    assert done.status == 1
    assert "ssh-keygen, which is not on this machine" in done.err


@pytest.mark.parametrize(("typed", "status"), [(PASSPHRASE, 0), ("wrong", 1)])
def test_the_passphrase_of_a_key_is_asked_for_at_the_terminal(
    typed: str, status: int, pack: Path, tmp_path: Path
) -> None:
    key = new_key(tmp_path, "locked", passphrase=PASSPHRASE)
    line = pexpect.spawn(
        str(FOURFOLD), ["pack", "sign", str(pack), "--key", str(key)], timeout=PATIENCE, encoding="utf-8"
    )
    line.expect("Enter passphrase")
    assert line.waitnoecho(PATIENCE)
    line.sendline(typed)
    if status:
        # A wrong passphrase is asked for no more: the sentence says so.
        line.expect("is wrong, or there is no terminal to ask for it")
    line.expect(pexpect.EOF)
    shown = line.before
    line.close()

    assert line.exitstatus == status
    assert typed not in shown
    assert (pack / "pack.sig").exists() is not bool(status)


def test_each_file_is_read_once_so_what_was_verified_is_what_is_loaded(signed: Path, editor: str) -> None:
    program = (
        "import os, sys; from tui.cli.parser import parser; from tui.cli.chosen_pack import chosen_pack; opened = [];"
        "sys.addaudithook(lambda event, given: event == 'open' and opened.append(str(given[0])));"
        "chosen_pack(parser().parse_args(sys.argv[1:])); print(*opened)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program, "--pack", signed, "--pack-keys", editor],
        check=True,
        capture_output=True,
        text=True,
    )

    # The files of the national pack, below which the overlay lies, are part of the program.
    opened = [Path(name).name for name in ended.stdout.split() if Path(name).parent == signed]
    assert sorted(opened) == sorted([*FILES, "pack.sig"])


@pytest.mark.parametrize(
    ("are_keys_named", "module", "is_loaded"),
    [(False, "cryptography", False), (True, "cryptography", True), (True, "store.engine.ssh_keygen", False)],
)
def test_cryptography_is_loaded_at_the_start_only_to_verify_a_signature(
    are_keys_named: bool, module: str, is_loaded: bool, signed: Path, editor: str
) -> None:
    program = (
        "import sys; from tui.cli.parser import parser; from tui.cli.chosen_pack import chosen_pack;"
        "chosen_pack(parser().parse_args(sys.argv[2:])); sys.exit(sys.argv[1] in sys.modules)"
    )
    named = ["--pack-keys", editor] if are_keys_named else []

    ended = subprocess.run([sys.executable, "-c", program, module, "--pack", signed, *named], check=False)

    assert ended.returncode == is_loaded


def test_a_signature_can_be_checked_by_hand_as_the_document_says(signed: Path, keys: Path, tmp_path: Path) -> None:
    commands = DOCUMENT.read_text(encoding="utf-8").split("```sh\n# In the folder of the pack.\n")[1].split("```")[0]
    (tmp_path / "editors").write_text(f"editors {public(keys / 'editor').read_text()}", encoding="utf-8")
    commands = commands.replace("/etc/fourfold/editors", str(tmp_path / "editors"))

    def checked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(["/bin/sh", "-ec", commands], cwd=signed, check=False, capture_output=True, text=True)

    well = checked()
    with (signed / "guide.toml").open("a", encoding="utf-8") as guide:
        guide.write("\n")
    altered = checked()

    assert well.returncode == 0, well.stderr
    assert 'Good "fourfold-pack" signature for editors' in well.stdout
    assert well.stdout.count(": OK") == len(FILES)
    assert altered.returncode == 1
    assert "guide.toml: FAILED" in altered.stdout
