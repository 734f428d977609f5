"""The list of groups as it is filtered and sorted, read in a bounded number of rows whatever the number of groups.

Two ways lead to a page. *Walk*: take the groups in the order of the list and keep those that fit, until there are
enough. *Collect*: take all that the rarest filter has, keep those that fit, and sort them. The stored counts tell which
way is shorter. Where both are long, the walk ends after WALKED groups: what it found is right, and the page says
that there may be more. A search has an index of its own, which knows the other filters too (search.py).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.db.models.lookups import IsNull

from alliances.choices import Life, Relation
from alliances.models import Alliance, Facet, Listing
from alliances.models.facets import ALL, CLOSED, WORLD
from alliances.models.selection import AllianceQuerySet, has_facet, rows_near
from alliances.models.walking import (
    Statement,
    found_by,
    has,
    keys_of,
    lacks,
    merged,
    placed,
    repeated,
    statement_of,
    walk,
)
from alliances.search import Found, search

COUNTED = 1_000  # beyond, a list whose number is not stored has "more than 1,000 groups"
WALKED = 40_000  # groups looked at for one list

RANKS = {Relation.COVERS: "1", Relation.WITHIN: "2", Relation.REACHES: "3"}
LAST = "9"  # place of what stands in no list of a region

Numbers = Mapping[tuple[str, str], int]  # (name, value) of a facet → open groups that have it


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for. `facets`: (name, value) of many-valued facts; `above`: all that contains the region.

    `text`: a search, "" for none; with it the `order` "" puts the best match first.
    """

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
        """How many there are, where the stored counts or the search index say it."""
        wanted, values = self.wanted, self.wanted.values
        if wanted.text:
            return self.found.number
        if len(values) > 1 or (values and wanted.life == "all"):
            return None
        if wanted.life in {Life.CLOSED, "all"}:
            return self._open_and_closed if wanted.region == WORLD else None
        return self._number(self.here, values[0] if values else ALL)

    def page(self, number: int, size: int) -> tuple[list[Alliance], int]:
        """One page, and how many groups fit: COUNTED + 1 where there are more than COUNTED and no number is stored.

        Where no number is stored the keys of all are read first: one query more.
        """
        first, stored = (number - 1) * size, self.stored
        if self.wanted.text:
            return list(self._matches.for_cards()[first : first + size]), self.found.number
        if stored is not None:
            fitting = Alliance.objects.filter(pk__in=keys_of(self._keys(size, first)))
            return list(self._sorted(fitting).for_cards()), stored
        found = [key for key, *_place in found_by(self._keys(COUNTED + 1))]
        groups = Alliance.objects.for_cards().in_bulk(found[first : first + size])
        return [groups[key] for key in found[first : first + size] if key in groups], len(found)

    def is_ended(self, wanted: int) -> bool:
        """Whether the way to that many groups ends before the list does: there may be more than are found."""
        return not self.wanted.text and self._collected_by(wanted) is None and self._length > WALKED

    @cached_property
    def found(self) -> Found:
        """What is searched for, among the groups that have all else that was asked for."""
        wanted = self.wanted
        having = [{f"{name}={value}"} for name, value in wanted.values]
        without = {"life=closed"} if not wanted.life else set()
        if wanted.region != WORLD:
            having.append({f"at={wanted.region}", *(f"covers={code}" for code in wanted.above)})
            without |= {f"except={code}" for code in wanted.above}
        return search(wanted.text, having=having, without=without)

    @property
    def _matches(self) -> AllianceQuerySet:
        return self._sorted(Alliance.objects.filter(pk__in=self.found.keys)) if self.wanted.order else self.found.groups

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

    def _keys(self, wanted: int, first: int = 0) -> Statement:
        """The keys of so many groups in their order, from the one of number `first`."""
        rarest = self._collected_by(first + wanted)
        if rarest is None:
            return merged([*self._walks(first + wanted)], wanted, first)
        groups = Alliance.objects.with_life(self.wanted.life)
        return statement_of(self._sorted(self._fitting(groups, rarest)).values(c0=F("pk"))[first : first + wanted])

    def _fitting(self, groups: AllianceQuerySet, rarest: tuple[str, str]) -> AllianceQuerySet:
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
            conditions += [has(near), self._leaves_in("pk")]
        by_name = groups.order_by("folded_name", "name", "pk")
        if asked.order == "nearest":
            last = by_name.annotate(place=Concat(Value(LAST), "folded_name"))
            yield walk(last, ["pk", "place"], conditions, wanted=wanted, at_most=WALKED)
            return
        segments = [groups.newest() if asked.order == "newest" else by_name]
        if asked.order == "confirmed":
            confirmed = groups.filter(confirmed_on__isnull=False)
            segments = [
                confirmed.order_by("-confirmed_on", "folded_name", "name", "pk"),
                by_name.filter(confirmed_on=None),
            ]
        for number, segment in enumerate(segments):
            yield placed(walk(segment, ["pk"], conditions, wanted=wanted, at_most=WALKED), number * WALKED)

    def _walks_by_place(self, wanted: int) -> Iterator[Statement]:
        """The listings of the region and of all that contains it, each list from its beginning.

        A group without an area is on the list of the world: after all others, so in a long one nobody gets there.
        """
        asked = self.wanted
        groups: AllianceQuerySet = Alliance.objects.filter(pk=OuterRef("alliance"))
        conditions = self._conditions("alliance")
        if asked.life in Life.values:
            conditions.append(has(groups.filter(life=asked.life)))
        if asked.kind:
            conditions.append(has(groups.filter(kind=asked.kind)))
        if asked.region != WORLD:
            conditions.append(self._leaves_in("alliance"))
        lives = {"all": (False, True), Life.CLOSED: (True,)}.get(asked.life, (False,))
        for is_closed in lives:
            blanks = ("(region)", "(relation)", "(rank)")
            rows = Listing.objects.filter(region=blanks[0], relation=blanks[1], is_closed=Value(is_closed))
            ranked = rows.annotate(place=Concat(Value(blanks[2]), "sort_key")).order_by("sort_key", "alliance_id")
            one = walk(ranked, ["alliance", "place"], conditions, wanted=wanted, at_most=WALKED)
            yield from repeated(one, blanks, self._lists)
        if asked.region == WORLD and self._length <= WALKED:
            yield from self._walks_by_order(wanted, lacks(Listing.objects.filter(alliance=OuterRef("pk"))))

    @property
    def _lists(self) -> list[tuple[str, Relation, str]]:
        """The lists of the region's page: region, relation, and the rank of the list."""
        own = [(self.wanted.region, relation) for relation in (Relation.WITHIN, Relation.REACHES)]
        lists = [*((code, Relation.COVERS) for code in sorted(self.wanted.above)), *own]
        return [(code, relation, RANKS[relation]) for code, relation in lists]

    def _conditions(self, key: str) -> list[Any]:
        return [has_facet(key, *pair) for pair in self.wanted.facets]

    def _leaves_in(self, key: str) -> IsNull:
        """It excludes neither the region nor what contains it."""
        links = Alliance.excludes.through.objects
        return lacks(links.filter(alliance=OuterRef(key), region__in=self.wanted.above))
