"""The list by region: looked up by a name in any language, with the other filters kept."""

import pytest
from django.test import Client

from alliances.models import Region
from tests.alliances.reading import Page
from tests.factories import make_alliance
from tests.submissions.pages import page, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _groups(db: None) -> None:
    make_alliance(name="Canada", covers=["ca"])
    make_alliance(name="Wide", covers=["150"])


@pytest.mark.parametrize("name", ["Canada", "kanada", "カナダ", "CA-ON"])
def test_one_sure_region_filters_at_once(client: Client, name: str) -> None:
    code = "ca-on" if name == "CA-ON" else "ca"
    response = client.get("/alliances/", {"where": name, "kind": "alliance", "sort": "newest"})
    assert (response.status_code, response["Cache-Control"]) == (302, "no-store")
    assert response["Location"] == f"/alliances/?kind=alliance&sort=newest&region={code}"
    shown = client.get("/alliances/", {"where": name, "kind": "alliance"}, follow=True)
    assert Page(shown).cards[0].startswith("Canada")


def test_several_places_are_offered_and_a_town_leads_to_its_page(client: Client) -> None:
    response = client.get("/alliances/", {"where": "georgia", "kind": "alliance"})
    found = page(response).xpath("//details[@name='filter'][1]//div/ul[1]/li/a")
    offered = {words(link): link.get("href") for link in found}
    assert offered["Georgia (country)"] == "/alliances/?kind=alliance&region=ge"
    assert offered["Georgia, United States (state)"] == "/alliances/?kind=alliance&region=us-ga"
    assert page(response).xpath("//details[@name='filter'][1]/@open") == [""]
    assert response["Cache-Control"] == "no-store"
    ghent = client.get("/alliances/", {"where": "Ghent"})
    assert (ghent.status_code, ghent["Location"]) == (302, "/places/2797656/")


def test_unknown_name_is_told_and_changes_nothing(client: Client) -> None:
    response = client.get("/alliances/", {"where": "<b>zzzz</b>"})
    assert "<b>zzzz</b>: we know no place of that name." in Page(response).text
    assert len(Page(response).cards) == 2


@pytest.mark.parametrize("name", ["", "  ", "\x00", "*", "%", "x" * 10_000, "' OR 1=1"])
def test_odd_names_give_the_list(client: Client, name: str) -> None:
    assert client.get("/alliances/", {"where": name}).status_code == 200


def test_name_that_is_looked_for_stands_in_no_link(client: Client) -> None:
    html = client.get("/alliances/", {"where": "zzzz", "kind": "alliance"}).content.decode()
    assert "where=" not in html
    assert 'data-to="?kind=alliance&amp;region="' in html


@pytest.mark.parametrize("number", [1, 3, 30])
def test_looking_up_costs_the_same_queries(client: Client, number: int, django_assert_max_num_queries: object) -> None:
    assert Region.objects.exists()
    for _more in range(number):
        make_alliance()
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture
        client.get("/alliances/", {"where": "georgia"})
