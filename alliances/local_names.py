"""What people call a region where it lies."""

from typing import NamedTuple

from babel.languages import get_official_languages

from alliances.choices import RegionKind
from alliances.models import Region
from alliances.text import fold

MOST = 4  # names of a country of several languages


class LocalName(NamedTuple):
    """A name and the code of its language, "" where that is not known."""

    text: str
    language: str


def local_names(region: Region) -> list[LocalName]:
    """The names on the ground, where they are known and differ from the page's: Deutschland beside Germany.

    Of a country those in its official languages (Unicode CLDR), each in its own; else the one that came with it.
    """
    country = region.pk.partition("-")[0].upper()
    if region.kind == RegionKind.COUNTRY and not region.names.get("_local"):
        spoken = get_official_languages(country, de_facto=True)
        named = [LocalName(str(region.names[code]), _tag(code)) for code in spoken if region.names.get(code)]
    else:
        spoken = get_official_languages(country, regional=True, de_facto=True)
        named = [LocalName(str(region.names.get("_local") or ""), _language_of_local(region, spoken))]
    distinct = {fold(one.text): one for one in reversed(named) if fold(one.text) not in {"", fold(region.display_name)}}
    return list(distinct.values())[::-1][:MOST]


def _language_of_local(region: Region, spoken: tuple[str, ...]) -> str:
    """The language that has this name for it: the only one, or an official one of the country."""
    local = region.names.get("_local")
    codes = [code for code, name in region.names.items() if name == local and code != "_local"]
    likely = codes if len(codes) == 1 else [code for code in spoken if code in codes]
    return _tag(likely[0]) if likely else ""


def _tag(code: str) -> str:
    """As HTML writes it: zh-Hant."""
    return code.replace("_", "-")
