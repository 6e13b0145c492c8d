"""What a finding is known by from one run to the next: its content, never its place.

A baseline, a code-scanning service and a merge request all ask whether a finding is an old one. Lines and offsets
change with every paragraph that is put in before; the contradiction itself does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from factcheck.model import Claim, Finding

VERSION = "1"  # a change of what is told below makes every old fingerprint void
_AROUND = 8  # characters of a neighbour's words: two or three words, which tell most twins apart
_NO_WORD = re.compile(r"[\W\d_]+")


def fingerprint(finding: Finding) -> str:
    """32 hexadecimal digits for the rule, the accused number, the numbers it is held against, and the words on either
    side of it; spaces, punctuation and other figures nearby count for nothing."""
    from hashlib import sha256

    others = sorted(claim.quantity.text for claim in finding.others)
    told = (VERSION, finding.rule.id, finding.accused.quantity.text, *_words(finding.accused), *others)
    return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:32]


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The fingerprint of each finding, and which of its twins in the same document it is: `5f2e…:1`, `5f2e…:2`."""
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for finding in findings:
        known = finding.accused.document.path, fingerprint(finding)
        seen[known] += 1
        numbered.append(f"{known[1]}:{seen[known]}")
    return tuple(numbered)


def _words(claim: Claim) -> tuple[str, str]:
    """The words before and after a number within its paragraph."""
    text, span = claim.document.text, claim.span
    before = text[max(0, span.start - 4 * _AROUND) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + 4 * _AROUND].partition("\n")[0]
    return _NO_WORD.sub("", before)[-_AROUND:], _NO_WORD.sub("", after)[:_AROUND]
