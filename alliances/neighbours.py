"""What lies near a town: groups of cities and metropolitan areas round it, and other towns of its name."""

from collections.abc import Collection
from dataclasses import dataclass
from math import cos, inf, radians

from django.db.models import F, Q, QuerySet

from alliances.choices import Relation
from alliances.geometry import KM_PER_DEGREE, distance_km
from alliances.models import Alliance, Listing, Region, Town
from alliances.models.listing import Part, beginnings
from alliances.models.walking import merged
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


def neighbours_of(town: Town, known: Collection[int]) -> list[Neighbour]:
    """The nearest groups within NEAR_KM of a town, nearest first: two queries. `known`: keys of its own answers."""
    circles = [circle.pk for circle in _circles_near(town) if _distance(circle, town) <= NEAR_KM]
    if not circles:
        return []
    lists = [(code, Relation.COVERS, part) for code in circles for part in (Part.PLACE, Part.FORMING)]
    walks = beginnings(lists, [~Q(alliance__in=known), Q(alliance__community="")], MOST)
    rows = Listing.objects.filter(pk__in=merged(walks, MOST * len(walks))).select_related("alliance", "region")
    near = [Neighbour(row.alliance, row.region, _distance(row.region, town)) for row in rows.order_by("sort_key", "pk")]
    found: dict[int, Neighbour] = {}
    for one in sorted(near, key=lambda one: one.distance_km):
        found.setdefault(one.alliance.pk, one)
    return list(found.values())[:MOST]


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
    """The largest other towns of the same name: one query."""
    others = Town.objects.named(town.name).exclude(pk=town.pk).select_related("region__parent__parent__parent")
    return [other for other in others[: 2 * NAMESAKES] if fold(other.name) == fold(town.name)][:NAMESAKES]
