"""Places suggested while one types: by keyboard and pointer, in the place box, the form and the list's filter."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.served.site import ROOT, Site
from tests.served.visitor import FORM

pytestmark = [pytest.mark.browser, pytest.mark.served]

SUGGEST = "**/places/suggest?*"
GENT, ROUND_GENT = "input[value='town:2797656']", "input[value='around:2797656']"


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, reduced_motion="reduce")
    opened = context.new_page()
    yield opened
    context.close()


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def type_into(page: Page, box: str, text: str) -> Locator:
    """Type, and wait for the list of what may be meant."""
    combobox = page.locator(box)
    combobox.press_sequentially(text, delay=15)
    expect(options(page).first).to_be_visible()
    return combobox


def test_script_is_small() -> None:
    script = Path(ROOT, "static", "combobox.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 1500


def test_place_box_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = type_into(page, "#place", "toront")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Places")).to_be_visible()
    assert not box.get_attribute("aria-activedescendant"), "nothing is chosen before an arrow is pressed"
    page.keyboard.press("ArrowDown")
    first = options(page).first
    expect(first).to_have_text("Toronto, Ontario, Canada")
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/places/6167865/$"))


def test_escape_closes_and_enter_then_asks_as_typed(page: Page) -> None:
    page.goto("/")
    box = type_into(page, "#place", "springfield, mo")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("springfield, mo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/places/4409896/$"))


def test_pointer_picks_and_leaving_closes(page: Page) -> None:
    page.goto("/")
    type_into(page, "#place", "ontario")
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    page.locator("#place").fill("")
    type_into(page, "#place", "ontario")
    options(page).filter(has_text=re.compile("^Ontario, Canada")).first.click()
    expect(page).to_have_url(re.compile("/regions/ca-on/$"))


def test_form_ticks_a_place_and_offers_what_lies_round_it(page: Page) -> None:
    page.goto(FORM)
    box = type_into(page, "#id_area_search", "ghent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(page.locator(GENT)).to_be_checked()
    expect(page.locator(ROUND_GENT)).not_to_be_checked()
    expect(page.locator("output")).to_have_text("Ghent, Flanders, Belgium")
    page.get_by_label("Ghent, Flanders, Belgium, and about 30 km round it").check()
    type_into(page, "#id_area_search", "ghent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(GENT)).to_have_count(1)
    page.get_by_role("button", name="Find").click()
    expect(page.locator(ROUND_GENT)).to_be_checked()


def test_filter_of_the_list_keeps_the_others(page: Page) -> None:
    page.goto("/alliances/?kind=association")
    page.locator("summary", has_text="Region").click()
    type_into(page, "#where", "deutschland")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/alliances/\?kind=association&region=de$"))


def test_town_in_the_filter_of_the_list_stays_on_it(page: Page) -> None:
    page.goto("/alliances/?kind=association")
    page.locator("summary", has_text="Region").click()
    type_into(page, "#where", "ghent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/alliances/\?kind=association&where=town:2797656$"))
    expect(page.locator("#where")).to_have_value("Ghent, Flanders, Belgium")
    expect(page.get_by_role("link", name="Groups for Ghent, Flanders, Belgium, with the reason")).to_be_visible()
    page.get_by_role("link", name="This list for Flanders, Belgium").click()
    expect(page).to_have_url(re.compile(r"/alliances/\?kind=association&region=be-vlg$"))


def test_letters_that_are_still_being_composed_ask_nothing(page: Page) -> None:
    page.goto("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/places/suggest" in request.url else None)
    composing = """([text, done]) => {
      const box = document.querySelector("#place");
      box.value = text;
      box.dispatchEvent(new InputEvent("input", { isComposing: true }));
      if (done) box.dispatchEvent(new CompositionEvent("compositionend"));
    }"""
    page.evaluate(composing, ["とう", False])
    page.wait_for_timeout(400)
    assert asked == []
    page.evaluate(composing, ["東京", True])
    expect(options(page).first).to_be_visible()
    assert len(asked) == 1
    page.evaluate("""document.querySelector("#place").dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))""")
    expect(page).to_have_url(re.compile("/$"))


@pytest.mark.parametrize("answer", [{"status": 500, "body": "no"}, {"status": 200, "body": "not json"}])
def test_box_works_when_nothing_can_be_suggested(page: Page, answer: dict[str, str]) -> None:
    page.route(SUGGEST, lambda route: route.fulfill(**answer))  # type: ignore[arg-type]  # status and body
    page.goto("/")
    page.locator("#place").press_sequentially("Ontario")
    page.wait_for_timeout(400)
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/(places|regions)/"))
