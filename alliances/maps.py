"""Maps of the world and of the states of a country: which regions to draw, how deep the water, what in sight.

Outlines: alliances/data/maps.json.xz (Natural Earth). One map of the world, 2000 × 874 units, and one for each of
some forty countries. A map repeats what the list beside it says; it is never the only place where something stands.
"""

import json
import lzma
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from alliances.choices import RegionKind
from alliances.models import FacetCount, Region, RegionAncestry
from alliances.models.facets import ALL, WORLD
from alliances.projections import Flat
from alliances.text import fold

DATA = Path(__file__).parent / "data" / "maps.json.xz"
WORLD_BOX = (60.0, 0.0, 1930.0, 870.0)
MARGIN = 30.0
STATES_MARGIN = 12.0
# Islands are left off the sheet of a country where they are this small a part of it and make it this much smaller.
SMALL_PART, MUCH_SMALLER = 0.1, 0.6
SMALLEST = (300.0, 200.0)  # width and height of a cut of the world, in its units
TINTS = ("t0", "wider", "t1", "t2", "t3", "t4")

Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Outline:
    """A path of relative lines, or a dot where the path is empty; its middle, the box round it, its ground."""

    path: str
    x: int
    y: int
    box: Box
    ground: float


@dataclass(frozen=True)
class Shape:
    region: Region
    outline: Outline
    is_here: bool


@dataclass(frozen=True)
class Map:
    """Shapes by tint, and what of them is in sight."""

    layers: Sequence[tuple[str, Sequence[Shape]]]
    box: Box

    @property
    def view_box(self) -> str:
        return " ".join(f"{number:g}" for number in self.box)

    @property
    def tints(self) -> list[str]:
        """What the legend explains."""
        return [tint for tint, _shapes in self.layers]

    @property
    def hatching(self) -> tuple[str, str]:
        """The width of one band of the hatching and of the stripe in it, in units of the map, as SVG writes numbers.

        The world is shown larger than other sheets.
        """
        band = max(self.box[2:]) / (90 if self.box == WORLD_BOX else 48)
        return f"{band:.1f}", f"{band / 5:.1f}"

    @property
    def by_name(self) -> list[Region]:
        """The regions that are drawn, for the list that says the same."""
        return _by_name(shape for _tint, shapes in self.layers for shape in shapes)

    @property
    def off_sheet(self) -> list[Region]:
        """The islands that are drawn, but too far away to be in sight."""
        return _by_name(
            shape for _tint, shapes in self.layers for shape in shapes if not _meet(shape.outline.box, self.box)
        )


def _by_name(shapes: Iterable[Shape]) -> list[Region]:
    return sorted((shape.region for shape in shapes), key=lambda region: fold(region.display_name))


@cache
def outlines() -> dict[str, dict[str, Outline]]:
    """Code → outline, under "world" and under the code of each country whose states are drawn."""
    drawn = json.loads(lzma.decompress(DATA.read_bytes()))
    sheets = {"world": drawn["world"], **drawn["states"]}
    return {sheet: {code: _outline(raw) for code, raw in shapes.items()} for sheet, shapes in sheets.items()}


def _outline(raw: Mapping[str, Any]) -> Outline:
    rings = _rings(raw["d"])
    if not rings:
        return Outline("", raw["x"], raw["y"], (raw["x"] - 4, raw["y"] - 4, 8, 8), 0)
    box = _hull([(x, y, 0, 0) for ring in rings for x, y in ring])
    return Outline(raw["d"], raw["x"], raw["y"], box, sum(map(_ground, rings)))


def _rings(path: str) -> list[list[Flat]]:
    """The corners of rings written as M x y l dx dy … z."""
    rings: list[list[Flat]] = []
    for ring in path.split("M")[1:]:
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", ring)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        rings.append(list(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]))))
    return rings


def _ground(ring: Sequence[Flat]) -> float:
    """The area inside a ring."""
    return abs(sum(x * down - right * y for (x, y), (right, down) in pairwise([*ring, ring[0]]))) / 2


def world_map() -> Map:
    """All countries; one query."""
    world = outlines()["world"]
    return _painted(counted(Region.objects.filter(pk__in=world)), world, WORLD_BOX)


def shapes_of(region: Region) -> Mapping[str, Outline]:
    """What the map of a region page may draw, by code; nothing where no outline shows the region.

    A country whose states are drawn, or one of these states, is shown by that map; what is wider than a country, and
    any other country, by its cut of the world.
    """
    sheets = outlines()
    if region.pk in sheets:
        return sheets[region.pk]
    if region.kind == RegionKind.SUBDIVISION:
        states = sheets.get(region.parent_id or "", {})
        return states if region.pk in states else {}
    is_missing = region.kind == RegionKind.COUNTRY and region.pk not in sheets["world"]
    return {} if region.is_circle or is_missing else sheets["world"]


