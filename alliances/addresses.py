"""The addresses of pages, in the language that is spoken. A page has dozens of links: each is made up once."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

KEPT = 20_000  # those of all regions in three languages, and of what is asked for beside them


def address(page: str, of: str | int) -> str:
    """The path of the page (region, place, detail) of one region, town or group. `of`: its code, key or slug."""
    return _address(get_script_prefix(), page, of)


@lru_cache(KEPT)
def _address(_prefix: str, page: str, of: str | int) -> str:
    """`_prefix` is the language's; Django puts it before the address."""
    return reverse(f"alliances:{page}", args=[of])
