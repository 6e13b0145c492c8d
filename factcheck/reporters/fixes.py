"""The repairs that a program can make: where nothing but white space stands between the digits of a numeral."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.model import Finding, Location, Repair


def fixes(finding: Finding) -> Iterator[tuple[Repair, Location]]:
    """The repairs whose numeral stands in its file as it is read, and where."""
    for repair in finding.repairs:
        document, numeral = repair.claim.document, repair.claim.quantity.numeral
        place = document.locate(numeral)
        source = document.source[place.start : place.end]
        if not document.is_extracted and "".join(source.split()) == "".join(document.printed(numeral).split()):
            yield repair, place
