"""Who comes through to a decision, and where people are sent back to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from submissions.models import Moderator

View = Callable[..., HttpResponse]
MAY_DECIDE = "submissions.decide_submission"
MAY_ERASE = "submissions.erase_submission"
QUEUE, REVIEW = "admin:submissions_submission_changelist", "admin:submissions_submission_change"
GROUPS, GROUP = "admin:alliances_alliance_changelist", "admin:alliances_alliance_change"
REGION_LIST, REGION_PAGE = "admin:alliances_region_changelist", "admin:alliances_region_change"


def allowed(right: str, back: str) -> Callable[[View], View]:
    """A page for those who have a right.

    Whoever was signed out meanwhile comes back to the page `back`, given the same key, not to an address that may
    answer POST only.
    """

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, **key: Any) -> HttpResponse:
            if not admin.site.has_permission(request):
                return redirect_to_login(address_of(back, key), reverse("admin:login"))
            if not request.user.has_perm(right):
                raise PermissionDenied
            return view(request, **key)

        return guarded

    return decorate


def deciding(back: str) -> Callable[[View], View]:
    """A decision: by POST only, and only by those who may decide."""

    def decorate(view: View) -> View:
        return require_POST(allowed(MAY_DECIDE, back)(view))

    return decorate


def address_of(page: str, key: dict[str, Any]) -> str:
    """The page of the row that was decided about, or a list, which has no key."""
    return reverse(page, kwargs={} if page.endswith("_changelist") else key)


def may_decide(request: HttpRequest) -> bool:
    return request.user.has_perm(MAY_DECIDE)


def whoever(request: HttpRequest) -> Moderator:
    """The moderator of a request that came through the gate."""
    if not isinstance(request.user, Moderator):
        raise PermissionDenied
    return request.user


def back_with(request: HttpRequest, error: Exception | str, page: str, *args: Any) -> HttpResponse:
    """Say why nothing was done, on the page where one can see how things stand."""
    messages.error(request, str(error))
    return redirect(page, *args)
