"""Erase a record because somebody asked for it: a page that says what goes and what stays, and a button."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from alliances.models import Alliance
from submissions.choices import State
from submissions.desk.gate import MAY_ERASE, QUEUE, REVIEW, allowed, back_with, whoever
from submissions.models import Submission
from submissions.models.record import LostRace

TEMPLATE = "admin/submissions/submission/erase.html"


class EraseForm(forms.Form):
    """The record as it was when the page was made: what was decided or sent since is not erased unread."""

    state = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)


@allowed(MAY_ERASE, REVIEW)
def erase(request: HttpRequest, object_id: int) -> HttpResponse:
    submission = get_object_or_404(Submission, pk=object_id)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, TEMPLATE, {**admin.site.each_context(request), **about(submission)})
    try:
        event = submission.erase(by=whoever(request), **form.cleaned_data)
    except LostRace as error:
        return back_with(request, error, REVIEW, object_id)
    messages.success(request, gettext("Erased: %(reference)s. Tell whoever asked for it.") % event.data)
    return redirect(QUEUE)


def about(submission: Submission) -> dict[str, Any]:
    """What will go with a record, what stays, and what else bears its address."""
    others = Submission.objects.exclude(pk=submission.pk).exclude(contact_email="")
    return {
        "title": gettext("Erase on request"),
        "opts": Submission._meta,
        "submission": submission,
        "form": EraseForm(initial={"state": submission.state, "seen": submission.revision}),
        "listed": Alliance.objects.filter(pk=submission.alliance_id or 0).first(),
        "mails": submission.mails.count(),
        "others": others.filter(contact_email__iexact=submission.contact_email).order_by("pk"),
    }
