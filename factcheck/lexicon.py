"""The words that numbers live among: units, modifiers, idioms, nouns, places. Facts stand in `rules/lexicon/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path

from factcheck.datafiles import DataFile, DataFileError, read_fraction
from factcheck.model import Claim, Kind, Modifier, Place
from factcheck.shapes import IdiomsFile, ModifiersFile, SubjectsFile

ONE = Fraction(1)  # the factor of most units: to ask whether it is this very one takes no arithmetic


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A printed unit. Units of one `dimension` are comparable; `factor` converts to its base unit.

    Money, shares and dozens are told in the `base` unit of their dimension (5角 is 0.5元, 3‰ is 0.3%, 两打 24个), all
    others as printed (5公顷): `conversion` is what the printed numeral is multiplied with.
    """

    name: str
    kind: Kind
    dimension: str
    factor: Fraction = ONE
    base: str = ""

    @property
    def conversion(self) -> Fraction:
        return ONE if self.base == self.name else self.factor


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All lexicon files of one or more folders, later folders adding to earlier ones."""

    units: Mapping[str, Unit]
    before: Mapping[str, Modifier]
    after: Mapping[str, Modifier]
    between: frozenset[str]
    idioms: Mapping[str, str]
    indefinite: frozenset[str]
    ranks: frozenset[str]
    persons: frozenset[str]
    stops: frozenset[str]
    edges: frozenset[str]
    nouns: frozenset[str]
    nameless: frozenset[str]
    equivalents: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    places_file: Path | None = field(default=None)

    def comparable(self, a: str | None, b: str | None) -> bool:
        """Whether amounts in the units may be compared: one unit, or one dimension that converts."""
        if a == b:
            return True
        first, second = self.units.get(a or ""), self.units.get(b or "")
        if not first or not second or first.kind is not second.kind or first.dimension != second.dimension:
            return False
        return first.dimension not in _LONE_DIMENSIONS

    def interchangeable(self, a: str | None, b: str | None) -> bool:
        """Whether the units may stand for one another beside one noun: comparable, or 个 for another classifier."""
        if self.comparable(a, b):
            return True
        if _GENERIC not in (a, b):
            return False
        dimensions = {unit.dimension for name in (a, b) if (unit := self.units.get(name or ""))}
        return dimensions <= _LONE_DIMENSIONS

    def factor(self, unit: str | None) -> Fraction:
        """What one `unit` is in the base unit of its dimension."""
        known = self.units.get(unit or "")
        return known.factor if known else ONE

    def value(self, claim: Claim) -> Fraction:
        """The nominal value of a claim in the base unit of its dimension; a range counts as nothing."""
        quantity = claim.quantity
        known = self.units.get(quantity.unit or "")
        value = quantity.amount.value or _NOTHING
        return value * known.factor if known and known.factor != 1 else value

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Full and short names of places; a short name shared by several places is left out."""
        return _read_places(self.places_file)[0] if self.places_file else {}

    @cached_property
    def shared_places(self) -> Mapping[str, tuple[Place, ...]]:
        """Full names that several places share, as 鼓楼区 of four cities."""
        return _read_places(self.places_file)[1] if self.places_file else {}

    @cached_property
    def members(self) -> Mapping[str, frozenset[str]]:
        """For the code of each place the codes of the places that it falls into today: of a province its cities and
        what it governs directly, of a city its counties."""
        return _read_places(self.places_file)[2] if self.places_file else {}


_TOLD_IN_BASE = frozenset({Kind.MONEY, Kind.PERCENT, Kind.PERCENTAGE_POINT})
_NOTHING = Fraction(0)
_GENERIC = "个"  # the classifier that may stand for any other
_LONE_DIMENSIONS = frozenset({"thing", "loose"})


