"""Every region of the world has a page with something to read and a way on, in each language."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from alliances.languages import codes, path_in, speaking
from alliances.models import Region
from tests.alliances.reading import tidy
from tests.factories import make_alliance

SLICES = 10  # so that several processes share them
IN_ALL = 5319


@pytest.fixture
def _groups(db: None) -> None:
    """Pages of both sorts: with groups, near and wide, and without any of their own."""
    for covers in (["001"], ["eu"], ["de"], ["ca-on"], ["fr-69", "ch"], ["us-mo", "us-ks"], ["asean"]):
        make_alliance(covers=covers)
    make_alliance(covers=["150"], excludes=["fr"])


def wrong_with(html: str, name: str, path: str) -> list[str]:
    """What the page of a region of this name lacks. Read by patterns: a parser would take as long as the page."""
    main = html[html.index("<main") : html.index("</main>")]
    headings = re.findall(r"<h1\b.*?</h1>", main, re.DOTALL)
    found = {
        "one heading": [tidy(unescape(strip_tags(heading))) for heading in headings] == [name],
        "breadcrumb": bool(re.search(r'<ol class="crumbs">.*aria-current="page"', main, re.DOTALL)),
        "list or start": "<article" in main or 'id="start"' in main,
        "a way on": any(link != path and "/submit/" not in link for link in re.findall(r'<a [^>]*href="([^"]*)', main)),
        "name in its title": name.casefold()
        in unescape(html[html.index("<title>") : html.index("</title>")]).casefold(),
    }
    return [f"{path}: no {name}" for name, holds in found.items() if not holds]


@pytest.mark.once
@pytest.mark.usefixtures("_groups")
@pytest.mark.parametrize("start", range(SLICES))
def test_every_region_has_a_page(client: Client, start: int) -> None:
    keys = list(Region.objects.order_by("pk").exclude(kind__in=["city", "metro"]).values_list("pk", flat=True))
    assert len(keys) == IN_ALL
    regions = Region.objects.filter(pk__in=keys[start::SLICES])
    assert [word for region in regions for word in problems(client.get, region, "en")] == []


@pytest.mark.usefixtures("_groups")
@pytest.mark.parametrize("language", [code for code in codes() if code != "en"])
def test_regions_in_other_languages(client: Client, language: str) -> None:
    """A name that has no translation stands in English."""
    wanted = ["001", "de", "fr-69", "eu", "dach", "aq", "fj", "li", "hk", "ke-30", "na-kh", "150", "ca-on"]
    regions = [*Region.objects.filter(pk__in=wanted), *Region.objects.filter(kind="subdivision").order_by("pk")[::400]]
    assert [word for region in regions for word in problems(client.get, region, language)] == []


def problems(get: Callable[..., Any], region: Region, language: str) -> list[str]:
    path = path_in(language, f"/regions/{region.pk}/")
    response = get(path)
    with speaking(language):
        name = tidy(region.display_name)
    return [path] if response.status_code != 200 else wrong_with(response.content.decode(), name, path)
