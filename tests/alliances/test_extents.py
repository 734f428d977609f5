"""The regions that a process keeps for the areas of groups, and when it reads them again."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from alliances.models import Alliance, DirectoryVersion, Region, Town
from alliances.models.extents import _kept_of, with_extents
from alliances.wording import area_in_words
from tests.alliances.reading import Page
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db
GENT = 2797656


def areas(*groups: Alliance) -> list[str]:
    return [area_in_words(group) for group in with_extents(groups)]


def renamed(region: Region, name: str) -> None:
    Region.redraw(
        code=region.pk,
        kind=region.kind,
        name=name,
        names={},
        parent=region.parent,
        latitude=region.latitude,
        longitude=region.longitude,
        radius_km=region.radius_km,
    )


@pytest.fixture
def ghent() -> Region:
    return Region.of_town(Town.objects.get(pk=GENT))


def test_areas_are_those_of_each_group() -> None:
    groups = [
        make_alliance(covers=["ca-on"]),
        make_alliance(covers=["fr", "de"], excludes=["fr-idf", "de-by"]),
        make_alliance(covers=[], coverage_note="both banks"),
        make_alliance(covers=["001"], excludes=["cn"]),
    ]
    fresh = [area_in_words(Alliance.objects.get(pk=group.pk)) for group in groups]
    assert (
        areas(*groups)
        == fresh
        == [
            "Ontario, Canada",
            "France and Germany, except Bavaria and Île-de-France",
            "both banks",
            "Worldwide, except China",
        ]
    )


def test_regions_that_are_kept_are_not_read_again(django_assert_num_queries: Any) -> None:
    groups = [make_alliance(covers=["ca-on"]), make_alliance(covers=["ca-on", "fr-07"], excludes=["ca"])]
    for number in (2, 1):
        with django_assert_num_queries(number):
            areas(*groups)
    one_more = make_alliance(covers=["gr"])
    with django_assert_num_queries(2):
        areas(*groups, one_more)


def test_no_group_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert with_extents([]) == []


def test_redrawn_region_is_read_again(client: Client, ghent: Region) -> None:
    group = make_alliance(name="Group", covers=[ghent.pk])
    assert "Ghent" in Page(client.get("/alliances/")).cards[0]
    renamed(ghent, "Greater Ghent")
    assert "Greater Ghent" in Page(client.get("/alliances/")).cards[0]
    assert areas(group) == ["Greater Ghent, Flanders, Belgium"]


def test_region_of_a_change_that_was_taken_back_is_read_again(ghent: Region) -> None:
    group = make_alliance(covers=[ghent.pk])
    assert areas(group) == ["Ghent, Flanders, Belgium"]
    for name in ("Gand", "Gent"):
        with transaction.atomic():
            renamed(ghent, name)
            assert areas(group) == [f"{name}, Flanders, Belgium"]
            transaction.set_rollback(True)
        assert areas(group) == ["Ghent, Flanders, Belgium"]


def test_numbers_of_groups_are_not_kept(client: Client) -> None:
    for number in ("One", "Two"):
        group = make_alliance(covers=["ca-on"])
        [region] = with_extents([group])[0].extent.covers
        assert {"own_count", "listed_count", "waiting"} <= region.get_deferred_fields()
        assert f"{number} group" in Page(client.get("/regions/ca-on/")).text


def test_states_of_a_country_share_it() -> None:
    [group] = with_extents([make_alliance(covers=["ca-on", "ca-qc"])])
    one, other = group.extent.covers
    assert one.parent is other.parent
    [later] = with_extents([make_alliance(covers=["ca"])])
    assert later.extent.covers == [one.parent]


def test_no_more_regions_are_kept_than_have_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliances.models.extents.KEPT", 2)
    for code in ("ca-on", "ca-qc", "fr-07", "gr", "fr"):
        assert areas(make_alliance(covers=[code]))
        kept = _kept_of(DirectoryVersion.objects.get().geography)
        assert len(kept.keys() & {"ca-on", "ca-qc", "fr-07", "gr", "fr"}) <= 2
