"""The search of the list: which words find which groups, in which order, and what is said of it."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from alliances.forms import FilterForm
from alliances.lists import GroupList
from alliances.models import Alliance, Posting, Region, Town, TownName, Word
from alliances.models.postings import SPAN
from alliances.paging import LAST_PAGE, PAGE_SIZE
from alliances.panels import Filters
from alliances.search import RANKED, search
from alliances.terms import beginnings, searched_text, sought, terms_of, vocabulary_of, words_in
from alliances.text import fold
from tests.alliances.reading import Page
from tests.factories import make_alliance, make_region

pytestmark = pytest.mark.django_db

COLOGNE = 2886242


@pytest.fixture
def groups(db: None) -> dict[str, Alliance]:
    """Groups in many scripts, by a short name."""
    facts: dict[str, dict[str, Any]] = {
        "ontario": {
            "name": "Coworking Ontario", "acronym": "C.O.", "covers": ["ca-on"], "languages": ["en", "fr"],
            "benefits": [{"name": "health_insurance", "note": "COHIP"}], "kind": "collective",
        },
        "quebec": {
            "name": "Tiers-lieux du Québec", "other_names": "Third Places; L’Élan", "covers": ["ca-qc"],
            "summary": "Des cafés partagés", "benefits": [{"name": "group_buying", "note": ""}],
        },
        "cologne": {"name": "Gemeinsam am Rhein", "called": "Verband", "covers": ["de-nw"], "town": COLOGNE},
        "japan": {"name": "日本コワーキング協会", "covers": ["jp"], "kind": "association"},
        "thailand": {"name": "สมาคมโคเวิร์กกิ้งไทย", "covers": ["th"]},
        "korea": {"name": "코워킹협회 Seoul", "covers": ["kr"]},
        "russia": {"name": "Коворкинг Ёлка", "covers": ["ru"]},
        "egypt": {"name": "تحالف مساحات العمل", "covers": ["eg"]},
        "india": {"name": "सहकार्य संघ", "covers": ["in"]},
        "women": {"name": "Hera Network", "community": "women who run spaces", "covers": []},
        "lake": {"name": "Seeland e.V.", "covers": ["ch"], "coverage_note": "all round the lake", "life": "dormant"},
        "old": {"name": "Ontario Circle", "covers": ["ca"], "life": "closed"},
    }  # fmt: skip
    return {name: make_alliance(**one) for name, one in facts.items()}


def the_list(**asked: str) -> GroupList:
    """The list with these filters."""
    form = FilterForm(asked)
    assert form.is_valid(), form.errors
    return Filters(form).groups


def listed(**asked: str) -> list[str]:
    """The names of the groups in it, of which there are no more than a page holds."""
    found = the_list(**asked)
    groups = found.page(1, PAGE_SIZE)
    assert len(groups) == found.number
    return [group.name for group in groups]


def page(client: Client, **asked: str) -> Page:
    response = client.get("/alliances/", asked)
    assert response.status_code == 200
    return Page(response)


FINDS = {
    # names, other names, acronyms, what they call themselves
    "Coworking Ontario": "ontario",
    "third places": "quebec",
    "elan": "quebec",
    "lelan": "quebec",
    "verband": "cologne",
    "seeland": "lake",
    "e v": "lake",
    # without case and accents, by the beginning of each word, in any order
    "QUEBEC": "quebec",
    "québ tie": "quebec",
    "lieux tiers": "quebec",
    "cowork onta": "ontario",
    "ntario": "",
    "cafes": "quebec",
    "елка": "russia",
    "КОВОРК": "russia",
    "تحالف": "egypt",
    "مساحات العمل": "egypt",
    "सहकार्य": "india",
    # scripts without spaces: any part
    "協会": "japan",
    "コワーキング": "japan",
    "ワーキ": "japan",
    "協": "japan",
    "日本 協会": "japan",
    "会協": "",
    "โคเวิร์ก": "thailand",
    "สมาคม": "thailand",
    "협회": "korea",
    "협회 seoul": "korea",
    # the people, the area in their words, the seat, regions in any language
    "women": "women",
    "lake": "lake",
    "köln": "cologne",
    "koeln": "cologne",
    "Cologne": "cologne",
    "кёльн": "cologne",
    "north rhine": "cologne",
    "Nordrhein": "cologne",
    "rhenanie": "cologne",
    "Suisse": "lake",
    "japon": "japan",
    "ägypten": "egypt",
    "aegypten": "egypt",
    # benefits: their notes, and their plain words in every language of the site
    "cohip": "ontario",
    "health insurance": "ontario",
    "assurance santé": "ontario",
    "seguro": "ontario",
    "buying": "quebec",
}


def test_words_find_groups(groups: Mapping[str, Alliance]) -> None:
    found = {text: {groups[name].name for name in names.split()} for text, names in FINDS.items()}
    assert {text: set(listed(q=text)) for text in found} == found


def test_benefits_are_found_by_the_words_that_the_page_shows(groups: Mapping[str, Alliance]) -> None:
    for language in ("en", "fr", "es"):
        with translation.override(language):
            shown = dict(FilterForm({}).fields["benefit"].choices)["group_buying"]  # type: ignore[attr-defined]
        assert listed(q=str(shown)) == [groups["quebec"].name]


def test_closed_groups_are_found_when_they_are_asked_for(groups: Mapping[str, Alliance]) -> None:
    assert listed(q="ontario") == ["Coworking Ontario"]
    assert listed(q="ontario", life="closed") == ["Ontario Circle"]
    assert listed(q="ontario", life="all") == ["Ontario Circle", "Coworking Ontario"]


FILTERS = [
    {},
    {"life": "all"},
    {"life": "dormant"},
    {"kind": "collective"},
    {"language": "fr"},
    {"benefit": "group_buying"},
    {"join": "spaces"},
    {"region": "001"},
    {"region": "ca"},
    {"region": "ca-on"},
    {"region": "cn"},
    {"region": "jp"},
    {"region": "142"},
    {"region": "asia-pacific"},
    {"region": "eu"},
    {"region": "dach", "life": "all"},
    {"region": "ca-qc", "kind": "alliance", "benefit": "group_buying"},
]


@pytest.mark.usefixtures("groups")
def test_a_search_with_filters_shows_what_both_show() -> None:
    make_alliance(name="Coworking Asia", covers=["asia-pacific"], excludes=["cn"], who_can_join=["spaces"])
    make_alliance(name="Coworking Lakes", covers=[make_region("metro-lakes").pk], languages=["fr"])
    make_alliance(name="Coworking World", covers=["001"])
    every = {"q": "co", "life": "all"}
    assert len(listed(**every)) > 6
    for filters in FILTERS:
        both = set(listed(**every)) & set(listed(**filters))
        assert set(listed(**filters, q="co")) == both, filters


CORRECTED = {
    "ontaroi": "ontario",
    "onatrio": "ontario",
    "coworkng ontario": "coworking ontario",
    "Cowrking Ontaro": "coworking ontario",
    "vebrand": "verband",
    "helth insurance": "health insurance",
    "коворкниг": "коворкинг",
    "asurance santé": "assurance sante",
}


def test_misspelt_words_find_what_is_spelt_alike(groups: Mapping[str, Alliance], client: Client) -> None:
    for text, meant in CORRECTED.items():
        assert search(text).said == meant, text
        assert listed(q=text) == listed(q=meant) != []
        shown = page(client, q=text)
        assert f"Showing results for {meant}, instead of “{text}”, which no group uses." in shown.text


@pytest.mark.parametrize(
    "text",
    [
        "ontario",  # known
        "onta",  # the beginning of a known word
        "ontario japan",  # both known, though no group has both
        "otr",  # too short to be misspelt
        "zzzzzzz",  # like nothing
        "ontaroi zzzzzzz",  # a part of it like nothing
        "2027",  # figures are not misspelt
        "ontar1o",
        "協介",
    ],
)
@pytest.mark.usefixtures("groups")
def test_nothing_else_is_corrected(client: Client, text: str) -> None:
    assert search(text).corrections == {}
    assert "Showing results for" not in page(client, q=text).text


def test_a_correction_is_what_most_groups_use_among_words_as_near() -> None:
    for name in ("Marina One", "Marine Two", "Marine Three"):
        make_alliance(name=name)
    assert search("marino").said == "marine"
    assert search("marinaa").said == "marina"
    Alliance.objects.get(name="Marine Two").take_down(reason="closed")
    assert search("marino").said == "marina"


def test_best_matches_come_first() -> None:
    for name, facts in {
        "Zeta": {"summary": "Works with Alba."},
        "A group": {"summary": "Alba and others."},
        "Network of Alba": {},
        "Alba Network": {},
        "Albany": {},
        "Spaces together": {"acronym": "ALBA"},
        "Alba": {},
    }.items():
        make_alliance(name=name, **facts)
    ranked = ["Alba", "Spaces together", "Alba Network", "Albany", "Network of Alba", "A group", "Zeta"]
    assert listed(q="alba") == ranked
    assert listed(q="ALBA ") == ranked
    assert listed(q="alba", sort="name") == sorted(ranked)
    assert listed(q="network alba") == ["Network of Alba", "Alba Network"]


@pytest.mark.usefixtures("groups")
def test_the_order_of_a_search_is_shown_and_can_be_changed(client: Client) -> None:
    shown = page(client, q="co")
    assert '<span aria-current="true">Best match first</span>' in shown.html
    assert "?q=co&amp;sort=name" in shown.links or "?q=co&sort=name" in shown.links
    by_name = page(client, q="co", sort="name")
    assert '<span aria-current="true">By name</span>' in by_name.html
    assert "?q=co" in by_name.links
    assert "Best match first" not in page(client).text


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"q": "%"}, "There is no letter or digit in “%”, so nothing was searched."),
        ({"q": "*?[_"}, "There is no letter or digit in “*?[_”, so nothing was searched."),
        ({"q": "q"}, "A single letter is only found as a word of its own. Type two letters or more."),
        (
            {"q": " ".join(f"word{number}" for number in range(20))},
            "That is a long search. Only its first words were looked for.",
        ),
        ({"q": "(a+)+$"}, "We know of no group that fits all of this."),
        ({"q": "' OR 1=1 --"}, "We know of no group that fits all of this."),
        ({"q": "co*"}, "Best match first"),
        ({"q": "x" * 10240}, "Use at most 200 characters to search"),
        ({"q": "onta\x00rio"}, "Remove the control characters"),
        ({"q": "\u202eonta\u200b"}, "Coworking Ontario"),
        ({"q": "\U0001f600"}, "so nothing was searched."),
        ({"q": "\ud7af\uffff"}, "so nothing was searched."),
        ({"q": "i̇" * 60}, "We know of no group that fits all of this."),
        ({"q": "ab " * 66}, "We know of no group that fits all of this."),
        ({"q": ",,, = ^ # n w"}, "We know of no group that fits all of this."),
        ({"q": "kind=alliance"}, "We know of no group that fits all of this."),
        ({"q": "ontario", "page": "50"}, "This list has one page only."),
    ],
)
@pytest.mark.usefixtures("groups")
def test_whatever_is_typed_gets_a_plain_page(client: Client, asked: dict[str, str], message: str) -> None:
    response = client.get("/alliances/", asked)
    assert response.status_code == 200
    assert message in Page(response).text
    assert response["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(
    ("asked", "queries"),
    [
        ({"q": "group"}, 5),
        ({"q": "group they buy coffee together"}, 5),
        ({"q": "group", "region": "ca-on", "kind": "alliance", "life": "active"}, 5),
        ({"q": "group", "sort": "newest"}, 5),
        ({"q": "coffeee"}, 7),
        ({"q": "coffeee togethr"}, 8),
        ({"q": "zzz"}, 3),
        ({"q": "%"}, 4),
    ],
)
def test_a_search_asks_as_much_for_any_number_of_groups(
    client: Client, rows: int, asked: dict[str, str], queries: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        make_alliance(covers=["ca-on", "fr-07"], excludes=["ca-qc"])
    client.get("/alliances/")  # the regions of its groups are kept
    with django_assert_num_queries(queries):
        client.get("/alliances/", asked)


def bulk(rows: list[Alliance]) -> None:
    """List groups by their names alone, all of them at once."""
    now = timezone.now()
    for row in rows:
        name = fold(row.name)
        row.folded_name, row.kind, row.listed_at, row.changed_at = name, "alliance", now, now
        row.search_text = searched_text(whole=[name], names=name, rest="", marks=["kind=alliance"])
    Alliance.objects.bulk_create(rows)
    Posting.refill(Alliance.objects.order_by("pk").values_list("pk", "search_text"))


def test_a_thousand_are_ranked_and_all_are_counted(client: Client) -> None:
    names = [f"Union of spaces {number:04}" for number in range(RANKED + 3)]
    bulk([Alliance(name=name, slug=f"g{n}") for n, name in enumerate([*names, "Spaces union", "Spaces"])])
    found = search("spaces")
    assert RANKED == LAST_PAGE * PAGE_SIZE
    assert found.number == RANKED + 5
    assert len(set(found.keys)) == len(found.keys) == RANKED
    assert [group.name for group in found.groups[:3]] == ["Spaces", "Spaces union", names[0]]
    last = page(client, q="spaces", page="50")
    assert "Only the 1,000 best matches are listed." in last.text
    assert len(last.cards) == 20
    assert last.title.startswith("1,005 groups")


def test_groups_are_found_in_every_block() -> None:
    keys = [1, SPAN - 1, SPAN, SPAN + 1, 5 * SPAN + 7]
    bulk([Alliance(pk=pk, name=f"Union {pk} far", slug=f"g{pk}") for pk in keys])
    assert sorted(search("union far").keys) == keys
    for pk in keys:
        assert search(f"union {pk}").keys == [pk]


def index() -> tuple[dict[tuple[int, int], bytes], dict[str, int]]:
    rows = {(row.term, row.block): bytes(row.bits) for row in Posting.objects.all()}
    return rows, dict(Word.objects.values_list("word", "number"))


def test_every_change_leaves_the_index_as_if_it_were_written_anew(groups: Mapping[str, Alliance]) -> None:
    Alliance.publish({"name": "Renamed Alliance", "covers": ["fr", "be"]}, alliance_id=groups["ontario"].pk)
    Alliance.restore(groups["japan"].take_down(reason="closed"))
    groups["egypt"].take_down(reason="asked")
    groups["russia"].confirm(by="group")
    make_alliance(name="Ring", covers=[make_region("metro-ring", name="Ringville").pk])
    make_region("metro-ring", name="Kreisstadt")
    assert listed(q="ringville") == []
    assert listed(q="kreisstadt") == ["Ring"]
    assert listed(q="تحالف") == []
    written = index()
    call_command("rebuild_listings")
    assert index() == written


def test_an_old_copy_of_a_group_changes_the_index_from_what_it_holds(groups: Mapping[str, Alliance]) -> None:
    copy = Alliance.objects.get(pk=groups["ontario"].pk)
    Alliance.publish({"summary": "Entirely different"}, alliance_id=copy.pk)
    copy.take_down(reason="closed")
    assert search("entirely").number == 0
    assert not Word.objects.filter(word="entirely").exists()


def test_nothing_is_left_of_groups_that_are_gone(groups: Mapping[str, Alliance]) -> None:
    for group in groups.values():
        group.take_down(reason="closed")
    assert index() == ({}, {})


def test_rebuilding_fills_an_empty_index(groups: Mapping[str, Alliance]) -> None:
    written = index()
    Posting.objects.all().delete()
    Word.objects.all().delete()
    call_command("rebuild_listings")
    assert index() == written
    assert listed(q="協会") == [groups["japan"].name]


def test_a_private_seat_is_not_found() -> None:
    town = Town.objects.get(pk=COLOGNE)
    assert TownName.objects.filter(town=town, folded="cologne").exists()
    make_alliance(name="Hidden", covers=["de"], town=town.pk, town_private=True)
    assert search("cologne", corrected=False).number == 0


def test_regions_are_found_by_all_their_names() -> None:
    make_alliance(name="Plain", covers=["es-ct"])
    region = Region.objects.get(pk="es-ct")
    for name in {region.name, *map(str, region.names.values()), *map(str, region.other_names)}:
        assert listed(q=name) == ["Plain"], name


@pytest.mark.parametrize(
    ("word", "found_by"),
    [
        ("e", ["e"]),
        ("ev", ["ev"]),
        ("cowork", ["co", "cow", "cowo", "cowor", "cowork"]),
        ("協会", ["協", "会", "協会"]),
        ("会", ["会"]),
    ],
)
def test_beginnings_of_a_word(word: str, found_by: list[str]) -> None:
    assert list(beginnings(word)) == found_by
    assert set(sought(word)) <= set(found_by)


def test_words_of_texts_that_run_together() -> None:
    assert words_in(fold("Coworking協会 Tokyo, tokyo")) == ["coworking", "協会", "tokyo"]
    text = searched_text(whole=["", "a b"], names="a b", rest="b word", marks=["kind=x"])
    assert text == "a b\na b\nword\nkind=x"
    assert terms_of(text) == {"=a b", "^a", "na", "nb", "wa", "wb", "wwo", "wwor", "wword", "#kind=x"}
    assert vocabulary_of(text) == {"word"}
    assert (terms_of(""), vocabulary_of("")) == (set(), set())
