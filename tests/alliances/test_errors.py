"""Our own error pages: the right status, plain words, a way home, no question to the database."""

import logging
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from alliance_directory import errors
from alliance_directory.content_type import plain_content_type
from alliance_directory.logs import HourlyAdminMail
from alliance_directory.urls import handler400, handler403, handler404, handler500
from tests.alliances.reading import Page

HEADINGS = {
    400: "We cannot read this request",
    403: "This page is not open to you",
    404: "There is no such page",
    405: "That cannot be done here",
    410: "No longer listed",
    429: "Too many forms at once",
    500: "Something broke on our side",
    503: "Back in a moment",
}


def fails(request: HttpRequest, status: int) -> HttpResponse:
    raised = {400: BadRequest, 403: PermissionDenied, 500: RuntimeError, 503: OperationalError}
    if status in raised:
        raise raised[status]("Traceback secret")
    if status == 405:
        return HttpResponseNotAllowed(["POST"])
    return errors.error_page(request, status)


urlpatterns = [path("fails/<int:status>/", fails), path("", include("alliance_directory.urls"))]
with_failures = override_settings(ROOT_URLCONF=__name__)
__all__ = ["handler400", "handler403", "handler404", "handler500"]


@pytest.fixture
def unfazed(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@with_failures
@pytest.mark.filterwarnings("ignore:.*:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("status", HEADINGS)
def test_error_pages_are_ours(unfazed: Client, status: int) -> None:
    # Without the database fixture: a question to the database would fail this test.
    response = unfazed.get(f"/fails/{status}/")
    page = Page(response)
    assert response.status_code == status
    assert page.headings == [HEADINGS[status]]
    assert page.title.lower().startswith(HEADINGS[status].lower())
    assert {"/", "/alliances/"} <= set(page.links)
    assert "secret" not in page.html
    assert '<meta name="robots" content="noindex">' in page.html
    assert 'rel="canonical"' not in page.html
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@with_failures
def test_a_busy_database_keeps_what_was_typed(unfazed: Client) -> None:
    typed = {
        "name": 'Ours "& <b>',
        "covers": ["ca", "ca-on"],
        "description": "Line one\nline two",
        "password": "x1secret",
    }
    response = unfazed.post("/fails/503/", typed)
    page = Page(response)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Nothing was stored, and nothing you typed is lost: this page keeps it. Try again" in page.text
    assert 'method="post" action="/fails/503/">' in page.html
    for field in (
        '<input type="hidden" name="name" value="Ours &quot;&amp; &lt;b&gt;">',
        '<input type="hidden" name="covers" value="ca">',
        '<input type="hidden" name="covers" value="ca-on">',
        '<input type="hidden" name="description" value="Line one\nline two">',
    ):
        assert field in page.html
    assert 'name="csrfmiddlewaretoken"' in page.html
    assert "x1secret" not in page.html


@with_failures
def test_a_busy_database_has_no_form_for_readers(unfazed: Client) -> None:
    page = Page(unfazed.get("/fails/503/"))
    assert "<form" not in page.html
    assert "Nothing was changed." in page.text


def test_a_form_without_its_cookie_is_offered_again() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/submit/alliance/", {"name": "Ours"})
    page = Page(response)
    assert response.status_code == 403
    assert page.headings == ["The form could not be checked"]
    assert 'method="post" action="/submit/alliance/">' in page.html
    assert '<input type="hidden" name="name" value="Ours">' in page.html
    assert 'name="csrfmiddlewaretoken"' in page.html


def test_kept_values_beyond_measure_are_not_repeated(rf: RequestFactory) -> None:
    request = rf.post("/", {"name": "x" * (errors.KEPT_LENGTH + 1)})
    assert errors.typed_values(request) == []
    assert "Nothing was stored. Open the form again" in errors.csrf_failure(request).content.decode()


@pytest.mark.django_db
def test_not_found_offers_the_place_box(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert 'action="/places/"' in response.content.decode()


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "/", "GET, HEAD, POST"), ("TRACE", "/no-such-page/", "GET, HEAD, POST"), ("POST", "/about/", "GET, HEAD")],
)
def test_a_refused_method_has_a_page_that_says_what_is_allowed(
    client: Client, method: str, path: str, allowed: str
) -> None:
    response = client.generic(method, path)
    assert (response.status_code, response["Allow"]) == (405, allowed)
    assert Page(response).headings == [HEADINGS[405]]
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "no-store")


TOO_MUCH: dict[str, Any] = {
    "fields": {"data": {f"x{number}": "1" for number in range(5000)}},
    "bytes": {"data": {"name": "x" * 600_000}},
    "no boundary": {"data": b"--x\r\nbroken", "content_type": "multipart/form-data"},
    "latin": {"data": b"name=caf%E9", "content_type": "application/x-www-form-urlencoded; charset=iso-8859-1"},
}


@pytest.mark.parametrize("sent", [*TOO_MUCH.values()], ids=[*TOO_MUCH])
@pytest.mark.parametrize("path", ["/submit/alliance/", "/admin/login/", "/no-such-page/"])
def test_a_form_that_cannot_be_read_is_a_400_and_nobody_is_mailed(path: str, sent: dict[str, Any]) -> None:
    [told] = [handler.told for handler in logging.getLogger("django").handlers if isinstance(handler, HourlyAdminMail)]
    told.clear()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["csrf"] = "a" * 32
    response = strict.post(path, **sent)
    assert (response.status_code, Page(response).headings) == (400, [HEADINGS[400]])
    assert response["Cache-Control"] == "no-store"
    assert told == {}


@pytest.mark.parametrize(
    ("header", "method", "plain"),
    [
        ("text/html; charset=base64", "GET", ""),
        ("application/x-www-form-urlencoded", "POST", "application/x-www-form-urlencoded"),
        ("application/x-www-form-urlencoded; charset=UTF8", "POST", "application/x-www-form-urlencoded"),
        ("Application/X-WWW-Form-Urlencoded;CHARSET=\"Utf-8\"", "POST", "application/x-www-form-urlencoded"),
        ("multipart/form-data; boundary=----b0", "POST", 'multipart/form-data; boundary="----b0"'),
        ('multipart/form-data; boundary="b 0"; charset=utf_8', "POST", 'multipart/form-data; boundary="b 0"'),
        ("multipart/form-data; charset=rot13; boundary=b", "POST",
         'multipart/form-data; boundary="b"; charset=iso-8859-1'),
        ("text/plain; x*=no'such'%41; charset*=base64''%41", "POST", "text/plain"),
        ("", "POST", ""),
    ],
)  # fmt: skip
def test_a_content_type_is_cut_down_to_what_may_be_read(header: str, method: str, plain: str) -> None:
    assert plain_content_type(header, method) == plain
