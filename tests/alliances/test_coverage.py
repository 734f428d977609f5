"""Who covers a place, and why: order, words and edges. The cases one by one are in test_cover_cases.py."""

import pytest

from alliances.coverage import PlaceAnswers, answers_for
from alliances.geometry import distance_km
from alliances.models import Region, RegionAncestry, Town
from alliances.region_lists import lists_for
from alliances.surroundings import Surroundings
from tests.factories import make_alliance, make_region, make_town

pytestmark = pytest.mark.django_db

TORONTO, OTTAWA, KANSAS_CITY, SKOPJE = 6167865, 6094817, 4393217, 785842
LAGOS, OSAKA, PORTO = 2332459, 1853909, 2735943


def town(pk: int) -> Town:
    nearby = (
        "region__parent__parent",
        "region__sovereign",
        "region__parent__sovereign",
        "region__parent__parent__sovereign",
    )
    return Town.objects.select_related(*nearby).get(pk=pk)


def names(answers: PlaceAnswers) -> dict[str, list[str]]:
    return {
        place: [answer.alliance.name for answer in getattr(answers, place)]
        for place in ("own", "forming", "wider", "worldwide", "people", "soft")
        if getattr(answers, place)
    }


def kansas_city() -> Region:
    states = list(Region.objects.filter(pk__in=["us-mo", "us-ks"]))
    return Region.of_metro(town(KANSAS_CITY), states)


def test_nearest_first_with_reasons_in_toronto() -> None:
    city = Region.of_town(town(TORONTO))
    for name, covers in (("Canada", ["ca"]), ("World", ["001"]), ("Ontario", ["ca-on"]), ("City", [city.pk])):
        make_alliance(name=name, covers=covers)
    answers = answers_for(town(TORONTO))
    assert [(answer.alliance.name, answer.reason) for answer in answers.own] == [
        ("City", "covers Toronto itself"),
        ("Ontario", "covers Ontario, where Toronto lies"),
        ("Canada", "covers Canada, where Toronto lies"),
    ]
    assert [answer.reason for answer in answers.worldwide] == ["covers every place, Toronto too"]
    assert names(answers_for(town(OTTAWA)))["own"] == ["Ontario", "Canada"]


@pytest.mark.parametrize(("offset_km", "expected"), [(39.99, ["Circle"]), (40.0, ["Circle"]), (40.01, [])])
def test_the_edge_of_a_circle_is_included(offset_km: float, expected: list[str]) -> None:
    centre = (43.7, -79.4)
    edge = make_town(latitude=centre[0] + offset_km / 111.195, longitude=centre[1])
    region = make_region("metro-edge", radius_km=distance_km(centre, edge.centre) if offset_km == 40.0 else 40)
    make_alliance(name="Circle", covers=[region.pk])
    assert names(answers_for(town(edge.pk))).get("own", []) == expected


def test_what_lies_within_the_leaf_of_a_town_may_hold_it() -> None:
    leaf = Region.objects.get(pk="mk")
    valley = Region.objects.create(code="vardar", kind="grouping", name="Vardar valley", breadth=450)
    for above in ("mk", "vardar"):
        RegionAncestry.objects.create(descendant=valley, ancestor_id=above)
    make_alliance(name="One part", covers=["mk-801"])
    make_alliance(name="Some parts", covers=[valley.pk])
    make_alliance(name="All of it", covers=[leaf.pk])
    answers = answers_for(town(SKOPJE))
    assert names(answers) == {"own": ["All of it"], "soft": ["One part", "Some parts"]}
    assert answers.soft[1].reason == "covers Vardar valley; we cannot tell whether Skopje lies in it"


def test_each_kind_of_group_stands_in_its_own_list() -> None:
    make_alliance(name="Started", covers=["ca-on"], life="forming")
    make_alliance(name="Women", community="women who run spaces", covers=[])
    make_alliance(name="Shut", covers=["ca-on"], life="closed")
    make_alliance(name="Asleep", covers=["ca-on"], life="dormant")
    found = names(answers_for(town(TORONTO)))
    assert found == {"own": ["Asleep"], "forming": ["Started"], "people": ["Women"]}


def test_confirmed_before_not_confirmed_then_by_folded_name() -> None:
    for name in ("Émile", "Zoe"):
        make_alliance(name=name, covers=["ca-on"])
    make_alliance(name="Zz", covers=["ca-on"], freshness="confirmed", confirmed_on="2026-11-01", confirmed_by="group")
    assert names(answers_for(town(TORONTO)))["own"] == ["Zz", "Émile", "Zoe"]


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: object) -> None:
    kansas_city()
    for count in (1, 3, 30):
        for number in range(count):
            make_alliance(name=f"{count} {number}", covers=[["ca-on"], ["ca"], ["001"]][number % 3])
        place = town(TORONTO)
        with django_assert_num_queries(7):  # type: ignore[operator]  # pytest-django's fixture
            answers_for(place)


def page(code: str) -> Surroundings:
    around = Surroundings.of_region(code)
    assert around
    return around


def test_each_list_of_a_region_page_in_its_order() -> None:
    make_alliance(name="B world", covers=["001"])
    make_alliance(name="Canada", covers=["ca"])
    make_alliance(name="Ontario", covers=["ca-on"])
    make_alliance(name="Toronto", covers=[Region.of_town(town(TORONTO)).pk])
    make_alliance(name="Half", covers=["ca-qc", "us"])
    make_alliance(name="Not Quebec", covers=["ca"], excludes=["ca-qc"])
    make_alliance(name="Beginners", covers=["ca-mb"], life="forming")
    lists = lists_for(page("ca"))
    assert [alliance.name for alliance in lists.covering] == ["Canada"]
    assert [alliance.name for alliance in lists.worldwide] == ["B world"]
    assert [alliance.name for alliance in lists.within] == ["Ontario", "Toronto"]
    assert [alliance.name for alliance in lists.reaching] == ["Half", "Not Quebec"]
    assert [alliance.name for alliance in lists.forming] == ["Beginners"]
    assert lists.has_own
    assert [alliance.name for alliance in lists_for(page("ca-qc")).covering] == ["Half", "Canada"]
    assert [alliance.name for alliance in lists_for(page("ca-on")).covering] == [
        "Ontario",
        "Canada",
        "Not Quebec",
    ]


def test_a_territory_page_asks_the_groups_of_its_sovereign() -> None:
    make_alliance(name="France", covers=["fr"])
    make_alliance(name="Not overseas", covers=["fr"], excludes=["gp"])
    lists = lists_for(page("gp"))
    assert [alliance.name for alliance in lists.soft] == ["France"]
    assert not lists.has_own


@pytest.mark.parametrize("pk", [LAGOS, OSAKA, PORTO])
def test_wider_bodies_are_no_own_ones(pk: int) -> None:
    for code in ("002", "142", "150", "001"):
        make_alliance(covers=[code])
    answers = answers_for(town(pk))
    assert not answers.has_own
    assert len(answers.wider) == 1
