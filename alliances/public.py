"""The marks of pages: one that holds nothing but public facts may be cached, and the leak test walks it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
# Together a minute at most: what is taken down is gone from a shared cache by then.
SHARED_CACHE = "public, max-age=0, s-maxage=30, stale-while-revalidate=30"


def holds_no_secret(view: View) -> View:
    """Mark the responses of a view: in them is no link, session or record that only one person may know.

    They are sent compressed. A form may be so marked: its tokens differ each time it is shown.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.holds_no_secret = True  # type: ignore[attr-defined]  # read where pages are compressed
        return response

    return marked


def public_page(view: View) -> View:
    """Mark a view and its responses as public: GET and HEAD only, no cookie, links from cleaned parameters.

    The view must not look at cookies, the user, request headers or parameters that it has not cleaned.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.public_page = True  # type: ignore[attr-defined]  # for whoever keeps pages
        response.setdefault("Cache-Control", SHARED_CACHE)
        return response

    marked = require_safe(holds_no_secret(wrapper))
    marked.public_page = True  # type: ignore[attr-defined]  # read by the leak test
    return marked
