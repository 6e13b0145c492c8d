"""Findings written into the drafts themselves: a copy of a Word file with a comment for each.

Nothing of the text is changed. Of the package only the parts that must know of the comments are written anew; the
others, pictures and embedded sheets among them, are copied byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.model import FactcheckError, Finding


def annotated(data: bytes, path: str, findings: Sequence[Finding], lang: str = "zh") -> bytes:
    """The Word file `data`, read as `path`, with each finding as a comment on its accused number.

    Raises FactcheckError where the file is not the one that the findings were made in.
    """
    from factcheck.annotate.anchors import anchor
    from factcheck.annotate.comments import Comments
    from factcheck.annotate.notes import note_of
    from factcheck.annotate.repacking import repacked
    from factcheck.readers.formats.wordprocessing import read_moored

    moored = read_moored(data, path)
    if any(finding.accused.document.source != moored.document.source for finding in findings):
        raise FactcheckError(f"{path}: 核对时文件有改动，没有写批注；请重新核对 (the file has changed meanwhile)")
    comments = Comments(moored.package, moored.main)
    spans = []
    for finding in findings:
        place = finding.accused.location
        spans.append((comments.add(note_of(finding, lang)), place.start, place.end))
    anchor(moored, spans)
    return repacked(data, comments.parts(moored.root), path) if findings else data
