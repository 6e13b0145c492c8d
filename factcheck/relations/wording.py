"""Relations by wording: phrases with slots, declared in `rules/wordings/`, matched on a skeleton of the text
in which every claim is one character.

    {role}   one number          <class>  any word of a class in words.yaml
    …        up to 24 characters of the same sentence without a number
    ‥        the same, without any mark: of one clause
    [x]      x or nothing        (x|y)    either
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from factcheck.claims import Reading
from factcheck.model import Aspect, Claim, FactcheckError, Ground, Kind, Relation
from factcheck.rulebook import Rulebook, Wording

_PLACEHOLDERS = {
    **dict.fromkeys((Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.NUMBER, Kind.DURATION), "\ue000"),
    Kind.PERCENT: "\ue001",
    Kind.PERCENTAGE_POINT: "\ue002",
    Kind.MULTIPLE: "\ue003",
    Kind.RATIO: "\ue004",
}
_AMOUNT, _PERCENT = "\ue000", "\ue001"
_SLOT_CLASSES = {
    "share": _PERCENT, "rate": "\ue001\ue003", "part": _AMOUNT, "whole": _AMOUNT,
    "difference": "\ue000\ue002", "old": "\ue000\ue001", "new": "\ue000\ue001", "a": _PERCENT, "b": _PERCENT,
    "times": "\ue003\ue001", "index": "\ue000\ue001", "value": _AMOUNT, "other": _AMOUNT,
}  # fmt: skip
_CLAUSE = "[^，。！？；：、（）\n\ue000-\ue004]{0,24}?"
_GAP = "[^。！？；（）\n\ue000-\ue004]{0,24}?"
_TOKEN = re.compile(
    r"\{(?P<role>[a-z]+)\}|<(?P<cls>\w+)>|(?P<gap>…)|(?P<clause>‥)|(?P<open>\[)|(?P<close>\])|(?P<bar>[(|)])|(?P<text>.)",
    re.S,
)
_INCOMPARABLE = re.compile("年均(?![值价线])|平均|每年|可比|不变价|扣除|实际|剔除|同口径|调整后")
# Growth of these is real by default in statistics: the printed levels are at current prices and do not give it.
_REAL = re.compile("增加值|生产总值|GDP|国民收入|总产出")
_PATIENCE = 2.0  # seconds for one pattern over one document
_WITHIN = re.compile("以?前|以?后|共|总共|累计|来|间|内|里|以来|净")
_GRADES = frozenset({"类", "级", "等", "位", "名次"})  # 由四类升为二类: the better, the smaller
_SAME_UNIT_ROLES = ("old", "new", "whole", "part", "value", "other")


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The relations that wordings assert, paragraph by paragraph."""
    text, claims = _skeleton(reading)
    for wording in rulebook.wordings:
        ground = Ground(wording.id, wording.doubt)
        for pattern in _patterns(wording, rulebook):
            for match in _matches(wording, pattern, text):
                roles = without_averages(_roles(match, claims), reading)
                if fits(roles, rulebook) and _are_levels(roles) and _are_printed_differently(roles):
                    yield Relation(wording.relation, roles, ground)


