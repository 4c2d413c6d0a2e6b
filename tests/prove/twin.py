"""A strict twin of the disk: the engine's own code runs on files in memory, and each of its system calls can fail.

The twin stands below the engine in place of the functions of `os`. It passes them on to a folder in memory, and keeps
account of what a disk is sure to hold: the content of a file since its last sync, a name since the last sync of its
folder. Everything else may be lost, kept, torn, zeroed or reordered when the power is cut.

What C code writes to a descriptor, such as the archive of a back-up, passes unseen and cannot be made to fail; its
content is looked at when it is synced or the power is cut.
"""

import contextlib
import errno
import fcntl
import os
import random
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.prove.tree import File, Folder, Node, write_after_power_cut
from tests.store.faults.forking import MEMORY

SYNCS = frozenset({"sync", "sync folder"})
CHANGES = SYNCS | {"open to write", "write", "rename", "unlink", "mkdir", "rmdir", "link", "truncate", "chmod", "lock"}
"""The operations that change something. Only these are counted for a kill, and looked at for a power cut."""

READS = frozenset({"open to read", "close", "stat", "list"})
OPERATIONS = CHANGES | READS


class KilledError(BaseException):
    """The process was killed; none of its clean-up reaches the disk."""


class Twin:
    """The twin of one disk, which begins with one empty folder."""

    def __init__(self, chance: random.Random) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="fourfold-twin-", dir=MEMORY))
        self.after: Callable[[], object] | None = None
        """Called after each operation that changed something."""

        self.unlocked: Callable[[], object] | None = None
        """Called once, as soon as the last lock is released: another session takes its turn."""

        self.count = 0
        """How many operations were seen."""

        self.failed = 0
        """How many operations were made to fail."""

        self.cuts = 0
        """How many states after a power cut were written."""

        self._chance = chance
        self._top = Folder()
        self._opened: dict[int, str] = {}
        self._failing: frozenset[str] = frozenset()
        self._times: float = 0
        self._first = ""
        self._errno = errno.EIO
        self._kill_in = 0
        self._is_dead = False
        self._is_outside = False
        self._held: set[int] = set()
        self._lock = threading.RLock()
        self._real: dict[str, Callable[..., Any]] = {}

    def fail(self, operations: frozenset[str], times: float, number: int = errno.EIO, *, first: str = "") -> None:
        """Make operations of these kinds fail.

        Args:
            operations: The kinds.
            times: How many operations fail; `math.inf` for all of them.
            number: The error.
            first: The kind of the first operation that fails; empty for any.
        """
        self._failing = operations
        self._times = times
        self._errno = number
        self._first = first

    def recover(self) -> None:
        """Let every operation succeed again, and let processes live."""
        self._failing = frozenset()
        self._kill_in = 0
        self._is_dead = False

    def kill_in(self, operations: int) -> None:
        """Kill the process at its n-th operation from now that changes something; that operation is not done."""
        self._kill_in = operations

    @contextlib.contextmanager
    def outside(self) -> Iterator[None]:
        """Within the block, nothing is counted, fails or is kept account of; no file of the twin may be changed."""
        before, self._is_outside = self._is_outside, True
        try:
            yield
        finally:
            self._is_outside = before

    def cut_power(self, to: Path) -> None:
        """Write what the disk may hold after a power cut now; the twin itself is not changed."""
        with self._lock, self.outside():
            self._look()
            self.cuts += 1
            write_after_power_cut(self._top, to, self._chance)

    def start_again(self) -> None:
        """Cut the power, and go on with what is left."""
        with self._lock, self.outside():
            left = Path(tempfile.mkdtemp(prefix="fourfold-twin-", dir=MEMORY))
            self.cut_power(left / "disk")
            shutil.rmtree(self.root)
            (left / "disk").rename(self.root)
            left.rmdir()
            self.settle()
            self._opened.clear()
            self.recover()

    def settle(self) -> None:
        """Take everything that is there for certain."""
        self._top = _read(self.root)

    @contextlib.contextmanager
    def installed(self) -> Iterator["Twin"]:
        """Within the block, this process uses the twin for everything below its root; its files go at the end."""
        with pytest.MonkeyPatch.context() as patched:
            for name in _FUNCTIONS:
                module = fcntl if name == "flock" else os
                self._real[name] = getattr(module, name)
                patched.setattr(module, name, getattr(self, f"_{name}"))
            try:
                yield self
            finally:
                with self.outside():
                    shutil.rmtree(self.root, ignore_errors=True)

    def _does(self, operation: str) -> bool:
        """Count an operation; whether it is kept account of."""
        if self._is_outside:
            return False
        if self._is_dead and operation in CHANGES:
            raise KilledError
        self.count += 1
        if operation in CHANGES and self._kill_in:
            self._kill_in -= 1
            if not self._kill_in:
                self._is_dead = True
                raise KilledError
        if operation in self._failing and self._times > 0 and self._first in {"", operation}:
            self._first = ""
            self._times -= 1
            self.failed += 1
            raise OSError(self._errno, os.strerror(self._errno))
        return True

    def _done(self, operation: str) -> None:
        if self.after and operation in CHANGES and not self._is_outside:
            with self.outside():
                self.after()

    def _look(self) -> None:
        """Read the present content of every file that has a name."""

        def look(folder: Folder, path: str) -> None:
            for name, node in folder.live.items():
                if isinstance(node, Folder):
                    look(node, f"{path}/{name}")
                else:
                    node.content = self._content(f"{path}/{name}")

        look(self._top, str(self.root))

    def _content(self, path: str) -> bytes:
        with self.outside():
            return Path(path).read_bytes()

    def _path(self, path: Any, folder: int | None = None) -> str:
        """The full path, or an empty text if it is not below the root."""
        if isinstance(path, int):
            return self._opened.get(path, "")
        text = os.fspath(path)
        text = text.decode() if isinstance(text, bytes) else text
        if folder is not None:
            text = f"{self._opened.get(folder, '')}/{text}"
        text = os.path.abspath(text)  # noqa: PTH100 # of any kind of path
        return text if text.startswith(f"{self.root}/") or text == str(self.root) else ""

    def _folder_of(self, path: str) -> tuple[Folder, str]:
        above, _, name = path.rpartition("/")
        folder = self._node(above)
        assert isinstance(folder, Folder)
        return folder, name

    def _node(self, path: str) -> Node | None:
        node: Node | None = self._top
        for name in Path(path).relative_to(self.root).parts:
            node = node.live.get(name) if isinstance(node, Folder) else None
        return node

    def _calls(self, operation: str, name: str, path: str, *arguments: Any, **options: Any) -> tuple[Any, bool]:
        """Call a function of the system; its result, and whether the twin keeps account of it."""
        is_ours = bool(path) and self._does(operation)
        return self._real[name](*arguments, **options), is_ours

    def _open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        with self._lock:
            full = self._path(path, dir_fd)
            kind = "open to write" if flags & (os.O_CREAT | os.O_TRUNC) else "open to read"
            opened, is_ours = self._calls(kind, "open", full, path, flags, mode, dir_fd=dir_fd)
            # C code closes descriptors unseen, so that a number may stand for another file by now.
            self._opened.pop(opened, None)
            if full:
                self._opened[opened] = full
            if is_ours and flags & os.O_CREAT:
                folder, name = self._folder_of(full)
                if name not in folder.live:
                    folder.change({name: File()})
                self._done(kind)
            return int(opened)

    def _close(self, descriptor: int) -> None:
        with self._lock:
            full = self._opened.pop(descriptor, "")
            self._real["close"](descriptor)
            if full:
                self._does("close")

    def _write(self, descriptor: int, data: Any) -> int:
        with self._lock:
            full = self._path(descriptor)
            if full and not self._is_outside and len(data) > 1:
                # The system may write less than it is asked to.
                data = data[: self._chance.randint(1, len(data))] if self._chance.random() < 0.1 else data
            done, is_ours = self._calls("write", "write", full, descriptor, data)
            if is_ours:
                self._done("write")
            return int(done)

    def _fsync(self, descriptor: int) -> None:
        with self._lock:
            full = self._path(descriptor)
            node = self._node(full) if full else None
            kind = "sync folder" if isinstance(node, Folder) else "sync"
            _, is_ours = self._calls(kind, "fsync", full, descriptor)
            if is_ours and isinstance(node, Folder):
                node.sync()
            elif is_ours and isinstance(node, File):
                node.durable = node.content = self._content(full)
            if is_ours:
                self._done(kind)

    def _rename(
        self, source: Any, target: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None
    ) -> None:
        with self._lock:
            old, new = self._path(source, src_dir_fd), self._path(target, dst_dir_fd)
            if old and new and not self._is_outside:
                self._remember(new)
            _, is_ours = self._calls(
                "rename", "rename", old and new, source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd
            )
            if is_ours:
                (before, old_name), (after, new_name) = self._folder_of(old), self._folder_of(new)
                node = before.live[old_name]
                if before is after:
                    before.change({old_name: None, new_name: node})
                else:
                    before.change({old_name: None}, needs=after.change({new_name: node}))
                self._done("rename")

    _replace = _rename

    def _unlink(self, path: Any, *, dir_fd: int | None = None) -> None:
        with self._lock:
            full = self._path(path, dir_fd)
            if full and not self._is_outside:
                self._remember(full)
            _, is_ours = self._calls("unlink", "unlink", full, path, dir_fd=dir_fd)
            if is_ours:
                folder, name = self._folder_of(full)
                folder.change({name: None})
                self._done("unlink")

    _remove = _unlink

    def _remember(self, path: str) -> None:
        """Read a file that is about to lose its name: the name may come back."""
        node = self._node(path)
        if isinstance(node, File):
            node.content = self._content(path)

    def _mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        with self._lock:
            full = self._path(path, dir_fd)
            _, is_ours = self._calls("mkdir", "mkdir", full, path, mode, dir_fd=dir_fd)
            if is_ours:
                folder, name = self._folder_of(full)
                folder.change({name: Folder()})
                self._done("mkdir")

    def _rmdir(self, path: Any, *, dir_fd: int | None = None) -> None:
        with self._lock:
            full = self._path(path, dir_fd)
            _, is_ours = self._calls("rmdir", "rmdir", full, path, dir_fd=dir_fd)
            if is_ours:
                folder, name = self._folder_of(full)
                folder.change({name: None})
                self._done("rmdir")

    def _link(self, source: Any, target: Any, **options: Any) -> None:
        with self._lock:
            old, new = self._path(source), self._path(target)
            _, is_ours = self._calls("link", "link", old and new, source, target, **options)
            if is_ours:
                node = self._node(old)
                folder, name = self._folder_of(new)
                folder.change({name: node})
                self._done("link")

    def _truncate(self, path: Any, length: int) -> None:
        with self._lock:
            _, is_ours = self._calls("truncate", "truncate", self._path(path), path, length)
            if is_ours:
                self._done("truncate")

    def _ftruncate(self, descriptor: int, length: int) -> None:
        with self._lock:
            _, is_ours = self._calls("truncate", "ftruncate", self._path(descriptor), descriptor, length)
            if is_ours:
                self._done("truncate")

    def _chmod(self, path: Any, mode: int, **options: Any) -> None:
        with self._lock:
            self._calls("chmod", "chmod", self._path(path), path, mode, **options)

    def _fchmod(self, descriptor: int, mode: int) -> None:
        with self._lock:
            self._calls("chmod", "fchmod", self._path(descriptor), descriptor, mode)

    def _stat(self, path: Any, **options: Any) -> Any:
        with self._lock:
            return self._calls("stat", "stat", self._path(path, options.get("dir_fd")), path, **options)[0]

    def _lstat(self, path: Any, **options: Any) -> Any:
        with self._lock:
            return self._calls("stat", "lstat", self._path(path, options.get("dir_fd")), path, **options)[0]

    def _fstat(self, descriptor: int) -> Any:
        with self._lock:
            return self._calls("stat", "fstat", self._path(descriptor), descriptor)[0]

    def _scandir(self, path: Any = ".") -> Any:
        with self._lock:
            return self._calls("list", "scandir", self._path(path), path)[0]

    def _listdir(self, path: Any = ".") -> Any:
        with self._lock:
            return self._calls("list", "listdir", self._path(path), path)[0]

    def _flock(self, descriptor: int, operation: int) -> None:
        # Not under the twin's own lock: what `unlocked` does belongs to another session.
        if not operation & fcntl.LOCK_UN:
            self._calls("lock", "flock", self._path(descriptor), descriptor, operation)
            if self._path(descriptor).endswith(".lock"):
                self._held.add(descriptor)
            return
        self._real["flock"](descriptor, operation)
        self._held.discard(descriptor)
        # With another lock still held, the other session could only wait.
        if descriptor in self._opened and self.unlocked and not self._held and not self._is_outside:
            act, self.unlocked = self.unlocked, None
            act()


_FUNCTIONS = (
    "open", "close", "write", "fsync", "rename", "replace", "unlink", "remove", "mkdir", "rmdir", "link", "truncate",
    "ftruncate", "chmod", "fchmod", "stat", "lstat", "fstat", "scandir", "listdir", "flock",
)  # fmt: skip
"""The functions that the twin replaces."""


def _read(path: Path) -> Folder:
    """A folder as it is on the disk, with nothing waiting to be synced."""
    folder = Folder()
    for each in path.iterdir():
        if each.is_dir():
            folder.durable[each.name] = _read(each)
        else:
            content = each.read_bytes()
            folder.durable[each.name] = File(content, content)
    folder.live = dict(folder.durable)
    return folder
