"""The page of one group."""

from datetime import date

import pytest
from django.test import Client

from alliances.models import Alliance, AllianceProfile, Region, Town
from tests.alliances.reading import Page
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db

FULL = {
    "name": "Coworking Toronto",
    "called": "federation",
    "kind": "collective",
    "other_names": "CoTo, Toronto Coworks",
    "acronym": "CT",
    "summary": "Independent spaces that meet every month.",
    "description": "First paragraph.\n\nSecond <b>paragraph</b>.",
    "text_language": "en",
    "website": "https://www.coworkingtoronto.example/start",
    "join_url": "https://join.example/now",
    "links": ["https://social.example/ct", "not a link"],
    "public_email": "hello@coworkingtoronto.example",
    "covers": ["ca-on"],
    "excludes": ["ca-qc"],
    "coverage_note": "the Golden Horseshoe",
    "town": 6167865,
    "founded_year": 2015,
    "legal_form": "unincorporated",
    "member_spaces": 11,
    "member_spaces_on": "2018-02-01",
    "locations": 15,
    "example_spaces": [
        {"name": "Harbour Street Works", "town": "Toronto", "page": "https://harbour.example"},
        {"name": "Annex Commons", "town": "", "page": ""},
    ],
    "spaces_public": True,
    "who_can_join": ["spaces", "runners"],
    "membership_rules": "Come to two meetings.",
    "fee": "paid",
    "fee_note": "50 dollars",
    "admission_window": "each spring",
    "benefits": [{"name": "health_insurance", "note": "COHIP"}, {"name": "events", "note": ""}],
    "languages": ["en", "fr"],
    "own_values": ["coopetition"],
    "mentors_new_alliances": True,
    "life": "active",
    "life_since": "2015-03",
}


def detail(client: Client, alliance: Alliance) -> Page:
    response = client.get(alliance.get_absolute_url())
    assert response.status_code == 200
    return Page(response)


def test_detail_shows_every_filled_fact(client: Client) -> None:
    page = detail(client, make_alliance(**FULL))
    for words in (
        "federation Collective", "Coworking Toronto", "Independent spaces that meet every month.",
        "Active since March 2015", "Covers Ontario, Canada", "Except: Quebec",
        "As they say it: the Golden Horseshoe", "Seat: Toronto, Ontario, Canada",
        "Health insurance COHIP Events", "Who can join Coworking spaces and people who run coworking spaces",
        "Rules for members Come to two meetings.", "Fee There is a fee: 50 dollars", "When each spring",
        "How join.example", "Languages English and French",
        "Eleven member spaces in 15 locations, as of 1 February 2018. Some of them:",
        "Harbour Street Works Toronto Annex Commons",
        "First paragraph. Second <b>paragraph</b>.", "Short name CT", "Other names CoTo, Toronto Coworks",
        "Founded 2015", "Legal form unincorporated", "Values of its own coopetition",
        "Helps new groups Yes: ask them how they began", "Public page coworkingtoronto.example",
        "Email address hello@coworkingtoronto.example", "Elsewhere social.example not a link",
    ):  # fmt: skip
        assert words in page.text, words
    assert page.title == "Coworking Toronto · Alliance Directory"
    assert '<link rel="canonical" href="http://127.0.0.1:8000/alliances/coworking-toronto/">' in page.html


def test_every_public_fact_is_tried_above() -> None:
    besides = {"community", "town_private", "successor_name", "successor"}
    assert set(FULL) | besides == set(AllianceProfile.profile_fields())


def test_detail_leaves_out_what_is_not_filled(client: Client) -> None:
    page = detail(client, make_alliance(name="Bare"))
    assert page.headings == ["Bare", "Covers", "Joining", "How we know", "Something wrong?"]
    assert "Who can join Not stated Fee Not stated How Not stated" in page.text


def test_links_of_a_group_carry_their_relation_and_go_to_web_addresses_only(client: Client) -> None:
    page = detail(client, make_alliance(website="https://example.org", links=["javascript:alert(1)", "data:x"]))
    assert '<a href="https://example.org" rel="nofollow ugc noopener">' in page.html
    assert not any(link.startswith(("javascript:", "data:")) for link in page.links)
    assert page.html.count("https://example.org") == page.html.count('rel="nofollow ugc noopener"')


