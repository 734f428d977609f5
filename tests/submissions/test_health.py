"""/healthz: well as long as mail leaves this host, whatever becomes of a single one."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from submissions.choices import MailKind
from submissions.models import Mail
from tests.factories import make_submission

pytestmark = pytest.mark.django_db

REFUSED = "SMTPRecipientsRefused: refused"


def written(minutes_ago: float, **facts: Any) -> Mail:
    mail = Mail.write(MailKind.RECEIVED, make_submission())
    Mail.objects.filter(pk=mail.pk).update(created_at=timezone.now() - timedelta(minutes=minutes_ago), **facts)
    return mail


def health(client: Client) -> tuple[int, str]:
    response = client.get("/healthz")
    return response.status_code, response.json()["status"]


def test_mail_may_wait_for_forty_minutes(client: Client) -> None:
    written(39)
    assert health(client) == (200, "ok")
    written(41)
    assert health(client) == (503, "mail has waited 41 minutes")


def test_mail_that_failed_for_good_holds_up_nothing(client: Client) -> None:
    written(60, failed_at=timezone.now())
    assert health(client) == (200, "ok")
    assert client.get("/healthz").json()["mails_failed_today"] == 1


def test_mailbox_that_alone_is_refused_is_no_trouble_of_ours(client: Client) -> None:
    written(90, last_error=REFUSED)
    assert health(client) == (503, "mail has waited 90 minutes")
    written(5, sent_at=timezone.now())
    assert health(client) == (200, "ok")


def test_dead_server_is_told_even_beside_a_refused_mailbox(client: Client) -> None:
    written(90, last_error=REFUSED)
    written(80, sent_at=timezone.now())
    written(50, last_error="ConnectionRefusedError: no answer")
    assert health(client) == (503, "mail has waited 50 minutes")
