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
        ("  Québec ", "/regions/ca-qc/"),
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
    ["Atlantis", "%", "_", "*", "[a-z]*", "12345", "🙂", "Toronto, Ontario", "a\u202eb", "'; DROP TABLE"],
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


@pytest.mark.parametrize(
    ("asked", "queries"), [("Valencia", 2), ("Georgia", 1), ("Atlantis", 2), ("", 0), ("Canada", 1)]
)
def test_the_box_asks_little(client: Client, asked: str, queries: int, django_assert_num_queries) -> None:
    with django_assert_num_queries(queries):
        client.get("/places/", {"q": asked})
