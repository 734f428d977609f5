"""A small map of a city or metro: its circle, the outlines of states and countries round it, and towns as dots.

It is drawn in km from the centre, to the right and down. The outlines are those of the large maps (alliances/maps.py),
each moved here by one matrix: so near a point every projection is almost straight.
"""

import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import atan2, cos, pi, radians, sin
from typing import NamedTuple

from alliances.geometry import EARTH_RADIUS_KM, Point, distance_km
from alliances.maps import DATA, Outline, outlines
from alliances.models import Circle, RegionAncestry, Town
from alliances.projections import MOVED, USA, WORLD, Azimuthal, Projection, turned

ROUND_IT = 1.5  # of the radius are in sight
STEP = 0.1  # degrees between two points that tell how a map lies
DOTS = 40
NAMED = 8  # of the dots bear their names, where there is room
LETTER = 0.045  # of the width of the map: how high a name is; a letter is about half as wide
KM_PER_DEGREE = pi * EARTH_RADIUS_KM / 180
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Land:
    """The outline of a state or country. `is_held`: the circle goes on in it."""

    path: str
    matrix: Matrix
    is_held: bool

    @property
    def transform(self) -> str:
        return f"matrix({' '.join(f'{number:.5f}' for number in self.matrix)})"


@dataclass(frozen=True)
class Dot:
    """A town in the circle, or as near but beyond the border; `name` where there is room for it."""

    x: str
    y: str
    is_inside: bool
    name: str


@dataclass(frozen=True)
class CircleMap:
    lands: Sequence[Land]
    dots: Sequence[Dot]
    radius_km: float

    @property
    def reach(self) -> float:
        """From the centre to the edge, km."""
        return ROUND_IT * self.radius_km

    @property
    def view_box(self) -> str:
        return f"{-self.reach:.1f} {-self.reach:.1f} {2 * self.reach:.1f} {2 * self.reach:.1f}"

    @property
    def radius(self) -> str:
        return f"{self.radius_km:.1f}"

    @property
    def dot(self) -> str:
        return f"{self.reach / 60:.2f}"

    @property
    def letter(self) -> str:
        return f"{2 * self.reach * LETTER:.2f}"


class Sheet(NamedTuple):
    """How one of the large maps lies at a point: where that is, and how far a km to the east and north goes."""

    at: tuple[float, float]
    east: tuple[float, float]
    north: tuple[float, float]

    @property
    def room(self) -> float:
        return self.north[0] * self.east[1] - self.east[0] * self.north[1]

    def shows(self, outline: Outline, reach: float) -> bool:
        """Whether a part of it may lie so many km round the point."""
        left, top, width, height = outline.box
        aside = reach * (abs(self.east[0]) + abs(self.north[0]))
        along = reach * (abs(self.east[1]) + abs(self.north[1]))
        x, y = self.at
        return left - aside <= x <= left + width + aside and top - along <= y <= top + height + along

    @property
    def matrix(self) -> Matrix:
        """From the large map to km to the right and down."""
        (east_x, east_y), (north_x, north_y), room = self.east, self.north, self.room
        a, c = -north_y / room, north_x / room
        b, d = -east_y / room, east_x / room
        x, y = self.at
        return a, b, c, d, -(a * x + c * y), -(b * x + d * y)


def circle_map(circle: Circle, inside: Sequence[Town], beyond: Sequence[Town]) -> CircleMap:
    """The map of a circle with its towns, largest first: one query."""
    lands = list(_lands(circle.centre, ROUND_IT * circle.radius_km))
    below = RegionAncestry.objects.filter(ancestor__in=circle.grounds, descendant__in=[code for code, *_rest in lands])
    held = set(below.values_list("descendant", flat=True))
    drawn = [Land(path, matrix, code in held) for code, path, matrix in lands]
    return CircleMap(drawn, list(_dots(circle, inside, beyond)), circle.radius_km)


def _lands(centre: Point, reach: float) -> Iterator[tuple[str, str, Matrix]]:
    """(code, path, matrix) of what lies round a point: states where they are drawn, else countries."""
    sheets = outlines()
    for country in _near(sheets["world"], {}, WORLD, centre, reach):
        states = sheets.get(country, {})
        shapes, projection = (states, _projection(country)) if states else ({country: sheets["world"][country]}, WORLD)
        moved = MOVED if country == "us" else {}
        for code, sheet in _near(shapes, moved, projection, centre, reach).items():
            yield code, shapes[code].path, sheet.matrix


def _near(
    shapes: Mapping[str, Outline], moved: Mapping[str, Projection], projection: Projection, centre: Point, reach: float
) -> dict[str, Sheet]:
    """What may lie round a point, with how its map lies there."""
    usual = _sheet(projection, centre)
    sheets = {code: _sheet(moved[code], centre) if code in moved else usual for code in shapes}
    return {code: one for code, one in sheets.items() if one.room and one.shows(shapes[code], reach)}


def _sheet(projection: Projection, centre: Point) -> Sheet:
    """Measured by a step towards the middle of the map, never over its edge."""
    latitude, longitude = centre
    up = -STEP if latitude > 0 else STEP
    right = -STEP if turned(longitude, projection.longitude) > 0 else STEP
    at = projection.flat(centre)
    east, north = projection.flat((latitude, longitude + right)), projection.flat((latitude + up, longitude))
    wide, high = right * KM_PER_DEGREE * max(cos(radians(latitude)), 1e-6), up * KM_PER_DEGREE
    return Sheet(
        at, ((east[0] - at[0]) / wide, (east[1] - at[1]) / wide), ((north[0] - at[0]) / high, (north[1] - at[1]) / high)
    )


def _projection(country: str) -> Projection:
    return USA if country == "us" else _projections()[country]


@cache
def _projections() -> dict[str, Azimuthal]:
    numbers = json.loads(lzma.decompress(DATA.read_bytes()))["projections"]
    return {country: Azimuthal(*five) for country, five in numbers.items()}


def _dots(circle: Circle, inside: Sequence[Town], beyond: Sequence[Town]) -> Iterator[Dot]:
    """The largest towns; those with room for it bear their names, which never lie over one another."""
    kept = set(inside)
    towns = sorted([*inside, *beyond], key=lambda town: -town.population)[:DOTS]
    taken: list[tuple[float, float, float]] = []  # left, right and height of names
    letter = 2 * ROUND_IT * circle.radius_km * LETTER
    for town in towns:
        x, y = offset_km(circle.centre, town.centre)
        end = x + letter * (1 + 0.6 * len(town.display_name))
        is_free = end < ROUND_IT * circle.radius_km and not any(
            left < end and x < right and abs(height - y) < 1.2 * letter for left, right, height in taken
        )
        has_name = is_free and len(taken) < NAMED
        if has_name:
            taken.append((x, end, y))
        yield Dot(f"{x:.1f}", f"{y:.1f}", town in kept, town.display_name if has_name else "")


def offset_km(centre: Point, place: Point) -> tuple[float, float]:
    """How many km to the right of a point and below it a place lies, in its right distance and direction."""
    latitude, other = radians(centre[0]), radians(place[0])
    east = radians(turned(place[1], centre[1]))
    ahead = cos(latitude) * sin(other) - sin(latitude) * cos(other) * cos(east)
    bearing = atan2(sin(east) * cos(other), ahead)
    distance = distance_km(centre, place)
    return distance * sin(bearing), -distance * cos(bearing)
