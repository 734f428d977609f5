"""The page of one region."""

import pytest
from django.test import Client

from alliances import surroundings
from alliances.management.commands.load_geography import write_largest_towns
from alliances.models import Region
from alliances.views import sections
from tests.alliances.reading import Page
from tests.factories import make_alliance, make_region, make_town

pytestmark = pytest.mark.django_db


def region(client: Client, code: str) -> Page:
    response = client.get(f"/regions/{code}/")
    assert response.status_code == 200
    return Page(response)


@pytest.fixture
def canada(db: None) -> None:
    make_alliance(name="All Canada", covers=["ca"])
    make_alliance(name="Ours in Ontario", covers=["ca-on"])
    make_alliance(name="Ours in Québec", covers=["ca-qc"])
    make_alliance(name="Three countries", covers=["us", "ca", "fr"])
    make_alliance(name="Over the border", covers=["ca-on", "us-mi"])
    make_alliance(name="Begins here", covers=["ca"], life="forming")
    make_alliance(name="Every place", covers=["001"])
    make_alliance(name="For women", covers=[], community="women who run spaces")
    make_alliance(name="All but Canada", covers=["019"], excludes=["ca"])
    make_alliance(name="Closed", covers=["ca"], life="closed")


@pytest.mark.usefixtures("canada")
def test_region_shows_each_group_in_one_list_in_order(client: Client) -> None:
    page = region(client, "ca")
    assert page.headings == [
        "Canada", "Provinces and territories", "For all of it", "All Canada", "Three countries", "In parts of it",
        "Ours in Ontario", "Ours in Québec", "Across its border", "Over the border", "Being started", "Begins here",
        "For particular people", "Worldwide", "Largest towns", "Pass it on",
    ]  # fmt: skip
    assert "For women for women who run spaces" in page.text
    assert page.text.count("Every place") == 1


@pytest.mark.usefixtures("canada")
def test_first_sentence_answers(client: Client) -> None:
    page = region(client, "ca")
    assert (
        "Two groups cover all of Canada, two lie within it, one reaches across its border, one is being started."
        in page.text
    )
    assert page.title == "Coworking alliances in Canada · Alliance Directory"


@pytest.mark.parametrize(
    ("covers", "code", "words"),
    [
        (["us-mo"], "us", "One group lies within the United States."),
        (["us-mo", "ca"], "us-mo", "One group covers all of Missouri."),
        (["fr-idf"], "eu", "One group lies within the European Union."),
        (["ca"], "001", "One group lies within the world."),
    ],
)
def test_first_sentence_names_the_region_as_one_says_it(
    client: Client, covers: list[str], code: str, words: str
) -> None:
    make_alliance(covers=covers)
    assert words in region(client, code).text


def test_a_region_without_an_own_group_begins_with_the_start(client: Client) -> None:
    make_alliance(name="All Europe", covers=["150"])
    make_alliance(name="Every place", covers=["001"])
    page = region(client, "pt")
    assert page.headings[:4] == ["Portugal", "We know of nobody here yet.", "How to start", "For all of it"]
    assert "We know of no alliance of its own in Portugal yet. Two wider bodies include it." in page.text
    assert page.title == "Portugal: start a coworking alliance · Alliance Directory"
    assert "/submit/" in page.links


def test_the_start_never_claims_that_there_is_nobody(client: Client) -> None:
    page = region(client, "gb-sct")
    assert "We know of no alliance of its own in Scotland yet. Three spaces" in page.text
    assert "there is no" not in page.text.lower()
    assert "none" not in page.text.lower()


def test_the_start_mentions_what_is_being_started(client: Client) -> None:
    make_alliance(name="Begins", covers=["pt"], life="forming")
    page = region(client, "pt")
    assert "yet. One is being started. Three spaces" in page.text
    assert page.headings[3:5] == ["Being started", "Begins"]


def test_a_region_with_an_own_group_has_no_start(client: Client) -> None:
    make_alliance(covers=["pt-11"])
    assert "We know of nobody here yet." not in region(client, "pt").headings


def test_a_territory_is_told_of_the_groups_of_its_country(client: Client) -> None:
    make_alliance(name="All France", covers=["fr"])
    page = region(client, "gp")
    assert page.headings[1:] == [
        "We know of nobody here yet.",
        "How to start",
        "May also cover it, ask them",
        "All France",
        "Largest towns",
        "Pass it on",
    ]
    assert "Territory · belongs to France" in page.text


def test_breadcrumb_goes_up_to_the_world(client: Client) -> None:
    assert region(client, "ca-on").text.startswith("World Americas Northern America Canada Ontario")
    assert region(client, "dach").text.startswith("World DACH (Germany, Austria, Switzerland) DACH")
    assert "World World The world" not in region(client, "001").text, "its kind says its name again"


