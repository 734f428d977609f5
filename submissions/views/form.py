"""The fork, and step 1 of the form."""

from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from alliances.criteria import CRITERIA, NOT_NEEDED
from alliances.public import holds_no_secret, public_page
from alliances.views.replies import SeeOther
from submissions.choices import State
from submissions.forms.submit import SubmitForm
from submissions.limits import client_key, may_mail, may_post
from submissions.models import Submission
from submissions.models.record import LostRace
from submissions.views.replies import busy, see_other, too_many

FORM = "submissions/submit.html"
BESIDE = {"section": "submit", "criteria": CRITERIA, "not_needed": NOT_NEEDED}


@public_page
def fork(request: HttpRequest) -> HttpResponse:
    about = {"section": "submit", "canonical": reverse("submissions:fork")}
    return render(request, "submissions/fork.html", {**about, "moderators_email": settings.MODERATORS_EMAIL})


@require_http_methods(["GET", "HEAD", "POST"])
@holds_no_secret
def submit(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, SubmitForm())
    form = SubmitForm(request.POST)
    if form.is_finding:
        return show(request, form)
    if form.is_by_robot:
        return render(request, "submissions/thanks.html", {"moderators_email": settings.MODERATORS_EMAIL})
    if not form.is_valid():
        return show(request, form)
    return show(request, form, press_again=True) if form.is_too_fast else store(request, form)


def show(request: HttpRequest, form: SubmitForm, **context: Any) -> HttpResponse:
    return render(request, FORM, {**BESIDE, "form": form, **context})


def store(request: HttpRequest, form: SubmitForm) -> HttpResponse:
    """Make the draft and go on to step 2; a form that has been sent already leads to its page."""
    client = client_key(request)
    if not may_post(client):
        return too_many(request)
    try:
        submission = form.save(client=client)
        if submission.state == State.DRAFT:
            return see_other("more", submission.draft_link)
        if submission.form_digest != form.facts()["form_digest"]:
            return correct_sent(request, form, submission)
        return saved(submission) if submission.is_corrected_by_form else see_other("status", submission.draft_link)
    except OperationalError:
        return busy(request, FORM, **BESIDE, form=form)


def correct_sent(request: HttpRequest, form: SubmitForm, submission: Submission) -> HttpResponse:
    """The form was sent, and its sender went back and typed something new: a correction while that is possible."""
    facts = form.facts()
    try:
        with transaction.atomic():
            submission.edit(seen=submission.revision, facts=facts, mail=may_mail(facts["contact_email"]))
    except LostRace:
        same = Submission.objects.filter(pk=submission.pk, form_digest=facts["form_digest"])
        if not same.exists():  # else it came twice at once
            return show(request, form, is_over=True)
    return saved(submission)


def saved(submission: Submission) -> HttpResponse:
    """Its page, with the word that what was typed last is saved."""
    return SeeOther(f"{reverse('submissions:status', args=[submission.draft_link])}?changed=1")
