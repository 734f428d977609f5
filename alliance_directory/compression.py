"""Pages without secrets go out compressed: Brotli where the browser takes it, else gzip.

Pages with a private link, private answers or a session are left as they are: their size would tell somebody who sees
the wire, and can put words into the page, whether he guessed what is in it (BREACH).
"""

import gzip
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]
# Middling: the best takes a quarter of a second for a page with a map, and a page is compressed each time it is sent.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
LEAST = 200  # bytes: below, there is nothing to win
NOT_AT_ALL = {"0", "0.0", "0.00", "0.000"}


def with_brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))


def with_gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)


WAYS = {"br": with_brotli, "gzip": with_gzip}


def accepted(header: str) -> set[str]:
    """The names in an Accept-Encoding that are not refused: "gzip, br;q=0" → {"gzip"}."""
    parts = [part.partition(";q=") for part in header.lower().replace(" ", "").split(",")]
    return {name for name, _q, weight in parts if weight not in NOT_AT_ALL}


class CompressionMiddleware:
    """For responses of views marked as public, or as holding no secret."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_open = getattr(response, "holds_no_secret", False)
        if not is_open or response.streaming or len(response.content) < LEAST or "Content-Encoding" in response:
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        known = accepted(request.headers.get("Accept-Encoding", ""))
        name = next((name for name in WAYS if name in known), None)
        if name:
            response.content = WAYS[name](response.content)
            response["Content-Encoding"] = name
            response["Content-Length"] = str(len(response.content))
        return response
