"""The list of groups."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from alliances.forms import FilterForm
from alliances.models import Alliance
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
        ("region=CA-ON", ["Canada", "Ontario"]),
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
    rows = Alliance.objects.all()
    assert list(Sheet(rows, 1).numbers) == [1, 2, 3, None, 50]
    assert list(Sheet(rows, 25).numbers) == [1, None, 23, 24, 25, 26, 27, None, 50]
    assert (Sheet(rows, 50).is_cut, Sheet(rows, 49).is_cut) == (True, False)
    assert Sheet(rows, 51).page is None
    assert Sheet(rows[:40], 2).numbers is not None
    assert Sheet(rows.filter(slug__in=["n1"]), 1).is_cut is False


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


def test_a_name_in_another_script_carries_its_language(client: Client) -> None:
    make_alliance(name="한국공유오피스협동조합", languages=["ko"])
    make_alliance(name="Réseau", languages=["fr"])
    page = listed(client)
    assert '<h2 lang="ko">' in page.html
    assert page.html.count("<h2 lang=") == 1


def test_newest_first_goes_by_the_day_of_listing(client: Client) -> None:
    now = timezone.now()
    make_alliance(name="Group of now", listed_at=now)
    make_alliance(name="Group of last year", listed_at=now - timedelta(days=365))
    assert names(listed(client, "?sort=newest")) == ["Group of now", "Group of last year"]


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("query", "queries"), [("", 5), ("?region=ca-on&q=group&kind=alliance&sort=newest", 6)])
def test_list_asks_as_much_for_any_number_of_groups(
    client: Client, rows: int, query: str, queries: int, django_assert_num_queries
) -> None:
    for _number in range(rows):
        make_alliance(covers=["ca-on", "fr-07"], excludes=["ca-qc"])
    with django_assert_num_queries(queries):
        client.get(f"/alliances/{query}")


def test_the_form_reads_only_its_own_parameters() -> None:
    form = FilterForm({"kind": "alliance", "region": "CA", "page": "2", "other": "x"})
    assert form.is_valid()
    assert form.query.urlencode() == "region=ca&kind=alliance"
