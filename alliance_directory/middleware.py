"""What holds for every response: an id for the log, the same headers, a human page when the database is away."""

import logging
import secrets
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponsePermanentRedirect

from alliance_directory.errors import service_unavailable
from alliance_directory.logs import REQUEST_ID
from alliances import languages

GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST")

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
    """405 for every method that no page of ours answers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


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
