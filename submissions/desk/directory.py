"""The published directory at the desk: for reading. The one thing to press is "take down", and its undo."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.choices import TakeDownReason
from alliances.models import Alliance, AllianceProfile
from alliances.search import search
from submissions.choices import Verb
from submissions.desk.facts import facts_of
from submissions.desk.forms import TakeDownForm, error_summary
from submissions.desk.gate import GROUP, GROUPS, back_with, deciding, may_decide, whoever
from submissions.desk.history import history
from submissions.desk.reading import ReadOnly, moment, theirs
from submissions.models import Event, take_down, undo_take_down
from submissions.models.record import LostRace

# Written by machine from the rest: nothing to read for people.
DERIVED = {"id", "folded_name", "search_text"}
SHOWN_LATELY = 20


class Groups(ReadOnly):
    pages = ("changelist", "change")
    list_display = ("shown_name", "kind", "life", "freshness", "listed_since")
    list_filter = ("kind", "life", "freshness")
    search_fields = ("name", "other_names", "acronym", "website")
    search_help_text = _("Name or public page of a group")
    ordering = ("folded_name", "name", "pk")
    change_list_template = "admin/alliances/alliance/groups.html"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """As the public search does, without case and accents, or by the address of the page."""
        if not search_term.strip():
            return queryset, False
        said = search(search_term, corrected=False)
        return queryset.filter(Q(pk__in=said.keys) | Q(website__icontains=search_term.strip())), False

    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:object_id>/take-down/", take_down_group, name="alliances_alliance_take_down"),
            path("taken-down/<int:event_id>/list-again/", list_again, name="alliances_alliance_list_again"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "title": gettext("Listed groups"),
            "may_decide": may_decide(request),
            "taken_down": taken_down_lately(),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        alliance = get_object_or_404(Alliance, pk=object_id if object_id.isdecimal() else None)
        if request.method != "GET" or not self.has_view_permission(request, alliance):
            raise PermissionDenied
        return group_page(request, alliance, TakeDownForm(label_suffix=""))

    @admin.display(description=_("Name"))
    def shown_name(self, alliance: Alliance) -> SafeString:
        return theirs(alliance.name)

    @admin.display(description=_("Listed since"))
    def listed_since(self, alliance: Alliance) -> SafeString:
        return moment(alliance.listed_at)


def group_page(request: HttpRequest, alliance: Alliance, form: TakeDownForm) -> HttpResponse:
    own = [field.name for field in Alliance._meta.local_fields]
    besides = [name for name in own if name not in DERIVED | set(AllianceProfile.profile_fields())]
    context = {
        **admin.site.each_context(request),
        "title": alliance.name,
        "opts": Alliance._meta,
        "alliance": alliance,
        "facts": facts_of(alliance),
        "besides": facts_of(alliance, besides),
        "history": history(Event.objects.filter(alliance_id=alliance.pk).select_related("by")),
        "form": form,
        "errors": error_summary(form),
        "may_decide": may_decide(request),
    }
    return render(request, "admin/alliances/alliance/group.html", context)


def taken_down_lately() -> list[Event]:
    """The newest take-downs of groups that are not listed again, with the reason that their pages give."""
    later = Event.objects.filter(verb=Verb.TAKEN_DOWN, alliance_id=OuterRef("alliance_id"), pk__gt=OuterRef("pk"))
    listed = Alliance.objects.filter(pk=OuterRef("alliance_id"))
    gone = Event.objects.of_take_downs().filter(~Exists(listed), ~Exists(later))
    return list(gone.select_related("by").order_by("-at", "-pk")[:SHOWN_LATELY])


@deciding(GROUP)
def take_down_group(request: HttpRequest, object_id: int) -> HttpResponse:
    alliance = Alliance.objects.filter(pk=object_id).first()
    if alliance is None:
        return back_with(request, gettext("It is not listed, or was taken down already. Nothing was changed."), GROUPS)
    form = TakeDownForm(request.POST, label_suffix="")
    if not form.is_valid():
        return group_page(request, alliance, form)
    reason = TakeDownReason(form.cleaned_data["reason"])
    try:
        take_down(alliance, by=whoever(request), reason=reason, note=form.cleaned_data["note"])
    except LostRace as error:
        return back_with(request, error, GROUPS)
    said = gettext("Taken down: {}. Its page says: {}")
    messages.success(request, format_html(said, theirs(alliance.name), reason.label))
    return redirect(GROUPS)


@deciding(GROUPS)
def list_again(request: HttpRequest, event_id: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=event_id, verb=Verb.TAKEN_DOWN)
    try:
        alliance = undo_take_down(event, by=whoever(request))
    except LostRace as error:
        return back_with(request, error, GROUPS)
    messages.success(request, format_html(gettext("Listed again: {}"), theirs(alliance.name)))
    return redirect(GROUP, alliance.pk)