@pytest.mark.parametrize(
    ("code", "heading", "part"),
    [
        ("ca", "Provinces and territories", "Ontario one group"),
        ("fr", "Regions", "Brittany nobody yet"),
        ("fr-ara", "Departments", "Ardèche nobody yet"),
        ("us", "States", "Kansas nobody yet"),
        ("001", "Continents", "Europe nobody yet"),
        ("019", "Countries and parts of it", "Northern America one group"),
        ("benelux", "Its members", "Belgium nobody yet"),
    ],
)
def test_parts_stand_with_their_counts(client: Client, code: str, heading: str, part: str) -> None:
    make_alliance(covers=["ca-on"])
    page = region(client, code)
    assert heading in page.headings
    assert part in page.text


def test_map_of_a_state_is_that_of_its_country(client: Client) -> None:
    make_alliance(covers=["es-as"])
    assert region(client, "es-as").headings[1:3] == ["On the map", "Provinces"]


@pytest.mark.parametrize(
    ("code", "word"),
    [("ca-on", "Province"), ("ca-yt", "Territory"), ("us-tx", "State"), ("fr-07", "Department"), ("de", "Country"),
     ("150", "Continent"), ("eu", "Grouping of countries"), ("na-kh", "Region"), ("cz-205", "District")],
)  # fmt: skip
def test_kinds_of_regions_in_plain_words(client: Client, code: str, word: str) -> None:
    assert f"{Region.objects.get(pk=code).name} {word}" in region(client, code).text


def test_cities_and_metros_stand_on_the_pages_of_their_state_and_country(client: Client) -> None:
    states = list(Region.objects.filter(pk__in=["us-mo", "us-ks"]))
    metro = make_region(
        "metro-twin", name="Twin", parent=Region.objects.get(pk="us"), latitude=39.1, longitude=-94.6, overlaps=states
    )
    make_alliance(name="Twin group", covers=[metro.pk])
    for code in ("us", "us-mo", "us-ks"):
        page = region(client, code)
        assert "Cities and metropolitan areas" in page.headings
        assert "Cities and metropolitan areas Twin one group" in page.text
    assert "Twin" not in region(client, "us-tx").text
    page = region(client, metro.pk)
    assert page.headings == ["Twin", "For all of it", "Twin group", "It lies in", "Largest towns", "Pass it on"]
    assert "It lies in Kansas nobody yet Missouri nobody yet" in page.text


def test_a_city_region_leads_to_the_answer_for_its_town(client: Client, toronto) -> None:
    city = Region.of_town(toronto)
    assert city.get_absolute_url() not in region(client, "ca-on").links
    make_alliance(covers=[city.pk])
    assert city.get_absolute_url() in region(client, "ca-on").links
    assert "/places/6167865/" in region(client, city.pk).links


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("de", '<bdi lang="de">Deutschland</bdi>'),
        ("jp", '<bdi lang="ja">日本</bdi>'),
        ("ch", '<bdi lang="de">Schweiz</bdi> / <bdi lang="fr">Suisse</bdi> / <bdi lang="it">Svizzera</bdi>'),
        ("eg", '<bdi lang="ar">مصر</bdi>'),
        ("de-by", '<bdi lang="de">Bayern</bdi>'),
    ],
)
def test_names_on_the_ground_carry_their_language(client: Client, code: str, words: str) -> None:
    assert words in region(client, code).html


@pytest.mark.parametrize("code", ["ca", "li", "us", "fr-idf", "eu", "001"])
def test_a_name_that_is_the_same_there_stands_once(client: Client, code: str) -> None:
    assert "there:" not in region(client, code).text


def test_a_name_there_whose_language_nobody_knows_has_none(client: Client) -> None:
    Region.objects.filter(pk="be").update(names={"en": "Belgium", "_local": "Belgique / België"})
    assert "<bdi>Belgique / België</bdi>" in region(client, "be").html


def test_the_page_in_the_language_of_the_place_says_its_name_once(client: Client) -> None:
    page = Page(client.get("/fr/regions/fr/"))
    assert page.headings[0] == "France"
    assert "<bdi" not in page.html.split("</h1>")[1].split("</p>")[0]


def test_groupings_stand_with_their_number_of_members_and_list_them(client: Client) -> None:
    page = region(client, "de")
    assert "European Union, 27 members" in page.text
    assert page.text.index("DACH") < page.text.index("European Union")
    assert {"/regions/eu/", "/regions/dach/"} <= set(page.links)
    assert "/regions/de/" in region(client, "dach").links
    assert "Part of:" not in region(client, "001").text
    assert "European Union" in region(client, "de-by").text


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/regions/pt/", "We know of no alliance of its own in Portugal yet."),
        ("/fr/regions/pt/", "Portugal : nous n’y connaissons pas encore d’alliance."),
        ("/fr/regions/001/", "Monde : nous n’y connaissons pas encore d’alliance."),
        ("/es/regions/pt/", "Portugal: todavía no conocemos ninguna alianza."),
        ("/es/regions/001/", "Mundo: todavía no conocemos ninguna alianza."),
    ],
)
def test_sentences_take_the_name_of_any_place_in_every_language(client: Client, path: str, known: str) -> None:
    text = Page(client.get(path)).text
    assert known in text
    assert ") (" not in text, "no bracket stands behind the one of EMEA (Europe, Middle East and Africa)"


