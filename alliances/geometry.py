"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 110.5  # of latitude, at the equator, where it is shortest: a box a little too large

Point = tuple[float, float]


def is_on_the_globe(point: Point) -> bool:
    """Whether there are such a latitude and longitude, in degrees."""
    return abs(point[0]) <= 90 and abs(point[1]) <= 180


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance in km between two (latitude, longitude) pairs in degrees.

    The haversine formula: exact enough for circles of 10 to 100 km, and blind to the antimeridian.
    """
    latitude, longitude = radians(one[0]), radians(one[1])
    other_latitude, other_longitude = radians(other[0]), radians(other[1])
    chord = (
        sin((other_latitude - latitude) / 2) ** 2
        + cos(latitude) * cos(other_latitude) * sin((other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
