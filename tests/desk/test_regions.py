"""Regions at the desk: a moderator draws a city or metro, looks at it, keeps it, and the public pages change."""

from typing import Any

import pytest
from django.test import Client

from alliances.models import Region, Town
from submissions.models import Event, Moderator
from tests.desk.pages import messages, summary, words
from tests.factories import make_alliance, make_moderator, make_region, make_town

REGIONS = "/admin/alliances/region/"
ADD, DRAW = f"{REGIONS}add/", f"{REGIONS}draw/"


def page_of(code: str) -> str:
    return f"{REGIONS}{code}/change/"


def typed(region: Region | None = None, **overrides: Any) -> dict[str, Any]:
    """What a browser sends from the form on which nothing was changed."""
    facts: dict[str, Any] = {"seen": 0, "kind": "metro", "name": "", "radius_km": "40", "town": "", "grounds": []}
    if region:
        facts |= {"seen": region.revision, "name": region.name, "radius_km": f"{region.radius_km:g}"}
        facts |= {"town": region.town.value if region.town else "", "offered": "ca-on us-mi us-mo us-ks"}
        facts["grounds"] = [one.pk for one in region.overlaps.all()] or [region.parent_id]
        if not region.town or region.town.centre != region.centre:
            facts |= {"latitude": region.latitude, "longitude": region.longitude}
    rest = dict.fromkeys(["name_local", "name_fr", "name_es", "other_names", "town_search"], "")
    return {**rest, **facts, **overrides}


def look(client: Client, region: Region | None = None, **overrides: Any) -> Any:
    return client.post(page_of(region.pk) if region else ADD, typed(region, **overrides))


def keep(client: Client, region: Region | None = None, **overrides: Any) -> Any:
    """Look at it and keep what was looked at, as the page then sends it."""
    page = look(client, region, **overrides)
    form = page.context["form"]
    assert form.is_valid(), form.errors
    sent = typed(region, **{**overrides, "looked": form.look, "grounds": form.cleaned_data["grounds"]})
    sent |= {"offered": form.offered_now}
    return client.post(f"{REGIONS}{region.pk}/redraw/" if region else DRAW, sent, follow=True)


def town(name: str, state: str) -> Town:
    found = Town.objects.filter(name=name, region=state).order_by("-population").first()
    assert found is not None, name
    return found


def has_own(place: Town) -> bool:
    """Whether the answer for a town names a group of its own."""
    return "We know of no alliance of your own" not in words(Client().get(f"/places/{place.pk}/"))


@pytest.fixture
def detroit(db: None) -> Town:
    return town("Detroit", "us-mi")


def test_a_moderator_finds_a_region_and_opens_it(desk: Client) -> None:
    make_region("metro-golden", name="Golden Horseshoe")
    listed = desk.get(REGIONS, {"q": "golden"})
    assert f'href="{page_of("metro-golden")}' in listed.content.decode()
    page = desk.get(page_of("metro-golden"))
    assert "Golden Horseshoe" in words(page)
    assert "As it is" in words(page)
    assert f'action="{page_of("metro-golden")}"' in page.content.decode()


def test_a_new_metro_from_its_town_to_its_public_page(desk: Client, moderator: Moderator, detroit: Town) -> None:
    windsor = town("Windsor", "ca-on")
    found = look(desk, town_search="Detroit", find="town")
    assert ("Detroit, Michigan, United States" in words(found), summary(found)) == (True, [])
    shown = look(desk, name="Greater Detroit", town=detroit.value)
    said = words(shown)
    assert "Its address will be /regions/metro-greater-detroit/, and stays so." in said
    assert "but not in it" in said
    assert said.index("Windsor", said.index("but not in it"))
    assert [box.data["selected"] for box in shown.context["form"]["grounds"]] == [True, False]
    assert not Region.objects.filter(pk="metro-greater-detroit").exists()
    page = keep(desk, name="Greater Detroit", town=detroit.value)
    assert page.redirect_chain == [(page_of("metro-greater-detroit"), 302)]
    assert messages(page) == ["Drawn: Greater Detroit. See its page."]
    metro = Region.objects.get(pk="metro-greater-detroit")
    assert (metro.kind, metro.parent_id, metro.breadth, metro.radius_km, metro.revision) == (
        "metro", "us-mi", 200, 40, 1,
    )  # fmt: skip
    public = words(Client().get("/regions/metro-greater-detroit/"))
    assert ("Detroit" in public, "Windsor" in public) == (True, False)
    make_alliance(name="Motor City Spaces", covers=[metro.pk])
    assert "Motor City Spaces" in words(Client().get(f"/places/{detroit.pk}/"))
    assert windsor.region_id == "ca-on"
    assert (has_own(detroit), has_own(windsor)) == (True, False)
    event = Event.objects.get()
    assert (event.verb, event.by, event.region_id, event.data["name"]) == (
        "drawn", moderator, "metro-greater-detroit", "Greater Detroit",
    )  # fmt: skip


