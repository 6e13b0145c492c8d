"""Reports of earlier runs, known by the content of the files and by everything that they came of: rules and code.

A SQLite file that any number of runs may use at once. Whatever is wrong with it (no room, no right to write, a damaged
page), the files are checked as if there were none; a damaged file is made anew. What is read back are the nouns of
`factcheck.model` and nothing else: a cache that somebody else wrote can at worst tell lies.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
from array import _array_reconstructor as array_reconstructor  # type: ignore[attr-defined]
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

import factcheck.model as model
from factcheck.model import FactcheckError, Report
from factcheck.readers import STDIN, bytes_of
from factcheck.readers.cleaning import Origins
from factcheck.rulebook import Rulebook, own_rules

if TYPE_CHECKING:
    from sqlite3 import Connection

MOST = 200 * 2**20  # bytes: the brief reports of some 100,000 drafts
_PATIENCE = 2.0  # seconds that another run may hold the file
_BATCH = 500  # reports that wait to be written
_CHECKSUM = 16  # bytes
_NAME = "reports-1.sqlite"  # the number changes with the tables
_TABLES = """
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, size INTEGER, used INTEGER, value BLOB);
CREATE INDEX IF NOT EXISTS by_use ON entries (used, key, size);
"""
_BESIDE = {
    ("fractions", "Fraction"): Fraction,
    ("builtins", "range"): range,
    ("array", "array"): array,
    ("array", "_array_reconstructor"): array_reconstructor,
    (Origins.__module__, Origins.__name__): Origins,
}
T = TypeVar("T")


def digest_of(path: Path, data: bytes) -> bytes:
    """What tells one file's content, under its name, from all others."""
    from hashlib import sha256

    return sha256(os.fsencode(path) + b"\0" + sha256(data).digest()).digest()


class Cache:
    """The reports in a folder, as far as they were made with this rulebook by this code.

    Used as a context: what is new is written at its end.
    """

    def __init__(self, folder: Path, rulebook: Rulebook, most: int = MOST) -> None:
        self._rulebook = rulebook
        self._shelf = _Shelf(folder / _NAME, most)

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._shelf.close()

    def report_on(self, path: Path) -> Report | None:
        """What was said of a file with this name and content by itself."""
        digest = _digest(path)
        return self.report(digest) if digest else None

    def key_of(self, paths: Sequence[Path]) -> bytes | None:
        """What tells these files, taken together, from all others; None where one of them cannot be read."""
        from hashlib import sha256

        digests = [_digest(path) for path in paths]
        return sha256(b"together" + b"".join(d for d in digests if d)).digest() if all(digests) else None

    def report(self, digest: bytes) -> Report | None:
        """What was remembered under a digest."""
        told = self._shelf.take(self._key(digest))
        return _unpacked(told, self._rulebook) if told else None

    def remember(self, digest: bytes, report: Report) -> None:
        self._shelf.put(self._key(digest), _packed(report))

    def _key(self, digest: bytes) -> bytes:
        from hashlib import blake2b

        return blake2b(digest, key=self._version).digest()

    @cached_property
    def _version(self) -> bytes:
        return version_of(self._rulebook)


def version_of(rulebook: Rulebook) -> bytes:
    """A digest of all that a report comes of beside the files: code, rules, and what is installed beside them."""
    from hashlib import sha256

    package = Path(__file__).parent
    digest = sha256(repr((sys.version, tuple(rulebook.rules.values()))).encode())
    libraries = os.stat(os.path.dirname(os.path.dirname(msgspec.__file__)))  # changes when one comes or goes
    digest.update(str(libraries.st_mtime_ns).encode())
    for folder in (package, own_rules(), *rulebook.extra):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".yaml", ".tsv") and p.is_file()):
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + sha256(path.read_bytes()).digest())
    return digest.digest()


