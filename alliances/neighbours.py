"""What lies near a town: groups of cities and metropolitan areas round it, and other towns of its name."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from math import cos, inf, radians

from django.db.models import F, Q, QuerySet

from alliances.beginnings import beginnings, entries, is_by_place, is_other_than
from alliances.choices import Relation
from alliances.geometry import KM_PER_DEGREE, distance_km
from alliances.models import Alliance, Region, Town
from alliances.models.listing import Part
from alliances.text import fold

NEAR_KM = 150
MOST = 6  # neighbours named
LOOKED_AT = 20  # of the nearest cities and metropolitan areas
NAMESAKES = 2


@dataclass(frozen=True)
class Neighbour:
    """A group that does not cover the town; the city or metropolitan area it covers, and how far its centre is."""

    alliance: Alliance
    region: Region
    distance_km: float


def nearest_to(town: Town, known: Collection[int]) -> dict[int, tuple[Region, float]]:
    """The keys of the nearest groups within NEAR_KM of a town, each with its city or metro and how far that is: two
    queries. `known`: keys of the town's own answers.
    """
    near = {circle.pk: (circle, _distance(circle, town)) for circle in _circles_near(town)}
    within = [code for code, (_circle, distance) in near.items() if distance <= NEAR_KM]
    lists = [(code, Relation.COVERS, part) for code in within for part in (Part.PLACE, Part.FORMING)]
    rows = entries(beginnings(lists, [*is_other_than(known), is_by_place()], MOST))
    found: dict[int, tuple[Region, float]] = {}
    for row in sorted(rows, key=lambda row: (near[row.region][1], row.sort_key, row.alliance)):
        found.setdefault(row.alliance, near[row.region])
    return dict(islice(found.items(), MOST))


def _distance(region: Region, town: Town) -> float:
    """From the centre of a city or metropolitan area; what has no centre is not near."""
    return distance_km(region.centre, town.centre) if region.centre else inf


def _circles_near(town: Town) -> QuerySet[Region]:
    """Cities and metropolitan areas with a group in a box round a town, the nearest first, as on a flat map."""
    height = NEAR_KM / KM_PER_DEGREE
    narrowing = max(cos(radians(town.latitude)), 0.05)
    width = height / narrowing
    box = Q(latitude__range=(town.latitude - height, town.latitude + height))
    # The same meridian may be written with 360 degrees more or less: Fiji lies on both sides of the line.
    sides = Q()
    for turn in (-360, 0, 360):
        sides |= Q(longitude__range=(town.longitude - width + turn, town.longitude + width + turn))
    north, east = F("latitude") - town.latitude, (F("longitude") - town.longitude) * narrowing
    return Region.objects.filter(box, sides, own_count__gt=0).order_by(north * north + east * east)[:LOOKED_AT]


def namesakes_of(town: Town) -> list[Town]:
    """The largest other towns that are called like this one, on the page or by GeoNames: one query.

    Whoever typed London and reads Londres may have meant the one in Ontario.
    """
    names = names_of(town)
    others = Town.objects.named(*names).exclude(pk=town.pk).select_related("region__parent__parent__parent")
    return [other for other in others[: 2 * NAMESAKES] if names & names_of(other)][:NAMESAKES]


def names_of(town: Town) -> set[str]:
    return {fold(town.name), fold(town.display_name)}
