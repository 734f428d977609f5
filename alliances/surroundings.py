"""Where a place lies, and the beginnings of the lists of groups that hold it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from alliances.beginnings import Condition, Entry, beginnings, beginnings_of_all_parts
from alliances.choices import RegionKind, Relation
from alliances.models import Alliance, Region, RegionAncestry
from alliances.models.compiled import found_for, is_among
from alliances.models.listing import Part
from alliances.models.walking import Statement
from alliances.wording import groups_in_words, in_words, more_groups_in_words, more_than

CIRCLES = [RegionKind.METRO, RegionKind.CITY]
LIST_CAP = 20  # groups shown in one list of a page


@dataclass(frozen=True)
class Surroundings:
    """Where a place lies: the codes of all regions that hold it, and of those that hold its sovereign."""

    leaf: str
    above: frozenset[str]
    above_sovereign: frozenset[str]
    sovereign: Region | None
    regions: dict[str, Region]
    parts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, leaf: Region, *, with_parts: bool = False) -> "Surroundings":
        """Of a region, in one query when its parents and their sovereigns are at hand.

        `with_parts`: with what lies within it too, for a place of which no more is known than that it lies there.
        """
        sovereign = next((region.sovereign for region in lineage(leaf) if region.sovereign_id), None)
        codes = [leaf.pk, *([sovereign.pk] if sovereign else [])]
        wanted, both = Q(descendant__in=codes), ["ancestor"]
        if with_parts:
            wanted, both = wanted | Q(ancestor=leaf) & ~Q(descendant__kind__in=CIRCLES), ["ancestor", "descendant"]
        rows = list(RegionAncestry.objects.filter(wanted).select_related(*both))
        above = frozenset(row.ancestor_id for row in rows if row.descendant_id == leaf.pk)
        over = frozenset(row.ancestor_id for row in rows if sovereign and row.descendant_id == sovereign.pk)
        parts = frozenset(row.descendant_id for row in rows if row.ancestor_id == leaf.pk) - above
        regions = {row.ancestor_id: row.ancestor for row in rows}
        if with_parts:
            regions |= {row.descendant_id: row.descendant for row in rows}
        return cls(leaf.pk, above, over - above, sovereign, regions, parts)

    @classmethod
    def of_region(cls, code: str) -> "Surroundings | None":
        """Of a region that is not loaded yet: one query, and one more for what belongs to a sovereign; None of none."""
        regions = _holding(code)
        if code not in regions:
            return None
        above = frozenset(regions)
        _link(regions)
        sovereign = next((one.sovereign_id for one in lineage(regions[code]) if one.sovereign_id), None)
        over = _holding(sovereign) if sovereign else {}
        regions = over | regions
        _link(regions)
        return cls(code, above, frozenset(over) - above, regions[sovereign] if sovereign else None, regions)

    @property
    def region(self) -> Region:
        return self.regions[self.leaf]

    @property
    def chain(self) -> list[Region]:
        """The regions above by parent, widest first; without the place itself."""
        found: list[Region] = []
        code = self.region.parent_id
        while code is not None:
            found.append(self.regions[code])
            code = self.regions[code].parent_id
        return found[::-1]


def lineage(region: Region) -> Iterable[Region]:
    """A region and its parents, as far as they were loaded with it (two steps reach the country of any leaf)."""
    step: Region | None = region
    for _step in range(3):
        if step is None:
            return
        yield step
        step = step.parent if step.parent_id else None


def _holding(code: str) -> dict[str, Region]:
    """A region and all that contain it, by code."""
    return {region.pk: region for region in found_for([code], _containing)}


def _containing(codes: Sequence[str]) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=RegionAncestry.objects.filter(descendant__in=codes).values("ancestor"))


def _link(regions: Mapping[str, Region]) -> None:
    """Give each region its parent and its sovereign, where they are at hand, so that nothing asks for them again."""
    for region in regions.values():
        for name, code in (("parent", region.parent_id), ("sovereign", region.sovereign_id)):
            if code and code in regions:
                setattr(region, name, regions[code])


def covers_of(codes: Iterable[str], conditions: Sequence[Condition]) -> list[Statement]:
    """The beginnings of the *covers* rows of some regions, for each part of a page."""
    lists = [(code, Relation.COVERS, part) for code in sorted(codes) for part in Part]
    return beginnings(lists, conditions, LIST_CAP + 1)


def covers_of_any_part(codes: Iterable[str], conditions: Sequence[Condition]) -> list[Statement]:
    """The same, the parts of a page together."""
    return beginnings_of_all_parts(sorted(codes), conditions, LIST_CAP + 1)


def one_per_group(found: Iterable[Entry], rank: Callable[[Entry], Any]) -> list[Entry]:
    """The row of each group that comes first by a rank; ranked."""
    first: dict[int, Entry] = {}
    for entry in sorted(found, key=rank):
        first.setdefault(entry.alliance, entry)
    return list(first.values())


def lists_of(found: Iterable[Entry], list_of: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    """The rows by the name of their list; of each list one more than is shown."""
    lists: dict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        chosen = lists[list_of(entry)]
        if len(chosen) <= LIST_CAP:
            chosen.append(entry)
    return lists


def groups_with(keys: Collection[int]) -> dict[int, Alliance]:
    """The groups with these keys, by key."""
    return {group.pk: group for group in found_for([*keys], _groups_among)}


def _groups_among(keys: Sequence[Any]) -> QuerySet[Alliance]:
    return Alliance.objects.filter(is_among("pk", keys))


def number_of(*lists: Sequence[Any]) -> str:
    """How many there are in some lists that hold one more than is shown where there are more."""
    is_cut = any(len(one) > LIST_CAP for one in lists)
    return more_than(LIST_CAP) if is_cut else in_words(sum(map(len, lists)))


def groups_of(groups: Sequence[Any]) -> str:
    """No group, two groups, more than 20 groups: of a list that holds one more than is shown where there are more."""
    return more_groups_in_words(LIST_CAP) if len(groups) > LIST_CAP else groups_in_words(len(groups))
