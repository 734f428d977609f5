"""How places are named: by themselves, inside a sentence, with what lies round them, and apart from their namesakes."""

from collections import Counter
from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alliances.choices import RegionKind
from alliances.models import Region, Town
from alliances.models.facets import WORLD
from alliances.models.region import INSIDE_A_COUNTRY
from alliances.text import fold

# English puts an article before these; others may translate "the %(name)s" as "%(name)s".
WITH_ARTICLE = {
    "001", "019", "029", "ae", "baltics", "bs", "cf", "do", "eu", "eurozone", "gb", "gcc", "gm", "km", "mh", "mv", "nl",
    "nordics", "ph", "sb", "sc", "tc", "um", "us", "va", "vg", "vi", "western-balkans",
}  # fmt: skip


def named_in_text(region: Region) -> str:
    """The name of a region inside a sentence: the United Kingdom, Ontario."""
    name = region.display_name
    if region.pk == WORLD:
        name = gettext("world")
    return gettext("the %(name)s") % {"name": name} if region.pk in WITH_ARTICLE else name


def named_in_html(region: Region) -> SafeString:
    """The name of a region by itself, marked where it is in another language than the page's."""
    language, name = region.display_language, region.display_name
    return format_html('<span lang="{}">{}</span>', language, name) if language else conditional_escape(name)


def regions_above(region: Region) -> list[Region]:
    """The state and the country of a region, as far as its parents were loaded; nothing for a country."""
    found: list[Region] = []
    step = region
    while step.kind in INSIDE_A_COUNTRY and step.parent is not None:
        step = step.parent
        if _is_said(step):
            found.append(step)
    return found


def _is_said(region: Region) -> bool:
    """Of two levels of subdivisions people name the wider one: Lyon, Auvergne-Rhône-Alpes, France."""
    return region.kind == RegionKind.COUNTRY or region.is_state


def region_in_full(region: Region) -> str:
    """Ontario, Canada."""
    return ", ".join(one.display_name for one in _with_above(region))


def name_and_words(name: str, words: str) -> str:
    """Ontario (province). No bracket stands behind a bracket: EMEA (Europe, Middle East and Africa), grouping."""
    return f"{name}, {words}" if name.endswith(")") else f"{name} ({words})"


def in_full_in_html(region: Region) -> SafeString:
    """The same, each name marked where it is in another language than the page's."""
    return format_html_join(", ", "{}", ((named_in_html(one),) for one in _with_above(region)))


def _with_above(region: Region) -> list[Region]:
    return [region, *beside(region.display_name, regions_above(region))]


def beside(name: str, regions: Iterable[Region]) -> list[Region]:
    """Those that say more than this name does: of several with one name the first, however it is accented.

    In a country of that name its parts may say no more either: Singapore lies in Central Singapore.
    """
    by_name: dict[str, Region] = {}
    for region in regions:
        by_name.setdefault(fold(region.display_name), region)
    own = by_name.pop(fold(name), None)
    if own and own.kind == RegionKind.COUNTRY:
        return [one for known, one in by_name.items() if f" {fold(name)} " not in f" {known} "]
    return list(by_name.values())


def regions_of(town: Town) -> list[Region]:
    """The state and the country of a town."""
    leaf = town.region
    return [*([leaf] if _is_said(leaf) else []), *regions_above(leaf)]


def town_surroundings(town: Town, *, with_district: bool = False) -> str:
    """What stands behind the name of a town: Ontario, Canada. A state of the same name says nothing more."""
    regions = [*([town.region] if with_district else []), *regions_of(town)]
    return ", ".join(region.display_name for region in beside(town.display_name, regions))


def town_in_full(town: Town) -> str:
    """Toronto, Ontario, Canada."""
    return ", ".join(filter(None, [town.display_name, town_surroundings(town)]))


def told_apart(places: Iterable[Region | Town]) -> list[tuple[Region | Town, str]]:
    """Each place with what stands behind its name; two towns that would read alike, with their districts too."""
    with_words = [(place, _surroundings(place)) for place in places]
    seen = Counter((str(place), words) for place, words in with_words if isinstance(place, Town))
    return [
        (place, town_surroundings(place, with_district=True))
        if isinstance(place, Town) and seen[str(place), words] > 1
        else (place, words)
        for place, words in with_words
    ]


def _surroundings(place: Region | Town) -> str:
    if isinstance(place, Town):
        return town_surroundings(place)
    return ", ".join(one.display_name for one in beside(place.display_name, regions_above(place)))
