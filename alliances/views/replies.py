"""Answers that several pages give."""

from django.http import HttpResponse, HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """What was asked for stands on this page; a reload of it asks or sends nothing again."""

    status_code = 303


def no_store(response: HttpResponse) -> HttpResponse:
    """What people type stays between them and us."""
    response["Cache-Control"] = "no-store"
    return response
