"""Step 2, the corrections and the check: from the first answers to the sent form, and back later."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alliances.criteria import CRITERIA
from alliances.views.replies import SeeOther
from submissions.choices import OPEN_STATES, State
from submissions.forms.area import Area, nested_in_words, words_for
from submissions.forms.blocks import CriteriaBlock
from submissions.forms.group import EditForm
from submissions.forms.more import MoreForm
from submissions.forms.wanted import wanted_in_words
from submissions.limits import may_mail
from submissions.models import Submission
from submissions.models.record import AREAS, LostRace
from submissions.views.opening import DRAFT, STATUS, Link, opened_by
from submissions.views.replies import busy, see_other

Correction = EditForm | MoreForm


@opened_by(DRAFT, STATUS)
def more(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    """Step 2. A part that was sent alone leads back to itself; `saved` tells which parts were kept with it."""
    data = request.POST if request.method == "POST" else None
    saved = request.GET.getlist("saved")
    opened = [*saved, request.GET.get("part", "")]
    form = MoreForm(data, submission=submission, stay=request.POST.get("stay", ""), opened=opened)
    onward = form.onward and f"{link.pages['more']}{form.onward}"
    context = {"saved": saved if data is None else []}
    return correct(request, submission, link, form, "submissions/more.html", onward=onward, **context)


@opened_by(DRAFT, STATUS)
def edit(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    form = EditForm(request.POST if request.method == "POST" else None, submission=submission)
    return correct(request, submission, link, form, "submissions/edit.html")


@opened_by(DRAFT)
def check(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    """The last look before sending."""
    if submission.state != State.DRAFT:
        return see_other("status", link.token)
    if request.method == "POST":
        send(submission)
        return see_other("status", link.token)
    return render(request, "submissions/check.html", {"link": link, **answers(submission)})


def answers(submission: Submission) -> dict[str, Any]:
    """All that was answered so far, in words."""
    area = Area.of(submission)
    return {
        "submission": submission,
        "area": list(words_for(area).values()),
        "nested": nested_in_words(area),
        "wanted": wanted_in_words(submission),
        "criteria_rows": criteria_rows(submission),
        "first_look_days": settings.PROMISES["first_look"],
    }


def criteria_rows(submission: Submission) -> list[tuple[Any, str, str]]:
    """Question, answer and where to change it, of what was answered for the volunteers."""
    answers = submission.criteria_answers
    return [
        (one.question, answers[one.code], f"?part={CriteriaBlock.key}#id_{one.code}")
        for one in CRITERIA
        if answers.get(one.code)
    ]


def correct(
    request: HttpRequest, submission: Submission, link: Link, form: Correction, template: str, **context: Any
) -> HttpResponse:
    """Show a form over a record, and save what it brings: all of it, or the parts that are sound.

    In the `context` of the page `onward`: the address that follows when all is kept, if it is not the check or status.
    """
    if submission.shown_state not in OPEN_STATES:
        return see_other("status", link.token)
    is_draft = submission.state == State.DRAFT
    context["onward"] = context.get("onward") or link.pages["check" if is_draft else "status"]
    context |= {"submission": submission, "link": link, "is_draft": is_draft, "form": form}
    if request.method == "POST" and form.is_savable:
        return keep(request, submission, form, template, context)
    return render(request, template, context)


def keep(
    request: HttpRequest, submission: Submission, form: Correction, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Save a correction and go onward; the page again when something of it was not kept."""
    try:
        conflict = save(submission, form)
    except OperationalError:
        return busy(request, template, **context)
    if conflict or not form.is_whole:
        return render(request, template, {**context, "conflict": conflict, "is_saved": not conflict})
    return SeeOther(context["onward"])


def save(submission: Submission, form: Correction) -> str:
    """Save a correction; returns "" or why not: "changed" meanwhile, or "closed" to changes."""
    facts = form.facts()
    try:
        with transaction.atomic():
            mail = may_mail(facts.get("contact_email", submission.contact_email))
            submission.edit(seen=form.seen, facts=facts, mail=mail)
        form.renew(submission)  # a part of it may come once more
    except LostRace:
        now = Submission.objects.filter(pk=submission.pk, state__in=OPEN_STATES).first()
        if now is None:
            return "closed"
        form.renew(now)
        return "" if holds(now, facts) else "changed"
    return ""


def holds(submission: Submission, facts: Mapping[str, Any]) -> bool:
    """The record says just this already: the same form came twice."""
    areas = {name: set(getattr(submission, name).values_list("pk", flat=True)) for name in facts if name in AREAS}
    return all(
        (areas[name] == set(value)) if name in areas else (getattr(submission, name) == value)
        for name, value in facts.items()
    )


def send(submission: Submission) -> None:
    """Send a draft; a second click finds it sent and changes nothing."""
    with suppress(LostRace), transaction.atomic():
        submission.send(mail=may_mail(submission.contact_email))
