"""What holds for every response: an id for the log, the same headers, a human page when the database is away."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponsePermanentRedirect
from django.http.multipartparser import MultiPartParserError

from alliance_directory.errors import error_page, service_unavailable
from alliance_directory.logs import REQUEST_ID
from alliances import languages

GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST")
# What Django's parsers of forms raise over what strangers send them: too much, broken, in a charset of their own.
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, LookupError, ValueError, OSError)

logger = logging.getLogger("django.request")


class RequestIdMiddleware:
    """A random id for the log lines of one request; never taken from the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        REQUEST_ID.set(secrets.token_hex(6))
        return self.get_response(request)


class LanguageMiddleware:
    """The language is the first part of the path; all that follows sees the path without it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if languages.split(f"{request.path_info}/")[1] == "/" and not request.path_info.endswith("/"):
            return HttpResponsePermanentRedirect(f"{request.path_info}/")  # /fr
        language, path = languages.split(request.path_info)
        request.path_info = path
        with languages.speaking(language):
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


class ResponseHeadersMiddleware:
    """Headers that Django's own middleware does not set."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        if "Cache-Control" not in response:
            # What no view has marked as public is nobody else's to keep.
            response["Cache-Control"] = "no-store, private"
        return response


class AllowedMethodsMiddleware:
    """405 for every method that no page of ours answers, and a page in words for every 405."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        if response.status_code != HttpResponseNotAllowed.status_code:
            return response
        page = error_page(request, response.status_code)
        page["Allow"] = response["Allow"]
        return page


class ReadableFormMiddleware:
    """400 for a form that cannot be read, before any guard or view looks at it: nobody finds it half read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            require_readable(request)
        return self.get_response(request)


def require_readable(request: HttpRequest) -> None:
    """Read the form. Raises BadRequest, which is logged as the sender's fault and mailed to nobody.

    The body is read before it is judged: over one that is left unread the server hangs up, and what the browser sends
    next on that connection is lost. If less came than was announced, the last answer may be half of one.
    """
    try:
        is_whole = len(request.body) == int(request.META.get("CONTENT_LENGTH") or 0)
        if (request.encoding or "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest("A form in another charset than UTF-8")
        len(request.POST)
    except UNREADABLE as error:
        raise BadRequest(f"A form that cannot be read ({type(error).__name__})") from error
    if not is_whole:
        raise BadRequest("A form that was cut off")


class DatabaseTroubleMiddleware:
    """503 with a way to try again when the database is locked, full or away: what was typed is kept in the page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:  # raised by other middleware
            return self.answer(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return self.answer(request, exception) if isinstance(exception, OperationalError | InterfaceError) else None

    def answer(self, request: HttpRequest, error: DatabaseError | InterfaceError) -> HttpResponse:
        logger.error("database: %s", type(error).__name__, exc_info=error)
        return service_unavailable(request)
