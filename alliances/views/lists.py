"""The list of groups and the page of one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from alliances.forms import FilterForm
from alliances.kinds import kind_in_words
from alliances.levels import levels_above
from alliances.models import Alliance, FormerAddress, Region, Town
from alliances.models.facets import WORLD
from alliances.paging import Sheet
from alliances.panels import Filters
from alliances.places import Place, meant_by
from alliances.public import public_page
from alliances.wording import region_in_full, regions_above, town_in_full


@public_page
def alliance_list(request: HttpRequest) -> HttpResponse:
    asked = FilterForm(request.GET)
    form = asked if asked.is_valid() else FilterForm.unfiltered()
    filters = Filters(form)
    meaning = meant_by(form.cleaned_data["where"])
    found = [offered(place, filters) for place in meaning.places]
    if meaning.is_sure:
        return no_store(HttpResponseRedirect(found[0][1]))
    sheet = Sheet(form.alliances.for_cards(), form.cleaned_data["page"] or 1, filters.count)
    is_plain = not (form.query or asked.errors) and sheet.page is not None
    path = reverse("alliances:list") + (f"?page={sheet.number}" if is_plain and sheet.number > 1 else "")
    context = {
        "form": form,
        "filters": filters,
        "errors": asked.errors,
        "sheet": sheet,
        "found": found,
        "canonical": path,
        "noindex": not is_plain,
        "section": "list",
    }
    response = render(request, "alliances/alliance_list.html", context)
    return no_store(response) if {"q", "where"} & request.GET.keys() else response


def no_store(response: HttpResponse) -> HttpResponse:
    """What people type stays between them and us."""
    response["Cache-Control"] = "no-store"
    return response


def offered(place: Place, filters: Filters) -> tuple[str, str]:
    """A place that somebody may mean, in words, and the address of its list; of a town, of its page."""
    if isinstance(place, Town):
        return town_in_full(place), place.get_absolute_url()
    address = f"{reverse('alliances:list')}{filters.up_to_region}{place.pk}"
    return f"{region_in_full(place)} ({kind_in_words(place)})", address


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
