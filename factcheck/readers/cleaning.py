"""Damaged text to clean text, with the origin of every character.

What arrives is broken into newspaper columns, spaced out, annotated with pinyin, printed twice over a
shadow, set in Traditional characters and full-width digits. Cleaning drops stretches of the source (each
recorded in the origins) and then folds characters one to one, so that offsets hold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import add
from typing import overload

from factcheck.model import Document
from factcheck.readers.asides import blanked, find_asides, has_any, stretches

_HAN = r"\u3400-\u9fff\uf900-\ufaff〇"
_WIDE = rf"{_HAN}，。、；：！？“”‘’（）《》〈〉「」『』【】％…—"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"

# Patterns open with the one class that all their matches begin with, so that the engine skips from one such
# character to the next; what must stand before it is looked back at from behind it.

# 個(gè): one syllable in brackets after a character, told from an abbreviation by its tone mark
_PINYIN = rf"(?<=[{_HAN}][(（])[a-zü]{{0,4}}[{_TONED}][a-z]{{0,3}}[)）]"
# 113,357.95  万元: wider space between a number and its unit
_UNIT_SPACE = r"(?<=[0-9０-９][ \u00a0\u2009\u202f])[ \u00a0\u2009\u202f]*(?=[万亿萬億千百]?[元人个個名户戶家吨噸%％])"
_THIN_GROUP = r"(?<=\d[\u2009\u202f\u00a0])(?=\d{3}(?!\d))"
# 全 省 / 2017 名 / 达到 77.06: single spaces beside a wide character say nothing
_LOOSE_SPACE = rf"(?<=[ \u00a0])(?:(?<=[{_WIDE}].)(?=[{_WIDE}0-9０-９.])|(?<=[0-9０-９%].)(?=[{_WIDE}]))"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_NO_TEXT = re.compile(
    rf"[(（ \u00a0\u2009\u202f{_INVISIBLE}]"
    rf"(?:(?<=[{_INVISIBLE}])|{_PINYIN}|{_UNIT_SPACE}|{_THIN_GROUP}|{_LOOSE_SPACE})"
)

_ODD_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(rf"[^\n{_ODD_BREAKS}]*(?:\r\n|[\n{_ODD_BREAKS}]|$)")
_LINE_END = re.compile(r"\r\n?|\n")
_ENDS = frozenset("。！？；：!?;…」』”）)】》|")
_STARTS = re.compile(
    r"[ \t]{2,}|[\t\u3000|#*●■◆▲△○•·>①-⑳⑴-⒇㈠-㈩【\ue000-\uf8ff]"
    r"|[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．](?!\d)|—{2}|单位[：:]"
)
_NUMBER_ALONE = re.compile(r"[\s约近]*[0-9０-９][0-9０-９.,]*[万亿萬億]?\s*")
# 个 of 个人存款, the next row of a table, is no unit.
_UNIT_FIRST = re.compile(r"\s*(?:[万亿萬億千人名户戶家%％元吨噸]|[个個](?![人体體性]))")
_ENDS_IN_QUANTITY = re.compile(r"[0-9０-９%％][万亿萬億]?[\u4e00-\u9fff]{0,2}\s*$")
_CLAUSE_MARK = re.compile("[，。；、：,;]")
_CREDIT = re.compile(r"来源[：:]\s?\S{1,20}\Z")  # ends a headline; what stands behind it is the text
_STARTS_WITH_NUMBER = re.compile(r"\s*[0-9０-９]")

_FOLD = {
    **{ord("０") + n: ord("0") + n for n in range(10)},
    **{ord(wide): ord(narrow) for wide, narrow in zip("％．＋－／＄￥＃＆＝＊", "%.+-/$¥#&=*", strict=True)},
    **{
        ord(wide): ord(narrow)
        for wide, narrow in zip("(),;﹐﹑；\u00a0\u2009\u202f", "（），；，、；   ", strict=True)
        if wide != ","
    },
    **{ord("Ａ") + n: ord("A") + n for n in range(26)},
    **{ord("ａ") + n: ord("a") + n for n in range(26)},
    ord("﹪"): ord("%"),
    ord("\x7f"): ord(" "),
    **dict.fromkeys(map(ord, _ODD_BREAKS), ord("\n")),
    **dict.fromkeys([*range(9), *range(14, 32)], ord(" ")),
}
_FOLDS = {chr(wide): chr(narrow) for wide, narrow in _FOLD.items()}
_FOLDED = re.compile("[" + re.escape("".join(_FOLDS)) + "\ue000-\uf8ff\ud800-\udfff]")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,9}(?:\s[^<>\n]{0,80})?/?>")
_CLAUSE_COMMA = re.compile(r",(?:(?!\d{3}(?!\d))|(?<!\d.))")
_CLAUSE_COLON = re.compile(r":(?:(?<!\d.)|(?!\d))")
_HAN_RUN = re.compile("[\u3400-\u9fff]+")


def clean(source: str, path: str = "-", encoding: str = "utf-8", *, is_set: bool = True) -> Document:
    """The document that `source`, the decoded text of a file, is to be read as.

    Text that is set in lines by a compositor is joined over its line ends and freed of shadows; where `is_set` is
    false, each line is a paragraph.
    """
    asides = find_asides(source)
    shown = blanked(source, asides) if asides else source
    is_odd = has_any(source, _ODD_BREAKS)
    lines, starts = _oddly_broken(shown) if is_odd else _broken(shown)
    drops = [found.span() for found in _NO_TEXT.finditer(shown)]
    if is_set:
        drops += _drops(lines, starts)
    text, origins = _cut(source, sorted([*drops, *stretches(source, asides)]))
    line_starts = (0, *(end.end() for end in _LINE_END.finditer(source))) if is_odd else starts
    return Document(path, source, fold(text), origins, encoding, line_starts, asides=asides)


def _broken(source: str) -> tuple[list[str], tuple[int, ...]]:
    """The lines of a text that `\n` alone breaks, and where they begin."""
    lines = source.split("\n")
    return lines, tuple(map(add, accumulate(map(len, lines), initial=0), range(len(lines))))


def _oddly_broken(source: str) -> tuple[list[str], tuple[int, ...]]:
    lines = _LINE.findall(source)
    return lines, tuple(accumulate(map(len, lines), initial=0))


def fold(text: str) -> str:
    """One character for one: full-width to half-width, Traditional to Simplified, unprintable to space.

    >>> fold("７４７個貧困村,共1,200戶")
    '747个贫困村，共1,200户'
    """
    folded = _FOLDED.sub(_folded, text)
    if "<" in folded:  # web copy pasted with its line breaks
        folded = _TAG.sub(lambda tag: " " * len(tag.group()), folded)
    if "," in folded:
        folded = _CLAUSE_COMMA.sub("，", folded)
    if ":" in folded:
        folded = _CLAUSE_COLON.sub("：", folded)
    return folded if _is_simplified(folded) else _simplified(folded)


def _folded(char: re.Match[str]) -> str:
    return _FOLDS.get(char.group(), " ")


def _is_simplified(text: str) -> bool:
    """GB 2312 holds common Simplified characters and no Traditional ones: what it encodes needs no conversion."""
    odd = _unencodable(text)
    if odd in _COMMON_MARKS:
        odd = _unencodable(text.replace("·", "").replace("—", ""))
    if odd and not _HAN_RUN.match(odd):
        odd = _unencodable("".join(_HAN_RUN.findall(text)))
    return not odd or not _traditional().search(text)


_COMMON_MARKS = frozenset("·—")  # which the codec takes for others


def _unencodable(text: str) -> str:
    """The first character that GB 2312 has not; an empty string where it has all."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError as error:
        return text[error.start]
    return ""


