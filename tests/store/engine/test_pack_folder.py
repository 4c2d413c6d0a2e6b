"""Reading the files of a pack and the trusted keys, and writing a signature file."""

import os
from pathlib import Path

import pytest

from content.errors import PackError, PackKeyError
from store.engine.pack_folder import LARGEST, read_pack_folder, read_trusted_keys, write_new_folder, write_signature

NAMES = ("pack.toml", "guide.toml", "prompts.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pack.toml").write_bytes(b"id = 1\n")
    (tmp_path / "guide.toml").write_bytes(b"topics = []\n")
    return tmp_path


def refusal(folder: Path) -> str:
    with pytest.raises(PackError) as refused:
        read_pack_folder(folder, NAMES)
    return str(refused.value)


def test_the_files_of_a_pack_are_read_and_other_names_are_listed(folder: Path) -> None:
    (folder / "pack.sig").write_bytes(b"signature")
    (folder / "notes.txt").touch()
    (folder / "old").mkdir()

    read = read_pack_folder(folder, NAMES)

    assert read.files == {"pack.toml": b"id = 1\n", "guide.toml": b"topics = []\n"}
    assert read.signature == b"signature"
    assert read.others == ("notes.txt", "old")


@pytest.mark.parametrize("name", ["guide.toml", "pack.sig"])
def test_a_link_a_named_pipe_a_folder_and_a_huge_file_are_refused(name: str, folder: Path) -> None:
    path = folder / name
    path.unlink(missing_ok=True)
    path.symlink_to("pack.toml")
    link = refusal(folder)
    path.unlink()
    os.mkfifo(path)
    pipe = refusal(folder)
    path.unlink()
    path.mkdir()
    directory = refusal(folder)
    path.rmdir()
    path.write_bytes(bytes(LARGEST + 1))
    huge = refusal(folder)

    assert link == f"{name}: the file cannot be read: it is a link"
    assert pipe == f"{name}: the file cannot be read: it is not a plain file"
    assert directory == f"{name}: the file cannot be read: is a directory"
    assert huge == f"{name}: the file cannot be read: it is larger than 4 MB"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "pack") == f"the pack {tmp_path / 'pack'} cannot be read: no such file or directory"


def test_a_signature_file_gets_the_permissions_of_the_packs_own_files(folder: Path) -> None:
    (folder / "pack.toml").chmod(0o644)

    write_signature(folder, b"signature")

    assert (folder / "pack.sig").read_bytes() == b"signature"
    assert (folder / "pack.sig").stat().st_mode & 0o777 == 0o644


def test_a_link_in_place_of_a_signature_file_is_replaced_and_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "pack.sig").symlink_to("guide.toml")

    write_signature(folder, b"signature")

    assert not (folder / "pack.sig").is_symlink()
    assert (folder / "guide.toml").read_bytes() == b"topics = []\n"


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_trusted_keys_that_others_can_change_are_refused(mode: int, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_bytes(b"ssh-ed25519 AAAA\n")
    file.chmod(mode)

    with pytest.raises(PackKeyError, match=r"other accounts can change the trusted keys in .*keys: "):
        read_trusted_keys(str(file))


def test_trusted_keys_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for name, says in (
        (str(tmp_path / "none"), f"the trusted keys in {tmp_path}/none cannot be read: no such file or directory"),
        (str(tmp_path / "pipe"), f"the trusted keys in {tmp_path}/pipe cannot be read: it is not a plain file"),
        ("", "the name of the file of trusted keys is empty"),
    ):
        with pytest.raises(PackKeyError) as refused:
            read_trusted_keys(name)
        assert str(refused.value) == says


def test_a_new_folder_that_cannot_be_written_whole_is_removed(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be written: file name too long"):
        write_new_folder(tmp_path / "own", {"pack.toml": "id = 1\n", "n" * 300: ""})

    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_that_cannot_be_written_whole_is_empty_again(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be written: file name too long"):
        write_new_folder(tmp_path, {"pack.toml": "id = 1\n", "n" * 300: ""})

    assert list(tmp_path.iterdir()) == []
