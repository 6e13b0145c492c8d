"""A move from one level to another, over clauses that name no other thing: 毛利率2.1%，上年为2.3%，收窄0.2个百分点.

Where wordings ask for one phrase, here the levels just before a change are told apart by the words that lead to each:
what a number moves from and to, what it is compared with, and what stood there a year ago.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Relation
from factcheck.relations.points import Step, tie
from factcheck.relations.topics import core
from factcheck.relations.wording import fits, is_one_base, without_averages
from factcheck.rulebook import Rulebook

_UP = (
    "增长|增加|增[收产资员持利效编发仓]?|翻|成长|上升|升|上涨|涨|提高|提升|(?<!最)高(?!达)|(?<![最不])多(?!达)|扩大|扩张|扩招|扩|加|加快|快|上行|上浮|上调"
    "|走高|反弹|回升|领先|贵|超出|超过|超|(?<!最)重(?!达)|(?<!最)长(?!达)|(?<!最)大(?!约)|胜|赢|拉大"
)
_DOWN = (
    "减少|减[收产资员持税亏]?|下降|降|下跌|跌|降低|(?<!最)低|(?<![最不至])少|缩短|缩小|缩减|缩水|收窄|收缩|下行|下浮|下调|走低|回落|下滑|放缓|减缓|衰退"
    "|萎缩|流失|(?<!最)短|慢|轻|便宜|落后|压缩|压减|精简|关闭|裁减|裁撤|削减|拉近|输"
)
# 比上年多完成80亿元: more, or less, of what the verb does.
_UP += "|(?<=[年期月季日度])多[\u4e00-\u9fff]{1,2}"
_DOWN += "|(?<=[年期月季日度])少[\u4e00-\u9fff]{1,2}"
_APART = "相差|差距|差额|之差|差"
_AFTER_VERB = "(?:(?:幅度|[幅率额])(?:达到|[为达是至])?)?[了约近逾超出共]{0,3}(?:高达|达到?|超过|将近|[为]){0,1}"
_OF_VERBS = "".join(sorted(filter(str.isalpha, {*_DOWN, *_UP, *_APART})))
# A look at one character first is many times faster than at all the verbs.
_VERB = expression(rf"(?=[{_OF_VERBS}])(?:(?P<down>{_DOWN})|(?P<up>{_UP})|(?P<apart>{_APART})){_AFTER_VERB}$")
_LAST = frozenset(_OF_VERBS + _AFTER_VERB)  # what a verb ends with, but for 多完成
_MORE_OR_LESS = frozenset("多少")
_BARE = expression("[高低多少大长短重轻快慢贵胜赢输]")
_COMPARES = expression("[比较年同偏]|相对|净[胜输]")
# 高于全国平均水平（60.6%）2.8个百分点: the verb stands before what is compared with.
_BEYOND = expression(
    "(?:(?P<up>高于|高出|多于|快于|大于|超过|超出|超|领先于?|优于|强于)|(?P<down>低于|少于|慢于|小于|落后于?|不及|逊于))"
    r"(?P<other>[^，。；、\d（]{1,20})（?$"
)
_PAST = "高于|高出|多于|快于|超过|超出|领先|低于|少于|慢于|落后于?"
_PAST_ANOTHER = expression(_PAST)
_CLOSES = expression("）?(?:达|约|近|整整)?")
_OF_TWO = expression(
    rf"(?:^|[，；：])(?P<a>[^，。；、\d]{{1,12}}?)(?P<beyond>比|较|{_PAST})(?P<b>[^，。；、\d]{{1,12}}?)$"
)
_AHEAD = expression("领先|落后")
_LESS = expression("[低少慢小落]")
_TO = expression(r"(?:到|至|为|成)了?[^，。；、\d]{0,10}(?:\d{4}年[^，。；、\d]{0,6})?$")
_FROM = expression(r"(?:从|由|自|原来|原先|原有|此前|现行)[^，。；\d]{0,14}(?:\d{4}年[^，。；\d]{0,8})?$")
_THAN = expression(r"(?:(?<![占环同对])比(?![重例率值分赛如])|较|与|同|和|跟|对比|相比于?)[^，。；]{0,24}[（：]?$")
_THAN_WHAT = expression(r"(?:比|较)([^，。；、\d]{2,10}?)偏?$")
_OPENING = expression("[^，。；、（]{0,10}[，（、]")
_COMPARED = expression("^[）]?相?[比较]")
_BASES = (
    "去年|上年|前年|上一[年月季周期届天日]|前一年|[一二三四五六七八九十两几0-9]{1,3}年前|上届|上月|上季|上半年末"
    "|年初|上周|前一[天日月周季]|前日|昨日|上日|上期|期初|上学年|上年度"
)
_BASE = expression(_BASES)
_ONCE = expression(rf"(?:{_BASES})[^，。；（\d]{{0,10}}[（：]?$")
_YEAR = expression(r"((?:19|20)\d\d)(?:/\d\d)?年?[^，。；\d]{0,6}[（：]?$")
_CLOSED_AT = expression(r"[，、]?(?:[收报]{1,2}盘?[于在报为至]{0,2}|达到|达|为|至|到|增至|升至|降至|减至|跌至|录得)")
_REACHED = expression(r"[，、]?(?:总[量额数])?(?:达到|达|为|至|到|增至|升至|降至|减至|跌至|录得)(?:了|约|近)?")
_TOGETHER = expression(
    r"[）]?[，、（]?(?:或|即|也就是|亦即|折合)?(?:同比|环比|比上年|按年|按月|相当于|年|季|月)?[^，。；、（）\d]{0,6}"
)
# Words between the numbers of one move that name no other thing.
_FILLER = expression(
    r"一年间|半年内|[\d一二三四五六七八九十两几]{1,4}个?[年月天日季度]+[间内来里]?|期间|时间|现在|如今|目前|今|名义|实际|累计|单[月日季]|净|一路|一举|再|又|先|后|前|共计?|其间|仅|只|发生"
    "|则|有|录|相差|两者|二者|之间|双方|前者|后者|每[年月日亩人户吨]|单|按|全|者|一|此|即|或|总|额|量|数|元|个|已|[（）：—]"
)
_ADDITIVE = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.NUMBER, Kind.DURATION})
_RATES = frozenset({Kind.PERCENT, Kind.MULTIPLE})
_MOVING = _ADDITIVE | _RATES | {Kind.PERCENTAGE_POINT}
_AND_MORE = expression("多|以上|有余|左右|半")
_DOUBLINGS, _MOST_DOUBLINGS = "番", 10
_FEWEST_ROLES = 3
_LONGEST_LEAD = 24
_LONGEST_BETWEEN = 40


@dataclass(frozen=True, slots=True)
class _Move:
    """A change, its direction (0 where only a distance is told), the words that lead to it, and its verb, cut off."""

    claim: Claim
    direction: int
    lead: str
    verb: str = ""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Where a move begins and where it ends."""

    old: Claim
    new: Claim


