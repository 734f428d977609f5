"""The link of the first mail: GET shows a button, POST confirms, and a dead link explains itself."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from submissions.choices import LinkPurpose, State
from submissions.links import make
from submissions.models import Event, Mail, Submission, Tally
from tests.factories import make_submission
from tests.submissions.pages import (
    at,
    heading,
    last_mail,
    links_in,
    make_draft,
    page,
    post_forms,
    read,
    send,
    typed,
)

pytestmark = pytest.mark.django_db

DAY = 24 * 3600
TOO_OLD = "This link is too old"
NOTHING = "This link opens nothing"


@pytest.fixture
def sent(client: Client) -> Submission:
    draft = make_draft(client)
    send(client, draft)
    return Submission.objects.get()


@pytest.fixture
def link(sent: Submission) -> str:
    [path] = links_in(last_mail())
    return path


@pytest.fixture
def two_weeks_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the signer, past the lifetime of the link; the record is still there."""
    real = time.time
    monkeypatch.setattr("django.core.signing.time.time", lambda: real() + settings.LINK_DAYS["confirm"] * DAY + 60)


def test_opening_the_link_changes_nothing(client: Client, sent: Submission, link: str) -> None:
    for _ in range(3):
        assert client.head(link).status_code == 200
        response = client.get(link)
    assert (heading(response), post_forms(response)) == ("Confirm your email address", 1)
    sent.refresh_from_db()
    assert (sent.state, Mail.objects.count(), Event.objects.filter(verb="confirmed").count()) == ("unconfirmed", 1, 0)


def test_pressing_the_button_leads_to_the_status_page_and_mails_its_link(client: Client, link: str) -> None:
    response = client.post(link)
    assert response.status_code == 303
    assert heading(client.get(response["Location"])) == "We have it"
    mail = last_mail()
    assert (mail.to, mail.subject) == ("sender@example.org", "We have it: Coworking Ontario")
    [status] = links_in(mail)
    assert heading(client.get(status)) == "We have it"


def test_second_use_explains_itself(client: Client, link: str) -> None:
    client.post(link)
    for response in (client.post(link), client.get(link)):
        assert (response.status_code, heading(response)) == (200, "This address is confirmed already")
        assert page(response).xpath("//main//a/@href") == ["/submissions/"]
    assert Mail.objects.count() == 2


def test_link_shows_nothing_of_the_record_but_its_name(client: Client, link: str) -> None:
    text = read(client.get(link))
    assert "Coworking Ontario" in text
    assert [said for said in ("sender@example.org", "Lakeside", "We share day passes") if said in text] == []


def test_expired_link_offers_a_new_mail_and_confirms_nothing(
    client: Client, sent: Submission, link: str, two_weeks_later: None
) -> None:
    for response in (client.get(link), client.post(link)):
        assert (response.status_code, heading(response)) == (200, TOO_OLD)
        assert "Send a new link to s…@e…" in read(response)
        assert "sender@example.org" not in response.content.decode()
    sent.refresh_from_db()
    assert sent.state == State.UNCONFIRMED


def test_expired_link_has_a_new_one_sent_that_works(client: Client, link: str, two_weeks_later: None) -> None:
    offer = page(client.get(link)).xpath("//main//form/@action")[0]
    answer = client.post(offer)
    assert heading(answer) == "Check your email"
    assert "s…@e…" in read(answer)
    [fresh] = links_in(last_mail())
    assert fresh != link
    assert (heading(client.get(link)), heading(client.get(fresh))) == (TOO_OLD, "Confirm your email address")


def test_superseded_link_confirms_nothing(client: Client, sent: Submission, link: str) -> None:
    sent.resend_confirmation()
    assert heading(client.post(link)) == TOO_OLD
    sent.refresh_from_db()
    assert sent.state == State.UNCONFIRMED


