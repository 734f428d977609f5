"""The names of regions and of larger towns, kept in memory: what a name begins, and what a slip of the finger meant.

A page of the gazetteer holds all names with one first letter. It is read from the database when somebody first types
that letter, and kept for a day in the cache of the process, where all pages together would take some six megabytes.
A database alone would sort tens of thousands of names for every "s" typed, and no two databases agree on what is like
what. Towns and regions change once a year, by load_geography.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.core.cache import cache
from rapidfuzz import process
from rapidfuzz.distance import OSA

from alliances.choices import RegionKind
from alliances.models import Region, RegionName, TownName
from alliances.models.region import is_state
from alliances.models.town import OWN_NAME, TOWN, likely

BIG = 15_000  # people: smaller towns are found by their beginning in the database, and not when misspelt
KEPT_SECONDS = 24 * 3600
SHORTEST, LONGEST = 4, 60  # letters of what may be misspelt
# Letters that may be wrong, missing, too many or swapped, in a name of at most so many letters.
SLIPS = ((6, 1), (10, 2), (LONGEST, 3))
# Regions among towns: as heavy as a town of so many people.
COUNTRY, STATE, DISTRICT = 10**10, 300_000 * OWN_NAME, 30_000 * OWN_NAME
SPOKEN_CODES = {"us", "ca", "au"}  # countries where people call states by their codes
CODE = "-"  # before what ISO writes after a country, in the place of a name: "-tx"; nothing typed begins so
NAMES_OF_A_PLACE = 8  # that may begin alike, in its many languages
FIRST_REGION = 2**31  # keys from here on are places in `codes`; smaller ones are those of towns

Row = tuple[float, str, str]  # weight, folded name, value


class Page(NamedTuple):
    """Folded names, one a line, likeliest first; `keys` and `codes` tell the place that bears each."""

    names: str
    keys: array
    codes: tuple[str, ...]

    @classmethod
    def of(cls, rows: list[Row]) -> "Page":
        rows = sorted(rows, key=lambda row: (-row[0], row[2], row[1]))
        codes = tuple(dict.fromkeys(value for _weight, _name, value in rows if not value.startswith(TOWN)))
        places = {code: FIRST_REGION + n for n, code in enumerate(codes)}
        keys = (places[value] if value in places else int(value.removeprefix(TOWN)) for _weight, _name, value in rows)
        return cls("".join(f"\n{name}" for _weight, name, _value in rows) + "\n", array("I", keys), codes)

    def each_value(self, lines: Iterable[int]) -> Iterator[str]:
        keys = (self.keys[line] for line in lines)
        return (self.codes[key - FIRST_REGION] if key >= FIRST_REGION else f"{TOWN}{key}" for key in keys)

    def values(self, lines: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(self.each_value(lines)))

    def lines_with(self, text: str) -> Iterator[int]:
        """The numbers of the lines with this text, which begins with a line break."""
        line, seen = -1, 0
        found = self.names.find(text)
        while found >= 0:
            line += self.names.count("\n", seen, found + 1)
            seen = found + 1
            yield line
            found = self.names.find(text, seen)

    def lines_near(self, text: str, most: int) -> list[tuple[int, int]]:
        """(slips, line) of the names that differ by at most so many slips; fewest first."""
        names = self.names.split("\n")[1:-1]
        found = process.extract(text, names, scorer=OSA.distance, score_cutoff=most, limit=None) if most else ()
        return sorted((int(slips), line) for _name, slips, line in found)


def slips(text: str) -> int:
    """How many letters of a word may be off: none in a short one, three in a long one."""
    if len(text) < SHORTEST:
        return 0
    return next((slips for letters, slips in SLIPS if len(text) <= letters), 0)


def named(folded: str) -> list[str]:
    """Values of the regions and larger towns of this name, likeliest first; else of the states with this code."""
    page = _page(folded)
    return page.values(page.lines_with(f"\n{folded}\n")) or page.values(page.lines_with(f"\n{CODE}{folded}\n"))


def beginning(folded: str, most: int) -> list[str]:
    """Values of the first places one of whose names begins like this: some regions, and towns up to `most`."""
    if is_letter(folded):
        return []
    page = _page(folded)
    found: dict[str, bool] = {}  # value → whether it is a town
    for value in page.each_value(page.lines_with(f"\n{folded}")):
        is_town = value.startswith(TOWN)
        if is_town or sum(not one for one in found.values()) < most // 2:
            found[value] = is_town
        if sum(found.values()) == most:
            return list(found)
    smaller = TownName.objects.beginning(folded).bearers(NAMES_OF_A_PLACE * most)
    return list(found | {town.value: True for town in smaller})


def almost(folded: str) -> list[str]:
    """Values of the places whose names begin like this or differ by one slip, likeliest first; then by more slips."""
    page = _page(folded)
    near = page.lines_near(folded, slips(folded))
    begun = [] if is_letter(folded) else list(page.lines_with(f"\n{folded}"))
    first = sorted({*begun, *(line for slips, line in near if slips <= 1)})
    return page.values([*first, *(line for slips, line in near if slips > 1)])


def near(folded: str) -> list[str]:
    """Values of the regions and larger towns with a name like this: fewest slips first."""
    page = _page(folded)
    return page.values(line for _slips, line in page.lines_near(folded, slips(folded)))


def is_letter(folded: str) -> bool:
    """So short that it begins nothing: one letter, where words have several."""
    return len(folded) == 1 and folded.isascii()


def _page(folded: str) -> Page:
    letter = folded[:1]
    key = f"gazetteer:{ord(letter)}"
    page = cache.get(key)
    if page is None:
        page = Page.of([*_towns(letter), *_regions(letter)])
        cache.set(key, page, KEPT_SECONDS)
    return page


def _towns(letter: str) -> Iterator[Row]:
    bearers = TownName.objects.beginning(letter).filter(population__gte=BIG).bearers()
    return ((town.weight, town.folded, town.value) for town in likely(bearers))


def _regions(letter: str) -> Iterator[Row]:
    names = RegionName.objects.filter(folded__prefix=letter).exclude(region__kind=RegionKind.CITY)
    for folded, code, kind, breadth in names.values_list("folded", "region", "region__kind", "region__breadth"):
        if kind != RegionKind.SUBDIVISION or folded != code.replace("-", " "):  # nobody types half of "us mo"
            yield _weight(kind, breadth), folded, code
    states = Region.objects.states().filter(pk__contains=f"-{letter}")
    for code in states.values_list("pk", flat=True):
        country, _dash, part = code.partition("-")
        if not is_letter(part):
            yield STATE if country in SPOKEN_CODES else DISTRICT, f"{CODE}{part}", code


def _weight(kind: str, breadth: int) -> int:
    if is_state(kind, breadth):
        return STATE
    return DISTRICT if kind in {RegionKind.SUBDIVISION, RegionKind.METRO} else COUNTRY + breadth
