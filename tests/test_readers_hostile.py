"""Whatever the bytes and the name: a document, or an error that names the file."""

from __future__ import annotations

import itertools
import sys

import pytest
from documents import at, docx, p, pdf, row, tbl, xlsx, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.model import Document, FactcheckError, Span
from factcheck.readers import read_bytes, read_file, readers

SUFFIXES = sorted(readers())
SOUND = {
    ".docx": docx(
        p("新栽苹果树4820棵。") + tbl(("东坡", "3150"), ("西坡", "1670")), footnotes="<w:footnote w:id='2'/>"
    ),
    ".xlsx": xlsx(("一", row(1, "东坡", 3150.5)), formats=("0.0",), strings=("甲",)),
    ".pdf": pdf(at(60, 700, "新栽苹果树4820棵。")),
}


def read(data: bytes, path: str) -> Document | None:
    """The document, or None where it was refused in words that name the file."""
    try:
        document = read_bytes(data, path)
    except FactcheckError as error:
        reasons, document = [str(error)], None
    else:
        reasons = list(document.gaps)
    assert all(reason.startswith(path) and reason.endswith(")") for reason in reasons)
    return document


def kept_its_word(document: Document) -> bool:
    """Whether origins rise and lie in the source, and every place can be told."""
    places = [
        document.locate(Span(at, at + 1)) for at in range(0, len(document.text), max(1, len(document.text) // 50))
    ]
    rising = all(a < b for a, b in itertools.pairwise(document.origins))
    marks = all(a.start <= b.start for a, b in itertools.pairwise(document.landmarks))
    inside = not document.origins or document.origins[-1] < max(1, len(document.source))
    return rising and marks and inside and len(document.text) == len(document.origins) and len(places) >= 0


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_random_bytes_are_read_or_refused(suffix, data):
    document = read(data, f"稿件{suffix}")

    assert document is None or kept_its_word(document)


@pytest.mark.parametrize("suffix", sorted(SOUND))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_files_are_read_or_refused(suffix, changes):
    data = bytearray(SOUND[suffix])
    for place, byte in changes:
        data[int(place * (len(data) - 1))] = byte

    document = read(bytes(data), f"稿件{suffix}")

    assert document is None or kept_its_word(document)


@pytest.mark.parametrize("suffix", sorted(SOUND))
def test_files_cut_anywhere_are_read_or_refused(suffix):
    data = SOUND[suffix]
    for end in range(0, len(data), max(1, len(data) // 97)):
        read(data[:end], f"稿件{suffix}")


@settings(max_examples=100, deadline=None)
@given(xml=st.text("<>/w:ptrbc='\"&;=! 甲9", max_size=80))
@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml"])
def test_any_part_is_read_or_refused(name, xml):
    read(zipped({name: xml}), "稿件.docx")
    read(
        zipped({name: f"<a xmlns:w='w' xmlns:r='r'><w:body><w:p><w:r><w:t>{xml}</w:t></w:r></w:p></w:body></a>"}),
        "稿件.docx",
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_hundred_megabytes_are_refused_unread(suffix, tmp_path):
    path = tmp_path / f"稿件{suffix}"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)

    with pytest.raises(FactcheckError, match="too large"):
        read_file(path)


def test_standard_input_beyond_the_limit_is_refused_and_never_cut(monkeypatch):
    class Endless:
        buffer = property(lambda self: self)

        def read(self, size: int) -> bytes:
            return b"a\n" * (size // 2)

    from pathlib import Path

    monkeypatch.setattr(sys, "stdin", Endless())
    with pytest.raises(FactcheckError, match="too large"):
        read_file(Path("-"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Rar!\x1a\x07\x00" + bytes(40), "RAR"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "JPEG"),
        (b"\x1f\x8b\x08" + bytes(40), "gzip"),
        (rb"{\rtf1\ansi 4820}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "Word"),
        (zipped({"ppt/presentation.xml": ""}), "PDF"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (zipped({"a": ""})[:-10], "zip"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".docx", ".html", ".csv", ""])
def test_bytes_say_what_they_are_whatever_their_name(data, said, suffix):
    with pytest.raises(FactcheckError, match=said):
        read_bytes(data, f"稿件{suffix}")


def test_every_suffix_has_one_reader_and_only_known_ones_are_picked_up():
    named = [suffix for reader in set(readers().values()) for suffix in reader.SUFFIXES]

    assert len(named) == len(set(named))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in named)
    assert {".txt", ".md", ".html", ".docx", ".pdf", ".xlsx", ".csv", ".tsv"} <= set(named)
