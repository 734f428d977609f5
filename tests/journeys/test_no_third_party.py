"""A reader who becomes a sender: nobody but us is asked, nothing is stored, one cookie when the form needs it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.journeys.conftest import BROWSER, QUIET
from tests.served.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.served]

STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    """A browser of somebody who reads French, so that the offer of a language is shown too."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        yield browser.new_context(locale="fr-FR")
        browser.close()


def read(page: Page) -> None:
    """From the first page to a group, by what people press."""
    page.locator("#place").fill("Toronto")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Toronto")
    page.get_by_role("link", name="Alliances", exact=True).click()
    page.locator(".listing").get_by_role("link").first.click()
    page.get_by_role("link", name="Regions", exact=True).click()
    page.get_by_role("link", name="Lire cette page en français").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Add yours").click()


def send(page: Page) -> None:
    page.get_by_label("Your email address").fill("alone@example.org")
    page.get_by_label("Name of the group").fill("Alone with us")
    page.locator("#id_coverage_note").fill("the valley")
    for number in (1, 2, 3):
        page.locator(f"#id_space_{number}_name").fill(f"Space {number}")
    page.get_by_label("What do you do together?").fill("We share day passes.")
    page.locator("#id_licence").check()
    page.wait_for_timeout(2100)  # a person's time
    for button in ("Go on", "Check your answers", "Send it"):
        page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")


def test_whole_journey_asks_nobody_else_and_leaves_nothing_behind(
    context: BrowserContext, start_site: Callable[..., Site]
) -> None:
    site, asked, page = start_site(), [], context.new_page()
    context.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.url}/")
    read(page)
    assert context.cookies() == []
    assert page.evaluate(STORED) == NOTHING
    page.goto(f"{site.url}/submit/alliance/")
    send(page)
    assert {cookie["name"] for cookie in context.cookies()} == {"csrf"}
    assert page.evaluate(STORED) == NOTHING
    strangers = [url for url in asked if not re.match(rf"{re.escape(site.url)}/|data:", url)]
    assert (strangers, len(asked) > 20) == ([], True)
