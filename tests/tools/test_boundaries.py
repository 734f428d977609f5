"""Which area holds a place, and which is nearest."""

import pytest

from tools.areas import Area
from tools.boundaries import Boundaries, Shape, distance, in_ring, shapes_of
from tools.packages import Feature, polygons_of

SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
LAKE = [[1.0, 1.0], [3.0, 1.0], [3.0, 3.0], [1.0, 3.0], [1.0, 1.0]]


def shape(code: str, *rings: list[list[float]]) -> Shape:
    xs, ys = [x for x, _y in rings[0]], [y for _x, y in rings[0]]
    return Shape(code, list(rings), (min(xs), min(ys), max(xs), max(ys)))


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
    found = Boundaries([shape("IT-62", SQUARE, LAKE), shape("VA", LAKE)])
    assert [found.around(0.5, 0.5), found.around(2.0, 2.0), found.around(9.0, 2.0)] == ["IT-62", "VA", None]


def test_place_is_found_on_every_side_of_the_globe() -> None:
    found = Boundaries([shape("AR-B", square(-60.5, -35.5)), shape("NZ-CAN", square(172.0, -44.0, 3.0))])
    assert [found.around(-60.0, -35.0), found.around(174.9, -41.1), found.around(-61.0, -35.0)] == [
        "AR-B",
        "NZ-CAN",
        None,
    ]


def test_nearest_is_measured_to_the_line_and_only_among_those_that_are_asked_for() -> None:
    found = Boundaries([shape("FR-06", square(0.0, 0.0, 0.9)), shape("MC", square(1.0, 0.0, 0.9))])
    assert found.nearest(0.98, 0.5, {"FR-06"}, 0.15) == "FR-06"
    assert found.nearest(0.98, 0.5, {"FR-06", "MC"}, 0.15) == "MC"
    assert found.nearest(0.98, 0.5, {"FR-06"}, 0.05) is None
    assert found.nearest(0.98, 0.5, set(), 0.15) is None


def test_nearest_looks_over_the_edge_of_its_square() -> None:
    found = Boundaries([shape("ES-PM", square(2.0, 2.0, 0.5))])
    assert found.nearest(1.95, 1.95, {"ES-PM"}, 0.15) == "ES-PM"


def test_distance_is_to_the_nearest_ring() -> None:
    assert distance(shape("X", SQUARE, LAKE), 2.0, 2.0) == 1.0
    assert distance(shape("X", SQUARE), 7.0, 8.0) == 5.0
    assert distance(shape("X", [[1.0, 1.0], [1.0, 1.0]]), 1.0, 3.0) == 2.0


def test_shapes_bear_the_code_of_the_region_that_they_lie_in() -> None:
    area = Area("GB-POL", "GB-BCP", Feature({"iso_3166_2": "GB-POL"}, [[SQUARE], [LAKE]]))
    assert [(one.code, one.box) for one in shapes_of([area])] == [("GB-BCP", (0, 0, 4, 4)), ("GB-BCP", (1, 1, 3, 3))]


def test_polygons_of_both_kinds_of_geometry() -> None:
    assert polygons_of({"type": "Polygon", "coordinates": [SQUARE]}) == [[SQUARE]]
    assert polygons_of({"type": "MultiPolygon", "coordinates": [[SQUARE], [LAKE]]}) == [[SQUARE], [LAKE]]
