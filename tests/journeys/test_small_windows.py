"""Box, filters and map where there is little room, in a page that runs from right to left, by keyboard, scriptless."""

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.served.site import ROOT, Site
from tests.served.visitor import FORM

pytestmark = [pytest.mark.browser, pytest.mark.served]

MOST_BYTES = 400  # of the script, compressed
MOST_TABS = 60
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = "() => document.activeElement.textContent.trim()"
IN_A_DRAWING = "() => Boolean(document.activeElement.closest('svg'))"
BOXES = {"/": "#place", "/alliances/": "#where", FORM: "#id_area_search"}


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone of the smallest kind; anything the page complains of fails the test."""
    context = browser.new_context(base_url=site.url, viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert complaints == []
    context.close()


@pytest.fixture
def scriptless(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def turn(page: Page) -> None:
    """From here on pages come as they would in Arabic: from right to left."""

    def turned(route: Route) -> None:
        if route.request.resource_type != "document":
            return route.continue_()
        answer = route.fetch()
        body = answer.text().replace('<html lang="en" dir="ltr">', '<html lang="ar" dir="rtl">')
        assert 'dir="rtl"' in body
        return route.fulfill(response=answer, body=body)

    page.route("**/*", turned)


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what says these words has the focus; never into a drawing, which is hidden from listeners."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert not page.evaluate(IN_A_DRAWING)
        if re.search(words, page.evaluate(FOCUSED)):
            return
    pytest.fail(f"Tab leads to nothing that says {words}")


def sight(page: Page) -> list[float]:
    """What of the map is in sight: left, top, width, height."""
    return [float(number) for number in (page.locator(".sheet > svg").get_attribute("viewBox") or "").split()]


def below(page: Page) -> tuple[float, float]:
    """Where the open panel ends, and where what the list says of itself begins."""
    panel, said = page.locator(".filters [open] .panel").bounding_box(), page.locator(".lead-in").bounding_box()
    assert panel is not None
    assert said is not None
    return panel["y"] + panel["height"], said["y"]


def test_script_is_small() -> None:
    assert len(gzip.compress((ROOT / "static" / "filters.js").read_bytes(), 9)) <= MOST_BYTES


@pytest.mark.parametrize("is_turned", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("path", BOXES)
def test_open_list_of_places_fits_the_smallest_window(page: Page, path: str, is_turned: bool) -> None:
    if is_turned:
        turn(page)
    page.goto(path)
    if path == "/alliances/":
        page.locator("summary", has_text="Region").click()
    page.locator(BOXES[path]).press_sequentially("القاهرة" if is_turned else "san fran", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    box, found = page.locator(BOXES[path]).bounding_box(), page.get_by_role("listbox").bounding_box()
    assert box is not None
    assert found is not None
    assert (found["x"] >= 0, found["x"] + found["width"] <= 320, found["y"] >= box["y"]) == (True, True, True)
    assert page.evaluate(SIDEWAYS) <= 0


def test_map_of_a_turned_page_fits_and_moves_as_it_is_drawn(page: Page) -> None:
    turn(page)
    page.goto("/")
    closer = page.get_by_role("button", name="Closer")
    closer.press("Enter")
    assert page.evaluate(SIDEWAYS) <= 0
    left = sight(page)[0]
    page.keyboard.press("ArrowRight")
    assert sight(page)[0] > left, "east is right on every map"
    tools, sheet = page.locator(".zoom").bounding_box(), page.locator(".sheet").bounding_box()
    assert tools is not None
    assert sheet is not None
    assert (tools["x"] >= sheet["x"], tools["x"] + tools["width"] <= sheet["x"] + sheet["width"]) == (True, True)


def test_map_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    whole = sight(page)
    tab_to(page, "^Closer$")
    page.keyboard.press("Enter")
    assert sight(page)[2] == whole[2] / 2
    tab_to(page, "^Whole map$")
    page.keyboard.press("Space")
    assert sight(page) == whole
    tab_to(page, "^The map as a list$")
    page.keyboard.press("Enter")
    tab_to(page, "^Albania$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/regions/al/$"))


def test_filter_by_keyboard_alone(page: Page) -> None:
    page.goto("/alliances/?kind=association")
    tab_to(page, "^Region$")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#where")).to_be_focused()
    page.keyboard.type("deutschland", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator(".filters [open] #where")).to_be_focused()  # Escape has closed the list of places alone
    page.keyboard.press("Escape")
    expect(page.locator(".filters [open]")).to_have_count(0)
    expect(page.locator("summary", has_text="Region")).to_be_focused()
    page.keyboard.press("Escape")  # nothing is open any more
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.locator("#where").fill("")
    page.keyboard.type("deutschland", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/alliances/\?kind=association&region=de$"))


def test_filter_without_scripts_pushes_the_list_down_and_says_why_a_region_is_offered(scriptless: Page) -> None:
    scriptless.goto("/alliances/?kind=association")
    before = scriptless.locator(".lead-in").bounding_box() or {}
    scriptless.locator("summary", has_text="Region").click()
    ends, begins = below(scriptless)
    assert before["y"] < ends <= begins, "nothing of the list lies under the panel"
    expect(scriptless.get_by_role("combobox")).to_have_count(0)
    scriptless.locator("#where").fill("ghent")
    scriptless.get_by_role("button", name="Find").click()
    offered = scriptless.get_by_role("link", name="This list for Flanders, Belgium, where Ghent lies")
    expect(offered).to_be_visible()
    ends, begins = below(scriptless)
    assert ends <= begins
    offered.click()
    expect(scriptless).to_have_url(re.compile(r"/alliances/\?kind=association&region=be-vlg$"))


def test_place_box_without_scripts_asks_as_typed(scriptless: Page) -> None:
    scriptless.goto("/")
    scriptless.locator("#place").fill("Ontario, Canada")
    scriptless.keyboard.press("Enter")
    expect(scriptless).to_have_url(re.compile("/regions/ca-on/$"))
