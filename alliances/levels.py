"""The wider groups that hold a group's place, level by level: what the staff on its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef

from alliances.choices import Relation
from alliances.models import Alliance, Listing, Region, RegionAncestry
from alliances.models.listing import Part, beginnings
from alliances.models.walking import merged

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
    above = list(RegionAncestry.objects.filter(descendant=place).values_list("ancestor", flat=True))
    links = Alliance.excludes.through.objects
    barred = Exists(links.filter(alliance=OuterRef("alliance"), region__in=above))
    lists = [(code, Relation.COVERS, Part.PLACE) for code in above if code != place.pk]
    if not lists:
        return []
    walks = beginnings(lists, [~barred], SHOWN + 1)
    found = Listing.objects.filter(pk__in=merged(walks, len(walks) * (SHOWN + 1))).select_related("alliance", "region")
    nearest = sorted(found, key=lambda row: (row.region.breadth, row.region_id, row.sort_key))
    return [
        Level(region, [row.alliance for row in level]) for region, level in groupby(nearest, key=lambda row: row.region)
    ]
