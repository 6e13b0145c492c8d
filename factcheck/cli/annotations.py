"""lint --annotate: each finding as a comment in a copy of its Word file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.cli.inputs import STDIN

if TYPE_CHECKING:
    from factcheck.model import Report

Copies = dict[Path, Path]  # of each draft the file that its annotated copy is written to


def planned_copies(drafts: Sequence[Path], to: Path | None) -> Copies:
    """Where the copies go: one draft into the file `to`, or several into a folder, as they lie beside one another.

    Raises FactcheckError where a draft is no Word file, or a copy would replace a draft.
    """
    if to is None:
        return {}
    for draft in drafts:
        _refuse_unless_word(draft)
    is_folder = to.is_dir() or len(drafts) != 1
    top = Path(os.path.commonpath([draft.absolute().parent for draft in drafts])) if drafts else Path()
    copies = {draft: to / draft.absolute().relative_to(top) if is_folder else to for draft in drafts}
    for copy in copies.values():
        _refuse_draft(copy, drafts)
    return copies


def write_copies(copies: Copies, report: Report, lang: str) -> None:
    """The copies of the drafts that could be read, with the findings of the report that fall on them."""
    if not copies:
        return
    from factcheck.annotate import annotated

    read = {document.path for document in report.documents}
    for draft, copy in copies.items():
        if str(draft) in read:
            findings = [finding for finding in report.findings if finding.accused.document.path == str(draft)]
            _write(copy, annotated(draft.read_bytes(), str(draft), findings, lang))


def _refuse_unless_word(draft: Path) -> None:
    from factcheck.model import FactcheckError
    from factcheck.readers.docx import SUFFIXES

    if draft == STDIN or draft.suffix.lower() not in SUFFIXES:
        raise FactcheckError(
            f"{draft}: 不是 Word 文件（{' '.join(SUFFIXES)}），不能加批注；请另存为 .docx，或不用 --annotate "
            "(only Word files can be annotated)"
        )


def _refuse_draft(copy: Path, drafts: Sequence[Path]) -> None:
    from factcheck.model import FactcheckError

    if copy.exists() and any(copy.samefile(draft) for draft in drafts):
        raise FactcheckError(f"{copy}: 批注不能写回原稿；请换一个文件名 (the copy would replace a draft)")


def _write(copy: Path, data: bytes) -> None:
    from factcheck.model import FactcheckError

    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)
    except OSError as error:
        raise FactcheckError(f"{copy}: 无法写入：{error.strerror} (cannot write)") from None
