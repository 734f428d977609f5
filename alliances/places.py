"""What did they mean? The regions and towns behind what was typed.

Names in memory and slips of the finger: alliances/gazetteer.py. What stands beside a name: alliances/qualifiers.py.
What is offered while somebody types: alliances/suggestions.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alliances import gazetteer
from alliances.choices import RegionKind
from alliances.gazetteer import SPOKEN_CODES
from alliances.models import Region, RegionName, Town, TownName
from alliances.models.region import RegionQuerySet
from alliances.models.town import TOWN, Bearer, likely
from alliances.qualifiers import (
    BEARERS_AT_MOST,
    BEGUN_AT_LEAST,
    Fit,
    Reading,
    misspelt,
    plain_words,
    qualified,
    readings_of,
)
from alliances.text import fold, spellings, written_out

MOST = 20  # places offered when there are several
CORRECTIONS = 8
GROUNDS = 5
CITY = 1_000_000  # people: such a town is asked about beside a country of which it is the code (LA)
CODE_LENGTH = 3  # letters of the longest code of a state, without its country
LONGEST = 120  # letters that are looked at
BIG_TOWN = 100_000  # people: such a town comes before a state of the same name
NARROW = {RegionKind.SUBDIVISION, RegionKind.METRO, RegionKind.CITY}
PARENTS = "parent__parent"  # the state and the country of the narrowest region

Place = Region | Town


@dataclass(frozen=True)
class Meaning:
    """The places that were perhaps meant, likeliest first; one that `is_sure` needs no question.

    Without any: `corrections`, what may have been meant, and `grounds`, the states or countries that were named.
    """

    places: Sequence[Place] = ()
    is_sure: bool = False
    corrections: Sequence[Place] = ()
    grounds: Sequence[Region] = ()

    def __bool__(self) -> bool:
        return bool(self.places)


def meant_by(text: str) -> Meaning:
    """Regions and towns of this name or code, in any language, alone or with what they lie in.

    Countries, groupings and codes go before towns of that name. A name of a state and of a town means the
    town when it lies in that state or has BIG_TOWN people; otherwise both are offered. Whoever types a name
    that several places bear is asked. One to eight queries for what is known, at most sixteen for what is not.
    """
    asked = fold(text)[:LONGEST].strip()
    meaning = _exactly(asked) if asked else Meaning()
    if meaning or not asked:
        return meaning
    readings = readings_of(asked)
    within, fit = beside(readings, BEGUN_AT_LEAST)
    if within and fit < Fit.ALIKE:
        return within
    values = [*misspelt(readings), *gazetteer.almost(asked), *gazetteer.beginning(asked, CORRECTIONS)]
    corrections = distinct([*within.places, *load(values, CORRECTIONS)] or named_before_comma(text))
    return Meaning(corrections=corrections[:CORRECTIONS], grounds=_grounds(asked))


def _exactly(asked: str) -> Meaning:
    """The places of this name, else of its other spellings, else the states that ISO writes so."""
    return _named(asked, written_out(asked)) or other_spelling(asked) or _of(_states_coded(asked))


def other_spelling(asked: str) -> Meaning:
    """The places of a name in which one letter is written as two: koeln."""
    return _named(*spellings(asked))


def named_before_comma(text: str) -> Sequence[Place]:
    """The places named by what stands before the first comma, where there is one: the rest says nothing to us."""
    before, comma, _after = text.partition(",")
    return _exactly(fold(before)[:LONGEST]).places if comma and fold(before) else ()


def beside(readings: Sequence[Reading], begun_at_least: int) -> tuple[Meaning, Fit]:
    """The places that lie in what stands beside their name: six queries."""
    found = qualified(readings, begun_at_least) if readings else None
    if found is None:
        return Meaning(), Fit.WHOLE
    bearers = sorted((one.bearer for one in found.found if one.bearer), key=lambda bearer: -bearer.weight)
    regions = _regions_of(one.value for one in found.found if not one.bearer)
    return _ranked(regions, _towns(bearers), is_qualified=True), found.fit


def _named(*names: str) -> Meaning:
    """The places that bear exactly one of these folded names: one to three queries."""
    if not names:
        return Meaning()
    regions = _regions(Region.objects.named(*names))[:MOST]
    wide = [region for region in regions if region.kind not in NARROW or fold(region.code) in names]
    bearers = TownName.objects.spelled(names)
    if not wide:
        return _ranked(regions, _towns(bearers.bearers(BEARERS_AT_MOST)))
    # A canton of Luxembourg is not asked about beside its country; Georgia in the United States is.
    other = [region for region in regions if region not in wide and not _lies_in_one_of(region, wide)]
    is_code = len(names[0]) <= CODE_LENGTH
    cities = _towns(bearers.filter(population__gte=CITY).bearers()) if is_code else []
    return _of([*wide, *other, *(city for city in cities if not _lies_in_one_of(city.region, wide))])


def _ranked(regions: Sequence[Region], towns: Sequence[Town], *, is_qualified: bool = False) -> Meaning:
    """Regions and towns of one name in the order in which they are offered."""
    wide = [region for region in regions if region.kind not in NARROW]
    towns = [town for town in towns if not _lies_in_one_of(town.region, wide)]
    states = [one for one in regions if one.kind == RegionKind.SUBDIVISION and not _is_district_of(one, towns)]
    metros = [region for region in regions if region.kind == RegionKind.METRO]
    at_home = [town for town in towns if _lies_in_one_of(town.region, states)]
    first = [town for town in towns if town in at_home or town.population >= BIG_TOWN]
    # "Ontario, CA" may be the town in California or the province of Canada; "New York, USA" is the town.
    certain = at_home if is_qualified else first
    if states and towns and towns == certain[:1]:
        return _of([*wide, *towns])
    return _of([*wide, *first, *states, *(town for town in towns if town not in first), *([] if towns else metros)])


def _is_district_of(region: Region, towns: Iterable[Town]) -> bool:
    """Named like a town in the same state, which is meant rather than its district: London, Barcelona, Rome."""
    state = region.parent if region.is_district else None
    return state is not None and any(_lies_in_one_of(town.region, [state]) for town in towns)


def _of(places: Sequence[Place]) -> Meaning:
    return Meaning(places[:MOST], is_sure=len(places) == 1)


def _lies_in_one_of(region: Region, others: Sequence[Region]) -> bool:
    """Whether one of the others is the region or stands above it, as far as its parents were loaded."""
    step: Region | None = region
    while step is not None:
        if step in others:
            return True
        step = step.parent if step.parent_id and "parent" in step._state.fields_cache else None
    return False


def _towns(bearers: Iterable[Bearer]) -> list[Town]:
    """The towns of a name, without those that it is only a rare name of."""
    return [place for place in load([one.value for one in likely(bearers)], MOST) if isinstance(place, Town)]


def _regions(regions: RegionQuerySet) -> list[Region]:
    """With their parents, the widest first; without the cities drawn for a group: the town stands for them."""
    found = regions.exclude(kind=RegionKind.CITY).select_related(PARENTS)
    return sorted(found, key=lambda region: (-region.breadth, region.pk))


def _regions_of(codes: Iterable[str]) -> list[Region]:
    return _regions(Region.objects.filter(pk__in=list(codes)))


def load(values: Iterable[str], most: int) -> list[Place]:
    """The regions and towns of these values, in their order: two queries."""
    wanted = list(dict.fromkeys(values))[: 2 * most]
    codes = [value for value in wanted if not value.startswith(TOWN)]
    keys = [int(value.removeprefix(TOWN)) for value in wanted if value.startswith(TOWN)]
    found: dict[str, Place] = {region.value: region for region in _regions_of(codes)} if codes else {}
    towns = Town.objects.filter(pk__in=keys).select_related(f"region__{PARENTS}") if keys else ()
    found |= {town.value: town for town in towns}
    return distinct([found[value] for value in wanted if value in found])[:most]


def distinct(places: Sequence[Place]) -> list[Place]:
    """Each once, without the states that are named like a town in them which stands there too."""
    towns = [place for place in places if isinstance(place, Town)]
    return [place for place in dict.fromkeys(places) if not _is_repeated(place, towns)]


def _is_repeated(place: Place, towns: Iterable[Town]) -> bool:
    """A state or district that a town of the same name lies in: Barcelona, Moscow, Tokyo."""
    if isinstance(place, Town) or place.kind != RegionKind.SUBDIVISION:
        return False
    names = {fold(str(name)) for name in (place.name, *place.names.values())}
    return any(fold(town.name) in names and _lies_in_one_of(town.region, [place]) for town in towns)


def _states_coded(word: str) -> list[Region]:
    """The states of which ISO writes this after the country: NSW, TX."""
    if not (word.isascii() and word.isalnum() and 2 <= len(word) <= CODE_LENGTH):
        return []
    states = Region.objects.states().filter(pk__endswith=f"-{word}")
    return sorted(states.select_related(PARENTS), key=lambda state: (state.parent_id not in SPOKEN_CODES, state.pk))


def _grounds(asked: str) -> list[Region]:
    """The states and countries that the last or first words name: where a place lies that we do not know."""
    words = plain_words(asked)
    ends = [" ".join(words[start:]) for start in range(len(words))]
    starts = [" ".join(words[:end]) for end in range(len(words) - 1, 0, -1)]
    phrases = [*ends, *(phrase for phrase in starts if len(phrase) > CODE_LENGTH)]
    named: dict[str, list[str]] = defaultdict(list)
    for folded, code in RegionName.objects.filter(folded__in=phrases).values_list("folded", "region"):
        named[folded].append(code)
    phrase = next((phrase for phrase in phrases if phrase in named), "")
    regions = _regions_of(named[phrase]) if phrase else []
    if words[1:] and phrase in {"", words[-1]}:
        states = _states_coded(words[-1])
        regions += [state for state in states if state.parent_id in SPOKEN_CODES] or states
    return list(dict.fromkeys(regions))[:GROUNDS]
