"""What goes out compressed: public pages and the empty form, never what only one person may see."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from alliance_directory.compression import LEAST, CompressionMiddleware
from alliances.public import public_page
from tests.factories import make_alliance, make_moderator, make_submission
from tests.submissions.pages import FORM, at

PLAIN = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


def encoding(response: HttpResponse) -> str:
    return response.get("Content-Encoding", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepts", "wanted"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, GZIP ; q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("identity", ""),
        ("*", ""),
        ("", ""),
    ],
)
def test_public_page_comes_as_the_browser_takes_it(client: Client, accepts: str, wanted: str) -> None:
    make_alliance()
    plain = client.get("/alliances/").content
    response = client.get("/alliances/", headers={"Accept-Encoding": accepts})
    assert encoding(response) == wanted
    assert PLAIN[wanted](response.content) == plain
    assert response["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/fr/alliances/", "/regions/ca/", "/places/6167865/", "/submit/", FORM])
def test_pages_without_secrets_are_compressed(client: Client, path: str) -> None:
    assert encoding(client.get(path, headers={"Accept-Encoding": "br"})) == "br"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["status", "more", "edit", "check", "withdraw"])
def test_pages_behind_a_private_link_are_not(client: Client, name: str) -> None:
    draft = make_submission(state="draft")
    response = client.get(at(draft, name), headers={"Accept-Encoding": "br, gzip"})
    assert encoding(response) == ""


@pytest.mark.django_db
def test_desk_is_not(client: Client) -> None:
    client.force_login(make_moderator())
    for path in ("/admin/", "/admin/submissions/submission/?q=a"):
        assert encoding(client.get(path, headers={"Accept-Encoding": "br, gzip"})) == ""


@pytest.mark.parametrize(("size", "wanted"), [(LEAST - 1, ""), (LEAST, "br")])
def test_small_answers_are_left_as_they_are(rf: RequestFactory, size: int, wanted: str) -> None:
    middleware = CompressionMiddleware(public_page(lambda request: HttpResponse("a" * size)))
    assert encoding(middleware(rf.get("/", headers={"Accept-Encoding": "br"}))) == wanted
