"""The file that keeps claims: SQLite in WAL mode, so that several may read while one writes.

A document is known by its content: two paths with one content are one document, and a new path is no new fact.
What a transaction has committed survives the end of the process, whenever and however that comes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.archive.keeping import Kept, pack, unpack
from factcheck.archive.rows import Row, places_inside, rows
from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, FactcheckError, Relation
from factcheck.rulebook import load_rulebook

SCHEMA = 2  # raised with every change of the tables or of what is packed; MIGRATIONS says how to get there
_MARK = 0x66637463  # "fctc": tells our files from other programs' databases
_HEADER = b"SQLite format 3\0"
_SUFFIXES = frozenset({".db", ".sqlite", ".sqlite3"})
_PATIENCE = 30.0  # seconds to wait for another writer; a batch takes well under one
_MOST_PARAMETERS = 500  # in one statement; SQLite allows 999 everywhere

_TABLES = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    reading TEXT NOT NULL,
    date TEXT,
    packed BLOB NOT NULL
);
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX files_by_document ON files(document);
CREATE TABLE claims (
    noun TEXT NOT NULL,
    counted TEXT NOT NULL,
    subject TEXT NOT NULL,
    dimension TEXT NOT NULL,
    sense TEXT NOT NULL,
    place TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    aspect TEXT NOT NULL,
    status TEXT NOT NULL,
    low REAL,
    high REAL,
    is_known INTEGER NOT NULL,
    is_alone INTEGER NOT NULL,
    number INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE
);
CREATE INDEX claims_by_noun ON claims(noun, place, since, until) WHERE noun <> '';
CREATE INDEX claims_by_place ON claims(subject, place, since, until) WHERE is_known;
CREATE INDEX claims_by_time ON claims(subject, since, until, place) WHERE is_known;
CREATE INDEX claims_by_document ON claims(document);
CREATE TABLE changes (
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    old INTEGER NOT NULL,
    new INTEGER NOT NULL,
    PRIMARY KEY (document, kind, old, new)
) WITHOUT ROWID;
"""
_OWN = Row._fields[: Row._fields.index("date")]  # columns of the table of claims
_COLUMNS = f"{', '.join(_OWN)}, date, (SELECT min(path) FROM files WHERE document = documents.id), digest"
_INSERT = f"INSERT INTO claims VALUES ({', '.join('?' * (len(_OWN) + 1))})"
_FROM = "claims JOIN documents ON documents.id = claims.document"


@dataclass(frozen=True, slots=True)
class Size:
    """How much a store holds."""

    files: int
    documents: int
    claims: int


def is_store(path: Path) -> bool:
    """Whether a path is to be opened as a store: by what it opens with, or else by its name."""
    if not path.is_file():
        return path.suffix.lower() in _SUFFIXES and not path.is_dir()
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER or path.suffix.lower() in _SUFFIXES
    except OSError:
        return False  # whoever reads it will say why


