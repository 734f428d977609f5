"""Every page can be read and used by everybody: axe, small windows, large text, the keyboard, forced colours."""

import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.served.furniture import FURNISH
from tests.served.site import ONE_WORKER, Site, copy_of, start, stop
from tests.served.visitor import FORM, PASSWORD, QUEUE, Sender, Visitor, ask, make_volunteers, rows, typed

pytestmark = [pytest.mark.browser, pytest.mark.served]

PUBLIC = [
    "/", "/alliances/", "/alliances/?region=150&kind=association", "/alliances/?q=zzzz", "/alliances/everything/",
    "/alliances/gone/", "/regions/", "/regions/ca/", "/regions/ng/", "/regions/150/", "/places/6167865/",
    "/places/2332459/", "/places/?q=springfield", "/places/?q=zzzz", "/submit/", FORM, "/submissions/",
    "/fr/", "/es/alliances/", "/fr/regions/ca/", "/regions/de/", "/regions/metro-golden/",
    "/es/submit/alliance/", "/about/", "/criteria/", "/privacy/", "/accessibility/", "/no-such-page/",
]  # fmt: skip
Furnished = tuple[Site, dict[str, str]]  # a site, and the addresses of its pages that have no name of their own
LONG = ["long", "/regions/ca-qc/", "/places/6077243/", "/alliances/?region=ca-qc", "long status"]
SENDERS = ["more", "check", "edit", "withdraw", "status", "sent", "confirm", "asked"]
DESK = ["/admin/", QUEUE, "review", "long review", "/admin/alliances/alliance/", "group", "/admin/submissions/event/"]
DESK += ["/admin/alliances/region/", "/admin/alliances/region/add/", "metro", "/admin/alliances/region/ca-on/change/"]
SAID = {"resultTypes": ["violations"]}
RULES = {**SAID, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {**SAID, "runOnly": {"type": "rule", "values": ["color-contrast"]}}  # the one rule that reads colours
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
SPACING += " p { margin-bottom: 2em !important }"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  if (at === document.body) return ["", true];
  return [at.id || at.name || at.textContent.trim(), style.outlineStyle !== "none" && style.outlineWidth !== "0px"];
}"""


@pytest.fixture(scope="module")
def furnished(prepared_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """A site with something on every page, and the addresses of the pages that have no name of their own."""
    site = start(copy_of(prepared_data_dir, tmp_path_factory.mktemp("furnished") / "data"), **ONE_WORKER)
    make_volunteers(site)
    found = ask(site, FURNISH)
    opened = typed(Visitor(site).get(FORM))["opened"][0]
    time.sleep(2.1)
    draft = Sender(site, opened).submit(name="A draft", covers=["ca-on", "town:2797656"])
    more = draft.url.removeprefix(site.url)
    sent = Sender(site, opened).send(name="Sent").url.removeprefix(site.url)
    own = {name: more.replace("/more/", f"/{name}/") for name in ("more", "check", "edit", "withdraw")}
    yield site, {**found, **own, "sent": sent}
    stop(site)


@pytest.fixture(scope="module")
def page(browser: Browser, furnished: Furnished) -> Iterator[Page]:
    """A browser that is signed in at the desk; our own policy would keep the test's style sheet out."""
    context = browser.new_context(base_url=furnished[0].url, bypass_csp=True, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto("/admin/login/")
    opened.get_by_label("User name").fill("volunteer")
    opened.get_by_label("Password").fill(PASSWORD)
    opened.get_by_role("button", name="Log in").click()
    yield opened
    context.close()


def show(page: Page, furnished: Furnished, name: str) -> None:
    page.goto(furnished[1].get(name, name))


def violations(page: Page, rules: Mapping[str, Any] = RULES) -> list[str]:
    """What axe finds; the script is put into a page once."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", rules)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.parametrize("name", [*PUBLIC, *SENDERS, *DESK])
def test_axe_finds_nothing(page: Page, furnished: Furnished, name: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    show(page, furnished, name)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of these two
            assert violations(page, rules) == [], f"{name} at {width} px, {scheme}"


def test_axe_does_find_colours_and_names_that_are_missing(page: Page) -> None:
    page.set_content("<main><h1>Faint</h1><p style='color: #ddd'>Hardly to be read</p><a href='/'></a></main>")
    assert [line.split(":")[0] for line in violations(page, COLOURS)] == ["color-contrast"]
    assert {"color-contrast", "link-name"} <= {line.split(":")[0] for line in violations(page)}


@pytest.mark.parametrize("name", [*PUBLIC, *SENDERS, *LONG])
def test_nothing_runs_out_of_a_small_window_or_of_large_spacing(page: Page, furnished: Furnished, name: str) -> None:
    show(page, furnished, name)
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) <= 0, f"{name} at {width} px"
    page.add_style_tag(content=SPACING)
    assert page.evaluate(SIDEWAYS) <= 0, f"{name} with WCAG text spacing"


@pytest.mark.parametrize("name", DESK)
def test_desk_fits_a_phone(page: Page, furnished: Furnished, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    show(page, furnished, name)
    assert page.evaluate(SIDEWAYS) <= 0


def tab_to(page: Page, name: str) -> None:
    """Press the tab key until the control of this name has the focus, which must be seen on the way."""
    for _step in range(60):
        page.keyboard.press("Tab")
        focused, is_seen = page.evaluate(FOCUS)
        assert is_seen, f"the focus on {focused!r} cannot be seen"
        if re.fullmatch(name, focused, re.DOTALL):
            return
    pytest.fail(f"{name} cannot be reached with the tab key")


def arrive(page: Page, heading: str) -> None:
    """On a page of this heading, which fits the window."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^\\s*{heading}\\s*$"))
    assert page.evaluate(SIDEWAYS) <= 0, heading


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    page.keyboard.press(key)


