"""Age groups that adjoin make up the population: 0—14岁人口…，15—59岁人口…，60岁及以上人口…."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, Ground, Relation
from factcheck.relations.parallels import totals_before
from factcheck.relations.series import sum_of
from factcheck.relations.splits import whole_of
from factcheck.rulebook import Rulebook

_GROUP = expression(
    r"(?<![\d.])(?P<first>\d{1,3})(?:[－—–―~～至-]{1,2}(?P<last>\d{1,3})[岁歲]|[岁歲](?P<open>及以上|或以上|以上))"
    r"[\u4e00-\u9fff]{0,8}$"
)
_LONGEST_NAME = 24  # characters from the first age to the number
_FEWEST = 2


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Runs of age groups from birth on, each beginning where the last one ended, and the total that they make."""
    if "岁" not in reading.document.text:
        return
    for parts in _runs(reading):
        if found := whole_of(totals_before(reading, parts, rulebook.lexicon), [parts], rulebook.lexicon):
            whole, _, tries = found
            doubt = min(Fraction(1), rulebook.doubt("complements") * tries)
            yield sum_of(reading, whole, parts, Ground("complements", doubt))


def _runs(reading: Reading) -> Iterator[Sequence[Claim]]:
    run: list[Claim] = []
    awaited = 0
    for claim in reading.levels:
        text = reading.document.text[max(0, claim.span.start - _LONGEST_NAME) : claim.span.start]
        group = _GROUP.search(text)
        if not group:
            continue
        first = int(group["first"])
        if first != awaited or (run and claim.unit != run[0].unit):
            run, awaited = [], 0
        if first == awaited:
            run, awaited = [*run, claim], int(group["last"] or -1) + 1
        if group["open"]:
            if len(run) >= _FEWEST:
                yield run
            run, awaited = [], 0
