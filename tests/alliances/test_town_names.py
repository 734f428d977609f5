"""Towns are called as the language of the page calls them, each once, and are found by any of their names."""

import json
import re

import pytest
from django.test import Client

from alliances.kinds import in_one_line
from alliances.languages import speaking
from alliances.management.commands.load_geography import name_circles, names_of
from alliances.models import Region, RegionName, Town, TownName
from alliances.naming import region_in_full, town_in_full, town_surroundings
from alliances.places import meant_by
from alliances.text import fold
from alliances.wording import town_or_country
from deploy import preparation
from tests.alliances.reading import Page
from tests.factories import make_alliance, make_region, make_town

pytestmark = pytest.mark.django_db

LISBON, COLOGNE, LONDON, NEW_YORK, MEXICO, SINGAPORE, LUXEMBOURG, MONTREAL, TORONTO, SEOUL = (
    2267057, 2886242, 2643743, 5128581, 3530597, 1880252, 2960316, 6077243, 6167865, 1835848,
)  # fmt: skip


def read(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response)


def crumbs(page: Page) -> list[str]:
    trail = re.search(r'<ol class="crumbs">(.*?)</ol>', page.html, re.DOTALL)
    assert trail
    return [" ".join(re.sub("<[^>]+>", "", one).split()) for one in re.findall("<li.*?</li>", trail[1], re.DOTALL)]


IN_FULL = {
    (LISBON, "en"): "Lisbon, Portugal",
    (LISBON, "fr"): "Lisbonne, Portugal",
    (LISBON, "es"): "Lisboa, Portugal",
    (COLOGNE, "en"): "Cologne, North Rhine-Westphalia, Germany",
    (COLOGNE, "fr"): "Cologne, Rhénanie-du-Nord-Westphalie, Allemagne",
    (COLOGNE, "es"): "Colonia, Renania del Norte-Westfalia, Alemania",
    (LONDON, "en"): "London, England, United Kingdom",
    (LONDON, "fr"): "Londres, Angleterre, Royaume-Uni",
    (LONDON, "es"): "Londres, Inglaterra, Reino Unido",
    (NEW_YORK, "en"): "New York City, New York, United States",
    (NEW_YORK, "es"): "Nueva York, Estados Unidos",
    (MEXICO, "en"): "Mexico City, Mexico",
    (MEXICO, "fr"): "Mexico, Mexique",
    (MEXICO, "es"): "Ciudad de México, México",
    (LUXEMBOURG, "fr"): "Luxembourg",
    (LUXEMBOURG, "es"): "Luxemburgo",
    (MONTREAL, "en"): "Montreal, Quebec, Canada",
    (MONTREAL, "fr"): "Montréal, Québec, Canada",
    (TORONTO, "fr"): "Toronto, Ontario, Canada",
}


@pytest.mark.parametrize(("key", "language"), IN_FULL)
def test_a_town_and_what_it_lies_in_speak_one_language_and_have_each_name_once(key: int, language: str) -> None:
    with speaking(language):
        words = town_in_full(Town.objects.select_related("region__parent__parent").get(pk=key))
    assert words == IN_FULL[key, language]
    names = words.split(", ")
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_town_and_no_region_has_a_name_twice(language: str) -> None:
    towns = Town.objects.select_related("region__parent__parent__parent")
    regions = Region.objects.select_related("parent__parent__parent")
    with speaking(language):
        in_full = [[town.display_name, *town_surroundings(town, with_district=True).split(", ")] for town in towns]
        in_full += [words.split(", ") for words in map(region_in_full, regions)]
    assert len(in_full) > 5_500
    folded = [[fold(name) for name in names] for names in in_full]
    assert [names for names in folded if len(names) != len(set(names))] == []


def test_a_state_with_the_name_of_its_country_is_not_said_twice() -> None:
    town = make_town(name="Mixco", region=Region.objects.get(pk="gt-01"))
    assert Region.objects.get(pk="gt-01").name == Region.objects.get(pk="gt").name
    assert town_in_full(town) == "Mixco, Guatemala"


