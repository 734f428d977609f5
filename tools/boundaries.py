"""Which area of Natural Earth a place lies in, and which is nearest to one at the coast or just over a border.

Plain geometry in degrees: at this scale (1:10m) the outlines are off by more than the curve of the earth.
"""

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from tools.packages import Feature

Ring = list[list[float]]


class Area(NamedTuple):
    """A polygon: the code of its region, the outer ring and its holes, and their box (west, south, east, north)."""

    code: str
    rings: list[Ring]
    box: tuple[float, float, float, float]


def areas_of(features: Iterable[Feature], today: Mapping[str, str]) -> Iterator[Area]:
    """The polygons of features under their codes of today."""
    for feature in features:
        code = feature.facts["iso_3166_2"]
        for rings in feature.polygons:
            xs, ys = [x for x, _y in rings[0]], [y for _x, y in rings[0]]
            yield Area(today.get(code, code), rings, (min(xs), min(ys), max(xs), max(ys)))


class Boundaries:
    """Areas, found by the one-degree square that a place lies in."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._squares: dict[tuple[int, int], list[Area]] = defaultdict(list)
        for area in areas:
            west, south, east, north = map(math.floor, area.box)
            for x in range(west, east + 1):
                for y in range(south, north + 1):
                    self._squares[x, y].append(area)

    def around(self, longitude: float, latitude: float) -> str | None:
        """The code of the area that holds a place."""
        for area in self._squares[math.floor(longitude), math.floor(latitude)]:
            if holds(area, longitude, latitude):
                return area.code
        return None

    def nearest(self, longitude: float, latitude: float, codes: Container[str], within: float) -> str | None:
        """The code, out of some, of the nearest area at most `within` (≤ 1) degrees away."""
        x, y = math.floor(longitude), math.floor(latitude)
        squares = [self._squares[column, row] for column in (x - 1, x, x + 1) for row in (y - 1, y, y + 1)]
        near = {id(area): area for square in squares for area in square if area.code in codes}
        found = [(distance(area, longitude, latitude), area.code) for area in near.values()]
        return min((one for one in found if one[0] <= within), default=(0, None))[1]


def holds(area: Area, x: float, y: float) -> bool:
    """Whether a place lies inside the outer ring and outside the holes."""
    west, south, east, north = area.box
    if not (west <= x <= east and south <= y <= north):
        return False
    outer, *holes = area.rings
    return in_ring(outer, x, y) and not any(in_ring(hole, x, y) for hole in holes)


def in_ring(ring: Ring, x: float, y: float) -> bool:
    """Whether a ray from the place to the east crosses the ring an odd number of times."""
    inside = False
    last_x, last_y = ring[-1]
    for next_x, next_y in ring:
        crosses = (next_y > y) != (last_y > y)
        if crosses and x < (last_x - next_x) * (y - next_y) / (last_y - next_y) + next_x:
            inside = not inside
        last_x, last_y = next_x, next_y
    return inside


def distance(area: Area, x: float, y: float) -> float:
    """Degrees from a place to the nearest line of an area."""
    return min(distance_to_ring(ring, x, y) for ring in area.rings)


def distance_to_ring(ring: Ring, x: float, y: float) -> float:
    shortest = math.inf
    start_x, start_y = ring[-1]
    for end_x, end_y in ring:
        along_x, along_y, to_x, to_y = end_x - start_x, end_y - start_y, x - start_x, y - start_y
        length = along_x * along_x + along_y * along_y
        part = max(0.0, min(1.0, (to_x * along_x + to_y * along_y) / length)) if length else 0.0
        shortest = min(shortest, math.hypot(to_x - part * along_x, to_y - part * along_y))
        start_x, start_y = end_x, end_y
    return shortest
