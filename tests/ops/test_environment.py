"""The environment is read once: what cannot be used stops with one line that names the variable."""

import django
import pytest

from alliance_directory import environment
from tests.ops.environment import seconds_before_midnight


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("SITE_URL", "", environment.site_url),
        ("SITE_URL", "directory.example.org", environment.site_url),
        ("SITE_URL", "http://directory.example.org", environment.site_url),
        ("SITE_URL", "https://directory.example.org/sub", environment.site_url),
        ("SECRET_KEY", "too short", environment.secret_key),
        ("EMAIL_URL", "mail.example.org:587", lambda: environment.mail(development=True)),
        ("EMAIL_URL", "smtp://", lambda: environment.mail(development=True)),
        ("EMAIL_URL", "filemail:", lambda: environment.mail(development=False)),
        ("MODERATORS_EMAIL", "", lambda: environment.mailbox("MODERATORS_EMAIL")),
        ("MODERATORS_EMAIL", "moderators", lambda: environment.mailbox("MODERATORS_EMAIL")),
        ("DEFAULT_FROM_EMAIL", "We, all <a@example.org>", lambda: environment.mailbox("DEFAULT_FROM_EMAIL", "a@b.org")),
        ("DEFAULT_FROM_EMAIL", "directory@example..org", lambda: environment.mailbox("DEFAULT_FROM_EMAIL", "a@b.org")),
    ],
)
def test_value_that_cannot_be_used_stops_with_its_name(
    name: str, value: str, read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert callable(read)
    with pytest.raises(SystemExit, match=rf"^alliance-directory: .*\b{name}\b"):
        read()


@pytest.mark.parametrize("value", ["directory@example.org", "Open Coworking <directory@example.org>", "a@127.0.0.1"])
def test_sender_of_mails_is_taken_as_it_stands(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", value)
    assert environment.mailbox("DEFAULT_FROM_EMAIL", "other@example.org") == value
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", " ")
    assert environment.mailbox("DEFAULT_FROM_EMAIL", "other@example.org") == "other@example.org"


def smtp_options(url: str) -> dict[str, object]:
    """What the SMTP backend gets, whichever settings the running Django reads."""
    settings = environment.mail_settings(url)
    if django.VERSION >= (6, 1):
        return dict(settings["MAILERS"]["default"]["OPTIONS"])
    return {option: settings[old] for option, old in environment.OLD_MAIL_SETTINGS.items() if old in settings}


def test_mail_server_with_name_password_and_encryption() -> None:
    options = smtp_options("smtp+tls://post%40example.org:p%2Fw@mail.example.org:587")
    assert options == {
        "host": "mail.example.org",
        "port": 587,
        "username": "post@example.org",
        "password": "p/w",
        "timeout": 20,
        "use_tls": True,
    }
    assert smtp_options("smtp+ssl://mail.example.org:465")["use_ssl"] is True


def test_plain_mail_server_has_the_usual_port() -> None:
    options = smtp_options("smtp://mail.example.org")
    assert (options["port"], options["username"], options.get("use_tls")) == (25, "", None)


@pytest.mark.parametrize(("now", "waits"), [(0, 0), (86_394, 0), (86_396, 4), (3 * 86_400 - 1, 1), (3 * 86_400, 0)])
def test_no_test_begins_in_the_last_seconds_of_a_day(now: float, waits: float) -> None:
    assert seconds_before_midnight(now) == waits