def test_a_town_of_the_name_of_its_country_is_named_once_where_one_or_the_other_is_meant() -> None:
    town = Town.objects.select_related("region__parent__parent").get(pk=LUXEMBOURG)
    with speaking("es"):
        assert town_or_country(town) == "Luxemburgo"
    lisbon = Town.objects.select_related("region__parent__parent").get(pk=LISBON)
    with speaking("fr"):
        assert town_or_country(lisbon) == "Lisbonne ou Portugal"


CRUMBS = {
    "/places/2267057/": ["Portugal", "Lisbon"],  # the district: the town would say no more
    "/fr/places/2267057/": ["Portugal", "Lisbonne"],
    "/places/2886242/": ["Germany", "North Rhine-Westphalia", "Cologne"],
    "/places/5128581/": ["United States", "New York", "New York City"],
    "/es/places/5128581/": ["Estados Unidos", "Nueva York"],
    "/fr/places/2643743/": ["Royaume-Uni", "Angleterre", "Londres"],
    "/places/2960316/": ["Luxembourg"],
    "/regions/pt-11/": ["World", "Europe", "Southern Europe", "Portugal", "Lisbon"],
    "/regions/gt-01/": [
        "World", "Americas", "Latin America and the Caribbean", "Central America", "Guatemala",
        "Guatemala (department)",
    ],
}  # fmt: skip


@pytest.mark.parametrize("address", CRUMBS)
def test_no_name_stands_twice_on_the_way_to_a_place(client: Client, address: str) -> None:
    assert crumbs(read(client, address)) == CRUMBS[address]


def test_the_last_step_to_a_town_of_the_name_of_its_district_leads_to_the_district(client: Client) -> None:
    page = read(client, "/places/2267057/")
    assert page.links[:2] == ["/regions/pt/", "/regions/pt-11/"]
    assert 'aria-current="page"' not in page.html.partition("<main")[2]
    assert '<li aria-current="page"><bdi>Cologne</bdi></li>' in read(client, "/places/2886242/").html


def test_a_city_in_a_district_of_its_name_is_told_apart(client: Client) -> None:
    city = Region.of_town(Town.objects.get(pk=LISBON))
    group = make_alliance(name="Of Lisbon", covers=[city.pk])
    assert crumbs(read(client, f"/regions/{city.pk}/"))[-2:] == ["Lisbon", "Lisbon (city)"]
    page = read(client, f"/fr{group.get_absolute_url()}")
    assert crumbs(page) == ["Alliances", "Portugal", "Lisbonne", "Of Lisbon"]
    assert "Lisbonne, Portugal" in page.text
    assert "Lisbonne, Lisbonne" not in page.text


@pytest.mark.parametrize(
    ("prefix", "name", "title", "reason", "there"),
    [
        ("", "Cologne", "Coworking alliances for Cologne", "Covers Germany, where Cologne lies", "There: Köln"),
        ("/fr", "Cologne", "Alliances de coworking : Cologne", "", "Sur place : Köln"),
        ("/es", "Colonia", "Alianzas de coworking para Colonia", "", "Allí: Köln"),
    ],
)
def test_the_answer_for_a_town_names_it_so_throughout(
    client: Client, prefix: str, name: str, title: str, reason: str, there: str
) -> None:
    make_alliance(name="All Germany", covers=["de"])
    page = read(client, f"{prefix}/places/{COLOGNE}/")
    assert page.title.startswith(f"{title}, ")
    assert f"{name}, " in page.headings[0]
    assert reason in page.cards[0]
    assert f"<b>{name}</b>" in page.html
    assert f'value="{name}"' in page.html
    assert there in page.text
    assert page.text.count("Köln") == 1


