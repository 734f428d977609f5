"""Who covers a town, and why: the cases that design section D3 names, and some nasty ones."""

import pytest

from alliances.coverage import PlaceAnswers, answers_for, lists_for
from alliances.geometry import distance_km
from alliances.models import Region, Town
from tests.factories import make_alliance, make_region, make_town

pytestmark = pytest.mark.django_db

TORONTO, OTTAWA, WINDSOR, DETROIT = 6167865, 6094817, 6182962, 4990729
KANSAS_CITY_MO, KANSAS_CITY_KS, ST_LOUIS, MUNICH = 4393217, 4273837, 4407066, 2867714
NICOSIA, POINTE_A_PITRE, BEIJING, OSAKA = 146268, 3578599, 1816670, 1853909
PRISTINA, TAIPEI, RAMALLAH, SUVA, LABASA = 786714, 1668341, 282239, 2198148, 2204582
HONG_KONG, BELFAST, NUUK, SKOPJE, LAS_PALMAS, KALININGRAD = 1819729, 2655984, 3421319, 785842, 2515270, 554234
LAGOS, PORTO = 2332459, 2735943


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
    return Region.of_metro(town(KANSAS_CITY_MO), states)


# (covers, excludes, town, the list it is in)
CASES: dict[str, tuple[list[str], list[str], int, str]] = {
    "Munich is in Bavaria": (["de-by"], [], MUNICH, "own"),
    "Munich is in Germany": (["de"], [], MUNICH, "own"),
    "Munich is in DACH": (["dach"], [], MUNICH, "wider"),
    "Cyprus lies in Asia": (["142"], [], NICOSIA, "wider"),
    "Cyprus is in the EU": (["eu"], [], NICOSIA, "wider"),
    "Cyprus does not lie in Europe": (["150"], [], NICOSIA, ""),
    "Guadeloupe through France": (["fr"], [], POINTE_A_PITRE, "soft"),
    "Guadeloupe by name": (["gp"], [], POINTE_A_PITRE, "own"),
    "Guadeloupe is in the EU": (["eu"], [], POINTE_A_PITRE, "wider"),
    "Guadeloupe, France excluded with Europe": (["fr"], ["150"], POINTE_A_PITRE, ""),
    "Guadeloupe, France itself excluded": (["155"], ["fr"], POINTE_A_PITRE, ""),
    "a French region is not for Guadeloupe": (["fr-idf"], [], POINTE_A_PITRE, ""),
    "Asia except China in Beijing": (["142"], ["cn"], BEIJING, ""),
    "Asia except China in Osaka": (["142"], ["cn"], OSAKA, "wider"),
    "Kosovo": (["xk"], [], PRISTINA, "own"),
    "Kosovo lies in Southern Europe": (["039"], [], PRISTINA, "wider"),
    "Taiwan": (["tw"], [], TAIPEI, "own"),
    "Taiwan is not China": (["cn"], [], TAIPEI, ""),
    "Palestine": (["ps"], [], RAMALLAH, "own"),
    "Palestine, a governorate": (["ps-rbh"], [], RAMALLAH, "soft"),
    "Fiji": (["fj"], [], SUVA, "own"),
    "Hong Kong through China": (["cn"], [], HONG_KONG, "soft"),
    "Northern Ireland is in the United Kingdom": (["gb"], [], BELFAST, "own"),
    "Northern Ireland is not in Ireland": (["ie"], [], BELFAST, ""),
    "Greenland through Denmark": (["dk"], [], NUUK, "soft"),
    "Greenland is Nordic": (["nordics"], [], NUUK, "wider"),
    "Skopje hangs on its country": (["mk"], [], SKOPJE, "own"),
    "a municipality below Skopje's country": (["mk-801"], [], SKOPJE, "soft"),
    "Canary Islands are in Spain": (["es"], [], LAS_PALMAS, "own"),
    "Canary Islands, excluded": (["es"], ["es-cn"], LAS_PALMAS, ""),
    "Kaliningrad is in Russia": (["ru"], [], KALININGRAD, "own"),
    "the world": (["001"], [], LAGOS, "worldwide"),
    "the world without Africa": (["001"], ["002"], LAGOS, ""),
    "two ways, the nearer counts": (["001", "ng"], [], LAGOS, "own"),
    "hard before soft": (["fr", "419"], [], POINTE_A_PITRE, "wider"),
}


@pytest.mark.parametrize(("covers", "excludes", "pk", "expected"), list(CASES.values()), ids=list(CASES))
def test_a_group_covers_a_town(covers: list[str], excludes: list[str], pk: int, expected: str) -> None:
    make_alliance(name="The group", covers=covers, excludes=excludes)
    assert names(answers_for(town(pk))) == ({expected: ["The group"]} if expected else {})


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


def test_kansas_city_is_answered_from_both_states() -> None:
    make_alliance(name="KC", covers=[kansas_city().pk])
    assert names(answers_for(town(KANSAS_CITY_MO))) == {"own": ["KC"]}
    assert names(answers_for(town(KANSAS_CITY_KS))) == {"own": ["KC"]}
    assert names(answers_for(town(ST_LOUIS))) == {}


def test_a_city_ends_at_its_border() -> None:
    make_alliance(name="Detroit", covers=[Region.of_town(town(DETROIT)).pk])
    assert names(answers_for(town(DETROIT))) == {"own": ["Detroit"]}
    assert distance_km(town(DETROIT).centre, town(WINDSOR).centre) < 20
    assert names(answers_for(town(WINDSOR))) == {}


def test_a_metro_over_a_border_holds_both_sides() -> None:
    states = list(Region.objects.filter(pk__in=["us-mi", "ca-on"]))
    make_alliance(name="Both", covers=[Region.of_metro(town(DETROIT), states).pk])
    assert names(answers_for(town(WINDSOR))) == {"own": ["Both"]}


@pytest.mark.parametrize(("offset_km", "expected"), [(39.99, ["Circle"]), (40.0, ["Circle"]), (40.01, [])])
def test_the_edge_of_a_circle_is_included(offset_km: float, expected: list[str]) -> None:
    centre = (43.7, -79.4)
    edge = make_town(latitude=centre[0] + offset_km / 111.195, longitude=centre[1])
    region = make_region("metro-edge", radius_km=distance_km(centre, edge.centre) if offset_km == 40.0 else 40)
    make_alliance(name="Circle", covers=[region.pk])
    assert names(answers_for(town(edge.pk))).get("own", []) == expected


def test_a_circle_over_the_antimeridian() -> None:
    fiji = Region.objects.get(pk="fj")
    east = make_town(region=fiji, latitude=-16.8, longitude=-179.99)
    region = make_region("metro-taveuni", parent=fiji, latitude=-16.8, longitude=179.98, radius_km=10)
    make_alliance(name="Taveuni", covers=[region.pk])
    assert names(answers_for(town(east.pk))) == {"own": ["Taveuni"]}


def test_an_excluded_city_does_not_get_the_province() -> None:
    city = Region.of_town(town(TORONTO))
    make_alliance(name="Rest of Ontario", covers=["ca-on"], excludes=[city.pk])
    assert names(answers_for(town(TORONTO))) == {}
    assert names(answers_for(town(OTTAWA))) == {"own": ["Rest of Ontario"]}


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


def page(code: str) -> Region:
    nearby = ("parent__parent", "sovereign", "parent__sovereign", "parent__parent__sovereign")
    return Region.objects.select_related(*nearby).get(pk=code)


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
