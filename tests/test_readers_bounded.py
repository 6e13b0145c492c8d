"""Files made to do harm are refused with their reason, by the command itself, in a room of one gigabyte."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from desk import FACTCHECK
from documents import docx, p, row, xlsx, zipped

resource = pytest.importorskip("resource", reason="only here a process can be given less room")

GIGABYTE = 2**30
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "{}">]>'
LETTERS = "abcdefghijx"
LAUGHS = "".join(f"<!ENTITY {of} '{f'&{by};' * 20}'>" for by, of in pairwise(LETTERS))
LAUGHS = f"<!DOCTYPE a [<!ENTITY a '9'>{LAUGHS}]>"


def bomb(part: str) -> Callable[[], bytes]:
    return lambda: zipped({part: b"<a>" + b" " * 300_000_000 + b"</a>"})


def pdf_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(1100)) + packer.flush()
    body = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    objects = [*body, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"]
    objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream")
    written = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    return b"%PDF-1.4\n" + written + b"trailer<</Root 1 0 R>>"


def with_entity(data: bytes, part: str, declared: str) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**members, part: declared.encode() + members[part].replace(b"9", b"&x;")})


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb of a text": ("a.docx", bomb("word/document.xml"), "too large inside"),
    "a bomb of a workbook": ("a.xlsx", bomb("xl/workbook.xml"), "too large inside"),
    "a bomb of a page": ("a.pdf", pdf_bomb, "too large inside"),
    "a text with an entity from outside": (
        "a.docx",
        lambda: with_entity(docx(p("9棵")), "word/document.xml", ENTITY.format("file:///etc/passwd")),
        "DTD",
    ),
    "a workbook with an entity from outside": (
        "a.xlsx",
        lambda: with_entity(xlsx(("一", row(1, 9))), "xl/worksheets/sheet1.xml", ENTITY.format("http://localhost:1/")),
        "DTD",
    ),
    "a text of entities upon entities": (
        "a.docx",
        lambda: with_entity(docx(p("9棵")), "word/document.xml", LAUGHS),
        "",
    ),
    "a text with a password": ("a.docx", lambda: LOCKED, "password-protected"),
    "a workbook with a password": ("a.xlsx", lambda: LOCKED, "password-protected"),
    "a text cut short": ("a.docx", lambda: docx(p("新栽4820棵。") * 99)[:-200], "truncated"),
    "a workbook cut short": ("a.xlsx", lambda: xlsx(("一", row(1, *range(20))))[:-200], "truncated"),
    "an old text": ("a.doc", lambda: OLE + bytes(600), ".docx"),
    "an old text of another office": ("a.wps", lambda: OLE + bytes(600), ".docx"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_made_to_do_harm_is_refused_with_its_reason(kind, desk):
    name, made, reason = HOSTILE[kind]
    Path(name).write_bytes(made())
    ran = confined("lint", name)

    said = " ".join((ran.stdout + ran.stderr).split())

    assert 2 == ran.returncode
    assert reason in said
    assert name in said


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".pdf", ".xlsx", ".csv"])
def test_two_hundred_megabytes_are_refused(suffix, desk):
    with Path(f"a{suffix}").open("wb") as file:
        file.truncate(200 * 2**20)
    ran = confined("lint", f"a{suffix}")

    assert 2 == ran.returncode
    assert "too large" in ran.stdout + ran.stderr


def test_a_hostile_file_keeps_no_other_from_being_checked(desk):
    Path("a.docx").write_bytes(bomb("word/document.xml")())
    Path("b.txt").write_text("柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。", encoding="utf-8")
    ran = confined("lint", "a.docx", "b.txt")

    assert 2 == ran.returncode
    assert "1760棵" in ran.stdout


def confined(*args: str) -> subprocess.CompletedProcess[str]:
    """The command in a room of one gigabyte; it never shows a traceback."""

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE))

    ran = subprocess.run(
        [FACTCHECK, *args], capture_output=True, encoding="utf-8", timeout=120, check=False, preexec_fn=confine
    )
    assert "Traceback" not in ran.stderr
    assert "internal error" not in ran.stderr
    return ran