def test_a_metro_over_a_border_when_a_moderator_ticks_the_other_side(desk: Client, detroit: Town) -> None:
    page = keep(desk, name="Detroit–Windsor", town=detroit.value, grounds=["us-mi", "ca-on"], offered="us-mi ca-on")
    metro = Region.objects.get(pk="metro-detroit-windsor")
    assert "Drawn: Detroit–Windsor" in messages(page)[0]
    assert {state.pk for state in metro.overlaps.all()} == {"us-mi", "ca-on"}
    assert metro.parent_id == "021"
    make_alliance(name="Over the river", covers=[metro.pk])
    assert has_own(town("Windsor", "ca-on"))


def test_kansas_city_lies_in_two_states(desk: Client) -> None:
    kansas_city = town("Kansas City", "us-mo")
    shown = look(desk, name="Kansas City", town=kansas_city.value)
    assert shown.context["form"].cleaned_data["grounds"] == ["us-mo", "us-ks"]
    keep(desk, name="Kansas City", town=kansas_city.value)
    metro = Region.objects.get(pk="metro-kansas-city")
    assert (metro.parent_id, sorted(state.pk for state in metro.overlaps.all())) == ("us", ["us-ks", "us-mo"])
    make_alliance(name="KC Spaces", covers=[metro.pk])
    for code in ("us-mo", "us-ks", "metro-kansas-city"):
        assert "KC Spaces" in words(Client().get(f"/regions/{code}/")), code
    assert "KC Spaces" not in words(Client().get("/regions/ca-on/"))


def test_a_metro_on_both_sides_of_the_antimeridian(desk: Client) -> None:
    west = make_town(name="West Side", region=Region.objects.get(pk="fj"), latitude=-16.8, longitude=179.9)
    east = make_town(name="East Side", region=Region.objects.get(pk="fj"), latitude=-16.8, longitude=-179.9)
    shown = look(desk, name="Taveuni", latitude="-16.8", longitude="180", radius_km="40")
    assert {"West Side", "East Side"} <= {one.name for one in shown.context["look"].inside}
    keep(desk, name="Taveuni", latitude="-16.8", longitude="180", radius_km="40")
    make_alliance(name="Date line", covers=["metro-taveuni"])
    assert (has_own(west), has_own(east)) == (True, True)


def test_a_town_on_the_edge_of_the_radius(desk: Client) -> None:
    """A degree of latitude is 111.195 km: the town lies 22.239 km to the north."""
    far = make_town(name="Edgeville", latitude=50.2, longitude=-85.0)
    make_town(name="Midville", latitude=50.0, longitude=-85.0)
    metro = make_region("metro-edge", latitude=50.0, longitude=-85.0, radius_km=30)
    make_alliance(name="Edge group", covers=[metro.pk])
    for radius, is_in in (("22.25", True), ("22.23", False)):
        page = look(desk, Region.objects.get(pk=metro.pk), radius_km=radius)
        assert ("Edgeville" in [one.name for one in page.context["look"].inside]) is is_in
        keep(desk, Region.objects.get(pk=metro.pk), radius_km=radius)
        assert has_own(far) is is_in


