"""The desk of an editor: the drafts that lie open on it, and the files of the workspace that they are held against."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from pathlib import Path

from factcheck.claims import Reading
from factcheck.model import Document, FactcheckError, Report, Unread
from factcheck.pipeline import References, check_readings, facing, ranked, read_document
from factcheck.readers import read_bytes, read_file
from factcheck.relations import find_relations
from factcheck.rulebook import Rulebook

_NOTHING, _NO_REFERENCES = Report((), (), (), ()), References()


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as the editor has it, saved or not; the suffix of its name tells its format."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a workspace. `files` and `references` are what drafts are held against; `settle` gives of a report
    what is to be looked at."""

    rulebook: Rulebook
    files: tuple[Path, ...] = ()
    references: References = _NO_REFERENCES
    rank: Callable[[str], int] = lambda path: 0
    settle: Callable[[Report], Report] = lambda report: report
    lang: str = "zh"
    missing: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What there is to tell of the drafts that are open: findings that fall on them, sources that could not be read,
    and the mistake in settings or rules, if there is one, that has the last good ones go on."""

    report: Report = _NOTHING
    lang: str = "zh"
    mistake: str = ""


class Desk:
    """Checks what is open, as often as it is asked; what has not changed since is not read again.

    Names are paths as seen from `root`. `settings` gives what is in force at the time, or raises FactcheckError.
    """

    def __init__(self, root: Path, settings: Callable[[], Settings]) -> None:
        self.root = root
        self._load = settings
        self._settings: Settings | None = None
        self._drafts: dict[str, tuple[Draft, Reading | Unread]] = {}
        self._files: dict[Path, _File] = {}

    def named(self, path: str | Path) -> str:
        """The path as it is shown: seen from the root, where it lies below."""
        below = os.path.relpath(path, self.root)
        return str(path) if below.startswith(os.pardir) else below

    def path(self, name: str) -> Path:
        """The path of what is shown as `name`."""
        return self.root / name

    def views(self, drafts: Sequence[Draft]) -> Iterator[View]:
        """What the drafts look like: before files are read, which may take long, among themselves; then whole."""
        mistake = self._renew()
        if self._settings is None:
            yield View(mistake=mistake)
            return
        settings = self._settings
        self._drafts = {draft.name: (draft, self._reading(draft, settings)) for draft in drafts}
        sources = [path for path in settings.files if self.named(path) not in self._drafts]
        if not self._files.keys() >= set(sources):
            yield self._view(settings, (), mistake)
        self._files = {path: self._file(path, settings) for path in sources}
        yield self._view(settings, tuple(self._files.values()), mistake)

    def _renew(self) -> str:
        """Takes up the settings; where they are wrong, the last good ones stay in force."""
        try:
            settings = self._load()
        except FactcheckError as error:
            return str(error)
        if self._settings is None or settings.rulebook is not self._settings.rulebook:
            self._drafts, self._files = {}, {}
        self._settings = settings
        return ""

    def _view(self, settings: Settings, files: Sequence[_File], mistake: str) -> View:
        read = [reading for _, reading in self._drafts.values()]
        readings = [reading for reading in read if isinstance(reading, Reading)]
        references = reduce(add, (file.references for file in files), settings.references)
        report = check_readings(readings, settings.rulebook, references=references)
        report = facing(ranked(report, lambda name: settings.rank(str(self.path(name)))), set(self._drafts))
        report, mistake = _settled(report, settings, mistake)
        gaps = (Unread(one.document.path, gap) for one in readings for gap in one.document.gaps)
        unread = [*(one for one in read if isinstance(one, Unread)), *gaps, *settings.missing]
        unread += (file.unread for file in files if file.unread)
        return View(replace(report, unread=tuple(unread)), settings.lang, mistake)

    def _reading(self, draft: Draft, settings: Settings) -> Reading | Unread:
        known = self._drafts.get(draft.name)
        if known and known[0] == draft:
            return known[1]
        try:
            return read_document(_document(draft), settings.rulebook)
        except FactcheckError as error:
            return Unread(draft.name, str(error))

    def _file(self, path: Path, settings: Settings) -> _File:
        stamp = _stamp(path)
        if path in self._files and self._files[path].stamp == stamp:
            return self._files[path]
        try:
            reading = read_document(read_file(path, self.named(path)), settings.rulebook)
        except FactcheckError as error:
            return _File(stamp, _NO_REFERENCES, Unread(self.named(path), str(error)))
        return _File(stamp, _told_in(reading, settings.rulebook))


def _settled(report: Report, settings: Settings, mistake: str) -> tuple[Report, str]:
    """What is to be looked at; all of it, where the files that would tell are wrong."""
    try:
        return settings.settle(report), mistake
    except FactcheckError as error:
        return report, mistake or str(error)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the workspace as it was read at a time; nothing of it is checked, drafts are held against it."""

    stamp: tuple[int, int]
    references: References
    unread: Unread | None = None


def _told_in(reading: Reading, rulebook: Rulebook) -> References:
    return References((reading,), find_relations(reading, rulebook), frozenset(reading.claims))


def _document(draft: Draft) -> Document:
    """The draft as it would be read from a file; a byte-order mark says what its bytes are, so that none is guessed."""
    return read_bytes(codecs.BOM_UTF8 + draft.text.encode("utf-8", "replace"), draft.name)


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        told = path.stat()
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size
