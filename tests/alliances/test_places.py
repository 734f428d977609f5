"""The place box: what was meant?"""

import pytest
from django.test import Client

from alliances.models import Region, Town, TownName
from alliances.places import meant_by
from tests.alliances.reading import Page
from tests.factories import make_town

pytestmark = pytest.mark.django_db


def name_town(name: str, code: str, population: int) -> Town:
    town = make_town(name=name, region=Region.objects.get(pk=code), population=population)
    TownName.objects.create(town=town, folded=name.lower(), name=name, population=population)
    return town


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("Canada", "/regions/ca/"),
        ("kanada", "/regions/ca/"),
        ("CA", "/regions/ca/"),
        ("ca-on", "/regions/ca-on/"),
        ("150", "/regions/150/"),
        ("UK", "/regions/gb/"),
        ("USA", "/regions/us/"),
        ("dach", "/regions/dach/"),
        ("  Québec ", "/places/6325494/"),
        ("manitoba", "/regions/ca-mb/"),
        ("서울", "/places/1835848/"),
        ("Lyon", "/places/2996944/"),
        ("Taiwan", "/regions/tw/"),
    ],
)
def test_one_sure_match_leads_there(client: Client, asked: str, path: str) -> None:
    response = client.get("/places/", {"q": asked})
    assert (response.status_code, response["Location"]) == (303, path)
    assert response["Cache-Control"] == "no-store"


def test_several_are_asked_about_largest_first(client: Client) -> None:
    response = client.get("/places/", {"q": "Toronto"})
    page = Page(response)
    assert response.status_code == 200
    assert page.headings == ["Which Toronto?", "Places", "Not what you meant?"]
    assert (
        "Toronto, Ontario, Canada · town of 2,794,356 people Toronto, New South Wales, Australia · town of 5,670 people"
        in page.text
    )
    assert page.links == ["/places/6167865/", "/places/10103951/", "/places/5174095/"]
    assert 'value="Toronto"' in page.html


def test_every_offered_place_opens(client: Client) -> None:
    for name in ("Valencia", "Lagos", "Georgia"):
        links = Page(client.get("/places/", {"q": name})).links
        assert len(links) > 1
        for link in links:
            assert client.get(link).status_code == 200, link


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        # a country and a state elsewhere are both offered, the country first; a part of the country is not
        ("Georgia", ["ge", "us-ga"]),
        ("Mexico", ["mx"]),
        ("Luxembourg", ["lu", "be-wlx"]),
        ("Kosovo", ["xk", "rs-25"]),
    ],
)
def test_countries_go_before_states_and_towns(asked: str, places: list[str]) -> None:
    meaning = meant_by(asked)
    assert [place.pk for place in meaning.places] == places
    assert meaning.is_sure is (len(places) == 1)


def test_a_state_and_a_small_town_elsewhere_are_both_offered() -> None:
    town = name_town("Bavaria", "us-ks", 99_999)
    meaning = meant_by("Bavaria")
    assert list(meaning.places) == [Region.objects.get(pk="de-by"), town]
    assert not meaning.is_sure


def test_a_town_of_a_hundred_thousand_is_meant_rather_than_a_state() -> None:
    town = name_town("Bavaria", "us-ks", 100_000)
    assert meant_by("Bavaria").places == [town]
    assert meant_by("Bavaria").is_sure


def test_a_town_in_the_state_of_its_name_is_meant() -> None:
    town = name_town("Bavaria", "de-by", 1_000)
    assert meant_by("Bavaria").places == [town]
    assert meant_by("Bavaria").is_sure


def test_a_town_does_not_hide_its_namesakes() -> None:
    inside, outside = name_town("Bavaria", "de-by", 1_000), name_town("Bavaria", "us-ks", 2_000)
    meaning = meant_by("Bavaria")
    assert list(meaning.places) == [inside, Region.objects.get(pk="de-by"), outside]
    assert not meaning.is_sure


def test_a_city_drawn_for_a_group_does_not_stand_beside_its_town() -> None:
    lyon = Town.objects.get(pk=2996944)
    Region.of_town(lyon)
    assert meant_by("Lyon").places == [lyon]


def test_at_most_twenty_are_offered() -> None:
    for number in range(25):
        name_town("Samename", "us-ks", 1_000 + number)
    meaning = meant_by("samename")
    assert [place.population for place in meaning.places] == list(range(1_024, 1_004, -1))


def test_without_words_it_is_the_box_alone(client: Client) -> None:
    for path in ("/places/", "/places/?q=", "/places/?q=%20", "/places/?other=x"):
        page = Page(client.get(path))
        assert page.headings == ["Find your place"]
        assert "We know no place called" not in page.text
        assert '<meta name="robots" content="noindex">' in page.html


