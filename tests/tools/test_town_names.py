"""What a town is called in a language: which source is believed, and what cannot be its name."""

import json
import lzma
from typing import Any

import pytest

from tools import build, compare, town_names
from tools.packages import BY_HAND, Zone
from tools.town_names import is_name, of_region, one_of_each

PARENTS = {"150": "001", "DE": "150", "DE-HH": "DE", "ID-YO": "ID", "PT-11": "PT", "PT": "150", "FR": "150"}
NAMED = {
    "DE-HH": {"en": "Hamburg", "fr": "Hambourg", "es": "Hamburgo"},
    "ID-YO": {"en": "Yogyakarta", "fr": "Yogyakarta", "es": "Especial de Yogyakarta"},
    "PT-11": {"en": "Lisbon", "fr": "Lisbonne", "es": "Lisboa"},
    "FR": {"en": "France", "fr": "France", "es": "Francia"},
}


def town(key: int, name: str, country: str, population: int = 200_000) -> dict[str, Any]:
    return {"geonameid": key, "name": name, "countrycode": country, "population": population}


@pytest.mark.parametrize(
    ("language", "own", "name"),
    [
        ("fr", "Köln", "Cologne"),
        ("es", "London", "Londres"),
        ("fr", "Frankfurt am Main", "Francfort-sur-le-Main"),
        ("es", "Munich", "Múnich"),
        ("fr", "Seoul", "Séoul"),
        ("en", "Herāt", "Herat"),
        ("en", "Petaẖ Tiqva", "Petah Tikva"),
    ],
)
def test_what_a_language_calls_a_town(language: str, own: str, name: str) -> None:
    assert is_name(name, own, language)


@pytest.mark.parametrize(
    ("language", "own", "name"),
    [
        ("en", "Casablanca", "White House"),  # a nickname, translated
        ("fr", "Lubumbashi", "Élisabethville"),  # what it was called
        ("es", "Salta", "Ciudad de Salta"),  # the same with the kind of place
        ("fr", "Halle (Saale)", "Halle"),
        ("fr", "Alwar", "District d'Alwar"),  # another place
        ("fr", "Karachi", "Karâchi"),  # a transliteration
        ("en", "Padua", "Padova"),  # GeoNames gives the English one already
        ("en", "Xi’an", "Xi'an"),
        ("es", "Köln", ""),
    ],
)
def test_what_is_not_what_a_language_calls_a_town(language: str, own: str, name: str) -> None:
    assert not is_name(name, own, language)


@pytest.mark.parametrize(
    ("own", "leaf", "names"),
    [
        ("Hamburg", "DE-HH", {"fr": "Hambourg", "es": "Hamburgo"}),
        ("Lisbon", "PT-11", {"fr": "Lisbonne", "es": "Lisboa"}),
        ("Yogyakarta", "ID-YO", {"fr": "Yogyakarta"}),  # the name of the province says more than that of the town
        ("Altona", "DE-HH", {}),
        ("France", "FR", {}),  # a country is not named like its towns
    ],
)
def test_a_town_is_called_like_the_region_of_its_name(own: str, leaf: str, names: dict[str, str]) -> None:
    assert of_region(own, leaf, PARENTS, NAMED) == names


def test_the_first_source_with_a_name_in_the_letters_of_the_language_is_believed() -> None:
    likely = [{"fr": "Pékin"}, {"fr": "Beijing", "es": "Běijīng"}, {"en": "Peking", "es": "Pekín"}]
    assert one_of_each("Beijing", likely) == {"en": "Peking", "fr": "Pékin", "es": "Pekín"}
    assert one_of_each("New York City", [{"en": "New York", "fr": "New York"}]) == {
        "fr": "New York",
        "es": "New York City",
    }


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    towns = [
        town(1, "London", "GB", 9_000_000),
        town(2, "London", "CA"),
        town(3, "Hamburg", "DE"),
        town(4, "Gent", "BE"),
        town(5, "Aalst", "BE", 80_000),
        town(6, "Chlef", "DZ", 80_000),
        town(7, "Salta", "AR"),
        town(8, "Toronto", "CA"),
    ]
    entered = {
        "en": {4: "Ghent", 8: "Toronto"},
        "fr": {1: "Londinium", 3: "Hamburg", 4: "Gand", 5: "Alost", 6: "Cheleff", 8: "Toronto"},
        "es": {4: "Gante", 7: "Salto"},
    }
    monkeypatch.setattr(town_names, "geonames", lambda: towns)
    monkeypatch.setattr(town_names, "names_entered", entered.__getitem__)
    monkeypatch.setattr(town_names, "zones", lambda: [Zone("GB", "London", {"fr": "Londres", "es": "Londres"})])


