from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from submissions.choices import MailKind
from submissions.models import Event, Mail
from tests.desk.pages import press, words
from tests.factories import make_submission

MAILS, EVENTS = "/admin/submissions/mail/", "/admin/submissions/event/"


@pytest.fixture
def outbox(db: None) -> None:
    now = timezone.now()
    for name, facts in {
        "Waiting group": {},
        "Failed group": {"failed_at": now, "last_error": "SMTPRecipientsRefused: refused", "attempts": 7},
        "Sent group": {"sent_at": now, "body": ""},
    }.items():
        mail = Mail.write(MailKind.RECEIVED, make_submission(name=name))
        Mail.objects.filter(pk=mail.pk).update(**facts)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", ["Sent group", "Failed group", "Waiting group"]),
        ("waiting", ["Waiting group"]),
        ("failed", ["Failed group"]),
        ("sent", ["Sent group"]),
    ],
)
def test_mails_by_state(desk: Client, outbox: None, state: str, names: list[str]) -> None:
    page = words(desk.get(MAILS, {"state": state} if state else {}))
    shown = [name for name in ("Sent group", "Failed group", "Waiting group") if name in page]
    assert sorted(shown) == sorted(names)


def test_mails_say_how_often_they_were_tried_and_why_they_failed(desk: Client, outbox: None) -> None:
    assert "Seven attempts: SMTPRecipientsRefused: refused" in words(desk.get(MAILS, {"state": "failed"}))
    assert "No attempt yet" in words(desk.get(MAILS, {"state": "waiting"}))


def test_mails_are_shown_without_their_words(desk: Client, outbox: None) -> None:
    body = Mail.objects.exclude(body="").first().body  # type: ignore[union-attr]  # the fixture wrote them
    page = desk.get(MAILS).content.decode()
    assert (body.splitlines()[2] in page, "/submissions/e" in page) == (False, False)
    assert desk.get(f"{MAILS}{Mail.objects.first().pk}/change/").status_code == 404  # type: ignore[union-attr]


def test_front_page_tells_of_failed_mails(desk: Client, outbox: None) -> None:
    assert "One mail failed" in words(desk.get("/admin/"))
    Mail.objects.update(failed_at=timezone.now())
    assert "Three mails failed" in words(desk.get("/admin/"))
    Mail.objects.update(failed_at=None)
    assert "failed" not in words(desk.get("/admin/"))


def test_events_say_who_did_what(desk: Client) -> None:
    submission = make_submission(name="One Space")
    press(desk, submission, "decline", reason="A1", words="it is one space")
    page = words(desk.get(EVENTS))
    assert "declined Maria Silva One Space it is one space" in page
    assert desk.get(f"{EVENTS}{Event.objects.get().pk}/change/").status_code == 404


@pytest.mark.parametrize("path", [MAILS, EVENTS])
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_log_queries(desk: Client, rows: int, path: str, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        submission = make_submission()
        submission.note("sent", text="x" * 500)  # type: ignore[arg-type]  # a Verb by its value
        Mail.write(MailKind.RECEIVED, submission)
    with django_assert_num_queries(6):
        page = desk.get(path)
    assert page.content.decode().count("Sent group ") == rows


@pytest.mark.parametrize("text", ["ontario", "CA-ON", "オンタリオ州"])
def test_regions_are_found_in_any_language(desk: Client, text: str) -> None:
    page = desk.get("/admin/alliances/region/", {"q": text})
    assert 'href="/admin/alliances/region/ca-on/change/' in page.content.decode()
