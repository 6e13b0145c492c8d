"""Claims as a list for people (table) and for programs (jsonl, csv), one row a quantity.

The columns are an interface: `path start end line column text value low high unit kind modifier subject place
period aspect status note landmark`. Offsets are code points in the file as it is on disk; values are in base units.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.model import Claim, Kind, Quantity
from factcheck.reporters.safety import harmless
from factcheck.reporters.serial import dump

COLUMNS = (
    "path", "start", "end", "line", "column", "text", "value", "low", "high", "unit", "kind", "modifier",
    "subject", "place", "period", "aspect", "status", "note", "landmark",
)  # fmt: skip
_TABLE = ("line", "text", "value", "unit", "kind", "modifier", "subject", "place", "period", "aspect")


def rows(readings: Iterable[Reading]) -> Iterator[dict[str, object]]:
    """A row for each quantity of each document, claims with their key."""
    for reading in readings:
        claims = {id(claim.quantity): claim for claim in reading.claims}
        for quantity in reading.quantities:
            yield _row(reading, quantity, claims.get(id(quantity)))


def as_jsonl(readings: Iterable[Reading]) -> str:
    """One JSON object a line."""
    return "".join(dump(row, indent=None) for row in rows(readings))


def as_csv(readings: Iterable[Reading]) -> str:
    """RFC 4180 with a header row; a cell that a spreadsheet would run as a formula is quoted with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(readings):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return buffer.getvalue()


def as_table(readings: Iterable[Reading]) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """For each document its path and the cells of its claims, header first."""
    for reading in readings:
        told = ({**row, "line": row["landmark"] or row["line"]} for row in rows([reading]) if row["aspect"])
        cells = [tuple(str(row[name] or "") for name in _TABLE) for row in told]
        yield reading.document.path, [_TABLE, *cells]


def _row(reading: Reading, quantity: Quantity, claim: Claim | None) -> dict[str, object]:
    place = reading.document.locate(quantity.span)
    interval = quantity.amount.interval
    value = quantity.amount.value
    return {
        "path": reading.document.path,
        "start": place.start,
        "end": place.end,
        "line": place.line,
        "column": place.column,
        "text": quantity.text,
        "value": _number(value if value is not None or quantity.amount.is_range else None),
        "low": _number(interval.low),
        "high": _number(interval.high),
        "unit": quantity.unit,
        "kind": quantity.kind.value,
        "modifier": quantity.amount.modifier.value,
        "subject": claim.subject if claim else "",
        "place": claim.place.name if claim and claim.place else "",
        "period": str(claim.period) if claim and claim.period else "",
        "aspect": claim.aspect.value if claim else "",
        "status": claim.status.value if claim else "",
        "note": quantity.note or (quantity.kind.value if quantity.kind in (Kind.DATE, Kind.ORDINAL) else ""),
        "landmark": place.landmark.name if place.landmark else "",
    }


def _number(value: Fraction | None) -> str | None:
    """An exact decimal where there is one, else a fraction: "34000", "2.5", "1/3"."""
    if value is None:
        return None
    if value.denominator == 1:
        return str(value.numerator)
    rest, places = value.denominator, 0
    while rest % 10 == 0 or rest % 2 == 0 or rest % 5 == 0:
        rest, places = rest // (10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5), places + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    sign, digits = "-" if value < 0 else "", str(abs(int(value * 10**places))).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _cell(value: object) -> object:
    """A cell that neither runs in a spreadsheet nor steers a terminal."""
    if not isinstance(value, str):
        return value
    shown = harmless(value)
    return "'" + shown if shown[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_numeric(shown) else shown


def _is_numeric(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
