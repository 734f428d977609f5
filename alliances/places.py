"""What did they mean? The regions and towns behind a typed name (design, section D2), by exact names."""

from collections.abc import Sequence
from dataclasses import dataclass

from alliances.choices import RegionKind
from alliances.models import Region, Town
from alliances.text import fold

MOST = 20  # places offered when there are several
BIG_TOWN = 100_000  # people: such a town comes before a state of the same name
NARROW = {RegionKind.SUBDIVISION, RegionKind.METRO, RegionKind.CITY}

Place = Region | Town


@dataclass(frozen=True)
class Meaning:
    """The places that were perhaps meant, likeliest first; one that `is_sure` needs no question."""

    places: Sequence[Place] = ()
    is_sure: bool = False


def meant_by(text: str) -> Meaning:
    """Regions and towns with exactly this name or code, in any language: at most two queries.

    Countries, groupings and codes go before towns of that name. A name of a state and of a town means the
    town when it lies in that state or has BIG_TOWN people; otherwise both are offered. Whoever types a name
    that several places bear is asked.
    """
    if not fold(text):
        return Meaning()
    regions = list(Region.objects.named(text).select_related("parent__parent__parent")[:MOST])
    wide = [region for region in regions if region.kind not in NARROW or fold(region.code) == fold(text)]
    if wide:
        # A canton of Luxembourg is not asked about beside its country; Georgia in the United States is.
        other = [region for region in regions if region not in wide and not _lies_in_one_of(region, wide)]
        return _of([*wide, *other])
    towns = list(Town.objects.named(text).select_related("region__parent__parent__parent")[:MOST])
    if not towns:
        return _of(regions)
    states = [region for region in regions if region.kind == RegionKind.SUBDIVISION]
    sure = [town for town in towns if town.population >= BIG_TOWN or _lies_in_one_of(town.region, states)]
    if states and towns == sure[:1]:
        return Meaning(towns, is_sure=True)
    return _of([*sure, *states, *(town for town in towns if town not in sure)])


def _of(places: Sequence[Place]) -> Meaning:
    return Meaning(places[:MOST], is_sure=len(places) == 1)


def _lies_in_one_of(region: Region, others: Sequence[Region]) -> bool:
    """Whether one of the others is the region or stands above it, as far as its parents were loaded."""
    step: Region | None = region
    while step is not None:
        if step in others:
            return True
        step = step.parent if step.parent_id and "parent" in step._state.fields_cache else None
    return False
