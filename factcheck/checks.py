"""Relations held against rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from factcheck.equations import Values
from factcheck.lexicon import ONE, Lexicon
from factcheck.model import Amount, Check, Claim, Interval, Relation, Rule, Verdict
from factcheck.rulebook import Rulebook


def check_all(relations: Iterable[Relation], rulebook: Rulebook) -> tuple[Check, ...]:
    """Every relation held against every rule whose roles it fills; each comparison of the same numbers once,
    on the ground that leaves the least doubt."""
    return firmest(check for relation in relations for check in _checks(relation, rulebook))


def firmest(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Of the comparisons of the same numbers by one rule the one whose ground leaves the least doubt."""
    kept: dict[tuple[object, ...], Check] = {}
    for check in checks:
        relation = check.relation
        key = (check.rule.id, *(tuple(map(id, relation.roles[r])) for r in sorted(relation.roles)))
        known = kept.get(key)
        if known is None or relation.ground.doubt < known.relation.ground.doubt:
            kept[key] = check
    return tuple(kept.values())


def recheck(check: Check, rulebook: Rulebook, changed: Mapping[Claim, Amount]) -> Check:
    """The check as it would be with other amounts printed."""
    return hold(check.relation, check.rule, rulebook, changed)


def hold(relation: Relation, rule: Rule, rulebook: Rulebook, changed: Mapping[Claim, Amount] | None = None) -> Check:
    """A relation held against one rule whose roles it fills."""
    left, right, verdict = rulebook.equations[rule.id].compare(values(relation, rulebook.lexicon, changed or {}))
    if relation.apart:  # two facts: their numbers decide nothing
        verdict = Verdict.UNDECIDED
    return Check(relation, rule, verdict, left, right, relation.apart)


def values(relation: Relation, lexicon: Lexicon, changed: Mapping[Claim, Amount]) -> Values:
    """The intervals of each role, in the base unit of their dimension."""
    return {
        role: tuple([in_base_unit((changed.get(claim) or claim.amount).interval, claim, lexicon) for claim in claims])
        for role, claims in relation.roles.items()
    }


def _checks(relation: Relation, rulebook: Rulebook) -> Iterator[Check]:
    filled = {role for role, claims in relation.roles.items() if claims}
    for rule in rulebook.rules_for(relation.kind, relation.ground.name):
        if rulebook.equations[rule.id].roles <= filled and _is_asked(relation, rule, rulebook, filled):
            yield hold(relation, rule, rulebook)


def _is_asked(relation: Relation, rule: Rule, rulebook: Rulebook, filled: set[str]) -> bool:
    """Whether the condition under which a rule speaks holds, if it has one."""
    condition = rulebook.conditions.get(rule.id)
    if condition is None:
        return True
    if not condition.roles <= filled:
        return False
    return condition.compare(values(relation, rulebook.lexicon, {}))[2] is Verdict.HOLDS


def in_base_unit(interval: Interval, claim: Claim, lexicon: Lexicon) -> Interval:
    """Values in the unit of `claim` as they are compared: in the base unit, of which percent is one."""
    factor = lexicon.factor(claim.unit)
    if factor is ONE:
        return interval
    return Interval(
        None if interval.low is None else interval.low * factor,
        None if interval.high is None else interval.high * factor,
    )