def _matches(wording: Wording, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern; one that a user wrote may not take longer than `_PATIENCE`."""
    if wording.is_own:
        yield from pattern.finditer(text)
        return
    import regex

    try:
        yield from regex.compile(pattern.pattern).finditer(text, timeout=_PATIENCE)
    except TimeoutError:
        raise FactcheckError(f"{wording.path}: 句式匹配太慢，请写得更具体 (pattern too slow): {wording.id}") from None


def _skeleton(reading: Reading) -> tuple[str, Mapping[int, Claim]]:
    """The text with a placeholder for each claim, and the claim that each placeholder stands for."""
    source = reading.document.text
    pieces: list[str] = []
    claims: dict[int, Claim] = {}
    position = length = 0
    for claim in reading.claims:
        if _is_stretch(claim):
            continue
        piece = source[position : claim.span.start]
        length += len(piece) + 1
        pieces += (piece, _PLACEHOLDERS.get(claim.quantity.kind, "\ue004"))
        claims[length - 1] = claim
        position = claim.span.end
    return "".join([*pieces, source[position:]]), claims


def _is_stretch(claim: Claim) -> bool:
    """十年共增加: the time in which something changed is no number of the change."""
    if claim.quantity.kind is not Kind.DURATION:
        return False
    text, end = claim.document.text, claim.span.end
    return bool(_WITHIN.match(text, end))


@lru_cache(maxsize=512)
def _compiled(pattern: str, words: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    classes = dict(words)
    parts = []
    for token in _TOKEN.finditer(pattern):
        match token.lastgroup:
            case "role":
                parts.append(f"(?P<{token['role']}>[{_SLOT_CLASSES[token['role']]}])")
            case "cls":
                parts.append(_any_of(classes[token["cls"]]))
            case "gap":
                parts.append(_GAP)
            case "clause":
                parts.append(_CLAUSE)
            case "open" | "close":
                parts.append("(?:" if token["open"] else ")?")
            case "bar":
                parts.append("(?:" if token["bar"] == "(" else token["bar"])
            case _:
                parts.append(re.escape(token["text"]))
    return re.compile("".join(parts))


def _any_of(words: tuple[str, ...]) -> str:
    """Any of the words; looking at the first character alone first is several times faster."""
    initials = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{initials}])(?:" + "|".join(map(re.escape, words)) + ")"


@lru_cache(maxsize=512)
def _patterns(wording: Wording, rulebook: Rulebook) -> list[re.Pattern[str]]:
    words = rulebook.lexicon.words
    return [
        _compiled(pattern, tuple((name, words[name]) for name in sorted(set(re.findall(r"<(\w+)>", pattern)))))
        for pattern in wording.patterns
    ]


def _roles(match: re.Match[str], claims: Mapping[int, Claim]) -> dict[str, tuple[Claim, ...]]:
    return {role: (claims[match.start(role)],) for role in match.re.groupindex if match[role]}


def without_averages(roles: Mapping[str, tuple[Claim, ...]], reading: Reading) -> dict[str, tuple[Claim, ...]]:
    """Without the rates and differences called yearly averages or real: the printed levels do not give them."""
    kept = dict(roles)
    text = reading.document.text
    for role in ("rate", "difference"):
        if role in kept and _INCOMPARABLE.search(text, max(0, kept[role][0].span.start - 16), kept[role][0].span.start):
            del kept[role]
    if "rate" in kept and is_real(reading, min(c.span.start for claims in kept.values() for c in claims)):
        del kept["rate"]
    return kept


def is_real(reading: Reading, start: int) -> bool:
    """Whether the sentence so far speaks of what statistics give real growth of."""
    opening = reading.outline.sentences[reading.outline.sentence(start)].start
    return bool(_REAL.search(reading.document.text, max(opening, start - 40), start))


def _are_levels(roles: Mapping[str, tuple[Claim, ...]]) -> bool:
    """Whether no rank is compared, and none of the levels is itself a change (比上年增加252万名 is no old level)."""
    if any(c.aspect is Aspect.RANK or c.unit in _GRADES for claims in roles.values() for c in claims):
        return False
    if "times" in roles and any(c.unit is None for claims in roles.values() for c in claims):
        return False  # without a unit 2 and 3 are the numbers of anything
    return not any(c.aspect in (Aspect.CHANGE, Aspect.POINTS) for role in ("old", "new") for c in roles.get(role, ()))


def _are_printed_differently(roles: Mapping[str, tuple[Claim, ...]]) -> bool:
    """A sum of money or a measure said again (61.2亿元，即6120百万元) is printed in another unit or scale."""
    if not roles.keys() >= {"value", "other"}:
        return True
    (a,), (b,) = roles["value"], roles["other"]
    is_converted = a.unit != b.unit or a.amount.step != b.amount.step
    return is_converted and a.quantity.kind is b.quantity.kind and a.quantity.kind in (Kind.MONEY, Kind.MEASURE)


def fits(roles: Mapping[str, tuple[Claim, ...]], rulebook: Rulebook) -> bool:
    """Levels must be of one unit, the difference of theirs, or in points where they are percentages."""
    units = [claim.unit for role in _SAME_UNIT_ROLES for claim in roles.get(role, ())]
    if any(not is_one_money(roles, rulebook, units[0], unit) for unit in units[1:]):
        return False
    difference = roles.get("difference")
    if not difference or not units:
        return True
    expected = "百分点" if units[0] == "%" else units[0]
    return is_one_money(roles, rulebook, difference[0].unit, expected)


def is_one_money(roles: Mapping[str, tuple[Claim, ...]], rulebook: Rulebook, a: str | None, b: str | None) -> bool:
    """Whether two units can be compared: of one dimension, or 元 beside the money of the place (219.6億元, 212億港元)."""
    if rulebook.lexicon.comparable(a, b):
        return True
    if a == _PLAIN_MONEY or b == _PLAIN_MONEY:
        claim = next(iter(roles.values()))[0]
        return {a, b} & _LOCAL_MONEY != set() and any(char in claim.document.source for char in _TRADITIONAL)
    return False


_PLAIN_MONEY, _LOCAL_MONEY, _TRADITIONAL = "元", {"港元", "新台币", "澳门元"}, "億萬個"
