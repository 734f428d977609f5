"""The page on which one submission is read and decided."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from alliances.choices import Kind, Life
from alliances.criteria import CRITERIA, VERSION, Criterion
from alliances.models import Alliance, Region, Town
from submissions.choices import State
from submissions.desk.evidence import Evidence
from submissions.desk.facts import facts_of
from submissions.desk.forms import (
    ApproveForm,
    AskForm,
    CriteriaForm,
    DeclineForm,
    error_summary,
    with_follow_ups,
    with_reason,
)
from submissions.desk.gate import MAY_ERASE, may_decide
from submissions.desk.history import history
from submissions.desk.letters import declined_letter, listed_letter, question_letter
from submissions.forms.area import Area, words_for
from submissions.models import Submission

PRIVATE = (
    "contact_name",
    "contact_role",
    "contact_email",
    "second_name",
    "second_email",
    "language",
    "purpose",
    "source_url",
    "sent_at",
    "confirmed_at",
    "licence_accepted_at",
)


@dataclass(frozen=True)
class DecisionForms:
    """All forms of the page, filled from one request: whatever button is pressed, nothing typed is lost."""

    criteria: CriteriaForm
    approve: ApproveForm
    ask: AskForm
    decline: DeclineForm

    @classmethod
    def of(cls, submission: Submission, sent: QueryDict | None = None, *, judged: str = "") -> "DecisionForms":
        """`judged`: the verb whose button was pressed; errors of the others are not shown."""
        return cls(
            criteria=CriteriaForm(sent),
            approve=ApproveForm(sent, submission=submission, judged=judged == "approve"),
            ask=AskForm(sent, submission=submission, judged=judged == "ask"),
            decline=DeclineForm(sent, submission=submission, judged=judged == "decline"),
        )

    def rows(self, submission: Submission) -> list[tuple[Criterion, Any, str]]:
        """Each criterion with its three buttons and what the sender said to it."""
        answers = submission.criteria_answers if isinstance(submission.criteria_answers, Mapping) else {}
        return [(one, self.criteria[one.code], str(answers.get(one.code, ""))) for one in CRITERIA]

    @property
    def judged(self) -> forms.Form | None:
        return next((form for form in (self.approve, self.ask, self.decline) if form.judged), None)


def review_page(request: HttpRequest, submission: Submission, filled: DecisionForms | None = None) -> HttpResponse:
    """Show a submission. A POST decides nothing: it looks up an area or proposes words, and keeps all."""
    is_deciding = may_decide(request)
    if request.method == "POST" and is_deciding and filled is None:
        filled = DecisionForms.of(submission, with_proposals(request.POST))
    context = {
        **admin.site.each_context(request),
        "title": submission.name,
        "opts": Submission._meta,
        "submission": submission,
        "facts": facts_of(submission),
        "sent_towns": facts_of(submission, ["towns", "towns_around"]),
        "private": facts_of(submission, PRIVATE),
        "history": history(submission.events.select_related("by")),
        "evidence": Evidence(submission).findings(),
        "listed": Alliance.objects.filter(pk=submission.alliance_id).first() if submission.alliance_id else None,
        "may_decide": is_deciding,
        "may_erase": request.user.has_perm(MAY_ERASE),
        **place_in_queue(submission),
    }
    if is_deciding and submission.state == State.PENDING:
        context |= deciding_part(submission, filled or DecisionForms.of(submission))
    return render(request, "admin/submissions/submission/review.html", context)


def deciding_part(submission: Submission, filled: DecisionForms) -> dict[str, Any]:
    look = look_of(filled.approve)
    words: dict[str, Any] = {
        "forms": filled,
        "look": look,
        "look_area": look_area(filled.approve),
        "errors": error_summary(filled.judged),
        "criteria": filled.rows(submission),
        "criteria_version": VERSION,
    }
    if submission.contact_email:
        words |= {
            "listed_letter": listed_letter(submission, name=look.name, regions=shown_area(filled.approve)),
            "question_letter": question_letter(submission),
            "declined_letter": declined_letter(submission),
        }
    return words


def look_of(form: ApproveForm) -> Submission:
    """The record as an approval would publish it, its area apart; it is shown, and never saved."""
    look = copy.copy(form.submission)
    look.name = str(form["name"].value() or look.name)
    look.kind = chosen(form, "kind", Kind)
    look.life = chosen(form, "life", Life) or look.life
    look.drop_misfits()
    return look


def look_area(form: ApproveForm) -> list[str]:
    """Its area, in words."""
    area = form.chosen_area
    return list(words_for(area if area.values else Area(covers=[*form.submission.areas_of([])])).values())


def chosen(form: ApproveForm, name: str, choices: type[TextChoices]) -> str:
    """What stands in a field, if it may stand there."""
    value = str(form[name].value() or "")
    return value if value in choices.values else ""


def shown_area(form: ApproveForm) -> list[Region]:
    """The regions that an approval would list it under; the city of a chosen town need not exist yet."""
    area = form.chosen_area
    towns = Town.objects.filter(pk__in=[*area.towns, *area.towns_around])
    cities = [Region(code=town.value, name=town.display_name) for town in towns]
    return [*Region.objects.filter(pk__in=area.covers), *cities]


def place_in_queue(submission: Submission) -> dict[str, Any]:
    """Where it stands among what waits for us, and which one comes after it."""
    waiting = list(Submission.objects.pending().values_list("pk", flat=True))
    if submission.pk not in waiting:
        return {"queue_length": len(waiting), "next": next(iter(waiting), None)}
    index = waiting.index(submission.pk)
    others = waiting[index + 1 :] + waiting[:index]
    return {"queue_length": len(waiting), "queue_place": index + 1, "next": next(iter(others), None)}


def with_proposals(sent: QueryDict) -> QueryDict:
    """What was sent, with the words that a pressed button "Propose words" asks for."""
    typed, criteria = sent.copy(), CriteriaForm(sent)
    if sent.get("propose") == "question":
        typed["question"] = with_follow_ups(sent.get("question", ""), criteria.answered("unsure"))
    if sent.get("propose") == "words":
        reason = sent.get("reason") or next(iter(criteria.answered("no")), "")
        typed["reason"], typed["words"] = reason, with_reason(sent.get("words", ""), reason)
    return typed
