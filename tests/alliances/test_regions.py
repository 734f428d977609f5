"""The tree of regions."""

import pytest
from django.test import Client

from alliances.models import Region
from tests.alliances.reading import Page
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db


def tree(client: Client) -> Page:
    response = client.get("/regions/")
    assert response.status_code == 200
    return Page(response)


def test_tree_links_every_continent_country_and_grouping_once(client: Client) -> None:
    wide = Region.objects.exclude(kind__in=["subdivision", "city", "metro", "world"])
    links = [link for link in tree(client).links if link.startswith("/regions/")]
    assert sorted(links) == sorted(region.get_absolute_url() for region in wide)


def test_tree_goes_from_continents_to_countries_with_groupings_apart(client: Client) -> None:
    headings = tree(client).headings
    assert headings[:4] == [
        "Regions and countries", "Africa nobody yet", "Northern Africa nobody yet", "Sub-Saharan Africa nobody yet",
    ]  # fmt: skip
    assert [heading for heading in headings if heading.split(" nobody")[0] in
            {"Africa", "Americas", "Asia", "Europe", "Oceania", "Elsewhere", "Groupings of countries"}] == [
        "Africa nobody yet", "Americas nobody yet", "Asia nobody yet", "Europe nobody yet", "Oceania nobody yet",
        "Elsewhere", "Groupings of countries",
    ]  # fmt: skip


def test_tree_counts_own_groups(client: Client) -> None:
    make_alliance(covers=["fr"])
    make_alliance(covers=["fr-idf"])
    make_alliance(covers=["150"])
    make_alliance(covers=["fr"], life="closed")
    page = tree(client)
    assert "Europe three groups" in page.headings
    assert "France two groups" in page.text
    assert "Germany only wider ones" in page.text
    assert "Canada nobody yet" in page.text


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_tree_asks_once_for_any_number_of_groups(client: Client, rows: int, django_assert_num_queries) -> None:
    for _number in range(rows):
        make_alliance()
    with django_assert_num_queries(1):
        client.get("/regions/")
