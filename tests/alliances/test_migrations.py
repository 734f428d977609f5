"""What migrations make of a directory that holds groups already."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from alliances.forms import FilterForm
from alliances.models import Alliance, FacetCount, Listing, Posting, Town, TownName
from alliances.models.facets import CLOSED, CONFIRMED, PEOPLE, WORLD
from alliances.panels import Filters
from alliances.search import search
from deploy import preparation
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(to: str) -> Any:
    """Bring the tables to the state after one migration of the directory; its models."""
    executor = MigrationExecutor(connection)
    return executor.migrate([("alliances", to)]).apps


@pytest.fixture(autouse=True)
def _todays_tables() -> Iterator[None]:
    """They come back in any case."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def groups() -> list[str]:
    """Names of the listed groups, by name: one of each part of a region page, and a closed one."""
    facts: dict[str, dict[str, Any]] = {
        "Being started": {"covers": ["us-mo"], "life": "forming"},
        "Closed": {"covers": ["ca"], "life": "closed"},
        "For people": {"covers": [], "community": "women who run spaces"},
        "Of a state": {"covers": ["ca-on"], "languages": ["fr"]},
    }
    for name, one in facts.items():
        make_alliance(name=name, **one)
    Alliance.objects.get(name="Of a state").confirm(by="group")
    return list(facts)


def counts_of_the_world() -> dict[tuple[str, bool], int]:
    """Of the facts without a value: (name, whether all regions inherit the number) → how many groups."""
    rows = FacetCount.objects.filter(region=WORLD, value="")
    return {(name, inherited): number for name, inherited, number in rows.values_list("name", "inherited", "number")}


def test_bounded_lists_come_to_a_directory_that_holds_groups(groups: list[str]) -> None:
    parts = set(Listing.objects.values_list("alliance__name", "part"))
    assert {part for _name, part in parts} == {"place", "forming", "people"}
    stored = counts_of_the_world()
    former = migrate("0002_facet_counts")
    assert list(former.get_model("alliances", "Alliance").objects.values_list("name", flat=True)) == groups
    # Rows that only today's code writes were not there then.
    former.get_model("alliances", "FacetCount").objects.filter(name__in=["closed", "people", "confirmed"]).delete()
    migrate("0003_bounded_lists")
    migrate("0005_largest_towns")
    assert set(Listing.objects.values_list("alliance__name", "part")) == parts
    written = counts_of_the_world()
    assert [written[name, False] for name, _value in (CLOSED, PEOPLE, CONFIRMED)] == [1, 1, 1]
    assert written == stored


def test_an_upgraded_site_can_be_searched_at_once(groups: list[str]) -> None:
    former = migrate("0005_largest_towns")
    former.get_model("alliances", "Alliance").objects.update(search_text=" as it was written before ")
    preparation.migrate()
    assert [group.name for group in search("state").groups] == ["Of a state"]
    assert [group.name for group in search("femmes").groups] == []
    form = FilterForm({"q": "ontaroi", "language": "fr"})
    assert form.is_valid()
    assert [group.name for group in Filters(form).groups.page(1, 20)] == ["Of a state"]
    written = sorted(Posting.objects.values_list("term", "block"))
    for group in Alliance.objects.all():
        group.take_down(reason="closed")
    assert (len(written) > 0, list(Posting.objects.all())) == (True, [])


def test_towns_that_are_there_get_a_column_for_their_names_and_lose_nothing() -> None:
    before = list(Town.objects.order_by("pk").values_list("pk", "name", "region", "population"))
    names = TownName.objects.count()
    former = migrate("0007_drop_facet_rows").get_model("alliances", "Town")
    assert "translations" not in {field.name for field in former._meta.get_fields()}
    migrate("0008_town_names")
    assert list(Town.objects.order_by("pk").values_list("pk", "name", "region", "population")) == before
    assert TownName.objects.count() == names > len(before) > 0
    assert {str(town.translations) for town in Town.objects.all()} == {"{}"}
    assert [str(town) for town in Town.objects.order_by("pk")] == [name for _key, name, *_rest in before]
