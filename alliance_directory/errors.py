"""Error pages: our own design, the right status, no trace, a way home. None of them asks the database.

Nor do they read the form that was sent, unless to offer it again: it may be what cannot be read.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

RETRY_SECONDS = 30
# Never shown again in a page: what signs in, and the token that the page makes anew.
NOT_KEPT = {"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2"}
KEPT_LENGTH = 100_000


def error_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """Render templates/errors/<status>.html."""
    response = render(request, f"errors/{status}.html", {"status": status, **context}, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's cookie is missing or old: what was typed is offered again with a fresh one.

    Not at the desk: another site could have sent the form, and one press would make it a moderator's act.
    """
    kept = [] if request.path.startswith(reverse("admin:index")) else typed_values(request)
    return error_page(request, 403, kept=kept, csrf=True)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """The database is locked, full or away: nothing was stored, and nothing typed is lost."""
    response = error_page(request, 503, kept=typed_values(request))
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def typed_values(request: HttpRequest) -> list[tuple[str, str]]:
    """What a POST brought, as (field, value) pairs for hidden inputs; nothing for other methods."""
    if request.method != "POST":
        return []
    pairs = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_KEPT]
    return pairs if sum(len(value) for _name, value in pairs) <= KEPT_LENGTH else []