def map_of(region: Region, known: Iterable[Region] = ()) -> Map | None:
    """The map of a region page, None where no outline shows it.

    `known`: where they are at hand, all regions of `shapes_of`, counted; else they take one query.
    """
    shapes = shapes_of(region)
    if not shapes:
        return None
    if region.pk == WORLD:
        return world_map()
    if shapes is outlines()["world"]:
        return _cut(region, known)
    sheet = region.pk if region.kind == RegionKind.COUNTRY else region.parent_id or ""
    here = region if region.kind == RegionKind.SUBDIVISION else None
    drawn = [one for one in known if one.pk in shapes] or counted(Region.objects.filter(pk__in=shapes))
    return _painted(drawn, shapes, sheet_box(sheet), here)


@cache
def sheet_box(country: str) -> Box:
    """What of a country's states is in sight: all of them, but for small islands far from the rest (Azores)."""
    shapes = outlines()[country].values()
    largest = max(shape.ground for shape in shapes)
    whole = _hull([shape.box for shape in shapes])
    main = _hull([shape.box for shape in shapes if shape.ground > SMALL_PART * largest])
    if _area(main) > MUCH_SMALLER * _area(whole):
        main = whole
    left, top, width, height = main
    return left - STATES_MARGIN, top - STATES_MARGIN, width + 2 * STATES_MARGIN, height + 2 * STATES_MARGIN


def _hull(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds some boxes."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def _area(box: Box) -> float:
    return box[2] * box[3]


def _cut(region: Region, known: Iterable[Region]) -> Map | None:
    """The part of the world round a country, or round the middles of the countries in what is wider."""
    world = outlines()["world"]
    countries = [one for one in known if one.pk in world]
    if not countries:
        inside = RegionAncestry.objects.filter(ancestor=region, descendant=OuterRef("pk"))
        countries = list(counted(Region.objects.filter(pk__in=world)).annotate(is_inside=Exists(inside)))
    if region.kind == RegionKind.COUNTRY:
        boxes = [world[region.pk].box]
    else:  # the territories of others would stretch the map over the oceans
        inner = [world[one.pk] for one in countries if getattr(one, "is_inside", False) and not one.sovereign_id]
        boxes = _middles(inner)
    if not boxes:
        return None
    box = _around(boxes)
    return _painted([one for one in countries if _meet(world[one.pk].box, box)], world, box, region)


def _middles(countries: Sequence[Outline]) -> list[Box]:
    """The middles of countries, without those that stretch the map although they reach into the rest (Russia)."""
    middles: list[Box] = [(one.x, one.y, 0, 0) for one in countries]
    kept = []
    for place, one in enumerate(countries):
        others = _hull(middles[:place] + middles[place + 1 :] or middles)
        if _area(others) > MUCH_SMALLER * _area(_hull(middles)) or not _meet(one.box, others):
            kept.append(middles[place])
    return kept or middles


def _around(boxes: Sequence[Box]) -> Box:
    """The box of some boxes with a margin, no smaller than SMALLEST, inside the world."""
    left, top, width, height = _hull(boxes)
    wide, high = max(width + 2 * MARGIN, SMALLEST[0]), max(height + 2 * MARGIN, SMALLEST[1])
    left, top = left + (width - wide) / 2, top + (height - high) / 2
    return (max(0.0, min(left, 2000 - wide)), max(-20.0, min(top, 900 - high)), wide, high)


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def counted(regions: QuerySet[Region]) -> Any:
    """The regions, each with the number of groups for the whole world as `everywhere`."""
    everywhere = FacetCount.objects.filter(region=WORLD, inherited=True, name=ALL[0], value=ALL[1]).values("number")
    return regions.annotate(everywhere=Subquery(everywhere)).defer("other_names")


def _painted(regions: Iterable[Region], shapes: Mapping[str, Outline], box: Box, here: Region | None = None) -> Map:
    by_tint: dict[str, list[Shape]] = {tint: [] for tint in TINTS}
    for region in regions:
        tint = tint_of(region)
        by_tint[tint].append(Shape(region, shapes[region.pk], here is not None and region.pk == here.pk))
    return Map([(tint, found) for tint, found in by_tint.items() if found], box)


def tint_of(region: Region) -> str:
    """How deep the water is: by own groups; without one, whether a group wider than the region includes it.

    Groups for the whole world make no difference between regions. Without `counted` nothing is known of them.
    """
    steps = sum(region.own_count >= step for step in (1, 2, 4, 7))
    if steps:
        return f"t{steps}"
    everywhere = getattr(region, "everywhere", None) or 0
    return "wider" if region.listed_count > everywhere else "t0"