def fill_form(page: Page, address: str) -> None:
    for name, text in [("contact_email", address), ("name", "By keyboard"), ("area_search", "Ontario")]:
        tab_to(page, f"id_{name}")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("^Ontario")).first).to_be_visible()
    press(page, "id_covers_[0-9]+", "Space")
    for number in (1, 2, 3):
        tab_to(page, f"id_space_{number}_name")
        page.keyboard.type(f"Space {number}")
    tab_to(page, "id_summary")
    page.keyboard.type("We share day passes.")
    press(page, "id_licence", "Space")
    page.wait_for_timeout(1500)  # with the typing it is a person's time
    press(page, "Go on")


def mailed_link(site: Site, address: str) -> str:
    """Where the first mail to an address leads: the link that stands in the outbox."""
    [[body]] = rows(site, "SELECT body FROM submissions_mail WHERE kind = 'confirm' AND \"to\" = ?", address)
    [link] = re.findall(r"^http\S+/confirm/$", body, re.MULTILINE)
    return str(link)


@pytest.mark.parametrize(
    "window",
    [
        {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False},
        {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    ],
    ids=["smallest, scriptless", "at 200 %"],
)
def test_whole_way_by_keyboard(browser: Browser, furnished: Furnished, window: dict[str, Any]) -> None:
    """From the first page to a part of step 2 that is saved later, with Tab, Enter and Space; no page is too wide."""
    site, address = furnished[0], f"keys{window['viewport']['width']}@example.org"
    page = browser.new_context(base_url=site.url, reduced_motion="reduce", **window).new_page()
    page.goto("/")
    arrive(page, "Find the coworking alliance for your place")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)[0] == "Skip to the content"
    press(page, "Add yours")
    arrive(page, r"What brings you here\?")
    press(page, "List your group")
    arrive(page, "List your group")
    fill_form(page, address)
    arrive(page, "A little more about your group")
    press(page, "id_kind_[0-9]+", "Space")
    press(page, "Save and check your answers")
    arrive(page, "Check your answers")
    press(page, "Send it")
    arrive(page, "Check your email")
    page.goto(mailed_link(site, address))
    arrive(page, "Confirm your email address")
    press(page, "Confirm my address")
    arrive(page, "We have it")
    press(page, "Say more")
    arrive(page, "A little more about your group")
    press(page, r"\+?\s*Numbers and history.*")
    tab_to(page, "id_founded_year")
    page.keyboard.type("2011")
    press(page, "stay")  # the name of "Save this part"
    arrive(page, "A little more about your group")
    expect(page.locator("#numbers > summary")).to_contain_text("Saved")
    press(page, "Go back without saving")
    arrive(page, "We have it")
    expect(page.get_by_role("definition").filter(has_text="2011")).to_be_visible()


def test_errors_are_told_first_and_take_the_focus(browser: Browser, furnished: Furnished) -> None:
    page = browser.new_context(base_url=furnished[0].url).new_page()
    page.goto(FORM)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("heading")).to_have_text("There is a problem")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_contact_email")).to_be_focused()
    assert violations(page) == []


def test_forced_colours_and_less_motion_keep_the_page(browser: Browser, furnished: Furnished) -> None:
    context = browser.new_context(base_url=furnished[0].url, forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto("/alliances/")
    expect(page.get_by_role("link", name="Add yours")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.chips a, .btn')).transitionDuration") in {
        "0s",
        "1e-05s",
    }
    border = "getComputedStyle(document.querySelector('.btn')).borderTopStyle"
    assert page.evaluate(border) == "solid", "a button without its colour is still a box"