def test_a_change_is_shown_before_it_is_kept_and_told_in_the_log(desk: Client) -> None:
    metro = make_region("metro-golden", name="Golden")
    make_alliance(name="Golden group", covers=[metro.pk])
    shown = look(desk, metro, name="Golden Horseshoe", name_fr="Fer à cheval", radius_km="60")
    said = words(shown)
    assert "What changes Name: Golden → Golden Horseshoe" in said
    assert "Name in French: – → Fer à cheval" in said
    assert "Radius in km: 40 → 60" in said
    assert "1 group that names it is listed anew." in said
    assert (Region.objects.get(pk=metro.pk).name, Event.objects.count()) == ("Golden", 0)
    before = words(Client().get("/regions/ca-on/"))
    assert "Golden Horseshoe" not in before
    keep(desk, metro, name="Golden Horseshoe", name_fr="Fer à cheval", radius_km="60")
    assert "Golden Horseshoe one group" in words(Client().get("/regions/ca-on/"))
    assert "<h1>Fer à cheval</h1>" in Client().get("/fr/regions/metro-golden/").content.decode()
    assert "Golden group" in words(Client().get("/alliances/?q=horseshoe"))
    log = words(desk.get("/admin/submissions/event/"))
    assert "region changed Maria Silva Golden Horseshoe Name: Golden → Golden Horseshoe" in log
    assert "region changed, by Maria Silva" in words(desk.get(page_of(metro.pk)))


def test_what_is_kept_is_what_was_looked_at(desk: Client) -> None:
    metro = make_region("metro-golden", name="Golden")
    seen = look(desk, metro, radius_km="50").context["form"].look
    sent = typed(metro, radius_km="150", looked=seen)
    page = desk.post(f"{REGIONS}{metro.pk}/redraw/", sent, follow=True)
    assert messages(page) == ["Look at it once more: this is not what you looked at. Nothing was changed."]
    assert "Radius in km: 40 → 150" in words(page)
    assert (Region.objects.get(pk=metro.pk).radius_km, Event.objects.count()) == (40, 0)


def test_nothing_changed_is_nothing_kept(desk: Client) -> None:
    metro = make_region("metro-golden", name="Golden")
    assert "Nothing would change." in words(look(desk, metro))
    assert messages(keep(desk, metro)) == ["It is as it was. Nothing was changed."]
    assert (Region.objects.get(pk=metro.pk).revision, Event.objects.count()) == (1, 0)


