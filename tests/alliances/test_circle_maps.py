"""The small map of a city or metro: where its outlines and towns are drawn."""

import re

import pytest

from alliances.circle_maps import circle_map, offset_km
from alliances.geometry import Point, distance_km
from alliances.models import Circle
from alliances.projections import MOVED, USA, WORLD, Azimuthal, Projection
from tests.factories import make_town

CANADA = Azimuthal(-96.5364, 60.427, 1062.8516, 431.8934, 433.089)


@pytest.mark.parametrize(
    ("projection", "place", "flat"),
    [  # as d3-geo 3.1.2 projects them
        (WORLD, (-18.14, 178.44), (1908.055, 621.294)),
        (WORLD, (42.33, -83.05), (543.832, 185.601)),
        (WORLD, (-19, -169.5), (1971.164, 627.552)),
        (WORLD, (89, 0), (963.778, 0.110)),
        (USA, (42.33, -83.05), (690.478, 227.512)),
        (MOVED["us-ak"], (61.2, -149.9), (183.253, 512.115)),
        (MOVED["us-hi"], (21.3, -157.86), (313.793, 516.272)),
        (CANADA, (42.33, -83.05), (617.930, 749.134)),
    ],
)
def test_places_are_projected_as_the_maps_were(projection: Projection, place: Point, flat: tuple[float, float]) -> None:
    assert projection.flat(place) == pytest.approx(flat, abs=0.002)


@pytest.mark.parametrize(
    ("centre", "place", "direction"),
    [
        ((42.33, -83.05), (42.5, -83.05), (0, -1)),
        ((42.33, -83.05), (42.33, -82.9), (1, 0)),
        ((-16.8, 179.9), (-16.8, -179.9), (1, 0)),
        ((-16.8, -179.9), (-17.0, -179.9), (0, 1)),
    ],
)
def test_towns_lie_in_their_distance_and_direction(centre: Point, place: Point, direction: tuple[int, int]) -> None:
    length = distance_km(centre, place)
    wanted = tuple(step * length for step in direction)
    assert offset_km(centre, place) == pytest.approx(wanted, abs=0.05)


def corners(path: str, matrix: tuple[float, ...]) -> list[tuple[float, float]]:
    """The first corners of the rings of a path, in km from the centre."""
    a, b, c, d, e, f = matrix
    starts = [(float(x), float(y)) for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path)]
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in starts]


@pytest.mark.django_db
def test_both_sides_of_a_border_are_drawn_and_the_ground_is_marked() -> None:
    chart = circle_map(Circle((42.33, -83.05), 40, ["us-mi"]), [], [])
    assert [land.is_held for land in chart.lands].count(True) == 1
    assert len(chart.lands) >= 2  # Michigan and Ontario, from two maps


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("centre", "grounds"), [((-18.14, 178.44), ["fj"]), ((64.15, -21.94), ["is"]), ((21.3, -157.86), ["us-hi"])]
)
def test_an_island_lies_under_its_circle(centre: Point, grounds: list[str]) -> None:
    chart = circle_map(Circle(centre, 40, grounds), [], [])
    held = [land for land in chart.lands if land.is_held]
    assert len(held) == 1
    nearest = min(x * x + y * y for x, y in corners(held[0].path, held[0].matrix)) ** 0.5
    assert nearest < 700, f"{nearest} km away"


@pytest.mark.django_db
@pytest.mark.parametrize("centre", [(90, 0), (-90, 0), (0, 180), (0, -180), (0, -169), (89.99, -169), (-45, -150)])
def test_no_centre_breaks_a_map(centre: Point) -> None:
    chart = circle_map(Circle(centre, 200, ["fj"]), [], [])
    assert all("nan" not in land.transform and "inf" not in land.transform for land in chart.lands)


@pytest.mark.django_db
def test_names_of_towns_do_not_lie_over_one_another() -> None:
    towns = [make_town(name=f"Crowded {number}", latitude=44 + number / 2000, population=number) for number in range(9)]
    chart = circle_map(Circle((44, -79), 40, ["ca-on"]), towns[:8], towns[8:])
    assert [dot.name for dot in chart.dots if dot.name] == ["Crowded 8"]
    assert [dot.is_inside for dot in chart.dots] == [False, *[True] * 8]