@pytest.mark.parametrize(
    "asked",
    ["Xanadu", "%", "_", "*", "[a-z]*", "12345", "🙂", "a\u202eb", "'; DROP TABLE"],
)
def test_an_unknown_name_gets_help(client: Client, asked: str) -> None:
    response = client.get("/places/", {"q": asked})
    page = Page(response)
    assert response.status_code == 200
    assert "We know no place called" in page.text
    assert "We know towns of 1,000 people or more. Pick the nearest larger one, or your state or country." in page.text
    assert "/regions/" in page.links


@pytest.mark.parametrize(
    ("asked", "message"),
    [("x" * 10240, "Use at most 200 characters to search"), ("Tor\0onto", "Remove the control characters")],
)
def test_what_cannot_be_a_name_gets_a_plain_message(client: Client, asked: str, message: str) -> None:
    response = client.get("/places/", {"q": asked})
    page = Page(response)
    assert response.status_code == 200
    assert message in page.text
    assert page.title.startswith("Error: ")
    assert "x" * 300 not in page.html


def test_what_people_type_is_escaped_and_kept_by_no_cache(client: Client) -> None:
    response = client.get("/places/", {"q": "<script>alert(1)</script>"})
    assert "<script>" not in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert client.get("/places/")["Cache-Control"].startswith("public")


def test_a_slip_of_the_finger_gets_a_question(client: Client) -> None:
    page = Page(client.get("/places/", {"q": "Tornto"}))
    assert page.headings == ["Find your place", "Did you mean …", "By country"]
    assert "We know no place called “Tornto”. Did you mean … Toronto, Ontario, Canada · town of 2,794,356" in page.text
    assert page.links[0] == "/places/6167865/"
    assert 'value="Tornto"' in page.html
    assert page.title.startswith("Find your place")


def test_a_hamlet_in_a_state_gets_the_state_and_its_largest_towns(client: Client) -> None:
    page = Page(client.get("/places/", {"q": "Tinyhamlet, Ontario"}))
    assert page.headings == ["Find your place", "Where it lies", "The largest towns of Ontario"]
    assert "Where it lies Ontario, Canada · province" in page.text
    assert page.links[1:5] == ["/regions/ca-on/", "/places/6167865/", "/places/6094817/", "/places/6058560/"]


def test_a_postcode_in_a_country_gets_its_states(client: Client) -> None:
    page = Page(client.get("/places/", {"q": "K1A 0B1, Canada"}))
    assert page.headings[1:] == ["Where it lies", "The largest towns of Canada", "Provinces and territories"]
    assert "Pick the nearest larger one, or your state or country." in page.text
    assert {"/regions/ca/", "/regions/ca-on/", "/regions/ca-nu/"} <= set(page.links)


def test_a_place_that_lies_nowhere_gets_the_way_by_country(client: Client) -> None:
    page = Page(client.get("/places/", {"q": "zzzz"}))
    assert page.headings == ["Find your place", "By country"]
    assert {"/regions/", "/regions/ng/", "/regions/xk/", "/regions/tw/", "/regions/ps/"} <= set(page.links)


def test_two_that_would_read_alike_are_told_apart(client: Client) -> None:
    page = Page(client.get("/places/", {"q": "halle belgien"}))
    assert "Halle, Flemish Brabant, Flanders, Belgium" in page.text
    assert "Halle, Antwerp, Flanders, Belgium" in page.text


@pytest.mark.parametrize("language", ["fr", "es"])
def test_places_are_named_in_the_language_of_the_page(client: Client, language: str) -> None:
    response = client.get(f"/{language}/places/", {"q": "Deutschland"})
    assert response["Location"] == f"/{language}/regions/de/"
    page = Page(client.get(f"/{language}/places/", {"q": "kansas city"}))
    assert {"fr": "États-Unis", "es": "Estados Unidos"}[language] in page.text


@pytest.mark.parametrize(
    ("asked", "queries"),
    [
        ("", 0),
        ("Canada", 1),
        ("Georgia", 1),
        ("Köln", 3),
        ("Valencia", 3),
        ("springfield, mo", 7),
        ("Tornto", 6),
        ("Xanadu", 5),
        ("Tornto, Ontario", 15),
        ("zz zz zz zz zz zz zz zz", 9),
    ],
)
def test_the_box_asks_as_much_for_any_number_of_places(
    client: Client, asked: str, queries: int, django_assert_num_queries
) -> None:
    client.get("/places/", {"q": asked})  # the pages of the gazetteer lie open now
    for more in (0, 1, 30):
        for _number in range(more):
            name_town("Springfield", "us-mo", 2_000)
            name_town("Valencia", "es-v", 2_000)
            name_town("Köln", "de-nw", 2_000)
        with django_assert_num_queries(queries):
            client.get("/places/", {"q": asked})
