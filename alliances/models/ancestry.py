"""The names of regions as they are looked up, and the closure that tells what contains what."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models

from alliances.text import fold

if TYPE_CHECKING:
    from alliances.models.region import Region


class RegionName(models.Model):
    """One row per distinct folded name or code of a region, in any language."""

    region = models.ForeignKey("alliances.Region", models.CASCADE, related_name="+")
    folded = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "folded"], name="region_name_once")]

    def __str__(self) -> str:
        return self.folded

    @classmethod
    def rows(cls, region: "Region") -> list["RegionName"]:
        """Unsaved rows for all names of a region."""
        names = {region.name, region.code, *region.names.values(), *region.other_names}
        return [
            cls(region=region, folded=folded) for folded in sorted({fold(str(name))[:200] for name in names}) if folded
        ]

    @classmethod
    def rewrite(cls, region: "Region") -> None:
        cls.objects.filter(region=region).delete()
        RegionName.objects.bulk_create(cls.rows(region))


class RegionAncestry(models.Model):
    """The closure of parents and members: every region with all that contain it, itself among them."""

    ancestor = models.ForeignKey("alliances.Region", models.CASCADE, related_name="+")
    descendant = models.ForeignKey("alliances.Region", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["descendant", "ancestor"], name="region_ancestry_once")]
        indexes = [models.Index(fields=["ancestor", "descendant"], name="region_ancestry_down")]
        verbose_name_plural = "region ancestries"

    def __str__(self) -> str:
        return f"{self.descendant_id} in {self.ancestor_id}"

    @classmethod
    def above(cls, code: str) -> frozenset[str]:
        """The codes of all that contain a region, itself among them."""
        return frozenset(cls.objects.filter(descendant=code).values_list("ancestor", flat=True))

    @classmethod
    def above_circle(cls, parent: str, overlaps: Collection[str]) -> frozenset[str]:
        """The codes of all that contain a city or metro: its parent's, and what contains all that it overlaps."""
        shared = frozenset.intersection(*map(cls.above, overlaps)) if overlaps else frozenset()
        return cls.above(parent) | shared

    @classmethod
    def place_circle(cls, region: "Region", overlaps: Collection["Region"]) -> None:
        """Write the ancestors of a city or metro."""
        above = cls.above_circle(region.parent_id or "", [state.pk for state in overlaps])
        cls.objects.filter(descendant=region).delete()
        RegionAncestry.objects.bulk_create(
            RegionAncestry(descendant=region, ancestor_id=code) for code in sorted(above | {region.pk})
        )
