"""Where the groups of a page are, made of regions that this process keeps in memory.

A page shows dozens of groups, each with the names of its regions and of the states and countries that these lie in.
Regions are few and seldom change, so they are not read again for each page.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, Subquery, Value

from alliances.models.alliance import Alliance
from alliances.models.compiled import is_among, rows_for
from alliances.models.directory import DirectoryVersion
from alliances.models.region import Extent, Region

KEPT = 2_000  # regions, and what they lie in
UP_TO_COUNTRY = ("", "parent__", "parent__parent__", "parent__parent__parent__")
COUNTS = ("listed_count", "own_count", "waiting")  # not kept: they change whenever a group does


def with_extents(groups: Iterable[Alliance]) -> list[Alliance]:
    """The groups with their `extent` at hand: one query, and one more where a region has not been kept yet.

    Other pages show the same regions: they are for names and addresses, and never to be changed.
    """
    found = list(groups)
    rows = rows_for([group.pk for group in found], _links)
    regions = _regions({code for _group, code, _link, _geography in rows}, *{row[-1] for row in rows})
    areas: dict[tuple[int, str], list[Region]] = defaultdict(list)
    for group, code, link, _geography in rows:
        if code in regions:
            areas[group, link].append(regions[code])
    for one in found:
        one.known_extent = Extent(areas[one.pk, "covers"], areas[one.pk, "excludes"])
    return found


def _links(groups: Sequence[Any]) -> QuerySet[Any, Any]:
    """(group, code, covers or excludes, state of the geography) of all regions that some groups name."""
    geography = Subquery(DirectoryVersion.objects.values("geography"))
    covers, excludes = (
        link.through.objects.filter(is_among("alliance_id", groups)).values_list(
            "alliance_id", "region_id", Value(name), geography
        )
        for name, link in (("covers", Alliance.covers), ("excludes", Alliance.excludes))
    )
    return covers.union(excludes, all=True)


def _regions(codes: Collection[str], geography: int | None = None) -> dict[str, Region]:
    """Regions by code, as they are in a state of the geography; None keeps nothing."""
    kept = {} if geography is None else _kept_of(geography)
    found = {code: region for code in codes if (region := kept.get(code))}
    missing = set(codes) - found.keys()
    if missing:
        rows = Region.objects.select_related(UP_TO_COUNTRY[-1].removesuffix("__"))
        rows = rows.defer(*(way + name for way in UP_TO_COUNTRY for name in COUNTS))
        read = rows.in_bulk(missing)
        if len(kept) + len(read) > KEPT:
            kept.clear()
        for region in read.values():
            _share_parents(region, kept)
        kept.update(read)
        found |= read
    return found


def _share_parents(region: Region, kept: dict[str, Region]) -> None:
    """Each country once for all its states: they came with a copy each, which takes five times as much room."""
    parent: Any = Region._meta.get_field("parent")
    step = region
    while parent.is_cached(step) and step.parent is not None:
        step.parent = kept.setdefault(step.parent.pk, step.parent)
        step = step.parent


@lru_cache(maxsize=1)
def _kept_of(geography: int) -> dict[str, Region]:
    """The regions that are kept: those of the latest state alone."""
    return {}
