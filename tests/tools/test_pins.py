"""What is installed to build the data is pinned, and what is written by hand is about regions that exist."""

import json
import lzma
import re
from typing import Any

import pytest

from tools import build, compare, regions
from tools.packages import BY_HAND

LOCK = json.loads((build.HERE / "package-lock.json").read_text())


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """The regions by code."""
    return compare.records("regions.json", lzma.decompress((build.DATA / "regions.json.xz").read_bytes()))


def test_packages_of_node_are_pinned_by_version_and_hash_and_name_no_host() -> None:
    wanted = json.loads((build.HERE / "package.json").read_text())["dependencies"]
    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    locked = {name.removeprefix("node_modules/"): one for name, one in LOCK["packages"].items() if name}
    assert {name: locked[name]["version"] for name in wanted} == wanted
    assert [name for name, one in locked.items() if not one["integrity"].startswith("sha512-")] == []
    assert [name for name, one in locked.items() if "resolved" in one] == []


def test_packages_of_python_are_pinned_by_version_and_hash() -> None:
    text = (build.HERE / "requirements.txt").read_text().replace("\\\n", "")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    pinned = re.compile(r"[a-z]+==[\d.]+ +--hash=sha256:[0-9a-f]{64}")
    assert len(lines) == 4
    assert [line for line in lines if not pinned.fullmatch(line)] == []


def test_shipped_files_are_what_the_checksums_say() -> None:
    checksums = compare.read_checksums(build.CHECKSUMS.read_text())
    assert {name: compare.sha256(build.DATA / name) for name in checksums} == checksums
    assert set(build.FILES) < set(checksums)


def test_shipped_regions_fit_together(shipped: dict[str, Any]) -> None:
    found = list(shipped.values())
    regions.check(found)
    assert sorted(found, key=regions.place_in_list) == found


def test_what_is_written_by_hand_is_in_the_shipped_regions(shipped: dict[str, Any]) -> None:
    for code, names in BY_HAND["names"].items():
        assert names.items() <= shipped[code]["names"].items(), code
    for code in BY_HAND["as_in_english"]["both"]:
        found = [one["names"] for one in shipped.values() if code in {one["code"], one["code"].partition("-")[0]}]
        assert any(names["en"] == names["fr"] or names["en"] == names["es"] for names in found), code
    for code, names in BY_HAND["other_names"].items():
        assert shipped[code]["other_names"] == names
    for code, facts in BY_HAND["groupings"].items():
        assert shipped[code]["members"][-1] == (facts.get("besides") or facts["members"])[-1]
    for code, parent in BY_HAND["new"].items():
        assert shipped[code]["parent"] == parent


def test_tables_by_hand_name_regions_that_exist_and_none_that_retired(shipped: dict[str, Any]) -> None:
    pieces = BY_HAND["maps"]["pieces"]
    tables = (BY_HAND["renamed"]["codes"], BY_HAND["merged"], BY_HAND["states"], BY_HAND["also_country"])
    named = {code for table in (*tables, BY_HAND["atlas"]) for code in table.values()}
    named |= {BY_HAND["metropolis"]["code"], BY_HAND["metropolis"]["within"]}
    named |= {*BY_HAND["maps"]["countries"], *(one["code"] for one in pieces), *(one["of"] for one in pieces)}
    assert named - set(shipped) == set()
    assert {*BY_HAND["also_country"], *BY_HAND["retired"]["codes"]} & set(shipped) == set()


@pytest.mark.parametrize("language", regions.OF_THE_SITE)
def test_every_region_has_a_name_in_every_language_of_the_site(shipped: dict[str, Any], language: str) -> None:
    assert [code for code, one in shipped.items() if not one["names"].get(language)] == []


def test_regions_of_the_languages_themselves_are_called_as_they_are_there(shipped: dict[str, Any]) -> None:
    said = {
        "ES-CL": "Castilla y León",
        "ES-VC": "Comunidad Valenciana",
        "MX-CMX": "Ciudad de México",
        "nordics": "Países nórdicos",
    }
    said |= {"AU-NSW": "Nueva Gales del Sur", "IT-25": "Lombardía", "hispanic-america": "América Latina"}
    assert {code: shipped[code]["names"]["es"] for code in said} == said
    said = {
        "ES-CL": "Castille-et-León",
        "FR-BFC": "Bourgogne-Franche-Comté",
        "CH-VD": "Vaud",
        "US-DC": "District de Columbia",
    }
    said |= {
        "AU-NSW": "Nouvelle-Galles du Sud",
        "IT-25": "Lombardie",
        "nordics": "Pays nordiques",
        "PL-12": "Petite-Pologne",
    }
    assert {code: shipped[code]["names"]["fr"] for code in said} == said
