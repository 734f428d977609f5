"""Small words for templates: numbers, dates, areas and addresses as one says them."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from alliances import languages, naming, wording
from alliances.choices import Benefit
from alliances.kinds import kind_in_words, parts_in_words
from alliances.local_names import local_names
from alliances.maps import tint_of
from alliances.models import AllianceProfile, Region
from alliances.surroundings import LIST_CAP, groups_of, number_of

register = template.Library()

register.filter("in_words", wording.in_words)
register.filter("groups", wording.groups_in_words)
register.filter("people", wording.people_in_words)
register.filter("area", wording.area_in_words)
register.filter("in_full", naming.in_full_in_html)
register.filter("town_in_full", naming.town_in_full)
register.filter("town_or_country", wording.town_or_country)
register.filter("in_text", naming.named_in_text)
register.filter("named", naming.named_in_html)
register.filter("joiners", wording.joiners_in_words)
register.filter("fee", wording.fee_in_words)
register.filter("members", wording.members_in_words)
register.filter("by_breadth", wording.by_breadth)
register.filter("languages_in_words", wording.languages_in_words)
register.filter("each_in_words", wording.each_in_words)
register.filter("day", wording.date_in_full)
register.filter("kind_in_words", kind_in_words)
register.filter("local_names", local_names)
register.filter("tint", tint_of)
register.filter("parts_in_words", parts_in_words)
register.filter("groups_of", groups_of)
register.filter("number_of", lambda groups: number_of(groups))


@register.filter
def own_count(region: Region) -> str:
    """How many groups of its own a region has; without one, whether a wider one includes it."""
    if region.own_count:
        return wording.groups_in_words(region.own_count)
    return gettext("only wider ones") if tint_of(region) == "wider" else gettext("nobody yet")


@register.filter
def beside_it(region: Region) -> list[Region]:
    """What stands behind the name of a region: its state and country."""
    return naming.beside(region.display_name, naming.regions_above(region))


@register.filter
def beginning(groups: Sequence[Any]) -> Sequence[Any]:
    """What is shown of a list of groups."""
    return groups[:LIST_CAP]


@register.filter
def joined(words: Iterable[str]) -> str:
    """a, b and c."""
    return wording.joined(words)


@register.filter
def written(moment: date | datetime | None) -> SafeString | str:
    """A date written out, in a <time> with its machine form: 3 November 2026."""
    if moment is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', f"{moment:%Y-%m-%d}", wording.date_in_full(moment))


@register.filter
def written_in_part(text: str) -> SafeString | str:
    """A year, month or day kept as text, in a <time>: November 2026."""
    words = wording.date_in_part(text)
    return format_html('<time datetime="{}">{}</time>', text, words) if words != text or text.isdigit() else text


@register.filter
def dated(text: str) -> SafeString | str:
    """The same with its preposition: in November 2026, on 3 November 2026."""
    pattern = gettext("on {date}") if text.count("-") == 2 else gettext("in {date}")
    return format_html(pattern, date=written_in_part(text))


@register.filter
def since(text: str) -> SafeString | str:
    """The same with "since": Spanish has an article before a day, and none before a month or a year."""
    is_day = text.count("-") == 2
    pattern = pgettext("a day", "since {date}") if is_day else pgettext("a month or a year", "since {date}")
    return format_html(pattern, date=written_in_part(text))


@register.filter
def host(url: str) -> str:
    """The host of a web address without www, in Unicode; nothing for what is none."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    with suppress(UnicodeError):
        name = name.encode("ascii").decode("idna")
    return name.removeprefix("www.")


@register.filter
def is_web_address(url: str) -> bool:
    """Whether it may stand behind a link: http and https only."""
    return url.startswith(("http://", "https://")) and bool(host(url))


@register.filter
def external(url: str, label: str = "") -> SafeString | str:
    """A link that a group gave us, named by its host; plain text when it is no web address."""
    if not is_web_address(url):
        return label or url
    return format_html('<a href="{}" rel="nofollow ugc noopener"><bdi>{}</bdi></a>', url, label or host(url))


@register.filter
def on_site(path: str) -> str:
    """The full address of one of our pages."""
    return f"{settings.SITE_URL}{path}"


@register.filter
def marked(text: str, part: str) -> SafeString:
    """The text with the visitor's place in bold."""
    before, found, after = text.partition(part)
    return format_html("{}<b>{}</b>{}", before, found, after) if found else conditional_escape(text)


@register.simple_block_tag
def titled(content: str) -> SafeString:
    """The title of a page, for the browser and for those who share it."""
    return _told('<title>{0}</title>\n<meta property="og:title" content="{0}">', content)


@register.simple_block_tag
def described(content: str) -> SafeString:
    """The sentence about a page, for search engines and for those who share it."""
    pattern = '<meta name="description" content="{0}">\n<meta property="og:description" content="{0}">'
    return _told(pattern, content)


def _told(pattern: str, rendered: str) -> SafeString:
    """`rendered`: text of a template, escaped already; quotes that stand in it would end an attribute."""
    return mark_safe(pattern.format(" ".join(rendered.split()).replace('"', "&quot;")))  # noqa: S308


@register.filter
def in_every_language(path: str) -> list[tuple[str, str]]:
    """For search engines: (code, path) of a page in each language, English for whoever speaks none of them."""
    return [
        *((code, languages.path_in(code, path)) for code in languages.codes()),
        ("x-default", languages.path_in("en", path)),
    ]


@register.filter
def languages_of_page(path: str) -> list[tuple[str, str, str]]:
    """The page in each language: code, the language's own name, path."""
    return [(code, languages.own_name(code), languages.path_in(code, path)) for code in languages.codes()]


@register.filter
def offers(path: str) -> list[tuple[str, str, str]]:
    """The page in the other languages: code, words in that language, path."""
    others = [code for code in languages.codes() if code != languages.current()]
    return [(code, _offer_in(code), languages.path_in(code, path)) for code in others]


@cache
def _offer_in(code: str) -> str:
    with languages.speaking(code):
        return gettext("Read this page in %(language)s") % {"language": languages.name_in_text(code)}


@register.filter
def other_language(code: str) -> SafeString | str:
    """The attribute for text in another language than the page's."""
    page = languages.current()
    return format_html(' lang="{}"', code) if code and code.split("-")[0] != page else ""


@register.filter
def name_language(profile: AllianceProfile) -> SafeString | str:
    """The attribute for the name of a group that is in another language than the page."""
    return other_language(languages.of_name(profile.name, profile.languages))


@register.filter
def called_language(profile: AllianceProfile) -> SafeString | str:
    """The same for what they call themselves."""
    return other_language(languages.of_name(profile.called, profile.languages))


@register.filter
def benefit_name(benefit: dict[str, str] | str) -> str:
    """What members get, in plain words; what an import left as a mere text as it stands."""
    name = benefit.get("name", "") if isinstance(benefit, dict) else benefit
    return str(Benefit(name).label) if name in Benefit.values else name


@register.filter
def level(region: Region) -> str:
    """The mark on the staff: l4 for a city to l1 for what is wider than a country."""
    return f"l{1 + sum(region.breadth <= step for step in (500, 499, 299))}"
