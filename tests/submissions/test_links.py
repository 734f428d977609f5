"""/submissions/: ask for the links of one's entries."""

import re
import statistics
import time

import pytest
from django.conf import settings
from django.test import Client

from submissions.choices import State
from submissions.models import Mail
from tests.factories import make_submission
from tests.submissions.pages import (
    feedback,
    heading,
    last_mail,
    links_in,
    page,
    post_forms,
    read,
    summary,
)

pytestmark = pytest.mark.django_db

LINKS = "/submissions/"


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "slow" not in request.fixturenames:
        monkeypatch.setattr("submissions.views.links.SECONDS", 0.0)


@pytest.fixture
def slow() -> None:
    """The answer takes as long as it does outside of tests."""


def test_all_entries_of_an_address_come_in_one_mail(client: Client) -> None:
    for name in ("One", "Two"):
        make_submission(name=name, contact_email="me@example.org")
    make_submission(name="Somebody else's", contact_email="you@example.org")
    response = client.post(LINKS, {"address": "ME@Example.org "})
    assert (response.status_code, heading(response)) == (200, "Check your email")
    mail = last_mail()
    assert (Mail.objects.count(), mail.to, mail.subject) == (1, "me@example.org", "The links to your entries")
    assert [read(client.get(link)).split()[0] for link in links_in(mail)] == ["Two", "One"]


def test_answer_is_the_same_for_any_address(client: Client) -> None:
    make_submission(contact_email="me@example.org")
    pages = {client.post(LINKS, {"address": address}).content for address in ("me@example.org", "nobody@example.org")}
    assert len(pages) == 1
    assert [mail.to for mail in Mail.objects.all()] == ["me@example.org"]


def test_answer_takes_the_same_time_for_any_address(client: Client, slow: None) -> None:
    make_submission(contact_email="me@example.org")
    took: dict[str, list[float]] = {"me@example.org": [], "nobody@example.org": []}
    for _ in range(3):
        for address, seconds in took.items():
            start = time.perf_counter()
            client.post(LINKS, {"address": address})
            seconds.append(time.perf_counter() - start)
    known, unknown = (statistics.median(seconds) for seconds in took.values())
    assert max(known, unknown) / min(known, unknown) < 1.5
    assert min(known, unknown) >= 0.25


def test_mails_to_one_mailbox_are_limited_and_the_answer_does_not_tell(client: Client) -> None:
    make_submission(contact_email="me@example.org")
    assert len({client.post(LINKS, {"address": "me@example.org"}).content for _ in range(6)}) == 1
    assert Mail.objects.count() == settings.LIMITS["mails_per_mailbox"][0]


@pytest.mark.parametrize("state", [State.DRAFT, State.UNCONFIRMED])
def test_entry_that_nobody_confirmed_has_no_link(client: Client, state: State) -> None:
    make_submission(contact_email="me@example.org", state=state)
    client.post(LINKS, {"address": "me@example.org"})
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "Enter your email address"),
        ("me", "Enter it in full, such as name@example.org"),
        ("a@b.c,d@e.f", "Enter it in full, such as name@example.org"),
        ("a@example.org\nBcc: x@y.z", "Enter it in full, such as name@example.org"),
        ("\x00", "Enter it in full, such as name@example.org"),
    ],
)
def test_wrong_address_is_named(client: Client, address: str, message: str) -> None:
    response = client.post(LINKS, {"address": address})
    [(anchor, said)] = summary(response)
    assert (anchor, said.endswith(message[1:]), feedback(response)) == ("id_address", True, [message])
    assert post_forms(response) == 1


def test_reading_the_page_mails_nothing(client: Client) -> None:
    make_submission(contact_email="me@example.org")
    client.get(LINKS, {"address": "me@example.org"})
    assert Mail.objects.count() == 0


def test_asking_needs_the_token_of_the_page() -> None:
    make_submission(contact_email="me@example.org")
    assert Client(enforce_csrf_checks=True).post(LINKS, {"address": "me@example.org"}).status_code == 403
    assert Mail.objects.count() == 0


def test_links_of_a_conversation_in_another_language_open_pages_in_it(client: Client) -> None:
    """Whatever language they are asked for in; each entry keeps its own."""
    for language in ("en", "es"):
        make_submission(contact_email="me@example.org", language=language)
    client.post(LINKS, {"address": "me@example.org"})
    mail = last_mail()
    assert (mail.language, mail.body.partition("\n")[0]) == ("es", "Hola:")
    assert re.findall(r"^http://127\.0\.0\.1:8000(\S*)/submissions/\S{40,}$", mail.body, re.M) == ["/es", ""]


@pytest.mark.parametrize("number", [1, 3, 20])
def test_links_of_many_entries_are_one_mail(client: Client, number: int) -> None:
    for _ in range(number):
        make_submission(contact_email="me@example.org")
    client.post(LINKS, {"address": "me@example.org"})
    assert len(links_in(last_mail())) == number


def test_page_of_the_link_says_where_it_comes_from(client: Client) -> None:
    text = page(client.get(LINKS)).xpath("//p[@class='lede']")[0].text_content()
    assert text == "The page of an entry opens with a link that we mailed. Lost it? We send it again."