def test_resending_is_limited_and_answers_the_same(client: Client, sent: Submission, link: str) -> None:
    answers = [read(client.post(at(sent, "resend"))) for _ in range(6)]
    assert len(set(answers)) == 1
    assert Tally.objects.count() == settings.LIMITS["mails_per_mailbox"][0]
    assert Mail.objects.count() == 1, "what would bring a dead link is not sent any more"
    [newest] = links_in(last_mail())
    assert heading(client.get(newest)) == "Confirm your email address"


def test_resend_page_itself_sends_nothing(client: Client, sent: Submission) -> None:
    response = client.get(at(sent, "resend"))
    assert heading(response) == "Have the mail sent again"
    assert Mail.objects.count() == 1


def test_resending_after_confirmation_leads_on(client: Client, sent: Submission, link: str) -> None:
    client.post(link)
    resend = link.replace("/confirm/", "/resend/")
    assert heading(client.post(resend, follow=True)) == "This address is confirmed already"
    assert Mail.objects.count() == 2


def test_dead_links_all_give_the_same_page(client: Client, sent: Submission, link: str) -> None:
    gone = make_submission(state=State.UNCONFIRMED, confirmed_at=None, waiting_since=None)
    of_gone = gone.confirm_url.removeprefix(settings.SITE_URL)
    gone.withdraw()
    token = link.split("/")[2]
    dead = [
        of_gone,
        link.replace(token, token[:-1]),
        link.replace(token, f"x{token}"),
        "/submissions/nonsense/confirm/",
        f"/submissions/{make(LinkPurpose.CONFIRM, 999_999, 1)}/confirm/",
        f"/submissions/{sent.draft_link}/confirm/",
        f"/submissions/{sent.status_link}/confirm/",
    ]
    for path in dead:
        for response in (client.get(path), client.post(path)):
            assert (response.status_code, heading(response)) == (404, NOTHING)
    assert len({read(client.get(path)) for path in dead}) == 1


def test_confirm_link_opens_no_other_page(client: Client, link: str) -> None:
    for name in ("", "more/", "check/", "edit/", "answer/", "withdraw/"):
        path = link.replace("confirm/", name)
        assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}


def test_draft_link_ends_when_the_address_is_confirmed(client: Client, sent: Submission, link: str) -> None:
    client.post(link)
    for name in ("status", "more", "check", "edit", "withdraw", "resend"):
        response = client.get(at(sent, name), follow=True)
        assert (response.status_code, heading(response)) == (200, "Your email address is confirmed")
        assert [
            said for said in ("Coworking Ontario", "sender@example.org", "Lakeside") if said in read(response)
        ] == []
    assert client.post(at(sent, "edit"), {"name": "Stolen", "revision": "1"}).status_code == 303
    sent.refresh_from_db()
    assert (sent.name, sent.state) == ("Coworking Ontario", State.PENDING)


def test_ended_draft_page_still_says_what_happens_next(client: Client, sent: Submission, link: str) -> None:
    client.post(link)
    text = read(client.get(at(sent)))
    by = timezone.now() + timedelta(days=settings.PROMISES["first_look"])
    assert f"We promised to read them by {by.day} {by:%B %Y}" in text
    assert f"S{sent.pk:05d}" in text


def test_address_corrected_before_it_is_confirmed_gets_its_own_mail_and_the_old_link_dies(
    client: Client, sent: Submission, link: str
) -> None:
    """Else the owner of one mailbox could confirm an entry in the name of another."""
    form = typed(client.get(at(sent, "edit")))
    assert heading(client.post(at(sent, "edit"), {**form, "contact_email": "other@example.org"}, follow=True)) == (
        "Check your email"
    )
    assert last_mail().to == "other@example.org"
    [fresh] = links_in(last_mail())
    assert heading(client.post(link)) == TOO_OLD
    assert client.post(fresh).status_code == 303


def test_link_without_the_token_of_its_page_is_refused(sent: Submission, link: str) -> None:
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403
    sent.refresh_from_db()
    assert sent.state == State.UNCONFIRMED
