"""How facts are said: areas, counts, joining and dates in the words that people read; places: naming.py."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from babel.numbers import format_decimal
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from alliances import languages
from alliances.choices import Fee, Joiner
from alliances.models import Alliance, AllianceProfile, Region, Town
from alliances.models.facets import WORLD
from alliances.naming import named_in_text, region_in_full, regions_of
from alliances.text import fold

SMALL_NUMBERS = (
    _("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"),
    _("nine"), _("ten"), _("eleven"), _("twelve"),
)  # fmt: skip
# (language, conjunction) → how the next word begins, and what stands instead; not before hielo, whose i is no vowel.
BEFORE_A_VOWEL = {("es", "y"): (re.compile("h?i(?![aeou])"), "e"), ("es", "o"): (re.compile("h?o"), "u")}
NAMES_SHOWN = 4  # of the regions of one group, on a card
JOINERS = {
    Joiner.SPACES: _("coworking spaces"),
    Joiner.RUNNERS: _("people who run coworking spaces"),
    Joiner.PEOPLE: _("anyone around coworking"),
    Joiner.SUPPLIERS: _("suppliers and partners"),
}
FEES = {
    Fee.NONE: _("No fee"),
    Fee.PAID: _("There is a fee"),
    Fee.ASK: _("Fee: ask the group"),
    "": _("Fee: not stated"),
}


def in_words(number: int) -> str:
    """A count as one says it before a noun: words up to twelve, figures beyond."""
    return str(SMALL_NUMBERS[number]) if 0 <= number < len(SMALL_NUMBERS) else in_figures(number)


def standing_alone(number: int) -> str:
    """The same without a noun after it: Spanish says uno there, and un before one."""
    return pgettext("without a noun", "one") if number == 1 else in_words(number)


def in_figures(number: int) -> str:
    """A number as it is written in the language of the page: 1,000; 1 000; 1000, but 10.000."""
    is_short = languages.current() == "es" and number < 10_000
    return str(number) if is_short else format_decimal(number, locale=languages.current())


def groups_in_words(number: int, figure: Callable[[int], str] = in_words) -> str:
    """A number of groups: no group, one group, 29 groups. `figure`: how the number itself is written."""
    if number == 0:
        return gettext("no group")
    return ngettext("%(count)s group", "%(count)s groups", number) % {"count": figure(number)}


def people_in_words(number: int) -> str:
    """How many live in a town: 2,794,356 people."""
    return ngettext("%(people)s person", "%(people)s people", number) % {"people": in_words(number)}


def more_groups_in_words(least: int) -> str:
    """More than 1,000 groups. `least`: figures, from 13 on."""
    return gettext("%(count)s groups") % {"count": more_than(least)}


def more_than(number: int) -> str:
    return gettext("more than %(count)s") % {"count": in_figures(number)}


def each_in_words(levels: Sequence[tuple[Region, Sequence[object]]]) -> str:
    """How many there are for each of some regions: one for Toronto, one for Ontario and two for Canada."""
    return joined(
        ngettext("%(count)s for %(name)s", "%(count)s for %(name)s", len(found))
        % {"count": in_words(len(found)), "name": named_in_text(region)}
        for region, found in levels
    )


def joined(words: Iterable[str], *, last: str = "") -> str:
    """a, b and c. `last`: the word before the last one, when it is not "and"."""
    *firsts, final = [str(word) for word in words] or [""]
    if not firsts:
        return final
    return gettext("%(first)s %(and)s %(last)s") % {
        "first": gettext(", ").join(firsts),
        "and": _before(final, last or gettext("and")),
        "last": final,
    }


def _before(word: str, conjunction: str) -> str:
    """Spanish says e for y before the sound of an i, and u for o before that of an o."""
    sounds_alike, instead = BEFORE_A_VOWEL.get((languages.current(), conjunction), (None, ""))
    return instead if sounds_alike and sounds_alike.match(fold(word)) else conjunction


def town_or_country(town: Town) -> str:
    """Lagos or Nigeria; one name where both have the same."""
    country = named_in_text(regions_of(town)[-1])
    return country if country == town.display_name else joined([town.display_name, country], last=gettext("or"))


def by_breadth(regions: Iterable[Region]) -> list[Region]:
    """Widest first, then by name."""
    return sorted(regions, key=lambda region: (-region.breadth, fold(region.display_name)))


def area_in_words(alliance: Alliance) -> str:
    """Where a space must be: Ontario, Canada · Asia and Oceania, except China · Worldwide."""
    regions, excluded = map(by_breadth, alliance.extent)
    if not regions:
        return alliance.coverage_note or gettext("Area not stated")
    if any(region.pk == WORLD for region in regions):
        area = gettext("Worldwide")
    elif len(regions) == 1:
        area = region_in_full(regions[0])
    else:
        area = _shortened([region.display_name for region in regions])
    if excluded:
        area = gettext("%(area)s, except %(excluded)s") % {
            "area": area,
            "excluded": _shortened([region.display_name for region in excluded]),
        }
    return area


def _shortened(names: Sequence[str]) -> str:
    if len(names) <= NAMES_SHOWN:
        return joined(names)
    rest = len(names) - NAMES_SHOWN + 1
    more = ngettext("%(count)s more", "%(count)s more", rest) % {"count": in_words(rest)}
    return joined([*names[: NAMES_SHOWN - 1], more])


def joiners_in_words(who: Collection[str]) -> str:
    """Who can join, inside a sentence: coworking spaces and suppliers and partners."""
    return joined(str(JOINERS[one]) for one in Joiner if one in who)


def fee_in_words(profile: AllianceProfile) -> str:
    """No fee · There is a fee: 50 euros a year · Fee: not stated."""
    words = str(FEES.get(profile.fee, FEES[""]))
    return words + gettext(": ") + profile.fee_note if profile.fee_note else words


def members_in_words(profile: AllianceProfile) -> str:
    """Eleven member spaces in 15 locations."""
    words = {"spaces": in_words(profile.member_spaces or 0), "places": in_words(profile.locations or 0)}
    spaces = ngettext("%(spaces)s member space", "%(spaces)s member spaces", profile.member_spaces or 0) % words
    places = ngettext("%(places)s location", "%(places)s locations", profile.locations or 0) % words
    if profile.member_spaces and profile.locations:
        return capfirst(gettext("%(spaces)s in %(places)s") % {"spaces": spaces, "places": places})
    return capfirst(spaces if profile.member_spaces else places)


def language_name(code: str) -> str:
    """The name of a language in the page's own: fr → French."""
    return languages.names_in(languages.current()).get(code, code)


def languages_in_words(codes: Iterable[str]) -> str:
    """English and French."""
    return joined(language_name(code) for code in codes)


def date_in_part(text: str) -> str:
    """A year, month or day as one writes it: "2026-11" → November 2026. Anything else stays as it is."""
    year, _dash, rest = text.partition("-")
    month, _dash, day = rest.partition("-")
    try:
        moment = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return text
    return date_in_full(moment) if day else date_format(moment, gettext("F Y") if month else "Y")


def date_in_full(moment: date) -> str:
    """A day as one writes it in the language: 3 November 2026."""
    return date_format(moment, gettext("j F Y"))


def sentence(parts: Iterable[str]) -> str:
    """Parts of a sentence with commas between, a capital letter and a full stop; nothing for nothing."""
    text = gettext(", ").join(part for part in parts if part)
    return f"{capfirst(text)}." if text else ""
