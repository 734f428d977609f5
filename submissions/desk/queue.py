"""The queue: what waits for us, oldest first; every other state behind one click, and everybody by search."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from alliances.wording import by_breadth, in_words
from submissions.choices import State
from submissions.desk import decisions, erasure
from submissions.desk.gate import may_decide
from submissions.desk.reading import ReadOnly, theirs
from submissions.desk.review import review_page
from submissions.models import Submission

STATES = {
    "waiting": [State.PENDING],
    "asked": [State.CHANGES_REQUESTED],
    "parked": [State.PARKED],
    "decided": [State.APPROVED, State.DECLINED, State.WITHDRAWN],
}
LABELS = [
    ("waiting", _("Waiting for us")),
    ("asked", _("Waiting for the sender")),
    ("parked", _("Put aside")),
    ("decided", _("Decided or withdrawn")),
    ("all", _("All")),
]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return LABELS

    def chosen(self, request: HttpRequest) -> str:
        """What waits for us unless something else is chosen; a search without a choice looks everywhere."""
        value = self.value()
        if value in dict(LABELS):
            return str(value)
        return "everywhere" if request.GET.get("q", "").strip() else "waiting"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        self.shown = self.chosen(request)
        if self.shown == "everywhere":
            return queryset
        if self.shown == "all":
            return queryset.at_desk()  # type: ignore[attr-defined]  # of SubmissionQuerySet
        return queryset.filter(state__in=STATES[self.shown])

    def choices(self, changelist: Any) -> Any:
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": value == self.shown, "query_string": query, "display": label}


class Queue(ReadOnly):
    pages = ("changelist", "change")
    list_display = ("shown_name", "area_words", "purpose_words", "state_words", "waiting_words")
    list_filter = (StateFilter,)
    search_fields = ("name", "other_names", "acronym", "contact_email", "contact_name")
    search_help_text = _("Name of the group, or name or address of the sender")
    change_list_template = "admin/submissions/submission/queue.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("covers", "towns", "towns_around")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return {"decided": ["-decided_at"], "all": ["-created_at"]}.get(
            request.GET.get("state", ""), ["waiting_since", "pk"]
        )

    def get_urls(self) -> list[URLPattern]:
        verbs = ("approve", "ask", "decline", "undo")
        return [
            path("<int:object_id>/erase/", erasure.erase, name="submissions_submission_erase"),
            *(
                path(
                    f"<int:object_id>/{verb}/",
                    getattr(decisions, verb),
                    name=f"submissions_submission_{verb}",
                )
                for verb in verbs
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"title": gettext("The queue"), "just_decided": just_decided(), "may_decide": may_decide(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        submission = get_object_or_404(Submission, pk=object_id if object_id.isdecimal() else None)
        if not self.has_view_permission(request, submission):
            raise PermissionDenied
        return review_page(request, submission)

    @admin.display(description=_("Name"))
    def shown_name(self, submission: Submission) -> SafeString:
        return theirs(submission.name)

    @admin.display(description=_("Area"))
    def area_words(self, submission: Submission) -> SafeString:
        places = [*by_breadth(submission.covers.all()), *submission.towns.all(), *submission.towns_around.all()]
        return theirs(", ".join(map(str, places)) or submission.coverage_note or submission.community)

    @admin.display(description=_("What it is"))
    def purpose_words(self, submission: Submission) -> str:
        return submission.get_purpose_display()

    @admin.display(description=_("State"))
    def state_words(self, submission: Submission) -> str:
        return submission.get_state_display()

    @admin.display(description=_("Waiting"))
    def waiting_words(self, submission: Submission) -> str:
        if submission.state == State.PENDING:
            return days_in_words(submission.days_waiting)
        if submission.decided_at:
            return date_format(submission.decided_at, "j F Y")
        return ""


def just_decided() -> list[Submission]:
    """What can still be undone, newest first."""
    since = timezone.now() - timedelta(minutes=settings.UNDO_MINUTES)
    decided = Submission.objects.filter(decided_at__gt=since).select_related("decided_by").order_by("-decided_at")
    return [submission for submission in decided[:5] if submission.is_undoable]


def days_in_words(days: int) -> str:
    if not days:
        return gettext("since today")
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": in_words(days)}
