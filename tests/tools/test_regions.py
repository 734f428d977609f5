"""What regions are made of, from small pieces of what the packages hold."""

import pytest

from tools import regions
from tools.areas import Area
from tools.packages import Feature

PARENTS = {"FR-ARA": "FR", "FR-69": "FR-ARA", "FR-69M": "FR-ARA"}


def test_names_of_a_territory_that_are_as_in_english_are_kept_for_the_languages_of_the_site() -> None:
    found = regions.names_of_territory("150")
    assert (found["en"], found["fr"], found["es"], found["ja"]) == ("Europe", "Europe", "Europa", "ヨーロッパ")
    nigeria = regions.names_of_territory("NG")
    assert [language for language in ("fr", "es", "nl") if language in nigeria] == ["fr", "es"]
    assert regions.names_of_territory("150", "The Old World")["en"] == "The Old World"
    assert regions.names_of_territory("150", "The Old World")["es"] == "Europa"


def test_skeleton_holds_the_parts_of_each_continent() -> None:
    areas = {code: ["X"] for code in ("002", "009", "019")}
    areas |= {"009": ["053", "QO"], "142": ["030"], "150": ["154", "EU"], "202": ["011"], "419": ["005"]}
    found = regions.skeleton(areas, {"001": "World", "053": "Australia and New Zealand"})
    assert [(one["code"], one["kind"], one.get("parent")) for one in found] == [
        ("001", "world", None),
        ("002", "region", "001"), ("015", "subregion", "002"),
        ("202", "subregion", "002"), ("011", "intermediate", "202"),
        ("009", "region", "001"), ("053", "subregion", "009"),
        ("019", "region", "001"), ("021", "subregion", "019"),
        ("419", "subregion", "019"), ("005", "intermediate", "419"),
        ("142", "region", "001"), ("030", "subregion", "142"),
        ("150", "region", "001"), ("154", "subregion", "150"),
    ]  # fmt: skip
    assert found[6]["names"]["en"] == "Australia and New Zealand"


def test_countries_are_those_of_iso_and_kosovo() -> None:
    facts = {
        "FR": {"iso1A3": "FRA", "iso1N3": "250"},
        "GP": {"iso1A3": "GLP", "iso1N3": "312", "country": "FR"},
        "XK": {"iso1A3": "XKX", "isoStatus": "usrAssn"},
        "EA": {"isoStatus": "excRes", "country": "ES"},
        "AQ": {"iso1A3": "ATA", "iso1N3": "010"},
        "FX": {"iso1A3": "FXX"},
    }
    found = regions.countries(facts, {"FR": "155", "GP": "029", "XK": "039", "EA": "015"})
    assert [{**one, "names": one["names"]["en"]} for one in found] == [
        {"code": "AQ", "kind": "country", "parent": "001", "names": "Antarctica", "iso3": "ATA", "numeric": "010"},
        {"code": "FR", "kind": "country", "parent": "155", "names": "France", "iso3": "FRA", "numeric": "250"},
        {"code": "GP", "kind": "country", "parent": "029", "names": "Guadeloupe", "iso3": "GLP", "numeric": "312"}
        | {"sovereign": "FR"},
        {"code": "XK", "kind": "country", "parent": "039", "names": "Kosovo", "iso3": "XKX"},
    ]


def test_parents_of_countries_are_the_areas_that_are_known() -> None:
    areas = {"155": ["FR", "DE"], "150": ["155"], "EU": ["FR"]}
    assert regions.parents_of_countries(areas, {"150", "155"}) == {"FR": "155", "DE": "155"}


def test_parent_of_a_subdivision_is_its_country_where_both_name_it() -> None:
    areas = {"FR": ["frara", "fr69m"], "frara": ["fr69", "fr69m"]}
    assert regions.parents_of_subdivisions(areas) == {"FR-69": "FR-ARA", "FR-69M": "FR", "FR-ARA": "FR"}


