"""The regions of the world, and the page of one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliances.beginnings import REGION_BLANK
from alliances.choices import RegionKind
from alliances.maps import counted, map_of, outlines, shapes_of
from alliances.models import Region, RegionAncestry, Town
from alliances.models.compiled import found_for
from alliances.models.facets import WORLD
from alliances.models.walking import Statement, blanks, filled, statement_of
from alliances.naming import beside
from alliances.public import public_page
from alliances.region_lists import RegionLists, lists_for
from alliances.surroundings import Surroundings, number_of
from alliances.text import fold
from alliances.views.sections import first_sentence, sections_of

CIRCLES = [RegionKind.CITY, RegionKind.METRO]
LAND = [RegionKind.COUNTRY, RegionKind.SUBDIVISION]
NARROW = [*LAND, RegionKind.METRO]
BESIDE_MAP = 20  # parts that fit beside a map
Tree = Mapping[str | None, list[Region]]


@public_page
def region_list(request: HttpRequest) -> HttpResponse:
    below: dict[str | None, list[Region]] = defaultdict(list)
    for region in by_name(counted(Region.objects.tree().exclude(kind=RegionKind.SUBDIVISION))):
        below[region.parent_id].append(region)
    wide = below[WORLD]
    context = {
        "continents": [(one, list(blocks(one, below))) for one in wide if one.kind != RegionKind.COUNTRY],
        "elsewhere": [one for one in wide if one.kind == RegionKind.COUNTRY],
        "groupings": [one for one in below[None] if one.kind == RegionKind.GROUPING],
    }
    page = {"section": "regions", "canonical": reverse("alliances:regions")}
    return render(request, "alliances/region_list.html", {**context, **page})


def blocks(region: Region, below: Tree) -> Iterator[tuple[Region, list[Region]]]:
    """The parts of a continent, each with the countries directly in it and followed by its own parts."""
    for part in below[region.pk]:
        if part.kind != RegionKind.COUNTRY:
            yield part, [country for country in below[part.pk] if country.kind == RegionKind.COUNTRY]
            yield from blocks(part, below)


def by_name(regions: Iterable[Region]) -> list[Region]:
    """In the order of their names in the page's language."""
    return sorted(regions, key=lambda region: fold(region.display_name))


@public_page
def region_detail(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.lower():
        return redirect("alliances:region", code.lower(), permanent=True)
    around = Surroundings.of_region(code)
    if around is None:
        raise Http404
    region, lists = around.region, lists_for(around)
    context = {"region": region, **answer_of(region, lists), **surroundings_of(region, lists.has_own)}
    page = {"section": "regions", "canonical": region.get_absolute_url()}
    return render(request, "alliances/region_detail.html", {**context, **page})


def answer_of(region: Region, lists: RegionLists) -> dict[str, Any]:
    """The groups of a region, in lists and in a sentence; `wider`: how many groups for all of it there are."""
    return {
        "lists": lists,
        **way_to(region, lists.around.chain),
        "sections": sections_of(lists),
        "sentence": first_sentence(region, lists),
        "wider": len(lists.covering) + len(lists.worldwide),
        "wider_words": number_of(lists.covering, lists.worldwide),
        "groupings": groupings_of(region, lists.around),
        "towns": towns_of(region),
    }


def way_to(region: Region, chain: Sequence[Region]) -> dict[str, Any]:
    """The regions above as `crumbs`, each name once; whether one of them has the name of the region itself."""
    crumbs = beside("", chain)
    return {"crumbs": crumbs, "is_namesake": len(beside(region.display_name, crumbs)) < len(crumbs)}


def surroundings_of(region: Region, has_own: bool) -> dict[str, Any]:
    """What the page shows beside the groups: the parts of the region, its cities, and its map.

    Of many parts only those with a group stand beside the map: `parts`; `more_parts` are folded. Without any parts
    the cities stand there: `circles_on_map`. `map_adds`: the map shows regions that no other list of the page names.
    """
    parts, circles, around = parts_of(region)
    with_own = [part for part in parts if part.own_count]
    chart = map_of(region, around)
    is_long = chart is not None and len(parts) > BESIDE_MAP and bool(with_own)
    return {
        "parts": with_own if is_long else parts,
        "more_parts": [part for part in parts if not part.own_count] if is_long else [],
        "parts_count": len(parts),
        "without": len(parts) - len(with_own),
        "circles": circles,
        "circles_on_map": has_own and chart is not None and not parts,
        "map": chart,
        "map_adds": chart is not None and bool(set(chart.by_name) - set(parts)),
    }


def groupings_of(region: Region, around: Surroundings) -> list[Region]:
    """The groupings that a region belongs to, the narrowest first; they came with what lies above it."""
    above = (around.regions[code] for code in around.above if code != region.pk)
    return sorted(
        (one for one in above if one.kind == RegionKind.GROUPING), key=lambda one: (one.breadth, fold(one.display_name))
    )


def towns_of(region: Region) -> list[Town]:
    """The largest towns of a country or of what is narrower."""
    return found_for([region.pk], _largest_in) if region.kind in [*LAND, *CIRCLES] else []


def _largest_in(codes: Sequence[str]) -> QuerySet[Town]:
    towns = Region.largest_towns.through.objects.filter(region__in=codes).values("town")
    return Town.objects.filter(pk__in=towns).order_by("-population", "name", "pk")


@lru_cache
def _beside(kind: str, number: int) -> Statement:
    """All that a page shows of what lies in its region, and `number` regions that its map draws: SQL with blanks.

    A union, for a condition with OR would read all regions. Compiled once, for it takes longer than to run it.
    """
    regions, region = Region.objects, REGION_BLANK
    inside = regions.filter(groupings=region) if kind == RegionKind.GROUPING else regions.filter(parent=region)
    codes: list[QuerySet[Any, Any]] = [regions.filter(pk__in=blanks(number)).values("pk")] if number else []
    if kind in NARROW:
        overlaps = Region.overlaps.through.objects
        codes += [
            RegionAncestry.objects.filter(ancestor=region, descendant__kind__in=CIRCLES).values("descendant"),
            overlaps.filter(to_region=region).values("from_region"),
            overlaps.filter(from_region=region).values("to_region"),
        ]
    return statement_of(counted(regions.filter(pk__in=inside.values("pk").union(*codes))))


def parts_of(region: Region) -> tuple[list[Region], list[Region], list[Region]]:
    """What lies in a region: its parts or members, and the cities and metros of a country or state with a group.

    And all that the map of a country or state draws: with the same query.
    """
    drawn = shapes_of(region) if region.kind in LAND else {}
    others = [] if region.pk in outlines() else drawn  # the states on the map of a country are its parts
    codes = {REGION_BLANK: region.pk, **dict(zip(blanks(len(others)), others, strict=True))}
    found = by_name(Region.objects.raw(*filled(_beside(region.kind, len(others)), codes)))
    circles = [one for one in found if one.kind in CIRCLES and one.own_count and one != region]
    parts = [
        one for one in found if one.kind not in CIRCLES and (region.kind not in LAND or one.parent_id == region.pk)
    ]
    return parts, circles, [one for one in found if one.pk in drawn]
