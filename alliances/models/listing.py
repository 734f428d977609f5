"""The listing index: one row per region that a group covers, lies within or reaches.

A region page reads the rows of its region and the *covers* rows of its few ancestors, whatever the number of groups.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from alliances.choices import Life, Relation
from alliances.models.facets import WORLD, FacetCount, Weights, batched, difference, tallies, weights_of
from alliances.models.graph import Graph
from alliances.models.region import Region
from alliances.relations import Ground


class Part(models.TextChoices):
    """The part of a region page in which a group stands; each is a list of its own."""

    PLACE = "place"
    FORMING = "forming"
    PEOPLE = "people"

    @classmethod
    def of(cls, alliance: Any) -> "Part":
        if alliance.life == Life.FORMING:
            return cls.FORMING
        return cls.PEOPLE if alliance.community else cls.PLACE


class ListingQuerySet(models.QuerySet["Listing"]):
    def open(self) -> "ListingQuerySet":
        """Of groups that have not closed."""
        # `NOT is_closed`, as a plain False is written, leads SQLite past the index.
        return self.filter(is_closed=models.Value(False))


class Listing(models.Model):
    # Without indexes of their own: those below and that of the constraint begin with them.
    region = models.ForeignKey(Region, models.CASCADE, related_name="listings", db_index=False)
    alliance = models.ForeignKey("alliances.Alliance", models.CASCADE, related_name="listings", db_index=False)
    relation = models.CharField(max_length=8, choices=Relation.choices)
    is_closed = models.BooleanField(default=False)
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.PLACE)
    # Order within one list of a region page; begins with a breadth where breadth decides.
    sort_key = models.CharField(max_length=160)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alliance", "region", "relation"], name="listing_once")]
        indexes = [
            models.Index(fields=["region", "relation", "is_closed", "sort_key", "alliance"], name="listing_order"),
            models.Index(
                fields=["region", "relation", "is_closed", "part", "sort_key", "alliance"], name="listing_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.relation} {self.region_id}"


def ground_of(covered: Collection[str], excluded: Collection[str], graph: Graph) -> Ground:
    """The Ground of a group: five queries of a graph that is not in memory, whatever it covers."""
    named = frozenset(covered) | frozenset(excluded)
    # Nothing shares ground with the world without lying in it, so its descendants are not needed.
    below = graph.below(named - {WORLD})
    overlaps = graph.overlaps(named)
    members = graph.members()
    near = graph.above(named.union(*below.values(), *overlaps.values()))
    return Ground(
        covered=frozenset(covered),
        excluded=frozenset(excluded),
        ancestors=graph.above(frozenset().union(*near.values(), *members.values())),
        below=below,
        members=members,
        overlaps=overlaps,
    )


def listings_for(alliance: Any, covered: Mapping[str, int], relations: Iterable[tuple[str, Relation]]) -> list[Listing]:
    """Unsaved rows of the listing index for one group. `covered`: code → breadth; `relations`: of its ground."""
    widest = max(covered.values(), default=0)
    part = Part.of(alliance)
    return [
        Listing(
            region_id=code,
            alliance_id=alliance.pk,
            relation=relation,
            is_closed=alliance.life == Life.CLOSED,
            part=part,
            sort_key=sort_key(alliance, relation, covered.get(code, widest), widest),
        )
        for code, relation in relations
    ]


def sort_key(alliance: Any, relation: Relation, breadth: int, widest: int) -> str:
    """Nearest first where all is covered, widest first within, by name across a border."""
    if relation == Relation.COVERS:
        return f"{breadth:04d} {alliance.confirmed_rank} {alliance.folded_name}"
    if relation == Relation.WITHIN:
        return f"{9999 - widest:04d} {alliance.folded_name}"
    return str(alliance.folded_name)


@dataclass(frozen=True)
class Footprint:
    """Where a group is counted: the regions it covers or lies within, those it is an own one of, and its weights."""

    listed: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    weights: Weights = field(default_factory=dict)

    @classmethod
    def of(cls, relations: Collection[tuple[str, str]], excluded: Collection[str], graph: Graph) -> "Footprint":
        """`relations`: (region, relation) of all listings of the group; `excluded`: the codes it excludes."""
        covered = [code for code, relation in relations if relation == Relation.COVERS]
        below = frozenset().union(*graph.below(covered).values())
        barred = frozenset().union(*graph.below(excluded).values())
        reached = {code for code, relation in relations if relation == Relation.REACHES}
        named = {code for code, relation in relations if relation != Relation.REACHES}
        return cls(
            listed=(below - reached | named) - barred,
            own=frozenset(named - barred),
            weights=weights_of(covered, named | reached, barred, graph),
        )


@dataclass(frozen=True)
class Counts:
    """The stored counts that hold a group: where it is counted, and under which filters."""

    listed: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    facets: Mapping[tuple[str, bool, str, str], int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, footprint: Footprint, values: Collection[tuple[str, str]], world_values: Collection[tuple[str, str]]
    ) -> "Counts":
        """`values`: (name, value) of facets; `world_values`: those that are counted for the whole directory alone."""
        facets = tallies(footprint.weights, values)
        facets.update({(WORLD, False, *value): 1 for value in world_values})
        return cls(footprint.listed, footprint.own, facets)

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