@pytest.mark.parametrize("code", ["ca", "001"])
def test_region_of_an_empty_directory_begins_with_how_to_start(client: Client, code: str) -> None:
    page = region(client, code)
    name = page.headings[0]
    assert page.title == f"{name}: start a coworking alliance · Alliance Directory"
    assert page.headings[1:3] == ["We know of nobody here yet.", "How to start"]


def test_largest_towns_stand_largest_first_and_lead_to_their_answers(client: Client) -> None:
    for number in range(14):
        make_town(name=f"Big {number}", region=Region.objects.get(pk="ca-on"), population=50_000_000 + number)
    write_largest_towns()
    for code in ("ca-on", "ca"):
        page = region(client, code)
        shown = page.text.partition("Largest towns")[2]
        assert [number for number in range(14) if f"Big {number} 50,000,0" in shown] == list(range(2, 14))
        assert shown.index("Big 13") < shown.index("Big 12")
    assert "Largest towns" not in region(client, "021").headings
    assert "Largest towns" not in region(client, "aq").headings


def test_map_and_parts_stand_first_and_say_how_many_have_nobody(client: Client) -> None:
    make_alliance(covers=["ca-on"])
    page = region(client, "ca")
    assert page.headings[:3] == ["Canada", "Provinces and territories", "In parts of it"]
    assert "Twelve of 13 have none of their own that we know of." in page.text


@pytest.mark.parametrize(
    ("own", "lines"),
    [
        (["es-as"], ["Asturias only wider ones", "Asturies groupes plus larges", "Asturias grupos más amplios"]),
        (["it-32"], ["None of them has one of its own", "aucun de ces endroits", "ninguno de estos lugares"]),
        (["it-32", "it-bz"], ["One of two has none of its own", "un seul endroit sur deux", "un solo lugar de dos"]),
    ],
)  # fmt: skip
def test_what_is_said_of_parts_without_a_group_suits_their_number(
    client: Client, own: list[str], lines: list[str]
) -> None:
    for code in own:
        make_alliance(covers=[code])
    for language, words in zip(("", "/fr", "/es"), lines, strict=True):
        text = Page(client.get(f"{language}/regions/{own[0]}/")).text
        assert words in text
        assert "one of one" not in text.lower()


def test_of_many_parts_those_with_a_group_stand_beside_the_map(client: Client) -> None:
    make_alliance(covers=["us-mo"])
    page = region(client, "us")
    assert "Missouri one group 50 of 51 have none of their own that we know of. The other 50 Alabama" in page.text
    assert len([link for link in page.links if link.startswith("/regions/us-")]) == 2 * 51  # drawn, and in words


def test_parts_of_a_region_without_an_own_group_stand_in_one_list(client: Client) -> None:
    page = region(client, "ng")
    assert "States Abia State nobody yet" in page.text
    assert "The other" not in page.text


def test_parts_that_only_a_wider_group_includes_say_so(client: Client) -> None:
    make_alliance(covers=["ca"])
    make_alliance(covers=["001"])
    assert "Ontario only wider ones" in region(client, "ca").text
    assert "Kansas nobody yet" in region(client, "us").text


def test_a_code_in_capitals_leads_to_the_page(client: Client) -> None:
    response = client.get("/regions/CA-ON/")
    assert (response.status_code, response["Location"]) == (301, "/regions/ca-on/")


@pytest.mark.parametrize("path", ["/regions/atlantis/", "/regions/%00/", f"/regions/{'x' * 3000}/", "/regions/ca on/"])
def test_an_unknown_region_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_long_list_ends_with_a_link_to_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sections, surroundings):
        monkeypatch.setattr(module, "LIST_CAP", 2)
    for letter in "ABC":
        make_alliance(name=f"Group {letter}", covers=["ca"])
    page = region(client, "ca")
    assert page.headings[2:] == ["For all of it", "Group A", "Group B", "Largest towns", "Pass it on"]
    assert "More than 2 groups cover all of Canada." in page.text
    assert "/alliances/?region=ca" in page.links
    assert len(Page(client.get("/alliances/?region=ca")).cards) == 3


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_region_asks_as_much_for_any_number_of_groups(client: Client, rows: int, django_assert_num_queries) -> None:
    for _number in range(rows):
        make_alliance(covers=["ca-on", "fr-07", "gr"], excludes=["us-mo"])
        make_alliance(covers=["021"], excludes=["us"])
        make_alliance(covers=["fr"])
    for code in ("ca-on", "ca", "gr", "fr-07", "001", "eu"):
        client.get(f"/regions/{code}/")  # the regions of its groups are kept
        with django_assert_num_queries(6):
            client.get(f"/regions/{code}/")
    client.get("/regions/gp/")
    with django_assert_num_queries(7):  # and what holds the sovereign of a territory
        client.get("/regions/gp/")


def test_every_link_of_a_region_opens(client: Client, canada: None) -> None:
    for link in set(region(client, "ca").links):
        assert client.get(link).status_code == 200, link
