"""How the archive grows: `python tests/benchmarks/archive_growth.py TEXTS.jsonl.gz [DOCUMENTS…]`.

TEXTS has a text in the field `text` of each line, and a name in `id`. Indexes the first 1,000, 2,000 … 6,000 of them
(or as many as are named), each into a store of its own, and prints for each
    index         milliseconds a document: reading it, tying its numbers and keeping it; and of these, keeping it
    again         milliseconds a document to find that nothing has changed
    store         kilobytes a document, and what the texts alone have
    claims        claims that can be looked up
    conflicts     milliseconds a thousand documents to search the store for contradictions, and how many it shows
    judged        claims, of those, that speak for a value of a fact that several documents tell, and microseconds for
                  each: the more documents, the more facts have a second teller, until all that ever will have one
    look-up       milliseconds beyond linting to ask the store for what a draft speaks of: mean, and 95 in 100
Times are of the processor, which other work on the machine disturbs least. What grows linearly stays as it is from row
to row.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from statistics import mean, quantiles
from time import process_time
from typing import NamedTuple

from factcheck.archive.conflicts import find_conflicts
from factcheck.archive.indexing import Read, keep, way_of_reading
from factcheck.archive.joins import JOINS, blocks
from factcheck.archive.lookup import references
from factcheck.archive.store import Store, reading, writing
from factcheck.archive.values import value_of
from factcheck.claims import Reading
from factcheck.model import Confidence
from factcheck.pipeline import check_readings, read_document
from factcheck.ranks import Ranks
from factcheck.readers.cleaning import clean
from factcheck.relations import find_relations
from factcheck.rulebook import Rulebook, load_rulebook

COUNTS = (1000, 2000, 3000, 4000, 5000, 6000)
DRAFTS = 200  # looked up in each store


class Text(NamedTuple):
    """A document by name."""

    name: str
    text: str

    @property
    def digest(self) -> bytes:
        return sha256(self.text.encode()).digest()


def texts(path: Path, most: int) -> list[Text]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Text(str(line["id"]), line["text"]) for line in map(json.loads, islice(lines, most))]


def read(text: Text, rulebook: Rulebook) -> Reading:
    return read_document(clean(text.text, text.name), rulebook)


def index(store: Store, known: Iterable[Text], rulebook: Rulebook) -> tuple[float, float]:
    """Seconds to read and tie, and to keep besides."""
    reading_, keeping = 0.0, 0.0
    for text in known:
        began = process_time()
        one = read(text, rulebook)
        whole = Read(text.digest, one, find_relations(one, rulebook))
        done = process_time()
        keep(store, text.name, whole, rulebook)
        reading_, keeping = reading_ + done - began, keeping + process_time() - done
    return reading_, keeping


def again(store: Store, known: Iterable[Text], rulebook: Rulebook) -> float:
    began = process_time()
    for text in known:
        store.document(text.digest, way_of_reading(rulebook))
    return process_time() - began


def look_up(path: Path, drafts: Sequence[Text], rulebook: Rulebook) -> list[float]:
    """Seconds beyond linting for each draft: opening the store, asking it, and judging what it answers."""
    beyond = []
    for text in drafts:
        draft = read(text, rulebook)
        began = process_time()
        check_readings([draft], rulebook)
        alone = process_time()
        with reading(path) as store:
            told = references(store, [draft], [text.name], rulebook.lexicon)
        check_readings([draft], rulebook, references=told)
        beyond.append(max(0.0, process_time() - alone - (alone - began)))
    return beyond


def measure(path: Path, known: Sequence[Text], rulebook: Rulebook) -> str:
    count = len(known)
    with writing(path) as store:
        took, keeping = index(store, known, rulebook)
        unchanged, size = again(store, known, rulebook), store.size()
    with reading(path) as store:
        began = process_time()
        report = find_conflicts(store, rulebook, Ranks())
        searching = process_time() - began
        voices = sum(
            len(speaking)
            for join in JOINS
            for _, speaking in blocks(join, map(value_of, store.ordered(join.flag, join.order)))
        )
    shown = sum(finding.confidence is not Confidence.POSSIBLE for finding in report.findings)
    beyond = look_up(path, known[:: max(1, count // DRAFTS)], rulebook)
    kilobytes, plain = path.stat().st_size / 1024, sum(len(text.text.encode()) for text in known) / 1024
    return (
        f"{count:6}  {1e3 * (took + keeping) / count:5.2f} ({1e3 * keeping / count:4.2f}){1e3 * unchanged / count:7.3f}"
        f"  {kilobytes / count:5.2f} ({plain / count:4.2f}) {size.claims:7}  {1e6 * searching / count:7.1f} ({shown})"
        f"  {voices:5} {1e6 * searching / max(1, voices):6.0f}"
        f"  {1e3 * mean(beyond):6.2f} {1e3 * quantiles(beyond, n=20)[-1]:6.2f}"
    )


def main() -> None:
    counts = [int(count) for count in sys.argv[2:]] or COUNTS
    known, rulebook = texts(Path(sys.argv[1]), max(counts)), load_rulebook()
    check_readings([read(known[0], rulebook)], rulebook)  # builds the patterns, which a run does once
    print("     n  index (keep)  again  store (text)  claims  conflicts  judged     us  look-up   p95")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            print(measure(Path(folder, "claims.db"), known[:count], rulebook), flush=True)


if __name__ == "__main__":
    main()
