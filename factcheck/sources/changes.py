"""A change told again: where one source has a thing fall from 232.3万 to 3.4万 and another to 3.4万 too, what it fell
from is one number, and likewise what it rose or fell to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import combinations

from factcheck.model import Claim, Ground, Relation
from factcheck.relations.identity import apart_in_time, digits_of
from factcheck.sources import Sources

_MOST_TOLD = 12  # of one end of changes; more say that it is no particular number
_FEWEST_DIGITS = 2  # of an end that two changes hardly share by chance
_HEAD = 2  # characters at the end of two subjects that count one thing: 农村贫困人口, 贫困人口
_ENDS = {"old": "new", "new": "old"}


def find(sources: Sources) -> Iterator[Relation]:
    """The other ends of changes of one thing in one place that have one end in common."""
    ground = Ground("change-again", sources.rulebook.doubt("change-again"))
    heads = {fact.claim: fact.key.subject[-_HEAD:] for fact in sources.facts}
    told: dict[Hashable, list[tuple[Claim, Claim]]] = defaultdict(list)
    for relation in sources.inside:
        if relation.kind in ("rise", "fall") and relation.roles.get("old") and relation.roles.get("new"):
            old, new = relation.roles["old"][0], relation.roles["new"][0]
            head = heads.get(old) or heads.get(new, "")
            for end, shared, other in (("old", old, new), ("new", new, old)):
                if shared.place and len(head) == _HEAD and _is_telling(shared):
                    told[relation.kind, end, shared.place, head, shared.unit, shared.amount.value].append(
                        (shared, other)
                    )
    for same in told.values():
        for (shared, a), (again, b) in combinations(same[:_MOST_TOLD], 2):
            if a.document is not b.document and _are_comparable(a, b, sources) and not apart_in_time(shared, again):
                yield Relation("same-across", {"value": (a,), "other": (b,)}, ground)


def _is_telling(claim: Claim) -> bool:
    return sum(map(str.isdigit, digits_of(claim))) >= _FEWEST_DIGITS


def _are_comparable(a: Claim, b: Claim, sources: Sources) -> bool:
    return sources.rulebook.lexicon.interchangeable(a.unit, b.unit) and not apart_in_time(a, b)