@pytest.mark.usefixtures("sources")
def test_names_come_from_all_sources_and_what_is_written_by_hand_comes_first() -> None:
    regions = [
        {"code": code, "parent": parent, "names": NAMED.get(code, {"en": code})} for code, parent in PARENTS.items()
    ]
    regions += [{"code": "BE", "parent": "150", "names": {"en": "Belgium"}}]
    leaves = {1: "GB", 2: "CA", 3: "DE-HH", 4: "BE", 5: "BE", 6: "DZ", 7: "AR", 8: "CA"}
    found = town_names.build({"4": {"en": "Ghent", "es": "Gent"}, "8": {"fr": "Toronte"}}, regions, leaves)
    assert found == {
        "1": {"fr": "Londres", "es": "Londres"},  # and not London in Canada
        "3": {"fr": "Hambourg", "es": "Hamburgo"},
        "4": {"en": "Ghent", "fr": "Gand"},
        "5": {"fr": "Alost"},  # small, but in Europe
        "8": {"fr": "Toronte"},
    }


@pytest.fixture(scope="module")
def shipped() -> dict[str, dict[str, str]]:
    """Geonameid → language → name."""
    return json.loads(lzma.decompress((build.DATA / "town_names.json.xz").read_bytes()))


@pytest.fixture(scope="module")
def own() -> dict[str, str]:
    """Geonameid → the name that GeoNames gives."""
    towns = compare.records("towns.tsv", lzma.decompress((build.DATA / "towns.tsv.xz").read_bytes()))
    return {key: row["name"] for key, row in towns.items()}


def test_shipped_names_are_those_of_towns_and_differ_from_their_own(
    shipped: dict[str, dict[str, str]], own: dict[str, str]
) -> None:
    assert len(shipped) > 1_400
    assert [key for key in shipped if key not in own] == []
    assert [key for key, names in shipped.items() if own[key] in names.values()] == []
    assert {language for names in shipped.values() for language in names} == {"en", "fr", "es"}


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("2267057", {"fr": "Lisbonne", "es": "Lisboa"}),
        ("2643743", {"fr": "Londres", "es": "Londres"}),
        ("2886242", {"en": "Cologne", "fr": "Cologne", "es": "Colonia"}),
        ("5128581", {"fr": "New York", "es": "Nueva York"}),
        ("3530597", {"fr": "Mexico", "es": "Ciudad de México"}),
        ("2661604", {"fr": "Bâle", "es": "Basilea"}),
        ("6077243", {"en": "Montreal", "es": "Montreal"}),
        ("2800866", {"fr": "Bruxelles", "es": "Bruselas"}),
    ],
)
def test_shipped_names_of_some_towns(shipped: dict[str, dict[str, str]], key: str, names: dict[str, str]) -> None:
    assert shipped[key] == names


def test_what_is_written_by_hand_about_towns_is_shipped(
    shipped: dict[str, dict[str, str]], own: dict[str, str]
) -> None:
    for key, names in BY_HAND["town_names"].items():
        kept = {language: name for language, name in names.items() if name != own[key]}
        assert kept.items() <= shipped.get(key, {}).items(), key
        assert not (names.keys() - kept.keys()) & shipped.get(key, {}).keys(), key
