"""The listing index says for every region of the world what a plain reading of the rules says."""

import pytest

from alliances.choices import Relation
from alliances.models import Alliance, Listing, Region, RegionAncestry, Town
from tests.alliances.plain_reading import World, list_on
from tests.factories import make_alliance

CASES: dict[str, tuple[list[str], list[str]]] = {
    "a province": (["ca-on"], []),
    "a country": (["fr"], []),
    "a continent": (["150"], []),
    "the world": (["001"], []),
    "the world but the EU": (["001"], ["eu"]),
    "Asia-Pacific except China": (["asia-pacific"], ["cn"]),
    "Asia except Eastern Asia, but Japan again": (["142", "jp"], ["030"]),
    "four countries": (["us", "ca", "au", "fr"], []),
    "DACH, country by country": (["de", "at", "ch", "li"], []),
    "DACH without Bavaria": (["dach"], ["de-by"]),
    "a grouping over continents": (["eu"], []),
    "the EU except France": (["eu"], ["fr"]),
    "Nordics": (["nordics"], []),
    "Benelux": (["benelux"], []),
    "Latin America": (["419"], []),
    "a country and its own state": (["ca", "ca-on"], []),
    "a second-level subdivision": (["fr-75c"], []),
    "a territory": (["gp"], []),
    "a metro over two states": (["metro-two-states"], []),
    "a metro over three countries": (["metro-three-countries"], []),
    "a metro over DACH only": (["metro-bodensee"], []),
    "a metro and a country": (["metro-three-countries", "it"], []),
    "a city": (["city-6167865"], []),
    "a country without a metro": (["ch"], ["metro-three-countries"]),
    "EMEA without Africa": (["emea"], ["002"]),
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> World:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own object
        members: dict[str, list[str]] = {}
        for grouping, member in Region.members.through.objects.values_list("from_region", "to_region"):
            members.setdefault(grouping, []).append(member)
        return World(dict(Region.objects.values_list("code", "parent")), members)


def draw_metro(world: World, code: str, states: list[str]) -> None:
    overlaps = list(Region.objects.filter(pk__in=states))
    parent = Region.lowest_common(overlaps)
    Region.redraw(
        code=code,
        kind="metro",
        name=code,
        parent=parent,
        latitude=47.5,
        longitude=7.6,
        radius_km=40,
        overlaps=overlaps,
    )
    world.parent[code], world.overlaps[code] = parent.pk, states


@pytest.mark.django_db
@pytest.mark.parametrize(("covered", "excluded"), list(CASES.values()), ids=list(CASES))
def test_every_region_page_lists_a_group_as_the_rules_say(
    world: World, covered: list[str], excluded: list[str]
) -> None:
    draw_metro(world, "metro-two-states", ["us-mo", "us-ks"])
    draw_metro(world, "metro-three-countries", ["ch-bs", "de-bw", "fr-ges"])
    draw_metro(world, "metro-bodensee", ["ch-tg", "de-bw", "at-8"])
    toronto = Region.of_town(Town.objects.get(pk=6167865))
    world.parent[toronto.pk] = "ca-on"
    world._above.clear()
    world._held.clear()
    alliance = make_alliance(covers=covered, excludes=excluded)

    assert index_of(alliance) == {
        code: relation for code in world.parent if (relation := list_on(world, code, covered, excluded))
    }


def index_of(alliance: Alliance) -> dict[str, str]:
    """What the index and its two reading rules say for every region: own rows, and covers rows of ancestors."""
    above: dict[str, set[str]] = {}
    for descendant, ancestor in RegionAncestry.objects.values_list("descendant", "ancestor"):
        above.setdefault(descendant, set()).add(ancestor)
    barred = set(alliance.excludes.values_list("pk", flat=True))
    rows = set(Listing.objects.filter(alliance=alliance).values_list("region", "relation"))
    own = {region: relation for region, relation in rows if relation != Relation.COVERS}
    covers = {region for region, relation in rows if relation == Relation.COVERS}
    found = {}
    for code, codes in above.items():
        if codes & barred:
            continue
        if code in own:
            found[code] = own[code]
        elif codes & covers:
            found[code] = "covers"
    return found


@pytest.mark.django_db
def test_rows_stay_few_whatever_a_group_covers() -> None:
    for covered in (["001"], ["150"], ["eu"], ["ca-on"], ["us", "ca", "au", "fr"]):
        assert Listing.objects.filter(alliance=make_alliance(covers=covered)).count() <= 30


@pytest.mark.django_db
def test_stored_counts_follow_publish_change_and_take_down() -> None:
    def counts(code: str) -> tuple[int, int]:
        return Region.objects.values_list("listed_count", "own_count").get(pk=code)

    alliance = make_alliance(covers=["ca-on"])
    assert [counts(code) for code in ("ca-on", "ca", "001", "us")] == [(1, 1), (1, 1), (1, 1), (0, 0)]
    Alliance.publish({"covers": ["us"]}, alliance_id=alliance.pk)
    assert [counts(code) for code in ("ca-on", "ca", "us", "us-mo")] == [(0, 0), (0, 0), (1, 1), (1, 0)]
    Alliance.publish({"life": "closed"}, alliance_id=alliance.pk)
    assert [counts(code) for code in ("us", "us-mo", "001")] == [(0, 0), (0, 0), (0, 0)]
    Alliance.publish({"life": "active"}, alliance_id=alliance.pk)
    alliance.take_down(reason="closed")
    assert not Region.objects.exclude(listed_count=0, own_count=0).exists()
