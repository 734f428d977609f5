"""The one door of the directory: publish, take_down, restore, confirm."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from alliances.bits import places
from alliances.facts import Facts
from alliances.models import Alliance, DirectoryVersion, FormerAddress, Listing, Region
from alliances.search import search
from tests.factories import make_alliance, make_region, profile_facts

pytestmark = pytest.mark.django_db


def test_publish_writes_every_fact_and_every_derived_row() -> None:
    alliance = make_alliance(
        name="Coworking Ontario",
        languages=["en", "fr"],
        who_can_join=["spaces"],
        benefits=[{"name": "health_insurance", "note": "COHIP"}],
    )
    assert alliance.slug == "coworking-ontario"
    facts = ("benefit=health_insurance", "join=spaces", "language=en", "language=fr", "covers=ca-on")
    assert [[*places(Facts([{fact}]).groups())] for fact in facts] == [[alliance.pk]] * len(facts)
    assert [*places(Facts([{"language=es", "covers=ca"}]).groups())] == []
    assert Listing.objects.get(alliance=alliance, relation="covers").region_id == "ca-on"
    assert search("cohip onta").keys == [alliance.pk]
    assert search("ohip").keys == []


def test_every_public_change_raises_the_directory_version() -> None:
    versions = [DirectoryVersion.current()]
    alliance = make_alliance()
    versions.append(DirectoryVersion.current())
    alliance.confirm(by="volunteer")
    versions.append(DirectoryVersion.current())
    make_region("metro-somewhere")
    versions.append(DirectoryVersion.current())
    alliance.take_down(reason="closed")
    versions.append(DirectoryVersion.current())
    assert versions == sorted(set(versions))


def test_a_renamed_group_gets_a_new_address_and_the_old_one_leads_there() -> None:
    alliance = make_alliance(name="First name")
    Alliance.publish({"name": "Second name"}, alliance_id=alliance.pk)
    assert Alliance.objects.get().slug == "second-name"
    assert FormerAddress.objects.get(pk="first-name").alliance_id == alliance.pk
    Alliance.publish({"name": "First name"}, alliance_id=alliance.pk)
    assert Alliance.objects.get().slug == "first-name"
    assert list(FormerAddress.objects.values_list("slug", "alliance")) == [("second-name", alliance.pk)]


def test_a_group_that_takes_its_old_name_again_goes_round_in_no_circle(client: Client) -> None:
    alliance = make_alliance(name="First")
    for name in ("Second", "First", "Second", "First"):
        Alliance.publish({"name": name}, alliance_id=alliance.pk)
    assert client.get("/alliances/first/").status_code == 200
    response = client.get("/alliances/second/", follow=True)
    assert response.redirect_chain == [("/alliances/first/", 301)]


def test_a_former_address_is_never_given_to_another_group() -> None:
    alliance = make_alliance(name="Taken")
    Alliance.publish({"name": "Moved"}, alliance_id=alliance.pk)
    assert make_alliance(name="Taken").slug == "taken-2"


def test_a_change_of_other_facts_keeps_the_address() -> None:
    make_alliance(name="Same")
    second = make_alliance(name="Same")
    assert second.slug == "same-2"
    Alliance.publish({"summary": "Something else."}, alliance_id=second.pk)
    assert Alliance.objects.get(pk=second.pk).slug == "same-2"


@pytest.mark.parametrize(
    ("name", "acronym", "slug"),
    [
        ("한국공유오피스협동조합", "", "hanguggongyuopiseuhyeobdongjohab"),
        ("Гильдия операторов", "GOO", "goo"),
        ("Гильдия операторов", "", "gildiya-operatorov"),
        ("Москва", "", "moskva"),
        ("東京コワーキング", "", "dongjingkowakingu"),
        ("東京コワーキング", "東", "dongjingkowakingu"),
        ("القاهرة", "", "lqhrh"),
        ("Coworking 東京", "", "coworking-dongjing"),
        ("Київ hub", "", "kiiv-hub"),
        ("अ 🙂", "", "alliance"),
        ("Île-de-France Tiers-lieux", "", "ile-de-france-tiers-lieux"),
        ("42", "", "alliance"),
    ],
)
def test_every_name_gets_an_address(name: str, acronym: str, slug: str) -> None:
    assert make_alliance(name=name, acronym=acronym).slug == slug


def test_take_down_leaves_a_reason_and_restore_brings_all_back() -> None:
    alliance = make_alliance(
        name="Old name", covers=["ca-on", "us"], excludes=["us-mo"], source_url="https://example.org/a"
    )
    Alliance.publish({"name": "New name"}, alliance_id=alliance.pk)
    before, pk = Alliance.objects.get(), alliance.pk
    listings = sorted(before.listings.values_list("region", "relation"))

    snapshot = before.take_down(reason="asked")
    assert not Alliance.objects.exists()
    assert sorted(FormerAddress.objects.values_list("slug", "alliance", "public_reason")) == [
        ("new-name", None, "asked"),
        ("old-name", None, "asked"),
    ]

    after = Alliance.restore(snapshot)
    assert (after.pk, after.slug, after.source_url) == (pk, "new-name", "https://example.org/a")
    assert after.listed_at == before.listed_at
    assert after.facts() == snapshot["facts"]
    assert sorted(after.listings.values_list("region", "relation")) == listings
    assert list(FormerAddress.objects.values_list("slug", "alliance")) == [("old-name", pk)]


def test_what_a_group_keeps_private_is_not_stored() -> None:
    spaces = [{"name": "Secret space", "town": "", "page": ""}]
    alliance = make_alliance(example_spaces=spaces, town=6167865, town_private=True)
    assert (alliance.example_spaces, alliance.town) == ([], None)
    assert make_alliance(example_spaces=spaces, spaces_public=True).example_spaces == spaces


def test_a_community_without_a_place_covers_the_world() -> None:
    alliance = make_alliance(community="women who run spaces", covers=[])
    assert list(alliance.covers.values_list("pk", flat=True)) == ["001"]


def test_a_redrawn_metro_relists_its_groups() -> None:
    metro = make_region("metro-golden", parent=Region.objects.get(pk="ca-on"))
    alliance = make_alliance(covers=[metro.pk])
    assert Listing.objects.filter(alliance=alliance, region="us-ny").count() == 0
    states = list(Region.objects.filter(pk__in=["ca-on", "us-ny"]))
    Region.redraw(
        code=metro.pk, kind="metro", name="Golden", parent=Region.lowest_common(states), latitude=43.3, longitude=-79.3,
        radius_km=90, overlaps=states,
    )  # fmt: skip
    assert Listing.objects.get(alliance=alliance, region="us-ny").relation == "reaches"


@pytest.mark.django_db(transaction=True)
def test_twenty_groups_of_one_name_at_once_get_twenty_addresses() -> None:
    def publish(number: int) -> str:
        try:
            return Alliance.publish(profile_facts(name="Same")).slug
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        slugs = set(pool.map(publish, range(20)))
    assert slugs == {"same", *(f"same-{number}" for number in range(2, 21))}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
    assert Region.objects.get(pk="ca-on").own_count == 20
