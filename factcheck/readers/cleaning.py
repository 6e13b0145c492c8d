"""Damaged text to clean text, with the origin of every character.

What arrives is broken into newspaper columns, spaced out, annotated with pinyin, printed twice over a
shadow, set in Traditional characters and full-width digits. Cleaning drops stretches of the source (each
recorded in the origins) and then folds characters one to one, so that offsets hold.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from functools import cache
from statistics import median

from factcheck.model import Document, Span

_HAN = r"\u3400-\u9fff\uf900-\ufaff〇"
_WIDE = rf"{_HAN}，。、；：！？“”‘’（）《》〈〉「」『』【】％…—"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"

# 個(gè): one syllable in brackets after a character, told from an abbreviation by its tone mark
_PINYIN = re.compile(rf"(?<=[{_HAN}])[(（][a-zü]{{0,4}}[{_TONED}][a-z]{{0,3}}[)）]")
# 全 省 / 2017 名 / 达到 77.06: single spaces beside a wide character say nothing
_LOOSE_SPACE = re.compile(rf"(?<=[{_WIDE}])[ \u00a0](?=[{_WIDE}0-9０-９.])|(?<=[0-9０-９%])[ \u00a0](?=[{_WIDE}])")
# 113,357.95  万元: wider space between a number and its unit
_UNIT_SPACE = re.compile(r"(?<=[0-9０-９])[ \u00a0\u2009\u202f]+(?=[万亿萬億千百]?[元人个個名户戶家吨噸%％])")
_THIN_GROUP = re.compile(r"(?<=\d)[\u2009\u202f\u00a0 ](?=\d{3}(?!\d))(?<=\d[\u2009\u202f\u00a0])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*(?:\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]|$)")
_BREAKS = "\r\n\x0b\x0c\x85\u2028\u2029"
_ENDS = tuple("。！？；：!?;…」』”）)】》|")
_STARTS = re.compile(
    r"[ \t]{2,}|[\t\u3000|#*●■◆▲△○•·>①-⑳⑴-⒇㈠-㈩【\ue000-\uf8ff]"
    r"|[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．](?!\d)|—{2}"
)
_NUMBER_ALONE = re.compile(r"[\s约近]*[0-9０-９][0-9０-９.,]*[万亿萬億]?\s*")
_UNIT_FIRST = re.compile(r"\s*[万亿萬億千人个個名户戶家%％元吨噸]")
_ENDS_IN_QUANTITY = re.compile(r"[0-9０-９%％][万亿萬億]?[\u4e00-\u9fff]{0,2}\s*$")
_CLAUSE_MARK = re.compile("[，。；、：,;]")
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
    **dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), ord("\n")),
    **dict.fromkeys([*range(9), *range(14, 32)], ord(" ")),
}
_CLAUSE_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_CLAUSE_COLON = re.compile(r"(?<!\d):|:(?!\d)")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,9}(?:\s[^<>\n]{0,80})?/?>")
_PRIVATE_OR_SURROGATE = re.compile("[\ue000-\uf8ff\ud800-\udfff]")


def clean(source: str, path: str = "-", encoding: str = "utf-8", *, is_set: bool = True) -> Document:
    """The document that `source`, the decoded text of a file, is to be read as.

    Text that is set in lines by a compositor is joined over its line ends and freed of shadows; where `is_set` is
    false, each line is a paragraph.
    """
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(source) if m.end() > m.start()]
    drops = sorted(_drops(source, lines if is_set else []))
    text, origins = _cut(source, drops)
    starts = (0, *(m.end() for m in re.finditer(r"\r\n|[\r\n]", source)))
    return Document(path, source, fold(text), origins, encoding, starts)


def fold(text: str) -> str:
    """One character for one: full-width to half-width, Traditional to Simplified, unprintable to space.

    >>> fold("７４７個貧困村,共1,200戶")
    '747个贫困村，共1,200户'
    """
    folded = text.translate(_FOLD)
    folded = _PRIVATE_OR_SURROGATE.sub(" ", folded)
    folded = _TAG.sub(lambda tag: " " * len(tag.group()), folded)  # web copy pasted with its line breaks
    folded = _CLAUSE_COLON.sub("：", _CLAUSE_COMMA.sub("，", folded))
    return folded if _is_simplified(folded) else _simplified(folded)


def _is_simplified(text: str) -> bool:
    """GB 2312 holds common Simplified characters and no Traditional ones: what it encodes needs no conversion."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError as error:
        return not any("\u3400" <= c <= "\u9fff" and not _encodable(c) for c in set(text[error.start :]))
    return True


