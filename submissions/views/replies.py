"""Answers that several pages give."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alliances.views.replies import SeeOther

BUSY_SECONDS = 30
FULL_SECONDS = 3600
NOT_KEPT = {"csrfmiddlewaretoken"}


def see_other(page: str, *args: object) -> SeeOther:
    return SeeOther(reverse(f"submissions:{page}", args=args))


def busy(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """The database cannot write now: 503, and the form again with all that was typed."""
    response = render(request, template, {**context, "busy": True}, status=503)
    response["Retry-After"] = str(BUSY_SECONDS)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """This client has stored enough for now: 429, with the form kept in the page."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_KEPT]
    response = render(request, "errors/429.html", {"status": 429, "kept": kept}, status=429)
    response["Retry-After"] = str(FULL_SECONDS)
    response["X-Robots-Tag"] = "noindex"
    return response