@cache
def _traditional() -> re.Pattern[str]:
    """The characters outside GB 2312 that have another form in Simplified text; rare names (镕) have none."""
    han = [char for char in map(chr, range(0x3400, 0xA000)) if _unencodable(char)]
    simple = _convert("\n".join(han)).split("\n")
    return re.compile("[" + "".join(a for a, b in zip(han, simple, strict=True) if a != b) + "]")


def _convert(text: str) -> str:
    return str(_converter().convert(text))  # type: ignore[attr-defined]


@cache
def _converter() -> object:
    import opencc

    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    simple = _convert(text)
    if len(simple) == len(text):
        return simple
    # A phrase table entry changed the length: go character by character, where it cannot.
    table = {c: _convert(c) for c in set(text)}
    return "".join(table[c] if len(table[c]) == 1 else c for c in text)


_Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Origins(Sequence[int]):
    """Where each kept character stood, told by the stretches that were kept: stretch `i` begins at `begins[i]` of the
    text and stood `shifts[i]` further on in the source.

    >>> list(Origins(5, (0, 2), (0, 7)))
    [0, 1, 9, 10, 11]
    """

    size: int
    begins: tuple[int, ...]
    shifts: tuple[int, ...]

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[i] for i in range(self.size)[index]]
        position = range(self.size)[index]
        return position + self.shifts[bisect_right(self.begins, position) - 1]


def _cut(source: str, drops: list[_Stretch]) -> tuple[str, Sequence[int]]:
    """The source without the dropped stretches, which are sorted and may overlap."""
    if not drops:
        return source, range(len(source))
    kept, begins, shifts = [], [], []
    size = position = 0
    for start, end in (*drops, (len(source), len(source))):
        if start > position:
            kept.append(source[position:start])
            begins.append(size)
            shifts.append(position - size)
            size += start - position
        position = max(position, end)
    return "".join(kept), Origins(size, tuple(begins), tuple(shifts))


