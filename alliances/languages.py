"""The languages of the site: English without a prefix, others under /<code>/, chosen by address only.

A page never depends on a header of the browser: its address says its language, so that it can be cached and shared.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.text import capfirst

# Addresses that are the same in every language.
WITHOUT_LANGUAGE = ("admin", "static", "robots.txt", "favicon.ico", "healthz")
# What the letters of a name say of its language: how Unicode calls their script → the languages written so. Where
# there are several, one that the group speaks decides.
WRITTEN_IN = {
    "HANGUL": ("ko",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "CJK": ("zh", "ja", "ko"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"),
    "ARABIC": ("ar", "fa", "ur", "ps", "ckb"),
    "HEBREW": ("he",),
    "GREEK": ("el",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "BENGALI": ("bn", "as"),
    "TAMIL": ("ta",),
    "THAI": ("th",),
}
NOT_LATIN = {code for codes in WRITTEN_IN.values() for code in codes}
# Groups everywhere give themselves English names, and these words tell them.
ENGLISH = {"the", "of", "and", "workspace", "workspaces"}


def codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def current() -> str:
    """The code of the language that is spoken now."""
    language = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return language if language in codes() else str(settings.LANGUAGE_CODE)


def own_name(code: str) -> str:
    """What its speakers call a language, by itself: Français."""
    return capfirst(name_in_text(code))


@cache
def name_in_text(code: str) -> str:
    """What its speakers call a language inside a sentence of theirs: français."""
    return str(Locale.parse(code).get_language_name(code))


@cache
def names_in(language: str) -> Mapping[str, str]:
    """What languages are called in one of them: code → name; nothing where nobody knows."""
    try:
        return dict(Locale.parse(language).languages)
    except (UnknownLocaleError, ValueError):
        return {}


def split(path: str) -> tuple[str, str]:
    """The language of a path, and the path without it: /fr/alliances/ → fr, /alliances/."""
    first, slash, rest = path.removeprefix("/").partition("/")
    named = first != settings.LANGUAGE_CODE and first in codes() and slash
    if named and rest.partition("/")[0] not in WITHOUT_LANGUAGE:
        return first, f"/{rest}"
    return str(settings.LANGUAGE_CODE), path


def path_in(code: str, path: str) -> str:
    """The address of a page in another language. `path`: in whichever language it is."""
    _language, plain = split(path)
    return plain if code == settings.LANGUAGE_CODE else f"/{code}{plain}"


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language, English for one that the site does not have: texts, dates and the addresses of pages."""
    known = code if code in codes() else settings.LANGUAGE_CODE
    before = get_script_prefix()
    set_script_prefix("/" if known == settings.LANGUAGE_CODE else f"/{known}/")
    try:
        with translation.override(known):
            yield
    finally:
        set_script_prefix(before)


def of_name(name: str, spoken: Sequence[str]) -> str:
    """The language of a group's name, "" where nobody can tell. `spoken`: the languages of the group.

    The letters decide first. A Latin name is taken to be in the group's only language, unless it is plainly English.
    """
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in name if letter.isalpha()}
    for script, written in WRITTEN_IN.items():
        if script in scripts:
            return next((code for code in spoken if code in written), written[0] if len(written) == 1 else "")
    if ENGLISH & set(name.casefold().split()):
        return "en"
    return spoken[0] if len(spoken) == 1 and spoken[0] not in NOT_LATIN else ""
