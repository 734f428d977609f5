"""Step 2, the corrections and the check: from the first answers to the sent form, and back later."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from submissions.choices import EDITABLE_STATES, UNSENT_STATES, State
from submissions.forms.area import Area, words_for
from submissions.forms.group import EditForm
from submissions.forms.more import MoreForm
from submissions.limits import may_mail
from submissions.models import Submission
from submissions.models.record import LostRace
from submissions.views.opening import DRAFT, STATUS, Link, opened_by
from submissions.views.replies import busy, see_other

OPEN_STATES = {*UNSENT_STATES, *EDITABLE_STATES}

FormClass = Callable[..., EditForm | MoreForm]


@opened_by(DRAFT, STATUS)
def more(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    return correct(request, submission, link, MoreForm, "submissions/more.html")


@opened_by(DRAFT, STATUS)
def edit(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    return correct(request, submission, link, EditForm, "submissions/edit.html")


@opened_by(DRAFT)
def check(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    """The last look before sending."""
    if submission.state != State.DRAFT:
        return see_other("status", link.token)
    if request.method == "POST":
        send(submission)
        return see_other("status", link.token)
    area, days = list(words_for(Area.of(submission)).values()), settings.PROMISES["first_look"]
    context = {"submission": submission, "link": link, "area": area, "first_look_days": days}
    return render(request, "submissions/check.html", context)


def correct(
    request: HttpRequest, submission: Submission, link: Link, form_class: FormClass, template: str
) -> HttpResponse:
    """Show a form over a record, and save what it brings."""
    if submission.shown_state not in OPEN_STATES:
        return see_other("status", link.token)
    is_draft = submission.state == State.DRAFT
    context: dict[str, Any] = {"submission": submission, "link": link, "is_draft": is_draft}
    if request.method != "POST":
        return render(request, template, {**context, "form": form_class(submission=submission)})
    form = form_class(request.POST, submission=submission)
    if not form.is_valid():
        return render(request, template, {**context, "form": form})
    try:
        conflict = save(submission, form)
    except OperationalError:
        return busy(request, template, **context, form=form)
    if conflict:
        return render(request, template, {**context, "form": form, "conflict": conflict})
    return see_other("check" if is_draft else "status", link.token)


def save(submission: Submission, form: EditForm | MoreForm) -> str:
    """Save a correction; returns "" or why not: "changed" meanwhile, or "closed" to changes."""
    facts = form.facts()
    try:
        with transaction.atomic():
            mail = may_mail(facts.get("contact_email", submission.contact_email))
            submission.edit(seen=form.seen, facts=facts, mail=mail)
    except LostRace:
        now = Submission.objects.filter(pk=submission.pk, state__in=OPEN_STATES).first()
        if now is None:
            return "closed"
        form.renew(now.revision)
        return "" if holds(now, facts) else "changed"
    return ""


def holds(submission: Submission, facts: Mapping[str, Any]) -> bool:
    """The record says just this already: the same form came twice."""
    area = Area.of(submission)
    areas = {"covers": sorted(area.covers), "towns": sorted(area.towns)}
    return all(
        (areas[name] == sorted(value)) if name in areas else (getattr(submission, name) == value)
        for name, value in facts.items()
    )


def send(submission: Submission) -> None:
    """Send a draft; a second click finds it sent and changes nothing."""
    with suppress(LostRace), transaction.atomic():
        submission.send(mail=may_mail(submission.contact_email))
