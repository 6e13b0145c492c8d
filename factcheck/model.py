"""The nouns of factcheck: what travels from stage to stage. Everything here is frozen.

What a text has thousands of (spans, amounts, quantities, claims) are msgspec structs: one is made in a tenth of
the time that a frozen dataclass takes, which had become a third of the reading.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct


class FactcheckError(Exception):
    """Something that factcheck could not do; the message names the file, the cause and the remedy."""


_Members = TypeVar("_Members", bound=type[StrEnum])


def _at_hand(enumeration: _Members) -> _Members:
    """The enumeration with its members as plain attributes, as Python 3.12 has them: 3.11 runs a function of its own
    whenever one is named, and kinds and aspects are named for each claim."""
    for name, member in enumeration.__members__.items():
        type.__setattr__(enumeration, name, member)
    return enumeration


@_at_hand
class Severity(StrEnum):
    """How much a finding matters; the order is the order of weight."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> int:
        return {"info": 1, "warning": 2, "error": 3}[self.value]


@_at_hand
class Confidence(StrEnum):
    """How sure it is that the relation was meant and the number is a slip."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@_at_hand
class Kind(StrEnum):
    """What a numeral is; rules and reports can ask for each."""

    __hash__ = str.__hash__  # an enumeration's own hash is slow, and kinds are looked up for each quantity

    COUNT = "count"
    MONEY = "money"
    MEASURE = "measure"
    PERCENT = "percent"
    PERCENTAGE_POINT = "percentage_point"
    MULTIPLE = "multiple"
    RATIO = "ratio"
    SCORE = "score"
    ORDINAL = "ordinal"
    DATE = "date"
    DURATION = "duration"
    NUMBER = "number"  # a bare numeral, as in a table
    OTHER = "other"  # names, slogans, idioms, codes, markers


@_at_hand
class Modifier(StrEnum):
    """What the words around a numeral do to it."""

    __hash__ = str.__hash__

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


@_at_hand
class Aspect(StrEnum):
    """Which side of its subject a claim speaks of."""

    LEVEL = "level"
    CHANGE = "change"  # 增加5人: a difference in the unit of the level
    RATE = "rate"  # 增长5%
    POINTS = "points"  # 提高5个百分点
    SHARE = "share"  # 占5%
    RANK = "rank"


@_at_hand
class Status(StrEnum):
    """Whether the claim tells what is, what is wanted, or what somebody expects or reckons for the time being."""

    ACTUAL = "actual"
    PLANNED = "planned"
    ESTIMATED = "estimated"


@_at_hand
class Verdict(StrEnum):
    """What came of holding a relation against a rule."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


