"""Maps of the world and of the states of a country: which regions to draw, how deep the water, what in sight.

Outlines: alliances/data/maps.json.xz (Natural Earth). One map of the world, 2000 × 874 units, and one for each of
some forty countries. A map repeats what the list beside it says; it is never the only place where something stands.
"""

import json
import lzma
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from alliances.choices import RegionKind
from alliances.models import FacetCount, Region, RegionAncestry
from alliances.models.facets import ALL, WORLD
from alliances.text import fold

DATA = Path(__file__).parent / "data" / "maps.json.xz"
WORLD_BOX = (60.0, 0.0, 1930.0, 870.0)
STATES_BOX = (0.0, -10.0, 1000.0, 780.0)
MARGIN = 30.0
SMALLEST = (300.0, 200.0)  # width and height of a cut of the world, in its units
TINTS = ("t0", "wider", "t1", "t2", "t3", "t4")

Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Outline:
    """A path of relative lines, or a dot where the path is empty; its middle, and the box it fills."""

    path: str
    x: int
    y: int
    box: Box


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
    def by_name(self) -> list[Region]:
        """The regions that are drawn, for the list that says the same."""
        found = [shape.region for _tint, shapes in self.layers for shape in shapes]
        return sorted(found, key=lambda region: fold(region.display_name))


@cache
def outlines() -> dict[str, dict[str, Outline]]:
    """Code → outline, under "world" and under the code of each country whose states are drawn."""
    drawn = json.loads(lzma.decompress(DATA.read_bytes()))
    sheets = {"world": drawn["world"], **drawn["states"]}
    return {sheet: {code: _outline(raw) for code, raw in shapes.items()} for sheet, shapes in sheets.items()}


def _outline(raw: Mapping[str, Any]) -> Outline:
    return Outline(raw["d"], raw["x"], raw["y"], _box(raw["d"]) or (raw["x"] - 4, raw["y"] - 4, 8, 8))


def _box(path: str) -> Box | None:
    """The box of rings written as M x y l dx dy … z."""
    xs: list[float] = []
    ys: list[float] = []
    for ring in path.split("M")[1:]:
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", ring)]
        x = y = 0.0
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            xs.append(x)
            ys.append(y)
    return (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)) if xs else None


def world_map() -> Map:
    """All countries; one query."""
    return _drawn(outlines()["world"], WORLD_BOX)


def map_of(region: Region) -> Map | None:
    """The map of a region page, one query; None where no outline shows it.

    A country whose states are drawn, or one of these states, is shown by that map; what is wider than a country, and
    any other country, by its cut of the world.
    """
    sheets = outlines()
    if region.pk == WORLD:
        return world_map()
    if region.pk in sheets:
        return _drawn(sheets[region.pk], STATES_BOX)
    if region.kind == RegionKind.SUBDIVISION:
        states = sheets.get(region.parent_id or "", {})
        return _drawn(states, STATES_BOX, here=region) if region.pk in states else None
    return None if region.kind in {RegionKind.CITY, RegionKind.METRO} else _cut(region)


def _cut(region: Region) -> Map | None:
    """The part of the world round a country, or round the middles of the countries in what is wider."""
    world = outlines()["world"]
    inside = RegionAncestry.objects.filter(ancestor=region, descendant=OuterRef("pk"))
    countries = list(_counted(world).annotate(is_inside=Exists(inside)))
    if region.kind == RegionKind.COUNTRY:
        boxes = [world[region.pk].box] if region.pk in world else []
    else:  # the territories of others would stretch the map over the oceans
        middles = [world[one.pk] for one in countries if getattr(one, "is_inside", False) and not one.sovereign_id]
        boxes = [(one.x, one.y, 0.0, 0.0) for one in middles]
    if not boxes:
        return None
    box = _around(boxes)
    return _painted([one for one in countries if _meet(world[one.pk].box, box)], world, box, region)


def _around(boxes: Sequence[Box]) -> Box:
    """The box of some boxes with a margin, no smaller than SMALLEST, inside the world."""
    left, top = min(box[0] for box in boxes) - MARGIN, min(box[1] for box in boxes) - MARGIN
    right = max(box[0] + box[2] for box in boxes) + MARGIN
    bottom = max(box[1] + box[3] for box in boxes) + MARGIN
    wide, high = max(right - left, SMALLEST[0]), max(bottom - top, SMALLEST[1])
    left, top = (left + right - wide) / 2, (top + bottom - high) / 2
    return (max(0.0, min(left, 2000 - wide)), max(-20.0, min(top, 900 - high)), wide, high)


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def _drawn(shapes: Mapping[str, Outline], box: Box, here: Region | None = None) -> Map:
    return _painted(_counted(shapes), shapes, box, here)


def _counted(codes: Collection[str]) -> Any:
    """The regions, each with the number of groups for the whole world as `everywhere`."""
    everywhere = FacetCount.objects.filter(region=WORLD, inherited=True, name=ALL[0], value=ALL[1]).values("number")
    return Region.objects.filter(pk__in=codes).annotate(everywhere=Subquery(everywhere)).defer("other_names")


def _painted(regions: Iterable[Region], shapes: Mapping[str, Outline], box: Box, here: Region | None) -> Map:
    by_tint: dict[str, list[Shape]] = {tint: [] for tint in TINTS}
    for region in regions:
        tint = tint_of(region, getattr(region, "everywhere", None) or 0)
        by_tint[tint].append(Shape(region, shapes[region.pk], here is not None and region.pk == here.pk))
    return Map([(tint, found) for tint, found in by_tint.items() if found], box)


def tint_of(region: Region, everywhere: int) -> str:
    """How deep the water is: by own groups; for a country without one, whether a body wider than it includes it.

    `everywhere`: the number of groups for the whole world, which make no difference between countries.
    """
    steps = sum(region.own_count >= step for step in (1, 2, 4, 7))
    if steps:
        return f"t{steps}"
    is_included = region.kind == RegionKind.COUNTRY and region.listed_count > everywhere
    return "wider" if is_included else "t0"
