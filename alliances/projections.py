"""From degrees to the flat maps of data/maps.json.xz. Formulas as in d3-geo, which drew them (tools/project.mjs)."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from alliances.geometry import Point

Flat = tuple[float, float]  # to the right and down, in units of a map
ANTIPODE = 1e-9


def turned(longitude: float, middle: float) -> float:
    """Degrees east of a meridian, -180 to 180."""
    return (longitude - middle + 180) % 360 - 180


@dataclass(frozen=True)
class Azimuthal:
    """Lambert's azimuthal equal-area projection round a point, which is drawn at (x, y)."""

    longitude: float
    latitude: float
    scale: float
    x: float
    y: float

    def flat(self, place: Point) -> Flat:
        high, east = radians(place[0]), radians(turned(place[1], self.longitude))
        middle = radians(self.latitude)
        nearness = sin(middle) * sin(high) + cos(middle) * cos(high) * cos(east)
        stretch = self.scale * sqrt(2 / max(1 + nearness, ANTIPODE))
        north = cos(middle) * sin(high) - sin(middle) * cos(high) * cos(east)
        return self.x + stretch * cos(high) * sin(east), self.y - stretch * north


@dataclass(frozen=True)
class Albers:
    """Albers' equal-area conic projection; the point `centre`, east of `longitude`, is drawn at (x, y)."""

    longitude: float
    centre: Point
    parallels: tuple[float, float]
    scale: float
    x: float
    y: float

    def flat(self, place: Point) -> Flat:
        x, y = self._raw(place[0], turned(place[1], self.longitude))
        middle_x, middle_y = self._raw(*self.centre)
        return self.x + self.scale * (x - middle_x), self.y - self.scale * (y - middle_y)

    def _raw(self, latitude: float, east: float) -> Flat:
        south, north = (sin(radians(parallel)) for parallel in self.parallels)
        cone = (south + north) / 2
        whole = 1 + south * (2 * cone - south)
        radius = sqrt(whole - 2 * cone * sin(radians(latitude))) / cone
        return radius * sin(cone * radians(east)), sqrt(whole) / cone - radius * cos(cone * radians(east))


@dataclass(frozen=True)
class EqualEarth:
    """The Equal Earth projection (Šavrič, Patterson, Jenny 2018)."""

    longitude: float
    scale: float
    x: float
    y: float

    def flat(self, place: Point) -> Flat:
        angle = asin(sqrt(3) / 2 * sin(radians(place[0])))
        square = angle * angle
        sixth = square**3
        rise = 1.340264 - 0.081106 * square + sixth * (0.000893 + 0.003796 * square)
        slope = 1.340264 - 3 * 0.081106 * square + sixth * (7 * 0.000893 + 9 * 0.003796 * square)
        east = radians(turned(place[1], self.longitude)) * cos(angle) / (sqrt(3) / 2 * slope)
        return self.x + self.scale * east, self.y - self.scale * angle * rise


Projection = Azimuthal | Albers | EqualEarth

WORLD = EqualEarth(longitude=11, scale=369.4631, x=1000, y=486.717)
# d3-geo's geoAlbersUsa, with Alaska and Hawaii moved in: scale and middle are those of tools/project.mjs.
UNIT, MIDDLE = 1070 * 1000 / 975, (500, 310)
USA = Albers(-96, (38.7, -0.6), (29.5, 45.5), UNIT, *MIDDLE)
MOVED = {
    "us-ak": Albers(-154, (58.5, -2), (55, 65), 0.35 * UNIT, MIDDLE[0] - 0.307 * UNIT, MIDDLE[1] + 0.201 * UNIT),
    "us-hi": Albers(-157, (19.9, -3), (8, 18), UNIT, MIDDLE[0] - 0.205 * UNIT, MIDDLE[1] + 0.212 * UNIT),
}