class _Shelf:
    """Values by keys in a file; every trouble with it makes it one that holds nothing."""

    def __init__(self, file: Path, most: int) -> None:
        self._file, self._most = file, most
        self._connection: Connection | None = None
        self._is_off = False
        self._used: list[bytes] = []
        self._new: dict[bytes, bytes] = {}

    def take(self, key: bytes) -> bytes | None:
        rows = self._tried(lambda c: c.execute("SELECT value FROM entries WHERE key = ?", (key,)).fetchall()) or []
        value = _whole(rows[0][0]) if rows else None
        if value is not None:
            self._used.append(key)
        return value

    def put(self, key: bytes, value: bytes) -> None:
        self._new[key] = _checksum(value) + value
        if len(self._new) >= _BATCH:
            self._save()

    def close(self) -> None:
        self._save()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _save(self) -> None:
        if self._new or self._used:
            self._tried(self._write)
        self._new, self._used = {}, []

    def _write(self, connection: Connection) -> None:
        """What is new, and when each was used last: runs are counted, for a clock may be set back."""
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            (turn,) = connection.execute("SELECT coalesce(max(used), 0) + 1 FROM entries").fetchone()
            connection.executemany("UPDATE entries SET used = ? WHERE key = ?", ((turn, key) for key in self._used))
            rows = ((key, len(value), turn, value) for key, value in self._new.items())
            connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)
            if self._new:
                self._make_room(connection)
        connection.execute("PRAGMA incremental_vacuum").fetchall()

    def _make_room(self, connection: Connection) -> None:
        """Forgets what was used longest ago; a quarter stays free, so that not every run must make room."""
        (total,) = connection.execute("SELECT coalesce(sum(size), 0) FROM entries").fetchone()
        if total > self._most:
            latest = "SELECT key, sum(size) OVER (ORDER BY used DESC, key) AS total FROM entries"
            kept = self._most * 3 // 4
            connection.execute(
                f"DELETE FROM entries WHERE key IN (SELECT key FROM ({latest}) WHERE total > ?)", (kept,)
            )

    def _tried(self, act: Callable[[Connection], T]) -> T | None:
        from sqlite3 import DatabaseError, Error, OperationalError

        for _ in range(2):
            if self._is_off:
                return None
            try:
                return act(self._open())
            except (OperationalError, OSError):  # locked, full, read-only, out of reach
                self._is_off = True
            except DatabaseError:  # damaged: begun anew, once
                self._discard()
            except Error:
                self._is_off = True
        self._is_off = True
        return None

    def _open(self) -> Connection:
        if self._connection is None:
            import sqlite3

            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
            self._connection.executescript(_TABLES)
        return self._connection

    def _discard(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for ending in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)


def _digest(path: Path) -> bytes | None:
    try:
        return digest_of(path, bytes_of(path, str(path))) if path != STDIN else None
    except FactcheckError:
        return None


def _checksum(value: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(value, digest_size=_CHECKSUM).digest()


def _whole(stored: bytes) -> bytes | None:
    """The value that was stored, unless a byte of it has changed since."""
    value = stored[_CHECKSUM:]
    return value if _checksum(value) == stored[:_CHECKSUM] else None


def _packed(report: Report) -> bytes:
    """The report without the rules, which every run knows."""
    return pickle.dumps(replace(report, rules=()), pickle.HIGHEST_PROTOCOL)


def _unpacked(value: bytes, rulebook: Rulebook) -> Report | None:
    try:
        report = _Unpickler(io.BytesIO(value)).load()
    except Exception:  # whatever the bytes lead it to
        return None
    return replace(report, rules=tuple(rulebook.rules.values())) if isinstance(report, Report) else None


class _Unpickler(pickle.Unpickler):
    """Makes the nouns of factcheck and exact numbers; whatever else is asked for is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _BESIDE:
            return _BESIDE[module, name]
        found = getattr(model, name, None) if module == model.__name__ else None
        if isinstance(found, type) and found.__module__ == model.__name__:
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")
