"""A circle on the globe that ends at the borders of the regions it lies in: the ground of a city or metro."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from alliances.geometry import Point, distance_km, is_on_the_globe
from alliances.models.ancestry import RegionAncestry
from alliances.models.town import Town

AROUND_KM = 30  # "Ghent, and about 30 km round it"
RADIUS_KM = {"city": 10, "big city": 20, "metropolis": 25, "metro": 40}
RADIUS_LIMITS = (1, 200)  # km


def city_radius_km(population: int) -> int:
    """The reach of a city in km, by its number of people."""
    if population >= 1_000_000:
        return RADIUS_KM["metropolis"]
    return RADIUS_KM["big city"] if population >= 500_000 else RADIUS_KM["city"]


def may_be_drawn(radius_km: float | None) -> bool:
    least, most = RADIUS_LIMITS
    return radius_km is not None and least <= radius_km <= most


def validate_radius(radius_km: float | None) -> None:
    """Raises ValidationError, in words, for a circle that is too small or too large to be drawn."""
    if not may_be_drawn(radius_km):
        least, most = RADIUS_LIMITS
        raise ValidationError(gettext("Enter a radius of %(least)s to %(most)s km") % {"least": least, "most": most})


def flaws_of(centre: Point | None, radius_km: float | None) -> dict[str, Any]:
    """Why a circle cannot be drawn: errors by the names centre and radius_km, none for one that can."""
    flaws: dict[str, Any] = {}
    if centre is None or not is_on_the_globe(centre):
        flaws["centre"] = gettext("The centre is not on the map")
    try:
        validate_radius(radius_km)
    except ValidationError as error:
        flaws["radius_km"] = error
    return flaws


@dataclass(frozen=True)
class Circle:
    """`centre`: latitude and longitude in degrees; `grounds`: codes of the regions at whose borders it ends."""

    centre: Point
    radius_km: float
    grounds: Collection[str]

    def towns(self) -> tuple[list[Town], list[Town]]:
        """The towns in it, and those as near that lie beyond the border; largest first: two queries."""
        box = Town.objects.near(self.centre, self.radius_km).select_related("region").order_by("-population", "pk")
        round_it = [town for town in box if distance_km(town.centre, self.centre) <= self.radius_km]
        leaves = {town.region_id for town in round_it}
        below = RegionAncestry.objects.filter(ancestor__in=self.grounds, descendant__in=leaves)
        held = set(below.values_list("descendant", flat=True))
        inside = [town for town in round_it if town.region_id in held]
        return inside, [town for town in round_it if town.region_id not in held]
