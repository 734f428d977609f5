"""Towns of 1,000 people or more, and every name they are known by (GeoNames, CC BY 4.0)."""

from django.db import models
from django.urls import reverse

from alliances.text import fold


class TownQuerySet(models.QuerySet["Town"]):
    def named(self, text: str) -> "TownQuerySet":
        """Towns with exactly this name, in any language and script, largest first."""
        names = TownName.objects.filter(folded=fold(text)).values("town")
        return self.filter(pk__in=names).order_by("-population", "name", "pk")

    def beginning(self, text: str) -> "TownQuerySet":
        """Towns one of whose names begins like this, largest first."""
        names = TownName.objects.filter(folded__prefix=fold(text)).order_by("-population").values("town")[:200]
        return self.filter(pk__in=list(names.values_list("town", flat=True))).order_by("-population", "name", "pk")


class Town(models.Model):
    geonameid = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    region = models.ForeignKey("alliances.Region", models.PROTECT, related_name="towns")
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()

    objects = TownQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["region", "-population"], name="town_region_population")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("alliances:place", args=[self.pk])

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self.latitude, self.longitude


class TownName(models.Model):
    """One row per distinct folded name of a town; `population` is the town's, to rank without a join."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="names")
    folded = models.CharField(max_length=200, db_index=True)
    name = models.CharField(max_length=200)
    population = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name
