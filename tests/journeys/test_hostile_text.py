"""Hostile text all the way, in a browser without our policy: nothing runs (trust cases 38, 45); nor a frame (61)."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.served.site import ONE_WORKER, Site, copy_of, start, stop
from tests.served.visitor import (
    FORM,
    GROUPS,
    PASSWORD,
    QUEUE,
    Sender,
    Visitor,
    Volunteer,
    ask,
    heading,
    make_volunteers,
    typed,
)

pytestmark = [pytest.mark.browser, pytest.mark.served]

RUN = "window.ran = (window.ran || 0) + 1"
HOSTILE = [
    f"</title></script><script>{RUN}</script>",
    f"\"'><img src=x onerror='{RUN}'>",
    f"<svg/onload='{RUN}'>",
    f"x\" onfocus='{RUN}' autofocus=\"",
    f"</textarea></select><iframe srcdoc='<script>parent.{RUN}</script>'>",
]
# Fields of the second page and how many letters each takes.
FIELDS = {
    "called": 40, "acronym": 20, "other_names": 300, "description": 3000, "own_values": 300, "legal_form": 80,
    "fee_note": 120, "admission_window": 120, "membership_rules": 300, "note_training": 120, "contact_name": 80,
    "contact_role": 80, "second_name": 80, "A2": 600, "A3": 600, "A5": 600,
}  # fmt: skip
FAR = 'document.querySelectorAll("body script:not([src]):not([type]), iframe, [onerror], [onload], [onfocus]").length'


def send_and_list(site: Site, opened: str, volunteer: Volunteer, number: int, text: str) -> list[str]:
    """A group of which every text is hostile, sent by the form and approved at the desk; where it stands now."""
    sender, name = Sender(site, opened), f"{text} {number}"[:120]
    places = {f"space_{one}_{part}": f"{one} {text}"[:120] for one in (1, 2, 3) for part in ("name", "town")}
    more = sender.submit(
        name=name, summary=text[:200], coverage_note=text[:200], spaces_public="on", covers="town:6167865", **places
    )
    path = more.url.removeprefix(site.url)
    said = {field: text[:length] for field, length in FIELDS.items()}
    check = sender.post(path, {**typed(more), **said, "kind": "alliance", "benefits": ["training"]})
    assert heading(check) == "Check your answers"
    sender.post(path.replace("/more/", "/check/"))
    key, status = ask(
        site,
        "one = Submission.objects.latest('pk'); one.confirm_address();"
        " say([one.pk, f'/submissions/{one.status_link}/'])",
    )
    shown = [path, path.replace("/more/", "/check/"), status, f"{QUEUE}{key}/change/"]
    assert volunteer.decide(key, "approve").status_code == 200
    [group, address] = ask(site, "one = Alliance.objects.latest('pk'); say([one.pk, one.get_absolute_url()])")
    return [*shown, address, f"{GROUPS}{group}/change/", f"/alliances/?q={name[:20]}"]


@pytest.fixture(scope="module")
def hostile(prepared_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, list[str]]]:
    """A site with such groups, and every page on which something of them stands."""
    site = start(copy_of(prepared_data_dir, tmp_path_factory.mktemp("hostile") / "data"), **ONE_WORKER)
    make_volunteers(site)
    opened = typed(Visitor(site).get(FORM))["opened"][0]
    time.sleep(2.1)
    volunteer = Volunteer(site)
    volunteer.sign_in()
    groups = [send_and_list(site, opened, volunteer, number, text) for number, text in enumerate(HOSTILE)]
    places = ["/", "/alliances/", "/regions/ca-on/", "/regions/city-6167865/", "/places/6167865/", "/fr/alliances/"]
    desk = [f"{QUEUE}?state=all", GROUPS, "/admin/submissions/event/", "/admin/submissions/mail/", "/admin/"]
    yield site, [*chain(*groups), *places, *desk]
    stop(site)


@pytest.fixture
def unguarded(browser: Browser, hostile: tuple[Site, list[str]]) -> Iterator[Page]:
    """A browser that is signed in at the desk and does not keep to our content security policy."""
    context = browser.new_context(base_url=hostile[0].url, bypass_csp=True)
    page = context.new_page()
    page.goto("/admin/login/")
    page.get_by_label("User name").fill("volunteer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def test_nothing_that_was_sent_runs_on_any_page(unguarded: Page, hostile: tuple[Site, list[str]]) -> None:
    texts = 0
    for path in hostile[1]:
        answer = unguarded.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert unguarded.evaluate(f"[window.ran || 0, {FAR}]") == [0, 0], path
        texts += RUN in unguarded.locator("body").inner_text()
    assert texts > len(hostile[1]) / 2, "the pages do show what was sent"


def test_what_would_run_is_noticed(unguarded: Page) -> None:
    unguarded.goto("/")
    for text in HOSTILE[1:3]:
        unguarded.set_content(f"<h1>{text}</h1>")
        unguarded.wait_for_function("window.ran > 0", timeout=5000)


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """Another origin on this machine: gives the address of a page of it that frames an address."""
    framed = {"/": ""}

    class Frames(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f"<iframe src='{framed['/']}'></iframe>" if self.path == "/" else "<p>Framed</p>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Frames)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def page_with(address: str) -> str:
        framed["/"] = address
        return f"http://localhost:{server.server_address[1]}/"

    yield page_with
    server.shutdown()
    server.server_close()


def framed_text(page: Page) -> str:
    page.wait_for_load_state("networkidle")
    return page.frames[1].locator("body").inner_text().strip()


@pytest.mark.parametrize("path", ["/", "/submit/alliance/", "/no-such-page/", "/admin/login/", "/alliances"])
def test_no_page_shows_itself_in_a_frame_of_another_site(
    browser: Browser, hostile: tuple[Site, list[str]], elsewhere: Callable[[str], str], path: str
) -> None:
    page = browser.new_page()
    page.goto(elsewhere("/inner"))
    assert framed_text(page) == "Framed"
    page.goto(elsewhere(hostile[0].url + path))
    assert "Alliance Directory" not in framed_text(page)
    page.close()
