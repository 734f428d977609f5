"""What only a real server shows: what goes over the wire, whatever Django was asked to do."""

import re
import socket

import pytest

from tests.served.site import Site

pytestmark = [pytest.mark.served, pytest.mark.once]

# A page of each class: public, a form, the desk, plain text, an unknown address, a refused method.
PAGES = ["/", "/alliances/", "/submit/", "/admin/login/", "/robots.txt", "/no-such-page/"]


def raw(site: Site, request: str) -> bytes:
    """The first bytes of the answer to a request that no client library would send."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(request.encode())
        return connection.recv(4096)


@pytest.mark.parametrize("path", ["/", "/alliances/", "/admin/login/", "/healthz"])
def test_page_answers(site: Site, path: str) -> None:
    assert site.get(path).status_code == 200


def test_list_shows_the_real_groups(site: Site) -> None:
    assert "Coworking Toronto" in site.get("/alliances/?q=toronto").text


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_protective_headers(site: Site, path: str) -> None:
    headers = site.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] in {"same-origin", "same-site"}
    assert headers["Referrer-Policy"]


@pytest.mark.parametrize("path", ["/", "/alliances/", "/no-such-page/"])
def test_reading_sets_no_cookie(site: Site, path: str) -> None:
    assert "Set-Cookie" not in site.get(path).headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[::1]evil"])
def test_foreign_host_is_refused(site: Site, host: str) -> None:
    assert site.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/alliances/", "/admin/login/"])
def test_other_methods_are_refused(site: Site, method: str, path: str) -> None:
    assert site.ask(method, path).status_code == 405


def test_head_has_the_headers_and_no_body(site: Site) -> None:
    answer = site.ask("HEAD", "/alliances/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_static_files_are_hashed_and_kept_for_a_year(site: Site) -> None:
    addresses = re.findall(r'"(/static/[^"]+\.css)"', site.get("/").text)
    assert addresses
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.css$", address)
        answer = site.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


@pytest.mark.parametrize("path", ["/static/../secret_key", "/static/%2e%2e/secret_key", "/static/..%2fsecret_key"])
def test_the_key_cannot_be_had_as_a_static_file(site: Site, path: str) -> None:
    answer = raw(site, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert b" 404 " in answer.splitlines()[0]


@pytest.mark.parametrize(
    "request_line",
    ["GET / HTTP/1.1\r\nHost: a\r\nHost: b", "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example"],
)
def test_crooked_requests_are_refused(site: Site, request_line: str) -> None:
    answer = raw(site, f"{request_line}\r\nConnection: close\r\n\r\n")
    assert b" 400 " in answer.splitlines()[0]


def test_slow_client_is_cut_off_and_others_are_served(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert site.get("/alliances/").status_code == 200
        assert slow.recv(1) == b""