def test_natural_names_are_tidy_and_differ_from_english_but_in_the_languages_of_the_site() -> None:
    facts = {"name": "Pyongyang", "name_local": "\t평양", "name_en": "Pyongyang", "name_de": "Pjöngjang"}
    facts |= {"name_it": "Pyongyang", "name_zh": "平壤", "name_zht": "平壤市", "name_fr": "Pyongyang", "name_he": None}
    expected = {"en": "Pyongyang", "_local": "평양", "fr": "Pyongyang", "de": "Pjöngjang", "zh": "平壤"}
    assert regions.natural_names("Pyongyang", facts) == expected | {"zh_Hant": "平壤市"}
    assert regions.natural_names("Quietville", {}) == {"en": "Quietville"}


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("fr", "canton d'Argovie", "Argovie"), ("fr", "canton de la Posavina", "Posavina"),
        ("fr", "Côte-d'Or", "Côte-d’Or"),
        ("fr", "d'Alicante", "Alicante"), ("fr", "Préfecture d'Osaka", "Osaka"), ("fr", "l'Amour", "Amour"),
        ("fr", "île de Wight", "Île de Wight"), ("fr", "La Rioja", "La Rioja"),
        ("fr", "Dakota du Nord", "Dakota du Nord"),
        ("es", "Voivodato de Gran Polonia", "Gran Polonia"), ("es", "los Grisones", "Grisones"),
        ("es", "Los Lagos", "Los Lagos"),
        ("it", "la Massa", "la Massa"), ("ca", "Val d'Oise", "Val d'Oise"),
    ],
)  # fmt: skip
def test_natural_name_is_written_as_a_name(language: str, name: str, said: str) -> None:
    assert regions.plain(language, name) == said


def test_names_written_by_hand_come_first_and_say_what_is_as_in_english() -> None:
    by_hand = {
        "names": {"IT-25": {"fr": "Lombardie"}, "LU-LU": {"es": "Luxemburgo"}},
        "as_in_english": {"both": ["LU", "IT-67"]},
        "other_names": {},
        "groupings": {},
    }
    found: list[regions.Region] = [
        {"code": "IT-25", "names": {"en": "Lombardy", "fr": "Lombardy"}},
        {"code": "IT-67", "names": {"en": "Molise"}},
        {"code": "LU-LU", "names": {"en": "Luxembourg"}},
    ]
    for region in found:
        regions.add_names(region, by_hand)
    assert [one["names"] for one in found] == [
        {"en": "Lombardy", "fr": "Lombardie"},
        {"en": "Molise", "fr": "Molise", "es": "Molise"},
        {"en": "Luxembourg", "fr": "Luxembourg", "es": "Luxemburgo"},
    ]


def test_grouping_takes_names_and_members_from_cldr_or_from_the_table() -> None:
    areas = {"EU": ["AT", "BE"]}
    union = regions.grouping("eu", {"cldr": "EU", "besides": ["GP"]}, areas)
    assert (union["names"]["fr"], union["members"]) == ("Union européenne", ["AT", "BE", "GP"])
    facts = {"en": "Baltic states", "fr": "Pays baltes", "es": "Países bálticos", "members": ["EE", "LV"]}
    assert regions.grouping("baltics", facts, areas) == {
        "code": "baltics",
        "kind": "grouping",
        "names": {"en": "Baltic states", "es": "Países bálticos", "fr": "Pays baltes"},
        "members": ["EE", "LV"],
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "FR", "parent": "001"}, "twice: ['FR']; not there: []"),
        ({"code": "FR-ARA", "parent": "FX"}, "not there: ['FX']"),
        ({"code": "GP", "parent": "001", "sovereign": "FX"}, "not there: ['FX']"),
        ({"code": "eu", "members": ["FR", "SU"]}, "not there: ['SU']"),
    ],
)
def test_regions_that_do_not_fit_together_are_refused(wrong: regions.Region, said: str) -> None:
    fitting: list[regions.Region] = [{"code": "001"}, {"code": "FR", "parent": "001"}]
    regions.check(fitting)
    with pytest.raises(ValueError, match="twice") as refused:
        regions.check([*fitting, wrong])
    assert str(refused.value).endswith(said)


def test_parents_stand_before_their_children() -> None:
    found: list[regions.Region] = [
        {"code": "benelux", "kind": "grouping"},
        {"code": "AZ-BAB", "kind": "subdivision", "parent": "AZ-NX"},
        {"code": "AZ-NX", "kind": "subdivision", "parent": "AZ"},
        {"code": "AZ", "kind": "country", "parent": "145"},
        {"code": "001", "kind": "world"},
    ]
    order = [one["code"] for one in sorted(found, key=regions.place_in_list)]
    assert order == ["001", "AZ", "AZ-NX", "AZ-BAB", "benelux"]


def test_ancestors_end_with_the_country() -> None:
    assert regions.ancestors("FR-69M", PARENTS) == ["FR-69M", "FR-ARA", "FR"]
    assert regions.ancestors("FR", PARENTS) == ["FR"]
    assert regions.ancestors("LU-L", PARENTS) == ["LU-L"]


def test_areas_of_one_code_stand_together() -> None:
    one, other = Feature({"iso_3166_2": "PH-MNL"}, []), Feature({"iso_3166_2": "PH-MNL"}, [])
    areas = [Area("PH-MNL", "PH-00", one), Area("PH-MNL", "PH-00", other)]
    assert regions.by_code(areas) == {"PH-MNL": [one, other]}
