"""Regions of the world: a graph in which a country may lie in a continent and in several groupings."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext

from alliances import languages
from alliances.addresses import address
from alliances.choices import RegionKind, Relation
from alliances.geometry import distance_km
from alliances.models.ancestry import RegionAncestry, RegionName
from alliances.models.circle import AROUND_KM, RADIUS_KM, Circle, city_radius_km, flaws_of
from alliances.models.directory import DirectoryVersion
from alliances.models.town import Town
from alliances.text import fold, slug_for

OWN_BREADTH = 500  # country or narrower: an alliance of one's own
INSIDE_A_COUNTRY = {RegionKind.CITY, RegionKind.METRO, RegionKind.SUBDIVISION}
FIRST_LEVEL, SECOND_LEVEL = 400, 300  # breadth of a subdivision of a country, and of a subdivision of that
BREADTH = {RegionKind.CITY: 100, RegionKind.METRO: 200}
LARGEST_TOWNS = 12  # of each country, subdivision, city and metro


def is_state(kind: str, breadth: int) -> bool:
    """Whether it is a subdivision of a country on the first level: Ontario, Catalonia; not one of their districts."""
    return kind == RegionKind.SUBDIVISION and breadth >= FIRST_LEVEL


class RegionQuerySet(models.QuerySet["Region"]):
    def named(self, *texts: str) -> "RegionQuerySet":
        """Regions with exactly one of these names or codes, in any language; the widest first."""
        names = RegionName.objects.filter(folded__in=[fold(text) for text in texts]).values("region")
        return self.filter(pk__in=names).order_by("-breadth", "name")

    def beginning(self, text: str) -> "RegionQuerySet":
        """Regions one of whose names begins like this; the widest first."""
        names = RegionName.objects.filter(folded__prefix=fold(text)).values("region")
        return self.filter(pk__in=names).order_by("-breadth", "name")

    def states(self) -> "RegionQuerySet":
        """The subdivisions of countries on the first level."""
        return self.filter(kind=RegionKind.SUBDIVISION, breadth__gte=FIRST_LEVEL)

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
    largest_towns = models.ManyToManyField(Town, blank=True, related_name="+")
    members_count = models.PositiveIntegerField(default=0, help_text="Members that are no territories of a country.")
    revision = models.PositiveIntegerField(default=1, help_text="How often a city or metro was drawn.")

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
        indexes = [
            models.Index(fields=["parent", "name"], name="region_parent_name"),
            models.Index(fields=["latitude", "longitude"], name="region_centre"),
            models.Index(fields=["radius_km"], name="region_radius"),
            models.Index(fields=["kind", "own_count"], name="region_own_count"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return address("region", self.pk)

    @property
    def display_name(self) -> str:
        """The name in the page's language, else in English."""
        return str(self.names.get(languages.current()) or self.name)

    @property
    def display_language(self) -> str:
        """The language of `display_name` where it is not the page's: of an English name that is not the one there."""
        is_english = self.name == self.names.get("en") != self.names.get("_local")
        return "en" if is_english and not self.names.get(languages.current()) else ""

    @property
    def value(self) -> str:
        """As forms and suggestions name it, beside towns."""
        return self.pk

    @property
    def shown_code(self) -> str:
        """ISO codes upper-case, the rest as stored."""
        return self.code.upper() if self.kind in {RegionKind.COUNTRY, RegionKind.SUBDIVISION} else self.code

    @property
    def country(self) -> "Region":
        """The country in which it lies; itself for what lies in none."""
        return self.parent.country if self.kind in INSIDE_A_COUNTRY and self.parent else self

    @property
    def is_state(self) -> bool:
        return is_state(self.kind, self.breadth)

    @property
    def is_district(self) -> bool:
        """A subdivision of a state: a province of Catalonia, a department, a county."""
        return self.kind == RegionKind.SUBDIVISION and not self.is_state

    @property
    def is_circle(self) -> bool:
        return self.kind in {RegionKind.CITY, RegionKind.METRO}

    @property
    def centre(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees of a city or metro."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def circle(self) -> Circle | None:
        """The ground of a city or metro; give it with `overlaps` prefetched."""
        if self.centre is None or self.radius_km is None:
            return None
        return Circle(self.centre, self.radius_km, [one.pk for one in self.overlaps.all()] or [self.parent_id or ""])

    @classmethod
    @transaction.atomic
    def redraw(cls, *, code: str, overlaps: Iterable["Region"] = (), **facts: Any) -> "Region":
        """Make or change a city or metro: its names, its place in the graph and the listings of its groups.

        `facts`: kind, name, parent, latitude, longitude (degrees), radius_km (km), and where they are known names,
        other_names, town. Only circles are drawn by hand; the rest of the graph comes from load_geography. Raises
        ValidationError.
        """
        grounds = list(overlaps)
        cls(code=code, **facts)._check_circle(grounds)
        facts |= {"breadth": BREADTH[facts["kind"]]}
        DirectoryVersion.lock()
        region, is_new = cls.objects.select_for_update().get_or_create(code=code, defaults=facts)
        groups = [] if is_new and not grounds else region._groups_to_relist(facts["parent"].pk, grounds)
        counted = [group.counted() for group in groups]  # before its place in the graph is another
        if not is_new:
            for name, value in {**facts, "revision": region.revision + 1}.items():
                setattr(region, name, value)
            region.save()
        region.overlaps.set(grounds)
        RegionAncestry.place_circle(region, grounds)
        RegionName.rewrite(region)
        region.find_largest_towns()
        for group, before in zip(groups, counted, strict=True):
            group.relist(before)
        region.recount()
        DirectoryVersion.bump(redrawn=True)
        return region

    def _check_circle(self, grounds: Collection["Region"]) -> None:
        """Raises ValidationError, by field, for what cannot be drawn."""
        if self.kind not in BREADTH:
            raise ValidationError({"kind": gettext("Only cities and metropolitan areas are drawn by hand")})
        wrong = flaws_of(self.centre, self.radius_km)
        if not fold(self.name):
            wrong["name"] = gettext("Enter the name")
        if self.parent is None or any(ground.is_circle for ground in [self.parent, *grounds]):
            wrong["grounds"] = gettext("A city or metropolitan area lies in states or countries, not in another one")
        if wrong:
            raise ValidationError(wrong)

    def _groups_to_relist(self, parent: str, overlaps: Collection["Region"]) -> list[Any]:
        """The groups that name a city or metro; where it lies over a border, also those that name several above it.

        Such a group is counted once at each region that it names, and where they meet (weights_of).
        """
        named = Counter(self._groups_naming({self.pk}) * 2)
        above = RegionAncestry.above_circle(parent, [state.pk for state in overlaps]) | RegionAncestry.above(self.pk)
        if above > RegionAncestry.above(parent) | {self.pk}:
            named.update(self._groups_naming(above - {self.pk}))
        often = [key for key, times in named.items() if times > 1]
        return list(self._group_model.objects.filter(pk__in=often).order_by("pk"))

    def _groups_naming(self, codes: Collection[str]) -> list[int]:
        """The keys of groups that cover or exclude one of these regions, once for each of them."""
        areas = (self._group_model.covers, self._group_model.excludes)
        rows = [area.through.objects.filter(region__in=codes).values_list("alliance", flat=True) for area in areas]
        return [key for keys in rows for key in keys]

    @property
    def _group_model(self) -> Any:
        """Alliance, which is made of regions: this module cannot import it."""
        return self.listings.model.alliance.field.related_model

    def find_largest_towns(self) -> None:
        """Note the largest towns of a city or metro."""
        if self.circle:
            self.largest_towns.set(self.circle.towns()[0][:LARGEST_TOWNS])

    @classmethod
    def of_town(cls, town: Town) -> "Region":
        """The city region of a town, made when there is none yet."""
        code = f"city-{town.pk}"
        existing = cls.objects.filter(pk=code).first()
        return existing or cls.redraw(
            code=code,
            kind=RegionKind.CITY,
            name=town.name_in("en"),
            names=town.names_of_region(),
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
            name=town.name_in("en"),
            names=town.names_of_region(),
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
        box = Town.objects.near(town.centre, km).filter(region__in=inside)
        near = [one.region for one in box.select_related("region") if distance_km(one.centre, town.centre) <= km]
        return list(dict.fromkeys([town.region, *sorted(near, key=lambda region: region.pk)]))

    @classmethod
    def lowest_common(cls, regions: Collection["Region"]) -> "Region":
        """The narrowest country or M49 region that contains all of them."""
        shared = frozenset.intersection(*(RegionAncestry.above(region.pk) for region in regions))
        return cls.objects.filter(pk__in=shared).exclude(kind=RegionKind.GROUPING).order_by("breadth")[0]

    def recount(self) -> None:
        """Count the groups of a city or metro anew: those that cover it by name or through what contains it."""
        above = RegionAncestry.objects.filter(descendant=self).values("ancestor")
        listings = self.listings.model.objects.open()
        covering = listings.filter(region__in=above, relation=Relation.COVERS)
        listed = covering.exclude(alliance__excludes__in=above).values("alliance").distinct().count()
        own = covering.filter(region=self).count()
        type(self).objects.filter(pk=self.pk).update(listed_count=listed, own_count=own)


class Extent(NamedTuple):
    """Where a space must be to join: in one of the regions that are covered, and in none of those excluded."""

    covers: Sequence[Region]
    excludes: Sequence[Region]
