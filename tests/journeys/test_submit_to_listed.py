"""The main job in a real browser, against a real server, with real mail: sent, confirmed, approved, listed, found."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served.mail_server import mail_server
from tests.served.site import ONE_WORKER, Site, copy_of, start, stop
from tests.served.visitor import PASSWORD, ask, make_volunteers, manage

pytestmark = [pytest.mark.browser, pytest.mark.served]

# What the sender does about the area, what the moderator adds, and the region page on which it ends.
AREAS: dict[str, dict[str, str]] = {
    "a region": {"search": "Ontario", "tick": "Ontario", "region": "ca-on"},
    "a town": {"search": "Ottawa", "tick": "Ottawa, Ontario", "region": "city-6094817"},
    "as we say it": {"note": "the wide prairie round Winnipeg", "find": "Manitoba", "region": "ca-mb"},
}


class Mailbox:
    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def link(self) -> str:
        """The first link of the newest mail."""
        found = re.search(r"http://\S+", self.mails[-1].get_content())
        assert found is not None
        return found.group()


@pytest.fixture(scope="module")
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """What a mail server receives, and the EMAIL_URL that leads to it."""
    found = Mailbox()
    with mail_server(found) as email_url:
        yield found, email_url


@pytest.fixture(scope="module")
def directory(prepared_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all groups, for each goes its way under a name and an address of its own."""
    running = start(copy_of(prepared_data_dir, tmp_path_factory.mktemp("directory") / "data"), **ONE_WORKER)
    make_volunteers(running)
    yield running
    stop(running)


def fill_form(page: Page, name: str, address: str, area: dict[str, str]) -> None:
    page.goto("/submit/")
    page.get_by_role("main").get_by_role("link", name="List your group").click()
    page.get_by_label("Your email address").fill(address)
    page.get_by_label("Name of the group").fill(name)
    page.get_by_label("What do you do together?").fill("We buy coffee together.")
    page.locator("[name=space_1_name]").fill("Harbour Works")
    page.locator("[name=space_2_name]").fill("Annex Commons")
    page.locator("[name=space_3_name]").fill("Junction Room")
    page.wait_for_timeout(2100)  # faster than a person, and the form asks to press again
    if "search" in area:
        page.locator("[name=area_search]").fill(area["search"])
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_label("Name of the group")).to_have_value(name)
        page.get_by_label(re.compile(f"^{area['tick']}")).first.check()
    else:
        page.locator("[name=coverage_note]").fill(area["note"])
    page.get_by_label(re.compile("These facts may be published")).check()
    page.get_by_role("button", name="Go on").click()


def send_form(page: Page) -> None:
    page.get_by_role("radio", name=re.compile("^Alliance")).check()
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Check your email"))


def approve(page: Page, name: str, area: dict[str, str]) -> None:
    page.goto("/admin/")
    page.get_by_label("User name").fill("volunteer@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto("/admin/submissions/submission/")
    page.get_by_role("link", name=name).click()
    if "find" in area:
        page.locator("[name=area_search]").fill(area["find"])
        page.get_by_role("button", name="Find").click()
        page.get_by_label(re.compile(f"^{area['find']}")).first.check()
    page.get_by_role("button", name="Approve and list").click()
    expect(page.get_by_text("in the directory").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("area", list(AREAS.values()), ids=list(AREAS))
def test_a_group_goes_all_the_way(
    browser: Browser, directory: Site, mailbox: tuple[Mailbox, str], area: dict[str, str], javascript: bool
) -> None:
    inbox, email_url = mailbox
    inbox.mails.clear()
    ask(directory, "Mail.objects.unsent().update(sent_at=timezone.now())")  # those of the groups before
    site, name = directory, f"Journey {'with' if javascript else 'without'} scripts to {area['region']}"
    address = f"{name.replace(' ', '-')}@example.org"
    context = browser.new_context(base_url=site.url, java_script_enabled=javascript)
    foreign: list[str] = []
    context.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(site.url) else None)
    page = context.new_page()

    fill_form(page, name, address, area)
    send_form(page)
    manage(site, "work", "--once", EMAIL_URL=email_url)
    assert [(mail["To"], mail["Subject"]) for mail in inbox.mails] == [(address, f"Confirm your email address: {name}")]
    page.goto(inbox.link())
    expect(page.get_by_role("button", name="Confirm my address")).to_be_visible()
    found_by = "/alliances/?life=all&q=Journey"
    assert name not in site.get(found_by).text
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("main")).to_contain_text(name)
    assert name not in site.get(found_by).text

    approve(page, name, area)
    assert name in site.get(found_by).text
    for path in (f"/regions/{area['region']}/", f"/alliances/?q={name.split()[0]}", "/"):
        page.goto(path)
        expect(page.get_by_role("link", name=name).first).to_be_visible()
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert address not in page.content()
    assert [url for url in foreign if not url.startswith(("data:", "blob:"))] == []
    context.close()
