"""The plain pages, and what holds for every page."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from alliances.criteria import CRITERIA, NOT_NEEDED, VERSION
from alliances.models import Alliance
from alliances.public import public_page
from alliances.views.pages import KEPT
from tests.alliances.reading import Page
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db

PATHS = [
    "/", "/alliances/", "/alliances/some-group/", "/regions/", "/regions/ca/", "/regions/pt/", "/places/",
    "/places/6167865/", "/about/", "/criteria/", "/privacy/", "/accessibility/",
]  # fmt: skip
ROBOTS = '<meta name="robots" content="noindex">'


@pytest.fixture
def a_group(db: None) -> None:
    make_alliance(name="Some group", summary="They share a “kettle” & more.")


def test_every_route_of_the_directory_is_public_and_tried_here() -> None:
    routes = {route.pattern.describe(): route for route in get_resolver("alliances.urls").url_patterns}
    assert all(getattr(route.callback, "public_page", False) for route in routes.values())
    pages = set(routes) - {"'places/suggest' [name='suggest']"}  # a list for a script and no page: tests of its own
    assert len(PATHS) == len(pages) + 1  # one region with and one without a group


@pytest.mark.usefixtures("a_group")
@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_a_title_a_description_a_canonical_address_and_one_heading(client: Client, path: str) -> None:
    response = client.get(path)
    page = Page(response)
    assert response.status_code == 200
    assert page.title.endswith("Alliance Directory") or page.title.startswith("Alliance Directory")
    assert len(re.search(r'<meta name="description" content="([^"]+)">', page.html)[1]) > 20
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in page.html
    assert page.html.count("<h1") == 1
    assert (ROBOTS in page.html) is (path == "/places/")


@pytest.mark.usefixtures("a_group")
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_read_only_without_cookie_or_inline_code(client: Client, path: str) -> None:
    response = client.get(path)
    html = response.content.decode()
    assert not response.cookies
    assert not re.search(r"<style|style=|<script(?! src)| on\w+=", html)
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.once
@pytest.mark.usefixtures("a_group")
@pytest.mark.parametrize("path", PATHS)
def test_every_link_on_every_page_leads_somewhere(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    links = set(re.findall(r'(?:href|action)="(/[^"]*)"', html.partition("<body>")[2])) - {path}
    for link in sorted(links)[:60]:
        if not link.startswith(("/submit/", "/submissions/")):  # tried where they live
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    anchors = set(re.findall(r'href="#([^"]+)"', html))
    assert anchors <= set(re.findall(r'id="([^"]+)"', html))


@pytest.mark.usefixtures("a_group")
@pytest.mark.parametrize("path", PATHS)
def test_ids_are_used_once(client: Client, path: str) -> None:
    ids = re.findall(r' id="([^"]+)"', client.get(path).content.decode())
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.usefixtures("a_group")
@pytest.mark.parametrize("path", PATHS)
def test_pages_in_an_empty_directory_work_too(client: Client, path: str) -> None:
    client.get(path)
    for alliance in Alliance.objects.all():
        alliance.take_down(reason="closed")
    assert client.get(path).status_code == (410 if path == "/alliances/some-group/" else 200)


def test_the_main_links_mark_the_section(client: Client) -> None:
    for path, name in {
        "/alliances/": "Alliances",
        "/regions/ca/": "Regions",
        "/criteria/": "Criteria",
        "/about/": "About",
    }.items():
        assert f'<a href="/{path.split("/")[1]}/" aria-current="page">{name}</a>' in client.get(path).content.decode()


def test_criteria_are_those_of_the_one_object(client: Client) -> None:
    page = Page(client.get("/criteria/"))
    assert page.headings == [
        "What we list, and what not", *(f"{one.code} {one.title}" for one in CRITERIA),
        "Being started", "Not needed", "Version",
    ]  # fmt: skip
    for criterion in CRITERIA:
        assert str(criterion.public) in page.text
    for words in NOT_NEEDED:
        assert str(words) in page.text
    assert f"This is version {VERSION}." in page.text


def test_privacy_prints_the_one_table_of_retention(client: Client) -> None:
    page = Page(client.get("/privacy/"))
    assert set(KEPT) == set(settings.RETENTION_DAYS)
    for name, days in settings.RETENTION_DAYS.items():
        assert f"{KEPT[name]} after {days} day{'s' * (days != 1)}" in page.text
    assert f"works for {settings.LINK_DAYS['confirm']} days" in page.text
    assert f"mailto:{settings.MODERATORS_EMAIL}" in page.links


def test_privacy_follows_the_settings(client: Client, settings) -> None:
    settings.RETENTION_DAYS = {"spam": 1}
    settings.LINK_DAYS = {"confirm": 1}
    page = Page(client.get("/privacy/"))
    assert "What When it is deleted A form that was declined as spam after 1 day The text of a mail" in page.text
    assert "works for 1 day." in page.text


def test_about_tells_the_numbers_and_whom_to_write_to(client: Client, a_group: None) -> None:
    page = Page(client.get("/about/"))
    assert "We know of one group, in one country or wider. It has not confirmed its entry yet." in page.text
    assert f"mailto:{settings.MODERATORS_EMAIL}" in page.links


def test_accessibility_says_what_has_not_been_tried(client: Client) -> None:
    page = Page(client.get("/accessibility/"))
    assert "we have not yet tried it with a screen reader" in page.text
    assert f"mailto:{settings.MODERATORS_EMAIL}" in page.links


def test_a_view_may_forbid_what_public_page_allows(rf) -> None:
    view = public_page(lambda request: HttpResponse(headers={"Cache-Control": "no-store"}))
    assert view(rf.get("/"))["Cache-Control"] == "no-store"