def load_lexicon(folders: tuple[Path, ...]) -> Lexicon:
    """The lexicon in `folders`; raises DataFileError with file:line:column."""
    units: dict[str, Unit] = {}
    before: dict[str, Modifier] = {}
    after: dict[str, Modifier] = {}
    idioms: dict[str, str] = {}
    equivalents: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    between, indefinite, ranks, persons, stops, edges, nouns, nameless = (set[str]() for _ in range(8))
    for file in _files(folders, "units.yaml"):
        units.update(_units(file))
    for file in _files(folders, "modifiers.yaml"):
        read = file.convert(ModifiersFile)
        before.update(_modifiers(file, "before", read.before))
        after.update(_modifiers(file, "after", read.after))
        between.update(read.between.split())
    for file in _files(folders, "idioms.yaml"):
        found = file.convert(IdiomsFile)
        idioms.update(dict.fromkeys(found.function_words.split(), "idiom"))
        idioms.update(dict.fromkeys(found.plans.split(), "plan"))
        idioms.update(dict.fromkeys(found.events.split(), "event"))
        indefinite.update(found.indefinite.split())
        ranks.update(found.ranks.split())
    for file in _files(folders, "subjects.yaml"):
        subjects = file.convert(SubjectsFile)
        persons.update(subjects.persons.split())
        stops.update(subjects.stops.split())
        edges.update(subjects.edges.split())
        nouns.update(subjects.nouns.split())
        nameless.update(subjects.nameless.split())
        equivalents.update({name: group[0] for group in subjects.equivalents for name in group})
    for file in _files(folders, "words.yaml"):
        for name, text in file.convert(dict[str, str]).items():
            words[name] = tuple(sorted({*words.get(name, ()), *text.split()}, key=lambda w: (-len(w), w)))
    places = next((f / "places.tsv" for f in reversed(folders) if (f / "places.tsv").is_file()), None)
    return Lexicon(
        units, before, after, frozenset(between), idioms, frozenset(indefinite), frozenset(ranks),
        frozenset(persons), frozenset(stops), frozenset(stops | edges), frozenset(nouns), frozenset(nameless),
        equivalents, words, places,
    )  # fmt: skip


def _files(folders: tuple[Path, ...], name: str) -> list[DataFile]:
    return [DataFile(folder / name) for folder in folders if (folder / name).is_file()]


def _units(file: DataFile) -> dict[str, Unit]:
    units = {}
    for kind, dimensions in file.convert(dict[str, dict[str, str]]).items():
        if kind not in set(Kind):
            raise file.error((kind,), f"未知的数字种类 (unknown kind) {kind!r}；可用: {', '.join(Kind)}")
        for dimension, names in dimensions.items():
            first = next(iter(names.split()), "").partition("=")[0]
            for entry in names.split():
                name, _, factor = entry.partition("=")
                is_told_in_base = kind in _TOLD_IN_BASE or (factor and dimension in _LONE_DIMENSIONS)
                base = first if is_told_in_base else name
                exact = read_fraction(factor or "1")
                if exact is None or not name:
                    raise file.error((kind, dimension), f"换算系数不是数 (not a number): {entry[:20]}")
                if exact <= 0:
                    raise file.error((kind, dimension), f"换算系数应大于零 (must be positive): {entry}")
                units[name] = Unit(name, Kind(kind), dimension, ONE if exact == ONE else exact, base)
    return units


def _modifiers(file: DataFile, side: str, groups: dict[str, str]) -> dict[str, Modifier]:
    for name in groups:
        if name not in set(Modifier):
            raise file.error((side, name), f"未知的修饰 (unknown modifier) {name!r}；可用: {', '.join(Modifier)}")
    return {word: Modifier(name) for name, words in groups.items() for word in words.split()}


_Places = tuple[dict[str, Place], dict[str, tuple[Place, ...]], dict[str, frozenset[str]]]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, 1, 1, f"无法读取 (unreadable): {error}") from None


@lru_cache(maxsize=4)
def _read_places(path: Path) -> _Places:
    """Places by the names that only one has, those that share a full name, and the members of each by code."""
    codes: dict[str, dict[str, None]] = {}
    names: dict[str, str] = {}
    full: set[str] = set()
    members: dict[str, set[str]] = {}
    for number, line in enumerate(_lines(path), 1):
        cells = line.split("\t")
        if number == 1 or not line:
            continue
        if len(cells) < 5 or len(cells[0]) != 6 or not cells[0].isdecimal():
            raise DataFileError(path, number, 1, "应为 code、name、short、level、parent 五列 (five columns expected)")
        code = cells[0]
        names.setdefault(code, cells[1])
        full.add(cells[1])
        for form in cells[1:3]:
            codes.setdefault(form, {})[code] = None
        if len(cells) < 6 or not cells[5]:
            members.setdefault(cells[4], set()).add(code)
    places = {code: Place(code, name) for code, name in names.items()}
    return (
        {form: places[next(iter(known))] for form, known in codes.items() if len(known) == 1},
        {
            form: tuple(places[code] for code in known)
            for form, known in codes.items()
            if len(known) > 1 and form in full
        },
        {code: frozenset(inside) for code, inside in members.items()},
    )
