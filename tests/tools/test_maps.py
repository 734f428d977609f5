"""From projected rings to SVG paths, and which of them are drawn."""

import math

import pytest

from tests.tools.test_boundaries import square
from tools import maps
from tools.areas import Area
from tools.packages import Feature

PIECES = [{"of": "FR", "code": "GF", "east": -50, "north": 8}, {"of": "FR", "code": "MQ", "east": -60}]


def test_halves_are_rounded_up_on_both_sides_of_zero() -> None:
    assert [maps.whole(number) for number in (0.5, 1.5, -0.5, -1.5, 2.49)] == [1, 2, 0, -1, 2]


def test_area_is_the_same_whichever_way_a_ring_runs() -> None:
    ring = square(10.0, 10.0, 3.0)
    assert maps.ring_area(ring) == maps.ring_area(ring[::-1]) == maps.ring_area(ring[:-1]) == 9.0


def test_path_is_made_of_relative_steps_in_whole_units() -> None:
    assert maps.path_of([[[0.2, 0.4], [10, 0], [9.6, 10.4], [0, 0]]]) == "M0 0l10 0 0 10z"
    assert maps.path_of([[[5, 5], [3, 7], [1, 1]], [[0, 0], [0, 2], [2, 2]]]) == "M5 5l-2 2-2-6zM0 0l0 2 2 0z"


def test_points_that_fall_together_are_one_and_two_make_no_ring() -> None:
    assert list(maps.corners([[0, 0], [0.4, 0.4], [5, 5], [5.1, 4.9], [0, 0]])) == [(0, 0), (5, 5)]
    assert maps.path_of([[[0, 0], [0.4, 0.4], [5, 5], [5.1, 4.9], [0, 0]]]) == ""


def test_small_rings_are_left_out_but_for_the_largest() -> None:
    large, small, dot = square(0, 0, 4.0), square(9, 9, 1.5), square(20, 20, 0.5)
    assert maps.drawn_rings([small, large, dot]) == [large]
    assert maps.drawn_rings([dot, small]) == [small]
    assert maps.drawn_rings([dot], least=1.0) == []


def test_country_too_small_to_draw_has_a_middle() -> None:
    dot = {"area": 1e-7, "middle": [8.6, 9.4], "rings": [square(8.0, 9.0, 0.5)], "point": [8.0, 9.0]}
    assert maps.country_outline([dot]) == {"d": "", "x": 9, "y": 9}
    gone = {"area": 1e-9, "middle": [math.nan, math.nan], "rings": [], "point": [7.2, 3.0]}
    assert maps.country_outline([gone]) == {"d": "", "x": 7, "y": 3}


def test_middle_of_a_country_is_that_of_its_largest_polygon() -> None:
    home = {"area": 2e-3, "middle": [12.0, 12.0], "rings": [square(10.0, 10.0, 4.0)], "point": [10.0, 10.0]}
    island = {"area": 1e-3, "middle": [91.0, 91.0], "rings": [square(90.0, 90.0, 2.0)], "point": [90.0, 90.0]}
    assert maps.country_outline([island, home]) == {
        "d": "M10 10l4 0 0 4-4 0zM90 90l2 0 0 2-2 0z",
        "x": 12,
        "y": 12,
    }


@pytest.mark.parametrize(
    ("country", "longitude", "latitude", "code"),
    [("FR", -53, 4, "GF"), ("FR", -61, 14.6, "MQ"), ("FR", 2, 48, "FR"), ("BR", -53, 4, "BR"), ("FR", -50, 4, "FR")],
)
def test_territory_is_told_by_where_it_lies(country: str, longitude: float, latitude: float, code: str) -> None:
    assert maps.piece_of(country, longitude, latitude, PIECES) == code


def test_world_is_drawn_by_code_without_antarctica() -> None:
    def polygon(longitude: float, latitude: float) -> dict[str, object]:
        rings = [square(0.0, 0.0, 2.0)]
        return {"start": [longitude, latitude], "area": 1.0, "middle": [1, 1], "rings": rings, "point": [0, 0]}

    atlas = [
        {"id": "250", "polygons": [polygon(2, 48), polygon(-53, 4)]},
        {"id": "010", "polygons": [polygon(0, -80)]},
        {"id": "-2", "polygons": [polygon(21, 42)]},
    ]
    found = maps.world_sheet(atlas, {"250": "FR", "010": "AQ", "-2": "XK"}, PIECES)
    assert found == {code: {"d": "M0 0l2 0 0 2-2 0z", "x": 1, "y": 1} for code in ("fr", "gf", "xk")}


def test_states_that_are_too_small_are_not_drawn() -> None:
    shapes = {
        "IN-TS": {"middle": [2.0, 2.0], "rings": [square(0.0, 0.0, 4.0)]},
        "IN-LD": {"middle": [None, None], "rings": []},
    }
    assert maps.state_sheet(shapes) == {"in-ts": {"d": "M0 0l4 0 0 4-4 0z", "x": 2, "y": 2}}


def area(code: str, region: str = "", country: str = "", geonames: str | None = None) -> Area:
    facts = {"iso_3166_2": code, "iso_a2": country, "gn_a1_code": geonames}
    return Area(code, region or code, Feature(facts, [[square(0.0, 0.0)]]))


def test_state_of_an_area_is_on_the_first_level() -> None:
    parents = {"FR-ARA": "FR", "FR-69": "FR-ARA", "GB-NIR": "GB", "GB-ANN": "GB-NIR"}
    links = {"FR.84": "FR-69"}
    areas = [area("FR-69"), area("FR-ARA"), area("GB-ANT", "GB-ANN"), area("FR-X", geonames="FR.84"), area("FR-X")]
    assert [maps.state_of(one, parents, links) for one in areas] == ["FR-ARA", "FR-ARA", "GB-NIR", "FR-ARA", ""]


def test_areas_belong_to_the_country_of_their_code() -> None:
    by_hand = {"also_country": {"NO-21": "SJ"}, "maps": {"countries": ["UA", "NO"]}}
    parents = {"UA-43": "UA", "NO-50": "NO", "RU-MOW": "RU"}
    areas = [area("UA-43", country="RU"), area("NO-21", geonames="NO.21"), area("RU-MOW", country="RU"), area("XX-X")]
    found = maps.areas_of_states(areas, by_hand, parents, {"NO.21": "NO-50"})
    assert found == {"UA": [{"state": "UA-43", "polygons": [[square(0.0, 0.0)]]}]}


def test_states_are_the_first_level_of_a_country() -> None:
    found = maps.states_of(
        [
            {"code": "FR", "kind": "country", "parent": "155"},
            {"code": "FR-ARA", "kind": "subdivision", "parent": "FR"},
            {"code": "FR-69", "kind": "subdivision", "parent": "FR-ARA"},
        ]
    )
    assert found["FR"] == {"FR-ARA"}


def test_maps_say_how_they_were_projected() -> None:
    found = maps.placed({"FR": [2.57051, 46.50599, 4577.03549, 496.86, 365.9], "US": None})
    assert found == {"fr": [2.5705, 46.506, 4577.0355, 496.86, 365.9]}
