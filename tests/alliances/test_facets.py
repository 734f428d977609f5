"""How many groups of a region have each value of a fact: stored, and equal to counting them one by one."""

from collections import Counter

import pytest
from django.core.management import call_command

from alliances.models import Alliance, FacetCount, Region, RegionAncestry
from alliances.models.facets import CLOSED, CONFIRMED, PEOPLE, WORLD
from tests.alliances.related import related_to
from tests.factories import make_alliance, make_region

pytestmark = pytest.mark.django_db

# Regions whose lists differ in every way: inside, above, beside, excluded, groupings, territories.
ASKED = [
    "001",
    "142",
    "150",
    "019",
    "021",
    "009",
    "eu",
    "dach",
    "asia-pacific",
    "nordics",
    "ca",
    "ca-on",
    "ca-qc",
    "us",
]
ASKED += ["us-mo", "us-ks", "fr", "fr-07", "fr-ara", "gp", "cn", "cn-bj", "cy", "de", "de-by", "jp", "ng"]
ASKED += ["metro-twin"]


@pytest.fixture
def nasty_groups(db: None) -> list[Alliance]:
    states = [Region.objects.get(pk="us-mo"), Region.objects.get(pk="us-ks")]
    make_region("metro-twin", parent=Region.objects.get(pk="us"), overlaps=states, latitude=39.1, longitude=-94.6)
    return [
        make_alliance(covers=["001"], languages=["en"]),
        make_alliance(covers=["asia-pacific"], excludes=["cn"], kind="association"),
        make_alliance(covers=["eu", "150"], languages=["en", "fr"]),
        make_alliance(covers=["ca", "ca-on"], who_can_join=["spaces"]),
        make_alliance(covers=["ca-on", "fr-07"], excludes=["fr"]),
        make_alliance(covers=["150", "142"], excludes=["eu"], benefits=[{"name": "training", "note": ""}]),
        make_alliance(covers=["metro-twin"]),
        make_alliance(covers=["de", "at", "ch", "li"], life="forming"),
        make_alliance(covers=["fr"], life="closed"),
        make_alliance(covers=[], coverage_note="all round the lake", languages=["fr"]),
        make_alliance(covers=[], community="women who run spaces"),
    ]


def one_by_one(code: str) -> Counter[tuple[str, str]]:
    """The numbers of a region, by walking its list."""
    numbers: Counter[tuple[str, str]] = Counter()
    for alliance in related_to(code, RegionAncestry.above(code), Alliance.objects.open()):
        numbers.update(alliance.counted_values())
    if code == WORLD:
        numbers.update({CLOSED: Alliance.objects.filter(life="closed").count()})
        numbers.update({PEOPLE: Alliance.objects.open().exclude(community="").count()})
        numbers.update({CONFIRMED: Alliance.objects.open().filter(freshness="confirmed").count()})
    return +numbers


def stored(codes: list[str]) -> dict[str, Counter[tuple[str, str]]]:
    above = {code: RegionAncestry.above(code) for code in codes}
    return {code: +numbers for code, numbers in FacetCount.at(above).items()}


def agree() -> None:
    counted = {code: one_by_one(code) for code in ASKED}
    assert stored(ASKED) == counted
    assert counted["001"]["all", ""] == Alliance.objects.open().count()


@pytest.mark.usefixtures("nasty_groups")
def test_stored_numbers_are_those_of_the_lists() -> None:
    agree()
    assert stored(["ca-on"])["ca-on"]["all", ""] == 4
    assert stored(["cn"])["cn"]["all", ""] == 3


def test_stored_numbers_follow_every_change(nasty_groups: list[Alliance]) -> None:
    for alliance in nasty_groups[:4]:
        Alliance.publish(
            {"covers": ["jp"], "excludes": [], "life": "dormant", "languages": ["ja"]}, alliance_id=alliance.pk
        )
    agree()
    for alliance in Alliance.objects.filter(pk__in=[nasty_groups[0].pk, nasty_groups[10].pk]):
        alliance.confirm(by="group")
    agree()
    snapshot = nasty_groups[4].take_down(reason="closed")
    nasty_groups[5].take_down(reason="closed")
    agree()
    Alliance.restore(snapshot)
    Alliance.publish({"life": "active"}, alliance_id=nasty_groups[8].pk)
    Alliance.publish({"life": "closed"}, alliance_id=nasty_groups[7].pk)
    agree()


def test_nothing_is_counted_when_all_is_gone(nasty_groups: list[Alliance]) -> None:
    for alliance in nasty_groups:
        alliance.take_down(reason="closed")
    assert not FacetCount.objects.exclude(number=0).exists()


@pytest.mark.usefixtures("nasty_groups")
def test_rebuilding_repairs_what_was_lost() -> None:
    counts = list(Region.objects.values_list("pk", "listed_count", "own_count").order_by("pk"))
    FacetCount.objects.update(number=7)
    Region.objects.update(listed_count=9, own_count=9)
    Alliance.objects.update(search_text="")
    call_command("rebuild_listings")
    agree()
    assert list(Region.objects.values_list("pk", "listed_count", "own_count").order_by("pk")) == counts
    assert not Alliance.objects.filter(search_text="").exists()


@pytest.mark.usefixtures("nasty_groups")
def test_a_worldwide_group_is_counted_in_few_rows() -> None:
    before = FacetCount.objects.count()
    make_alliance(covers=["001"], languages=["eo"])
    assert FacetCount.objects.count() - before <= 4
