"""Lists read in bounded rows say what a slow reading of all groups says, for every filter, pair, order and page."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

import pytest
from django.db import connection

from alliances import lists
from alliances.lists import GroupList, Wanted
from alliances.models import Alliance, FacetCount, RegionAncestry
from alliances.models.facets import WORLD
from alliances.models.selection import AllianceQuerySet
from benchmarks.filling import draw_circles, fill
from benchmarks.groups import made_up
from tests.alliances.related import related_to

pytestmark = pytest.mark.django_db

NUMBER = 300
FILTERS: list[dict[str, Any]] = [
    {"kind": "collective"},
    {"life": "forming"},
    {"life": "closed"},
    {"life": "all"},
    {"facets": (("language", "fr"),)},
    {"facets": (("benefit", "training"),)},
    {"facets": (("join", "spaces"),)},
    {"facets": (("language", "xx"),)},
]
REGIONS = (WORLD, "us", "us-ca", "150", "eu", "gp", "ng")
ORDERS = ("name", "newest", "confirmed", "nearest")


@pytest.fixture
def many_groups(db: None) -> None:
    draw_circles(NUMBER)
    fill(made_up(NUMBER))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def wanted(*filters: dict[str, Any], **besides: Any) -> Wanted:
    facets = tuple(facet for one in filters for facet in one.get("facets", ()))
    single = {name: value for one in filters for name, value in one.items() if name != "facets"}
    region = besides.get("region", WORLD)
    return Wanted(**{**single, **besides, "facets": facets, "above": RegionAncestry.above(region)})


def read(asked: Wanted) -> GroupList:
    numbers = FacetCount.at({WORLD: {WORLD}, asked.region: asked.above})
    return GroupList(asked, numbers[asked.region], numbers[WORLD])


def fitting(asked: Wanted) -> AllianceQuerySet:
    """All that fit: what the filters mean, one after another."""
    groups = related_to(asked.region, asked.above, Alliance.objects.with_life(asked.life))
    if asked.kind:
        groups = groups.filter(kind=asked.kind)
    keys = [group.pk for group in groups if set(asked.facets) <= group.counted_values()]
    return Alliance.objects.filter(pk__in=keys)


def in_order(groups: AllianceQuerySet, asked: Wanted) -> list[int]:
    """Their keys."""
    orders = {
        "name": lambda: groups,
        "newest": groups.newest,
        "confirmed": groups.confirmed_first,
        "nearest": lambda: groups.nearest(asked.region, asked.above),
    }
    return list(orders[asked.order]().values_list("pk", flat=True))


def agree(*filters: dict[str, Any], region: str) -> None:
    """The same groups on the first pages and the last, in every order."""
    groups = fitting(wanted(*filters, region=region))
    for order in ORDERS:
        asked = wanted(*filters, region=region, order=order)
        expected, listed = in_order(groups, asked), read(asked)
        pages = max(1, -(-len(expected) // 20))
        for number in {1, min(2, pages), pages}:
            found = [group.pk for group in listed.page(number, 20)]
            assert (listed.number, found) == (len(expected), expected[20 * (number - 1) : 20 * number]), asked


@pytest.mark.usefixtures("many_groups")
@pytest.mark.parametrize("regions", [REGIONS[::2], REGIONS[1::2]])
def test_every_filter_and_pair_of_filters_in_every_order(regions: Sequence[str]) -> None:
    sets = [(), *((one,) for one in FILTERS), *filter(are_compatible, combinations(FILTERS, 2))]
    for region, filters in product(regions, sets):
        agree(*filters, region=region)


@pytest.mark.usefixtures("many_groups")
def test_the_way_through_all_groups_leads_to_the_same_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "FEW", 0)
    monkeypatch.setattr(lists, "PASSED", 10**9)
    for region, one in product(REGIONS, FILTERS):
        agree(one, region=region)


def are_compatible(pair: Sequence[dict[str, Any]]) -> bool:
    """Of single values there can be one."""
    single = [name for one in pair for name in one if name != "facets"]
    return len(set(single)) == len(single)
