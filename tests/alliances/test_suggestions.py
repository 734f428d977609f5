"""What is offered while somebody types, and the list that a script reads."""

import json
from typing import Any

import pytest
from django.test import Client

from alliances.models import Region, Town, TownName
from alliances.suggestions import suggestions
from alliances.views.places import SUGGESTION_BYTES
from tests.factories import make_town

pytestmark = pytest.mark.django_db


def offered(client: Client, text: str, prefix: str = "") -> list[dict[str, str]]:
    response = client.get(f"{prefix}/places/suggest", {"q": text})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert len(response.content) <= SUGGESTION_BYTES == 700
    return json.loads(response.content)


def labels(client: Client, text: str) -> list[str]:
    return [one["label"] for one in offered(client, text)]


def test_each_has_a_value_a_label_and_an_address(client: Client) -> None:
    assert offered(client, "toronto on") == [
        {"value": "town:6167865", "label": "Toronto, Ontario, Canada", "url": "/places/6167865/"}
    ]
    assert offered(client, "manitob") == [
        {"value": "ca-mb", "label": "Manitoba, Canada (province)", "url": "/regions/ca-mb/"}
    ]
    assert offered(client, "dach")[0] == {
        "value": "dach", "url": "/regions/dach/",
        "label": "DACH (Germany, Austria, Switzerland), grouping of countries",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "label"), [("fr", "Montréal, Québec, Canada"), ("es", "Montreal, Quebec, Canadá")]
)
def test_labels_and_addresses_are_in_the_language_of_the_page(client: Client, language: str, label: str) -> None:
    assert offered(client, "montreal q", f"/{language}") == [
        {"value": "town:6077243", "label": label, "url": f"/{language}/places/6077243/"}
    ]


# What is typed, letter by letter or whole, and the first labels.
TYPED: dict[str, list[str]] = {
    "to": ["Tonga", "Togo", "Tokelau"],
    "tor": ["Türkiye", "Toronto, Ontario, Canada"],
    "tokyo": ["Tokyo, Japan"],
    "моск": ["Moscow, Russia", "Moscow Oblast, Russia (region)"],
    "ger": ["Germany"],
    "germany": ["Germany"],
    "uk": ["United Kingdom"],
    "usa": ["United States"],
    "tx": ["Texas, United States (state)"],
    "nsw": ["New South Wales, Australia (state)"],
    "150": ["Europe (continent)"],
    "georgia": ["Georgia", "Georgia, United States (state)"],
    "mexico": ["Mexico (country)", "Mexico City, Mexico"],
    "kansas": [
        "Kansas, United States (state)",
        "Kansas City, Missouri, United States",
        "Kansas City, Kansas, United States",
    ],
    "springf": ["Springfield, Missouri, United States", "Springfield, Massachusetts, United States"],
    "springfield m": ["Springfield, Missouri, United States", "Springfield, Massachusetts, United States"],
    "springfield, mass": ["Springfield, Massachusetts, United States"],
    "springfield mi": ["Springfield, Michigan, United States"],
    "paris t": ["Paris, Texas, United States", "Paris, Tennessee, United States"],
    "london, ": ["London, England, United Kingdom", "London, Ontario, Canada"],
    "san jose c": ["San Jose, California, United States", "San José, Costa Rica"],
    "st lou": ["St. Louis, Missouri, United States", "Saint-Louis, Senegal"],
    "koeln": ["Cologne, North Rhine-Westphalia, Germany"],
    "zaragoza": ["Zaragoza, Aragon, Spain", "Zaragoza, Central Luzon, Philippines"],
    "cologne": ["Cologne, North Rhine-Westphalia, Germany", "Cologne, Lombardy, Italy"],
    "tornto": ["Toronto, Ontario, Canada"],
    "tornto, ont": ["Toronto, Ontario, Canada"],
    "germny": ["Germany"],
    "halle belg": ["Halle, Flemish Brabant, Flanders, Belgium", "Halle, Antwerp, Flanders, Belgium"],
    "kyiv": ["Kyiv, Ukraine"],
}


@pytest.mark.parametrize(("text", "first"), list(TYPED.items()), ids=list(TYPED))
def test_the_likeliest_comes_first(client: Client, text: str, first: list[str]) -> None:
    assert labels(client, text)[: len(first)] == first


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!",
        "*",
        "%",
        "_",
        "[",
        "x",
        "zzzz",
        "qwertyuiop",
        "12345",
        "🙂",
        "\x00",
        "\u202e",
        "x" * 10240,
        "'; --",
    ],
)
def test_nonsense_gets_an_empty_list(client: Client, text: str) -> None:
    assert offered(client, text) == []
    assert json.loads(client.get("/places/suggest").content) == []


def test_nothing_is_offered_twice(client: Client) -> None:
    for text in ("paris", "berlin", "москва", "kiev", "san juan", "victoria", "lagos", "singapore", "京"):
        found = labels(client, text)
        assert len(found) == len(set(found)), text


def test_a_small_town_typed_whole_comes_before_larger_ones_that_begin_so(client: Client) -> None:
    town = make_town(name="Berli", region=Region.objects.get(pk="ca-on"), population=1_200)
    TownName.objects.create(town=town, folded="berli", name="Berli", population=1_200)
    assert labels(client, "berli")[:2] == ["Berli, Ontario, Canada", "Berlin, Germany"]


def test_a_small_town_is_found_by_its_beginning(client: Client) -> None:
    assert labels(client, "campione d") == ["Campione, Lombardy, Italy"]
    assert Town.objects.get(name="Campione").population < 15_000


def test_an_answer_that_would_be_too_long_ends_earlier(client: Client) -> None:
    region = Region.objects.get(pk="ca-on")
    for number in range(8):
        name = f"Llanfair{'pwllgwyngyll' * 8}{number}"
        town = make_town(name=name, region=region, population=1_000 + number)
        TownName.objects.create(town=town, folded=name.lower(), name=name, population=town.population)
    assert [one["label"][-20:] for one in offered(client, "llanfairp")] == [
        "ll7, Ontario, Canada", "ll6, Ontario, Canada", "ll5, Ontario, Canada",
    ]  # fmt: skip


def test_at_most_as_many_as_asked_for(client: Client) -> None:
    assert len(labels(client, "s")) == 0
    assert len(labels(client, "sa")) == 6
    assert [len(suggestions("sa", limit)) for limit in (1, 6, 14)] == [1, 6, 14]


def test_no_cookie_and_nobody_but_the_browser_keeps_it(client: Client) -> None:
    response = client.get("/places/suggest", {"q": "toronto"})
    assert response["Cache-Control"] == "private, max-age=300"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert "Vary" not in response or "ookie" not in response["Vary"]
    assert client.post("/places/suggest", {"q": "toronto"}).status_code == 405


@pytest.mark.parametrize(
    ("text", "queries"),
    [("", 0), ("toronto", 3), ("ber", 4), ("springfield m", 7), ("tornto", 3), ("zzzz", 2), ("germany", 3)],
)
def test_suggestions_ask_as_much_for_any_number_of_places(
    client: Client, text: str, queries: int, django_assert_num_queries: Any
) -> None:
    offered(client, text)  # the page of the gazetteer lies open now
    for more in (0, 1, 30):
        for _number in range(more):
            town = make_town(name="Springfield", region=Region.objects.get(pk="us-mo"))
            TownName.objects.create(town=town, folded="springfield", name="Springfield", population=5_000)
        with django_assert_num_queries(queries):
            offered(client, text)
