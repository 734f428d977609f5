"""A region on paper: the facts without controls, and the addresses that a link hides on a screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.conftest import CHROMIUM, QUIET
from tests.served.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.served]

ADDRESS = "getComputedStyle(document.querySelector('a[data-url]'), '::after').content"


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        opened = browser.new_page(base_url=site.url)
        opened.goto("/regions/ca/")
        yield opened
        browser.close()


def test_a_region_on_paper(page: Page) -> None:
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
