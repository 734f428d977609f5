"""The wider groups that hold a group's place, level by level: what the staff on its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from alliances.beginnings import beginnings, entries, leaves_in
from alliances.choices import Relation
from alliances.models import Alliance, Region, RegionAncestry
from alliances.models.listing import Part

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
    """Who covers what lies above a region, nearest first: three queries, whatever the number of groups.

    Left out are groups that leave the place out, those for particular people and those that have not begun.
    """
    rows = RegionAncestry.objects.filter(descendant=place).select_related("ancestor")
    above = {row.ancestor_id: row.ancestor for row in rows}
    lists = [(code, Relation.COVERS, Part.PLACE) for code in above if code != place.pk]
    found = entries(beginnings(lists, [leaves_in(above)], SHOWN + 1))
    groups = Alliance.objects.in_bulk([entry.alliance for entry in found])
    nearest = sorted(found, key=lambda entry: (above[entry.region].breadth, entry.region, entry.sort_key))
    return [
        Level(above[code], [groups[entry.alliance] for entry in level if entry.alliance in groups])
        for code, level in groupby(nearest, key=lambda entry: entry.region)
    ]
