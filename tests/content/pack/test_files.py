"""Whatever stands in place of a file of a pack is refused in a sentence, at once."""

import os
import socket
from pathlib import Path

import pytest

from content.errors import PackError
from content.pack.files import LARGEST, read_text


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The folder of a pack."""
    folder = tmp_path / "pack"
    folder.mkdir()
    return folder


def refusal(path: Path) -> str:
    with pytest.raises(PackError) as caught:
        read_text(path)
    return str(caught.value)


def test_a_plain_file_is_read_as_it_is(pack: Path) -> None:
    (pack / "guide.toml").write_bytes("a = 'caf\u00e9'\r\n".encode())

    assert read_text(pack / "guide.toml") == "a = 'caf\u00e9'\r\n"


def test_a_named_pipe_is_not_waited_for(pack: Path) -> None:
    os.mkfifo(pack / "guide.toml")

    assert refusal(pack / "guide.toml") == "guide.toml: it is not a plain file"


def test_a_socket_a_folder_and_a_device_are_no_files(pack: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(pack / "guide.toml"))
    (pack / "contacts.toml").mkdir()

    assert refusal(pack / "guide.toml") == "guide.toml: it is not a plain file"
    assert refusal(pack / "contacts.toml") == "contacts.toml: it is not a plain file"
    assert refusal(Path("/dev/zero")) == "zero: it is not a plain file"


def test_a_link_within_the_folder_is_followed_and_one_out_of_it_is_not(pack: Path) -> None:
    (pack / "one.toml").write_text("a = 1\n")
    (pack / "guide.toml").symlink_to("one.toml")
    (pack.parent / "secret").write_text("a = 2\n")
    (pack / "contacts.toml").symlink_to("../secret")
    (pack / "pack.toml").symlink_to(pack.parent / "secret")

    assert read_text(pack / "guide.toml") == "a = 1\n"
    for name in ("contacts.toml", "pack.toml"):
        assert (
            refusal(pack / name)
            == f"{name}: it is a link out of the pack's folder: put a copy of the file in its place"
        )


def test_links_in_a_circle_and_to_nothing_are_sentences(pack: Path) -> None:
    (pack / "guide.toml").symlink_to("contacts.toml")
    (pack / "contacts.toml").symlink_to("guide.toml")
    (pack / "pack.toml").symlink_to("nothing")

    assert refusal(pack / "guide.toml").startswith("guide.toml: the file cannot be read: ")
    assert refusal(pack / "pack.toml") == f"pack.toml: the file is missing from {pack}"


def test_a_file_of_more_than_a_megabyte_is_refused_and_one_of_a_megabyte_is_read(pack: Path) -> None:
    (pack / "guide.toml").write_bytes(b"#" * LARGEST)
    (pack / "contacts.toml").touch()
    os.truncate(pack / "contacts.toml", 10**12)

    assert len(read_text(pack / "guide.toml")) == LARGEST
    assert "contacts.toml: the file is larger than 1,048,576 bytes" in refusal(pack / "contacts.toml")


def test_bytes_that_are_no_text_are_refused(pack: Path) -> None:
    (pack / "guide.toml").write_bytes(b"\xff\xfe")

    assert refusal(pack / "guide.toml") == "guide.toml: the file is not UTF-8 text"