def _encodable(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter() -> object:
    import opencc

    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    convert = _converter().convert  # type: ignore[attr-defined]
    simple: str = convert(text)
    if len(simple) == len(text):
        return simple
    # A phrase table entry changed the length: go character by character, where it cannot.
    table = {c: convert(c) for c in set(text)}
    return "".join(table[c] if len(table[c]) == 1 else c for c in text)


def _cut(source: str, drops: list[Span]) -> tuple[str, array[int]]:
    kept, origins, position = [], array("l"), 0
    for drop in drops:
        if drop.start > position:
            kept.append(source[position : drop.start])
            origins.extend(range(position, drop.start))
        position = max(position, drop.end)
    kept.append(source[position:])
    origins.extend(range(position, len(source)))
    return "".join(kept), origins


def _drops(source: str, lines: list[Span]) -> Iterator[Span]:
    """The stretches of the source that are no text: joins, pinyin, loose spaces, shadows."""
    for pattern in (_PINYIN, _LOOSE_SPACE, _UNIT_SPACE, _THIN_GROUP, _INVISIBLE):
        yield from (Span(m.start(), m.end()) for m in pattern.finditer(source))
    yield from _joins(source, lines)
    for line in lines:
        if line.end - line.start <= _LONGEST_DOUBLED_LINE:
            yield from _shadows(line.of(source), line.start)


_LONGEST_DOUBLED_LINE = 200  # headlines and captions are set in shadow, not paragraphs


def _shadows(line: str, offset: int) -> list[Span]:
    """The second printing of every run of a line that is printed twice, run by run (成果成果喜人喜人)."""
    drops, position, body = [], 0, line.rstrip()
    while position < len(body):
        if body[position].isspace():
            position += 1
            continue
        longest = (len(body) - position) // 2
        size = next(
            (n for n in range(longest, 0, -1) if body.startswith(body[position : position + n], position + n)),
            0,
        )
        if not size:
            return []
        drops.append(Span(offset + position + size, offset + position + 2 * size))
        position += 2 * size
    return drops if any(drop.end - drop.start >= 4 for drop in drops) else []


def _joins(source: str, lines: list[Span]) -> Iterator[Span]:
    """Line breaks inside a sentence: the lines of a narrow column run on until one falls short."""
    filled = [line for line in lines if line.of(source).strip()]
    widths = [_width(line.of(source).rstrip()) for line in filled]
    for index in range(len(filled) - 1):
        here, after = filled[index].of(source).rstrip(), filled[index + 1].of(source)
        if _runs_on(here, after, widths, index):
            start = filled[index].start + len(here)
            yield Span(start, filled[index + 1].start + len(after) - len(after.lstrip(" ")))


def _runs_on(here: str, after: str, widths: list[float], index: int) -> bool:
    if _NUMBER_ALONE.fullmatch(here) and _UNIT_FIRST.match(after):
        return True
    if here.endswith(_ENDS) or _STARTS.match(after) or (here[-1] < "\x80" and after[0] < "\x80" and after[0].isalpha()):
        return False
    if here[-1:].isdigit() and (_UNIT_FIRST.match(after) or _in_prose(here, after)):
        pass  # the number goes on: 共62 / 个, 320 / 0元
    elif _ENDS_IN_QUANTITY.search(here) and (not _CLAUSE_MARK.search(here) or _STARTS_WITH_NUMBER.match(after)):
        return False
    column = _column(widths, index)
    # Digits are set half or full width: a line counts as full by either measure.
    return _NARROWEST <= column <= _WIDEST and max(widths[index], len(here)) >= column - _RAGGED


def _in_prose(here: str, after: str) -> bool:
    return bool(_CLAUSE_MARK.search(here) and _CLAUSE_MARK.search(after))


_NARROWEST, _WIDEST = 9.0, 45.0  # characters: newspaper columns and infographics to wrapped mail
_RAGGED = 2.5  # justified columns end within two characters and a mark of one another
_NEIGHBOURS = 4


def _column(widths: list[float], index: int) -> float:
    """The width of the column that a line stands in: the median of its neighbourhood."""
    around = widths[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]
    return median(around) if len(around) > 2 else 0.0


def _width(line: str) -> float:
    """Width in full characters: an ASCII character takes half a cell pair."""
    if len(line) > 2 * _WIDEST:
        return float(len(line))
    return sum(0.5 if c < "\u0300" else 1.0 for c in line)
