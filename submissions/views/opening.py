"""From a link to its record: which link opens which page, and what every such page sends along."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from submissions.choices import UNSENT_STATES, LinkPurpose
from submissions.links import Claim, DeadLink, ExpiredLink, read
from submissions.models import Submission
from submissions.views.replies import see_other

DRAFT, CONFIRM, STATUS = LinkPurpose.DRAFT, LinkPurpose.CONFIRM, LinkPurpose.STATUS
PAGES = ("status", "more", "check", "edit", "answer", "withdraw", "resend")
HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@dataclass(frozen=True)
class Link:
    """A genuine link whose record is there."""

    token: str
    purpose: LinkPurpose
    is_current: bool  # neither too old nor superseded by a newer one

    @property
    def is_draft(self) -> bool:
        return self.purpose == DRAFT

    @property
    def pages(self) -> dict[str, str]:
        """The addresses of its pages by name, for templates: link.pages.edit."""
        return {page: reverse(f"submissions:{page}", args=[self.token]) for page in PAGES}


Page = Callable[[HttpRequest, Submission, Link], HttpResponse]
View = Callable[[HttpRequest, str], HttpResponse]


def opened_by(*purposes: LinkPurpose, methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable[[Page], View]:
    """A page that these links open, and no other; anything else finds nothing (404)."""

    def decorate(page: Page) -> View:
        @csrf_protect
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            opened = open_link(token, purposes)
            if opened is None:
                return render(request, "submissions/no_record.html", status=404)
            submission, link = opened
            if link.is_draft and submission.state not in UNSENT_STATES:
                return draft_is_over(request, submission, link)
            return page(request, submission, link)

        @csrf_exempt  # judged one step further in, by csrf_protect
        @require_http_methods(list(methods))
        @wraps(page)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            # Our pages send no referrer, so browsers call the origin of their forms "null".
            if request.META.get("HTTP_ORIGIN") == "null":
                request.META["HTTP_ORIGIN"] = settings.SITE_URL
            response = answer(request, token)
            for name, value in HEADERS.items():
                response[name] = value
            return response

        return view

    return decorate


def open_link(token: str, purposes: tuple[LinkPurpose, ...]) -> tuple[Submission, Link] | None:
    """The record and the link; None when it is not ours, not for this page, revoked, or leads to nothing."""
    try:
        claim, is_fresh = read(token), True
    except ExpiredLink as expired:
        claim, is_fresh = expired.claim, False
    except DeadLink:
        return None
    submission = Submission.objects.filter(pk=claim.pk).first() if claim.purpose in purposes else None
    if submission is None:
        return None
    is_current = is_fresh and claim.generation == generation_of(submission, claim)
    if claim.purpose != CONFIRM and not is_current:
        return None
    return submission, Link(token, claim.purpose, is_current)


def generation_of(submission: Submission, claim: Claim) -> int:
    return submission.confirm_generation if claim.purpose == CONFIRM else submission.link_generation


def draft_is_over(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    """The address is confirmed: this link ends, says where things go on, and shows nothing of the record."""
    if request.method == "POST":
        return see_other("status", link.token)
    return render(request, "submissions/draft_over.html", {"submission": submission})
