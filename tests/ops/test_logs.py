"""Errors reach the administrators by mail, hourly at most, and a dead mail server adds no second fault."""

import logging
import time
from typing import Any

import pytest
from django.core import mail

from alliance_directory import logs
from alliance_directory.environment import mail_settings


def error_at(line: int, text: str = "broken") -> logging.LogRecord:
    return logging.LogRecord("django.request", logging.ERROR, "/code/views.py", line, text, (), None)


def wait_for_mails(count: int) -> list[str]:
    """The bodies of the mails that the handler's threads have sent, once there are `count` of them."""
    deadline = time.monotonic() + 10
    while len(mail.outbox) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return [str(message.body) for message in mail.outbox]


def test_an_error_is_told_once_an_hour_for_each_place(settings: Any) -> None:
    handler = logs.HourlyAdminMail()
    for line in (10, 10, 11, 10):
        handler.emit(error_at(line, f"line {line}"))
    assert sorted(wait_for_mails(2)) == ["line 10", "line 11"]
    handler.told = {place: at - logs.HOUR for place, at in handler.told.items()}
    handler.emit(error_at(10, "again"))
    assert sorted(wait_for_mails(3)) == ["again", "line 10", "line 11"]
    assert mail.outbox[0].to == [settings.MODERATORS_EMAIL]


def test_a_dead_mail_server_is_a_line_in_the_log(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    for name, value in mail_settings("smtp://127.0.0.1:1").items():
        setattr(settings, name, value)
    logs.tell_admins("Error at a place", "what happened")
    assert caplog.messages == ["the administrators were not told: ConnectionRefusedError"]


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("GET /alliances/?q=Zoë HTTP/1.1", "GET /alliances/ HTTP/1.1"),
        ("to zoe.bell+x@example.org failed", "to (address) failed"),
        ("/submissions/WyJzdGF0dXMiLDIzMSwxXQ:1xVoWu:CKlCBGa7su3/edit/", "/submissions/…/edit/"),
    ],
)
def test_personal_data_is_taken_out(text: str, quiet: str) -> None:
    assert logs.without_personal_data(text) == quiet


def test_a_record_is_one_line_whatever_it_says() -> None:
    line = logs.OneLineFormatter("{message}", style="{").format(error_at(1, "a\r\nERROR forged"))
    assert line == "a\\r\\nERROR forged"
