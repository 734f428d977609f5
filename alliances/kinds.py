"""What the parts of a country are called there: Ontario is a province, Texas is a state."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.choices import RegionKind
from alliances.models import Region, Town
from alliances.naming import name_and_words, region_in_full, told_apart
from alliances.text import fold


class Called(NamedTuple):
    """One part, and all of them as a heading."""

    one: Promise
    all: Promise


PLAIN_REGION = Called(_("region"), _("Regions"))
STATE = Called(_("state"), _("States"))
PROVINCE = Called(_("province"), _("Provinces"))
COUNTY = Called(_("county"), _("Counties"))
DISTRICT = Called(_("district"), _("Districts"))
DEPARTMENT = Called(_("department"), _("Departments"))
PREFECTURE = Called(_("prefecture"), _("Prefectures"))
GOVERNORATE = Called(_("governorate"), _("Governorates"))
MUNICIPALITY = Called(_("municipality"), _("Municipalities"))
STATES = Called(_("state"), _("States and territories"))

UPPER_LEVEL = {
    **dict.fromkeys(["at", "br", "de", "mm", "mx", "my", "ng", "us", "ve"], STATE),
    **dict.fromkeys(["au", "in"], STATES),
    "ca": Called(_("province"), _("Provinces and territories")),
    "ch": Called(_("canton"), _("Cantons")),
    "cn": Called(_("province"), _("Provinces and regions")),
    "es": Called(_("autonomous community"), _("Autonomous communities")),
    "gb": Called(_("country"), _("Countries of the United Kingdom")),
    "jp": PREFECTURE,
    "kr": Called(_("province"), _("Provinces and cities")),
    **dict.fromkeys(["af", "ar", "bg", "cd", "cr", "cu", "dz", "ec", "ie", "ir", "kh", "nl", "np"], PROVINCE),
    **dict.fromkeys(["pk", "pl", "tr", "vn", "za"], PROVINCE),
    **dict.fromkeys(["ee", "hr", "hu", "ke", "lr", "no", "ro", "se"], COUNTY),
    **dict.fromkeys(["bo", "co", "gt", "hn", "ni", "py", "sv", "uy"], DEPARTMENT),
    **dict.fromkeys(["eg", "iq", "jo", "lb", "om", "ps", "sy", "tn", "ye"], GOVERNORATE),
    "pt": Called(_("district"), _("Districts and regions")),
    "si": MUNICIPALITY,
    "mk": MUNICIPALITY,
}  # fmt: skip
LOWER_LEVEL = {
    "fr": DEPARTMENT,
    **dict.fromkeys(["be", "es", "id", "it", "ma", "ph"], PROVINCE),
    "ie": COUNTY,
    "gb": Called(_("county, borough or district"), _("Counties, boroughs and districts")),
}
TERRITORIES = {
    "au-act", "au-nt", "ca-nt", "ca-nu", "ca-yt",
    "in-an", "in-ch", "in-dd", "in-dh", "in-dl", "in-dn", "in-jk", "in-la", "in-ld", "in-py",
}  # fmt: skip
# Cities that stand beside provinces, and are called like the town that they are.
CITIES = {
    "cn-bj", "cn-cq", "cn-sh", "cn-tj",
    "kr-11", "kr-26", "kr-27", "kr-28", "kr-29", "kr-30", "kr-31", "kr-50",
}  # fmt: skip
REGIONS = {"cn-gx", "cn-nm", "cn-nx", "cn-xj", "cn-xz", "pt-20", "pt-30"}  # beside provinces and districts


def _states_called(country: str) -> Called:
    return UPPER_LEVEL.get(country, PLAIN_REGION)


def _districts_called(country: str) -> Called:
    return LOWER_LEVEL.get(country, DISTRICT)


def kind_in_words(region: Region) -> str:
    """What a region is, in one plain word: province, country, city."""
    for codes, word in ((TERRITORIES, gettext("territory")), (CITIES, gettext("city")), (REGIONS, gettext("region"))):
        if region.code in codes:
            return word
    country = region.code.partition("-")[0]
    if region.is_state:
        return str(_states_called(country).one)
    if region.is_district:
        return str(_districts_called(country).one)
    if region.kind == RegionKind.COUNTRY:
        return gettext("territory") if region.sovereign_id else gettext("country")
    return str(RegionKind(region.kind).label)


def region_with_kind(region: Region) -> str:
    """Among others to choose from: Ontario, Canada (province)."""
    return name_and_words(region_in_full(region), kind_in_words(region))


def in_one_line(places: Iterable[Region | Town]) -> list[tuple[Region | Town, str]]:
    """Each place in words, of whatever kinds they are: a region says what it is, a country only beside its namesake.

    Kansas City, Missouri, United States · Kansas City, United States (metropolitan area) · Canada.
    """
    told = told_apart(places)
    towns = {fold(place.display_name) for place, _around in told if isinstance(place, Town)}
    named = [(place, ", ".join(filter(None, [str(place), around]))) for place, around in told]
    return [(place, _with_kind(place, words, towns)) for place, words in named]


def _with_kind(place: Region | Town, words: str, towns: set[str]) -> str:
    if isinstance(place, Town) or (place.kind == RegionKind.COUNTRY and fold(place.display_name) not in towns):
        return words
    return name_and_words(words, kind_in_words(place))


def parts_in_words(region: Region) -> str:
    """The heading over the parts of a region."""
    if region.kind == RegionKind.GROUPING:
        return gettext("Its members")
    if region.kind == RegionKind.WORLD:
        return gettext("Continents")
    if region.kind == RegionKind.COUNTRY:
        return str(_states_called(region.code).all)
    if region.kind == RegionKind.SUBDIVISION:
        return str(_districts_called(region.code.partition("-")[0]).all)
    if region.is_circle:
        return gettext("It lies in")
    return gettext("Countries and parts of it")
