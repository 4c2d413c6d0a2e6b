"""The commands that make, show, compare and check packs."""

import argparse
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
from tui.cli.terminal_input import ask_secret
from tui.exit_codes import REFUSED
from tui.messages.output import printed, refused
from tui.session.settings import chosen_store, pack_folder, utc_now
from tui.use_cases import pack_upkeep

WIDTH = 80


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
