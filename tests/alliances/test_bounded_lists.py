"""Lists read in bounded rows say what a slow reading of all groups says, for every filter, pair, order and page."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

import pytest
from django.db import connection

from alliances import lists, paging
from alliances.lists import GroupList, Wanted
from alliances.models import Alliance, FacetCount, RegionAncestry
from alliances.models.facets import WORLD
from alliances.paging import Sheet
from benchmarks.filling import draw_circles, fill
from benchmarks.groups import made_up

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


def slowly(asked: Wanted) -> list[int]:
    """The keys of all that fit, in order: what the filters mean, one after another."""
    groups = Alliance.objects.with_life(asked.life).related_to(asked.region, asked.above)
    if asked.kind:
        groups = groups.filter(kind=asked.kind)
    fitting = [group for group in groups if set(asked.facets) <= group.counted_values()]
    keys = groups.filter(pk__in=[group.pk for group in fitting])
    orders = {
        "name": lambda: keys,
        "newest": keys.newest,
        "confirmed": keys.confirmed_first,
        "nearest": lambda: keys.nearest(asked.region, asked.above),
    }
    return [group.pk for group in orders[asked.order]()]


def agree(asked: Wanted) -> None:
    expected, listed = slowly(asked), read(asked)
    pages = max(1, -(-len(expected) // 20))
    for number in {1, min(2, pages), pages}:
        found, count = listed.page(number, 20)
        assert count == len(expected), asked
        assert [group.pk for group in found] == expected[20 * (number - 1) : 20 * number], asked


@pytest.mark.usefixtures("many_groups")
@pytest.mark.parametrize("regions", [REGIONS[::2], REGIONS[1::2]])
def test_every_filter_and_pair_of_filters_in_every_order(regions: Sequence[str]) -> None:
    sets = [(), *((one,) for one in FILTERS), *filter(are_compatible, combinations(FILTERS, 2))]
    for region, filters, order in product(regions, sets, ORDERS):
        agree(wanted(*filters, region=region, order=order))


def are_compatible(pair: Sequence[dict[str, Any]]) -> bool:
    """Of single values there can be one."""
    single = [name for one in pair for name in one if name != "facets"]
    return len(set(single)) == len(single)


@pytest.mark.usefixtures("many_groups")
def test_both_ways_to_a_page_are_taken() -> None:
    ways = {read(wanted(*pair))._collected_by(lists.COUNTED + 1) is None for pair in combinations(FILTERS, 2)}
    assert ways | {read(wanted())._collected_by(20) is None} == {True, False}


@pytest.mark.usefixtures("many_groups")
def test_a_walk_that_is_ended_shows_a_true_beginning_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = wanted({"kind": "association"}, {"facets": (("join", "spaces"),)})
    expected = slowly(asked)
    monkeypatch.setattr(lists, "WALKED", 40)
    sheet = Sheet(read(asked), 1)
    assert sheet.may_miss
    found = [group.pk for group in sheet.groups or []]
    assert found
    assert found == expected[: len(found)]
    monkeypatch.setattr(lists, "WALKED", 40_000)
    assert not Sheet(read(asked), 1).may_miss


@pytest.mark.usefixtures("many_groups")
def test_a_long_list_without_a_stored_number_says_more_than(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = wanted({"kind": "association"}, {"facets": (("join", "spaces"),)})
    for module in (lists, paging):
        monkeypatch.setattr(module, "COUNTED", 20)
    sheet = Sheet(read(asked), 1)
    assert (sheet.in_words, sheet.is_counted) == ("more than 20 groups", False)
    assert len(sheet.groups or []) == 20
    assert Sheet(read(wanted()), 1).in_words == f"{Alliance.objects.open().count()} groups"
