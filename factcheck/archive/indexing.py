"""Files into the store, a transaction a document: a run that is cut off is completed by the next."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import file_digest, sha256
from pathlib import Path

from factcheck import __version__
from factcheck.archive.store import Store
from factcheck.batches import each_file, in_time
from factcheck.claims import Reading
from factcheck.model import FactcheckError, Relation, Unread
from factcheck.patience import DEFAULT as PATIENCE
from factcheck.pipeline import read_document
from factcheck.readers import read_file
from factcheck.relations import find_relations
from factcheck.rulebook import Rulebook, own_rules


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an indexing run did, in files."""

    added: int  # read and kept
    unchanged: int  # known already, here or under another name
    removed: int
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A document read for the store, known by what its content digests to."""

    digest: bytes
    reading: Reading
    relations: tuple[Relation, ...]


def index_files(
    store: Store,
    files: Sequence[Path],
    given: Sequence[Path],
    rulebook: Rulebook,
    *,
    jobs: int = 1,
    timeout: float = PATIENCE,
    on_file: Callable[[], None] = lambda: None,
) -> Outcome:
    """Brings the store in line with files, and forgets what is gone from the paths that were given.

    A file whose content is known, under whatever name, is not read again. One that cannot be read keeps what it
    last said, and is told in the outcome.
    """
    mark, added = way_of_reading(rulebook), 0
    new: list[Path] = []
    unread: list[Unread] = []
    for path in files:
        if _is_known(store, path, mark):
            on_file()
        else:
            new.append(path)
    for path, result in zip(new, each_file(partial(_read, rulebook, timeout), new, jobs, timeout), strict=True):
        if isinstance(result, Read):
            keep(store, absolute(path), result, rulebook)
            added += 1
            unread += [Unread(str(path), gap) for gap in result.reading.document.gaps]
        else:
            unread.append(result)
        on_file()
    removed = _forget_missing(store, given)
    return Outcome(added, len(files) - len(new), removed, tuple(unread))


def keep(store: Store, name: str, read: Read, rulebook: Rulebook) -> None:
    """Keeps a document under a name, in one transaction."""
    with store.transaction():
        mark = way_of_reading(rulebook)
        store.name(name, store.add(read.digest, mark, read.reading, read.relations, rulebook.lexicon))


@cache
def way_of_reading(rulebook: Rulebook) -> str:
    """What tells claims read one way from those read another: the version of factcheck, and its words."""
    digest = sha256(__version__.encode())
    for folder in (own_rules(), *rulebook.extra):
        for path in sorted([*folder.glob("lexicon/*"), *folder.glob("wordings/*.yaml")]):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def absolute(path: Path) -> str:
    """How the store names a file."""
    return os.path.abspath(path)


def _is_known(store: Store, path: Path, mark: str) -> bool:
    """Whether the content is in the store, which then knows this name for it too."""
    try:
        document = store.document(_digest(path), mark)
    except OSError:
        return False  # reading it will say why
    if document is None:
        return False
    if store.paths_of(document) != [absolute(path)]:
        with store.transaction():
            store.name(absolute(path), document)
    return True


def _forget_missing(store: Store, given: Iterable[Path]) -> int:
    """Forgets the files that stood in folders, or were named themselves, and are gone; counts the documents."""
    named = [absolute(path) for path in given if not path.is_dir()]
    inside = tuple(os.path.join(absolute(path), "") for path in given if path.is_dir())
    below = [path for path in store.paths() if path.startswith(inside)] if inside else []
    gone = [path for path in (*named, *below) if store.knows(path) and not os.path.exists(path)]
    with store.transaction():
        return sum(store.forget(path) for path in gone)


def _digest(path: Path) -> bytes:
    """The content of a file, and the format that it is read as."""
    with path.open("rb") as file:
        content = file_digest(file, "sha256")
    content.update(path.suffix.lower().encode())
    return content.digest()


def _read(rulebook: Rulebook, timeout: float, path: Path) -> Read | Unread:
    return in_time(path, timeout, partial(_read_whole, rulebook, path))


def _read_whole(rulebook: Rulebook, path: Path) -> Read:
    try:
        digest = _digest(path)
        reading = read_document(read_file(path), rulebook)
        if _digest(path) != digest:
            raise FactcheckError(f"{path}: 读取时文件被改动，请重新索引 (changed while it was read)")
    except OSError as error:
        raise FactcheckError(f"{path}: 无法读取：{error.strerror} (unreadable)") from None
    return Read(digest, reading, find_relations(reading, rulebook))
