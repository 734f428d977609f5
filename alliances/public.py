"""The mark of a page that holds nothing but public facts: it may be cached, and the leak test walks it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
SHARED_CACHE = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"


def public_page(view: View) -> View:
    """Mark a view and its responses as public: GET and HEAD only, no cookie, links from cleaned parameters.

    The view must not look at cookies, the user, request headers or parameters that it has not cleaned.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.public_page = True  # type: ignore[attr-defined]  # read by the page cache
        response.setdefault("Cache-Control", SHARED_CACHE)
        return response

    marked = require_safe(wrapper)
    marked.public_page = True  # type: ignore[attr-defined]  # read by the leak test
    return marked
