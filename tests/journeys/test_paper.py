"""Pages on paper: the facts without controls, nothing folded, and the addresses that a link hides on a screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.conftest import BROWSER, QUIET
from tests.served.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.served]

ADDRESS = "getComputedStyle(document.querySelector('a[data-url]'), '::after').content"
# Text that Chromium does not print: in something that is not shown, or is folded.
UNSEEN = """[...document.querySelectorAll('main details :is(a, p, li, span)')]
  .filter((one) => !one.closest('.filters') && !one.checkVisibility({ checkVisibilityCSS: true }))
  .map((one) => one.textContent)"""


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        yield browser.new_page(base_url=site.url)
        browser.close()


def test_a_region_on_paper(page: Page) -> None:
    page.goto("/regions/ca/")
    controls = [page.get_by_role("navigation", name="Main"), page.get_by_role("button", name="Closer")]
    controls += [page.get_by_role("link", name="Add yours"), page.get_by_role("link", name="Privacy")]
    for control in controls:
        expect(control).to_be_visible()
    assert page.evaluate(ADDRESS) == "none"
    page.emulate_media(media="print")
    for control in controls:
        expect(control).to_be_hidden()
    assert page.evaluate(ADDRESS).strip('" ') == page.locator("a[data-url]").first.get_attribute("data-url")
    expect(page.get_by_role("heading", name="Coworking Ontario")).to_be_visible()
    expect(page.locator(".chart")).to_be_visible()
    assert page.locator(".chart").bounding_box()["width"] <= 95 / 25.4 * 96 + 1  # type: ignore[index]  # it is shown
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/regions/ca/", "/regions/us/", "/regions/150/", "/regions/ng/", "/places/6167865/"])
def test_nothing_is_folded_on_paper(page: Page, path: str) -> None:
    """Worldwide groups, the parts of a region without a group, the map as a list."""
    page.goto(path)
    assert len(page.evaluate(UNSEEN)) >= 1
    page.emulate_media(media="print")
    assert page.evaluate(UNSEEN) == []
    for fold in page.locator("main details").all():
        assert not fold.get_attribute("open")
        expect(fold.get_by_role("listitem").last).to_be_visible()


def test_addresses_of_a_group_stand_in_full_on_paper(page: Page) -> None:
    page.goto("/regions/ca-on/")
    page.get_by_role("heading", name="Coworking Ontario").get_by_role("link").click()
    link = page.locator(".facts a[rel~=ugc]").first
    shown = "one => [getComputedStyle(one, '::after').content, getComputedStyle(one.firstChild).display]"
    assert link.evaluate(shown) == ["none", "inline"]
    page.emulate_media(media="print")
    assert link.evaluate(shown) == [f'"{link.get_attribute("href")}"', "none"]