def test_towns_are_offered_that_are_called_so_on_the_page_or_elsewhere(client: Client) -> None:
    """Whoever typed London and reads Londres may have meant the one in Ontario."""
    london = Town.objects.named("London")[0]
    twin = make_town(name="Londres", region=Region.objects.get(pk="es"), population=500_000)
    TownName.objects.create(town=twin, folded="londres", name="Londres", population=500_000)
    said = {prefix: read(client, f"{prefix}/places/{london.pk}/").text for prefix in ("", "/fr")}
    assert "Or perhaps: London, Ontario, Canada" in said[""]
    assert "Ou peut-être : Londres, Espagne · London, Ontario, Canada" in said["/fr"]


def test_a_region_called_like_its_town_says_what_it_is(client: Client) -> None:
    make_alliance(name="District", covers=["pt-11"])
    assert "Covers Lisbon (district), the town included" in read(client, f"/places/{LISBON}/").cards[0]
    assert "Territoire : Lisbonne (district), ville comprise" in read(client, f"/fr/places/{LISBON}/").cards[0]
    make_alliance(name="All of it", covers=["kr-11"])
    assert "Covers Seoul itself" in read(client, f"/places/{SEOUL}/").cards[0]


def test_a_town_called_like_its_country_is_named_alone(client: Client) -> None:
    singapore = make_town(name="Singapore", region=Region.objects.get(pk="sg-01"))
    assert read(client, f"/places/{singapore.pk}/").headings[0] == "Alliances for Singapore"
    namesake = make_town(name="Singapore", region=Region.objects.get(pk="za-lp"))
    assert "Singapore, Limpopo, South Africa" in read(client, f"/places/{namesake.pk}/").headings[0]


def test_a_name_is_said_to_be_the_one_there_only_where_that_is_known(client: Client) -> None:
    assert "Sur place" not in read(client, f"/fr/places/{LISBON}/").text  # where they say Lisboa
    assert "there:" not in read(client, f"/places/{TORONTO}/").text.lower()
    assert "Sur place" not in read(client, f"/fr/places/{MONTREAL}/").text


def test_the_largest_towns_of_a_region_are_named_in_the_language(client: Client) -> None:
    assert "Largest towns Berlin 3,426,354 people Munich 1,505,005 people Cologne" in read(client, "/regions/de/").text
    assert "Berlín 3.426.354 habitantes Múnich 1.505.005 habitantes Colonia" in read(client, "/es/regions/de/").text


def test_the_seat_of_a_group_is_named_in_the_language(client: Client) -> None:
    group = make_alliance(covers=["pt"], town=LISBON)
    assert "Siège : Lisbonne, Portugal" in read(client, f"/fr{group.get_absolute_url()}").text


def test_a_city_or_metro_of_a_town_has_its_names(client: Client) -> None:
    town = Town.objects.get(pk=COLOGNE)
    city, metro = Region.of_town(town), Region.of_metro(town, [town.region])
    assert metro.pk == "metro-koln"
    for region in (city, metro):
        assert (region.name, region.names) == (
            "Cologne", {"en": "Cologne", "fr": "Cologne", "es": "Colonia", "_local": "Köln"},
        )  # fmt: skip
    assert "· allí: Köln" in read(client, f"/es/regions/{city.pk}/").text
    assert city in Region.objects.named("koln")
    assert Region.of_town(Town.objects.get(pk=TORONTO)).names == {}


@pytest.mark.parametrize("text", ["Köln", "koeln", "Cologne", "colonia", "Кёльн"])
def test_a_town_is_found_by_each_of_its_names(text: str) -> None:
    assert COLOGNE in [place.pk for place in meant_by(text).places]


