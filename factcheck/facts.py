"""House facts: what the desk has checked itself, in `facts/*.yaml` of a folder of one's own rules, or in a folder of
facts alone.

    - {subject: 古茶园, place: 云南省, period: 2023年底, value: 5163处, published: 某年鉴 2024年卷第17页}

Every draft and every archive is held against them; they rank above all sources. On one line, as here, a report
quotes the whole entry.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.claims import Reading
from factcheck.datafiles import DataFile
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Document, FactcheckError, Period, Place, Quantity, Span, Status
from factcheck.outline import outline
from factcheck.periods import read_period
from factcheck.quantities import Scanner
from factcheck.shapes import FactEntry

_SHORTEST_SUBJECT = 2


@dataclass(frozen=True)
class HouseFact(Reading):
    """One house fact, as a reading with a single claim."""


def read_facts(folders: Sequence[Path], lexicon: Lexicon, alone: Sequence[Path] = ()) -> tuple[HouseFact, ...]:
    """The facts in `facts/*.yaml` of the folders and in `*.yaml` of those for facts `alone`.

    Raises DataFileError at the first that cannot be understood, FactcheckError where such a folder is missing.
    """
    if missing := [folder for folder in alone if not folder.is_dir()]:
        raise FactcheckError(f"{missing[0]}: 没有这个资料目录 (no such folder of facts)")
    of_facts = (*(folder / "facts" for folder in folders), *alone)
    files = [path for folder in of_facts for path in sorted(folder.glob("*.yaml"))]
    scanner = Scanner(lexicon) if files else None
    return tuple(fact for path in files if scanner for fact in _facts(DataFile(path), scanner, lexicon))


def _facts(file: DataFile, scanner: Scanner, lexicon: Lexicon) -> Iterator[HouseFact]:
    for index, entry in enumerate(file.convert(list[FactEntry])):
        place, period = _place(file, index, entry, lexicon), _period(file, index, entry)
        document = _document(file, index, entry)
        quantity = _quantity(file, index, entry, document, scanner)
        if len(entry.subject) < _SHORTEST_SUBJECT:
            raise file.error((index, "subject"), "subject 至少两个字 (at least two characters)")
        claim = Claim(document, quantity, entry.subject, place, period, Aspect.LEVEL, Status.ACTUAL, 0)
        yield HouseFact(document, outline(document), (quantity,), (claim,), None, place)


def _place(file: DataFile, index: int, entry: FactEntry, lexicon: Lexicon) -> Place:
    place = lexicon.places.get(entry.place)
    if place is None:
        close = difflib.get_close_matches(entry.place, lexicon.places, 1)
        hint = f"，是否想写 {close[0]}？" if close else ""
        raise file.error((index, "place"), f"没有这个地名 (no such place): {entry.place}{hint}")
    return place


def _period(file: DataFile, index: int, entry: FactEntry) -> Period | None:
    period = read_period(entry.period, None) if entry.period else None
    if entry.period and period is None:
        raise file.error((index, "period"), f"看不懂的时间 (no such period): {entry.period}；如 2019年底、2020年6月")
    return period


def _document(file: DataFile, index: int, entry: FactEntry) -> Document:
    """The entry as a sentence whose value stands where it stands in the file; the words before it, which nothing
    quotes, are given the places before that."""
    starts = (0, *(at + 1 for at, char in enumerate(file.text) if char == "\n"))
    line, column = file.place((index, "value"))
    begin = file.text.find(entry.value, starts[line - 1] + column - 1)
    if begin < 0:
        raise file.error((index, "value"), "value 请直接写出，不用转义 (write the value without escapes)")
    lead = f"{entry.place}{entry.subject}"
    text = f"{lead}{entry.value}。"
    origins = range(begin - len(lead), begin - len(lead) + len(text))
    return Document(str(file.path), file.text, text, origins, "utf-8", starts)


def _quantity(file: DataFile, index: int, entry: FactEntry, document: Document, scanner: Scanner) -> Quantity:
    start = len(document.text) - len(entry.value) - 1
    span = Span(start, start + len(entry.value))
    for quantity in scanner.quantities(document):
        if quantity.span == span and quantity.is_claim and quantity.unit:
            return quantity
    raise file.error(
        (index, "value"), f"要是一个带单位的数 (a number with its unit): {entry.value}；如 7746个、3.4万人"
    )
