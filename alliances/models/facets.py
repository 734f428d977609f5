"""How many groups of a region have each fact that one may filter by.

A list is counted without reading it. A group that covers a continent is counted in one row, which every region
below inherits, not in one row for each of them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q

from alliances.models.graph import Graph
from alliances.models.region import Region

WORLD = "001"
ALL = ("all", "")  # the facet that every group has: its number is that of the list
# Numbers of the whole directory alone: groups that have closed; of the open ones those for particular people, and
# those that confirmed their entry.
CLOSED, PEOPLE, CONFIRMED = ("closed", ""), ("people", ""), ("confirmed", "")

# (code of a region, inherited by what lies below) → 1, or less where the sum over its ancestors is too high.
Weights = Mapping[tuple[str, bool], int]


class FacetCount(models.Model):
    """How many open groups with one value of a fact are counted at a region.

    The number of a region is the sum of its own rows and of the inherited rows of all that contain it.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="+")
    inherited = models.BooleanField()
    name = models.CharField(max_length=12)
    value = models.CharField(max_length=24)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "inherited", "name", "value"], name="facet_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.name}={self.value}: {self.number}"

    @classmethod
    def at(
        cls, above: Mapping[str, Collection[str]], whole: Collection[str] | None = None, names: Collection[str] = ()
    ) -> dict[str, Counter[tuple[str, str]]]:
        """For each region how many groups have each (name, value). `above`: code → all that contain it, and itself.

        `whole`: the regions of which all is wanted, all of them unless it is given; of the others only how many groups
        there are, open or closed, and what has one of these `names`.
        """
        whole = above if whole is None else whole
        brief, near = Q(name__in={ALL[0], CLOSED[0], *names}), set().union(*above.values())
        wanted = Q(region__in=whole, inherited=False)
        wanted |= Q(region__in=set().union(*(above[code] for code in whole)), inherited=True)
        if set(whole) != set(above):
            wanted |= Q(region__in=above, inherited=False) & brief | Q(region__in=near, inherited=True) & brief
        numbers: dict[str, Counter[tuple[str, str]]] = {code: Counter() for code in above}
        for region, inherited, name, value, number in cls.objects.filter(wanted).values_list(
            "region", "inherited", "name", "value", "number"
        ):
            for code in above if inherited else [region]:
                if not inherited or region in above[code]:
                    numbers[code][name, value] += number
        return numbers

    @classmethod
    def add(cls, changes: Mapping[tuple[str, bool, str, str], int]) -> None:
        """Add to the numbers of (region, inherited, name, value); rows that are missing are made.

        One statement for each step: nearly all numbers of a group go up by one together, or down.
        """
        keys = [key for key, step in changes.items() if step]
        blank = [cls(region_id=code, inherited=down, name=name, value=value) for code, down, name, value in keys]
        FacetCount.objects.bulk_create(blank, ignore_conflicts=True)
        rows = FacetCount.objects.filter(region__in={code for code, *_rest in keys})
        steps: dict[int, list[int]] = defaultdict(list)
        for row, code, down, name, value in rows.values_list("pk", "region", "inherited", "name", "value"):
            steps[changes.get((code, down, name, value), 0)].append(row)
        for step in steps.keys() - {0}:
            for part in batched(steps[step]):
                FacetCount.objects.filter(pk__in=part).update(number=F("number") + step)


def weights_of(
    covered: Collection[str], named: Collection[str], barred: Collection[str], graph: Graph
) -> dict[tuple[str, bool], int]:
    """Where one group is counted, so that every region whose list shows it sums up to one, and any other to none.

    `covered`: regions it holds whole, below which all lists show it; `named`: all regions with a listing of it;
    `barred`: the excluded regions with all below them. A group without an area is counted in the world alone.
    """
    if not named:
        return {(WORLD, False): 1}
    below: dict[str, set[str]] = defaultdict(set)  # code → the covered regions that contain it
    for ancestor, descendants in graph.below(covered).items():
        for descendant in descendants:
            below[descendant].add(ancestor)
    if all(len(above) == 1 for above in below.values()) and not below.keys() & set(barred):
        weights = {(code, True): 1 for code in covered}
    else:
        weights = _inherited(below, barred, graph)
    weights |= {(code, False): 1 for code in named if code not in below and code not in barred}
    return weights


def _inherited(
    below: Mapping[str, Collection[str]], barred: Collection[str], graph: Graph
) -> dict[tuple[str, bool], int]:
    """Steps that sum up to one in every region below the covered ones, and to none in the barred ones."""
    above = {code: ancestors & below.keys() for code, ancestors in graph.above(below).items()}
    steps: dict[str, int] = {}
    for code in sorted(below, key=lambda code: len(above[code])):  # whatever contains a region comes before it
        step = (code not in barred) - sum(steps.get(ancestor, 0) for ancestor in above[code] if ancestor != code)
        if step:
            steps[code] = step
    return {(code, True): step for code, step in steps.items()}


def tallies(weights: Weights, values: Iterable[tuple[str, str]]) -> Counter[tuple[str, bool, str, str]]:
    """The numbers that one group adds to: its weights for each of its values."""
    return Counter({(code, down, *value): weight for value in values for (code, down), weight in weights.items()})


def difference(before: Mapping[Any, int], after: Mapping[Any, int]) -> dict[Any, int]:
    """What to add to get from one set of numbers to another; nothing where they agree."""
    steps = {key: after.get(key, 0) - before.get(key, 0) for key in {*before, *after}}
    return {key: step for key, step in steps.items() if step}


def batched(codes: Sequence[Any], size: int = 5000) -> Iterator[Sequence[Any]]:
    """Slices that fit into one statement's parameters."""
    for start in range(0, len(codes), size):
        yield codes[start : start + size]
