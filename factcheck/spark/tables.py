"""What the Parquet files hold. Columns are an interface: new ones are added at the end, none changes its meaning.

Texts, which are given: `path`, and `text` (a string) or `content` (the bytes of a file of any format that is read).

Claims, a row a document:
    path, document      the first of its paths; what its content digests to
    date                ISO, where the document tells one
    unread              why it could not be read, else null; what of it could not be read, else empty
    packed              text and claims, as the archive on one machine keeps them
    claims              a list: the columns of `archive.rows.Row`

Findings, a row each, the most pressing first:
    rule, severity, confidence, message
    path, line, column, start, end, text    the number that is accused
    others              a list: path, line, column, start, end, text of those that it contradicts
    repairs             a list: path, start, end, text, replacement, slip
    rank, date          of the highest of its sources, and of what is newest
"""

from __future__ import annotations

from typing import Any

from factcheck.archive.conflicts import Conflict
from factcheck.archive.rows import Row
from factcheck.model import Claim
from factcheck.reporters.wording import message
from factcheck.rulebook import Rulebook

_TEXTS, _BOUNDS, _FLAGS = Row._fields[:10], ("low", "high"), ("is_known", "is_alone")
CLAIM = (
    "struct<"
    + ",".join(
        [f"{name}:string" for name in _TEXTS]
        + [f"{name}:double" for name in _BOUNDS]
        + [f"{name}:boolean" for name in _FLAGS]
        + ["number:int"]
    )
    + ">"
)
CLAIM_COLUMNS = (*_TEXTS, *_BOUNDS, *_FLAGS, "number")
CLAIMS = f"path string, document binary, date string, unread string, packed binary, claims array<{CLAIM}>"
VOICES = (
    "block string, document binary, "
    "voices array<struct<at:int,number:int,rank:long,place:string,until:string,is_lone:boolean>>"
)
_SPOT = "path:string,line:int,column:int,start:int,end:int,text:string"
FINDINGS = (
    "rule string, severity string, confidence string, message string, "
    "path string, line int, column int, start int, end int, text string, "
    f"others array<struct<{_SPOT}>>, "
    "repairs array<struct<path:string,start:int,end:int,text:string,replacement:string,slip:string>>, "
    "rank long, date string"
)


def finding(conflict: Conflict, rulebook: Rulebook) -> dict[str, Any]:
    """A conflict as a row of findings."""
    told = conflict.finding
    return {
        "rule": told.rule.id,
        "severity": told.severity.value,
        "confidence": told.confidence.value,
        "message": message(told, "zh"),
        **_spot(told.accused),
        "others": [_spot(claim) for claim in told.others],
        "repairs": [
            {**_where(repair.claim), "replacement": repair.text, "slip": repair.slip} for repair in told.repairs
        ],
        "rank": conflict.rank,
        "date": conflict.date,
    }


def _spot(claim: Claim) -> dict[str, Any]:
    place = claim.location
    return {**_where(claim), "line": place.line, "column": place.column}


def _where(claim: Claim) -> dict[str, Any]:
    place = claim.location
    return {"path": claim.document.path, "start": place.start, "end": place.end, "text": claim.quantity.text}
