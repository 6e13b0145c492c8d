"""What a claim is a fact of: subject, sense, place, period, aspect, status and dimension.

Two claims of different documents are one fact only where every part of their keys is known and equal. The subject is
the whole phrase that a number is said of, names of places and times and the words of being and reaching left out;
nothing is equal by likeness, only by the equivalents that `subjects.yaml` declares.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec import structs

from factcheck.claims import Reading
from factcheck.gazetteer import Gazetteer
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Kind, Period, Place, Status
from factcheck.periods import DATE, RELATIVE
from factcheck.relations.identity import plain_subject

_LONGEST_CLAUSE, _LONGEST_SENTENCE = 60, 200  # characters looked back over
_BREAK = re.compile(r"[，,。；;：:！？!?、\n“”《》「」|（(）)]")
_SENTENCE_BREAK = re.compile("[。！？!?\n]")
_BRACKET = re.compile(r"[（(]([^（()）]{1,24})[）)]")
_TIME = re.compile(
    rf"(?:截至|截止|截止到|自|从|由|至|到|于|在)?(?:{DATE}|{RELATIVE.pattern})(?:末|底|初|的|期间|以来|时|止|24时)*"
)
_EXCLUDED = re.compile("含|包括|剔除|扣除|除|口径")
_PER = re.compile(r"(?:/|每)(公里|公斤|公顷|千克|千瓦时|平方米|立方米|人次|个月|小时|[\u4e00-\u9fff])")

# Parts of a sense, each with the words that say it.
CUMULATIVE, NEW, STANDING = "累计", "新增", "现有"
COUNTED = "thing"  # the dimension of all that is counted one by one
_AMOUNT_SENSES = (
    (CUMULATIVE, "累计|累积|总共"),
    (NEW, "新增|净增"),
    (STANDING, "现有|现存|尚有|仍有|还有|剩余|尚存|在册"),
)
_RATE_SENSES = (
    ("环比", "环比|[比较]上[个]?[月季周]|[比较]前一?[月周日]"),
    ("年均", "年均|年平均|年复合"),
    ("实际", "实际增|实际上|实际下|可比价|不变价|可比口径|同口径|扣除价格|剔除"),
    ("名义", "名义"),
    ("两年", "两年平均|比20\\d\\d年|较20\\d\\d年"),
)
_AMOUNT_SENSE = tuple((name, re.compile(words)) for name, words in _AMOUNT_SENSES)
_RATE_SENSE = tuple((name, re.compile(words)) for name, words in _RATE_SENSES)

_OWN = re.compile("我[国省市县区州]|全[国省市县区州]|本[省市县区州]|全自治区|我自治区")
_OPENING = re.compile(
    "(?:同时|另外|此外|其|而|并|且|但|也|又|再|则|共|已经|已|现|全部|目前|截至目前|截止目前|据统计|据悉|据介绍|经统计|初步核算|初步统计|"
    "累计|累积|总共|新增|净增|现有|现存|尚有|仍有|还有|尚存|共有|拥有|达到|实现|完成|报告|预计|估计|有|的|，|全年|年末|年底|末|底|初|"
    "[上下]半年|前?[一二三四]季度)+"
)
_CLOSING = re.compile(
    "(?:累计|累积|总共|合计|总计|共计|已经|已|共有|共|拥有|还有|有|实现|完成|达成|达到|高达|多达|达|突破|超过|超|逾|接近|近|约为|约|大约|为|是|仅|只|只有|就|"
    "由|从|的|到|至|在|增至|升至|降至|减至|[增升降减]到|(?:增加|增长|扩大|提高|上升|提升|减少|下降|降低|回落|缩小)[到至为了]?|"
    "负增长|同比|环比|名义|实际|比上年|较上年|比去年|较去年|同期|比上月|年均|上涨|下跌|下滑|回升|加快|放缓|比|较|占|比重|比例|率先|末|底|初)+$"
)
_AMONG = re.compile("其中|分别|各|每|其他|其余|之一|平均每|前\\d|(?<!规模)(?<!限额)以上|(?<!规模)(?<!限额)以下|左右|最")
_RATES = (Aspect.RATE, Aspect.POINTS)
_CHANGES = (*_RATES, Aspect.CHANGE)


@dataclass(frozen=True, slots=True)
class Key:
    """What a number is a fact of. An empty subject, and a place or period of None, are not known: unknown never
    conflicts. `direction` is −1 where a rate falls. `noun` is the bare name of what is counted, by which a fact is
    looked up; the subject tells more, and alone makes two facts one."""

    subject: str
    sense: tuple[str, ...]
    place: Place | None
    period: Period | None
    aspect: Aspect
    status: Status
    dimension: str
    direction: int = 0
    noun: str = field(default="", compare=False)

    @property
    def counted(self) -> str:
        """The dimension as units stand for one another beside one noun: 个 for any other classifier."""
        return self.dimension if ":" in self.dimension else COUNTED

    @property
    def is_known(self) -> bool:
        """Whether nothing is missing that could make of two facts one."""
        return bool(len(self.subject) >= 2 and self.place and self.period and int(self.period.start[:4]))

    def __str__(self) -> str:
        """`渔港|新增|舟山市|2022-01-01/2022-12-31|level|actual|thing:个`; `?` where something is not known."""
        place = self.place.name if self.place else "?"
        parts = (self.subject or "?", "+".join(self.sense), place, str(self.period or "?"), self.aspect.value)
        return "|".join((*parts, self.status.value, self.dimension))


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A claim and its key."""

    claim: Claim
    key: Key


