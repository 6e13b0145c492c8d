"""What there was, what came and what went make what there is: 期初库存100吨，购入50吨，售出30吨，期末库存120吨.

Whoever leaves out a flow balances nothing: such accounts are told from slips by how near they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.misprints import are_one_slip_apart
from factcheck.model import Aspect, Claim, Ground, Relation, Status
from factcheck.reading import ADDITIVE
from factcheck.relations.series import is_mean, label_of
from factcheck.rulebook import Rulebook

_FARTHEST = 9  # numbers from the opening to the last flow or the closing
_LAST_SENTENCE = 2
_FEWEST_DIGITS = 3  # of the largest number: of smaller ones a flow left out looks like a slip
_BEHIND = re.compile("[\u4e00-\u9fff]{1,6}")
_COMPARED = re.compile("比|较|占|其中|均|率|每|预计|计划|力争|目标|至少|相当于")
_EMPTY = re.compile(
    r"^(?:截至|截止|到|至|的|共|总|实|账面|\d{4}年度?|\d{1,2}月份?|该[\u4e00-\u9fff]|本[\u4e00-\u9fff])+"
    r"|(?:[为有达约共计是]|合计|余额|数量?|量)+$|[\s]"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What says which part a number has in the account."""

    opening: re.Pattern[str]
    closing: re.Pattern[str]
    inflow: re.Pattern[str]
    outflow: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Account:
    """A stock at either end and the flows between."""

    opening: Claim
    inflows: tuple[Claim, ...]
    outflows: tuple[Claim, ...]
    closing: Claim

    @property
    def came(self) -> tuple[Claim, ...]:
        return (self.opening, *self.inflows)

    @property
    def went(self) -> tuple[Claim, ...]:
        return (*self.outflows, self.closing)


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Accounts that balance, or would but for one keystroke; where a flow is left out nothing is said."""
    words = _words(rulebook.lexicon)
    if not words.opening.search(reading.labels):
        return
    ground, open_ground = (Ground(name, rulebook.doubt(name)) for name in ("stock-balance", "stock-one-flow"))
    for index, claim in enumerate(reading.claims):
        account = _account(reading, index, words, rulebook.lexicon) if _is_amount(claim) else None
        if account and _is_meant(account, rulebook.lexicon):
            both = account.inflows and account.outflows
            yield _told(account, ground) if both else _sides(account, open_ground)


def _told(account: _Account, ground: Ground) -> Relation:
    roles = {
        "opening": (account.opening,),
        "inflow": account.inflows,
        "outflow": account.outflows,
        "closing": (account.closing,),
    }
    return Relation("stock", roles, ground)


def _sides(account: _Account, ground: Ground) -> Relation:
    return Relation("sides", {"left": account.came, "right": account.went}, ground)


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    return _Words(
        *(
            re.compile("|".join(map(re.escape, lexicon.words.get(f"stock_{name}", ()))) or "(?!)")
            for name in ("opening", "closing", "in", "out")
        )
    )


def _is_amount(claim: Claim) -> bool:
    return (
        claim.aspect in (Aspect.LEVEL, Aspect.CHANGE)
        and claim.quantity.kind in ADDITIVE
        and claim.amount.value is not None
        and claim.status is Status.ACTUAL
    )


def _account(reading: Reading, index: int, words: _Words, lexicon: Lexicon) -> _Account | None:
    """From an opening on: its closing, and the flows between them, else those right behind the closing."""
    opening = reading.claims[index]
    name = _name(opening, words.opening)
    if name is None:
        return None
    near = reading.claims[index + 1 : index + 1 + _FARTHEST]
    following = [c for c in near if _goes_with(reading, opening, c, lexicon)]
    at = next((i for i, c in enumerate(following) if _closes(c, name, words)), None)
    if at is None or any(_name(claim, words.opening) for claim in following[:at]):
        return None
    closing = following[at]
    flows = following[:at] or [c for c in following[at + 1 :] if c.sentence == closing.sentence]
    inflows, outflows = _flows(flows, words)
    return _Account(opening, inflows, outflows, closing) if inflows or outflows else None


def _flows(claims: Sequence[Claim], words: _Words) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    said = [(_said(claim, words), claim) for claim in claims]
    return tuple(c for which, c in said if which > 0), tuple(c for which, c in said if which < 0)


def _goes_with(reading: Reading, opening: Claim, claim: Claim, lexicon: Lexicon) -> bool:
    """Whether a number may belong to the account: its unit, near by, and no more in brackets than the opening."""
    return (
        _is_amount(claim)
        and not is_mean(claim)
        and lexicon.comparable(claim.unit, opening.unit)
        and claim.sentence - opening.sentence <= _LAST_SENTENCE
        and reading.outline.enclosing(claim.span.start) == reading.outline.enclosing(opening.span.start)
    )


def _closes(claim: Claim, name: tuple[str, str], words: _Words) -> bool:
    """Whether a number is that of the same thing at the end: the same noun behind the word, or none."""
    found = None if words.opening.search(label_of(claim)) else _name(claim, words.closing)
    return found is not None and all(not a or not b or a == b for a, b in zip(found, name, strict=True))


def _name(claim: Claim, word: re.Pattern[str]) -> tuple[str, str] | None:
    """Whose stock it is and of what: the words before 期初 or 期末 and those behind it."""
    label = label_of(claim)
    found = word.search(label)
    if not found or _COMPARED.search(label):
        return None
    return _EMPTY.sub("", label[: found.start()]), _EMPTY.sub("", label[found.end() :])


def _said(claim: Claim, words: _Words) -> int:
    """1 for what came, -1 for what went, 0 for neither; the last word before the number decides, else one behind."""
    label = label_of(claim)
    if _COMPARED.search(label):
        return 0
    behind = _BEHIND.match(claim.document.text, claim.span.end)
    for text in (label, behind[0] if behind else ""):
        came, went = (max((m.end() for m in w.finditer(text)), default=0) for w in (words.inflow, words.outflow))
        if came != went:
            return 1 if came > went else -1
    return 0


def _is_meant(account: _Account, lexicon: Lexicon) -> bool:
    """Whether the account balances, rounding counted in, or one keystroke in one of its numbers makes it balance."""
    gap = _sum(account.came, lexicon) - _sum(account.went, lexicon)
    claims = (*account.came, *account.went)
    if abs(gap) <= sum((_rounding(claim, lexicon) for claim in claims), Fraction(0)):
        return True
    if max(sum(map(str.isdigit, c.quantity.text)) for c in claims) < _FEWEST_DIGITS:
        return False
    return any(_is_slip(c, -gap, lexicon) for c in account.came) or any(_is_slip(c, gap, lexicon) for c in account.went)


def _sum(claims: Sequence[Claim], lexicon: Lexicon) -> Fraction:
    return sum((lexicon.value(claim) for claim in claims), Fraction(0))


def _rounding(claim: Claim, lexicon: Lexicon) -> Fraction:
    """How far the true value may be from the printed one."""
    if claim.amount.interval.is_point:
        return Fraction(0)
    return claim.amount.step * lexicon.factor(claim.unit) / 2


def _is_slip(claim: Claim, off: Fraction, lexicon: Lexicon) -> bool:
    step, value = claim.amount.step * lexicon.factor(claim.unit), lexicon.value(claim)
    if not step or not claim.amount.is_exact:
        return False
    needed = (value + off) / step
    return needed > 0 and needed.denominator == 1 and are_one_slip_apart(str(round(value / step)), str(needed))
