"""Requests that no browser sends get a page in words, whatever their headers say (trust cases 40 and 73)."""

import socket
import time

import pytest

from tests.served.site import Site
from tests.served.visitor import FORM, QUEUE, Sender, count, heading

pytestmark = [pytest.mark.served, pytest.mark.once]

STEP_2 = "A little more about your group"
CANNOT_READ = "We cannot read this request"
URLENCODED = "application/x-www-form-urlencoded"
ODD = ["base64", "undefined", "idna", "rot13", "utf-99", "iso-8859-1", "utf-16", "unicode_escape", "x" * 500]


@pytest.mark.parametrize("kind", ["text/html", URLENCODED, "multipart/form-data; boundary=x", "nonsense; a*=b'c'%41"])
def test_charset_of_a_question_changes_nothing(site: Site, kind: str) -> None:
    plain = site.get("/alliances/?q=Zo%C3%AB")
    assert 'value="Zoë"' in plain.text
    for charset in [*ODD, '"', "'", ";;", "*=x'y'%41"]:
        answer = site.get("/alliances/?q=Zo%C3%AB", headers={"Content-Type": f"{kind}; charset={charset}"})
        assert (answer.status_code, answer.text) == (200, plain.text), charset


@pytest.mark.parametrize("kind", [URLENCODED, "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("charset", ODD)
def test_form_in_another_charset_is_refused_in_words(sender: Sender, kind: str, charset: str) -> None:
    before = count(sender.site, "submissions_submission")
    sender.get(FORM)
    for path in (f"{FORM}?q=a", "/admin/login/", "/submissions/x/edit/", "/no-such-page/"):
        answer = sender.session.post(
            sender.site.url + path, b"name=caf%E9", headers={"Content-Type": f"{kind}; charset={charset}"}, timeout=10
        )
        assert (answer.status_code, heading(answer)) == (400, CANNOT_READ), path
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert count(sender.site, "submissions_submission") == before


@pytest.mark.parametrize("charset", ["UTF8", "utf-8", '"Utf-8"', "utf_8"])
def test_form_that_calls_utf_8_by_another_name_is_taken(sender: Sender, charset: str) -> None:
    form = {**sender.fill(name="Zoë"), "csrfmiddlewaretoken": sender.token}
    headers = {"Content-Type": f"{URLENCODED}; charset={charset}"}
    answer = sender.session.post(sender.site.url + FORM, form, headers=headers, timeout=30)
    assert (answer.status_code, heading(answer)) == (200, STEP_2)
    assert "Zoë" in answer.text


def test_form_sent_in_parts_is_taken(sender: Sender) -> None:
    form = {**sender.fill(name="In parts"), "csrfmiddlewaretoken": sender.token}
    parts = [(name, (None, value if isinstance(value, str) else value[0])) for name, value in form.items()]
    answer = sender.session.post(sender.site.url + FORM, files=parts, timeout=30)
    assert (answer.status_code, heading(answer)) == (200, STEP_2)


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/"), ("GET", f"{QUEUE}1/approve/"), ("DELETE", FORM), ("TRACE", "/x")]
)
def test_refused_method_has_a_page_of_ours(site: Site, method: str, path: str) -> None:
    answer = site.ask(method, path)
    assert (answer.status_code, heading(answer)) == (405, "That cannot be done here")
    assert answer.headers["Allow"] == ("POST" if method == "GET" else "GET, HEAD, POST")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_connection_outlives_a_form_that_is_refused(site: Site) -> None:
    """What a browser sends next on the same connection must not be lost: the refused form was read to its end."""
    head = f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nContent-Length: 10\r\n"
    head += f"Content-Type: {URLENCODED}; charset=utf-16\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        for _number in range(5):
            connection.sendall(head.encode())
            time.sleep(0.02)  # the form itself comes a little later, as it does
            connection.sendall(b"name=caf%E")
            answer = b""
            while not answer.endswith(b"\r\n0\r\n\r\n"):  # the end of a page in chunks
                part = connection.recv(65536)
                assert part, "the server hung up"
                answer += part
            assert answer.startswith(b"HTTP/1.1 400 ")