def facts(reading: Reading, lexicon: Lexicon) -> tuple[Fact, ...]:
    """The claims of a reading with their keys, in order; a number may go on about what the one before it counts."""
    found: list[Fact] = []
    named = tuple(_gazetteer(lexicon).named(reading.document.text)) if reading.claims else ()
    places = _Places(tuple(start for start, _, _ in named), tuple(place for _, _, place in named))
    for claim in reading.claims:
        found.append(Fact(claim, _key(claim, found[-1] if found else None, places, lexicon)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where places are named, in order of the text."""

    starts: tuple[int, ...]
    places: tuple[Place, ...]

    def between(self, start: int, end: int) -> tuple[Place, ...]:
        return self.places[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def _key(claim: Claim, previous: Fact | None, places: _Places, lexicon: Lexicon) -> Key:
    phrase, excluded, goes_on = _phrase(claim, previous)
    before, behind = _named(phrase, lexicon), _behind(claim)
    subject, sense = before + behind, _sense(claim, phrase, excluded)
    follows = previous if previous and previous.claim.sentence == claim.sentence else None
    if _AMONG.search(phrase):
        subject = ""
    elif follows and not subject and (goes_on or claim.aspect in _CHANGES):
        subject = follows.key.subject
        kept = () if claim.aspect in _CHANGES else follows.key.sense
        sense = tuple(dict.fromkeys((*kept, *sense)))
    if subject in lexicon.nameless or subject.startswith(("比", "较")):
        subject = ""
    place = _place(claim, phrase, places)
    period = _period(claim, follows)
    return Key(
        _declared(subject, lexicon),
        sense,
        place,
        _at_its_opening(period, claim, phrase),
        claim.aspect,
        claim.status,
        dimension(claim, lexicon),
        claim.direction if claim.aspect in _CHANGES else 0,
        _declared(plain_subject(claim.subject), lexicon),
    )


def dimension(claim: Claim, lexicon: Lexicon) -> str:
    """What the unit measures, where units convert into one another; else the unit itself."""
    unit = lexicon.units.get(claim.unit or "")
    if not unit:
        return claim.unit or claim.quantity.kind.value
    return unit.name if unit.dimension in ("thing", "loose") else f"{unit.kind.value}:{unit.dimension}"


def _phrase(claim: Claim, previous: Fact | None) -> tuple[str, str, bool]:
    """What stands between the last mark and the number, dates left out; what a bracket before it leaves out; and
    whether another number stands between."""
    text, end = claim.document.text, claim.span.start
    lead = text[max(0, end - _LONGEST_CLAUSE) : end]
    excluded = ""
    while bracket := _last_bracket(lead):
        excluded += bracket[1] if _EXCLUDED.search(bracket[1]) else ""
        lead = lead[: bracket.start()] + lead[bracket.end() :]
    marks = [mark.end() for mark in _BREAK.finditer(lead)]
    phrase = lead[marks[-1] :] if marks else lead
    goes_on = False
    if previous and previous.claim.document is claim.document and previous.claim.span.end > end - len(phrase):
        phrase, goes_on = text[previous.claim.span.end : end], True
    behind = _BRACKET.match(text, claim.span.end)
    if behind and _EXCLUDED.search(behind[1]):
        excluded += behind[1]
    return _TIME.sub("", phrase).replace(" ", ""), excluded, goes_on


def _last_bracket(lead: str) -> re.Match[str] | None:
    """The last bracket in words that no mark parts from the number."""
    found = next(reversed(list(_BRACKET.finditer(lead))), None)
    if found and not any(char.isdigit() for char in found[1]) and not _BREAK.search(lead, found.end()):
        return found
    return None


def _named(phrase: str, lexicon: Lexicon) -> str:
    """The phrase without places and the words of being and reaching at its ends."""
    names = _gazetteer(lexicon)
    while True:
        own = _OWN.match(phrase)
        size = own.end() if own else names.at_head(phrase)
        rest = phrase[size:]
        opening = _OPENING.match(rest)
        rest = rest[opening.end() :] if opening and not rest.startswith(("有限", "有效", "有机", "有色")) else rest
        if rest == phrase:
            break
        phrase = rest
    return _CLOSING.sub("", phrase).strip("“”‘’「」")


def _behind(claim: Claim) -> str:
    """The noun behind a classifier: 5G基站 in 24713个5G基站."""
    if claim.quantity.kind is not Kind.COUNT or not claim.subject:
        return ""
    text, end = claim.document.text, claim.span.end
    end += text[end : end + 1] in "的多余"
    # 降至 in 由232.3万人降至3.4万人 is no noun
    return claim.subject if text.startswith(claim.subject, end) and _CLOSING.sub("", claim.subject) else ""


def _sense(claim: Claim, phrase: str, excluded: str) -> tuple[str, ...]:
    """What keeps numbers of one subject apart: cumulative from new, year on year from month on month, with from
    without, by the head from all."""
    known = _RATE_SENSE if claim.aspect in _RATES else _AMOUNT_SENSE
    clause = _clause(claim) if claim.aspect in _RATES else phrase
    sense = [name for name, words in known if words.search(clause)]
    if claim.aspect is Aspect.CHANGE:
        sense += [name for name, words in _RATE_SENSE if words.search(_clause(claim))]
    if clock := _CLOCK.findall(_sentence(claim)):
        sense.append("".join(clock))
    if per := _PER.match(claim.document.text, claim.span.end):
        sense.append(per[1])
    return (*sense, excluded) if excluded else tuple(sense)


def _clause(claim: Claim) -> str:
    """The sentence up to the number, as far as rates look back."""
    return _sentence(claim)[-_LONGEST_CLAUSE:]


def _sentence(claim: Claim) -> str:
    """The sentence up to the number."""
    text, end = claim.document.text, claim.span.start
    return _SENTENCE_BREAK.split(text[max(0, end - _LONGEST_SENTENCE) : end])[-1]


def _period(claim: Claim, follows: Fact | None) -> Period | None:
    """The claim's period where its own sentence tells one: what lasts from further up may have ended."""
    if claim.period is None:
        return follows.key.period if follows and claim.aspect in _CHANGES else None
    return claim.period if _TIME.search(_sentence(claim)) else None


# Hours of a day, but for a whole one, which any day is.
_CLOCK = re.compile(
    r"(?!0[时点:：—-]|24[时点])(?<![\d—])\d{1,2}[时点](?!间|段|期)|\d{1,2}[—–-]\d{1,2}(?=时)(?<!0—24)(?<!0-24)(?<!0–24)"
)


def _place(claim: Claim, phrase: str, places: _Places) -> Place | None:
    """The claim's place where its sentence says so, and says of no second one that does not hold it."""
    if claim.place is None or claim.place.code.endswith("~"):
        return None
    end, lead = claim.span.start, _sentence(claim)
    if claim.place.code == "100000" and _FOREIGN.search(lead):
        return None
    if _ORGANISATION.search(lead):
        return None
    named = places.between(end - len(lead), end)
    if not named or _OWN.match(phrase):
        return claim.place if _OWN.search(lead) or claim.place in named else None
    clause = places.between(end - len(_BREAK.split(lead)[-1]), end)
    is_chain = all(place == claim.place or place.contains(claim.place) for place in clause or named)
    return claim.place if is_chain else None


# What is told of these is not told of the place in their name.
_ORGANISATION = re.compile(
    "交易所|大学|学院|银行|证券|公司|集团|医院|机场|俱乐部|铁路局|会议|论坛|小区|监狱|景区|开发区"
)
_FOREIGN = re.compile(
    "美国|日本|韩国|英国|法国|德国|俄罗斯|印度|巴西|加拿大|澳大利亚|意大利|越南|泰国|新加坡|全球|世界"
)


def _at_its_opening(period: Period | None, claim: Claim, phrase: str) -> Period | None:
    """年初 is the moment at which the year before closed."""
    if period and period.start[5:] == "01-01" and period.end[5:] == "01-31" and int(period.start[:4]):
        lead = claim.document.text[max(0, claim.span.start - _LONGEST_CLAUSE) : claim.span.start]
        if re.search("年年?初", lead):
            year = int(period.start[:4]) - 1
            return structs.replace(period, start=f"{year:04}-12-01", end=f"{year:04}-12-31")
    return period


def _declared(subject: str, lexicon: Lexicon) -> str:
    return lexicon.equivalents.get(subject, subject)


@lru_cache(maxsize=4)
def _gazetteer(lexicon: Lexicon) -> Gazetteer:
    return Gazetteer(lexicon.places, lexicon.shared_places)


_SHARE_OF = re.compile("^(.*)占(.+)$")


def part_and_whole(share: Fact, lexicon: Lexicon) -> tuple[str, str]:
    """The subjects of the part and of the whole that a share is said of: 占全区发电量的22.0% names no part.

    Both empty where the whole is not of the place that the share is said of.
    """
    found = _SHARE_OF.match(_phrase(share.claim, None)[0])
    if not found:
        return "", ""
    names = _OWN.match(found[2]) or _gazetteer(lexicon).at_head(found[2])
    return _named(found[1], lexicon), _named(found[2], lexicon) if names else ""
