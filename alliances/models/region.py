"""Regions of the world: a graph in which a country may lie in a continent and in several groupings."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext

from alliances import languages
from alliances.choices import RegionKind, Relation
from alliances.geometry import KM_PER_DEGREE, distance_km
from alliances.models.directory import DirectoryVersion
from alliances.models.town import Town
from alliances.text import fold, slug_for

OWN_BREADTH = 500  # country or narrower: an alliance of one's own
INSIDE_A_COUNTRY = {RegionKind.CITY, RegionKind.METRO, RegionKind.SUBDIVISION}
AROUND_KM = 30  # "Ghent, and about 30 km round it"
RADIUS_KM = {"city": 10, "big city": 20, "metropolis": 25, "metro": 40}
BREADTH = {RegionKind.CITY: 100, RegionKind.METRO: 200}


class RegionQuerySet(models.QuerySet["Region"]):
    def containing(self, codes: Collection[str]) -> "RegionQuerySet":
        """The regions themselves and all that contain them, widest first."""
        above = RegionAncestry.objects.filter(descendant__in=codes).values("ancestor")
        return self.filter(pk__in=above).order_by("-breadth", "name")

    def named(self, *texts: str) -> "RegionQuerySet":
        """Regions with exactly one of these names or codes, in any language; the widest first."""
        names = RegionName.objects.filter(folded__in=[fold(text) for text in texts]).values("region")
        return self.filter(pk__in=names).order_by("-breadth", "name")

    def beginning(self, text: str) -> "RegionQuerySet":
        """Regions one of whose names begins like this; the widest first."""
        names = RegionName.objects.filter(folded__prefix=fold(text)).values("region")
        return self.filter(pk__in=names).order_by("-breadth", "name")

    def tree(self) -> "RegionQuerySet":
        """Everything but the circles made on demand, in the order of names."""
        return self.exclude(kind__in=[RegionKind.METRO, RegionKind.CITY]).order_by("name")


class Region(models.Model):
    code = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12, choices=RegionKind.choices)
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict, blank=True, help_text="Language code → name; _local is the name there.")
    other_names = models.JSONField(default=list, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    members = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="groupings")
    sovereign = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="territories")
    breadth = models.PositiveIntegerField(help_text="City 100 … country 500, wider 600 and more.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_km = models.FloatField(null=True, blank=True)
    overlaps = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="overlapped_by")
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+")
    listed_count = models.PositiveIntegerField(default=0, help_text="Groups that cover it or lie within it.")
    own_count = models.PositiveIntegerField(default=0, help_text="Groups for it by name, or within it.")
    waiting = models.PositiveIntegerField(default=0, help_text="People who wait for a group here.")

    objects = RegionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind__in=["city", "metro"])
                | models.Q(latitude__isnull=False, longitude__isnull=False, radius_km__gt=0),
                name="region_circle_has_centre_and_radius",
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("code")), name="region_is_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["parent", "name"], name="region_parent_name")]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("alliances:region", args=[self.pk])

    @property
    def display_name(self) -> str:
        """The name in the page's language, else in English."""
        return str(self.names.get(languages.current()) or self.name)

    @property
    def value(self) -> str:
        """As forms and suggestions name it, beside towns."""
        return self.pk

    @property
    def local_name(self) -> str:
        """The name on the ground where it is known and differs, else nothing."""
        local = str(self.names.get("_local") or "")
        return local if local and fold(local) != fold(self.display_name) else ""

    @property
    def shown_code(self) -> str:
        """ISO codes upper-case, the rest as stored."""
        return self.code.upper() if self.kind in {RegionKind.COUNTRY, RegionKind.SUBDIVISION} else self.code

    @property
    def country(self) -> "Region":
        """The country in which it lies; itself for what lies in none."""
        return self.parent.country if self.kind in INSIDE_A_COUNTRY and self.parent else self

    @property
    def is_circle(self) -> bool:
        return self.kind in {RegionKind.CITY, RegionKind.METRO}

    @property
    def centre(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees of a city or metro."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @classmethod
    @transaction.atomic
    def redraw(cls, *, code: str, overlaps: Iterable["Region"] = (), **facts: Any) -> "Region":
        """Make or change a city or metro: its names, its place in the graph and the listings of its groups.

        `facts`: kind, name, names, parent, latitude, longitude (degrees), radius_km (km), town. Only circles are
        drawn by hand; the rest of the graph comes from load_geography. Raises ValidationError.
        """
        kind = facts.get("kind")
        if kind not in BREADTH:
            raise ValidationError(gettext("Only cities and metropolitan areas are drawn by hand"))
        region, _made = cls.objects.update_or_create(code=code, defaults={**facts, "breadth": BREADTH[kind]})
        grounds = list(overlaps)
        region.overlaps.set(grounds)
        RegionAncestry.place_circle(region, grounds)
        RegionName.rewrite(region)
        region.relist()
        region.recount()
        DirectoryVersion.bump()
        return region

    @classmethod
    def of_town(cls, town: Town) -> "Region":
        """The city region of a town, made when there is none yet."""
        code = f"city-{town.pk}"
        existing = cls.objects.filter(pk=code).first()
        return existing or cls.redraw(
            code=code,
            kind=RegionKind.CITY,
            name=town.name,
            parent=town.region,
            town=town,
            latitude=town.latitude,
            longitude=town.longitude,
            radius_km=city_radius_km(town.population),
        )

    @classmethod
    def of_metro(cls, town: Town, states: Collection["Region"]) -> "Region":
        """The metro round a town that lies in these states; one state is its parent, several are overlapped."""
        return cls._metro(f"metro-{slug_for(town.name)}", town, list(states), RADIUS_KM["metro"])

    @classmethod
    def around_town(cls, town: Town) -> "Region":
        """The metro of a town: one that is drawn already, else AROUND_KM round it as far as its country goes."""
        drawn = cls.objects.filter(kind=RegionKind.METRO, town=town).first()
        if drawn:
            return drawn
        code = f"metro-{slug_for(town.name)}"
        free = f"{code}-{town.pk}" if cls.objects.filter(pk=code).exists() else code
        return cls._metro(free, town, cls.states_near(town, AROUND_KM), AROUND_KM)

    @classmethod
    def _metro(cls, code: str, town: Town, states: list["Region"], radius_km: float) -> "Region":
        is_within_one = len(states) == 1
        return cls.redraw(
            code=code,
            kind=RegionKind.METRO,
            name=town.name,
            parent=states[0] if is_within_one else cls.lowest_common(states),
            town=town,
            latitude=town.latitude,
            longitude=town.longitude,
            radius_km=radius_km,
            overlaps=[] if is_within_one else states,
        )

    @classmethod
    def states_near(cls, town: Town, km: float) -> list["Region"]:
        """Where the towns of its country lie that are no farther than `km` from a town: its own place first."""
        inside = RegionAncestry.objects.filter(ancestor=town.region.country).values("descendant")
        reach = km / KM_PER_DEGREE
        band = Town.objects.filter(latitude__range=(town.latitude - reach, town.latitude + reach), region__in=inside)
        near = [one.region for one in band.select_related("region") if distance_km(one.centre, town.centre) <= km]
        return list(dict.fromkeys([town.region, *sorted(near, key=lambda region: region.pk)]))

    @classmethod
    def lowest_common(cls, regions: Collection["Region"]) -> "Region":
        """The narrowest country or M49 region that contains all of them."""
        shared = frozenset.intersection(*(RegionAncestry.above(region.pk) for region in regions))
        return cls.objects.filter(pk__in=shared).exclude(kind=RegionKind.GROUPING).order_by("breadth")[0]

    def relist(self) -> None:
        """Write the listings of every group that names this region anew."""
        for listing in self.listings.filter(relation=Relation.COVERS).select_related("alliance"):
            listing.alliance.relist()

    def recount(self) -> None:
        """Count the groups of a city or metro anew: those that cover it by name or through what contains it."""
        above = RegionAncestry.objects.filter(descendant=self).values("ancestor")
        listings = self.listings.model.objects.open()
        covering = listings.filter(region__in=above, relation=Relation.COVERS)
        listed = covering.exclude(alliance__excludes__in=above).values("alliance").distinct().count()
        own = covering.filter(region=self).count()
        type(self).objects.filter(pk=self.pk).update(listed_count=listed, own_count=own)


class RegionName(models.Model):
    """One row per distinct folded name or code of a region, in any language."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="+")
    folded = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "folded"], name="region_name_once")]

    def __str__(self) -> str:
        return self.folded

    @classmethod
    def rows(cls, region: Region) -> list["RegionName"]:
        """Unsaved rows for all names of a region."""
        names = {region.name, region.code, *region.names.values(), *region.other_names}
        return [
            cls(region=region, folded=folded) for folded in sorted({fold(str(name))[:200] for name in names}) if folded
        ]

    @classmethod
    def rewrite(cls, region: Region) -> None:
        cls.objects.filter(region=region).delete()
        RegionName.objects.bulk_create(cls.rows(region))


class RegionAncestry(models.Model):
    """The closure of parents and members: every region with all that contain it, itself among them."""

    ancestor = models.ForeignKey(Region, models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Region, models.CASCADE, related_name="+")

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
    def place_circle(cls, region: Region, overlaps: Collection[Region]) -> None:
        """Write the ancestors of a city or metro: those of its parent, and what contains all that it overlaps."""
        codes = {region.pk}
        if region.parent_id:
            codes |= cls.above(region.parent_id)
        if overlaps:
            codes |= frozenset.intersection(*(cls.above(state.pk) for state in overlaps))
        cls.objects.filter(descendant=region).delete()
        RegionAncestry.objects.bulk_create(RegionAncestry(descendant=region, ancestor_id=code) for code in codes)


def city_radius_km(population: int) -> int:
    """The reach of a city in km, by its number of people."""
    if population >= 1_000_000:
        return RADIUS_KM["metropolis"]
    return RADIUS_KM["big city"] if population >= 500_000 else RADIUS_KM["city"]
