"""Made-up groups that look like real ones: the same ones for the same seed, however many are asked for.

Where they are follows Zipf's law: the countries with the most people in their towns have the most groups, and so have
the first states and cities of each. Regions, towns and languages are real; nothing else is.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from babel.languages import get_official_languages

from alliances.choices import Benefit, ConfirmedBy, Fee, Freshness, Joiner, Kind, Life, RegionKind
from alliances.models import Region, RegionAncestry, Town

NOW = datetime(2026, 11, 1, tzinfo=UTC)
YEARS = 8  # over which they were listed
TOWNS = 20_000  # the largest ones, for seats
COMMUNITIES = ("women who run spaces", "rural spaces", "libraries", "artists", "social enterprises", "makers")
FIRST = (
    "Open", "United", "Common", "Northern", "Southern", "Independent", "Free", "Blue", "Green", "New", "Shared", "Lake",
    "River", "Harbour", "Mountain", "Garden", "Bright", "Central", "Old Town", "Valley",
)  # fmt: skip
SECOND = (
    "Desks", "Coworkers", "Spaces", "Hubs", "Workshops", "Studios", "Collaborators", "Tiers-lieux", "Räume", "Espacios",
    "Spazi", "Makers", "Neighbours", "Founders", "Tables", "Commons", "Kontore", "Escritórios", "Villages", "Ateliers",
)  # fmt: skip
BODIES = {
    Kind.ALLIANCE: ("Alliance", "Union", "Network", "Federation", "Verbund", "Alianza", "League"),
    Kind.COLLECTIVE: ("Collective", "Cooperative", "Collectif", "Genossenschaft", "Cooperativa"),
    Kind.ASSOCIATION: ("Association", "Verein", "Asociación", "Society", "Associação", "Guild"),
}
DOES = (
    "buys together", "trains new hosts", "speaks for its members", "shares health insurance", "runs a yearly meeting",
    "lets members work from each other’s desks", "surveys the sector", "helps new spaces to open",
)  # fmt: skip
Facts = dict[str, Any]


class Group(NamedTuple):
    """What Alliance.publish takes: `facts`, with codes as `covers` and `excludes`, and columns `besides`."""

    facts: Facts
    besides: Facts


class World:
    """The ground on which groups are made up: regions by rank, in lists for quick draws. Seven queries."""

    def __init__(self) -> None:
        self.regions = {region.pk: region for region in Region.objects.order_by("pk")}
        self.towns = list(Town.objects.order_by("-population", "pk")[:TOWNS])
        self.countries = self._ranked_countries()
        self.states: dict[str, list[str]] = defaultdict(list)
        self.cities: dict[str, list[str]] = defaultdict(list)
        of_country = {RegionKind.SUBDIVISION: self.states, RegionKind.CITY: self.cities, RegionKind.METRO: self.cities}
        by_country = RegionAncestry.objects.filter(ancestor__kind=RegionKind.COUNTRY, descendant__kind__in=of_country)
        for country, code in by_country.values_list("ancestor", "descendant").order_by("ancestor", "descendant"):
            of_country[RegionKind(self.regions[code].kind)][country].append(code)
        self.members: dict[str, list[str]] = defaultdict(list)
        links = Region.members.through.objects.order_by("from_region", "to_region")
        for grouping, member in links.values_list("from_region", "to_region"):
            self.members[grouping].append(member)
        self.groupings = sorted(self.members)
        self.wide = sorted(code for code, region in self.regions.items() if region.kind in {"region", "subregion"})

    def _ranked_countries(self) -> list[str]:
        people: dict[str, int] = defaultdict(int)
        above = RegionAncestry.objects.filter(ancestor__kind=RegionKind.COUNTRY).values_list("descendant", "ancestor")
        country_of = dict(above)
        for town in self.towns:
            people[country_of.get(town.region_id, "")] += town.population
        countries = [code for code, region in self.regions.items() if region.kind == RegionKind.COUNTRY]
        return sorted(countries, key=lambda code: (-people[code], code))


@cache
def sums(number: int) -> Sequence[float]:
    """Zipf's weights of the first so many, summed up."""
    return list(accumulate(1 / rank for rank in range(1, number + 1)))


def made_up(number: int, seed: int = 4) -> Iterator[Group]:
    """So many groups."""
    world, dice = World(), random.Random(seed)  # the same every time
    for position in range(number):
        yield one(world, dice, position)


def drawn(dice: random.Random, ranked: Sequence[str]) -> str:
    """One of a ranked list, by Zipf's law."""
    return dice.choices(ranked, cum_weights=sums(len(ranked)))[0]


