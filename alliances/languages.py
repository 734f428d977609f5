"""The languages of the site: English without a prefix, others under /<code>/, chosen by address only.

A page never depends on a header of the browser: its address says its language, so that it can be cached and shared.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from babel import Locale
from django.conf import settings
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.text import capfirst

# Addresses that are the same in every language.
WITHOUT_LANGUAGE = ("admin", "static", "robots.txt", "favicon.ico", "healthz")


def codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def current() -> str:
    """The code of the language that is spoken now."""
    language = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return language if language in codes() else str(settings.LANGUAGE_CODE)


def own_name(code: str) -> str:
    """What its speakers call a language: Français."""
    return capfirst(str(Locale.parse(code).get_language_name(code)))


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
