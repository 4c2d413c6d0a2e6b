"""The commands that make, check, show, compare and sign packs."""

import argparse
import datetime as dt
import os
from pathlib import Path

from content.documents.document import Document, Section
from content.documents.packs.pack_changes_document import effects_section, pack_changes_document, unread_section
from content.documents.packs.pack_preview import pack_preview
from content.documents.packs.statements_document import compare_statements
from content.documents.plain_text import plain_text, wrapped
from content.pack.model import Pack
from content.pack.upkeep.differences import differences
from content.text import one_line, sanitised
from tui.cli.pack_report import WIDTH, fault_count, report_lines
from tui.cli.terminal_input import ask_secret
from tui.exit_codes import REFUSED
from tui.messages.output import printed, refused
from tui.session.settings import chosen_store, pack_folder, utc_now
from tui.use_cases import pack_checking, pack_signing, pack_upkeep

_OTHERS_SHOWN = 5


def new(given: argparse.Namespace) -> int:
    """Make a new overlay, and say what to do next.

    Raises:
        PackError: If the name or the folder cannot be used.
    """
    folder = Path(given.directory)
    pack = pack_upkeep.make_pack(folder, given.name, utc_now().date())
    to_fill = [contact.name for contact in pack.contacts if contact.to_fill]
    said = (
        f"{one_line(str(folder))}: a new pack for {one_line(pack.policy.owner)}, over the national pack "
        f"{pack.national.version if pack.national else ''}.",
        f"To fill in, in contacts.toml: {'; '.join(to_fill)}.",
        f"Each file explains itself. Next: fourfold pack check {one_line(str(folder))}",
    )
    return printed(line for each in said for line in wrapped(each, WIDTH, 2))


def check(directory: str | Path, keys: str | None, today: dt.date) -> int:
    """Check the pack in a folder and its signature, and print every fault and warning, and what it holds.

    Args:
        directory: The folder.
        keys: The file of the keys that may sign packs, or None if no signature is demanded.
        today: The day by which dates are in the past or in the future.

    Returns:
        The exit status; warnings alone do not change it.

    Raises:
        PackError: If the folder or a file in it cannot be read.
    """
    folder, is_part_of_program = pack_folder(directory)
    found = pack_checking.check_folder(folder, keys, today, is_part_of_program=is_part_of_program)
    _warn_of_others(found.others)
    status = printed(report_lines(found.report))
    if found.signature:
        printed(wrapped(one_line(f"signature: {found.signature}"), WIDTH, 0))
    else:
        status = refused(found.refusal)
    return refused(f"{folder} has {fault_count(found.report)}") if found.report.faults else status


def sign(directory: Path, key: Path) -> int:
    """Sign the pack in a folder, and print what was signed.

    Returns:
        The exit status.

    Raises:
        PackError: If the pack would be refused, or the key cannot sign.
        StoreError: If the signature file cannot be written.
    """
    signed = pack_signing.sign_pack(directory, key)
    _warn_of_others(signed.others)
    listed = signed.listed
    said = f"{listed.pack}, version {listed.version}: {len(listed.hashes)} files signed with the key {listed.signer}"
    return printed(wrapped(one_line(said), WIDTH, 0))


def show(given: argparse.Namespace) -> int:
    """Print all that a pack says, and return the exit status: 1 if it would not pass the check.

    Raises:
        PackError: If it cannot be read at all.
    """
    read = pack_upkeep.read_pack(_folder(given.directory))
    _print(pack_preview(read.pack, read.withdrawn, utc_now()))
    return _status(read)


def compare(given: argparse.Namespace) -> int:
    """Print the briefing's sentences beside the pack's words, and return the exit status: 1 if words are missing.

    Raises:
        PackError: If the pack cannot be read at all.
    """
    read = pack_upkeep.read_pack(_folder(given.directory))
    compared = compare_statements(read.pack)
    _print(compared.document)
    return _status(read) or (REFUSED if compared.weakened else 0)


def diff(given: argparse.Namespace) -> int:
    """Print what changed between two versions of a pack, and which open cases it touches.

    Raises:
        PackError: If a pack cannot be read at all.
        StoreError: If the cases cannot be read.
    """
    old, new = (pack_upkeep.read_pack(_folder(folder)) for folder in (given.old, given.new))
    found = differences(old.pack, new.pack, new.withdrawn)
    document = pack_changes_document(old.pack, new.pack, found)
    touched = _touched(given, old.pack, new.pack) if found or given.account else None
    sections = (*document.sections, touched) if touched else document.sections
    _print(Document(title=document.title, sections=sections))
    return _status(new)


def _touched(given: argparse.Namespace, old: Pack, new: Pack) -> Section:
    if not given.account:
        return unread_section()
    store = chosen_store(given.data, os.environ)
    passphrase = ask_secret("Your passphrase: ")
    touched = pack_upkeep.touched_cases(store, given.account, passphrase, old=old, new=new, now=utc_now())
    return effects_section(touched.effects, touched.read, touched.left_out)


def _print(document: Document) -> None:
    # A pack can hold any character, also in its ids.
    printed(sanitised(line) for line in plain_text(document, WIDTH))


def _folder(directory: str) -> Path:
    return pack_folder(directory)[0]


def _status(read: pack_upkeep.ReadPack) -> int:
    return refused(f"the pack does not pass the check: {read.fault}") if read.fault else 0


def _warn_of_others(names: tuple[str, ...]) -> None:
    if names:
        shown = ", ".join(names[:_OTHERS_SHOWN]) + (
            f" and {len(names) - _OTHERS_SHOWN} more" if names[_OTHERS_SHOWN:] else ""
        )
        refused(f"in the folder, but no part of the pack, so neither read nor signed: {shown}")
