"""The list of groups."""

import random
import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from alliances.forms import FilterForm
from alliances.lists import GroupList, Wanted
from alliances.models import Alliance
from alliances.models.facets import ALL
from alliances.paging import Sheet
from tests.alliances.reading import Page
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str = "") -> Page:
    response = client.get(f"/alliances/{query}")
    assert response.status_code == 200
    return Page(response)


def names(page: Page) -> list[str]:
    return [heading for heading in page.headings if heading.startswith("Group of")]


@pytest.fixture
def some_groups(db: None) -> None:
    make_alliance(name="Group of Ontario", covers=["ca-on"], kind="collective")
    make_alliance(name="Group of Québec", covers=["ca-qc"], kind="association", summary="Élan pour les tiers-lieux")
    make_alliance(name="Group of Canada", covers=["ca"], kind="association")
    make_alliance(name="Group of France", covers=["fr"], life="forming")
    make_alliance(name="Group of Spain", covers=["es"], life="dormant")
    make_alliance(name="Group of old", covers=["ca"], life="closed")


def test_list_of_an_empty_directory(client: Client) -> None:
    page = listed(client)
    assert page.title == "No group · Alliance Directory"
    assert "We know of no group yet." in page.text


@pytest.mark.usefixtures("some_groups")
@pytest.mark.parametrize(("query", "is_ordered"), [("", True), ("?q=zzzzz", False), ("?page=2", False)])
def test_only_a_list_with_groups_offers_its_order(client: Client, query: str, is_ordered: bool) -> None:
    assert ('class="orders small"' in listed(client, query).html) is is_ordered


@pytest.mark.usefixtures("some_groups")
def test_list_shows_open_groups_by_name_and_counts_them(client: Client) -> None:
    page = listed(client)
    assert names(page) == [
        "Group of Canada", "Group of France", "Group of Ontario", "Group of Québec", "Group of Spain",
    ]  # fmt: skip
    assert page.title == "Five groups · Alliance Directory"
    assert "Five groups" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=elan", ["Québec"]),
        ("q=ELAN+tiers", ["Québec"]),
        ("q=ontar", ["Ontario"]),
        ("q=ntario", []),
        ("q=%25", ["Canada", "France", "Ontario", "Québec", "Spain"]),
        ("region=ca", ["Canada", "Ontario", "Québec"]),
        ("region=CA-ON", ["Ontario", "Canada"]),
        ("region=eu", ["France", "Spain"]),
        ("region=jp", []),
        ("kind=association", ["Canada", "Québec"]),
        ("kind=association&region=ca-on", ["Canada"]),
        ("life=forming", ["France"]),
        ("life=dormant", ["Spain"]),
        ("life=active", ["Canada", "Ontario", "Québec"]),
        ("life=closed", ["old"]),
        ("life=all", ["Canada", "France", "old", "Ontario", "Québec", "Spain"]),
        ("sort=newest", ["Spain", "France", "Canada", "Québec", "Ontario"]),
        ("q=&region=&kind=&life=&sort=&page=", ["Canada", "France", "Ontario", "Québec", "Spain"]),
    ],
)
@pytest.mark.usefixtures("some_groups")
def test_list_filters(client: Client, query: str, found: list[str]) -> None:
    assert names(listed(client, f"?{query}")) == [f"Group of {name}" for name in found]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("kind=club", "There is no such kind of group"),
        ("life=half", "There is no such state of life"),
        ("sort=random", "The list cannot be sorted like that"),
        ("region=atlantis", "We know no region with this code"),
        ("region=%00", "Remove the control characters"),
        ("region=" + "x" * 5000, "Use at most 200 characters to search"),
        ("page=0", "Pages begin at one"),
        ("page=-1", "Pages begin at one"),
        ("page=two", "A page is a number"),
        ("page=" + "9" * 5000, "A page is a number"),
        ("q=" + "x" * 10240, "Use at most 200 characters to search"),
        ("q=a%00b", "Remove the control characters"),
    ],
)
@pytest.mark.usefixtures("some_groups")
def test_an_invalid_filter_says_so_and_shows_the_whole_list(client: Client, query: str, message: str) -> None:
    page = listed(client, f"?kind=collective&{query}")
    assert message in page.text
    assert len(names(page)) == 5
    assert '<meta name="robots" content="noindex">' in page.html


