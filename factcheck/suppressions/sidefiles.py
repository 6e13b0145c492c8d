"""Suppressions in files, for drafts that cannot carry them: `稿件.docx.factcheck.yaml` beside the draft.

    - rule: parts-add-up
      quote: 引进企业266家（东区253家、西区31家）
      reason: 名单有重复

Without a quote an entry speaks of the whole draft. Entries of one file for many drafts, which the settings name, also
tell a `path`, seen from that file, in which a `*` goes through folders too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from factcheck.model import Document, Notice, Span, Suppression
from factcheck.suppressions.scoped import UNUSED, Scoped, suggestion

if TYPE_CHECKING:
    from factcheck.datafiles import DataFile

SUFFIX = ".factcheck.yaml"


class _Said(msgspec.Struct, forbid_unknown_fields=True):
    rule: str
    reason: str
    quote: str = ""
    path: str = ""


class _Entry(Struct, frozen=True):
    """An entry, and which drafts it speaks of."""

    suppression: Suppression
    quote: str
    pattern: str
    folder: Path

    def is_about(self, path: str) -> bool:
        from factcheck.ranks import is_like

        return not self.pattern or is_like(path, self.pattern, self.folder)

    def scoped(self, document: Document) -> Iterator[Scoped | Notice]:
        """A scope for each place where the document says the quoted words, else a notice."""
        whole = Scoped(document, Span(0, len(document.text)), self.suppression)
        if not self.quote or not document.text:  # of a document without findings only the name may be left
            yield whole
            return
        spans = list(_places(self.quote, document.text))
        yield from (Scoped(document, span, self.suppression) for span in spans)
        if not spans:
            told = f"{document.path} 里没有这句话；请照原文改 quote，或删去这条"
            yield whole.notice(UNUSED, told, f"{document.path} does not say this; mend the quote or delete the entry")


class SideFiles:
    """The files beside drafts, read where there is one, and the one that drafts share."""

    def __init__(self, shared: Path | None, known: Collection[str]) -> None:
        self._known = known
        self._shared = _entries(shared, known, is_shared=True) if shared else ()

    def about(self, document: Document) -> Iterator[Scoped | Notice]:
        """What the files say of a document."""
        beside = Path(document.path + SUFFIX)
        own = _entries(beside, self._known, is_shared=False) if beside.is_file() else ()
        for entry in (*own, *self._shared):
            if entry.is_about(document.path):
                yield from entry.scoped(document)


def _entries(path: Path, known: Collection[str], *, is_shared: bool) -> tuple[_Entry, ...]:
    """The entries of a file; raises DataFileError at the first mistake."""
    from factcheck.datafiles import DataFile

    file = DataFile(path)
    read = file.convert(list[_Said]) if file.content else []
    return tuple(_entry(file, index, said, known, is_shared) for index, said in enumerate(read))


def _entry(file: DataFile, index: int, said: _Said, known: Collection[str], is_shared: bool) -> _Entry:
    if said.rule not in known:
        raise file.error((index, "rule"), f"没有规则 (no such rule) {said.rule}{suggestion(said.rule, known)[0]}")
    if not said.reason.strip():
        raise file.error((index, "reason"), "要写理由 (a reason is required)")
    if is_shared and not said.path:
        raise file.error((index,), "要写 path，是哪些稿件 (needs a path: which drafts)")
    if said.path and not is_shared:
        raise file.error((index, "path"), "旁边的文件只说这一篇，不写 path (a file beside a draft names no path)")
    reason = " ".join(said.reason.split())
    suppression = Suppression((said.rule,), reason, str(file.path), *file.place((index,)), is_external=True)
    return _Entry(suppression, said.quote, said.path, file.path.parent)


def _places(quote: str, text: str) -> Iterator[Span]:
    """Where a text says the quoted words, whatever spaces stand between its characters."""
    from factcheck.readers.cleaning import fold

    wanted = "".join(fold(quote).split())
    kept = [at for at, char in enumerate(text) if not char.isspace()]
    bare = "".join(text[at] for at in kept)
    position = bare.find(wanted) if wanted else -1
    while position >= 0:
        yield Span(kept[position], kept[position + len(wanted) - 1] + 1)
        position = bare.find(wanted, position + len(wanted))
