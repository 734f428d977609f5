"""The list of groups and the page of one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from alliances.forms import FilterForm
from alliances.levels import levels_above
from alliances.models import Alliance, FormerAddress, Region
from alliances.models.facets import WORLD
from alliances.paging import Sheet
from alliances.panels import Filters
from alliances.public import public_page
from alliances.wording import regions_above


@public_page
def alliance_list(request: HttpRequest) -> HttpResponse:
    asked = FilterForm(request.GET)
    form = asked if asked.is_valid() else FilterForm.unfiltered()
    filters = Filters(form)
    sheet = Sheet(form.alliances.for_cards(), form.cleaned_data["page"] or 1, filters.count)
    is_plain = not (form.query or asked.errors) and sheet.page is not None
    path = reverse("alliances:list") + (f"?page={sheet.number}" if is_plain and sheet.number > 1 else "")
    context = {
        "form": form,
        "filters": filters,
        "errors": asked.errors,
        "sheet": sheet,
        "canonical": path,
        "noindex": not is_plain,
        "section": "list",
    }
    response = render(request, "alliances/alliance_list.html", context)
    if "q" in request.GET:
        response["Cache-Control"] = "no-store"
    return response


@public_page
def alliance_detail(request: HttpRequest, slug: str) -> HttpResponse:
    groups = Alliance.objects.for_cards().select_related("town__region__parent__parent", "successor")
    alliance = groups.filter(slug=slug).first()
    if alliance is None:
        return former_address(request, slug)
    place = place_of(alliance)
    context = {
        "alliance": alliance,
        "place": place,
        "above": regions_above(place)[::-1] if place else [],
        "levels": levels_above(place) if place else [],
        "moderators": settings.MODERATORS_EMAIL,
        "canonical": alliance.get_absolute_url(),
        "section": "list",
    }
    return render(request, "alliances/alliance_detail.html", context)


def former_address(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of a group that no longer stands here: moved, gone with a reason, or never there."""
    former = get_object_or_404(FormerAddress.objects.select_related("alliance"), slug=slug)
    if former.alliance is not None:
        return redirect(former.alliance, permanent=True)
    return render(request, "errors/410.html", {"former": former, "noindex": True}, status=410)


def place_of(alliance: Alliance) -> Region | None:
    """The one region that a group covers; None where it covers several, or every place."""
    covered = list(alliance.covers.all())
    return covered[0] if len(covered) == 1 and covered[0].pk != WORLD else None
