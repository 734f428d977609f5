"""The first page."""

import re
from datetime import date

import pytest
from django.test import Client

from alliances.models import Region, Town
from alliances.numbers import Numbers
from tests.alliances.reading import Page
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db


def home(client: Client) -> Page:
    response = client.get("/")
    assert response.status_code == 200
    return Page(response)


def test_home_of_an_empty_directory(client: Client) -> None:
    page = home(client)
    assert page.headings[0] == "Find the coworking alliance for your place"
    assert "We know of no group yet." in page.text
    assert page.headings[1:] == [
        "So far", "Groups by country", "Three kinds", "Alliance", "Collective", "Association", "Five values",
        "Who keeps this",
    ]  # fmt: skip


def test_home_stands_in_the_order_of_the_design(client: Client) -> None:
    make_alliance(name="Coworking Ontario")
    page = home(client)
    assert [heading for heading in page.headings if heading not in {"Alliance", "Collective", "Association"}] == [
        "Find the coworking alliance for your place", "So far", "Newest", "Coworking Ontario", "Groups by country",
        "Three kinds",
        "Five values",
        "Who keeps this",
    ]  # fmt: skip
    assert page.html.index('name="q"') < page.html.index("List it") < page.html.index("So far")


def test_numbers_count_open_groups_own_countries_and_confirmed_ones(client: Client) -> None:
    for code in ("ca-on", "ca", "fr", "150"):
        make_alliance(covers=[code])
    make_alliance(covers=[], community="women who run spaces")
    make_alliance(covers=["de"], life="closed")
    assert (
        "We know of five groups, four by place in two countries or wider and one for particular people. "
        "None has confirmed its entry yet."
    ) in home(client).text


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        ((0, 0, 0, 0), "We know of no group yet. "),
        ((1, 0, 0, 0), "We know of one group, wider than a country. It has not confirmed its entry yet."),
        ((1, 0, 1, 1), "We know of one group, in one country or wider. It has confirmed its entry."),
        ((1, 1, 0, 0), "We know of one group, for particular people. It has not confirmed its entry yet."),
        ((2, 2, 2, 0), "We know of two groups, for particular people. All have confirmed their entries."),
        ((14, 0, 1, 3), "We know of 14 groups, in three countries or wider. One has confirmed its entry."),
        (
            (61, 3, 0, 19),
            "We know of 61 groups, 58 by place in 19 countries or wider and three for particular people. "
            "None has confirmed its entry yet.",
        ),
        (
            (2000, 1, 12, 1),
            "We know of 2,000 groups, 1,999 by place in one country or wider and one for particular people. "
            "Twelve have confirmed their entries.",
        ),
    ],
)
def test_numbers_in_words(counted: tuple[int, int, int, int], words: str) -> None:
    groups, people, confirmed, countries = counted
    numbers = Numbers(groups=groups, people=people, confirmed=confirmed, countries=countries, kinds={})
    assert f"{numbers.known} {numbers.confirmation}" == words


@pytest.mark.parametrize("language", ["", "/fr", "/es"])
def test_figures_of_the_tally_are_bold_and_what_is_missing_is_marked(client: Client, language: str) -> None:
    for code in ("ca-on", "fr"):
        make_alliance(covers=[code])
    make_alliance(covers=[], community="women who run spaces")
    html = client.get(f"{language}/").content.decode()
    tally = re.search(r'<p class="tally">(.*?)</p>', html)[1]
    assert len(re.findall("<b>[^<]+</b>", tally)) == 4  # groups, by place, countries, for particular people
    assert len(re.findall("<i>[^<]+</i>", tally)) == 1


def test_newest_four_come_latest_first(client: Client) -> None:
    names = [make_alliance(name=f"Group of spaces {letter}").name for letter in "ABCDE"]
    make_alliance(name="Closed last", life="closed")
    cards = home(client).cards
    assert [card.split(" Alliance ")[0] for card in cards] == names[:0:-1]


def test_examples_lead_to_places_that_exist(client: Client) -> None:
    page = home(client)
    assert [link for link in page.links if link.startswith(("/places/", "/regions/"))][:5] == [
        "/places/6167865/", "/places/4393217/", "/places/2996944/", "/places/1835848/", "/regions/pt/",
    ]  # fmt: skip
    assert '<a href="/places/1835848/" lang="ko">서울</a>' in page.html


def test_examples_without_a_town_leave_it_out(client: Client) -> None:
    Town.objects.filter(pk=6167865).delete()
    assert "/places/6167865/" not in home(client).links


def test_every_link_of_home_opens(client: Client) -> None:
    make_alliance(website="https://example.org")
    links = set(home(client).links)
    regions = {link for link in links if re.fullmatch("/regions/[^/]+/", link)}
    assert len(regions) > 200
    assert Region.objects.filter(pk__in={link.split("/")[2] for link in regions}).count() == len(regions)
    for link in links - regions | {"/regions/ca/"}:
        assert client.get(link).status_code == 200 or link.startswith("https://"), link


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_home_asks_as_much_for_any_number_of_groups(client: Client, rows: int, django_assert_num_queries) -> None:
    for _number in range(rows):
        make_alliance(confirmed_on=date(2026, 11, 3), freshness="confirmed", confirmed_by="group")
    client.get("/")  # the regions of the newest groups are kept
    with django_assert_num_queries(7):
        client.get("/")


def test_home_sets_no_cookie_and_may_be_kept_by_caches(client: Client) -> None:
    response = client.get("/")
    assert not response.cookies
    assert response.public_page is True
    assert response["Cache-Control"].startswith("public")
    assert client.post("/").status_code == 405
