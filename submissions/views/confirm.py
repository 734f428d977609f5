"""The link of the first mail: a page with a button, because mail programs open links by themselves."""

from contextlib import suppress

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from submissions.choices import State
from submissions.limits import may_mail
from submissions.models import Submission
from submissions.models.record import LostRace
from submissions.views.opening import CONFIRM, DRAFT, Link, opened_by
from submissions.views.replies import see_other


@opened_by(CONFIRM)
def confirm(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    if submission.state != State.UNCONFIRMED:
        return render(request, "submissions/confirmed_before.html")
    context = {"submission": submission, "link": link, "address": masked(submission.contact_email)}
    if not link.is_current:
        return render(request, "submissions/confirm_again.html", context)
    if request.method != "POST":
        return render(request, "submissions/confirm.html", context)
    try:
        submission.confirm_address(seen=submission.revision)
    except LostRace:
        return see_other("confirm", link.token)  # which says what is so now
    return see_other("status", submission.status_link)


@opened_by(CONFIRM, DRAFT)
def resend(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    """A new first mail to the address on record; the answer is the same whether the limit lets it go."""
    if submission.state != State.UNCONFIRMED:
        return see_other("status" if link.is_draft else "confirm", link.token)
    context = {"submission": submission, "link": link, "address": masked(submission.contact_email)}
    if request.method != "POST":
        return render(request, "submissions/confirm_again.html", context)
    with suppress(LostRace), transaction.atomic():
        if may_mail(submission.contact_email):
            submission.resend_confirmation()
    return render(request, "submissions/confirm_resent.html", context)


def masked(address: str) -> str:
    """An address that its owner recognises and nobody else can use: c…@e…."""
    mailbox, _at, host = address.partition("@")
    return f"{mailbox[:1]}…@{host[:1]}…"
