"""Towns of 1,000 people or more, and every name they are known by (GeoNames, CC BY 4.0)."""

from collections.abc import Collection, Iterable, Iterator
from math import cos, radians
from typing import NamedTuple

from django.db import models
from django.db.models import Q

from alliances import languages
from alliances.addresses import address
from alliances.geometry import KM_PER_DEGREE, Point
from alliances.text import fold, written_out

TOWN = "town:"  # before a geonameid, where codes of regions may stand too
OWN_NAME = 10  # times the people: what a town itself is called outweighs what others call a town of nine times its size
SHORTENED = ("St", "Sa", "Mt", "Mo", "Ft", "Fo")  # how the names begin that have a short form: St. Louis, Mount Vernon

RIVAL = 3  # what only others call a town is a rare name of it when others of that name weigh so much more


class TownQuerySet(models.QuerySet["Town"]):
    def named(self, *texts: str) -> "TownQuerySet":
        """Towns with exactly one of these names, in any language and script, largest first."""
        names = TownName.objects.filter(folded__in={fold(text) for text in texts}).values("town")
        return self.filter(pk__in=names).order_by("-population", "name", "pk")

    def near(self, centre: Point, km: float) -> "TownQuerySet":
        """Towns in a box that holds all within so many km of a point, and some more at its corners."""
        latitude, longitude = centre
        height = km / KM_PER_DEGREE
        # A degree of longitude is shortest at the edge nearer to a pole; round the pole the box is a whole band.
        width = height / max(cos(radians(min(abs(latitude) + height, 90))), 0.01)
        # The same meridian may be written with 360 degrees more or less: Fiji lies on both sides of the line.
        sides = Q()
        for turn in (-360, 0, 360):
            sides |= Q(longitude__range=(longitude - width + turn, longitude + width + turn))
        return self.filter(sides, latitude__range=(latitude - height, latitude + height))


class Town(models.Model):
    geonameid = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    region = models.ForeignKey("alliances.Region", models.PROTECT, related_name="towns")
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()
    translations = models.JSONField(default=dict, blank=True, help_text="Language code → name, only where it differs.")

    objects = TownQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["region", "-population"], name="town_region_population"),
            models.Index(fields=["latitude", "longitude"], name="town_position"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return address("place", self.pk)

    @property
    def display_name(self) -> str:
        """The name in the page's language, else the one that GeoNames gives."""
        return self.name_in(languages.current())

    @property
    def local_name(self) -> str:
        """The name on the ground, as far as it is known: GeoNames gives it unless it speaks English."""
        return self.name if "en" in self.translations else ""

    def name_in(self, language: str) -> str:
        return str(self.translations.get(language) or self.name)

    def names_of_region(self) -> dict[str, str]:
        """As a region keeps them that is named after the town; nothing when it has one name everywhere."""
        if not self.translations:
            return {}
        there = {"_local": self.local_name} if self.local_name else {}
        return {code: self.name_in(code) for code in languages.codes()} | there

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self.latitude, self.longitude

    @property
    def value(self) -> str:
        """As forms and suggestions name it, beside the codes of regions."""
        return f"{TOWN}{self.pk}"


class Bearer(NamedTuple):
    """A town that bears a name. `is_own`: it is what the town is called, or how that begins (Newcastle upon Tyne)."""

    value: str
    folded: str
    leaf: str
    is_own: bool
    population: int

    @property
    def weight(self) -> int:
        """The heavier, the likelier meant."""
        return (self.population + 1) * (OWN_NAME if self.is_own else 1)


def likely(bearers: Iterable[Bearer]) -> Iterator[Bearer]:
    """Without the towns of which a name is a rare one: Zaragoza is not Tijuana. Takes them likeliest first."""
    heaviest: dict[str, int] = {}
    for bearer in bearers:
        heaviest.setdefault(bearer.folded, bearer.weight)
        if bearer.is_own or RIVAL * bearer.weight >= heaviest[bearer.folded]:
            yield bearer


class TownNameQuerySet(models.QuerySet["TownName"]):
    def spelled(self, names: Collection[str]) -> "TownNameQuerySet":
        """Exactly like one of these folded names."""
        return self.filter(folded__in=names)

    def beginning(self, folded: str) -> "TownNameQuerySet":
        return self.filter(folded__prefix=folded)

    def bearers(self, most: int | None = None) -> list[Bearer]:
        """Who bears these names, likeliest first; among more than `most` names those of the largest towns."""
        rows = self.order_by("-population", "town").values_list(
            "town", "folded", "town__region", "name", "town__name", "population"
        )[:most]
        found = [
            Bearer(f"{TOWN}{town}", folded, leaf, _is_called(own, name), population)
            for town, folded, leaf, name, own, population in rows
        ]
        return sorted(found, key=lambda bearer: -bearer.weight)


def _is_called(own: str, name: str) -> bool:
    """Whether the name of a town begins with this one, as whole words, or is another way to write it: St. Louis."""
    begins = own.startswith(name) and not own[len(name) : len(name) + 1].isalnum()
    return begins or (own.startswith(SHORTENED) and written_out(fold(own)) == fold(name))


class TownName(models.Model):
    """One row per distinct folded name of a town; `population` is the town's, to rank without a join."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="names")
    folded = models.CharField(max_length=200, db_index=True)
    name = models.CharField(max_length=200)
    population = models.PositiveIntegerField()

    objects = TownNameQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