def test_words_of_a_group_are_escaped_and_may_run_either_way(client: Client) -> None:
    page = detail(client, make_alliance(name="<script>alert(1)</script> {{ 7|add:7 }}", summary="{% now 'Y' %} מילה"))
    assert "<script>" not in page.html
    assert "{{ 7|add:7 }}" in page.text
    assert "{% now &#x27;Y&#x27; %} מילה" in page.html
    assert '<h1 dir="auto">' in page.html


def test_spaces_and_town_that_are_private_do_not_show(client: Client) -> None:
    alliance = make_alliance(
        **{**FULL, "spaces_public": False, "town_private": True, "member_spaces": None, "locations": None}
    )
    # Rows written past the one door keep their secret too.
    Alliance.objects.filter(pk=alliance.pk).update(
        example_spaces=FULL["example_spaces"], town=Town.objects.get(pk=6167865)
    )
    page = detail(client, alliance)
    assert "Harbour Street Works" not in page.html
    assert "Seat:" not in page.text
    assert "Who takes part" not in page.headings


def test_a_group_of_people_says_for_whom(client: Client) -> None:
    page = detail(client, make_alliance(covers=[], community="women who run spaces"))
    assert "People rather than a place: women who run spaces Worldwide" in page.text


def test_a_group_of_several_regions_links_each(client: Client) -> None:
    page = detail(client, make_alliance(covers=["ca", "fr-07"]))
    assert "Canada Ardèche, Auvergne-Rhône-Alpes, France" in page.text
    assert {"/regions/ca/", "/regions/fr-07/"} <= set(page.links)
    assert "Wider alliances here" not in page.text


def test_wider_alliances_stand_level_by_level(client: Client) -> None:
    for name in ("All Canada", "Canada too"):
        make_alliance(name=name, covers=["ca", "fr"])
    for number in range(4):
        make_alliance(name=f"Every place {number}", covers=["001"])
    make_alliance(name="Beside it", covers=["ca-on"])
    make_alliance(name="Not in Ontario", covers=["ca"], excludes=["ca-on"])
    make_alliance(name="Begins", covers=["ca"], life="forming")
    make_alliance(name="Closed", covers=["ca"], life="closed")
    make_alliance(name="For women", covers=[], community="women who run spaces")
    page = detail(client, make_alliance(name="Ours", covers=["ca-on"]))
    assert (
        "Wider alliances here Ours Ontario, province All Canada Canada too Canada, country "
        "Every place 0 Every place 1 Every place 2 And more worldwide Covers"
    ) in page.text.replace("All CanadaCanada too", "All Canada Canada too")
    assert {"/alliances/all-canada/", "/alliances/every-place-2/", "/regions/001/"} <= set(page.links)


@pytest.mark.parametrize("covers", [["ca-on"], ["001"], ["ca", "fr"]])
def test_without_a_wider_alliance_there_is_no_staff(client: Client, covers: list[str]) -> None:
    assert "Wider alliances here" not in detail(client, make_alliance(covers=covers)).text


def test_breadcrumb_leads_to_the_region_that_is_covered(client: Client, toronto: Town) -> None:
    city = Region.of_town(toronto)
    page = detail(client, make_alliance(name="Ours", covers=[city.pk]))
    assert page.text.startswith("Alliances Canada Ontario Toronto Ours Alliance")
    assert city.get_absolute_url() in page.links
    assert "Covers Toronto, Ontario, Canada To about 25 km from its centre" in page.text
    assert detail(client, make_alliance(name="Wide", covers=["ca", "fr"])).text.startswith("Alliances Wide Alliance")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"life": "forming"}, "Being started · Not confirmed"),
        ({"life": "dormant", "life_since": "2024"}, "Dormant since 2024"),
        ({"life": "closed", "life_since": "2021-12"}, "Closed since December 2021"),
        ({"life": "closed", "life_since": "some day"}, "Closed since some day"),
        ({"life": "closed", "successor_name": "Coworking Switzerland"}, "Carried on by: Coworking Switzerland"),
    ],
)
def test_life_in_words(client: Client, facts: dict[str, str], words: str) -> None:
    assert words in detail(client, make_alliance(**facts)).text