@pytest.mark.usefixtures("some_groups")
def test_any_mixture_of_filters_is_a_page(client: Client) -> None:
    """Robots follow every link, and try what no link says (trust case 35)."""
    make_alliance(covers=["ca-on"], languages=["fr"], benefits=[{"name": "training", "note": ""}])
    values = {
        "q": ["", "coworking", "cowrking", "zzz", "%", "'"],
        "region": ["ca", "ca-on", "001", "atlantis", ""],
        "kind": ["alliance", "association", "none"],
        "language": ["fr", "en", "xx"],
        "benefit": ["training", "gold"],
        "join": ["spaces", "nobody"],
        "life": ["forming", "closed", "all", "dead"],
        "sort": ["name", "newest", "confirmed", "nearest", "random"],
        "where": ["ghent", "nowhere", ""],
        "page": ["1", "2", "999999", "-1", "x"],
    }
    chance = random.Random(35)
    for _number in range(120):
        names = chance.sample(sorted(values), chance.randint(1, len(values)))
        asked = {name: chance.choice(values[name]) for name in names}
        assert client.get("/alliances/", asked).status_code in {200, 303}, asked
    assert client.get("/alliances/", {f"p{number}": "1" for number in range(1500)}).status_code == 400


def test_chips_remove_one_filter_each(client: Client) -> None:
    page = listed(client, "?q=group&region=ca&kind=association&life=all&sort=newest")
    chips = re.findall(r'href="([^"]*)" aria-label="Remove the filter ([^"]*)"', page.html)
    left = {label: set(parse_qs(urlsplit(link.replace("&amp;", "&")).query)) for link, label in chips}
    every = {"q", "region", "kind", "life", "sort"}
    assert left == {
        "“group”": every - {"q"},
        "Canada": every - {"region"},
        "Association": every - {"kind"},
        "Closed ones too": every - {"life"},
    }


@pytest.mark.usefixtures("some_groups")
def test_title_names_the_filters(client: Client) -> None:
    page = listed(client, "?region=ca&kind=association")
    assert page.title == "Two groups: Canada, Association · Alliance Directory"
    assert page.headings[0] == "Alliances for Canada"
    assert listed(client, "?region=us").headings[0] == "Alliances for the United States"


def test_filtered_list_is_not_indexed_and_names_the_whole_list_as_canonical(client: Client) -> None:
    assert "noindex" not in listed(client).html
    page = listed(client, "?kind=collective")
    assert '<meta name="robots" content="noindex">' in page.html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/alliances/">' in page.html


def test_links_never_repeat_what_is_not_a_filter(client: Client) -> None:
    for _number in range(30):
        make_alliance()
    page = listed(client, "?utm_source=evil&evil=%3Cscript%3E&kind=alliance&page=1")
    assert "evil" not in page.html
    assert "?kind=alliance&amp;page=2" in page.html