def _drops(lines: Sequence[str], starts: Iterable[int]) -> Iterator[_Stretch]:
    """The stretches between and in the lines of a text as it is set that are no text: joins, shadows."""
    filled = [(at, body) for at, line in zip(starts, lines, strict=False) if (body := line.rstrip())]
    # no line that ends a clause runs on, and most do
    if open_ends := [i for i, (_, line) in enumerate(filled[:-1]) if line[-1] not in _ENDS]:
        yield from _joins(filled, open_ends)
    for at, line in filled:
        if len(line) <= _LONGEST_DOUBLED_LINE:
            body = line.lstrip()
            if body.find(body[0], 1, len(body) // 2 + 2) > 0:
                yield from _shadows(body, at + len(line) - len(body))


_LONGEST_DOUBLED_LINE = 200  # headlines and captions are set in shadow, not paragraphs


def _shadows(body: str, offset: int) -> list[_Stretch]:
    """The second printing of every run of a line that is printed twice, run by run (成果成果喜人喜人)."""
    drops, position = [], 0
    while position < len(body):
        if body[position].isspace():
            position += 1
            continue
        size = _doubled(body, position)
        if not size:
            return []
        drops.append((offset + position + size, offset + position + 2 * size))
        position += 2 * size
    return drops if any(end - start >= 4 for start, end in drops) else []


def _doubled(body: str, start: int) -> int:
    """The length of the longest run from `start` that stands there twice; its second printing opens alike."""
    again = start + (len(body) - start) // 2 + 1
    while (again := body.rfind(body[start], start + 1, again)) > 0:
        if body.startswith(body[start:again], again):
            return again - start
    return 0


def _joins(lines: list[tuple[int, str]], open_ends: Iterable[int]) -> Iterator[_Stretch]:
    """Line breaks inside a sentence: the lines of a narrow column run on until one falls short."""
    column = _Column([line for _, line in lines])
    for index in open_ends:
        here, (following, after) = column.lines[index], lines[index + 1]
        if _runs_on(here, after, column, index):
            yield lines[index][0] + len(here), following + len(after) - len(after.lstrip(" "))


def _runs_on(here: str, after: str, column: _Column, index: int) -> bool:
    if _NUMBER_ALONE.fullmatch(here) and _UNIT_FIRST.match(after):
        return True
    if _CREDIT.search(here):
        return False
    if "\t" in here or _STARTS.match(after) or (here[-1] < "\x80" and after[0] < "\x80" and after[0].isalpha()):
        return False
    if here.rstrip("万亿萬億")[-1:].isdigit() and (_UNIT_FIRST.match(after) or _in_prose(here, after)):
        pass  # the number goes on: 共62 / 个, 320 / 0元, 降至3.4万 / 人
    elif _ENDS_IN_QUANTITY.search(here) and (not _CLAUSE_MARK.search(here) or _STARTS_WITH_NUMBER.match(after)):
        return False
    return column.is_filled(index)


def _in_prose(here: str, after: str) -> bool:
    return bool(_CLAUSE_MARK.search(here) and _CLAUSE_MARK.search(after))


_NARROWEST, _WIDEST = 9.0, 45.0  # characters: newspaper columns and infographics to wrapped mail
_RAGGED = 2.5  # justified columns end within two characters and a mark of one another
_NEIGHBOURS = 4


class _Column:
    """Lines set one below another, and how wide; measured where asked, since most copy has no columns."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self._widths: dict[int, float] = {}

    def is_filled(self, index: int) -> bool:
        """Whether a line reaches the width of the column it stands in: the median of its neighbourhood."""
        if len(self.lines[index]) < _NARROWEST - _RAGGED:
            return False
        around = sorted(
            map(self._width, range(max(0, index - _NEIGHBOURS), min(len(self.lines), index + _NEIGHBOURS + 1)))
        )
        if len(around) <= 2:
            return False
        column = (around[(len(around) - 1) // 2] + around[len(around) // 2]) / 2
        # Digits are set half or full width: a line counts as full by either measure.
        return _NARROWEST <= column <= _WIDEST and max(self._width(index), len(self.lines[index])) >= column - _RAGGED

    def _width(self, index: int) -> float:
        if index not in self._widths:
            self._widths[index] = _width(self.lines[index])
        return self._widths[index]


def _width(line: str) -> float:
    """Width in full characters: an ASCII character takes half a cell pair."""
    if len(line) > 2 * _WIDEST:
        return float(len(line))
    return len(line) - len(_HALF_WIDE.findall(line)) / 2


_HALF_WIDE = re.compile("[\0-\u02ff]")