@contextmanager
def writing(path: Path) -> Iterator[Store]:
    """The store at `path`, made if there is none, older ones brought up to date.

    Raises FactcheckError where the file is another program's, damaged, of a newer factcheck, or cannot be written.
    """
    with _reporting(path), _closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
        if _is_empty(connection):
            _create(connection)
        _check_version(connection, path)
        _migrate(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        yield Store(connection, path)


@contextmanager
def reading(path: Path) -> Iterator[Store]:
    """The store at `path` to ask only; a medium that cannot be written is no obstacle. Raises FactcheckError."""
    if not path.is_file():
        raise FactcheckError(f"{path}: 没有这个档案；先用 factcheck index 建立 (no such store)")
    with _reporting(path), _closing(_connect_to_read(path)) as connection:
        _check_version(connection, path)
        if _version(connection) < SCHEMA:
            raise FactcheckError(f"{path}: 档案格式较旧，请先运行 factcheck index --store {path} (older store)")
        yield Store(connection, path)


class Store:
    """An open store."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        self._kept: dict[bytes, Kept] = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is done inside."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # Writing

    def add(self, digest: bytes, mark: str, reading: Reading, relations: Iterable[Relation], lexicon: Lexicon) -> int:
        """Keeps a document in place of what its digest stood for; `mark` names the way it was read. Gives its id."""
        found = self._one("SELECT id FROM documents WHERE digest = ?", digest)
        columns = (mark, reading.date, pack(reading))
        if found:
            document = int(found[0])
            self._connection.execute(
                "UPDATE documents SET reading = ?, date = ?, packed = ? WHERE id = ?", (*columns, document)
            )
            for table in ("claims", "changes"):
                self._connection.execute(f"DELETE FROM {table} WHERE document = ?", (document,))
        else:
            inserted = self._connection.execute(
                "INSERT INTO documents (digest, reading, date, packed) VALUES (?, ?, ?, ?)", (digest, *columns)
            )
            document = int(inserted.lastrowid or 0)
        self._add_claims(document, reading, lexicon)
        self._add_changes(document, reading, relations)
        return document

    def name(self, path: str, document: int) -> None:
        """Says that a document stands at a path, and forgets what stood there if it stands nowhere else."""
        before = self.document_at(path)
        self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (path, document))
        if before is not None and before != document:
            self._drop_unnamed(before)

    def forget(self, path: str) -> bool:
        """Removes a path, and its document where no other path has it; tells whether a document went."""
        before = self.document_at(path)
        self._connection.execute("DELETE FROM files WHERE path = ?", (path,))
        return before is not None and self._drop_unnamed(before)

    # Asking

    def document(self, digest: bytes, mark: str) -> int | None:
        """The document with this content, read this way."""
        found = self._one("SELECT id FROM documents WHERE digest = ? AND reading = ?", digest, mark)
        return int(found[0]) if found else None

    def document_at(self, path: str) -> int | None:
        """The document that stands at a path."""
        found = self._one("SELECT document FROM files WHERE path = ?", path)
        return int(found[0]) if found else None

    def digest_at(self, path: str) -> bytes | None:
        """What the content of the document at a path digests to."""
        found = self._one("SELECT digest FROM documents JOIN files ON document = id WHERE path = ?", path)
        return bytes(found[0]) if found else None

    def knows(self, path: str) -> bool:
        """Whether a document stands at a path."""
        return self.document_at(path) is not None

    def paths(self) -> dict[str, int]:
        """All paths, and their documents."""
        return dict(self._connection.execute("SELECT path, document FROM files"))

    def paths_of(self, document: int) -> list[str]:
        """Where a document stands, in order."""
        found = self._connection.execute("SELECT path FROM files WHERE document = ? ORDER BY path", (document,))
        return [path for (path,) in found]

    def size(self) -> Size:
        """How much there is."""
        counts = (self._one(f"SELECT count(*) FROM {table}") for table in ("files", "documents", "claims"))
        return Size(*(int(count[0]) if count else 0 for count in counts))

    def about(self, row: Row, most: int) -> list[Row]:
        """At most so many claims of a row's noun and place; where there are more, those of its time first."""
        asked = "noun = ? AND noun <> '' AND place = ? AND counted = ?"
        found = self._rows(f"{asked} LIMIT ?", row.noun, row.place, row.counted, most)
        if len(found) < most or not row.since:
            return found
        asked += " AND since = ? AND until = ? LIMIT ?"
        return self._rows(asked, row.noun, row.place, row.counted, row.since, row.until, most)

    def about_inside(self, row: Row, most: int) -> list[Row]:
        """At most so many claims of a row's noun in the places inside its own."""
        asked = "noun = ? AND noun <> '' AND place BETWEEN ? AND ? AND counted = ? LIMIT ?"
        return self._rows(asked, row.noun, *places_inside(row.place), row.counted, most)

    def known(self, subject: str, place: str, time: tuple[str, str], most: int) -> list[Row]:
        """At most so many facts of a subject in a place that touch a time."""
        asked = "is_known AND subject = ? AND place = ? AND since <= ? AND until >= ? LIMIT ?"
        return self._rows(asked, subject, place, time[1], time[0], most)

    def known_at(self, row: Row, most: int) -> list[Row]:
        """At most so many facts of a row's subject and time, in all places."""
        asked = "is_known AND subject = ? AND since = ? AND until = ? LIMIT ?"
        return self._rows(asked, row.subject, row.since, row.until, most)

    def ordered(self, flag: str, order: Sequence[str]) -> Iterator[Row]:
        """The claims of known time for which a column holds, in order of some columns, one after another out of the
        file."""
        asked = f"SELECT {_COLUMNS} FROM {_FROM} WHERE {flag} AND since <> '' ORDER BY {', '.join(order)}"
        return map(Row._make, self._connection.execute(asked))

    def claim(self, row: Row) -> Claim:
        """The claim behind a row."""
        return self.kept(row.document).claim(row.number)

    def kept(self, document: bytes) -> Kept:
        """The document with a digest, under the first of its paths."""
        if document not in self._kept:
            found = self._one("SELECT packed, id FROM documents WHERE digest = ?", document)
            if found is None:
                raise FactcheckError(f"{self.path}: 档案中没有这篇文稿 (not in the store): {document.hex()}")
            self._kept[document] = unpack(found[0], self.path_of(found[1]))
        return self._kept[document]

    def path_of(self, document: int) -> str:
        """The first path of a document, as it is shown."""
        return _shown(next(iter(self.paths_of(document)), str(self.path)))

    def changes(self, documents: Sequence[bytes]) -> Iterator[tuple[bytes, str, int, int]]:
        """Document, kind, old and new number of each change that the documents tell."""
        for at in range(0, len(documents), _MOST_PARAMETERS):
            some = documents[at : at + _MOST_PARAMETERS]
            told = "SELECT digest, kind, old, new FROM changes JOIN documents ON documents.id = changes.document"
            yield from self._connection.execute(f"{told} WHERE digest IN ({','.join('?' * len(some))})", some)

    def release(self) -> None:
        """Lets go of the documents unpacked so far."""
        self._kept.clear()

    def _rows(self, asked: str, *values: object) -> list[Row]:
        found = self._connection.execute(f"SELECT {_COLUMNS} FROM {_FROM} WHERE {asked}", values)
        return [Row._make(row) for row in found]

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._connection.execute(statement, values).fetchone()
        return found

    def _add_claims(self, document: int, reading: Reading, lexicon: Lexicon) -> None:
        self._connection.executemany(_INSERT, ((*row[: len(_OWN)], document) for row in rows(reading, lexicon)))

    def _add_changes(self, document: int, reading: Reading, relations: Iterable[Relation]) -> None:
        numbers = {claim: number for number, claim in enumerate(reading.claims)}
        pairs = (
            (relation.kind, numbers.get(relation.roles["old"][0]), numbers.get(relation.roles["new"][0]))
            for relation in relations
            if relation.kind in ("rise", "fall") and relation.roles.get("old") and relation.roles.get("new")
        )
        rows = [(document, *pair) for pair in pairs if None not in pair]
        self._connection.executemany("INSERT OR IGNORE INTO changes VALUES (?, ?, ?, ?)", rows)

    def _drop_unnamed(self, document: int) -> bool:
        dropped = self._connection.execute(
            "DELETE FROM documents WHERE id = ? AND NOT EXISTS (SELECT 1 FROM files WHERE document = ?)",
            (document, document),
        )
        return dropped.rowcount > 0


def _shown(path: str) -> str:
    """A path as it is shown: from the current folder, if it lies below."""
    return path.removeprefix(os.path.join(os.getcwd(), ""))


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Where nothing beside the file can be written, SQLite must be told that nobody else writes either."""
    uri = path.absolute().as_uri()
    try:
        connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=_PATIENCE, isolation_level=None)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return connection
    except sqlite3.OperationalError:
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _reporting(path: Path) -> Iterator[None]:
    """SQLite's complaints in our words."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise FactcheckError(f"{path}: 无法打开或写入档案 (store cannot be used): {error}") from None
    except sqlite3.DatabaseError as error:
        raise FactcheckError(f"{path}: 不是 factcheck 的档案，或已损坏 (no store, or damaged): {error}") from None


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] and not _version(connection)


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if _is_empty(connection):  # else another has just made it
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_MARK}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("COMMIT")


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != _MARK:
        raise FactcheckError(f"{path}: 这是别的程序的数据库，不是 factcheck 的档案 (another program's database)")
    version = _version(connection)
    if version > SCHEMA:
        raise FactcheckError(
            f"{path}: 档案格式是第 {version} 版，本程序只识第 {SCHEMA} 版及更早；"
            "请升级 factcheck (store of a newer factcheck)"
        )


def _migrate(connection: sqlite3.Connection) -> None:
    """Brings an older store up to date, version by version, each in one transaction."""
    for version in range(_version(connection), SCHEMA):
        connection.execute("BEGIN IMMEDIATE")
        MIGRATIONS[version](connection)
        connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")


def _file_by_key(connection: sqlite3.Connection) -> None:
    """From 1 to 2: claims are filed by the keys of their facts. What words of one's own make of them is not known here,
    so that the next indexing reads each document anew."""
    connection.execute("DROP TABLE claims")
    for statement in filter(lambda part: "claims" in part.split("(")[0], _TABLES.split(";")):
        connection.execute(statement)
    lexicon = load_rulebook().lexicon
    for document, packed in connection.execute("SELECT id, packed FROM documents").fetchall():
        kept = unpack(packed, str(document))
        told = rows(kept.reading(range(len(kept.packed))), lexicon)
        connection.executemany(_INSERT, ((*row[: len(_OWN)], document) for row in told))
    connection.execute("UPDATE documents SET reading = ''")


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _file_by_key}  # from a version to the next


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