def test_search_words_are_escaped(client: Client) -> None:
    page = listed(client, "?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in page.html
    assert "We know of no group that fits all of this." in page.text


def test_searches_are_kept_by_no_cache(client: Client) -> None:
    assert client.get("/alliances/?q=word")["Cache-Control"] == "no-store"
    assert client.get("/alliances/?kind=alliance")["Cache-Control"].startswith("public")


def test_pages_of_twenty(client: Client) -> None:
    for number in range(45):
        make_alliance(name=f"Group of {number:02}")
    first, last = listed(client), listed(client, "?page=3")
    assert (len(names(first)), len(names(last))) == (20, 5)
    assert names(listed(client, "?page=2"))[0] == "Group of 20"
    assert last.title == "45 groups, page 3 · Alliance Directory"
    assert 'rel="canonical" href="http://127.0.0.1:8000/alliances/?page=3"' in last.html
    assert "Next page" in first.text
    assert "Next page" not in last.text


def test_a_page_after_the_last_says_so(client: Client) -> None:
    make_alliance(name="Group of one")
    page = listed(client, "?page=7")
    assert "This list has one page only." in page.text
    assert names(page) == []
    assert "noindex" in page.html


@pytest.mark.parametrize("number", ["51", "999999", "9" * 300])
def test_beyond_page_fifty_one_is_asked_to_narrow_the_list(client: Client, number: str) -> None:
    page = listed(client, f"?page={number}&kind=alliance")
    assert "That is further than we turn the pages" in page.text
    assert "?kind=alliance" in page.links


def test_a_sheet_shows_the_pages_around_it() -> None:
    Alliance.objects.bulk_create(
        Alliance(name="n", slug=f"n{number}", kind="alliance", listed_at=timezone.now(), changed_at=timezone.now())
        for number in range(1041)
    )

    def sheet(number: int, stored: int = 1041) -> Sheet:
        return Sheet(GroupList(Wanted(), {ALL: stored}, {ALL: stored}), number)

    assert list(sheet(1).numbers) == [1, 2, 3, None, 50]
    assert list(sheet(25).numbers) == [1, None, 23, 24, 25, 26, 27, None, 50]
    assert (sheet(50).is_cut, sheet(49).is_cut) == (True, False)
    assert (sheet(49).next, sheet(50).next) == (50, None)
    assert (sheet(51).groups, sheet(51).is_too_far) == (None, True)
    assert list(sheet(2, stored=40).numbers) == [1, 2]
    assert (sheet(3, stored=40).groups, sheet(1, stored=1).is_cut) == (None, False)


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({}, "Who can join, fee and how: not stated"),
        ({"website": "https://www.example.org/x"}, "Who can join and fee: not stated · Join at example.org"),
        (
            {
                "who_can_join": ["suppliers", "spaces"],
                "website": "https://example.org",
                "join_url": "https://join.example",
            },
            "Open to coworking spaces and suppliers and partners · Fee: not stated · Join at join.example",
        ),
        ({"fee": "none"}, "Who can join: not stated · No fee · How to join: not stated"),
        (
            {
                "fee": "paid",
                "fee_note": "50 € a year",
                "who_can_join": ["runners"],
                "public_email": "a@b.example",
            },
            "Open to people who run coworking spaces · There is a fee: 50 € a year · Write to a@b.example",
        ),
        (
            {"website": "javascript:alert(1)"},
            "Who can join and fee: not stated · Join at javascript:alert(1)",
        ),
    ],
)
def test_cards_say_how_to_join(client: Client, facts: dict[str, object], line: str) -> None:
    make_alliance(**facts)
    page = listed(client)
    assert line in page.cards[0]
    assert not any(link.startswith("javascript:") for link in page.links)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "Not confirmed by the group"),
        (
            {"source_url": "https://example.org", "source_read_on": "2026-11"},
            "From a public source, read in November 2026, not confirmed by the group",
        ),
        (
            {"source_url": "https://example.org", "source_read_on": "2026-11-03"},
            "From a public source, read on 3 November 2026, not confirmed by the group",
        ),
        ({"source_url": "https://example.org"}, "From a public source, not confirmed by the group"),
        (
            {"freshness": "confirmed", "confirmed_on": date(2026, 11, 3), "confirmed_by": "group"},
            "Confirmed on 3 November 2026 by the group",
        ),
        (
            {"freshness": "confirmed", "confirmed_on": date(2026, 11, 3), "confirmed_by": "volunteer"},
            "Confirmed on 3 November 2026 by a volunteer",
        ),
        ({"freshness": "lapsed", "confirmed_on": date(2025, 1, 3)}, "Not confirmed since 3 January 2025"),
    ],
)
def test_cards_say_how_fresh_they_are(client: Client, columns: dict[str, object], words: str) -> None:
    make_alliance(**columns)
    assert listed(client).cards[0].endswith(words)


