"""One form is one record, whatever the network, the sender or the database does (trust cases 1 to 6, 11, 50)."""

import re
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode

import pytest

from tests.served.site import Site
from tests.served.visitor import FORM, QUEUE, Sender, Visitor, Volunteer, ask, count, heading, rows, typed, words

pytestmark = pytest.mark.served
AT_ONCE = True

STEP_2 = "A little more about your group"


def named(site: Site, name: str) -> int:
    """How many records bear this name."""
    return len(rows(site, "SELECT 1 FROM submissions_submission WHERE name = ?", name))


def mails_to(site: Site, address: str) -> int:
    return len(rows(site, 'SELECT 1 FROM submissions_mail WHERE "to" = ?', address))


def request_bytes(sender: Sender, form: dict[str, object]) -> bytes:
    """The form as it goes over the wire."""
    body = urlencode({"csrfmiddlewaretoken": sender.token, **form}, doseq=True).encode()
    cookies = "; ".join(f"{name}={value}" for name, value in sender.session.cookies.items())
    head = f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1:{sender.site.port}\r\nCookie: {cookies}\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    return head.encode() + b"\r\n" + body


def cut_off(sender: Sender, request: bytes, *, wait: bool) -> None:
    """Send a request and hang up: at once, or when the answer has begun, unread."""
    with socket.create_connection(("127.0.0.1", sender.site.port), timeout=10) as connection:
        connection.sendall(request)
        if wait:
            connection.recv(1)


def test_eight_posts_at_once_and_three_after_are_one_record_and_one_page(sender: Sender) -> None:
    form = sender.fill(name="Eight at once")
    together = threading.Barrier(8)

    def post(_number: int) -> tuple[int, str]:
        together.wait()
        other = Sender(sender.site, sender.opened)
        other.session.cookies.update(sender.session.cookies)
        other.token = sender.token
        answer = other.post(FORM, form)
        return answer.status_code, heading(answer)

    with ThreadPoolExecutor(8) as pool:
        answers = [*pool.map(post, range(8))]
    answers += [(again.status_code, heading(again)) for again in (sender.post(FORM, form) for _ in range(3))]
    assert answers == [(200, STEP_2)] * 11
    assert named(sender.site, "Eight at once") == 1


@pytest.mark.parametrize("missing", [400, 150, 20], ids=["half of it", "some answers", "the end of the last answer"])
def test_form_cut_off_on_its_way_is_no_record_and_the_next_try_is_one(sender: Sender, missing: int) -> None:
    name = f"Cut off {missing}"
    form = {"licence": "on", **sender.fill(name=name, licence=None, summary=None), "summary": "s" * 100}
    request = request_bytes(sender, form)
    cut_off(sender, request[:-missing], wait=False)
    time.sleep(1.0)  # longer than the server takes to notice
    assert named(sender.site, name) == 0
    assert heading(sender.post(FORM, form)) == STEP_2
    assert named(sender.site, name) == 1


def test_answer_that_was_never_read_costs_nothing(sender: Sender) -> None:
    form = sender.fill(name="Never read")
    cut_off(sender, request_bytes(sender, form), wait=True)
    assert named(sender.site, "Never read") == 1
    assert heading(sender.post(FORM, form)) == STEP_2
    assert named(sender.site, "Never read") == 1


def test_pages_after_sending_can_be_reloaded_and_kept(sender: Sender) -> None:
    thanks = sender.send(name="Reloaded", contact_email="reload@example.org")
    assert heading(thanks) == "Check your email"
    before = (count(sender.site, "submissions_submission"), mails_to(sender.site, "reload@example.org"))
    again = Visitor(sender.site).get(thanks.url.removeprefix(sender.site.url))
    assert (again.status_code, heading(again)) == (200, "Check your email")
    assert "reload@example.org" in words(again)
    sent_twice = sender.post(thanks.url.removeprefix(sender.site.url) + "check/")
    assert heading(sent_twice) == "Check your email"
    assert (count(sender.site, "submissions_submission"), mails_to(sender.site, "reload@example.org")) == before


