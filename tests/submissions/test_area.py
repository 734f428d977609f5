"""Where must a space be? The search box, the checkboxes, and what becomes of them."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from alliances.models import Region, TownName
from submissions.forms.area import Area, find, words_for
from submissions.models import Submission
from tests.factories import make_submission, make_town
from tests.submissions.pages import (
    FORM,
    GENT,
    alert,
    answers,
    at,
    feedback,
    heading,
    make_draft,
    open_form,
    page,
    read,
    submit,
    summary,
    typed,
    words,
)

pytestmark = pytest.mark.django_db


ROUND_GENT = "around:2797656"
GENT_OFFERED = [
    (GENT, "Ghent, Flanders, Belgium", False),
    (ROUND_GENT, "Ghent, Flanders, Belgium, and about 30 km round it", False),
]


def test_towns_that_would_read_alike_are_told_apart() -> None:
    state = Region.objects.get(pk="us-mo")
    districts = [
        Region.objects.create(code=f"us-mo-{name.lower()}", name=name, kind="subdivision", parent=state, breadth=300)
        for name in ("Boone", "Clay")
    ]
    towns = [make_town(name="Twinville", region=district, population=2000 + n) for n, district in enumerate(districts)]
    for town in towns:
        TownName.objects.create(town=town, folded="twinville", name="Twinville", population=town.population)
    found = list(find("Twinville").values())
    ticked = words_for(Area(towns=[town.pk for town in towns]))
    for all_words in (found, list(ticked.values())):
        assert sorted(all_words) == [
            "Twinville, Boone, Missouri, United States",
            "Twinville, Clay, Missouri, United States",
        ]
    assert list(words_for(Area(towns=[towns[0].pk])).values()) == ["Twinville, Boone, Missouri, United States"]


def look_up(client: Client, **overrides: Any) -> HttpResponse:
    return client.post(FORM, {**open_form(client), **answers(**{"covers": None, "find": "1", **overrides})})


def boxes(response: HttpResponse) -> list[tuple[str, str, bool]]:
    """The checkboxes of the area: value, words, ticked."""
    inputs = page(response).xpath("//input[@name='covers']")
    return [(one.get("value"), words(one.getparent()), one.get("checked") is not None) for one in inputs]


def status(response: HttpResponse) -> list[str]:
    return [words(one) for one in page(response).xpath("//main//*[@role='status']")]


def test_find_offers_towns_with_state_and_country(client: Client) -> None:
    assert boxes(look_up(client, area_search="Gent")) == GENT_OFFERED


@pytest.mark.parametrize("text", ["ghent", "GANTE", "  gánte ", "גנט"])
def test_find_knows_other_languages_cases_and_accents(client: Client, text: str) -> None:
    assert [value for value, _words, _ticked in boxes(look_up(client, area_search=text))] == [GENT, ROUND_GENT]


def test_find_offers_regions_before_towns_and_says_what_they_are(client: Client) -> None:
    assert boxes(look_up(client, area_search="belgien")) == [("be", "Belgium (country)", False)]
    assert [words_ for _value, words_, _ticked in boxes(look_up(client, area_search="nordics"))] == [
        "Nordic countries (grouping of countries)"
    ]


def test_find_begins_with_what_was_typed(client: Client) -> None:
    assert ("ca-on", "Ontario, Canada (province)", False) in boxes(look_up(client, area_search="ontar"))


def test_find_is_narrowed_by_what_stands_beside_the_name(db: None) -> None:
    assert set(find("Paris, Canada")) == {"town:6942553"}
    assert set(find("paris, texas")) == set(find("paris tx")) == {"town:4717560"}
    assert set(find(", Canada")) == {"ca"}
    assert len(find("Paris")) > 2
    assert set(find("Toronto, nowhere at all")) == set(find("Toronto"))


def test_find_forgives_a_slip_of_the_finger(db: None) -> None:
    assert list(find("Tornto, Ontario")) == ["town:6167865"]


@pytest.mark.parametrize("text", ["", "   ", ",", "!!!", "\x00", "*", "[", "%"])
def test_find_of_nothing_finds_nothing(text: str) -> None:
    assert find(text) == {}


def test_find_judges_nothing_stores_nothing_and_keeps_everything(client: Client) -> None:
    given = answers(
        contact_email="half an addr", name="", summary="町", area_search="gent", covers=["ca-on"], licence=None
    )
    response = client.post(FORM, {**open_form(client), **given, "find": "1"})
    assert (alert(response), feedback(response), Submission.objects.count()) == ("", [], 0)
    kept = typed(response)
    assert {name: kept[name] for name in ("contact_email", "name", "summary", "area_search")} == {
        "contact_email": ["half an addr"],
        "name": [""],
        "summary": ["町"],
        "area_search": ["gent"],
    }
    assert boxes(response) == [("ca-on", "Ontario, Canada (province)", True), *GENT_OFFERED]


def test_find_leads_back_to_the_question(client: Client) -> None:
    button = page(client.get(FORM)).xpath("//button[@name='find']")[0]
    assert button.get("formaction") == "#area-covers"
    assert page(client.get(FORM)).get_element_by_id("area-covers") is not None


def test_find_says_how_many_it_found(client: Client) -> None:
    assert status(look_up(client, area_search="gent")) == ["gent: one place found. Tick it if it fits."]
    assert status(look_up(client, area_search="<b>nowhere</b>")) == [
        "<b>nowhere</b>: we know no place of that name. We know towns of 1,000 people or more; try another spelling, "
        "the state or the country, or say it in your words."
    ]


def test_chosen_town_stays_a_town_until_approval(client: Client) -> None:
    draft = make_draft(client, covers=[GENT, "ca-on"])
    assert (list(draft.towns.values_list("pk", flat=True)), list(draft.covers.values_list("pk", flat=True))) == (
        [2797656],
        ["ca-on"],
    )
    text = read(client.get(at(draft, "check")))
    assert "Ontario, Canada (province) Ghent, Flanders, Belgium" in text


def test_town_and_what_lies_round_it_is_one_choice(client: Client) -> None:
    draft = make_draft(client, covers=[GENT, ROUND_GENT])
    assert Area.of(draft) == Area(towns_around=[2797656])
    assert "Ghent, Flanders, Belgium, and about 30 km round it" in read(client.get(at(draft, "check")))
    edit = client.get(at(draft, "edit"))
    assert [(value, ticked) for value, _words, ticked in boxes(edit)] == [(GENT, False), (ROUND_GENT, True)]


def test_chosen_town_offers_what_lies_round_it(client: Client) -> None:
    assert [(value, ticked) for value, _words, ticked in boxes(look_up(client, covers=GENT))] == [
        (GENT, True), (ROUND_GENT, False),
    ]  # fmt: skip


def test_area_in_their_own_words_is_enough(client: Client) -> None:
    draft = make_draft(client, covers=None, coverage_note="Both sides of the river")
    assert "In your words: Both sides of the river" in read(client.get(at(draft, "check")))


def test_name_typed_but_not_looked_up_is_looked_up_and_asked_for_a_tick(client: Client) -> None:
    response = submit(client, covers=None, area_search="gent")
    assert summary(response) == [("id_area_search", "Tick what fits among the places that we found")]
    assert boxes(response) == GENT_OFFERED
    assert (
        heading(client.post(FORM, {**typed(response), "covers": GENT}, follow=True)) == "A little more about your group"
    )


def test_unknown_name_typed_alone_is_asked_for_again(client: Client) -> None:
    response = submit(client, covers=None, area_search="nowhere at all")
    assert summary(response) == [
        ("id_area_search", "We know no place of that name: try another, or say it in your words")
    ]


def test_name_left_in_the_box_beside_a_choice_is_no_hindrance(client: Client) -> None:
    assert submit(client, area_search="gent").status_code == 303
    assert submit(client, covers=None, coverage_note="the valley", area_search="gent").status_code == 303


def test_enter_in_the_box_looks_up_and_later_sends(client: Client) -> None:
    typing = {**open_form(client), **answers(area_search="gent"), "enter": "1"}
    found = client.post(FORM, typing)
    assert (found.status_code, [value for value, _words, _ticked in boxes(found)]) == (200, ["ca-on", GENT, ROUND_GENT])
    assert client.post(FORM, {**typed(found), "enter": "1"}).status_code == 303


def test_enter_is_the_first_button_of_the_form(client: Client) -> None:
    first = page(client.get(FORM)).xpath("//form[@id='form']//button")[0]
    assert (first.get("name"), first.get("tabindex"), first.get("aria-hidden")) == ("enter", "-1", "true")


def test_more_areas_than_anybody_needs_are_refused(client: Client) -> None:
    response = submit(client, covers=[f"us-{number}" for number in range(61)])
    assert summary(response) == [("id_area_search", "Choose 60 areas or fewer, or one that holds them all.")]


def test_unknown_code_is_named_and_the_known_ones_stay_ticked(client: Client) -> None:
    response = submit(client, covers=["ca-on", "atlantis"])
    assert summary(response) == [("id_area_search", "We do not know the area “atlantis”. Look it up by its name.")]
    assert boxes(response) == [("ca-on", "Ontario, Canada (province)", True)]


def test_area_is_read_from_a_record_and_from_values() -> None:
    submission = make_submission(covers=["us-mo", "eu"], towns=[2797656])
    submission.towns_around.set([6167865])
    area = Area.of(submission)
    assert area == Area(covers=["eu", "us-mo"], towns=[2797656], towns_around=[6167865])
    assert Area.read(area.values) == area
    assert list(words_for(area).values()) == [
        "European Union (grouping of countries)",
        "Missouri, United States (state)",
        "Ghent, Flanders, Belgium",
        "Toronto, Ontario, Canada, and about 30 km round it",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x" * 65,
        "CA-ON",
        "ca_on",
        "ca-on\n",
        "town:",
        "town:0",
        "around:0",
        "around:x",
        "town:1e3",
        "town:1234567890",
        "town:१",
        "-",
        "\x00",
    ],
)
def test_value_that_is_not_ours_never_reaches_the_database(value: str) -> None:
    assert Area.read([value]) == Area()


@pytest.mark.parametrize("number", [1, 3, 30])
def test_area_costs_the_same_queries_however_much_is_chosen(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    codes = list(Region.objects.filter(parent="us").values_list("pk", flat=True)[:number])
    with django_assert_num_queries(1):
        assert len(words_for(Area(covers=codes))) == number
