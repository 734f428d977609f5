"""The main job in a real browser, against a real server, with real mail: sent, confirmed, approved, listed, found."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served.mail_server import mail_server
from tests.served.site import ROOT, Site, environment_of_site

pytestmark = [pytest.mark.browser, pytest.mark.served]

PASSWORD = "made for the journey only"
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


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """What mail servers receive, and the EMAIL_URL that leads to it."""
    found = Mailbox()
    with mail_server(found) as email_url:
        yield found, email_url


def manage(site: Site, *arguments: str, **extra: str) -> None:
    environment = {**environment_of_site(site.data_dir, site.port), **extra}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def make_moderator(site: Site) -> None:
    code = (
        "from django.contrib.auth.models import Group; from submissions.models import Moderator;"
        f"m = Moderator.objects.create_user('journey', 'journey@example.org', {PASSWORD!r}, is_staff=True);"
        "m.groups.add(Group.objects.get(name='Moderators'))"
    )
    manage(site, "shell", "--verbosity", "0", "--command", code)


def fill_form(page: Page, name: str, area: dict[str, str]) -> None:
    page.goto("/submit/")
    page.get_by_role("main").get_by_role("link", name="List your group").click()
    page.get_by_label("Your email address").fill("sender@example.org")
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


def approve(page: Page, site: Site, name: str, area: dict[str, str]) -> None:
    page.goto("/admin/")
    page.get_by_label("User name").fill("journey@example.org")
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
    browser: Browser,
    start_site: Callable[..., Site],
    mailbox: tuple[Mailbox, str],
    area: dict[str, str],
    javascript: bool,
    tmp_path: Path,
) -> None:
    inbox, email_url = mailbox
    site = start_site(EMAIL_URL=email_url)
    make_moderator(site)
    name = f"Journey to {area['region']}"
    context = browser.new_context(base_url=site.url, java_script_enabled=javascript)
    foreign: list[str] = []
    context.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(site.url) else None)
    page = context.new_page()

    fill_form(page, name, area)
    send_form(page)
    manage(site, "work", "--once", EMAIL_URL=email_url)
    assert [mail["Subject"] for mail in inbox.mails] == [f"Confirm your email address: {name}"]
    page.goto(inbox.link())
    expect(page.get_by_role("button", name="Confirm my address")).to_be_visible()
    assert name not in requests_text(site, "/alliances/?life=all")
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("main")).to_contain_text(name)

    approve(page, site, name, area)
    for path in (f"/regions/{area['region']}/", f"/alliances/?q={name.split()[0]}", "/"):
        page.goto(path)
        expect(page.get_by_role("link", name=name).first).to_be_visible()
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert "sender@example.org" not in page.content()
    assert [url for url in foreign if not url.startswith(("data:", "blob:"))] == []
    context.close()


def requests_text(site: Site, path: str) -> str:
    return site.get(path).text
