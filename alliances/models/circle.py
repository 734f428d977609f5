"""A circle on the globe that ends at the borders of the regions it lies in: the ground of a city or metro."""

from collections.abc import Collection
from dataclasses import dataclass

from alliances.geometry import Point, distance_km
from alliances.models.ancestry import RegionAncestry
from alliances.models.town import Town


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