def test_a_city_keeps_its_town(desk: Client, toronto: Town, detroit: Town) -> None:
    keep(desk, name="Toronto", kind="city", town=toronto.value, radius_km="25")
    city = Region.objects.get(pk="city-6167865")
    assert (city.town_id, city.breadth, city.parent_id) == (toronto.pk, 100, "ca-on")
    unknown = "Its main town: we do not know this town. Look it up by its name"
    assert summary(look(desk, city, town=detroit.value)) == [unknown]
    assert summary(look(desk, name="Toronto", kind="city", town=toronto.value)) == [
        "city-6167865 is drawn already: change that one"
    ]


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"radius_km": "0.5"}, "radius_km", "Enter a radius of 1 to 200 km"),
        ({"radius_km": "200.1"}, "radius_km", "Enter a radius of 1 to 200 km"),
        ({"radius_km": "-40"}, "radius_km", "Enter a radius of 1 to 200 km"),
        ({"radius_km": "nan"}, "radius_km", "Enter a number, such as 42.33"),
        ({"radius_km": "1e999"}, "radius_km", "Enter a number, such as 42.33"),
        ({"radius_km": ""}, "radius_km", "Enter the radius in km"),
        ({"latitude": "91"}, "latitude", "This is not on the map: degrees go from -90 to 90 north, -180 to 180 east"),
        (
            {"longitude": "-181"},
            "latitude",
            "This is not on the map: degrees go from -90 to 90 north, -180 to 180 east",
        ),
        ({"longitude": ""}, "latitude", "Enter both, or leave both empty: then it is the middle of its town"),
        ({"latitude": "", "longitude": ""}, "town", "Find its main town, and choose it"),
        ({"latitude": "north"}, "latitude", "Enter a number, such as 42.33"),
        ({"latitude": "0", "longitude": "-150"}, "latitude", "No town that we know lies in this circle"),
        ({"grounds": []}, "grounds", "Tick at least one state or country in which it lies"),
        ({"grounds": ["metro-golden"]}, "grounds", "A city or metropolitan area lies in states or countries"),
        ({"grounds": ["metro-other"]}, "grounds", "A city or metropolitan area lies in states or countries"),
        ({"grounds": ["001"]}, "grounds", "A city or metropolitan area lies in states or countries"),
        ({"grounds": ["x" * 5000, "\x00"]}, "grounds", "A city or metropolitan area lies in states or countries"),
        ({"name": ""}, "name", "Enter the name"),
        ({"name": "\u202etxet"}, "name", "Remove the characters that turn the writing direction round"),
        ({"name": "..."}, "name", "Use at least one letter or digit"),
        ({"name": "W" * 121}, "name", "Use 120 characters or fewer; it has 121"),
        ({"town": "town:1"}, "town", "We do not know this town. Look it up by its name"),
        ({"town": "town:99999999999999999999"}, "town", "We do not know this town. Look it up by its name"),
        ({"seen": "x"}, "seen", "Enter a whole number."),
    ],
)
def test_what_cannot_be_drawn_is_told_at_its_field(
    desk: Client, sent: dict[str, Any], field: str, message: str
) -> None:
    make_region("metro-other")
    metro = make_region("metro-golden", name="Golden")
    for path in (page_of(metro.pk), f"{REGIONS}{metro.pk}/redraw/"):
        page = desk.post(path, typed(metro, **sent))
        assert (page.status_code, page.context["form"].errors.get(field)) == (200, [message])
        assert [said for said in summary(page) if said.endswith(message[1:])]
        assert "Keep it" not in words(page)
    assert (Region.objects.get(pk=metro.pk).revision, Event.objects.count()) == (1, 0)


def test_a_code_that_is_taken(desk: Client, detroit: Town) -> None:
    make_region("metro-detroit")
    assert summary(look(desk, name="Detroit", town=detroit.value)) == [
        "metro-detroit is drawn already: change that one"
    ]


def test_a_name_without_latin_letters_has_an_address_by_its_town_or_its_sound(desk: Client, detroit: Town) -> None:
    assert look(desk, name="大阪都市圏", town=detroit.value).context["form"].code == "metro-detroit"
    osaka = make_town(name="大阪", geonameid=912_345_678)
    assert look(desk, name="大阪都市圏", town=osaka.value).context["form"].code == "metro-dabandoushiquan"
    one_letter = make_town(name="अ", geonameid=912_345_679)
    assert look(desk, name="अ", town=one_letter.value).context["form"].code == "metro-912345679"


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}{% include 'x' %}",
    "%s %(name)s {0}",
    "'; DROP TABLE x;--",
    "=1+1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_text(desk: Client, text: str) -> None:
    metro = make_region("metro-golden", name="Golden")
    page = keep(desk, metro, name=text, name_local=text, other_names=f"{text}\n{text}", name_fr=text)
    pages = [page, desk.get(page_of(metro.pk)), desk.get(REGIONS, {"q": text}), desk.get("/admin/submissions/event/")]
    pages += [Client().get("/regions/metro-golden/"), Client().get("/fr/regions/metro-golden/")]
    assert [one.status_code for one in pages] == [200] * 6
    assert [one for one in pages if "<script>alert" in one.content.decode()] == []
    assert Region.objects.get(pk=metro.pk).name == text


@pytest.mark.parametrize("search", ["", "   ", "*?[%_", "\x00", "W" * 10_000, "zzzzqqqq", "\u202e"])
def test_any_search_for_a_town_is_answered(desk: Client, search: str) -> None:
    page = look(desk, town_search=search, find="town")
    assert (page.status_code, summary(page)) == (200, [])