def area_of(world: World, dice: random.Random) -> tuple[list[str], list[str]]:
    """What a group covers, and what it leaves out."""
    luck, country = dice.random(), drawn(dice, world.countries)
    states, cities = world.states[country], world.cities[country]
    if luck < 0.45 and states:
        return sorted({drawn(dice, states) for _state in range(dice.choice((1, 1, 1, 2)))}), []
    if luck < 0.72 and cities:
        return [drawn(dice, cities)], []
    if luck < 0.88:
        return [country], []
    if luck < 0.92:
        return sorted({country, *(drawn(dice, world.countries) for _country in range(2))}), []
    if luck < 0.95:
        grouping = dice.choice(world.groupings)
        return [grouping], [dice.choice(world.members[grouping])] if dice.random() < 0.3 else []
    if luck < 0.97:
        return [dice.choice(world.wide)], []
    return (["001"], [country] if dice.random() < 0.05 else []) if luck < 0.995 else ([], [])


def one(world: World, dice: random.Random, position: int) -> Group:
    covers, excludes = area_of(world, dice)
    kind = dice.choices(list(Kind), weights=(5, 2, 3))[0]
    life = dice.choices(list(Life), weights=(84, 6, 6, 4))[0]
    ground = world.regions[covers[0]] if covers else world.regions["001"]
    name = name_of(dice, ground, kind)
    facts = {
        "name": name,
        "kind": kind.value,
        "acronym": "".join(word[0] for word in name.split()).upper()[:12] if dice.random() < 0.2 else "",
        "summary": f"{name} {dice.choice(DOES)} and {dice.choice(DOES)}."[:200],
        "text_language": "en",
        "website": f"https://group-{position}.example",
        "covers": covers,
        "excludes": excludes,
        "community": dice.choice(COMMUNITIES) if dice.random() < 0.03 else "",
        "coverage_note": "" if covers else "all round the lake",
        "town": dice.choice(world.towns).pk if dice.random() < 0.3 else None,
        "founded_year": dice.randint(2005, 2026) if dice.random() < 0.5 else None,
        "who_can_join": some(dice, list(Joiner), (6, 3, 2, 1), 2),
        "fee": dice.choices(["", *Fee.values], weights=(5, 1, 3, 1))[0],
        "benefits": [{"name": one, "note": ""} for one in some(dice, list(Benefit), range(12, 0, -1), 4)],
        "languages": languages_of(dice, ground),
        "life": life.value,
    }
    return Group(facts, besides_of(dice))


def name_of(dice: random.Random, ground: Region, kind: Kind) -> str:
    words = dice.choice(FIRST), dice.choice(SECOND), dice.choice(BODIES[kind])
    place = str(ground.names.get(dice.choice(("en", "_local"))) or ground.name)
    patterns = ("{0} {1} {2} {3}", "{3} {2} of {1}", "{2} of {0} {1} in {3}", "{0} {2} {3}", "Coworking {3} {0} {2}")
    return dice.choice(patterns).format(*words, place)[:120]


def some(dice: random.Random, values: Sequence[Any], weights: Sequence[int], most: int) -> list[str]:
    """None to `most` of the values, each once."""
    return sorted({str(value) for value in dice.choices(values, weights=weights, k=dice.randint(0, most))})


@cache
def official(code: str) -> tuple[str, ...]:
    """The languages of a country or state, most official first; none for what is wider."""
    found = get_official_languages(code.split("-")[0].upper(), de_facto=True)
    return tuple(language for language in found if len(language) <= 3)


def languages_of(dice: random.Random, ground: Region) -> list[str]:
    spoken = official((ground.parent_id or "001") if ground.is_circle else ground.pk)
    own = {dice.choice(spoken)} if spoken and dice.random() < 0.8 else set()
    return sorted(own | ({"en"} if dice.random() < 0.4 else set()))


def besides_of(dice: random.Random) -> Facts:
    """When it was listed, and whether it was confirmed since."""
    listed_at = NOW - timedelta(minutes=dice.randrange(YEARS * 365 * 24 * 60))
    freshness = dice.choices(list(Freshness), weights=(5, 4, 1))[0]
    besides: Facts = {"listed_at": listed_at, "freshness": freshness.value}
    if freshness == Freshness.NEVER_CONFIRMED:
        return besides | {"source_url": "https://source.example", "source_read_on": "2026-11"}
    confirmed_on = date(2026, 11, 1) - timedelta(days=dice.randrange(700))
    return besides | {"confirmed_on": confirmed_on, "confirmed_by": dice.choice(ConfirmedBy.values)}
