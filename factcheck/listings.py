"""Claims as a list for people (table) and for programs (jsonl, csv, parquet), one row a quantity.

The columns are an interface; new ones are added at the end, none changes its meaning:

    path                file as it was given
    start, end          code points in the file as it is on disk, from 0, the end excluded
    line, column        from 1
    text                number and unit as read
    value, low, high    exact, in base units, as text: "34000", "2.5", "1/3"; empty where there is no such bound
    unit, kind          元, 人, %; count, money, percent, percentage_point, date …
    modifier            exact, about, more_than, less_than
    subject, place      what is counted, and where; empty where the text does not say
    period              an ISO date, or two with a / between
    aspect, status      level, change, rate, points, share, rank; actual, planned; empty where it is no claim
    note                why it is no claim
    landmark            where in a file without lines: a page, a cell, a paragraph
    key                 what makes two claims one fact, as far as the text tells it
    per                 what a rate is counted per: 百户 in 每百户拥有汽车37辆, 人 in 人均收入3万元

Parquet has whole numbers for offsets, nulls for what is empty, and besides `value_number`, `low_number`,
`high_number`: the same values as floating-point numbers, to reckon with and not to judge by.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

from factcheck.bases import base_of
from factcheck.claims import Reading
from factcheck.headed import named_cells
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, FactcheckError, Kind, Quantity
from factcheck.reporters.safety import harmless
from factcheck.reporters.serial import dump
from factcheck.sources.keys import facts

COLUMNS = (
    "path", "start", "end", "line", "column", "text", "value", "low", "high", "unit", "kind", "modifier",
    "subject", "place", "period", "aspect", "status", "note", "landmark", "key", "per",
)  # fmt: skip
_OFFSETS = ("start", "end", "line", "column")
_NUMBERS = ("value_number", "low_number", "high_number")
_ROW_GROUP = 65_536
_TABLE = ("line", "text", "value", "unit", "kind", "modifier", "subject", "place", "period", "aspect", "status")


def rows(readings: Iterable[Reading], lexicon: Lexicon | None = None) -> Iterator[dict[str, object]]:
    """A row for each quantity of each document, claims with their key where there is a lexicon to tell it by."""
    for reading in readings:
        claims = {id(claim.quantity): claim for claim in reading.claims} | named_cells(reading)
        keys = {id(fact.claim.quantity): str(fact.key) for fact in facts(reading, lexicon)} if lexicon else {}
        for quantity in reading.quantities:
            claim = claims.get(id(quantity))
            told = {"key": keys.get(id(quantity), ""), "per": base_of(claim) if claim else ""}
            yield {**_row(reading, quantity, claim), **told}


def as_jsonl(readings: Iterable[Reading], lexicon: Lexicon | None = None) -> str:
    """One JSON object a line."""
    return "".join(dump(row, indent=None) for row in rows(readings, lexicon))


def as_csv(readings: Iterable[Reading], lexicon: Lexicon | None = None) -> str:
    """RFC 4180 with a header row; a cell that a spreadsheet would run as a formula is quoted with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(readings, lexicon):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return buffer.getvalue()


def write_parquet(readings: Iterable[Reading], output: Path, lexicon: Lexicon | None = None) -> None:
    """A Parquet file, a row group for some thousands of rows; raises FactcheckError without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise FactcheckError(
            "parquet 需要 pyarrow：pip install 'factcheck[archive]' (parquet needs the extra `archive`)"
        ) from None
    whole, text, number = pyarrow.int64(), pyarrow.string(), pyarrow.float64()
    schema = pyarrow.schema(
        [(name, whole if name in _OFFSETS else text) for name in COLUMNS] + [(name, number) for name in _NUMBERS]
    )
    listed = (_parquet_row(row) for row in rows(readings, lexicon))
    try:
        with pyarrow.parquet.ParquetWriter(output, schema) as writer:
            writer.write_table(schema.empty_table())
            while some := list(islice(listed, _ROW_GROUP)):
                writer.write_table(pyarrow.Table.from_pylist(some, schema))
    except OSError as error:
        raise FactcheckError(f"{output}: 无法写入：{error.strerror or error} (cannot write)") from None


def as_table(readings: Iterable[Reading]) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """For each document its path and the cells of its claims, header first."""
    for reading in readings:
        told = (
            {**row, "line": row["landmark"] or row["line"], "unit": _rated(row["unit"], row["per"])}
            for row in rows([reading])
            if row["aspect"]
        )
        cells = [tuple(str(row[name] or "") for name in _TABLE) for row in told]
        yield reading.document.path, [_TABLE, *cells]


def _rated(unit: object, base: object) -> str:
    """辆/百户: the unit as people write a rate."""
    return f"{unit or ''}/{base}" if base else str(unit or "")


def _row(reading: Reading, quantity: Quantity, claim: Claim | None) -> dict[str, object]:
    place = reading.document.locate(quantity.span)
    quantity = claim.quantity if claim else quantity  # a cell has the unit of its column
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


def _parquet_row(row: dict[str, object]) -> dict[str, object]:
    cells = {name: None if value == "" else value for name, value in row.items()}
    return cells | {f"{name}_number": _float(row[name]) for name in ("value", "low", "high")}


def _float(value: object) -> float | None:
    try:
        return None if value is None else float(Fraction(str(value)))
    except OverflowError:
        return None


def _cell(value: object) -> object:
    """A cell that neither runs in a spreadsheet nor steers a terminal."""
    if not isinstance(value, str):
        return value
    shown = harmless(value)
    return "'" + shown if shown[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_numeric(shown) else shown


def _is_numeric(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
