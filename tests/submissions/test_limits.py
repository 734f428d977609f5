"""How much one mailbox and one network may ask of us."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory
from django.utils import timezone

from submissions.limits import client_address, client_key
from submissions.models import Mail, Submission, Tally
from tests.submissions.pages import FORM, answers, at, heading, make_draft, open_form, send, submit, typed

pytestmark = pytest.mark.django_db

PROXY = "10.0.0.1"


@pytest.fixture
def few(settings: LazySettings) -> None:
    """Two forms an hour for one network."""
    settings.LIMITS = {**settings.LIMITS, "posts_per_client": (2, timedelta(hours=1))}


def test_mails_to_a_foreign_mailbox_are_limited_and_the_answer_is_the_same(client: Client) -> None:
    headings = {heading(send(client, make_draft(client, contact_email="Victim@example.org"))) for _ in range(15)}
    headings |= {heading(send(client, make_draft(client, contact_email="victim@EXAMPLE.org"))) for _ in range(15)}
    assert headings == {"Check your email"}
    assert Mail.objects.count() == 3


def test_limit_of_a_mailbox_ends_after_six_hours(client: Client) -> None:
    for _ in range(4):
        send(client, make_draft(client))
    Tally.objects.update(at=timezone.now() - timedelta(hours=6, minutes=1))
    send(client, make_draft(client))
    assert Mail.objects.count() == 4


def test_limit_of_a_mailbox_counts_on_when_its_forms_are_withdrawn(client: Client) -> None:
    said = set()
    for _ in range(8):
        draft = make_draft(client, contact_email="victim@example.org")
        said.add(heading(send(client, draft)))
        assert heading(client.post(at(draft, "withdraw"))) == "Deleted"
    assert (said, Submission.objects.count(), Mail.objects.count()) == ({"Check your email"}, 0, 0)
    assert Tally.objects.count() == 3
    [stored] = set(Tally.objects.values_list("mailbox", flat=True))
    assert (len(stored), "victim" in stored) == (64, False)


def test_address_of_one_form_cannot_be_changed_to_mail_everybody(client: Client) -> None:
    form = {**open_form(client), **answers()}
    client.post(FORM, form)
    draft = Submission.objects.get()
    send(client, draft)
    for number in range(30):
        address = {"contact_email": f"victim{number}@example.org"}
        if number % 2:
            page = client.post(FORM, {**form, **address}, follow=True)
        else:
            edit = at(draft, "edit")
            page = client.post(edit, {**typed(client.get(edit)), **address}, follow=True)
        assert heading(page) == "Check your email"
    assert Tally.objects.count() == 10


def test_spellings_of_a_mailbox_are_one_mailbox(client: Client) -> None:
    for address in ("v@münchen.example", "V@xn--mnchen-3ya.example", "v@MÜNCHEN.example.", "v@Xn--Mnchen-3ya.example"):
        send(client, make_draft(client, contact_email=address))
    assert Mail.objects.count() == 3


def test_too_many_forms_from_one_network_are_429_with_the_form_kept(client: Client, few: None) -> None:
    assert [submit(client).status_code for _ in range(2)] == [303, 303]
    response = submit(client, name="Kept name", covers=["ca-on", "us-mi"])
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert heading(response) == "Too many forms at once"
    kept = typed(response)
    assert (kept["name"], kept["covers"]) == (["Kept name"], ["ca-on", "us-mi"])
    assert Submission.objects.count() == 2
    Submission.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert client.post(FORM, kept).status_code == 303


def test_limit_is_of_one_network_and_only_of_writing(client: Client, few: None) -> None:
    assert [submit(client).status_code for _ in range(3)] == [303, 303, 429]
    assert [client.get(path).status_code for path in ("/submit/", FORM, "/submissions/")] == [200] * 3
    form = {**open_form(client), **answers()}
    assert client.post(FORM, form, REMOTE_ADDR="192.0.2.7").status_code == 303


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "cf-connecting-ip", "forwarded", "true-client-ip"])
def test_forged_headers_do_not_get_round_the_limit(client: Client, few: None, header: str) -> None:
    codes = []
    for number in range(4):
        form = {**open_form(client), **answers()}
        codes.append(client.post(FORM, form, headers={header: f"198.51.100.{number}"}).status_code)
    assert codes == [303, 303, 429, 429]


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (PROXY, "198.51.100.1", "198.51.100.1"),
        (PROXY, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (PROXY, f"198.51.100.1, {PROXY}", "198.51.100.1"),
        (PROXY, "", PROXY),
    ],
)
def test_forwarded_address_counts_only_from_a_trusted_proxy(
    settings: Any, remote: str, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = [PROXY]
    request = RequestFactory().post(FORM, REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded})
    assert client_address(request) == address


def key(address: str) -> str:
    return client_key(RequestFactory().get("/", REMOTE_ADDR=address))


def test_network_of_an_ipv6_address_is_its_first_half() -> None:
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9")
    assert key("2001:db8:1:2::1") != key("2001:db8:1:3::1")
    assert key("::ffff:192.0.2.1") == key("192.0.2.1")


def test_address_of_the_sender_is_kept_only_scrambled(client: Client) -> None:
    form = {**open_form(client), **answers()}
    client.post(FORM, form, REMOTE_ADDR="192.0.2.7")
    stored = Submission.objects.get().client
    assert (len(stored), "192.0.2.7" in stored) == (64, False)


def test_unknown_network_is_not_counted_as_one(client: Client, few: None) -> None:
    codes = [client.post(FORM, {**open_form(client), **answers()}, REMOTE_ADDR="").status_code for _ in range(3)]
    assert codes == [303] * 3
