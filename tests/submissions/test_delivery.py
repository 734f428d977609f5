"""The outbox is emptied once, patiently, through a real SMTP server."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from alliance_directory.environment import mail_settings
from submissions.choices import MailKind, State
from submissions.mail import deliver, deliver_due
from submissions.models import Mail
from submissions.models.mail import CLAIM_LASTS, soften
from tests.factories import make_submission

pytestmark = pytest.mark.django_db


class Catcher:
    """Keeps what it receives; `answer` is what it says to each mail."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
            self.receivers += envelope.rcpt_tos
        return self.answer


@pytest.fixture
def catcher(settings: Any) -> Iterator[Catcher]:
    found = Catcher()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    send_through(settings, f"smtp://127.0.0.1:{port}")
    yield found
    controller.stop()


def send_through(settings: Any, url: str) -> None:
    for name, value in mail_settings(url).items():
        setattr(settings, name, value)


def write_mail(**overrides: Any) -> Mail:
    return Mail.write(MailKind.RECEIVED, make_submission(**overrides))


def test_a_due_mail_is_sent_once_with_its_headers(catcher: Catcher) -> None:
    mail = write_mail(name="Zoë & 東京", contact_email="zoe@example.org")
    assert deliver_due() == 1
    assert deliver_due() == 0
    [message] = catcher.received
    assert (message["To"], message["Subject"]) == ("zoe@example.org", mail.subject)
    assert message["Reply-To"] == "moderators@localhost.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == mail.message_id
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == mail.body
    mail.refresh_from_db()
    assert (mail.body, mail.sent_at is not None) == ("", True)


def test_a_mail_waits_for_its_time(catcher: Catcher) -> None:
    mail = Mail.write(MailKind.RECEIVED, make_submission(), after=timedelta(minutes=10))
    assert deliver_due() == 0
    Mail.objects.filter(pk=mail.pk).update(send_after=timezone.now())
    assert deliver_due() == 1


def test_a_dead_server_delays_the_mail_and_loses_nothing(settings: Any) -> None:
    send_through(settings, "smtp://127.0.0.1:1")
    mail = write_mail()
    body = mail.body
    assert deliver_due() == 0
    mail.refresh_from_db()
    assert (mail.attempts, mail.failed_at, mail.body, mail.claimed_at) == (1, None, body, None)
    assert timedelta(minutes=1) < mail.send_after - timezone.now() < timedelta(minutes=3)
    assert "@" not in mail.last_error


def test_pauses_grow_and_after_five_days_the_mail_has_failed(catcher: Catcher) -> None:
    catcher.answer = "451 try later"
    mail = write_mail()
    Mail.objects.filter(pk=mail.pk).update(attempts=8)
    deliver_due()
    mail.refresh_from_db()
    assert timedelta(hours=5) < mail.send_after - timezone.now() <= timedelta(hours=6)
    long_ago = timezone.now() - timedelta(days=5)
    Mail.objects.filter(pk=mail.pk).update(created_at=long_ago, send_after=long_ago)
    deliver_due()
    assert list(Mail.objects.failed()) == [mail]


def test_a_refused_mailbox_fails_at_once(catcher: Catcher) -> None:
    catcher.answer = "550 no such mailbox"
    mail = write_mail()
    deliver_due()
    assert list(Mail.objects.failed()) == [mail]
    mail.refresh_from_db()
    assert mail.body == "", "it held a link that opens somebody's entry"


def test_a_mail_is_not_sent_once_its_record_is_gone(catcher: Catcher) -> None:
    submission = make_submission(state=State.UNCONFIRMED)
    Mail.write(MailKind.CONFIRM, submission)
    submission.withdraw()
    assert (deliver_due(), catcher.received) == (0, [])


def test_a_record_that_goes_while_its_mail_is_in_hand_troubles_nobody(catcher: Catcher) -> None:
    mail, other = write_mail(), write_mail()
    assert mail.claim(timezone.now())
    mail.submission.delete()
    catcher.answer = "451 try later"
    assert not deliver(mail)
    assert list(Mail.objects.all()) == [other]


@pytest.mark.parametrize("address", ["a@b..c", "a@example.org,b@example.org", "é@example.org", f"a@{'b' * 64}.org", ""])
def test_an_address_that_is_none_fails_at_once_and_holds_up_nobody(catcher: Catcher, address: str) -> None:
    bad, good = write_mail(), write_mail()
    Mail.objects.filter(pk=bad.pk).update(to=address)
    assert deliver_due() == 1
    assert list(Mail.objects.failed()) == [bad]
    bad.refresh_from_db()
    assert (bad.attempts, bad.last_error) == (1, "cannot be written: ValidationError")
    assert catcher.receivers == [good.to]


def test_a_domain_in_other_letters_is_sent_as_servers_know_it(catcher: Catcher) -> None:
    write_mail(contact_email="name@münchen.example")
    assert deliver_due() == 1
    assert catcher.receivers == ["name@xn--mnchen-3ya.example"]


def test_a_mail_in_hand_is_left_alone_until_its_sender_is_taken_for_dead(catcher: Catcher) -> None:
    mail = write_mail()
    assert mail.claim(timezone.now())
    assert not mail.claim(timezone.now())
    assert deliver_due() == 0
    Mail.objects.filter(pk=mail.pk).update(claimed_at=timezone.now() - CLAIM_LASTS - timedelta(seconds=1))
    assert deliver_due() == 1


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_of_fifty_mails_once(catcher: Catcher) -> None:
    submission = make_submission()
    for _number in range(50):
        Mail.write(MailKind.RECEIVED, submission)

    def send(_number: int) -> int:
        try:
            return deliver_due()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 50
    assert len({message["Message-ID"] for message in catcher.received}) == len(catcher.received) == 50


def test_no_line_break_in_a_name_reaches_a_header(catcher: Catcher) -> None:
    write_mail(name="Evil\r\nBcc: victim@example.net", contact_email="sender@example.org")
    assert deliver_due() == 1
    assert catcher.receivers == ["sender@example.org"]
    assert catcher.received[0]["Bcc"] is None


@pytest.mark.parametrize(
    ("name", "softened"),
    [
        ("Buy at www.example.org/now", "Buy at www example org now"),
        ("https://example.org", "https example org"),
        ("a@example.org", "a example org"),
        ("Pay at evil。example", "Pay at evil example"),
        ("evil．example and evil｡example", "evil example and evil example"),
        ("a＠evil․example", "a evil example"),
        ("https：／／evil﹒example", "https evil example"),
        ("हिन्दी.example", "हिन्दी example"),
        ("St. Mary e.V. モーニング娘。", "St. Mary e V. モーニング娘。"),
        ("AT&T {{7*7}}", "AT&T {{7*7}}"),
        ("x" * 81, "x" * 79 + "…"),
    ],
)
def test_a_name_in_a_mail_holds_no_address(name: str, softened: str) -> None:
    assert soften(name) == softened


def test_work_once_sends_and_keeps_house(catcher: Catcher) -> None:
    write_mail()
    started = time.monotonic()
    call_command("work", once=True)
    assert len(catcher.received) == 1
    assert time.monotonic() - started < 10
