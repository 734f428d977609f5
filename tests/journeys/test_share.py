"""The line that passes a page on: its address copied, printed or handed to another app; a mail link without script."""

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served.site import ROOT, Site

pytestmark = [pytest.mark.browser, pytest.mark.served]

MOST_BYTES = 1000  # compressed
# A device that hands addresses to other apps, and one whose clipboard is closed.
SHARES = "navigator.share = async (what) => { window.shared = what }; window.print = () => { window.printed = true }"
CLOSED = "navigator.clipboard.writeText = () => Promise.reject(new Error())"


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_script_is_small() -> None:
    assert len(gzip.compress((ROOT / "static" / "share.js").read_bytes())) <= MOST_BYTES


@pytest.mark.parametrize("path", ["/places/2797656/", "/regions/ca/", "/fr/regions/ng/"])
def test_address_is_copied_by_keyboard_and_that_is_said(page: Page, site: Site, path: str) -> None:
    page.goto(path)
    line = page.locator(".share")
    expect(line.locator(".address")).to_have_text(f"{site.url}{path}")
    expect(line.get_by_role("status")).to_be_empty()
    line.get_by_role("link").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(line.get_by_role("status")).to_have_text(re.compile("^(Copied|Copiée)$"))
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}{path}"


def test_address_is_selected_where_the_clipboard_is_closed(page: Page, site: Site) -> None:
    page.add_init_script(CLOSED)
    page.goto("/places/2797656/")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator(".share").get_by_role("status")).to_have_text("Copy it by hand: it is selected")
    assert page.evaluate("getSelection().toString()") == f"{site.url}/places/2797656/"


def test_buttons_print_and_share_where_the_device_can(page: Page, site: Site) -> None:
    page.goto("/places/2797656/")
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_hidden()  # this Chromium has no such thing
    page.add_init_script(SHARES)
    page.reload()
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("[window.shared, window.printed]") == [
        {"title": page.title(), "url": f"{site.url}/places/2797656/"},
        True,
    ]


def test_without_script_there_is_the_address_and_a_mail_link(browser: Browser, site: Site) -> None:
    page = browser.new_page(base_url=site.url, java_script_enabled=False)
    page.goto("/places/2797656/")
    line = page.locator(".share")
    expect(line.locator(".address")).to_be_visible()
    expect(line.get_by_role("link", name="Send by email")).to_be_visible()
    expect(line.get_by_role("button")).to_have_count(0)
    page.close()


def test_paper_shows_the_address_and_nothing_to_press(page: Page, site: Site) -> None:
    page.goto("/regions/ca/")
    page.emulate_media(media="print")
    line = page.locator(".share")
    assert line.inner_text().split("\n", 1)[1].strip() == f"This page, as it is now: {site.url}/regions/ca/"
    expect(line.get_by_role("button")).to_have_count(0)
