"""Requests that no browser sends get a page in words, whatever their headers say (trust cases 40 and 73)."""

import pytest

from tests.served.site import Site
from tests.served.visitor import FORM, QUEUE, Sender, count, heading

pytestmark = pytest.mark.served

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
