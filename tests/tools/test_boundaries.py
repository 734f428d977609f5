"""Which area holds a place, and which is nearest."""

import pytest

from tools.boundaries import Area, Boundaries, areas_of, distance, in_ring
from tools.packages import Feature, polygons_of

SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
LAKE = [[1.0, 1.0], [3.0, 1.0], [3.0, 3.0], [1.0, 3.0], [1.0, 1.0]]


def area(code: str, *rings: list[list[float]]) -> Area:
    xs, ys = [x for x, _y in rings[0]], [y for _x, y in rings[0]]
    return Area(code, list(rings), (min(xs), min(ys), max(xs), max(ys)))


def square(west: float, south: float, side: float = 1.0) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.mark.parametrize(
    ("x", "y", "inside"), [(2.0, 2.0, True), (0.1, 3.9, True), (4.1, 2.0, False), (-1.0, 2.0, False), (2.0, 5.0, False)]
)
@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1], SQUARE[:-1]])
def test_ring_holds_what_is_inside_whichever_way_it_runs(
    ring: list[list[float]], x: float, y: float, inside: bool
) -> None:
    assert in_ring(ring, x, y) is inside


def test_hole_is_not_held() -> None:
    found = Boundaries([area("IT-62", SQUARE, LAKE), area("VA", LAKE)])
    assert [found.around(0.5, 0.5), found.around(2.0, 2.0), found.around(9.0, 2.0)] == ["IT-62", "VA", None]


def test_place_is_found_on_every_side_of_the_globe() -> None:
    found = Boundaries([area("AR-B", square(-60.5, -35.5)), area("NZ-CAN", square(172.0, -44.0, 3.0))])
    assert [found.around(-60.0, -35.0), found.around(174.9, -41.1), found.around(-61.0, -35.0)] == [
        "AR-B",
        "NZ-CAN",
        None,
    ]


def test_nearest_is_measured_to_the_line_and_only_among_those_that_are_asked_for() -> None:
    found = Boundaries([area("FR-06", square(0.0, 0.0, 0.9)), area("MC", square(1.0, 0.0, 0.9))])
    assert found.nearest(0.98, 0.5, {"FR-06"}, 0.15) == "FR-06"
    assert found.nearest(0.98, 0.5, {"FR-06", "MC"}, 0.15) == "MC"
    assert found.nearest(0.98, 0.5, {"FR-06"}, 0.05) is None
    assert found.nearest(0.98, 0.5, set(), 0.15) is None


def test_nearest_looks_over_the_edge_of_its_square() -> None:
    found = Boundaries([area("ES-PM", square(2.0, 2.0, 0.5))])
    assert found.nearest(1.95, 1.95, {"ES-PM"}, 0.15) == "ES-PM"


def test_distance_is_to_the_nearest_ring() -> None:
    assert distance(area("X", SQUARE, LAKE), 2.0, 2.0) == 1.0
    assert distance(area("X", SQUARE), 7.0, 8.0) == 5.0
    assert distance(area("X", [[1.0, 1.0], [1.0, 1.0]]), 1.0, 3.0) == 2.0


def test_areas_bear_the_code_of_today() -> None:
    feature = Feature({"iso_3166_2": "FR-75"}, [[SQUARE], [LAKE]])
    found = list(areas_of([feature], {"FR-75": "FR-75C"}))
    assert [(one.code, one.box) for one in found] == [("FR-75C", (0, 0, 4, 4)), ("FR-75C", (1, 1, 3, 3))]


def test_polygons_of_both_kinds_of_geometry() -> None:
    assert polygons_of({"type": "Polygon", "coordinates": [SQUARE]}) == [[SQUARE]]
    assert polygons_of({"type": "MultiPolygon", "coordinates": [[SQUARE], [LAKE]]}) == [[SQUARE], [LAKE]]