def test_a_name_in_a_language_is_one_that_the_town_is_found_by() -> None:
    row = {"geonameid": str(COLOGNE), "name": "Köln", "other_names": "Keulen|Cologne", "population": "5"}
    assert list(names_of(row)) == [
        (COLOGNE, "koln", "Köln", 5), (COLOGNE, "cologne", "Cologne", 5), (COLOGNE, "colonia", "Colonia", 5),
        (COLOGNE, "keulen", "Keulen", 5),
    ]  # fmt: skip
    towns = Town.objects.exclude(translations={})
    assert towns.count() > 20
    for town in towns:
        for name in town.translations.values():
            assert town in Town.objects.named(name), name


def test_what_was_asked_is_repeated_as_the_language_writes_it(client: Client) -> None:
    assert read(client, "/es/places/?q=kansas%20city").headings[0] == "¿A qué Kansas City se refiere?"
    make_town(name="Colonia", region=Region.objects.get(pk="us-nj"), population=17_000)
    TownName.objects.create(town=Town.objects.get(name="Colonia"), folded="colonia", name="Colonia", population=17_000)
    page = read(client, "/es/places/?q=colonia")
    assert page.headings[0] == "¿A qué Colonia se refiere?"
    assert "Colonia, Renania del Norte-Westfalia, Alemania" in page.text


KANSAS_CITY = ["Kansas City, Missouri, United States", "Kansas City, Kansas, United States"]
OFFERED = {
    ("kansas city", ""): [*KANSAS_CITY, "Kansas City, United States (metropolitan area)"],
    ("singapore", ""): ["Singapore (country)", "Singapore"],
    ("luxemburgo", "/es"): ["Luxemburgo (país)", "Luxemburgo, Valonia, Bélgica (provincia)", "Luxemburgo"],
    ("lisbonne", "/fr"): ["Lisbonne, Portugal"],
    ("londres", "/es"): ["Londres, Inglaterra, Reino Unido"],
    ("ontario", "/fr"): ["Ontario, Canada (province)"],
    ("dach", ""): ["DACH (Germany, Austria, Switzerland), grouping of countries"],
    ("europe", ""): ["Europe (continent)"],
    ("germany", ""): ["Germany"],
}


@pytest.mark.parametrize(("text", "prefix"), OFFERED)
def test_what_is_offered_says_its_kind_where_it_is_no_town(client: Client, text: str, prefix: str) -> None:
    make_region(
        "metro-kansas-city", name="Kansas City", parent=Region.objects.get(pk="us"),
        overlaps=Region.objects.filter(pk__in=["us-mo", "us-ks"]), latitude=39.1, longitude=-94.6,
    )  # fmt: skip
    found = [one["label"] for one in json.loads(client.get(f"{prefix}/places/suggest", {"q": text}).content)]
    assert found[: len(OFFERED[text, prefix])] == OFFERED[text, prefix]
    assert len(found) == len(set(found))


def test_places_in_one_line_tell_kinds_apart() -> None:
    places = [Town.objects.get(pk=LUXEMBOURG), *Region.objects.filter(pk__in=["ca", "lu"]).order_by("pk")]
    assert [words for _place, words in in_one_line(places)] == ["Luxembourg", "Canada", "Luxembourg (country)"]


def test_circles_drawn_before_towns_had_other_names_get_them() -> None:
    town = Town.objects.get(pk=COLOGNE)
    old = make_region("city-2886242", kind="city", name="Köln", parent=town.region, town=town, latitude=51, longitude=7)
    own = make_region("metro-rhine", name="Rhine", parent=town.region, town=town, latitude=51, longitude=7)
    name_circles()
    old.refresh_from_db()
    own.refresh_from_db()
    assert (old.name, old.names["es"], own.name, own.names) == ("Cologne", "Colonia", "Rhine", {})
    assert set(RegionName.objects.filter(region=old).values_list("folded", flat=True)) >= {"cologne", "colonia", "koln"}


def test_a_site_whose_towns_have_one_name_only_loads_them_again(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[dict[str, bool]] = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append({name: True, **options}))
    preparation.load_geography()
    assert called == []
    Town.objects.update(translations={})
    preparation.load_geography()
    assert called == [{"load_geography": True, "again": True}]
