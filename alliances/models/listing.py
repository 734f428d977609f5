"""The listing index: one row per region that a group covers, lies within or reaches (design, section D3).

A region page reads the rows of its region and the *covers* rows of its few ancestors, whatever the number of groups.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from alliances.choices import Life, Relation
from alliances.models.ancestry import RegionAncestry
from alliances.models.facets import WORLD, FacetCount, difference, tallies, weights_of
from alliances.models.region import Region
from alliances.relations import Ground


class ListingQuerySet(models.QuerySet["Listing"]):
    def open(self) -> "ListingQuerySet":
        """Of groups that have not closed."""
        return self.filter(is_closed=False)

    def at(self, codes: Collection[str]) -> "ListingQuerySet":
        return self.filter(region__in=codes)


class Listing(models.Model):
    region = models.ForeignKey(Region, models.CASCADE, related_name="listings")
    alliance = models.ForeignKey("alliances.Alliance", models.CASCADE, related_name="listings")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    is_closed = models.BooleanField(default=False)
    # Order within one list of a region page; begins with a breadth where breadth decides.
    sort_key = models.CharField(max_length=160)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alliance", "region", "relation"], name="listing_once")]
        indexes = [models.Index(fields=["region", "relation", "is_closed", "sort_key"], name="listing_page")]

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.relation} {self.region_id}"


def ground_of(covered: Collection[str], excluded: Collection[str]) -> Ground:
    """The Ground of a group from the database: at most five queries, whatever it covers."""
    named = frozenset(covered) | frozenset(excluded)
    below: dict[str, set[str]] = defaultdict(set)
    # Nothing shares ground with the world without lying in it, so its descendants are not needed.
    downward = RegionAncestry.objects.filter(ancestor__in=named - {WORLD})
    for ancestor, descendant in downward.values_list("ancestor", "descendant"):
        below[ancestor].add(descendant)
    overlaps: dict[str, list[str]] = defaultdict(list)
    for metro, state in Region.overlaps.through.objects.filter(from_region__in=named).values_list(
        "from_region", "to_region"
    ):
        overlaps[metro].append(state)
    ancestors = _ancestors_near({*named, *(code for codes in (*below.values(), *overlaps.values()) for code in codes)})
    members: dict[str, list[str]] = defaultdict(list)
    for grouping, member in Region.members.through.objects.values_list("from_region", "to_region"):
        members[grouping].append(member)
    return Ground(
        covered=frozenset(covered),
        excluded=frozenset(excluded),
        ancestors=ancestors,
        below={code: frozenset(codes) for code, codes in below.items()},
        members=members,
        overlaps=overlaps,
    )


def _ancestors_near(codes: Collection[str]) -> dict[str, frozenset[str]]:
    """Ancestors of the codes, of all that contains them and of the members of the groupings among those."""
    above = RegionAncestry.objects.filter(descendant__in=codes).values("ancestor")
    members = Region.members.through.objects.values("to_region")
    rows = RegionAncestry.objects.filter(models.Q(descendant__in=above) | models.Q(descendant__in=members))
    found: dict[str, set[str]] = defaultdict(set)
    for descendant, ancestor in rows.values_list("descendant", "ancestor"):
        found[descendant].add(ancestor)
    for descendant, ancestor in RegionAncestry.objects.filter(descendant__in=codes).values_list(
        "descendant", "ancestor"
    ):
        found[descendant].add(ancestor)
    return {code: frozenset(above) for code, above in found.items()}


def listings_for(alliance: Any, *, covered: Collection[Region], excluded: Collection[Region]) -> list[Listing]:
    """Unsaved rows of the listing index for one group."""
    ground = ground_of([region.pk for region in covered], [region.pk for region in excluded])
    breadths = {region.pk: region.breadth for region in covered}
    widest = max(breadths.values(), default=0)
    return [
        Listing(
            region_id=code,
            alliance=alliance,
            relation=relation,
            is_closed=alliance.life == Life.CLOSED,
            sort_key=sort_key(alliance, relation, breadths.get(code, widest), widest),
        )
        for code, relation in sorted(ground.rows())
    ]


def sort_key(alliance: Any, relation: Relation, breadth: int, widest: int) -> str:
    """Nearest first where all is covered, widest first within, by name across a border."""
    if relation == Relation.COVERS:
        return f"{breadth:04d} {alliance.confirmed_rank} {alliance.folded_name}"
    if relation == Relation.WITHIN:
        return f"{9999 - widest:04d} {alliance.folded_name}"
    return str(alliance.folded_name)


@dataclass(frozen=True)
class Counts:
    """The regions that count a group: all it covers or lies within, those it is an own one of, and the filters."""

    listed: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    facets: Mapping[tuple[str, bool, str, str], int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rows: Collection[Listing], excluded: Collection[str], values: Collection[tuple[str, str]] = ()
    ) -> "Counts":
        """`rows`: all listings of the group; `excluded`: the codes it excludes; `values`: (name, value) of facets."""
        covered = [row.region_id for row in rows if row.relation == Relation.COVERS]
        below = set(RegionAncestry.objects.filter(ancestor__in=covered).values_list("descendant", flat=True))
        barred = set(RegionAncestry.objects.filter(ancestor__in=excluded).values_list("descendant", flat=True))
        reached = {row.region_id for row in rows if row.relation == Relation.REACHES}
        named = {row.region_id for row in rows if row.relation != Relation.REACHES}
        return cls(
            listed=frozenset((below - reached | named) - barred),
            own=frozenset(named - barred),
            facets=tallies(weights_of(covered, named | reached, barred), values),
        )

    @classmethod
    def move(cls, before: "Counts", after: "Counts") -> None:
        """Write the difference to the stored counts of the regions."""
        for column, old, new in (
            ("listed_count", before.listed, after.listed),
            ("own_count", before.own, after.own),
        ):
            for codes, step in ((old - new, -1), (new - old, 1)):
                for part in batched(sorted(codes)):
                    Region.objects.filter(pk__in=part).update(**{column: models.F(column) + step})
        FacetCount.add(difference(before.facets, after.facets))


def batched(codes: Sequence[str], size: int = 5000) -> Iterator[Sequence[str]]:
    """Slices that fit into one statement's parameters."""
    for start in range(0, len(codes), size):
        yield codes[start : start + size]
