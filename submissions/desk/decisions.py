"""What the buttons of the review page do: approve, ask, decline, undo. By POST only; verbs do the rest."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from submissions.choices import DeclineReason, State
from submissions.desk.forms import ApproveForm
from submissions.desk.gate import QUEUE, REVIEW, deciding, whoever
from submissions.desk.reading import theirs
from submissions.desk.review import DecisionForms, review_page
from submissions.models import Submission
from submissions.models.decision import MailHasGone
from submissions.models.record import LostRace

Act = Callable[[Submission, Any], SafeString]  # does it, and returns what to say


@deciding(REVIEW)
def approve(request: HttpRequest, object_id: int) -> HttpResponse:
    def act(submission: Submission, form: Any) -> SafeString:
        alliance = submission.approve(by=whoever(request), **form.published())
        page = format_html('<a href="{}">{}</a>', alliance.get_absolute_url(), gettext("See its page"))
        return format_html(gettext("Approved. {} is in the directory. {}."), theirs(alliance.name), page)

    return _decide(request, object_id, "approve", act)


@deciding(REVIEW)
def ask(request: HttpRequest, object_id: int) -> HttpResponse:
    def act(submission: Submission, form: Any) -> SafeString:
        submission.ask(by=whoever(request), seen=form.cleaned_data["seen"], text=form.cleaned_data["question"])
        return format_html(gettext("Asked. {} waits for the sender."), theirs(submission.name))

    return _decide(request, object_id, "ask", act)


@deciding(REVIEW)
def decline(request: HttpRequest, object_id: int) -> HttpResponse:
    def act(submission: Submission, form: Any) -> SafeString:
        cleaned = form.cleaned_data
        reason, words = cleaned["reason"], cleaned["words"]
        submission.decline(by=whoever(request), seen=cleaned["seen"], reason=reason, text=words)
        said = (
            gettext("Declined as spam: {}. No mail is sent.")
            if reason == DeclineReason.SPAM
            else gettext("Declined: {}.")
        )
        return format_html(said, theirs(submission.name))

    return _decide(request, object_id, "decline", act)


@deciding(REVIEW)
def undo(request: HttpRequest, object_id: int) -> HttpResponse:
    submission = get_object_or_404(Submission, pk=object_id)
    try:
        submission.undo(by=whoever(request))
    except (LostRace, MailHasGone) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Undone. It waits for us again, and no mail was sent."))
    return redirect(REVIEW, object_id)


def _decide(request: HttpRequest, pk: int, verb: str, act: Act) -> HttpResponse:
    submission = get_object_or_404(Submission, pk=pk)
    forms = DecisionForms.of(submission, request.POST, judged=verb)
    form = getattr(forms, verb)
    try:
        submission.require_pending()
        if forms.approve.is_finding or not form.is_valid():
            return review_page(request, submission, forms)
        said = act(submission, form)
    except LostRace as error:
        return _too_late(request, pk, error)
    messages.success(request, format_html("{} {}", said, _next_one()))
    return redirect(QUEUE)


def _too_late(request: HttpRequest, pk: int, error: LostRace) -> HttpResponse:
    """Say why; where it can still be decided, on the record as it is now, with the words that were typed."""
    messages.error(request, str(error))
    submission = Submission.objects.filter(pk=pk).first()
    if submission is None or submission.state != State.PENDING:
        return redirect(REVIEW, pk) if submission else redirect(QUEUE)
    forms = DecisionForms.of(submission, request.POST)
    # What to publish was read off the former record: it starts again from the new one.
    return review_page(request, submission, replace(forms, approve=ApproveForm(submission=submission)))


def _next_one() -> SafeString:
    following = Submission.objects.pending().first()
    if following is None:
        return format_html("{}", gettext("Nobody else waits for us."))
    link = format_html('<a href="{}">{}</a>', reverse(REVIEW, args=[following.pk]), theirs(following.name))
    return format_html(gettext("Next: {}"), link)
