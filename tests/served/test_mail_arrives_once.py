"""Mail arrives once, late or not at all, and nobody waits for it (trust cases 14 to 16)."""

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.served.mail_server import mail_server
from tests.served.site import ROOT, Site, environment_of_site, stop
from tests.served.visitor import Sender, ask, heading, manage, rows

pytestmark = pytest.mark.served


class Inbox:
    """A mail server: keeps what it takes. `pause`: seconds it takes over each mail; `taken` is set by the first.

    `drops`: it hangs up in the middle of each mail, without a word.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.pause = 0.0
        self.answer = "250 OK"
        self.drops = False
        self.taken = threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.drops:
            server.transport.abort()
            return "421 gone"
        message = message_from_bytes(envelope.content, policy=policy.default)
        if self.answer.startswith("250"):
            self.ids.append(str(message["Message-ID"]))
        self.taken.set()
        time.sleep(self.pause)
        return self.answer


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    """A mail server, and the EMAIL_URL that leads to it."""
    found = Inbox()
    with mail_server(found) as email_url:
        yield found, email_url


@pytest.fixture
def quiet_site(fresh_data_dir: Path) -> Iterator[Site]:
    """A site that sends mail while nobody visits it."""
    site = Site("http://127.0.0.1:8000", fresh_data_dir)
    yield site
    stop(site)


def queue(site: Site, number: int) -> None:
    """Mails that wait to be sent."""
    code = (
        f"for n in range({number}): Mail.write(MailKind.RECEIVED, make_submission(contact_email=f'm{{n}}@example.org'))"
    )
    ask(site, code)


def working(site: Site, email_url: str) -> subprocess.Popen[bytes]:
    """A sender of mail at the site, as `manage.py work` runs it."""
    environment = {**environment_of_site(site.data_dir, site.port), "EMAIL_URL": email_url}
    return subprocess.Popen([sys.executable, "manage.py", "work", "--once"], cwd=ROOT, env=environment)


def make_due(site: Site) -> None:
    """Let the time pass that a mail waits after a failure, or that a dead sender holds it."""
    ask(
        site,
        """
earlier = timezone.now() - timedelta(hours=1)
Mail.objects.filter(sent_at=None).update(send_after=earlier)
Mail.objects.filter(sent_at=None).exclude(claimed_at=None).update(claimed_at=earlier)
""",
    )


def test_four_senders_at_once_send_each_of_fifty_mails_once(quiet_site: Site, inbox: tuple[Inbox, str]) -> None:
    found, email_url = inbox
    queue(quiet_site, 50)
    found.pause = 0.03  # long enough for all four to be at it together
    senders = [working(quiet_site, email_url) for _ in range(4)]
    assert [sender.wait(60) for sender in senders] == [0] * 4
    assert (len(found.ids), len(set(found.ids))) == (50, 50)
    assert rows(quiet_site, "SELECT count(*) FROM submissions_mail WHERE sent_at IS NULL") == [(0,)]


@pytest.mark.parametrize("server", ["dead", "refusing", "silent", "dropping"])
def test_sender_is_thanked_at_once_whatever_the_mail_server_does(
    start_site: Callable[..., Site], inbox: tuple[Inbox, str], opened_before: str, server: str
) -> None:
    found, email_url = inbox
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = {"dead": 1, "silent": silent.getsockname()[1]}.get(server, int(email_url.rpartition(":")[2]))
        bad_url = f"smtp://127.0.0.1:{port}"
        site = start_site(EMAIL_URL=bad_url)
        began = time.monotonic()
        assert heading(Sender(site, opened_before).send(name="Thanked at once")) == "Check your email"
        assert time.monotonic() - began < 3
        found.answer, found.drops = "451 later", server == "dropping"
        if server != "silent":  # it would hold the sender for the whole time-out of 20 seconds
            manage(site, "work", "--once", EMAIL_URL=bad_url)
            assert rows(site, "SELECT attempts, sent_at FROM submissions_mail") == [(1, None)]
    found.answer, found.drops = "250 OK", False
    make_due(site)
    manage(site, "work", "--once", EMAIL_URL=email_url)
    manage(site, "work", "--once", EMAIL_URL=email_url)
    assert len(found.ids) == 1
    assert rows(site, "SELECT body, sent_at IS NULL FROM submissions_mail") == [("", 0)]


def test_sender_killed_in_the_middle_loses_nothing_and_repeats_one_mail_at_most(
    quiet_site: Site, inbox: tuple[Inbox, str]
) -> None:
    found, email_url = inbox
    queue(quiet_site, 5)
    found.pause = 1.0
    killed = working(quiet_site, email_url)
    assert found.taken.wait(30)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    found.pause = 0.0
    time.sleep(1.1)
    make_due(quiet_site)
    manage(quiet_site, "work", "--once", EMAIL_URL=email_url)
    counted = Counter(found.ids)
    assert len(counted) == 5
    assert sum(counted.values()) <= 6
    assert rows(quiet_site, "SELECT count(*) FROM submissions_mail WHERE sent_at IS NULL") == [(0,)]


def test_mail_that_will_never_arrive_is_seen_by_the_volunteers(quiet_site: Site, inbox: tuple[Inbox, str]) -> None:
    found, email_url = inbox
    queue(quiet_site, 1)
    found.answer = "550 no such mailbox"
    manage(quiet_site, "work", "--once", EMAIL_URL=email_url)
    assert rows(quiet_site, "SELECT failed_at IS NULL, sent_at IS NULL FROM submissions_mail") == [(0, 1)]
    [(error,)] = rows(quiet_site, "SELECT last_error FROM submissions_mail")
    assert "550" in error
    assert not re.search("@", error)


def test_two_senders_do_not_wait_for_each_other(quiet_site: Site, inbox: tuple[Inbox, str]) -> None:
    found, email_url = inbox
    queue(quiet_site, 4)
    found.pause = 0.2
    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(lambda _n: working(quiet_site, email_url).wait(60), range(2)))
    assert (codes, len(found.ids), len(set(found.ids))) == ([0, 0], 4, 4)
