"""Tables whose heads name what their columns hold: the thing, the year, the unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.grids import Grid, find_grids
from factcheck.model import Amount, Claim, Interval, Kind, Period, Span

YEAR = re.compile(r"(?:19|20)\d\d(?=年|\D|$)")
TOTAL = re.compile("合计|总计|总[数额量值]|共计|全部|^全[国省市区县乡镇州盟旗]")
POINTS = "百分点"
_ADDED = frozenset({Kind.NUMBER, Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_PERCENT = re.compile("[%％]")
_NO_LEVEL = re.compile(r"[%％±]|增长|增速|增减|净增|增加|增量|变动|幅|率|均|价|指数|占|比|序号|排名|名次|位次|编号")
_UNIT_ABOVE = re.compile(r"单位[：:]?(?P<units>[^（）()\s；;。]{1,16})")
_UNIT_IN_HEAD = re.compile(r"[（(](?P<unit>[^（）()]{1,8})[）)]$")
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_LINES_ABOVE, _LONGEST_LINE_ABOVE = 3, 40
_FEWEST_ROWS = 2
_MOST_ROWS = 2000


class Column(Struct, frozen=True):
    """A column: what its heads say, and the number in each row."""

    head: str
    cells: tuple[Claim | None, ...]

    @property
    def is_percent(self) -> bool:
        units = [cell.unit for cell in self.cells if cell]
        return POINTS not in self.head and (
            _PERCENT.search(self.head) is not None or (bool(units) and set(units) == {"%"})
        )

    @property
    def is_level(self) -> bool:
        filled = [cell for cell in self.cells if cell]
        return (
            bool(filled)
            and not _NO_LEVEL.search(self.head)
            and all(cell.quantity.kind in _ADDED and cell.amount.value is not None for cell in filled)
        )


class HeadedTable(Struct, frozen=True):
    """A table as its heads and labels name it; `above` is what stands over it."""

    labels: tuple[str, ...]
    columns: tuple[Column, ...]
    above: str
    start: int

    def unit(self, column: Column) -> str:
        """The unit of a column that holds amounts, from its head or from what stands above the table."""
        if own := _UNIT_IN_HEAD.search(column.head):
            return own["unit"]
        said = _UNIT_ABOVE.search(self.above)
        units = re.split("[、，,/及和]", said["units"]) if said else []
        amounts = [unit for unit in units if unit not in ("%", "％")]
        return amounts[0] if len(amounts) == 1 else ""


def find_headed(reading: Reading) -> list[HeadedTable]:
    """The tables of a text that have heads, in its order."""
    grids = find_grids(reading.document.text)
    return [table for grid in grids if (table := _table(reading, grid))]


def _table(reading: Reading, grid: Grid) -> HeadedTable | None:
    """The table behind its heads; None where it has none or no rows."""
    text = reading.document.text
    cells = [[_claim(reading, cell) for cell in row] for row in grid.rows[:_MOST_ROWS]]
    first = next((i for i, row in enumerate(cells) if any(c and not _is_year(c) for c in row[1:])), 0)
    if not first or len(cells) - first < _FEWEST_ROWS:
        return None
    heads = _heads([[cell.of(text) for cell in row] for row in grid.rows[:first]])
    body = cells[first:]
    labels = tuple(_label(text, row, claims) for row, claims in zip(grid.rows[first:], body, strict=False))
    columns = tuple(Column(head, tuple(row[i] for row in body)) for i, head in enumerate(heads) if i)
    return HeadedTable(labels, columns, f"{_above(text, grid)}\n{heads[0]}", grid.start)


def _label(text: str, row: Sequence[Span], claims: Sequence[Claim | None]) -> str:
    """What stands in a row before its first number."""
    size = next((i for i, claim in enumerate(claims) if claim), len(row))
    return "".join("".join(cell.of(text).split()) for cell in row[: max(1, size)])


def _claim(reading: Reading, cell: Span) -> Claim | None:
    """The number that a cell holds, where it holds nothing else but a sign or a mark."""
    claims = reading.between(cell) if cell.start < cell.end else ()
    if len(claims) != 1:
        return None
    rest = cell.of(reading.document.text).replace(claims[0].quantity.text, "", 1)
    return claims[0] if not rest.strip("-−+*#▲△↑↓（）() ") else None


def _is_year(claim: Claim) -> bool:
    return bool(YEAR.fullmatch(claim.quantity.text))


def _heads(rows: Sequence[Sequence[str]]) -> list[str]:
    """The heads over each column, those of several columns repeated over each."""
    heads = [""] * len(rows[0])
    for number, row in enumerate(rows):
        said = ""
        for i, cell in enumerate(row):
            below = any(later[i] for later in rows[number + 1 :])
            said = cell or (said if below and i else "")
            heads[i] += "".join(said.split())
    return heads


def _above(text: str, grid: Grid) -> str:
    """The lines over a table that name it: its title, its unit."""
    lines = [line.strip() for line in text[max(0, grid.start - 300) : grid.start].split("\n")[:-1]]
    filled = [line for line in lines if line][-_LINES_ABOVE:]
    return "\n".join(line for line in filled if len(line) <= _LONGEST_LINE_ABOVE and "。" not in line)


def scale_of(unit: str) -> tuple[Fraction, str]:
    """万吨 is ten thousand 吨.

    >>> scale_of("万吨")
    (Fraction(10000, 1), '吨')
    """
    scale, rest = Fraction(1), unit
    while len(rest) > 1 and rest[0] in _SCALES and not rest.startswith(("千克", "千米", "百分", "千瓦")):
        scale, rest = scale * _SCALES[rest[0]], rest[1:]
    return scale, rest


def scaled(cell: Claim, scale: Fraction, unit: str) -> Claim:
    """A cell as it reads with the unit that its column or table has."""
    amount = cell.amount
    low, high = amount.interval.low, amount.interval.high
    wide = Interval(None if low is None else low * scale, None if high is None else high * scale)
    value = None if amount.value is None else amount.value * scale
    scaled = Amount(value, wide, amount.step * scale, amount.modifier, amount.is_range)
    return replace(cell, quantity=replace(cell.quantity, amount=scaled, unit=unit))


def named_cells(reading: Reading) -> dict[int, Claim]:
    """The claims of cells as labels and heads name them, in the unit of their column, by the ids of their quantities.

    They are told so to people; checks compare what is printed.
    """
    return {
        id(cell.quantity): _named(cell, label, table, column)
        for table in find_headed(reading)
        for column in table.columns
        for label, cell in zip(table.labels, column.cells, strict=True)
        if cell
    }


def _named(cell: Claim, label: str, table: HeadedTable, column: Column) -> Claim:
    year = YEAR.search(column.head)
    thing = _UNIT_IN_HEAD.sub("", column.head.replace(year.group(), "", 1) if year else column.head).strip("年度")
    period = Period(f"{year.group()}-01-01", f"{year.group()}-12-31") if year else cell.period
    return replace(_in_unit(cell, table, column), subject=f"{label}{thing}", label="", period=period)


def _in_unit(cell: Claim, table: HeadedTable, column: Column) -> Claim:
    if cell.unit is not None or cell.quantity.kind is not Kind.NUMBER:
        return cell
    if column.is_percent:
        return replace(cell, quantity=replace(cell.quantity, unit="%", kind=Kind.PERCENT))
    unit = table.unit(column) if column.is_level else ""
    return scaled(cell, *scale_of(unit)) if unit else cell