@pytest.mark.parametrize(
    ("facts", "area"),
    [
        ({"covers": ["ca-on"]}, "Ontario, Canada"),
        ({"covers": ["fr-07"]}, "Ardèche, Auvergne-Rhône-Alpes, France"),
        ({"covers": ["009", "142"]}, "Asia and Oceania"),
        ({"covers": ["au", "ca", "fr", "us"]}, "Australia, Canada, France and United States"),
        ({"covers": ["au", "ca", "fr", "us", "de"]}, "Australia, Canada, France and two more"),
        ({"covers": ["asia-pacific"], "excludes": ["cn"]}, "Asia-Pacific, except China"),
        ({"covers": ["001"]}, "Worldwide"),
        ({"covers": [], "community": "women who run spaces"}, "Worldwide, for women who run spaces"),
        ({"covers": [], "coverage_note": "all round the lake"}, "all round the lake"),
        ({"covers": []}, "Area not stated"),
    ],
)
def test_cards_say_where_a_space_must_be(client: Client, facts: dict[str, object], area: str) -> None:
    make_alliance(name="Group", **facts)
    assert listed(client).cards[0].startswith(f"Group Alliance {area} They buy")


def test_cards_put_what_a_group_calls_itself_before_its_kind(client: Client) -> None:
    make_alliance(name="Group", called="federation", kind="association", life="forming", life_since="2026")
    card = listed(client).cards[0]
    assert card.startswith("Group federation Association")
    assert "Being started since 2026" in card


def test_cards_say_the_languages_of_a_group(client: Client) -> None:
    make_alliance(languages=["fr", "en"])
    assert "Languages: French and English Not confirmed" in listed(client).cards[0]


def test_newest_first_goes_by_the_day_of_listing(client: Client) -> None:
    now = timezone.now()
    make_alliance(name="Group of now", listed_at=now)
    make_alliance(name="Group of last year", listed_at=now - timedelta(days=365))
    assert names(listed(client, "?sort=newest")) == ["Group of now", "Group of last year"]


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(
    ("query", "queries"), [("", 4), ("?region=ca-on", 5), ("?region=ca-on&q=group&kind=alliance&sort=newest", 5)]
)
def test_list_asks_as_much_for_any_number_of_groups(
    client: Client, rows: int, query: str, queries: int, django_assert_num_queries
) -> None:
    for _number in range(rows):
        make_alliance(covers=["ca-on", "fr-07"], excludes=["ca-qc"])
    client.get("/alliances/")  # the regions of its groups are kept
    with django_assert_num_queries(queries):
        client.get(f"/alliances/{query}")


def test_the_form_reads_only_its_own_parameters() -> None:
    form = FilterForm({"kind": "alliance", "region": "CA", "page": "2", "other": "x"})
    assert form.is_valid()
    assert form.query.urlencode() == "region=ca&kind=alliance"


@pytest.fixture
def groups_with_facts(db: None) -> None:
    training = {"name": "training", "note": ""}
    make_alliance(name="Group of Ontario", covers=["ca-on"], languages=["en", "fr"], benefits=[training])
    make_alliance(name="Group of Canada", covers=["ca"], languages=["en"], who_can_join=["spaces"])
    make_alliance(name="Group of Spain", covers=["es"], languages=["es"], life="dormant", kind="association")
    make_alliance(name="Group of old", covers=["es"], languages=["ca"], life="closed")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=fr", ["Ontario"]),
        ("language=EN", ["Canada", "Ontario"]),
        ("language=eo", []),
        ("benefit=training", ["Ontario"]),
        ("join=spaces", ["Canada"]),
        ("language=en&join=spaces&benefit=training", []),
        ("region=001", ["Ontario", "Canada", "Spain"]),
        ("region=ca&sort=name", ["Canada", "Ontario"]),
        ("region=ca-on", ["Ontario", "Canada"]),
        ("sort=nearest", ["Canada", "Ontario", "Spain"]),
    ],
)
@pytest.mark.usefixtures("groups_with_facts")
def test_list_filters_by_many_valued_facts(client: Client, query: str, found: list[str]) -> None:
    assert sorted(names(listed(client, f"?{query}"))) == sorted(f"Group of {name}" for name in found)


