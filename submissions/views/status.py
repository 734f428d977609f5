"""The sender's page: where it stands, what happens next and by when, what was said, what can be done."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alliances.models import Alliance
from submissions.choices import ANSWERABLE_STATES, OPEN_STATES, UNSENT_STATES, DeclineReason, State, Verb
from submissions.forms.area import Area, words_for
from submissions.forms.more import AnswerForm
from submissions.forms.wanted import wanted_in_words
from submissions.models import Submission
from submissions.models.record import LostRace
from submissions.views.opening import DRAFT, STATUS, Link, opened_by
from submissions.views.replies import see_other
from submissions.views.timeline import conversation, steps


@opened_by(DRAFT, STATUS, methods=("GET", "HEAD"))
def status(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    if not link.is_draft:
        return show(request, submission, link)
    if submission.state == State.DRAFT:
        return redirect(link.pages["check"])
    context = {"submission": submission, "link": link, "days": settings.PROMISES["first_look"]}
    context["is_changed"] = bool(request.GET.get("changed"))
    return render(request, "submissions/check_email.html", context)


def show(
    request: HttpRequest, submission: Submission, link: Link, *, form: AnswerForm | None = None, unsaid: str = ""
) -> HttpResponse:
    """`form`: an answer that was refused. `unsaid`: one that came too late."""
    state = submission.shown_state
    context = {
        "link": link,
        "steps": steps(submission),
        "is_open": state in OPEN_STATES,
        "form": (form or AnswerForm()) if state in ANSWERABLE_STATES else None,
        "unsaid": unsaid,
        "moderators_email": settings.MODERATORS_EMAIL,
    }
    return render(request, "submissions/status.html", {**record(submission), **talk(submission, state), **context})


def record(submission: Submission) -> dict[str, Any]:
    """The entry in words, and what became of it."""
    return {
        "submission": submission,
        "area": list(words_for(Area.of(submission)).values()),
        "wanted": wanted_in_words(submission),
        "alliance": listed(submission),
        "delete_on": delete_on(submission),
    }


def talk(submission: Submission, state: State) -> dict[str, Any]:
    """What was said: the question that waits for an answer, the reason of a decline, and the rest."""
    said = conversation(submission)
    question = next((part for part in reversed(said) if part.is_question and state in ANSWERABLE_STATES), None)
    no = next((part for part in reversed(said) if part.is_no and state == State.DECLINED), None)
    return {
        "state": state,
        "question": question,
        "no": no,
        "earlier": [part for part in said if part not in (question, no)],
        "is_talk": bool(said) or state in ANSWERABLE_STATES,
    }


def listed(submission: Submission) -> Alliance | None:
    """The group as it is listed, once the sender may know; None too when it was taken down since."""
    if submission.shown_state != State.APPROVED or submission.alliance_id is None:
        return None
    return Alliance.objects.filter(pk=submission.alliance_id).first()


def delete_on(submission: Submission) -> datetime | None:
    """When the answers of a declined or withdrawn entry are deleted."""
    ends = {State.DECLINED: submission.decided_at, State.WITHDRAWN: submission.withdrawn_at}
    ended = ends.get(submission.shown_state)
    kept = "spam" if submission.decline_reason == DeclineReason.SPAM else submission.state
    return ended + timedelta(days=settings.RETENTION_DAYS[kept]) if ended else None


@opened_by(STATUS)
def answer(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    """The sender's answer to a question: back into the queue."""
    if request.method != "POST":
        return redirect(link.pages["status"])
    form = AnswerForm(request.POST)
    is_open = submission.shown_state in ANSWERABLE_STATES
    if is_open and not form.is_valid():
        return show(request, submission, link, form=form)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    is_said = (is_open and answered(submission, text)) or was_answered(submission, text)
    return see_other("status", link.token) if is_said else show(request, submission, link, unsaid=text)


def answered(submission: Submission, text: str) -> bool:
    """Send the answer; False when the entry no longer waits for one."""
    try:
        submission.answer(text=text)
    except LostRace:
        submission.refresh_from_db()
        return False
    return True


def was_answered(submission: Submission, text: str) -> bool:
    """It was said before: the same form came twice."""
    return submission.events.filter(verb=Verb.ANSWERED, text=text).exists()


@opened_by(DRAFT, STATUS)
def withdraw(request: HttpRequest, submission: Submission, link: Link) -> HttpResponse:
    if submission.shown_state not in OPEN_STATES:
        return see_other("status", link.token)
    is_unsent = submission.state in UNSENT_STATES
    context = {"submission": submission, "link": link, "is_unsent": is_unsent, "settings": settings}
    if request.method != "POST":
        return render(request, "submissions/withdraw.html", context)
    try:
        submission.withdraw()
    except LostRace:
        return too_late_to_withdraw(request, link, context)
    return render(request, "submissions/deleted.html", context) if is_unsent else see_other("status", link.token)


def too_late_to_withdraw(request: HttpRequest, link: Link, context: dict[str, Any]) -> HttpResponse:
    """What somebody was faster with: it is gone, confirmed by its mail, withdrawn already, or being decided."""
    now = Submission.objects.filter(pk=context["submission"].pk).first()
    if now is None:
        return render(request, "submissions/deleted.html", context)
    if link.is_draft or now.shown_state not in OPEN_STATES:
        return see_other("status", link.token)
    return render(request, "submissions/withdraw.html", {**context, "is_closed": True})
