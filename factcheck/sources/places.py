"""A part of a place within the whole: 747 villages of a city within its province's 7,746; and the members of a place,
where all are listed, against the whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.relations.identity import apart_in_time, is_statement, names_all, plain_subject
from factcheck.sources import Sources
from factcheck.sources.keys import Fact, Key
from factcheck.sources.same_fact import is_comparable

# What does not add up over places: averages, prices, rates, and whatever is the most, the longest or the first.
_NOT_ADDITIVE = re.compile("均|价|工资|标准|密度|指数|率|最|每|排名|海拔|气温|寿命|强度|浓度|比例|比重|限额|缴费基数")
_ADDITIVE = frozenset({Kind.COUNT, Kind.MONEY})
_ADDITIVE_MEASURES = ("measure:area", "measure:mass", "measure:energy", "measure:volume", "measure:power")
_FEWEST_MEMBERS = 2


def find(sources: Sources) -> Iterator[Relation]:
    """Parts within wholes by their keys, by the names that counts share, and whole memberships."""
    yield from _by_key(sources)
    yield from _by_name(sources)


def is_additive(fact: Fact) -> bool:
    """Whether numbers of this kind add up over places and over time."""
    return (
        is_comparable(fact)
        and fact.key.aspect is Aspect.LEVEL
        and (fact.claim.quantity.kind in _ADDITIVE or fact.key.dimension in _ADDITIVE_MEASURES)
        and not _NOT_ADDITIVE.search(fact.key.subject)
        and not any(_NOT_ADDITIVE.search(part) or part.startswith("/") for part in fact.key.sense)
    )


def _by_key(sources: Sources) -> Iterator[Relation]:
    groups: dict[Hashable, dict[str, Fact]] = defaultdict(dict)
    for fact in filter(is_additive, sources.facts):
        key = fact.key
        assert key.place is not None
        groups[key.subject, key.sense, key.period, key.dimension].setdefault(key.place.code, fact)
    for placed in groups.values():
        if len(placed) > 1:
            yield from _within(placed, sources)
            yield from _members(placed, sources)


def _within(placed: Mapping[str, Fact], sources: Sources) -> Iterator[Relation]:
    """Each part beside the nearest place around it that another document tells of."""
    ground = Ground("place-within-key", sources.rulebook.doubt("place-within-key"))
    for code, part in placed.items():
        around = (placed[other] for other in enclosing(code) if other in placed)
        whole = next((fact for fact in around if fact.claim.document is not part.claim.document), None)
        if whole:
            yield Relation("within-place", {"whole": (whole.claim,), "part": (part.claim,)}, ground)


def enclosing(code: str) -> Iterator[str]:
    """The codes of the places around one, or around some part of one, from the inside.

    >>> list(enclosing("330903")), list(enclosing("330000")), list(enclosing("330000~"))
    (['330900', '330000', '100000'], ['100000'], ['330000', '100000'])
    """
    yield from dict.fromkeys(
        outer for outer in (code[:6], code[:4] + "00", code[:2] + "0000", "100000") if outer != code
    )


def _members(placed: Mapping[str, Fact], sources: Sources) -> Iterator[Relation]:
    """Wholes all of whose members are told of, not all of them in the same document as the whole."""
    ground = Ground("members", sources.rulebook.doubt("members"))
    for code, whole in placed.items():
        members = sources.rulebook.lexicon.members.get(code, frozenset())
        if len(members) < _FEWEST_MEMBERS or not members <= placed.keys():
            continue
        parts = tuple(placed[member].claim for member in sorted(members))
        if any(part.document is not whole.claim.document for part in parts):
            yield Relation("members-across", {"whole": (whole.claim,), "part": parts}, ground)


def _by_name(sources: Sources) -> Iterator[Relation]:
    """For each count of a place, the largest count of the same thing in the place around it."""
    named: dict[str, list[Claim]] = defaultdict(list)
    keys: dict[Claim, Key] = {}
    lexicon = sources.rulebook.lexicon
    for fact in sources.facts:
        claim = fact.claim
        if is_statement(claim) and claim.place and claim.quantity.kind is Kind.COUNT and len(claim.subject) >= 2:
            named[_name(claim, lexicon)].append(claim)
            keys[claim] = fact.key
    ground = Ground("place-within", sources.rulebook.doubt("place-within"))
    for claims in named.values():
        totals = _totals(claims)
        for part in claims:
            around = (total for code in _around(part) for total in totals.get(code, ()))
            fitting = [total for total in around if lexicon.interchangeable(total.unit, part.unit)]
            whole = max((w for w in fitting if w.document is not part.document), key=_size, default=None)
            if not whole or not names_all(whole) or apart_in_time(whole, part):
                continue
            if _of_one_sense(keys[whole], keys[part], bool(whole.place and whole.place.code == "100000")):
                yield Relation("within-place", {"whole": (whole,), "part": (part,)}, ground)


def _of_one_sense(whole: Key, part: Key, is_country: bool) -> bool:
    """Whether a part of the one may be counted in the other: 累计 has no place in 新增, and an aim none in what is.

    What is said of the country is so only where its sentence says so: its name is part of many others.
    """
    if whole.place is None and is_country:
        return False
    return whole.status is part.status and (whole.sense == part.sense or "累计" in whole.sense or not whole.sense)


def _totals(claims: Sequence[Claim]) -> Mapping[str, Sequence[Claim]]:
    """The largest claims of each place, one a unit: one that names all before one that does not."""
    largest: dict[str, dict[str | None, Claim]] = defaultdict(dict)
    for claim in claims:
        known = largest[claim.place.code if claim.place else ""]
        if claim.unit not in known or _size(claim) > _size(known[claim.unit]):
            known[claim.unit] = claim
    return {code: list(known.values()) for code, known in largest.items()}


def _size(claim: Claim) -> tuple[Fraction, bool]:
    return claim.amount.value or Fraction(0), names_all(claim)


def _name(claim: Claim, lexicon: Lexicon) -> str:
    subject = plain_subject(claim.subject)
    return lexicon.equivalents.get(subject, subject)


def _around(part: Claim) -> Iterator[str]:
    return enclosing(part.place.code) if part.place else iter(())
