"""The wider groups that hold a group's place, level by level: what the staff on its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from alliances.choices import Life, Relation
from alliances.models import Alliance, Listing, Region, RegionAncestry

SHOWN = 3  # groups named on one level


@dataclass(frozen=True)
class Level:
    """A region above, and the groups that cover all of it; one more than SHOWN says that there are more."""

    region: Region
    groups: Sequence[Alliance]

    @property
    def shown(self) -> Sequence[Alliance]:
        return self.groups[:SHOWN]

    @property
    def is_cut(self) -> bool:
        return len(self.groups) > SHOWN


def levels_above(place: Region) -> list[Level]:
    """Who covers what lies above a region, nearest first: two queries, whatever the number of groups.

    Left out are groups that leave the place out, those for particular people and those that have not begun.
    """
    holding = RegionAncestry.objects.filter(descendant=place)
    above = holding.values_list("ancestor", flat=True)
    barred = Alliance.excludes.through.objects.filter(region__in=holding.values("ancestor")).values("alliance")
    rows = Listing.objects.open().filter(relation=Relation.COVERS, alliance__community="").exclude(alliance__in=barred)
    rows = rows.exclude(alliance__life=Life.FORMING).order_by("sort_key", "pk")
    wanted = Q()
    for code in above:
        if code != place.pk:
            wanted |= Q(pk__in=rows.filter(region=code).values("pk")[: SHOWN + 1])
    if not wanted:
        return []
    found = Listing.objects.filter(wanted).select_related("alliance", "region")
    nearest = sorted(found, key=lambda row: (row.region.breadth, row.region_id, row.sort_key))
    return [
        Level(region, [row.alliance for row in level]) for region, level in groupby(nearest, key=lambda row: row.region)
    ]
