"""Looking closer at a map: buttons, arrow keys and the pointer; without scripts the map is all there."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served.site import ROOT, Site

pytestmark = [pytest.mark.browser, pytest.mark.served]

MOST_BYTES = 1536  # of the script, compressed
FRANCE = 'a[href="/regions/fr/"]'


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """The first page in a window with a pointer; anything the page complains of fails the test."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.goto("/")
    yield opened
    assert complaints == []
    context.close()


def sight(page: Page) -> list[float]:
    """What of the map is in sight: left, top, width, height."""
    return [float(number) for number in (page.locator(".sheet > svg").get_attribute("viewBox") or "").split()]


def button(page: Page, name: str) -> object:
    return page.get_by_role("group", name="Look closer at the map").get_by_role("button", name=name)


def test_script_is_small() -> None:
    assert len(gzip.compress((ROOT / "static" / "map.js").read_bytes())) <= MOST_BYTES


def test_without_scripts_the_map_is_whole_and_offers_nothing_that_does_not_work(browser: Browser, site: Site) -> None:
    page = browser.new_context(base_url=site.url, java_script_enabled=False).new_page()
    page.goto("/")
    expect(page.locator(".zoom")).to_be_hidden()
    assert sight(page) == [60, 0, 1930, 870]
    page.get_by_text("The map as a list").click()
    page.locator(".same").get_by_role("link", name="France").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("France")


def test_buttons_go_closer_and_back(page: Page) -> None:
    closer, farther, whole = (button(page, name) for name in ("Closer", "Farther", "Whole map"))
    expect(farther).to_be_hidden()
    closer.click()
    assert sight(page)[2:] == [965, 435]
    closer.click()
    farther.click()
    assert sight(page)[2:] == [965, 435]
    whole.click()
    assert sight(page) == [60, 0, 1930, 870]
    expect(whole).to_be_hidden()
    expect(closer).to_be_focused()  # the focus is not lost with the button that had it


def test_arrow_keys_move_the_map_and_stop_at_its_edge(page: Page) -> None:
    button(page, "Closer").focus()
    page.keyboard.press("ArrowRight")
    assert sight(page) == [60, 0, 1930, 870]  # nothing to move to
    page.keyboard.press("Enter")
    left, top, *_size = sight(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert sight(page)[0] > left
    assert sight(page)[1] > top
    for _step in range(40):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
    assert sight(page)[:2] == [60, 0]
    for _step in range(9):
        page.keyboard.press("Enter")
    assert sight(page)[2] == 1930 / 16
    expect(button(page, "Closer")).to_have_attribute("aria-disabled", "true")


def test_dragging_moves_the_map_and_follows_no_link(page: Page) -> None:
    svg = page.locator(".sheet > svg")
    svg.scroll_into_view_if_needed()
    button(page, "Closer").click()
    before, box = sight(page), svg.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y - 30, steps=6)
    page.mouse.up()
    assert sight(page)[0] - before[0] == pytest.approx(120 * 965 / box["width"], rel=0.1)
    assert sight(page)[1] > before[1]
    page.wait_for_timeout(200)
    assert page.url.endswith("/")
    assert "/regions/" not in page.url


def test_a_click_on_a_country_leads_to_it_closer_or_not(page: Page) -> None:
    button(page, "Closer").click()
    for _step in range(4):
        page.keyboard.press("ArrowUp")  # France lies in the north
    page.locator(f".sheet {FRANCE}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("France")


def test_two_fingers_go_closer(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto("/")
    svg = page.locator(".sheet > svg")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = context.new_cdp_session(page)

    def fingers(kind: str, apart: float) -> None:
        points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}] if kind != "touchEnd" else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 20)
    for apart in range(22, 64, 2):
        fingers("touchMove", apart)
    fingers("touchEnd", 0)
    assert sight(page)[2] < 1000
    context.close()
