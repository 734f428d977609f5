"""The orders of the list of groups, each walked from its beginning by an index of its own.

A walk may pass groups that do not fit: it is told of the kind and life that are asked for to be short, not to be right.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat

from alliances.choices import Life, Relation
from alliances.models import Alliance, Listing
from alliances.models.facets import WORLD
from alliances.models.selection import RANKS, WORLDWIDE, AllianceQuerySet
from alliances.models.walking import Statement, merged, placed, repeated, sliced, walk


@dataclass(frozen=True)
class Order:
    """By `name`, `newest` first, latest `confirmed` first, or `nearest` to a region with all `above` it first."""

    name: str
    life: str = ""
    kind: str = ""
    region: str = WORLD
    above: Collection[str] = ()

    def of(self, groups: AllianceQuerySet) -> AllianceQuerySet:
        """Some groups in this order."""
        if self.name == "nearest":
            return groups.nearest(self.region, self.above)
        orders = {"name": groups.by_name, "newest": groups.newest, "confirmed": groups.confirmed_first}
        return orders[self.name]()

    def keys(self, number: int, first: int = 0) -> Statement:
        """The keys of so many groups, from the one of number `first`. Nearest ends with the last that has a region."""
        to = first + number
        if self.name == "nearest":
            return merged(self._lists(to), number, first)
        if self.name == "confirmed":
            confirmed = self._groups.filter(confirmed_on__isnull=False)  # no nulls to put last: so its index is walked
            confirmed = confirmed.order_by("-confirmed_on", "folded_name", "name", "pk")
            others = self._groups.filter(confirmed_on=None).by_name()
            parts = [walk(part, ["pk"], (), wanted=to, at_most=to) for part in (confirmed, others)]
            return merged([placed(part, place * to) for place, part in enumerate(parts)], number, first)
        return sliced(walk(self.of(self._groups), ["pk"], (), wanted=to, at_most=to), number, first)

    @property
    def _groups(self) -> AllianceQuerySet:
        groups: AllianceQuerySet = Alliance.objects.with_life(self.life)
        return groups.filter(kind=self.kind) if self.kind else groups

    def _lists(self, number: int) -> list[Statement]:
        """The lists of the region's page, each from its beginning."""
        blanks = ("(region)", "(relation)", "(rank)")
        own = [(self.region, relation, RANKS[relation]) for relation in (Relation.WITHIN, Relation.REACHES)]
        holding = [(code, Relation.COVERS, self._rank_of(code)) for code in sorted(self.above)]
        walks = []
        for is_closed in {"all": (False, True), Life.CLOSED: (True,)}.get(self.life, (False,)):
            rows = Listing.objects.filter(region=blanks[0], relation=blanks[1], is_closed=Value(is_closed))
            ranked: Any = rows.annotate(place=Concat(Value(blanks[2]), F("sort_key")))
            ordered = ranked.order_by("sort_key", "alliance_id")
            one = walk(ordered, ["alliance", "place"], (), wanted=number, at_most=number)
            walks += repeated(one, blanks, [*holding, *own])
        return walks

    def _rank_of(self, code: str) -> str:
        return WORLDWIDE if code == WORLD != self.region else RANKS[Relation.COVERS]
