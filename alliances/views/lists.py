"""The list of groups and the page of one."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from alliances.forms import FilterForm
from alliances.kinds import region_with_kind
from alliances.levels import levels_above
from alliances.models import Alliance, FormerAddress, Region, Town
from alliances.models.extents import with_extents
from alliances.models.facets import WORLD
from alliances.models.town import TOWN
from alliances.naming import beside, region_in_full, regions_above, regions_of, told_apart, town_in_full
from alliances.paging import Sheet
from alliances.panels import Filters
from alliances.places import Meaning, meant_by
from alliances.public import public_page
from alliances.views.replies import SeeOther, no_store

TOWN_VALUE = re.compile(rf"{TOWN}\d{{1,9}}", re.ASCII)


@public_page
def alliance_list(request: HttpRequest) -> HttpResponse:
    asked = FilterForm(request.GET)
    form = asked if asked.is_valid() else FilterForm.unfiltered()
    filters, meaning = Filters(form), place_asked_for(form.cleaned_data["where"])
    if meaning.is_sure and isinstance(meaning.places[0], Region):
        return no_store(SeeOther(filters.address_with("region", meaning.places[0].pk)))
    listed = filters.groups
    sheet = Sheet(listed, form.cleaned_data["page"] or 1)
    context = {"form": form, "filters": filters, "errors": asked.errors, "sheet": sheet, "found": listed.found}
    is_whole = not (form.query or asked.errors or form.cleaned_data["where"])
    page = {**place_in_words(meaning, filters), **address_of(sheet, is_whole=is_whole), "section": "list"}
    response = render(request, "alliances/alliance_list.html", {**context, **page})
    return no_store(response) if {"q", "where"} & request.GET.keys() else response


def place_in_words(meaning: Meaning, filters: Filters) -> dict[str, Any]:
    """What stands in and under the box of the region panel: what was asked, what it may mean, and where that leads."""
    where = asked_in_words(filters.form.cleaned_data["where"], meaning)
    return {"where": where, "places": meaning.places, "offers": offers_for(meaning, filters)}


def address_of(sheet: Sheet, *, is_whole: bool) -> dict[str, Any]:
    """What search engines are told of a page of the list: only those of the whole list are for them."""
    is_plain = is_whole and sheet.groups is not None
    path = reverse("alliances:list") + (f"?page={sheet.number}" if is_plain and sheet.number > 1 else "")
    return {"canonical": path, "noindex": not is_plain}


def place_asked_for(text: str) -> Meaning:
    """What somebody means whose list is to be narrowed. `text`: typed, or the value of a town that was offered."""
    if TOWN_VALUE.fullmatch(text):
        towns = Town.objects.filter(pk=text.removeprefix(TOWN)).select_related("region__parent__parent")
        return Meaning(list(towns), is_sure=bool(towns))
    return meant_by(text)


def asked_in_words(text: str, meaning: Meaning) -> str:
    """What stands in the box again: the name of a town rather than its value."""
    place = meaning.places[0] if meaning and TOWN_VALUE.fullmatch(text) else None
    return town_in_full(place) if isinstance(place, Town) else text


def offers_for(meaning: Meaning, filters: Filters) -> list[tuple[str, str]]:
    """What may be chosen, in words, and its address: the list as it is filtered otherwise."""
    if meaning.is_sure and isinstance(meaning.places[0], Town):
        return ways_from(meaning.places[0], filters)
    return [offer_of(place, around, filters) for place, around in told_apart(meaning.places)]


def ways_from(town: Town, filters: Filters) -> list[tuple[str, str]]:
    """The list is filtered by regions: a town is offered the one that it lies in, beside its own answer."""
    region = regions_of(town)[0]
    answer = gettext("Groups for %(town)s, with the reason") % {"town": town_in_full(town)}
    narrowed = filters.address_with("region", region.pk)
    return [(list_for(region, town), narrowed), (answer, town.get_absolute_url())]


def offer_of(place: Region | Town, around: str, filters: Filters) -> tuple[str, str]:
    """One of several places. `around`: what stands behind its name."""
    if isinstance(place, Town):
        return ", ".join(filter(None, [place.display_name, around])), filters.address_with("where", place.value)
    return region_with_kind(place), filters.address_with("region", place.pk)


def list_for(region: Region, town: Town) -> str:
    """What the list narrowed to the region of a town is called, with the reason why it is offered."""
    words = {"region": region_in_full(region), "town": town.display_name}
    if region.display_name == town.display_name:
        return gettext("This list for %(region)s") % words
    return gettext("This list for %(region)s, where %(town)s lies") % words


@public_page
def alliance_detail(request: HttpRequest, slug: str) -> HttpResponse:
    groups = Alliance.objects.select_related("town__region__parent__parent", "successor")
    found = with_extents(groups.filter(slug=slug))
    if not found:
        return former_address(request, slug)
    [alliance] = found
    context = {"alliance": alliance, "moderators": settings.MODERATORS_EMAIL, **levels_of(alliance)}
    page = {"canonical": alliance.get_absolute_url(), "section": "list"}
    return render(request, "alliances/alliance_detail.html", {**context, **page})


def former_address(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of a group that no longer stands here: moved, gone with a reason, or never there."""
    former = get_object_or_404(FormerAddress.objects.select_related("alliance"), slug=slug)
    if former.alliance is not None:
        return redirect(former.alliance, permanent=True)
    return render(request, "errors/410.html", {"former": former, "noindex": True}, status=410)


def levels_of(alliance: Alliance) -> dict[str, Any]:
    """The one place of a group, if there is one, with the regions `above` it and the groups of the wider `levels`."""
    place = place_of(alliance)
    if place is None:
        return {"place": None, "above": [], "levels": []}
    return {
        "place": place,
        "above": beside(place.display_name, regions_above(place))[::-1],
        "levels": levels_above(place),
    }


def place_of(alliance: Alliance) -> Region | None:
    """The one region that a group covers; None where it covers several, or every place."""
    covered = alliance.extent.covers
    return covered[0] if len(covered) == 1 and covered[0].pk != WORLD else None