def test_the_later_of_two_moderators_is_told(desk: Client) -> None:
    metro = make_region("metro-golden", name="Golden")
    late = Client()
    late.force_login(make_moderator(username="late"))
    keep(desk, metro, radius_km="50")
    page = keep(late, metro, name="Late")
    (said,) = messages(page)
    assert said.startswith("Maria Silva has changed it since you opened it, ")
    assert said.endswith(" UTC. Nothing was changed.")
    again = Region.objects.get(pk=metro.pk)
    assert (again.name, again.radius_km, again.revision, Event.objects.count()) == ("Golden", 50, 2, 1)


def test_a_region_drawn_anew_without_a_moderator_is_a_change_too(desk: Client) -> None:
    metro = make_region("metro-golden", name="Golden")
    make_region("metro-golden", name="Golden", radius_km=41)
    page = keep(desk, metro, radius_km="50")
    assert messages(page) == ["It was drawn anew since you opened it. Look at it as it is now; nothing was changed."]


@pytest.mark.parametrize("code", ["ca", "ca-on", "001", "150", "eu", "030", "fr-07"])
def test_a_published_region_is_for_reading(desk: Client, code: str) -> None:
    page = desk.get(page_of(code))
    assert "It comes from the published lists of regions and is not changed here." in words(page)
    assert ("<textarea" in page.content.decode(), 'name="radius_km"' in page.content.decode()) == (False, False)
    name = Region.objects.get(pk=code).name
    assert desk.post(page_of(code), {"name": "Otherwise"}).status_code == 403
    assert desk.post(f"{REGIONS}{code}/redraw/", {"name": "Otherwise"}).status_code == 404
    assert Region.objects.get(pk=code).name == name


@pytest.mark.parametrize("tail", ["delete/", "history/", ""])
def test_no_region_is_ever_deleted(desk: Client, tail: str) -> None:
    metro = make_region("metro-golden")
    make_alliance(covers=[metro.pk])
    assert desk.post(f"{REGIONS}{metro.pk}/{tail}", {"post": "yes"}).status_code == 404
    desk.post(REGIONS, {"action": "delete_selected", "_selected_action": [metro.pk], "post": "yes"})
    assert Region.objects.filter(pk=metro.pk).exists()


@pytest.mark.parametrize("code", ["nowhere", "metro-golden'", "x" * 3000, "%00", "_add"])
def test_a_region_that_is_not_there(desk: Client, code: str) -> None:
    assert desk.get(f"{REGIONS}{code}/change/").status_code == 404
    assert desk.post(f"{REGIONS}{code}/redraw/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_pages_of_regions_ask_as_much_for_any_number_of_groups(
    desk: Client, rows: int, django_assert_num_queries: Any
) -> None:
    states = list(Region.objects.filter(pk__in=["us-mo", "us-ks"]))
    metro = make_region(
        "metro-kc", parent=Region.objects.get(pk="us"), latitude=39.1, longitude=-94.58, overlaps=states
    )
    for _number in range(rows):
        make_alliance(covers=[metro.pk])
    with django_assert_num_queries(14):
        desk.get(page_of(metro.pk))
    with django_assert_num_queries(9):
        desk.get(page_of("ca-on"))
    with django_assert_num_queries(6):
        desk.get(REGIONS)


def test_list_is_narrowed_by_kinds_as_people_name_them(desk: Client) -> None:
    page = desk.get(REGIONS)
    offered = [choice["display"] for choice in page.context["cl"].filter_specs[0].choices(page.context["cl"])]
    assert offered == [
        "All", "the world", "continent", "part of a continent", "grouping of countries", "country or territory",
        "state, province or district", "metropolitan area", "city",
    ]  # fmt: skip
    kinds = {region.kind for region in desk.get(REGIONS, {"kind": "subregion"}).context["cl"].queryset}
    assert kinds == {"subregion", "intermediate"}
    assert {region.kind for region in desk.get(REGIONS, {"kind": "city"}).context["cl"].queryset} <= {"city"}


def test_kind_that_does_not_exist_narrows_nothing(desk: Client) -> None:
    assert desk.get(REGIONS, {"kind": "\x00moon"}).context["cl"].queryset.count() == Region.objects.count()
