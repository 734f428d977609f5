"""The answer for a town."""

import pytest
from django.test import Client

from alliances.models import Region, Town
from tests.alliances.reading import Page
from tests.factories import make_alliance, make_town

pytestmark = pytest.mark.django_db

TORONTO, LAGOS, SEOUL = 6167865, 2332459, 1835848


def place(client: Client, geonameid: int) -> Page:
    response = client.get(f"/places/{geonameid}/")
    assert response.status_code == 200
    return Page(response)


def test_own_groups_stand_nearest_first_with_their_reason(client: Client, toronto: Town) -> None:
    make_alliance(name="All Canada", covers=["ca"])
    make_alliance(name="All Ontario", covers=["ca-on"])
    make_alliance(name="In town", covers=[Region.of_town(toronto).pk], website="https://example.org")
    page = place(client, TORONTO)
    assert page.headings == [
        "Alliances for Toronto, Ontario, Canada", "Toronto city", "In town", "Ontario province", "All Ontario",
        "Canada country", "All Canada", "Not what you meant?",
    ]  # fmt: skip
    assert "Covers Toronto itself" in page.cards[0]
    assert "Who can join and fee: not stated · Join at example.org" in page.cards[0]
    assert "Covers Ontario, where Toronto lies" in page.cards[1]
    assert "Covers Ontario, where <b>Toronto</b> lies" in page.html
    assert "We know of three groups of your own in Toronto or Canada." in page.text
    assert page.title == "Coworking alliances for Toronto, Ontario, Canada · Alliance Directory"


def test_wider_ones_take_one_line_and_worldwide_ones_are_folded(client: Client) -> None:
    make_alliance(name="All Canada", covers=["ca"])
    make_alliance(name="All America", covers=["019"])
    make_alliance(name="Every place", covers=["001"])
    make_alliance(name="For women", covers=[], community="women who run spaces")
    page = place(client, TORONTO)
    assert len(page.cards) == 1
    assert (
        "Wider All America covers the Americas, where Toronto lies One group for every place Every place" in page.text
    )
    assert '<details class="fold"><summary>One group for every place</summary>' in page.html
    assert "For particular people For women for women who run spaces" in page.text
    assert "Two wider ones include you." in page.text


def test_a_town_without_an_own_group_begins_with_the_start(client: Client) -> None:
    for number in range(2):
        make_alliance(name=f"All Africa {number}", covers=["002"])
    for number in range(3):
        make_alliance(name=f"Every place {number}", covers=["001"])
    make_alliance(name="For women", covers=[], community="women who run spaces")
    page = place(client, LAGOS)
    assert page.headings[:3] == ["Alliances for Lagos, Nigeria", "We know of nobody here yet.", "How to start"]
    assert "We know of no alliance of your own in Lagos or Nigeria yet. Five wider bodies include you." in page.text
    assert "/submit/" in page.links


def test_an_empty_directory_has_only_the_start(client: Client) -> None:
    page = place(client, SEOUL)
    assert page.headings == [
        "Alliances for Seoul, South Korea", "We know of nobody here yet.", "How to start", "Not what you meant?",
    ]  # fmt: skip
    assert "in Seoul or South Korea yet. Three spaces of three owners" in page.text


def test_what_is_being_started_comes_before_wider_ones(client: Client) -> None:
    make_alliance(name="Begins", covers=["ng"], life="forming")
    make_alliance(name="All Africa", covers=["002"])
    page = place(client, LAGOS)
    assert page.headings[1:5] == ["We know of nobody here yet.", "How to start", "Being started", "Begins"]
    assert "One is being started." in page.text


def test_soft_answers_stand_apart_with_their_reason(client: Client) -> None:
    make_alliance(name="All France", covers=["fr"])
    town = make_town(name="Les Abymes", region=Region.objects.get(pk="gp"), latitude=16.27, longitude=-61.5)
    page = place(client, town.pk)
    assert "May also cover you, ask them All France covers France; Les Abymes belongs to France" in page.text
    assert "We know of nobody here yet." in page.headings


def test_closed_and_distant_groups_are_no_answer(client: Client) -> None:
    make_alliance(name="Closed", covers=["ca-on"], life="closed")
    make_alliance(name="All Québec", covers=["ca-qc"])
    make_alliance(name="Not here", covers=["019"], excludes=["ca"])
    page = place(client, TORONTO)
    assert page.cards == []
    assert not {"/alliances/closed/", "/alliances/all-quebec/", "/alliances/not-here/"} & set(page.links)


def test_the_box_below_holds_the_name(client: Client) -> None:
    assert (
        'name="q" type="search" autocomplete="off" aria-describedby="place-hint"\nvalue="Toronto"'
        in place(client, TORONTO).html
    )


def test_a_city_state_is_named_once(client: Client) -> None:
    town = make_town(name="Singapore", region=Region.objects.get(pk="sg"))
    page = place(client, town.pk)
    assert page.headings[0] == "Alliances for Singapore"
    assert "of your own in Singapore yet" in page.text


def test_breadcrumb_names_country_and_state(client: Client) -> None:
    assert place(client, TORONTO).text.startswith("Canada Ontario Toronto Alliances for Toronto")
    assert place(client, 2996944).text.startswith("France Auvergne-Rhône-Alpes Lyon")


@pytest.mark.parametrize("path", ["/places/0/", "/places/999999999999999999999999/", "/places/abc/", "/places/-1/"])
def test_an_unknown_town_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_place_asks_as_much_for_any_number_of_groups(
    client: Client, toronto: Town, rows: int, django_assert_num_queries
) -> None:
    city = Region.of_town(toronto)
    for _number in range(rows):
        make_alliance(covers=[city.pk, "fr-07"], excludes=["us"])
        make_alliance(covers=["021"], excludes=["us"])
        make_alliance(covers=["ca", "fr-07"], life="forming")
    with django_assert_num_queries(6):
        client.get(f"/places/{TORONTO}/")
