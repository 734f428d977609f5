"""What load_geography makes of the regions and towns, and that it does it once."""

import lzma
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alliances.ancestry import CycleError, closure
from alliances.management.commands import load_geography
from alliances.management.commands.load_geography import (
    check_countries,
    more_names,
    read_regions,
    write_regions,
)
from alliances.models import Region, RegionAncestry, RegionName, Town, TownName
from alliances.search import search
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db


def test_every_region_is_there_with_lower_case_code_and_breadth() -> None:
    assert Region.objects.count() == 5319
    assert not Region.objects.filter(code__regex=r"[A-Z]").exists()
    found = dict(Region.objects.values_list("code", "breadth"))
    expected = {"fr-75c": 300, "fr-idf": 400, "fr": 500, "dach": 604, "benelux": 603, "001": 850}
    assert {code: found[code] for code in expected} == expected


def test_a_region_lies_in_all_that_contains_it() -> None:
    assert RegionAncestry.above("ca-on") == {"ca-on", "ca", "021", "019", "001", "north-america"}
    assert {"eu", "150", "155", "emea"} <= RegionAncestry.above("benelux")
    assert {"eu", "142", "145"} <= RegionAncestry.above("cy")


def test_regions_are_found_by_name_in_any_language_and_by_code() -> None:
    for text in ("Germany", "deutschland", "Allemagne", "ドイツ", "DE", "ألمانيا"):
        assert "de" in Region.objects.named(text).values_list("pk", flat=True), text
    assert list(Region.objects.named("Nowhere")) == []


def test_towns_are_found_by_any_of_their_names_largest_first() -> None:
    for text in ("Köln", "koln", "Cologne", "Кёльн"):
        assert Town.objects.named(text)[0].name == "Köln", text
    assert [town.region_id for town in Town.objects.named("Kansas City")] == ["us-mo", "us-ks"]


def test_names_of_our_own_are_known_beside_those_of_the_sources() -> None:
    for text, code in (("فلسطين", "ps"), ("Sicilia", "it-82"), ("Middle East", "mena"), ("香港", "hk")):
        assert [region.pk for region in Region.objects.named(text)] == [code], text
    assert [town.pk for town in Town.objects.named("臺北")] == [1668341]
    assert {place.split(":")[0] for place in more_names()} <= {*Region.objects.values_list("pk", flat=True), "town"}


@pytest.mark.parametrize("text", ["to*", "to?onto", "[t]oronto", "tor%", "tor_nto", "t\\", "*", "%", ""])
def test_wildcards_in_a_prefix_mean_themselves(text: str) -> None:
    names = RegionName.objects.filter(folded__prefix=text) if text else RegionName.objects.none()
    assert [name for name in names if not name.folded.startswith(text)] == []
    assert names.count() == 0


def test_a_second_load_changes_nothing() -> None:
    out = StringIO()
    call_command("load_geography", stdout=out)
    assert out.getvalue() == "Regions and towns are there already.\n"


def test_the_countries_are_those_of_iso() -> None:
    nodes = read_regions()
    check_countries(nodes)
    without_france = [node for node in nodes if node["code"] != "fr"]
    with_atlantis = [*without_france, {"code": "at-lantis", "kind": "country"}]
    with pytest.raises(CommandError, match="at-lantis, fr$"):
        check_countries(with_atlantis)


def test_a_cycle_is_refused() -> None:
    with pytest.raises(CycleError):
        closure({"a": ["b"], "b": ["c"], "c": ["a"]}, {})
    with pytest.raises(CycleError):
        closure({"a": ["001"], "001": []}, {"eu": ["a", "dach"], "dach": ["eu"]})


def test_names_and_what_finds_them_are_replaced_when_regions_are_loaded_again() -> None:
    Region.objects.filter(pk="es-cl").update(names={"en": "Castile and León"}, other_names=[])
    RegionName.rewrite(Region.objects.get(pk="es-cl"))
    assert not Region.objects.named("Castille-et-León").exists()
    write_regions(read_regions())
    assert Region.objects.get(pk="es-cl").names["fr"] == "Castille-et-León"
    assert [region.pk for region in Region.objects.named("castilla y leon")] == ["es-cl"]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the command reads, with some of the towns only."""
    for name in ("regions.json.xz", "town_names.json.xz", "more_names.tsv"):
        (tmp_path / name).write_bytes((load_geography.DATA / name).read_bytes())
    some = Path(__file__).parents[1] / "data" / "towns.tsv"
    (tmp_path / "towns.tsv.xz").write_bytes(lzma.compress(some.read_bytes(), preset=0))
    monkeypatch.setattr(load_geography, "DATA", tmp_path)
    return tmp_path


@pytest.mark.usefixtures("files")
def test_loading_again_lists_every_group_anew_under_the_new_names() -> None:
    Region.objects.filter(pk="es-cl").update(names={"en": "Castile and León"}, other_names=[])
    TownName.objects.filter(town=2886242, folded="keulen").delete()
    Town.objects.update(translations={})
    make_alliance(name="Of a state", covers=["es-cl"])
    make_alliance(name="Of a town", covers=["de"], town=2886242)
    make_alliance(name="Of a city", covers=[Region.of_town(Town.objects.get(pk=2886242)).pk])
    assert [search(text, corrected=False).number for text in ("castille-et-leon", "keulen")] == [0, 0]
    out = StringIO()
    call_command("load_geography", again=True, stdout=out)
    assert "3 groups listed anew." in out.getvalue()
    assert [group.name for group in search("castille-et-leon").groups] == ["Of a state"]
    assert [group.name for group in search("keulen").groups] == ["Of a city", "Of a town"]
    assert Region.objects.get(pk="es-cl").own_count == 1
    assert Town.objects.get(pk=2886242).translations == {"en": "Cologne", "fr": "Cologne", "es": "Colonia"}
    assert Town.objects.get(pk=6167865).translations == {}
