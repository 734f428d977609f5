"""The list of groups as it is filtered and sorted, read in a bounded number of rows whatever the number of groups.

Two ways lead to a page. *Walk*: take the groups in the order of the list and keep those that fit, until there are
enough. *Collect*: take all that the rarest filter has, keep those that fit, and sort them. The stored counts tell which
way is shorter. Where both are long, the walk ends after WALKED groups: what it found is right, and the page says
that there may be more.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Value, Window
from django.db.models.functions import Concat

from alliances.choices import Life, Relation
from alliances.models import Alliance, Facet, Listing
from alliances.models.facets import ALL, CLOSED, WORLD
from alliances.models.selection import AllianceQuerySet, has_facet, rows_near
from alliances.models.walking import Statement, merged, walk

COUNTED = 1_000  # beyond, a list whose number is not stored has "more than 1,000 groups"
WALKED = 40_000  # groups looked at for one list

RANKS = {Relation.COVERS: "1", Relation.WITHIN: "2", Relation.REACHES: "3"}
LAST = "9"  # place of what stands in no list of a region

Numbers = Mapping[tuple[str, str], int]  # (name, value) of a facet → open groups that have it


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for. `facets`: (name, value) of many-valued facts; `above`: all that contains the region."""

    order: str = "name"
    life: str = ""
    kind: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    text: str = ""
    region: str = WORLD
    above: Collection[str] = ()

    @property
    def values(self) -> list[tuple[str, str]]:
        """The filters as they are counted."""
        single = [("kind", self.kind), ("life", self.life if self.life in Life.values else "")]
        return [*(pair for pair in single if pair[1]), *self.facets]


