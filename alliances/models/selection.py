"""Which groups: what people filter, search and sort the list by."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Case, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat

from alliances.choices import Life, Relation
from alliances.models.facets import WORLD
from alliances.models.listing import Listing

# The order of the lists of a region; what covers the world stands after all that is nearer.
RANKS = {Relation.COVERS: "1", Relation.WITHIN: "2", Relation.REACHES: "3"}
WORLDWIDE = "4"


def rows_near(code: str, ancestors: Collection[str]) -> models.QuerySet[Listing]:
    """The listings that a region's list is made of: its own, and the *covers* rows of all that contains it."""
    return Listing.objects.filter(Q(region=code) | Q(region__in=ancestors, relation=Relation.COVERS))


class AllianceQuerySet(models.QuerySet[Any]):
    def open(self) -> "AllianceQuerySet":
        """Groups that have not closed: what counts and what is listed unless somebody asks for more."""
        return self.exclude(life=Life.CLOSED)

    def by_place(self) -> "AllianceQuerySet":
        return self.filter(community="")

    def with_life(self, life: str) -> "AllianceQuerySet":
        """`all`, one life, or "" for all that have not closed."""
        if life == "all":
            return self
        return self.filter(life=life) if life else self.open()

    def by_name(self) -> "AllianceQuerySet":
        return self.order_by("folded_name", "name", "pk")

    def newest(self) -> "AllianceQuerySet":
        return self.order_by("-listed_at", "-pk")

    def confirmed_first(self) -> "AllianceQuerySet":
        """The latest confirmed entry first, then by name."""
        return self.order_by(F("confirmed_on").desc(nulls_last=True), "folded_name", "name", "pk")

    def nearest(self, code: str, ancestors: Collection[str]) -> "AllianceQuerySet":
        """What covers all of it, nearest first, then what lies within or reaches into it, then what is worldwide."""
        ranks = (When(relation=relation, then=Value(rank)) for relation, rank in RANKS.items())
        worldwide = [When(region=WORLD, relation=Relation.COVERS, then=Value(WORLDWIDE))] if code != WORLD else []
        rank = Case(*worldwide, *ranks)
        order = (
            rows_near(code, ancestors)
            .filter(alliance=OuterRef("pk"))
            .values("alliance")
            .values(order=Min(Concat(rank, "sort_key")))
        )
        return self.annotate(order=Subquery(order)).order_by(F("order").asc(nulls_last=True), "folded_name", "pk")
