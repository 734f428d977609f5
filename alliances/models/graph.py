"""The graph of regions as the listing index asks it: from the database for one group, read once for many."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property

from alliances.models.ancestry import RegionAncestry
from alliances.models.region import Region

Codes = Mapping[str, frozenset[str]]


class Graph:
    """Answers about some regions, each from a query."""

    def below(self, codes: Collection[str]) -> Codes:
        """Each of the codes → itself and all that lies in it."""
        pairs = RegionAncestry.objects.filter(ancestor__in=codes).values_list("ancestor", "descendant")
        return gathered(pairs)

    def above(self, codes: Collection[str]) -> Codes:
        """Each of the codes → itself and all that contains it."""
        pairs = RegionAncestry.objects.filter(descendant__in=codes).values_list("descendant", "ancestor")
        return gathered(pairs)

    def overlaps(self, codes: Collection[str]) -> Codes:
        """The metros among the codes → the states they lie over."""
        links = Region.overlaps.through.objects.filter(from_region__in=codes)
        return gathered(links.values_list("from_region", "to_region"))

    def members(self) -> Codes:
        """Every grouping → the regions it is made of."""
        return gathered(Region.members.through.objects.values_list("from_region", "to_region"))


class WholeGraph(Graph):
    """The same answers from memory: some 50,000 pairs, read at the first question."""

    @cached_property
    def _below(self) -> Codes:
        return gathered(RegionAncestry.objects.values_list("ancestor", "descendant"))

    @cached_property
    def _above(self) -> Codes:
        return gathered(RegionAncestry.objects.values_list("descendant", "ancestor"))

    @cached_property
    def _overlaps(self) -> Codes:
        return gathered(Region.overlaps.through.objects.values_list("from_region", "to_region"))

    @cached_property
    def _members(self) -> Codes:
        return super().members()

    def below(self, codes: Collection[str]) -> Codes:
        return {code: self._below[code] for code in codes if code in self._below}

    def above(self, codes: Collection[str]) -> Codes:
        return {code: self._above[code] for code in codes if code in self._above}

    def overlaps(self, codes: Collection[str]) -> Codes:
        return {code: self._overlaps[code] for code in codes if code in self._overlaps}

    def members(self) -> Codes:
        return self._members


def gathered(pairs: Collection[tuple[str, str]]) -> Codes:
    """First → all seconds that stand beside it."""
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
    return {first: frozenset(seconds) for first, seconds in found.items()}
