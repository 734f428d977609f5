"""The list of a region, found by reading the listings of every group: slow and plain."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from alliances.models.facets import WORLD
from alliances.models.selection import AllianceQuerySet, rows_near


def related_to(code: str, ancestors: Collection[str], groups: AllianceQuerySet) -> AllianceQuerySet:
    """Those of some groups that cover a region, lie in it or reach into it and exclude nothing that holds it.

    `ancestors`: the codes of all that contains it, itself among them. The world is the whole list, groups without an
    area among them.
    """
    if code == WORLD:
        return groups
    near = rows_near(code, ancestors).filter(alliance=OuterRef("pk"))
    return groups.filter(Exists(near)).exclude(excludes__in=ancestors)
