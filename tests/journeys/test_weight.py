"""What the first page of a visit costs a phone: few requests, few bytes, and nothing that moves once it is seen."""

import pytest
from playwright.sync_api import Browser

from tests.served.site import Site
from tests.served.visitor import FORM

pytestmark = [pytest.mark.browser, pytest.mark.served]

MOST_REQUESTS, MOST_BYTES = 12, 150 * 1024
COST = """() => {
  const all = performance.getEntries().filter((one) => "transferSize" in one);
  return [all.length, all.reduce((sum, one) => sum + one.transferSize, 0)];
}"""
SHIFTS = """() => new Promise((tell) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => tell(sum), 300);
})"""
JUMP = "() => document.querySelector('main').before(Object.assign(document.createElement('p'), {textContent: 'Late'}))"


@pytest.mark.parametrize("path", ["/", "/regions/ca/", FORM])
def test_first_page_of_a_visit_is_light_and_stands_still(browser: Browser, site: Site, path: str) -> None:
    page = browser.new_context(base_url=site.url, viewport={"width": 390, "height": 844}).new_page()
    page.goto(path, wait_until="networkidle")
    requests, size = page.evaluate(COST)
    assert (2 <= requests <= MOST_REQUESTS, 2000 <= size <= MOST_BYTES) == (True, True), (requests, size)
    assert page.evaluate(SHIFTS) == 0
    page.evaluate(JUMP)
    assert page.evaluate(SHIFTS) > 0, "what moves is noticed"
