"""Regions at the desk. Cities and metros are drawn here, with a look before it is kept; the rest is for reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.choices import RegionKind
from alliances.circle_maps import CircleMap, circle_map
from alliances.models import Alliance, Circle, Region, Town
from alliances.models.region import BREADTH
from alliances.text import fold
from submissions.desk.forms import error_summary
from submissions.desk.gate import REGION_LIST, REGION_PAGE, back_with, deciding, may_decide, whoever
from submissions.desk.history import Change, changes_drawn, history
from submissions.desk.reading import ReadOnly, theirs
from submissions.desk.region_form import RegionForm
from submissions.models import Event, draw_region, sketch_of
from submissions.models.record import LostRace

TEMPLATE = "admin/alliances/region/region.html"
TOWNS_NAMED = 15  # of those in a circle, and of those beyond its border
AROUND = ("parent__parent__parent", "town", "sovereign")


class KindFilter(admin.SimpleListFilter):
    """By kind as people name it: two kinds are a "part of a continent" and stand there once."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(kinds[0].value, label) for label, kinds in kinds_by_label().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        kind = str(self.value())
        if kind not in RegionKind.values:
            return queryset
        return queryset.filter(kind__in=kinds_by_label()[str(RegionKind(kind).label)])


def kinds_by_label() -> dict[str, list[RegionKind]]:
    """Kinds of regions by what they are called, in their order."""
    named: dict[str, list[RegionKind]] = {}
    for kind in RegionKind:
        named.setdefault(str(kind.label), []).append(kind)
    return named


class Regions(ReadOnly):
    pages = ("changelist", "change", "add")
    list_display = ("shown_name", "shown_code", "kind", "parent", "listed_count")
    list_filter = (KindFilter,)
    list_select_related = ("parent",)
    search_fields = ("name",)
    search_help_text = _("Name of a region in any language, or its code")
    ordering = ("-breadth", "name", "pk")
    change_list_template = "admin/alliances/region/regions.html"

    def get_urls(self) -> list[URLPattern]:
        return [
            path("draw/", draw_new, name="alliances_region_draw"),
            path("<slug:object_id>/redraw/", redraw, name="alliances_region_redraw"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"title": gettext("Regions"), "may_decide": may_decide(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        if not search_term.strip():
            return queryset, False
        names = Region.objects.beginning(search_term).values("pk") if fold(search_term) else Region.objects.none()
        return queryset.filter(pk__in=names), False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not may_decide(request):
            raise PermissionDenied
        return region_page(request, None, RegionForm(request.POST if request.method == "POST" else None))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        region = get_object_or_404(drawable(), pk=object_id if object_id.isprintable() else None)
        may_draw = may_decide(request) and region.is_circle
        if request.method == "POST" and not may_draw:
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        return region_page(request, region, RegionForm(sent, region=region) if may_draw else None)

    @admin.display(description=_("Name"))
    def shown_name(self, region: Region) -> SafeString:
        return theirs(str(region))

    @admin.display(description=_("Code"))
    def shown_code(self, region: Region) -> str:
        return region.shown_code


def drawable() -> QuerySet[Region]:
    """Regions with what their page and form show."""
    return Region.objects.select_related(*AROUND).prefetch_related("overlaps")


@dataclass(frozen=True)
class Look:
    """What a circle holds: its map, the larger towns in it and as near but beyond the border, how many there are."""

    map: CircleMap
    inside: Sequence[Town]
    beyond: Sequence[Town]
    number: int
    number_beyond: int

    @classmethod
    def at(cls, circle: Circle) -> "Look":
        inside, beyond = circle.towns()
        chart = circle_map(circle, inside, beyond)
        return cls(chart, inside[:TOWNS_NAMED], beyond[:TOWNS_NAMED], len(inside), len(beyond))


def region_page(request: HttpRequest, region: Region | None, form: RegionForm | None) -> HttpResponse:
    """Show a region. A POST keeps nothing: it looks a town up, or shows what would be kept."""
    is_new_look = form is not None and form.is_valid()
    circle = form.circle if form and is_new_look else (region.circle if region else None)
    context = {
        **admin.site.each_context(request),
        "title": str(region) if region else gettext("Draw a city or metropolitan area"),
        "opts": Region._meta,
        "region": region,
        "form": form,
        "errors": error_summary(form),
        "is_new_look": is_new_look,
        "look": Look.at(circle) if circle else None,
        "changes": changes_in(form) if form and is_new_look else [],
        "groups": groups_naming(region) if region else 0,
        "history": history(Event.objects.filter(region=region).select_related("by")) if region else [],
    }
    return render(request, TEMPLATE, context)


def changes_in(form: RegionForm) -> list[Change]:
    """What would be another after it is kept."""
    facts = form.facts()
    drawn = Region(code=form.code, **facts)
    after = {**sketch_of(drawn), "grounds": ", ".join(sorted(one.name for one in form.drawn_over))}
    before = sketch_of(form.region) if form.region else {}
    return changes_drawn(
        {name: (before.get(name, ""), text) for name, text in after.items() if text != before.get(name, "")}
    )


def groups_naming(region: Region) -> int:
    """How many groups cover a region by name, or exclude it."""
    areas = (Alliance.covers.through.objects, Alliance.excludes.through.objects)
    return sum(rows.filter(region=region).count() for rows in areas)


@deciding(REGION_LIST)
def draw_new(request: HttpRequest) -> HttpResponse:
    return draw(request, None)


@deciding(REGION_PAGE)
def redraw(request: HttpRequest, object_id: str) -> HttpResponse:
    return draw(request, get_object_or_404(drawable(), pk=object_id, kind__in=BREADTH))


def draw(request: HttpRequest, region: Region | None) -> HttpResponse:
    form = RegionForm(request.POST, region=region)
    if not form.is_valid():
        return region_page(request, region, form)
    if not form.was_looked_at:
        messages.warning(request, gettext("Look at it once more: this is not what you looked at. Nothing was changed."))
        return region_page(request, region, form)
    if region and not changes_in(form):
        return back_with(request, gettext("It is as it was. Nothing was changed."), REGION_PAGE, region.pk)
    seen = form.cleaned_data["seen"]
    try:
        drawn = draw_region(form.code, by=whoever(request), seen=seen, facts=form.facts(), overlaps=form.overlaps)
    except LostRace as error:
        return back_with(request, error, REGION_PAGE, form.code)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return region_page(request, region, form)
    page = format_html('<a href="{}">{}</a>', drawn.get_absolute_url(), gettext("See its page"))
    messages.success(request, format_html(gettext("Drawn: {}. {}."), theirs(drawn.name), page))
    return redirect(reverse(REGION_PAGE, args=[drawn.pk]))
