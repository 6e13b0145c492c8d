"""Documents and claims to bytes and back.

A document is kept whole, compressed, with its claims: a report can quote it without the file, every rule finds the
words that it looks at, and claims can be read anew when the reading improves.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import msgspec

from factcheck.claims import Reading
from factcheck.model import Claim, Document, FactcheckError, Place
from factcheck.outline import outline
from factcheck.readers.cleaning import Origins

_LEVEL = 6  # of compression; the highest is twice as slow for 2 % less
_LARGEST_INTEGER = 2**63
_APART = ("path", "origins", "text")  # of a document, kept in their own way
_CLAIM = tuple(field for field in msgspec.structs.fields(Claim) if field.name != "document")
CLAIM_FIELDS = tuple(field.name for field in _CLAIM)


@dataclass(frozen=True)
class Kept:
    """A document out of the store; its claims are unpacked one by one, as they are asked for."""

    document: Document
    date: str | None
    place: Place | None
    packed: Sequence[msgspec.Raw]

    def reading(self, numbers: Iterable[int]) -> Reading:
        """A light reading: some of the claims, and no other quantities. What stands before them in their sentences,
        which they may go on about, comes with them."""
        wanted = {before for number in numbers for before in self._sentence_up_to(number)}
        claims = tuple(map(self.claim, sorted(wanted)))
        return Reading(self.document, outline(self.document), (), claims, self.date, self.place)

    def _sentence_up_to(self, number: int) -> Iterator[int]:
        sentence = self.claim(number).sentence
        while number >= 0 and self.claim(number).sentence == sentence:
            yield number
            number -= 1

    def claim(self, number: int) -> Claim:
        """The claim with a number; asked twice, the same."""
        if number not in self._unpacked:
            self._unpacked[number] = Claim(self.document, *_unpacked(self.packed[number]))
        return self._unpacked[number]

    @cached_property
    def _unpacked(self) -> dict[int, Claim]:
        return {}


def pack(reading: Reading) -> bytes:
    """A reading as it is kept: all but its path."""
    document = reading.document
    parts = {f.name: getattr(document, f.name) for f in fields(document) if f.name not in _APART}
    text = None if document.text == document.source else document.text
    claims = [msgspec.Raw(_ENCODER.encode([getattr(claim, name) for name in CLAIM_FIELDS])) for claim in reading.claims]
    whole = [parts, text, _runs(document.origins), reading.date, reading.place, claims]
    return zlib.compress(_ENCODER.encode(whole), _LEVEL)


def unpack(packed: bytes, path: str) -> Kept:
    """What `pack` kept, as the document at `path`; raises FactcheckError where the bytes are damaged."""
    try:
        parts, text, runs, date, place, claims = _DECODER.decode(zlib.decompress(packed))
        source = parts["source"]
        document = msgspec.convert({**parts, "path": path, "text": "", "origins": ()}, Document)
    except (zlib.error, msgspec.MsgspecError, KeyError, UnicodeDecodeError) as error:
        raise FactcheckError(f"{path}: 档案中的文稿已损坏 (damaged in the store): {error}") from None
    document = replace(document, text=source if text is None else text, origins=_origins(runs, len(source)))
    return Kept(document, date, place, claims)


def _runs(origins: Sequence[int]) -> _Runs | None:
    """Origins as stretches that go on one by one; None where nothing of the source was left out."""
    if isinstance(origins, range):
        return None
    if isinstance(origins, Origins):
        return origins.size, origins.begins, origins.shifts
    begins: list[int] = []
    shifts: list[int] = []
    for index, origin in enumerate(origins):
        if not shifts or origin - index != shifts[-1]:
            begins.append(index)
            shifts.append(origin - index)
    return len(origins), tuple(begins), tuple(shifts)


def _origins(runs: _Runs | None, size: int) -> Sequence[int]:
    return range(size) if runs is None else Origins(*runs)


def _plain(value: Any) -> Any:
    """Exact numbers in the shortest of their forms."""
    if isinstance(value, Fraction):
        is_small = value.denominator == 1 and abs(value.numerator) < _LARGEST_INTEGER
        return value.numerator if is_small else str(value)
    raise NotImplementedError(f"{type(value).__name__} cannot be kept")


def _exact(type_: type, value: Any) -> Any:
    if type_ is Fraction and isinstance(value, int | str):
        return Fraction(value)
    raise NotImplementedError(f"{type_.__name__} cannot be unpacked")


def _unpacked(packed: msgspec.Raw) -> Iterator[Any]:
    kept = _CLAIM_DECODER.decode(packed)
    return (getattr(kept, name) for name in CLAIM_FIELDS)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
_Runs = tuple[int, tuple[int, ...], tuple[int, ...]]
_Whole = tuple[dict[str, Any], str | None, _Runs | None, str | None, Place | None, list[msgspec.Raw]]
_DECODER = msgspec.msgpack.Decoder(_Whole)
_KEPT_CLAIM = msgspec.defstruct(
    "KeptClaim",
    [(f.name, f.type) if f.required else (f.name, f.type, f.default) for f in _CLAIM],
    array_like=True,
    frozen=True,
)
_CLAIM_DECODER = msgspec.msgpack.Decoder(_KEPT_CLAIM, dec_hook=_exact)
