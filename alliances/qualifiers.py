"""What stands beside the name of a town: "springfield, mo", "paris tx", "london ontario canada", "日本 東京".

The words are taken apart in every way that leaves a name; whatever else was typed must name regions that hold a
place of that name: by a name in any language, by an ISO code ("mo" of US-MO), or by how a name begins.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from alliances import gazetteer
from alliances.models import RegionAncestry, RegionName, Town, TownName
from alliances.models.region import OWN_BREADTH
from alliances.models.town import TOWN, Bearer
from alliances.text import spellings, written_out

WORDS_AT_MOST = 8
BEARERS_AT_MOST = 600  # of all names that a text may hold; no name has more than some 120
NEAR_AT_MOST = 60  # places with a name like a misspelt one, before it is seen which lie where they should
BEGUN_AT_LEAST = 3  # letters of a region's name, in a text that is not being typed any more

Words = tuple[str, ...]
Named = Callable[[str, bool], set[str]]  # a phrase, and whether it is the last one → the codes that it names


class Fit(IntEnum):
    """How well the words name a region: the best first."""

    WHOLE = 0
    BEGUN = 1
    ALIKE = 2


class Reading(NamedTuple):
    """One way to take a text: a name, and the words that must name regions round it."""

    name: str
    rest: Words
    leads: bool = True  # the name stands first


class Candidate(NamedTuple):
    """A region or a town (with its Bearer) of that name. `leaf`: the code of the region whose ancestors hold it."""

    value: str
    leaf: str
    bearer: Bearer | None = None


Candidates = Mapping[str, Sequence[Candidate]]


class Qualified(NamedTuple):
    """The places that a reading leaves, and how well its words fit."""

    found: Sequence[Candidate]
    fit: Fit


def plain_words(folded: str) -> Words:
    """Without postcodes and house numbers: a word with a digit says nothing that we know."""
    return tuple(word for word in folded.split() if not any(letter.isdigit() for letter in word))


def readings_of(folded: str) -> list[Reading]:
    """Every way to take the words apart: longest names first, those that lead before those that end."""
    words = plain_words(folded)
    if len(words) > WORDS_AT_MOST or not words:
        return []
    whole = [] if " ".join(words) == folded else [Reading(" ".join(words), ())]
    lengths = range(len(words) - 1, 0, -1)
    leading = [Reading(" ".join(words[:length]), words[length:]) for length in lengths]
    return whole + leading + [Reading(" ".join(words[-length:]), words[:-length], leads=False) for length in lengths]


@dataclass(frozen=True)
class Grounds:
    """What holds some places: for each leaf the codes above it, and for each name of those the codes that bear it."""

    above: Mapping[str, set[str]]
    codes: Mapping[str, set[str]]
    narrow: Mapping[str, set[str]]  # the same of countries and their parts

    @classmethod
    def of(cls, candidates: Candidates) -> "Grounds":
        """Two queries. What belongs to a country counts as lying in it: "pointe à pitre, france"."""
        leaves = {one.leaf for found in candidates.values() for one in found}
        above: dict[str, set[str]] = defaultdict(set)
        rows = RegionAncestry.objects.filter(descendant__in=leaves)
        for leaf, code, sovereign in rows.values_list("descendant", "ancestor", "ancestor__sovereign"):
            above[leaf] |= {code, sovereign} if sovereign else {code}
        codes: dict[str, set[str]] = defaultdict(set)
        named = set().union(*above.values())
        narrow: dict[str, set[str]] = defaultdict(set)
        names = RegionName.objects.filter(region__in=named).values_list("folded", "region", "region__breadth")
        for name, code, breadth in names:
            codes[name].add(code)
            if breadth <= OWN_BREADTH:
                narrow[name].add(code)
        for code in named:
            codes[code.partition("-")[2]].add(code)  # "mo" of us-mo
        return cls(above, codes, narrow)

    def naming(self, fit: Fit, begun_at_least: int) -> Named:
        """What a phrase names, when it may be like this."""

        @cache
        def named(phrase: str, is_last: bool) -> set[str]:
            found = set(self.codes.get(phrase, ()))
            if fit == Fit.BEGUN and is_last and len(phrase) >= begun_at_least:
                found.update(*(codes for name, codes in self.narrow.items() if name.startswith(phrase)))
            if fit == Fit.ALIKE:
                found.update(*(self.narrow[name] for name in self._like(phrase)))
            return found

        return named

    def _like(self, phrase: str) -> Iterator[str]:
        """The names from which a phrase differs by a slip of the finger."""
        most = gazetteer.slips(phrase)
        for name in self.narrow if most else ():
            if name[:1] == phrase[0] and OSA.distance(phrase, name, score_cutoff=most) <= most:
                yield name

    def fitting(self, candidates: Iterable[Candidate], rest: Words, named: Named) -> list[Candidate]:
        """The candidates that lie in regions which all of these words name."""
        last = len(rest)
        spans = [(start, end) for start in range(last) for end in range(start + 1, last + 1)]
        phrases = [(start, end, named(" ".join(rest[start:end]), end == last)) for start, end in spans]
        return [one for one in candidates if _is_named(self.above[one.leaf] - {one.value}, last, phrases)]


def _is_named(above: set[str], last: int, phrases: Iterable[tuple[int, int, set[str]]]) -> bool:
    """Whether phrases that name regions above follow each other from the first word to the last."""
    reached = {0}
    for start, end, codes in phrases:
        if start in reached and not above.isdisjoint(codes):
            reached.add(end)
    return last in reached


def qualified(readings: Sequence[Reading], begun_at_least: int = BEGUN_AT_LEAST) -> Qualified | None:
    """The places of the first reading that leaves some, whole names of regions before begun ones: four queries."""
    candidates = bearing({reading.name for reading in readings})
    return first_fitting(readings, candidates, list(Fit), begun_at_least) if any(candidates.values()) else None


def first_fitting(
    readings: Sequence[Reading], candidates: Candidates, fits: Sequence[Fit], begun_at_least: int = BEGUN_AT_LEAST
) -> Qualified | None:
    grounds = Grounds.of(candidates)
    for fit in fits:
        named = grounds.naming(fit, begun_at_least)
        for reading in readings:
            # A country with a postcode is no place yet: only towns need nothing beside their name.
            bearers = [one for one in candidates.get(reading.name, ()) if reading.rest or one.bearer]
            found = grounds.fitting(bearers, reading.rest, named)
            if found:
                return Qualified(found, fit)
    return None


def bearing(names: Collection[str]) -> Candidates:
    """The regions and towns that bear each of these names; where none does, those of its other spellings."""
    ways = {name: [[name, written_out(name)], spellings(name)] for name in names}
    every = {way for tries in ways.values() for written in tries for way in written}
    places: dict[str, list[Candidate]] = defaultdict(list)
    for folded, code in sorted(RegionName.objects.filter(folded__in=every).values_list("folded", "region")):
        places[folded].append(Candidate(code, code))
    for bearer in TownName.objects.spelled(every).bearers(BEARERS_AT_MOST):
        places[bearer.folded].append(Candidate(bearer.value, bearer.leaf, bearer))
    return {name: next(filter(None, (_of_all(places, way) for way in tries)), []) for name, tries in ways.items()}


def _of_all(places: Candidates, names: Iterable[str]) -> list[Candidate]:
    return [one for name in dict.fromkeys(names) for one in places.get(name, ())]


def misspelt(readings: Sequence[Reading]) -> list[str]:
    """Values of places with a name like a leading one, where the rest says they are: three queries."""
    leading = [reading for reading in readings if reading.leads and reading.rest]
    near = {reading.name: gazetteer.near(reading.name)[:NEAR_AT_MOST] for reading in leading}
    keys = {int(value.removeprefix(TOWN)) for values in near.values() for value in values if value.startswith(TOWN)}
    leaves = {f"{TOWN}{key}": leaf for key, leaf in Town.objects.filter(pk__in=keys).values_list("pk", "region")}
    candidates = {name: [Candidate(one, leaves.get(one, one)) for one in values] for name, values in near.items()}
    found = first_fitting(leading, candidates, [Fit.WHOLE, Fit.BEGUN])
    return [one.value for one in found.found] if found else []