@pytest.mark.usefixtures("groups_with_facts")
def test_a_list_of_a_region_begins_with_what_is_nearest(client: Client) -> None:
    assert names(listed(client, "?region=ca-on")) == ["Group of Ontario", "Group of Canada"]
    assert names(listed(client, "?region=ca-on&sort=name")) == ["Group of Canada", "Group of Ontario"]


def test_latest_confirmed_first(client: Client) -> None:
    for name, day in (("a", None), ("b", date(2026, 3, 1)), ("c", date(2026, 5, 1))):
        fresh = {"freshness": "confirmed", "confirmed_on": day} if day else {}
        make_alliance(name=f"Group of {name}", **fresh)
    assert names(listed(client, "?sort=confirmed")) == ["Group of c", "Group of b", "Group of a"]


def panels(page: Page) -> dict[str, list[str]]:
    """The panels of filters: what each says, word by word as a screen reader has it, figures left out."""
    found = {}
    for panel in re.findall(r'<details name="filter">(.*?)</details>', page.html, re.DOTALL):
        seen = re.sub(r'<span aria-hidden="true">\d+</span>|<form.*</form>', "", panel, flags=re.DOTALL)
        words = [re.sub(r"<[^>]*>", " ", part) for part in re.split(r"</summary>|</li>", seen)]
        summary, *options = [" ".join(part.split()) for part in words if part.strip()]
        found[summary] = options
    return found


@pytest.mark.usefixtures("groups_with_facts")
def test_panels_say_how_many_groups_are_behind_each_link(client: Client) -> None:
    assert panels(listed(client)) == {
        "Region": [
            "Anywhere three groups", "Africa no group", "Americas two groups", "Asia no group", "Europe one group",
            "Oceania no group", "All regions and countries",
        ],
        "Kind": ["Any kind three groups", "Alliance two groups", "Collective no group", "Association one group"],
        "Language": ["Any language three groups", "English two groups", "French one group", "Spanish one group"],
        "What members get": ["Anything three groups", "Training one group"],
        "Who can join": ["Anybody three groups", "Coworking spaces one group"],
        "Life": [
            "All that have not closed three groups", "Active two groups", "Dormant one group", "Closed",
            "Closed ones too",
        ],
    }  # fmt: skip


@pytest.mark.usefixtures("groups_with_facts")
def test_panels_of_a_region_count_its_groups(client: Client) -> None:
    shown = panels(listed(client, "?region=ca-on"))
    assert shown["Region: Ontario"][-2:] == ["Ontario two groups", "All regions and countries"]
    assert shown["Language"] == ["Any language two groups", "English two groups", "French one group"]


@pytest.mark.usefixtures("groups_with_facts")
def test_combined_filters_promise_no_number(client: Client) -> None:
    shown = panels(listed(client, "?kind=alliance"))
    assert shown["Kind: Alliance"] == ["Any kind", "Alliance", "Collective", "Association"]
    assert shown["Language"] == ["Any language", "English", "French", "Spanish"]


@pytest.mark.usefixtures("groups_with_facts")
def test_number_of_every_link_is_that_of_the_list_behind_it(client: Client) -> None:
    page = listed(client)
    link = re.compile(r'<li><a href="([^"]*)"[^>]*><span[^>]*>[^<]*</span><span><span aria-hidden="true">(\d+)<')
    links = link.findall(page.html)
    assert len(links) >= 15
    for address, number in links:
        assert len(names(listed(client, address.replace("&amp;", "&")))) == int(number), address