class Span(Struct, frozen=True, order=True, gc=False):
    """A half-open stretch of code points.

    >>> Span(2, 5).overlaps(Span(4, 9))
    True
    """

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Landmark:
    """The name of the place that begins at `start`, an offset in the source, as its readers call it: 第14段, 表2 B3.

    `box` is where it stands on its page: left, bottom, right, top in points from the page's lower left corner.
    """

    start: int
    name: str
    name_en: str
    box: tuple[float, float, float, float] | None = None

    def named(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name


@dataclass(frozen=True, slots=True)
class Location:
    """Where a span stands in the file as it is on disk: offsets from 0, lines and columns from 1,
    all in code points of the decoded text (a byte-order mark is not a character)."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    landmark: Landmark | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """What a source says to factcheck itself and not to its readers, without the brackets around it; offsets are in
    the source: `[factcheck: ignore parts-add-up -- 名单有重复]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Clean text, and for each of its characters where it stood in the source.

    `origins[i]` is the code-point offset in `source` of `text[i]`; offsets rise strictly. `spellings` holds the
    characters that the source spells out (`&#22235;` for 四): offset → end of the spelling, character.

    Where a file has no text of its own (a Word file, a PDF), `is_extracted` holds: `source` is the text taken out
    of it, and `landmarks`, in order of their starts, lead back to the file. `gaps` tell what of it could not be read.
    `asides` are no part of the text.
    """

    path: str
    source: str
    text: str
    origins: Sequence[int]
    encoding: str = "utf-8"
    line_starts: tuple[int, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    is_extracted: bool = False
    spellings: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()

    def locate(self, span: Span) -> Location:
        """Where `span` of the clean text stands in the source."""
        start, last_char = self.origins[span.start], self.origins[span.end - 1]
        end = self.spellings[last_char][0] if last_char in self.spellings else last_char + 1
        line, last = bisect_right(self.line_starts, start), bisect_right(self.line_starts, end - 1)
        return Location(
            start,
            end,
            line,
            start - self.line_starts[line - 1] + 1,
            last,
            end - self.line_starts[last - 1] + 1,
            self.landmark(start),
        )

    def landmark(self, offset: int) -> Landmark | None:
        """The landmark that an offset in the source stands behind."""
        index = bisect_right(self.landmarks, offset, key=lambda landmark: landmark.start)
        return self.landmarks[index - 1] if index else None

    def printed(self, span: Span) -> str:
        """What the source prints for `span` of the clean text, without what cleaning left out."""
        offsets = self.origins[span.start : span.end]
        return "".join(self.spellings[o][1] if o in self.spellings else self.source[o] for o in offsets)

    def source_line(self, number: int) -> str:
        """Line `number` (from 1) of the source, without its line break."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.source)
        return self.source[start:end].rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


class Interval(Struct, frozen=True, gc=False):
    """All the values that something may stand for; `None` is unbounded on that side."""

    low: Fraction | None
    high: Fraction | None

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


class Amount(Struct, frozen=True, gc=False):
    """A printed numeral: its nominal value, the values that round to it, and why they are so many.

    `value` is None for a range (3-5万). `step` is the weight of the last printed digit: 1000 for 3.4万.
    """

    value: Fraction | None
    interval: Interval
    step: Fraction
    modifier: Modifier = Modifier.EXACT
    is_range: bool = False

    @property
    def is_exact(self) -> bool:
        return self.modifier is Modifier.EXACT and not self.is_range


class Quantity(Struct, frozen=True, gc=False):
    """A numeral with its unit, where it stands in the clean text, and what kind of thing it is.

    `span` covers numeral and unit, `numeral` the numeral alone. `unit` is the printed unit in
    Simplified characters (元, 人, %, 百分点); `amount` is in that unit (3.4万人 is 34000).
    `note` says what a non-claim is: a slogan, a list marker, a plan period.
    """

    span: Span
    numeral: Span
    text: str
    amount: Amount
    unit: str | None
    kind: Kind
    note: str = ""

    @property
    def is_claim(self) -> bool:
        return self.kind in _CLAIMS and not self.note


_CLAIMS = frozenset(
    {
        Kind.COUNT,
        Kind.MONEY,
        Kind.MEASURE,
        Kind.PERCENT,
        Kind.PERCENTAGE_POINT,
        Kind.MULTIPLE,
        Kind.RATIO,
        Kind.NUMBER,
        Kind.DURATION,
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time, both ends included, as ISO dates: 2019年 is 2019-01-01 … 2019-12-31; year 0 is not known."""

    start: str
    end: str

    def contains(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def __str__(self) -> str:
        return self.start if self.start == self.end else f"{self.start}/{self.end}"


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative place: its GB/T 2260 code says what it lies in."""

    code: str
    name: str

    @property
    def prefix(self) -> str:
        """The digits that all places inside share: 13 for 130000."""
        if self.code == "100000":
            return ""
        return self.code[:2] if self.code.endswith("0000") else self.code[:4] if self.code.endswith("00") else self.code

    def contains(self, other: Place) -> bool:
        """Whether `other` lies inside, and is not the same."""
        return self.code != other.code and other.code.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a slip may have turned into a numeral, where that is no plain number: another day for one in a date."""

    text: str
    slip: str
    amount: Amount


class Claim(Struct, frozen=True, eq=False, gc=False):
    """A quantity and what it is said of. Unknown parts of the key are empty or None: unknown never conflicts."""

    document: Document
    quantity: Quantity
    subject: str
    place: Place | None
    period: Period | None
    aspect: Aspect
    status: Status
    sentence: int
    direction: int = 0  # -1 where the wording says fall, +1 rise
    label: str = ""  # what the clause says before the subject: 渔业 in 渔业实现增加值7.2亿元
    alternatives: tuple[Alternative, ...] = ()  # where few misprints are likely, or a date's are not those of a number

    @property
    def span(self) -> Span:
        return self.quantity.span

    @property
    def amount(self) -> Amount:
        return self.quantity.amount

    @property
    def unit(self) -> str | None:
        return self.quantity.unit

    @property
    def location(self) -> Location:
        return self.document.locate(self.quantity.span)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why numbers are held to be tied: the wording's name and how often it is not meant so.

    `doubt` is the share of right texts in which this ground holds and the equation still fails.
    """

    name: str
    doubt: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """Numbers tied to one another: `roles` maps each role to the claims that fill it.

    Where they only seem to be one fact, `apart` says what parts them: period, scope or definition.
    """

    kind: str
    roles: Mapping[str, tuple[Claim, ...]]
    ground: Ground
    apart: str = ""

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for claims in self.roles.values() for claim in claims)


@dataclass(frozen=True, slots=True)
class Rule:
    """A law that relations of some kinds must keep, as a rule file declares it.

    A rule of notation has `forms`, ways of writing a number; it speaks only where `when` holds, and without an
    `expect` its forms are wrong as such.
    """

    id: str
    relations: tuple[str, ...]
    expect: str
    severity: Severity
    message: str
    message_en: str
    explain: str
    passing: tuple[Example, ...] = ()
    failing: tuple[Example, ...] = ()
    path: str = ""
    forms: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A text on which a rule must be silent (`marks` empty) or speak on exactly `marks`.

    Several `sources` are linted as sources of one another.
    """

    sources: tuple[str, ...]
    marks: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A relation held against a rule: both sides of the comparison and what came of it."""

    relation: Relation
    rule: Rule
    verdict: Verdict
    left: Interval
    right: Interval
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A single correction that would make the checks hold: print `text` in place of the numeral of `claim`."""

    claim: Claim
    text: str
    slip: str  # digit, swap, drop, double, unit …


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What a person should look at: the accused number first, the evidence behind it."""

    rule: Rule
    severity: Severity
    confidence: Confidence
    accused: Claim
    others: tuple[Claim, ...]
    checks: tuple[Check, ...]
    repairs: tuple[Repair, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple({id(c.document): c.document for c in (self.accused, *self.others)}.values())


@dataclass(frozen=True, slots=True)
class Unread:
    """A source that could not be checked, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims there were, how many of them tied, and what came of how many checks."""

    claims: int = 0
    tied: int = 0
    holds: int = 0
    fails: int = 0
    undecided: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.claims + other.claims,
            self.tied + other.tied,
            self.holds + other.holds,
            self.fails + other.fails,
            self.undecided + other.undecided,
        )


@dataclass(frozen=True, slots=True)
class Suppression:
    """What an editor lets stand, and why: findings of some rules, by an aside in the text or an entry of a side file
    (`is_external`). Its place is where it is written."""

    rules: tuple[str, ...]
    reason: str
    path: str
    line: int
    column: int
    is_external: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Suppressed:
    """A finding that is let stand, and by what."""

    finding: Finding
    suppression: Suppression


@dataclass(frozen=True, slots=True)
class Notice:
    """What is wrong with a suppression: it says nothing of the numbers, but a person should look at it.

    A file without lines of its own has a landmark and no line.
    """

    id: str
    severity: Severity
    path: str
    line: int | None
    column: int | None
    message: str
    message_en: str
    landmark: Landmark | None = None

    def said(self, lang: str) -> str:
        return self.message_en if lang == "en" else self.message


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as a baseline keeps it: told by its fingerprint, the rest is for people."""

    path: str
    rule: str
    number: str
    message: str
    fingerprint: str


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The findings of a run that its baseline holds already, and what the baseline holds and nobody found again."""

    unchanged: tuple[Finding, ...] = ()
    absent: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """All that came of one run.

    What was only counted, so that many files take no more room than few, is in `counted`; `claims` and `checks` hold
    the rest. `findings` are those that are to be looked at; beside them stand those that are `suppressed`, those that a
    baseline holds already, and those `elsewhere` than asked.
    """

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...] = ()
    rules: tuple[Rule, ...] = field(default=(), repr=False)
    counted: Tally = Tally()
    suppressed: tuple[Suppressed, ...] = ()
    notices: tuple[Notice, ...] = ()
    comparison: Comparison | None = None  # none where the run has no baseline
    elsewhere: tuple[Finding, ...] = ()  # where only what a change touches is asked for

    def count(self, severity: Severity) -> int:
        """How many findings and notices there are of a severity."""
        severities = (*(f.severity for f in self.findings), *(n.severity for n in self.notices))
        return severities.count(severity)

    @property
    def unchanged(self) -> tuple[Finding, ...]:
        """The findings that only the baseline keeps from being reported."""
        if self.comparison is None:
            return ()
        let_stand = {id(one.finding) for one in self.suppressed}
        return tuple(finding for finding in self.comparison.unchanged if id(finding) not in let_stand)

    def tally(self) -> Tally:
        """All claims and checks, kept or only counted."""
        held = Counter(check.verdict for check in self.checks)
        kept = Tally(len(self.claims), len(self._tied()), *(held[verdict] for verdict in Verdict))
        return self.counted + kept

    def tied(self) -> int:
        """How many numbers of the documents read some decided check speaks of; dates, which count nothing, are none."""
        return self.counted.tied + len(self._tied())

    def untied(self) -> tuple[Claim, ...]:
        """The numbers that no decided check speaks of: nothing in the text bears them out."""
        tied = self._tied()
        return tuple(claim for claim in self.claims if (id(claim.document), claim.span) not in tied)

    def _tied(self) -> set[tuple[int, Span]]:
        read = set(map(id, self.documents))
        decided = (check for check in self.checks if check.verdict is not Verdict.UNDECIDED)
        tied = (claim for check in decided for claim in check.relation.claims)
        counted = (claim for claim in tied if claim.quantity.is_claim and id(claim.document) in read)
        return {(id(claim.document), claim.span) for claim in counted}

    def held(self, verdict: Verdict) -> int:
        counted: int = getattr(self.counted, verdict.value)
        return counted + sum(check.verdict is verdict for check in self.checks)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)
