"""The names of a town, and the region that holds it."""

import pytest

from tests.tools.test_boundaries import shape, square
from tools.towns import Leaves, bare, other_names, parts

PARENTS = {"FR-PAC": "FR", "FR-06": "FR-PAC", "FR-13": "FR-PAC", "DE-BY": "DE", "IT-21": "IT"}
STATES = {"FR.93": "FR-PAC", "DE.02": "DE-BY"}
SHAPES = [
    shape("FR-06", square(0.0, 0.0)),
    shape("FR-13", square(1.0, 0.0)),
    shape("FR-XX", square(1.0, 1.0)),
    shape("MC", square(0.0, 1.0, 0.1)),
    shape("IT-21", square(0.5, 1.0, 0.4)),
    shape("DE-BY", square(10.0, 0.0)),
]


@pytest.fixture(scope="module")
def leaves() -> Leaves:
    return Leaves(STATES, PARENTS, SHAPES)


@pytest.mark.parametrize(
    ("where", "leaf"),
    [
        (("FR", "93", 0.5, 0.5), "FR-06"),  # the part of the state that it lies in
        (("FR", "93", 1.5, 0.5), "FR-13"),
        (("FR", "93", 0.6, 1.1), "FR-06"),  # just over the border on the map: the nearest part of its own state
        (("FR", "93", 0.05, 1.05), "FR-06"),
        (("FR", "93", -0.1, 0.5), "FR-06"),  # in the sea
        (("FR", "93", -0.2, 0.5), "FR-PAC"),  # too far out to tell
        (("FR", "93", 10.5, 0.5), "FR-PAC"),  # far inside another state: GeoNames wins
        (("FR", "93", 1.5, 1.1), "FR-PAC"),  # in an area that is not known today, however near another one is
        (("FR", "99", 0.5, 0.5), "FR-06"),  # GeoNames' state is not known: the country's parts
        (("DE", "02", 0.5, 0.5), "DE-BY"),  # a state without parts is not asked for any
        (("PS", "WE", 35.2, 31.9), "PS"),
    ],
)
def test_town_lies_in_the_smallest_region_that_is_known(
    leaves: Leaves, where: tuple[str, str, float, float], leaf: str
) -> None:
    assert leaves.of(*where) == leaf


def test_parts_are_all_that_is_drawn_below() -> None:
    assert parts({"FR-06", "FR-PAC", "MC"}, PARENTS) == {"FR-PAC": {"FR-06"}, "FR": {"FR-06", "FR-PAC"}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Málaga", "malaga"),
        ("Nœux-les-Mines", "Noeux les Mines"),
        ("Gjøvik", "Gjovik"),
        ("Mezaira’a", "Mezaira'a"),
        ("Yangı Qalʻah", "Yangi Qalah"),
        ("مَدِينَة عِيسَى", "مدينة عيسى"),
        ("Podstrana – Sita", "Podstrana - Sita"),
        ("St. John's", "St Johns"),
    ],
)
def test_names_are_the_same_but_for_case_accents_and_punctuation(one: str, other: str) -> None:
    assert bare(one) == bare(other)


@pytest.mark.parametrize(("one", "other"), [("Paris", "Pari"), ("آفاقی", "افاقی"), ("کنیلو", "كانيلو")])
def test_other_letters_make_another_name(one: str, other: str) -> None:
    assert bare(one) != bare(other)


def test_other_names_are_what_people_say() -> None:
    names = [
        "",
        "Koln",
        "CGN",
        "Cologne",
        "COLOGNE",
        "Colonia",
        "ke long",
        "ʿolnya",
        "Кёльн",
        "|Köl|n Stadt\t",
        "x" * 200,
    ]
    assert other_names("Köln", names, 999_999) == ["Cologne", "Colonia", "Кёльн", "Köln Stadt"]


def test_city_of_a_million_keeps_its_code() -> None:
    assert other_names("Los Angeles", ["LAX", "Los Angeles"], 3_800_000) == ["LAX"]
    assert other_names("Lakatoro", ["LAX"], 1_000) == []
