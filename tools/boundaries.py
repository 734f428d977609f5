"""Which area of Natural Earth a place lies in, and which is nearest to one at the coast or just over a border.

Plain geometry in degrees: at this scale (1:10m) the outlines are off by more than the curve of the earth.
"""

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from tools.areas import Area

Ring = list[list[float]]


class Shape(NamedTuple):
    """A polygon: the code of its region, the outer ring and its holes, and their box (west, south, east, north)."""

    code: str
    rings: list[Ring]
    box: tuple[float, float, float, float]


def shapes_of(areas: Iterable[Area]) -> Iterator[Shape]:
    """The polygons of areas under the codes of the regions that they are or lie in."""
    for area in areas:
        for rings in area.feature.polygons:
            xs, ys = [x for x, _y in rings[0]], [y for _x, y in rings[0]]
            yield Shape(area.region, rings, (min(xs), min(ys), max(xs), max(ys)))


class Boundaries:
    """Shapes, found by the one-degree square that a place lies in."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._squares: dict[tuple[int, int], list[Shape]] = defaultdict(list)
        for shape in shapes:
            west, south, east, north = map(math.floor, shape.box)
            for x in range(west, east + 1):
                for y in range(south, north + 1):
                    self._squares[x, y].append(shape)

    def around(self, longitude: float, latitude: float) -> str | None:
        """The code of the shape that holds a place."""
        for shape in self._squares[math.floor(longitude), math.floor(latitude)]:
            if holds(shape, longitude, latitude):
                return shape.code
        return None

    def nearest(self, longitude: float, latitude: float, codes: Container[str], within: float) -> str | None:
        """The code, out of some, of the nearest shape at most `within` (≤ 1) degrees away."""
        x, y = math.floor(longitude), math.floor(latitude)
        squares = [self._squares[column, row] for column in (x - 1, x, x + 1) for row in (y - 1, y, y + 1)]
        near = {id(shape): shape for square in squares for shape in square if shape.code in codes}
        found = [(distance(shape, longitude, latitude), shape.code) for shape in near.values()]
        return min((one for one in found if one[0] <= within), default=(0, None))[1]


def holds(shape: Shape, x: float, y: float) -> bool:
    """Whether a place lies inside the outer ring and outside the holes."""
    west, south, east, north = shape.box
    if not (west <= x <= east and south <= y <= north):
        return False
    outer, *holes = shape.rings
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


def distance(shape: Shape, x: float, y: float) -> float:
    """Degrees from a place to the nearest line of a shape."""
    return min(distance_to_ring(ring, x, y) for ring in shape.rings)


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