class GroupList:
    """The groups that fit. `here`, `everywhere`: the numbers of the region and of the world."""

    def __init__(self, wanted: Wanted, here: Numbers, everywhere: Numbers) -> None:
        self.wanted, self.here, self.everywhere = wanted, here, everywhere

    @property
    def stored(self) -> int | None:
        """How many there are, where the stored counts say it."""
        wanted, values = self.wanted, self.wanted.values
        if wanted.text or len(values) > 1 or (values and wanted.life == "all"):
            return None
        if wanted.life in {Life.CLOSED, "all"}:
            return self._open_and_closed if wanted.region == WORLD else None
        return self._number(self.here, values[0] if values else ALL)

    def page(self, number: int, size: int) -> tuple[list[Alliance], int]:
        """One page, and how many groups fit: COUNTED + 1 where there are more than COUNTED and no number is stored."""
        first, stored = (number - 1) * size, self.stored
        wanted = COUNTED + 1 if stored is None else min(first + size, max(stored, 1))
        fitting = Alliance.objects.filter(pk__in=self._keys(wanted))
        rows = self._sorted(fitting).for_cards()
        if stored is not None:
            return list(rows[first : first + size]), stored
        found = list(rows.annotate(fitting=Window(Count("pk")))[first : first + size])
        return found, min(found[0].fitting if found else fitting.count(), wanted)

    def is_ended(self, wanted: int) -> bool:
        """Whether the way to that many groups ends before the list does: there may be more than are found."""
        return not self.wanted.text and self._collected_by(wanted) is None and self._length > WALKED

    @property
    def _open_and_closed(self) -> int:
        closed = self.everywhere.get(CLOSED, 0)
        return closed if self.wanted.life == Life.CLOSED else self.everywhere.get(ALL, 0) + closed

    def _number(self, numbers: Numbers, value: tuple[str, str]) -> int:
        return numbers.get(CLOSED if value == ("life", Life.CLOSED) else value, 0)

    @property
    def _length(self) -> int:
        """Groups to walk through to see all."""
        wanted = self.wanted
        if wanted.order == "nearest":
            return self.here.get(ALL, 0)
        total = self.everywhere.get(ALL, 0) + self.everywhere.get(CLOSED, 0)
        has_index = [value for value in wanted.values if value[0] in {"kind", "life"} and wanted.order == "name"]
        return min([total, *(self._number(self.everywhere, value) for value in has_index)])

    @property
    def _expected(self) -> float:
        """How many fit, if the filters have nothing to do with each other."""
        total = self.here.get(ALL, 0)
        shares = (self._number(self.here, value) / max(total, 1) for value in self.wanted.values)
        return total * prod(shares)

    def _collected_by(self, wanted: int) -> tuple[str, str] | None:
        """The filter to collect by, as it is counted: ("region", code) or a value; None where to walk is shorter."""
        sizes = {value: self._number(self.everywhere, value) for value in self.wanted.values}
        if self.wanted.region != WORLD and self.wanted.order != "nearest":
            sizes["region", self.wanted.region] = self.here.get(ALL, 0)
        if not sizes:
            return None
        rarest = min(sizes, key=lambda value: sizes[value])
        steps = min(self._length, wanted * self._length / max(self._expected, 1))
        return rarest if sizes[rarest] <= min(steps, WALKED) else None

    def _sorted(self, groups: AllianceQuerySet) -> AllianceQuerySet:
        if self.wanted.order == "nearest":
            return groups.nearest(self.wanted.region, self.wanted.above)
        orders = {"newest": groups.newest, "confirmed": groups.confirmed_first}
        return orders[self.wanted.order]() if self.wanted.order in orders else groups

    def _keys(self, wanted: int) -> Any:
        """The keys of the first groups, for `pk__in`: as many as are wanted, or a few more."""
        text = self.wanted.text
        rarest = None if text else self._collected_by(wanted)
        if not text and rarest is None:
            return merged([*self._walks(wanted)], 2 * wanted if self.wanted.order == "confirmed" else wanted)
        groups = Alliance.objects.with_life(self.wanted.life).saying(text)
        return self._sorted(self._fitting(groups, rarest)).values("pk")[:wanted]

    def _fitting(self, groups: AllianceQuerySet, rarest: tuple[str, str] | None) -> AllianceQuerySet:
        wanted = self.wanted
        if wanted.kind:
            groups = groups.filter(kind=wanted.kind)
        for name, value in wanted.facets:
            of_value = Facet.objects.filter(name=name, value=value)
            is_rarest = (name, value) == rarest
            groups = groups.filter(pk__in=of_value.values("alliance")) if is_rarest else groups.having(name, value)
        if rarest == ("region", wanted.region):
            groups = groups.filter(pk__in=rows_near(wanted.region, wanted.above).values("alliance"))
        return groups.related_to(wanted.region, wanted.above)

    def _walks(self, wanted: int) -> Iterator[Statement]:
        yield from self._walks_by_place(wanted) if self.wanted.order == "nearest" else self._walks_by_order(wanted)

    def _walks_by_order(self, wanted: int, *besides: Any) -> Iterator[Statement]:
        """All groups by name, newest or latest confirmed first. `besides`: further conditions."""
        asked = self.wanted
        groups: AllianceQuerySet = Alliance.objects.all()
        conditions = [*self._conditions("pk"), *besides]
        if asked.order == "name" or asked.life not in Life.values:
            groups = groups.with_life(asked.life)
        else:
            conditions.append(Q(life=asked.life))
        if asked.kind and asked.order != "name":
            conditions.append(Q(kind=asked.kind))
        elif asked.kind:
            groups = groups.filter(kind=asked.kind)
        if asked.region != WORLD:
            near = rows_near(asked.region, asked.above).filter(alliance=OuterRef("pk"))
            conditions += [Exists(near), ~self._barred("pk")]
        by_name = groups.order_by("folded_name", "name", "pk").annotate(place=Value(LAST))
        segments = [groups.newest() if asked.order == "newest" else by_name]
        if asked.order == "confirmed":
            confirmed = groups.filter(confirmed_on__isnull=False)
            segments = [
                confirmed.order_by("-confirmed_on", "folded_name", "name", "pk"),
                by_name.filter(confirmed_on=None),
            ]
        for segment in segments:
            yield walk(segment, "id", conditions, wanted=wanted, at_most=WALKED)

    def _walks_by_place(self, wanted: int) -> Iterator[Statement]:
        """The listings of the region and of all that contains it, each list from its beginning.

        A group without an area is on the list of the world: after all others, so in a long one nobody gets there.
        """
        asked = self.wanted
        conditions = self._conditions("alliance")
        if asked.life in Life.values:
            conditions.append(Q(alliance__life=asked.life))
        if asked.kind:
            conditions.append(Q(alliance__kind=asked.kind))
        if asked.region != WORLD:
            conditions.append(~self._barred("alliance"))
        lives = {"all": (False, True), Life.CLOSED: (True,)}.get(asked.life, (False,))
        own = [(asked.region, relation) for relation in (Relation.WITHIN, Relation.REACHES)]
        for region, relation in [*((code, Relation.COVERS) for code in sorted(asked.above)), *own]:
            for is_closed in lives:
                rows = Listing.objects.filter(region=region, relation=relation, is_closed=is_closed)
                placed = rows.annotate(place=Concat(Value(RANKS[relation]), "sort_key"))
                yield walk(
                    placed.order_by("sort_key", "alliance"), "alliance", conditions, wanted=wanted, at_most=WALKED
                )
        if asked.region == WORLD and self._length <= WALKED:
            yield from self._walks_by_order(wanted, ~Exists(Listing.objects.filter(alliance=OuterRef("pk"))))

    def _conditions(self, key: str) -> list[Any]:
        return [has_facet(key, *pair) for pair in self.wanted.facets]

    def _barred(self, key: str) -> Exists:
        """It excludes the region or what contains it."""
        links = Alliance.excludes.through.objects
        return Exists(links.filter(alliance=OuterRef(key), region__in=self.wanted.above))
