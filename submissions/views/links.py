"""Ask for the links of one's entries. The answer is the same for every address, also in the time it takes."""

import time

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from submissions.choices import MailKind
from submissions.forms.more import LinksForm
from submissions.limits import may_mail
from submissions.models import Mail, Submission
from submissions.models.mail import soften

ENTRIES_AT_MOST = 20
SECONDS = 0.25  # longer than writing a mail takes


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_links(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "submissions/links.html", {"form": LinksForm()})
    until = time.monotonic() + SECONDS
    form = LinksForm(request.POST)
    if not form.is_valid():
        return render(request, "submissions/links.html", {"form": form})
    mail_links(form.cleaned_data["address"])
    time.sleep(max(0.0, until - time.monotonic()))
    return render(request, "submissions/links_sent.html")


@transaction.atomic
def mail_links(address: str) -> None:
    """One mail with a link for each entry of this address, if there is any and the limit allows."""
    submissions = list(Submission.objects.of(address)[:ENTRIES_AT_MOST])
    if submissions and may_mail(address):
        entries = [{"name": soften(submission.name), "url": submission.status_url} for submission in submissions]
        Mail.write(MailKind.LINKS, submissions[0], entries=entries)
