"""Over which states and countries a circle lies: what the form offers to tick."""

from alliances.geometry import Point, distance_km
from alliances.models import Region, Town

GROUNDS_AT_MOST = 60
PARENTS = "parent__parent__parent"


def grounds_near(centre: Point, radius_km: float) -> list[Region]:
    """The states of the towns in a circle, nearest first; the country of a town that is in no state that we know."""
    box = Town.objects.near(centre, radius_km).select_related(f"region__{PARENTS}")
    near = [(distance_km(town.centre, centre), town.pk, town) for town in box]
    inside = sorted(one for one in near if one[0] <= radius_km)
    return list(dict.fromkeys(state_of(town.region) for _distance, _key, town in inside))[:GROUNDS_AT_MOST]


def state_of(leaf: Region) -> Region:
    """The subdivision on the first level that a region is or lies in, else itself."""
    return leaf.parent if leaf.is_district and leaf.parent else leaf
