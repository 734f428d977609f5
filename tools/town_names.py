"""What towns are called in English, French and Spanish, where that is not the name that GeoNames gives them.

Unicode CLDR knows it of the towns after which time zones are named; the region of the same name that holds a town, of
others; and GeoNames of towns of 15,000 people or more. What people entered there is sifted: a nickname is no name.
"""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from tools.packages import Properties, geonames, names_entered, zones
from tools.regions import OF_THE_SITE, Region, ancestors
from tools.towns import bare

ALPHABETS = {
    language: re.compile(rf"(?:[A-Z{letters.upper()}]|[dlL]['’])[A-Za-z{letters}{letters.upper()}'’ -]+")
    for language, letters in {"en": "", "fr": "àâæçéèêëîïôœùûü", "es": "áéíñóúü"}.items()
}
MARKS = re.compile("[āēīōūŏŭḩẖḨĀĪŌŪ‘’]|[̣̄]")  # of those who write other scripts in Latin letters
# Where a town has no other name in the language than the one on its signs, or one of long ago: Peking, Calicut.
AT_HOME = {
    "en": {"AU", "CN", "GB", "IE", "IN", "NZ", "PH", "US"},
    "fr": {"FR"},
    "es": {
        "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY", "SV", "UY",
        "VE",
    },
}  # fmt: skip
OTHER_PLACE = re.compile("(?:Arrondissement|Comté|Condado|District|Distrito|Municipio|Préfecture|Territoire|Wilaya) ")
EUROPE = "150"
LARGE = 100_000  # people: of smaller towns elsewhere too much of what was entered is wrong
ALIKE = 0.5  # of the letters: Frankfurt and Francfort are, Casablanca and White House are not

Names = dict[str, str]


def build(by_hand: Properties, regions: list[Region], leaves: Mapping[int, str]) -> dict[str, Names]:
    """Geonameid → language → name, the largest towns first. `leaves`: geonameid → the region that holds it.

    `by_hand`: geonameid → language → name, before all sources; the town's own where these have a wrong one.
    """
    towns = sorted(geonames(), key=lambda town: (-town["population"], town["geonameid"]))
    parents = {one["code"]: one["parent"] for one in regions if one.get("parent")}
    named = {one["code"]: one["names"] for one in regions}
    sources = [
        by_zone(towns),
        {town["geonameid"]: of_region(town["name"], leaves[town["geonameid"]], parents, named) for town in towns},
        sifted(towns, parents),
    ]
    found = {}
    for town in towns:
        likely = [source.get(town["geonameid"], {}) for source in sources]
        names = one_of_each(town["name"], likely) | by_hand.get(str(town["geonameid"]), {})
        if kept := {language: name for language, name in names.items() if straight(name) != straight(town["name"])}:
            found[str(town["geonameid"])] = kept
    return found


def one_of_each(own: str, likely: list[Names]) -> Names:
    """Of each language the first name that is written in its letters; "New York" is no other name of New York City."""
    found = {}
    for language in OF_THE_SITE:
        names = [names[language] for names in likely if language in names]
        fitting = (name for name in names if name == own or ALPHABETS[language].fullmatch(name))
        name = next(fitting, own)
        if language != "en" or not is_part(name, own):
            found[language] = name
    return found


def by_zone(towns: list[Properties]) -> dict[int, Names]:
    """The towns after which time zones are named. `towns`: largest first, so that it is London in England."""
    english = names_entered("en")
    known: dict[tuple[str, str], int] = {}
    for town in towns:
        for name in (town["name"], english.get(town["geonameid"], "")):
            known.setdefault((town["countrycode"], bare(name)), town["geonameid"])
    found: dict[int, Names] = {}
    for zone in zones():
        key = known.get((zone.country, bare(zone.city)))
        if key is not None:
            found[key] = zone.names
    return found


def of_region(own: str, leaf: str, parents: Mapping[str, str], named: Mapping[str, Names]) -> Names:
    """The names of the narrowest subdivision that holds a town and has its name in English; {} without one."""
    for code in ancestors(leaf, parents):
        names = named.get(code, {})
        if "-" in code and bare(names.get("en", "")) == bare(own):
            return {one: names[one] for one in ("fr", "es") if one in names and not is_part(own, names[one])}
    return {}


def sifted(towns: list[Properties], parents: Mapping[str, str]) -> dict[int, Names]:
    """What people entered at GeoNames, as far as it can be the name of a town."""
    found: dict[int, Names] = {}
    for town in towns:
        country = town["countrycode"]
        if town["population"] < LARGE and EUROPE not in ancestors(country, parents):
            continue
        for language in OF_THE_SITE:
            name = names_entered(language).get(town["geonameid"], "")
            if country not in AT_HOME[language] and is_name(name, town["name"], language):
                found.setdefault(town["geonameid"], {})[language] = name
    return found


def is_name(name: str, own: str, language: str) -> bool:
    """Whether this can be what a town is called in a language, beside its own name."""
    reduced, before = bare(name), bare(own)
    if OTHER_PLACE.match(name) or "''" in straight(name):
        return False
    if language == "en" and ("'" in straight(name) or not MARKS.search(own)):  # GeoNames speaks English already
        return False
    if reduced == before:
        return not re.search("['’âîôû]", name)
    alike = SequenceMatcher(None, reduced, before, autojunk=False).ratio()
    return alike >= ALIKE and not (is_part(name, own) or is_part(own, name))


def is_part(name: str, other: str) -> bool:
    """Whether the words of one name are some of those of the other: Salta, Ciudad de Salta."""
    words, others = bare(name).split(), bare(other).split()
    return words != others and set(words) <= set(others)


def straight(name: str) -> str:
    """With the apostrophe of a typewriter."""
    return name.replace("’", "'")
