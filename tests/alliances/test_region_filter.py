"""The list by region: looked up by a name in any language, with the other filters kept."""

import pytest
from django.http import HttpResponse
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
    assert (response.status_code, response["Cache-Control"]) == (303, "no-store")
    assert response["Location"] == f"/alliances/?kind=alliance&sort=newest&region={code}"
    shown = client.get("/alliances/", {"where": name, "kind": "alliance"}, follow=True)
    assert Page(shown).cards[0].startswith("Canada")


def found(response: HttpResponse) -> dict[str, str]:
    """What is offered for the place that was looked for: words to addresses."""
    links = page(response).xpath("//details[@name='filter'][1]//ul[@class='offers']/li/a")
    return {words(link): link.get("href") for link in links}


def test_several_places_are_offered(client: Client) -> None:
    response = client.get("/alliances/", {"where": "georgia", "kind": "alliance"})
    offered = found(response)
    assert offered["Georgia (country)"] == "/alliances/?kind=alliance&region=ge"
    assert offered["Georgia, United States (state)"] == "/alliances/?kind=alliance&region=us-ga"
    assert page(response).xpath("//details[@name='filter'][1]/@open") == [""]
    assert response["Cache-Control"] == "no-store"


def test_town_offers_its_region_with_the_other_filters_and_its_own_answer(client: Client) -> None:
    response = client.get("/alliances/", {"where": "Ghent", "kind": "alliance", "region": "ca", "sort": "newest"})
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "Ghent: one place found." in Page(response).text
    assert found(response) == {
        "This list for Flanders, Belgium, where Ghent lies": "/alliances/?kind=alliance&sort=newest&region=be-vlg",
        "Groups for Ghent, Flanders, Belgium, with the reason": "/places/2797656/",
    }
    assert Page(response).cards[0].startswith("Canada")  # the list stays as it was
    assert page(response).xpath("//details[@name='filter'][1]/@open") == [""]


def test_towns_of_one_name_are_told_apart_and_asked_about_with_the_other_filters(client: Client) -> None:
    offered = found(client.get("/alliances/", {"where": "springfield", "kind": "alliance"}))
    address = offered["Springfield, Missouri, United States"]
    assert address == "/alliances/?kind=alliance&where=town:4409896"
    response = client.get(address)
    assert page(response).xpath("//input[@id='where']/@value") == ["Springfield, Missouri, United States"]
    narrowed = "This list for Missouri, United States, where Springfield lies"
    assert found(response)[narrowed] == "/alliances/?kind=alliance&region=us-mo"


def test_town_that_is_its_own_state_is_not_said_to_lie_in_it(client: Client) -> None:
    offered = found(client.get("/alliances/", {"where": "town:2950159"}))
    assert list(offered) == ["This list for Berlin, Germany", "Groups for Berlin, Germany, with the reason"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/fr/alliances/", "Cette liste pour ce territoire : Flandre, Belgique, où se trouve Gand"),
        ("/es/alliances/", "Esta lista para Flandes, Bélgica, donde está Gante"),
    ],
)
def test_reason_of_an_offered_region_is_said_in_the_language_of_the_page(client: Client, path: str, said: str) -> None:
    assert next(iter(found(client.get(path, {"where": "town:2797656"})))) == said


@pytest.mark.parametrize("value", ["town:1", "town:", "town:x", "town:999999999999999999999", "town:²"])
def test_unknown_town_is_no_place(client: Client, value: str) -> None:
    response = client.get("/alliances/", {"where": value})
    assert (response.status_code, found(response)) == (200, {})


@pytest.mark.parametrize("name", ["zzzz", "georgia", "Ghent"])
def test_list_with_a_name_that_is_looked_for_is_not_indexed(client: Client, name: str) -> None:
    html = client.get("/alliances/", {"where": name}).content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/alliances/">' in html
    assert "noindex" not in client.get("/alliances/?where=").content.decode()


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
