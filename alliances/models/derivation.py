"""The derived rows of many groups at once, by the rules by which Alliance.relist writes those of one."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from alliances.models.alliance import Alliance
from alliances.models.directory import DirectoryVersion
from alliances.models.facets import FacetCount
from alliances.models.graph import WholeGraph
from alliances.models.listing import Footprint, Listing, ground_of, listings_for
from alliances.models.postings import Posting
from alliances.models.region import Region
from alliances.models.searched import names_of_towns, searched_text_of

BATCH = 2000  # groups, or rows of a statement


class Placed(NamedTuple):
    """A group with the codes of what it covers and of what it leaves out."""

    group: Alliance
    covered: Collection[str]
    excluded: Collection[str]


@dataclass(frozen=True, eq=False)
class Area:
    """What all groups of the same area share: the breadths of what it covers, its listings, and where it is counted."""

    breadths: Mapping[str, int]
    relations: Sequence[tuple[str, Any]]
    footprint: Footprint


class Derivation:
    """Writes listings, facets and search texts batch by batch, then all counts and the search index in one go.

    The derived rows of the groups must be gone, and nobody else may publish meanwhile: use it in a transaction.
    """

    def __init__(self) -> None:
        self.graph = WholeGraph()
        self.regions = Region.objects.in_bulk()
        self.areas: dict[tuple[frozenset[str], frozenset[str]], Area] = {}
        self.tallies: dict[Area, Counter[tuple[str, str]]] = defaultdict(Counter)
        self.numbers: dict[Area, int] = Counter()
        self.world: Counter[tuple[str, bool, str, str]] = Counter()

    def describe(self, placed: Sequence[Placed]) -> None:
        """Set the search texts. One query."""
        named = [(one, [self.regions[code] for code in one.covered]) for one in placed]
        towns = names_of_towns({key for one, regions in named for key in one.group.towns_named(regions)})
        for (group, covered, excluded), regions in named:
            relations = self.area(frozenset(covered), frozenset(excluded)).relations
            group.search_text = searched_text_of(
                group, covered=regions, towns=towns, relations=relations, excluded=excluded
            )

    def add(self, placed: Iterable[Placed]) -> None:
        """Write the listings of saved groups, and remember what to count."""
        listings = []
        for group, covered, excluded in placed:
            area = self.area(frozenset(covered), frozenset(excluded))
            listings += listings_for(group, area.breadths, area.relations)
            self.count(group, area)
        Listing.objects.bulk_create(listings, batch_size=BATCH)

    def area(self, covered: frozenset[str], excluded: frozenset[str]) -> Area:
        known = self.areas.get((covered, excluded))
        if known is None:
            relations = sorted(ground_of(covered, excluded, self.graph).rows())
            breadths = {code: self.regions[code].breadth for code in covered}
            known = Area(breadths, relations, Footprint.of(relations, excluded, self.graph))
            self.areas[covered, excluded] = known
        return known

    def count(self, group: Alliance, area: Area) -> None:
        alone = group.counts_at(Footprint())
        self.world.update(alone.facets)
        if group.is_open:
            self.numbers[area] += 1
            self.tallies[area].update(group.counted_values())

    def write_counts(self) -> None:
        """Replace all stored counts by those of the groups that were added."""
        listed: Counter[str] = Counter()
        own: Counter[str] = Counter()
        for area, number in self.numbers.items():
            for codes, numbers in ((area.footprint.listed, listed), (area.footprint.own, own)):
                for code in codes:
                    numbers[code] += number
        alike: dict[tuple[int, int], list[str]] = defaultdict(list)
        for code in self.regions:
            alike[listed[code], own[code]].append(code)
        for (listed_count, own_count), same in alike.items():
            Region.objects.filter(pk__in=same).update(listed_count=listed_count, own_count=own_count)
        FacetCount.objects.all().delete()
        rows = [
            FacetCount(region_id=code, inherited=down, name=name, value=value, number=number)
            for (code, down, name, value), number in self.facet_numbers().items()
            if number
        ]
        FacetCount.objects.bulk_create(rows, batch_size=BATCH)
        DirectoryVersion.bump()

    def write_search_index(self) -> None:
        """Write the search index anew from the search texts of all groups."""
        Posting.refill(Alliance.objects.order_by("pk").values_list("pk", "search_text").iterator(BATCH))

    def facet_numbers(self) -> Counter[tuple[str, bool, str, str]]:
        numbers = Counter(self.world)
        for area, tally in self.tallies.items():
            for (code, down), weight in area.footprint.weights.items():
                for (name, value), number in tally.items():
                    numbers[code, down, name, value] += weight * number
        return numbers


def rebuild() -> int:
    """Write all derived rows of all groups anew, in a transaction of the caller's; gives the number of groups."""
    DirectoryVersion.lock()
    Listing.objects.all().delete()
    derivation, number = Derivation(), 0
    for groups in _batches(Alliance.objects.select_related("town").order_by("pk").iterator(BATCH)):
        keys = [group.pk for group in groups]
        covers, excludes = (_areas(link, keys) for link in (Alliance.covers.through, Alliance.excludes.through))
        placed = [Placed(group, covers[group.pk], excludes[group.pk]) for group in groups]
        derivation.describe(placed)
        Alliance.objects.bulk_update(groups, ["search_text"], batch_size=BATCH // 10)
        derivation.add(placed)
        number += len(groups)
    derivation.write_counts()
    derivation.write_search_index()
    return number


def _batches(groups: Iterator[Alliance]) -> Iterator[list[Alliance]]:
    while batch := list(islice(groups, BATCH)):
        yield batch


def _areas(links: Any, keys: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """The regions that each of these groups names."""
    found: dict[int, list[str]] = defaultdict(list)
    for group, code in links.objects.filter(alliance__in=keys).values_list("alliance", "region"):
        found[group].append(code)
    return found
