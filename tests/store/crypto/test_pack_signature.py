"""The signature file of a pack: what is refused, with keys and signatures that the real ssh-keygen made."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import PackKeyError, PackSignatureError
from store.crypto import pack_signature
from store.crypto.pack_signature import NAMESPACE, TrustedKeys
from store.crypto.ssh_signature import BEGIN, END
from tests.ssh_keys import new_key, public, signature, ssh_keygen

FILES = {"pack.toml": b'id = "north"\n', "guide.toml": b"topics = []\n"}


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_key(tmp_path_factory.mktemp("keys"), "editor")


@pytest.fixture(scope="module")
def trusted(key: Path) -> TrustedKeys:
    return pack_signature.trusted_keys(public(key).read_bytes(), "keys")


@pytest.fixture(scope="module")
def signed(key: Path) -> bytes:
    return sign(key)


def fingerprint(key: Path) -> str:
    return ssh_keygen("-l", "-f", key).split()[1]


def sign(key: Path, *, version: str = "2", namespace: str = NAMESPACE, signer: str = "") -> bytes:
    listed = pack_signature.file_list("north", version, signer or fingerprint(key), FILES)
    message = pack_signature.canonical(listed)
    return message + signature(key, message, namespace)


def blob_in(signed: bytes) -> bytes:
    """The signature without its armour; empty if that is damaged."""
    _, _, armored = signed.partition(BEGIN)
    try:
        return base64.b64decode(armored.removesuffix(END).replace(b"\n", b""), validate=True)
    except ValueError:
        return b""


def refusal(signed: bytes, trusted: TrustedKeys | None, files: dict[str, bytes] = FILES) -> str:
    with pytest.raises(PackSignatureError) as refused:
        pack_signature.verified(files, signed, trusted)
    return str(refused.value)


def test_a_pack_signed_by_a_trusted_key_is_verified(signed: bytes, trusted: TrustedKeys) -> None:
    listed = pack_signature.verified(FILES, signed, trusted)

    assert (listed.pack, listed.version, sorted(listed.hashes)) == ("north", "2", ["guide.toml", "pack.toml"])


def test_a_fingerprint_is_the_one_that_ssh_keygen_prints(key: Path, trusted: TrustedKeys) -> None:
    (found,) = trusted

    assert found.fingerprint == fingerprint(key)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("at", [0, -1])
def test_a_file_altered_by_one_bit_is_named(name: str, at: int, signed: bytes, trusted: TrustedKeys) -> None:
    altered = bytearray(FILES[name])
    altered[at] ^= 1

    said = refusal(signed, trusted, FILES | {name: bytes(altered)})

    assert said == f"the pack is not as it was signed (pack.sig is for north, version 2): {name} was changed"


def test_files_that_were_added_removed_or_renamed_are_named(signed: bytes, trusted: TrustedKeys) -> None:
    added = refusal(signed, trusted, FILES | {"prompts.toml": b""})
    removed = refusal(signed, trusted, {"pack.toml": FILES["pack.toml"]})
    renamed = refusal(signed, trusted, {"pack.toml": FILES["pack.toml"], "contacts.toml": FILES["guide.toml"]})

    assert added.endswith(": prompts.toml was added")
    assert removed.endswith(": guide.toml is missing")
    assert renamed.endswith(": contacts.toml was added, guide.toml is missing")


def test_two_files_that_changed_places_are_named(signed: bytes, trusted: TrustedKeys) -> None:
    said = refusal(signed, trusted, {"pack.toml": FILES["guide.toml"], "guide.toml": FILES["pack.toml"]})

    assert said.endswith(": guide.toml was changed, pack.toml was changed")


def test_a_key_that_is_not_trusted_is_named(key: Path, signed: bytes, tmp_path: Path) -> None:
    other = pack_signature.trusted_keys(public(new_key(tmp_path, "other")).read_bytes(), "keys")

    said = refusal(signed, other)

    assert said == f"the pack is signed with the key {fingerprint(key)}, which is not one of the trusted keys"


def test_a_list_signed_again_by_a_stranger_under_the_name_of_a_trusted_key_is_refused(
    key: Path, trusted: TrustedKeys, tmp_path: Path
) -> None:
    forged = sign(new_key(tmp_path, "stranger"), signer=fingerprint(key))

    assert "its signature is not valid" in refusal(forged, trusted)


def test_a_list_that_was_changed_under_its_signature_is_refused(signed: bytes, trusted: TrustedKeys) -> None:
    forged = signed.replace(b"Version: 2\n", b"Version: 3\n")

    assert "its signature is not valid" in refusal(forged, trusted)
    assert "its signature is not valid" in refusal(forged, None)


def test_a_signature_that_the_key_made_for_another_use_is_refused(key: Path, trusted: TrustedKeys) -> None:
    assert "its signature is not valid" in refusal(sign(key, namespace="file"), trusted)


def test_a_signature_by_another_type_of_key_is_refused_with_its_type(trusted: TrustedKeys, tmp_path: Path) -> None:
    said = refusal(sign(new_key(tmp_path, "rsa", kind="rsa")), trusted)

    assert "the type of its key is ssh-rsa and not ssh-ed25519" in said


def test_a_list_in_another_order_is_refused(key: Path, trusted: TrustedKeys) -> None:
    first, second = sign(key).split(b"-----BEGIN")[0].splitlines(keepends=True)[-2:]
    message = sign(key).split(b"-----BEGIN")[0].replace(first + second, second + first)

    said = refusal(message + signature(key, message, NAMESPACE), trusted)

    assert said == "pack.sig is damaged (the list of files is not valid): the pack must be signed again"


@given(st.binary(max_size=400))
def test_no_bytes_are_a_signature_by_chance(trusted: TrustedKeys, garbage: bytes) -> None:
    assert refusal(garbage, trusted)
    assert refusal(garbage, None)


@given(st.data())
def test_a_signature_file_damaged_anywhere_is_refused(trusted: TrustedKeys, signed: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(signed) - 1))
    end = data.draw(st.integers(start, min(start + 40, len(signed))))
    damaged = signed[:start] + data.draw(st.binary(max_size=40)) + signed[end:]

    # Base64 can be written in several ways, so a changed file can hold the same signature of the same list.
    if damaged.split(BEGIN)[0] != signed.split(BEGIN)[0] or blob_in(damaged) != blob_in(signed):
        assert refusal(damaged, trusted)


@given(st.data())
def test_the_blob_of_a_signature_damaged_anywhere_is_refused(
    trusted: TrustedKeys, signed: bytes, data: st.DataObject
) -> None:
    blob = bytearray(blob_in(signed))
    at = data.draw(st.integers(0, len(blob) - 1))
    byte = data.draw(st.integers(0, 255))
    is_same = blob[at] == byte
    blob[at] = byte
    damaged = signed.split(BEGIN)[0] + BEGIN + base64.b64encode(blob) + END

    assert is_same or refusal(damaged, trusted)


def test_a_signature_with_more_in_it_than_was_signed_is_refused(signed: bytes, trusted: TrustedKeys) -> None:
    blob = blob_in(signed)
    # The namespace, and the reserved string after it, which is empty.
    before, namespace, after = blob.partition(b"fourfold-pack")
    reserved = before + namespace + b"\x00\x00\x00\x01x" + after[4:]

    for changed in (blob + b"x", reserved):
        said = refusal(signed.split(BEGIN)[0] + BEGIN + base64.b64encode(changed) + END, trusted)
        assert said.startswith("pack.sig is damaged (")


def test_trusted_keys_are_lines_with_comments_and_empty_lines_between(key: Path, tmp_path: Path) -> None:
    lines = [b"# The editors", b"", *(public(each).read_bytes() for each in (key, new_key(tmp_path, "second")))]

    assert len(pack_signature.trusted_keys(b"\n".join(lines), "keys")) == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "keys names no key: "),
        ("# nobody yet", "keys names no key: "),
        ("rubbish", "line 1 of the trusted keys in keys cannot be used: it is not a public key such as "),
        (
            "restrict {key}",
            "line 1 of the trusted keys in keys cannot be used: its type is restrict and not ssh-ed25519",
        ),
        ("ssh-ed25519 AAAA", "line 1 of the trusted keys in keys cannot be used: it is cut off"),
        (
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAAnh4",
            "line 1 of the trusted keys in keys cannot be used: its key is damaged",
        ),
        ("ssh-ed25519 ???", "line 1 of the trusted keys in keys cannot be used: it is not valid base64"),
        ("\n{rsa}", "line 2 of the trusted keys in keys cannot be used: its type is ssh-rsa and not ssh-ed25519"),
    ],
)
def test_a_line_that_is_no_ed25519_key_is_refused(line: str, says: str, key: Path, tmp_path: Path) -> None:
    rsa = public(new_key(tmp_path, "rsa", kind="rsa")).read_text()
    text = line.format(key=public(key).read_text(), rsa=rsa)

    with pytest.raises(PackKeyError) as refused:
        pack_signature.trusted_keys(text.encode(), "keys")

    assert str(refused.value).startswith(says)


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda rest: b"ssh-ed25519 " + rest))
def test_garbage_among_the_trusted_keys_is_refused(garbage: bytes) -> None:
    with pytest.raises(PackKeyError):
        pack_signature.trusted_keys(garbage, "keys")


def test_an_id_or_a_version_that_would_not_stay_on_its_line_cannot_be_signed(key: Path) -> None:
    with pytest.raises(PackSignatureError):
        sign(key, version="2\nSHA-256 " + "0" * 64 + " extra.toml")
