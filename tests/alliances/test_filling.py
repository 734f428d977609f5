"""Filling a directory in bulk: row for row what publishing one by one writes."""

from typing import Any

import pytest
from django.core.management import call_command

from alliances.models import Alliance, FacetCount, Listing, Region
from benchmarks.filling import fill
from benchmarks.groups import made_up
from tests.factories import profile_facts

pytestmark = pytest.mark.django_db

SET_BY_THE_CLOCK = {"id", "changed_at"}
NUMBER = 60


def rows() -> dict[str, list[Any]]:
    """All that stands in the public tables, groups named by their slugs."""
    columns = [field.attname for field in Alliance._meta.local_fields if field.name not in SET_BY_THE_CLOCK]
    listing = [name for name in plain(Listing) if name != "alliance_id"]
    links = [
        sorted(link.objects.values_list("alliance__slug", "region"))
        for link in (Alliance.covers.through, Alliance.excludes.through)
    ]
    return {
        "groups": list(Alliance.objects.order_by("slug").values(*columns)),
        "areas": links,
        "listings": sorted(Listing.objects.values_list("alliance__slug", *listing)),
        "counts": sorted(
            FacetCount.objects.exclude(number=0).values_list("region", "inherited", "name", "value", "number")
        ),
        "regions": sorted(Region.objects.values_list("pk", "listed_count", "own_count")),
    }


def plain(model: Any) -> list[str]:
    return [field.attname for field in model._meta.local_fields if not field.primary_key]


def publish_one_by_one(number: int) -> None:
    for group in made_up(number):
        Alliance.publish(profile_facts(**group.facts), **group.besides)


def test_filling_in_bulk_equals_publishing_one_by_one() -> None:
    groups = list(made_up(NUMBER))
    assert {bool(group.facts["excludes"]) for group in groups} == {True, False}
    publish_one_by_one(NUMBER)
    published = rows()
    Alliance.objects.all().delete()
    Region.objects.update(listed_count=0, own_count=0)
    FacetCount.objects.all().delete()
    assert fill(groups) == NUMBER
    filled = rows()
    for table, found in filled.items():
        assert found == published[table], table


def test_rebuilding_in_bulk_writes_what_publishing_wrote() -> None:
    publish_one_by_one(NUMBER)
    published = rows()
    Listing.objects.update(part="people", sort_key="")
    call_command("rebuild_listings")
    assert rows() == published


def test_the_same_seed_makes_the_same_groups() -> None:
    assert list(made_up(20)) == list(made_up(40))[:20]
    assert list(made_up(20)) != list(made_up(20, seed=5))
