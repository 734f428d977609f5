"""The answer for a town."""

import re

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
        "Canada country", "All Canada", "Not what you meant?", "Pass it on",
    ]  # fmt: skip
    assert "Covers Toronto itself" in page.cards[0]
    assert "Who can join and fee: not stated · Join at example.org" in page.cards[0]
    assert "Covers Ontario, where Toronto lies" in page.cards[1]
    assert "Covers Ontario, where <b>Toronto</b> lies" in page.html
    assert "We know of three groups of your own: one for Toronto, one for Ontario and one for Canada." in page.text
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
    assert "We know of one group of your own, for Canada. Two wider ones include you." in page.text


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
        "Pass it on",
    ]  # fmt: skip
    assert "in Seoul or South Korea yet. Three spaces of three owners" in page.text


def test_what_is_being_started_comes_before_wider_ones(client: Client) -> None:
    make_alliance(name="Begins", covers=["ng"], life="forming")
    make_alliance(name="All Africa", covers=["002"])
    page = place(client, LAGOS)
    assert page.headings[1:5] == ["Being started", "Begins", "We know of nobody here yet.", "How to start"]
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


def city_group(geonameid: int, name: str, **overrides: object) -> None:
    make_alliance(name=name, covers=[Region.of_town(Town.objects.get(pk=geonameid)).pk], **overrides)


def test_neighbours_are_groups_of_cities_within_150_km_nearest_first(client: Client) -> None:
    city_group(TORONTO, "In Toronto")
    near = make_town(name="Nearby", latitude=43.9, longitude=-78.2)  # some 100 km to the east
    make_alliance(name="In Nearby", covers=[Region.of_town(near).pk])
    nearer = make_town(name="Nearer", latitude=43.8, longitude=-78.8)
    make_alliance(name="In Nearer", covers=[Region.of_town(nearer).pk])
    far = make_town(name="Far", latitude=43.9, longitude=-77.0)
    make_alliance(name="Too far", covers=[Region.of_town(far).pk])
    make_alliance(name="Shut there", covers=[Region.of_town(near).pk], life="closed")
    page = place(client, TORONTO)
    assert (
        "Neighbours Near Toronto, but not for it. In Nearer Nearer, 49 km away In Nearby Nearby, 99 km away Not what"
        in page.text
    )
    assert "In Toronto" in page.cards[0]
    assert "Neighbours" not in place(client, LAGOS).headings


def test_neighbours_are_found_across_the_antimeridian(client: Client) -> None:
    west = make_town(name="West", region=Region.objects.get(pk="fj"), latitude=-16.8, longitude=179.9)
    east = make_town(name="East", region=Region.objects.get(pk="fj"), latitude=-16.8, longitude=-179.6)
    make_alliance(name="Of the east", covers=[Region.of_town(east).pk])
    assert "Of the east East, 53 km away" in place(client, west.pk).text


def test_two_own_groups_stand_side_by_side_with_what_one_of_them_says(client: Client) -> None:
    make_alliance(name="All Canada", covers=["ca"], fee="paid", fee_note="50 dollars")
    benefits = [{"name": "training", "note": ""}, {"name": "events", "note": "monthly"}]
    make_alliance(name="All Ontario", covers=["ca-on"], benefits=benefits)
    page = place(client, TORONTO)
    assert (
        "The nearest groups compared Group Fee Members get All Ontario Not stated Training · Events "
        "All Canada There is a fee: 50 dollars Not stated"
    ) in page.text
    assert re.findall(r'data-label="([^"]*)"', page.html) == ["Fee", "Members get"] * 2


@pytest.mark.parametrize("facts", [{"fee": "paid"}, {}])
def test_nothing_is_compared_without_two_groups_that_say_something(client: Client, facts: dict[str, str]) -> None:
    make_alliance(covers=["ca"], **facts)
    if not facts:
        make_alliance(covers=["ca-on"])
    assert "Side by side" not in place(client, TORONTO).headings


def test_at_most_four_groups_are_compared(client: Client) -> None:
    for _number in range(6):
        make_alliance(covers=["ca-on"], who_can_join=["spaces"])
    assert place(client, TORONTO).html.count("<tr>") == 5


def test_other_towns_of_the_name_are_offered(client: Client) -> None:
    make_town(name="Toronto", region=Region.objects.get(pk="au-nsw"), population=3)
    page = place(client, TORONTO)
    assert "Or perhaps: Toronto, New South Wales, Australia" in page.text
    assert "Or perhaps" not in place(client, SEOUL).text


def test_the_box_below_holds_the_name(client: Client) -> None:
    assert 'data-list="Places"\nvalue="Toronto"' in place(client, TORONTO).html


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
    with django_assert_num_queries(8):
        client.get(f"/places/{TORONTO}/")