def test_what_is_typed_after_sending_is_saved_once_and_said(sender: Sender) -> None:
    form = sender.fill(name="Typed after", contact_email="typed@example.org")
    more = sender.post(FORM, form)
    path = more.url.removeprefix(sender.site.url)
    sender.post(path, {**typed(more), "kind": "alliance"})
    sender.post(path.replace("/more/", "/check/"))
    silent = sender.post(FORM, form)
    assert (heading(silent), "Your changes are saved" in words(silent)) == ("Check your email", False)

    def post(_number: int) -> str:
        other = Sender(sender.site, sender.opened)
        other.session.cookies.update(sender.session.cookies)
        other.token = sender.token
        return words(other.post(FORM, {**form, "name": "Typed at last"}))

    sender.get(FORM)
    with ThreadPoolExecutor(4) as pool:
        pages = set(pool.map(post, range(4)))
    assert ["Your changes are saved" in page for page in pages] == [True]
    assert (named(sender.site, "Typed after"), named(sender.site, "Typed at last")) == (0, 1)
    assert mails_to(sender.site, "typed@example.org") == 1


def test_same_answers_in_a_fresh_form_are_shown_to_the_moderators_as_alike(sender: Sender) -> None:
    for number in (1, 2):
        sender.send(name="Said twice", contact_email=f"twice{number}@example.org")
    keys = ask(
        sender.site,
        """
found = Submission.objects.filter(name="Said twice")
for one in found:
    one.confirm_address(seen=one.revision)
say([one.pk for one in found])
""",
    )
    assert len(keys) == 2
    volunteer = Volunteer(sender.site)
    volunteer.sign_in()
    assert "Perhaps the same group" in words(volunteer.get(f"{QUEUE}{keys[1]}/change/"))


def test_nothing_typed_is_lost_by_a_mistake(sender: Sender) -> None:
    given = {"name": "協会 Gruppe Ñ", "summary": "Wir teilen Tagespässe", "covers": ["ca-on", "town:2797656"]}
    held = sender.submit(**given, contact_email="not an address", space_2_town="Köln")
    assert (held.status_code, heading(held)) == (200, "List your group")
    kept = typed(held)
    assert {name: kept[name] for name in ("name", "summary", "contact_email", "covers", "licence", "space_2_town")} == {
        "name": ["協会 Gruppe Ñ"],
        "summary": ["Wir teilen Tagespässe"],
        "contact_email": ["not an address"],
        "covers": ["ca-on", "town:2797656"],
        "licence": ["on"],
        "space_2_town": ["Köln"],
    }
    assert heading(sender.post(FORM, {**kept, "contact_email": "right@example.org"})) == STEP_2


def test_one_mailbox_gets_three_mails_however_many_forms_name_it(sender: Sender) -> None:
    pages = [sender.send(name="Bombed", contact_email="victim@example.org") for _number in range(8)]
    said = {re.sub(r"Reference \S+", "Reference", words(page)) for page in pages}
    assert len(said) == 1, "the answers tell a stranger what we know of the mailbox"
    assert mails_to(sender.site, "victim@example.org") == 3


@pytest.mark.sqlite
def test_locked_database_answers_503_with_the_form_kept_and_pages_go_on(sender: Sender) -> None:
    form = sender.fill(name="While locked", summary="Kept through the lock")
    path = sender.site.data_dir / "directory.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        waiting = pool.submit(sender.post, FORM, form)
        assert Visitor(sender.site).get("/alliances/?q=toronto").status_code == 200
        answer = waiting.result()
        other.execute("ROLLBACK")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    kept = typed(answer)
    assert (kept["summary"], kept["form_key"]) == (["Kept through the lock"], [form["form_key"]])
    assert heading(sender.post(FORM, kept)) == STEP_2
    assert named(sender.site, "While locked") == 1