@dataclass(frozen=True, slots=True)
class _Way:
    """The numbers of a document in order, and what each of them that is a change tells."""

    claims: tuple[Claim, ...]
    moves: tuple[_Move | None, ...]


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each change held against the levels before it, where the words between name nothing else."""
    claims = reading.claims
    full = {a.sentence for a, b in zip(claims, claims[_FEWEST_ROLES - 1 :], strict=False) if a.sentence == b.sentence}
    if not full:
        return
    way = _way(reading, full)
    for index, move in enumerate(way.moves):
        if move is None or _is_second(reading, way.moves, index):
            continue
        run = [move, *(m for m in way.moves[index + 1 : index + 2] if m and _is_second(reading, way.moves, index + 1))]
        yield from _relations(reading, run, index, way, rulebook)
    yield from _beyond(reading, rulebook)


def _way(reading: Reading, full: Container[int]) -> _Way:
    """The numbers of a document but for the years that pass (一年关闭17家, 五年均值), those in `full` sentences read: a
    move is told of by three numbers of one sentence at least."""
    claims = tuple([c for c in reading.claims if c.quantity.kind is not Kind.DURATION or c.quantity.unit != "年"])
    moves = [_move(reading, claims, index) if c.sentence in full else None for index, c in enumerate(claims)]
    return _Way(claims, tuple(moves))


def _move(reading: Reading, claims: Sequence[Claim], index: int) -> _Move | None:
    claim = claims[index]
    if claim.amount.value is None or claim.quantity.kind not in _MOVING:
        return None
    lead = _lead(reading, claims, index)
    verb = _VERB.search(lead) if lead[-1:] in _LAST or not _MORE_OR_LESS.isdisjoint(lead[-3:]) else None
    if not verb:
        return _beyond_another(claim, lead) if _PAST_ANOTHER.search(lead) else None
    if (
        _BARE.match(verb.group())
        and not _COMPARES.search(lead)
        and not _is_compared(claims, index, lead[: verb.start()])
    ):
        return None  # 长86公里, 重5吨: as a level is told
    direction = 1 if verb["up"] else -1 if verb["down"] else 0
    return _Move(claim, direction, lead[: verb.start()], verb.group())


def _beyond_another(claim: Claim, lead: str) -> _Move | None:
    """全省高于全国0.7个百分点: the verb stands between the two that are compared."""
    two = _OF_TWO.search(lead)
    if not two or two["beyond"] in ("比", "较"):
        return None
    return _Move(claim, -1 if _LESS.match(two["beyond"]) else 1, lead)


def _is_compared(claims: Sequence[Claim], index: int, lead: str) -> bool:
    """比收入（172亿元）多: what is compared with stands right before."""
    return lead in ("", "）", "，") and index > 0 and claims[index].sentence == claims[index - 1].sentence


def _lead(reading: Reading, claims: Sequence[Claim], index: int) -> str:
    """The words between a number and the one before it, or the beginning of its sentence."""
    claim = claims[index]
    end = claim.quantity.span.start
    before = claims[index - 1].quantity.span.end if index else 0
    return reading.document.text[max(reading.outline.openings[claim.sentence], end - _LONGEST_LEAD, before) : end]


def _is_second(reading: Reading, moves: Sequence[_Move | None], index: int) -> bool:
    """增加14.4亿元，增幅20%: the difference and the rate of one move, in either order."""
    first, second = moves[index - 1] if index else None, moves[index]
    if not first or not second or first.claim.sentence != second.claim.sentence:
        return False
    kinds = {first.claim.quantity.kind, second.claim.quantity.kind}
    if Kind.PERCENTAGE_POINT in kinds or len(kinds & _RATES) != 1 or len(kinds) != 2:
        return False
    between = reading.text_between(first.claim, second.claim)
    if not is_one_base(first.lead, second.lead):
        return False
    return first.direction == second.direction and bool(_TOGETHER.fullmatch(between)) and _names_nothing(second.lead)


def _names_nothing(words: str) -> bool:
    return len(core(_FILLER.sub("", words))) < 2


def _relations(reading: Reading, run: Sequence[_Move], index: int, way: _Way, rulebook: Rulebook) -> Iterator[Relation]:
    pair = _pair(reading, run, index, way)
    if pair and run[0].claim.quantity.kind is Kind.PERCENTAGE_POINT and _are_growth(pair):
        yield tie(_step(run[0], pair), pair.new, pair.old, _ground("moved-points", rulebook))
        return
    if run[0].claim.unit == _DOUBLINGS:
        yield from _doubled(run[0].claim, pair, rulebook)
        return
    roles = {"old": pair.old, "new": pair.new} if pair else _reached(reading, run, index, way)
    for move in run:
        roles["rate" if move.claim.quantity.kind in _RATES else "difference"] = move.claim
    if len(roles) < _FEWEST_ROLES:
        return
    filled = without_averages({role: (claim,) for role, claim in roles.items()}, reading)
    if "rate" in roles and not run[0].direction:
        return  # 相差18倍: of which of the two it is so many times, is not told
    if _is_time_of_race(roles):
        return
    if len(filled) < _FEWEST_ROLES or not fits(filled, rulebook) or not _is_one_unit(filled):
        return
    kind = "fall" if (run[0].direction or _sign(pair)) < 0 else "rise"
    yield Relation(kind, filled, _ground("moved" if pair else "moved-so-much", rulebook))


def _doubled(times: Claim, pair: _Pair | None, rulebook: Rulebook) -> Iterator[Relation]:
    """翻一番 is twice as much, 翻两番 four times; in round numbers, so that a tenth more or less will do."""
    count = times.amount.value
    if not pair or not count or count > _MOST_DOUBLINGS or pair.new.unit != pair.old.unit or not _is_round(times):
        return
    value = 100 * Fraction(2) ** int(count)
    amount = replace(times.amount, value=value, interval=Interval(value * Fraction(9, 10), value * Fraction(11, 10)))
    told = replace(times, quantity=replace(times.quantity, amount=amount, unit="%"))
    yield Relation("multiple", {"new": (pair.new,), "old": (pair.old,), "times": (told,)}, _ground("moved", rulebook))


def _is_round(times: Claim) -> bool:
    """翻一番, not 翻近一番 or 翻一番多."""
    return times.amount.is_exact and not _AND_MORE.match(times.document.text, times.span.end)


def _ground(name: str, rulebook: Rulebook) -> Ground:
    return Ground(name, rulebook.doubt(name))


def _are_growth(pair: _Pair) -> bool:
    """Growth has a sign, which its verb tells; a share or a margin has none."""
    return Aspect.RATE in (pair.old.aspect, pair.new.aspect) or pair.new.span.start < pair.old.span.start


def _is_time_of_race(roles: Mapping[str, Claim]) -> bool:
    """由10.16秒提高到9.98秒: a better time is a shorter one."""
    return any(claim.quantity.kind is Kind.DURATION and claim.unit in ("秒", "分") for claim in roles.values())


def _is_one_unit(roles: Mapping[str, tuple[Claim, ...]]) -> bool:
    """Without a unit 1 and 2 are the numbers of anything."""
    return all(roles[role][0].unit is not None for role in ("new", "difference") if role in roles)


def _sign(pair: _Pair | None) -> int:
    return -1 if pair and (pair.new.amount.value or 0) < (pair.old.amount.value or 0) else 1


def _step(move: _Move, pair: _Pair) -> Step:
    of_falls = "降幅" in move.lead or "跌幅" in move.lead or "减幅" in move.lead
    is_up = move.direction > 0 if move.direction else _sign(pair) > 0
    return Step(move.claim, is_up, of_falls, "", move.lead)


def _pair(reading: Reading, run: Sequence[_Move], index: int, way: _Way) -> _Pair | None:
    """The two levels before a move, in the order that their words tell; or the second behind it (去年同期为59.2%)."""
    move = run[0]
    last, first = _level(way, run, index - 1), _level(way, run, index - 2)
    if last and first:
        if first.unit != last.unit:
            return None
        if _is_of_two(reading, move, first, last):
            return _compared(reading, move, first, last)
        if _AHEAD.match(move.verb):
            return _ahead(reading, move, first, last)
        return _told_apart(reading, first, last) if _names_nothing(_after_bracket(move.lead)) else None
    if not last and index and way.moves[index - 1]:
        last = _level(way, run, index - 2)  # 1860万头，同比下降7.0%，比上季度末减少40万头，上季度末为1900万头
    behind = index + len(run)
    if not last or behind >= len(way.claims) or way.moves[behind]:
        return None
    is_bare = _names_nothing(move.lead) or _THAN_WHAT.search(move.lead)
    return _behind(reading, run, last, way.claims[behind]) if is_bare else None


def _after_bracket(lead: str) -> str:
    return lead.removeprefix("）")


def _level(way: _Way, run: Sequence[_Move], index: int) -> Claim | None:
    """The number at an index, where the move may start from it or end there."""
    if index < 0:
        return None
    claim, step = way.claims[index], run[0].claim
    if claim.sentence != step.sentence or claim.amount.value is None:
        return None
    if step.quantity.kind is Kind.PERCENTAGE_POINT:
        return claim if claim.quantity.kind is Kind.PERCENT else None
    return claim if claim.quantity.kind in _ADDITIVE and not way.moves[index] else None


def _told_apart(reading: Reading, first: Claim, last: Claim) -> _Pair | None:
    """Which of two levels side by side is the old one."""
    between = reading.text_between(first, last)
    head = _clause_before(reading, first)
    if len(between) > _LONGEST_BETWEEN or first.quantity.kind is not last.quantity.kind:
        return None
    if _TO.search(between) and _FROM.search(head):
        return _Pair(first, last)
    if _COMPARED.match(between) and _THAN.search(head):
        return _Pair(first, last)
    if _THAN.search(between) and _OPENING.match(between):
        return _Pair(last, first)
    if _ONCE.search(between) and _same_noun(reading, between, first):
        return _Pair(last, first)
    if _ONCE.search(head) and _same_noun(reading, between, first):
        return _Pair(first, last)
    return _by_year(reading, between, head, first, last)


def _by_year(reading: Reading, between: str, head: str, first: Claim, last: Claim) -> _Pair | None:
    """5.75億港元（2018年：5.00億港元）: in a bracket stands the number of an earlier year."""
    year = _YEAR.search(between)
    if year and between.startswith("（") and (bracket := reading.outline.enclosing(last.span.start)):
        return _Pair(last, first) if bracket.end - last.span.end <= 1 else None
    return None


def _same_noun(reading: Reading, between: str, first: Claim) -> bool:
    """Whether what stands between two levels names nothing but what stood before the first of them."""
    named = core(_FILLER.sub("", _BASE.sub("", between.split("，")[-1])))
    return len(named) < 2 or named in _clause_before(reading, first)


def _clause_before(reading: Reading, claim: Claim) -> str:
    opening = reading.outline.sentences[claim.sentence].start
    text = reading.document.text[max(opening, claim.span.start - _LONGEST_BETWEEN) : claim.span.start]
    return re.split("[，。；\n]", text)[-1]


def _is_of_two(reading: Reading, move: _Move, first: Claim, last: Claim) -> bool:
    return bool(_OF_TWO.search(move.lead)) or (not move.direction and _names_nothing(move.lead))


def _compared(reading: Reading, move: _Move, first: Claim, last: Claim) -> _Pair | None:
    """男生520人，女生480人，男生比女生多40人; 两者相差40人."""
    if first.quantity.kind is not last.quantity.kind:
        return None
    if not move.direction:
        is_rise = (first.amount.value or 0) < (last.amount.value or 0)
        return _Pair(first, last) if is_rise else _Pair(last, first)
    named = _OF_TWO.search(move.lead)
    if not named:
        return None
    heads = [_clause_before(reading, first), _clause_before(reading, last)]
    a, b = named["a"].removesuffix("增速"), named["b"].removesuffix("的")
    if a in heads[0] and b in heads[1] and a not in heads[1]:
        return _Pair(last, first)
    return _Pair(first, last) if a in heads[1] and b in heads[0] and a not in heads[0] else None


def _ahead(reading: Reading, move: _Move, first: Claim, last: Claim) -> _Pair | None:
    """甲组3260票，乙组2890票，甲组领先370票."""
    name = core(move.lead)
    heads = [_clause_before(reading, c) for c in (first, last)]
    if len(name) < 2 or (name in heads[0]) is (name in heads[1]):
        return None
    return _Pair(last, first) if name in heads[0] else _Pair(first, last)


def _behind(reading: Reading, run: Sequence[_Move], last: Claim, following: Claim) -> _Pair | None:
    """劳动参与率为61.5%，同比上升2.3个百分点，去年同期为59.2%."""
    if following.sentence != last.sentence or following.unit != last.unit:
        return None
    between = reading.text_between(run[-1].claim, following)
    if following.quantity.kind is not last.quantity.kind or between[:1] not in ("，", "（", "；"):
        return None
    if (base := _THAN_WHAT.search(run[0].lead)) and base[1] in between:
        return _Pair(following, last)  # 比二季度末增加1.3亿元；二季度末为23.2亿元
    return _Pair(following, last) if _ONCE.search(between) and _names_nothing(between) else None


def _reached(reading: Reading, run: Sequence[_Move], index: int, way: _Way) -> dict[str, Claim]:
    """The level that a difference and a rate lead to: printed behind them (，达到40.0亿元), or before."""
    if len(run) < 2:
        return _reached_between(reading, run[0], index, way)
    following = way.claims[index + 2 : index + 3]
    if following and not way.moves[index + 2] and following[0].sentence == run[0].claim.sentence:
        between = reading.text_between(run[1].claim, following[0])
        if _REACHED.fullmatch(between) or _CLOSED_AT.fullmatch(between):
            return {"new": following[0]}
    level = _level(way, run, index - 1)
    return {"new": level} if level and _names_nothing(run[0].lead) else {}


def _reached_between(reading: Reading, move: _Move, index: int, way: _Way) -> dict[str, Claim]:
    """下跌15.6美元，收于1544.4美元，跌幅1.0%: the level stands between the difference and the rate."""
    level, rate = (way.claims[index + n] if index + n < len(way.claims) else None for n in (1, 2))
    second = way.moves[index + 2] if rate else None
    if not level or not rate or not second or way.moves[index + 1] or second.direction != move.direction:
        return {}
    if rate.sentence != move.claim.sentence or rate.quantity.kind not in _RATES or level.unit != move.claim.unit:
        return {}
    is_led = _CLOSED_AT.fullmatch(reading.text_between(move.claim, level)) and _names_nothing(second.lead)
    return {"new": level, "rate": rate} if is_led else {}


def _beyond(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """63.4%，高出全国平均水平（60.6%）2.8个百分点: the two levels and the distance, the verb between the levels."""
    for a, b, distance in zip(reading.claims, reading.claims[1:], reading.claims[2:], strict=False):
        if a.quantity.unit != b.quantity.unit or not a.sentence == b.sentence == distance.sentence:
            continue
        if a.quantity.kind is not b.quantity.kind or not _CLOSES.fullmatch(reading.text_between(b, distance)):
            continue
        verb = _BEYOND.search(reading.text_between(a, b))
        if not verb:
            continue
        ground = _ground("moved-points", rulebook)
        move = _Move(distance, 1 if verb["up"] else -1, "")
        if distance.quantity.kind is Kind.PERCENTAGE_POINT and a.quantity.kind is Kind.PERCENT:
            yield tie(_step(move, _Pair(b, a)), a, b, ground)
        elif distance.unit == a.unit and a.quantity.kind in _ADDITIVE:
            roles = {"old": (b,), "new": (a,), "difference": (distance,)}
            yield Relation("rise" if verb["up"] else "fall", roles, ground)