def test_a_successor_that_is_listed_is_linked(client: Client) -> None:
    heir = make_alliance(name="Heir")
    page = detail(client, make_alliance(life="closed", successor=heir.pk))
    assert "Carried on by: Heir" in page.text
    assert "/alliances/heir/" in page.links
    heir.take_down(reason="closed")
    page = detail(client, Alliance.objects.get())
    assert "Carried on by" not in page.text


def test_a_closed_group_offers_no_joining(client: Client) -> None:
    assert "Joining" not in detail(client, make_alliance(life="closed")).headings


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            {"source_url": "https://www.gcuc.co/x", "source_read_on": "2026-11"},
            "Source gcuc.co, read in November 2026 Checked Not yet checked against the criteria",
        ),
        ({"checked": 1}, "Checked By a volunteer, against version 1 of the criteria"),
        (
            {"freshness": "confirmed", "confirmed_on": date(2026, 11, 3), "confirmed_by": "group"},
            "Freshness Confirmed on 3 November 2026 by the group",
        ),
    ],
)
def test_detail_says_how_we_know(client: Client, columns: dict[str, object], words: str) -> None:
    assert words in detail(client, make_alliance(**columns)).text


def test_something_wrong_leads_to_the_moderators(client: Client) -> None:
    assert "mailto:moderators@localhost.example" in detail(client, make_alliance()).links


def test_a_renamed_group_is_found_at_its_old_address(client: Client) -> None:
    alliance = make_alliance(name="Old name")
    Alliance.publish({"name": "New name"}, alliance_id=alliance.pk)
    response = client.get("/alliances/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/alliances/new-name/")


def test_a_group_that_was_taken_down_is_gone_with_its_reason(client: Client) -> None:
    make_alliance(name="Was here", summary="Secret summary").take_down(reason="asked")
    response = client.get("/alliances/was-here/")
    page = Page(response)
    assert response.status_code == 410
    assert page.headings[0] == "No longer listed"
    assert "Was here" not in page.html  # its name is no longer ours to keep
    assert "The group asked us to remove it." in page.text
    assert "Secret summary" not in page.html
    assert "noindex" in page.html


@pytest.mark.parametrize(
    "path", ["/alliances/nobody/", "/alliances/%00/", "/alliances/a b/", f"/alliances/{'x' * 3000}/"]
)
def test_an_unknown_address_is_not_found(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert Page(response).headings[0] == "There is no such page"


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_detail_asks_as_much_for_any_number_of_groups(client: Client, rows: int, django_assert_num_queries) -> None:
    alliances = [make_alliance(**FULL) for _number in range(rows)]
    client.get(alliances[0].get_absolute_url())  # its regions are kept
    with django_assert_num_queries(4):
        client.get(alliances[0].get_absolute_url())


def test_detail_shows_benefits_and_languages_that_we_do_not_know_as_they_are(client: Client) -> None:
    page = detail(client, make_alliance(benefits=[{"name": "sauna", "note": "weekly"}], languages=["qq"]))
    assert "sauna weekly" in page.text
    assert "Languages Qq" in page.text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"member_spaces": 1}, "One member space."),
        ({"locations": 13}, "13 locations."),
        ({"member_spaces": 2, "locations": 1}, "Two member spaces in one location."),
    ],
)
def test_members_in_words(client: Client, facts: dict[str, int], words: str) -> None:
    assert f"Who takes part {words}" in detail(client, make_alliance(**facts)).text


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("", "Languages English and French"), ("/fr", "Langues Anglais et français"), ("/es", "Idiomas Inglés y francés")],
)
def test_languages_begin_like_the_other_facts(client: Client, prefix: str, said: str) -> None:
    alliance = make_alliance(languages=["en", "fr"])
    assert said in Page(client.get(prefix + alliance.get_absolute_url())).text
