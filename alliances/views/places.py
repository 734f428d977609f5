"""The place box, what it suggests while somebody types, and the answer for a town."""

import json
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from alliances.choices import RegionKind
from alliances.coverage import PlaceAnswers, answers_for
from alliances.forms import PlaceForm
from alliances.kinds import in_one_line
from alliances.models import Region, RegionAncestry, Town
from alliances.naming import beside, regions_of, told_apart
from alliances.places import Meaning, Place, meant_by
from alliances.public import public_page
from alliances.suggestions import suggestions
from alliances.surroundings import LIST_CAP, number_of
from alliances.text import fold
from alliances.views.replies import SeeOther, no_store

ABOVE = (
    "region__sovereign",
    "region__parent__sovereign",
    "region__parent__parent__sovereign",
    "region__parent__parent__parent",
)
SUGGESTION_BYTES = 700  # of one answer, so that it fits into a packet with its headers
KEPT_WHILE_TYPING = "private, max-age=300"  # by the browser alone, for whoever goes back a letter
LARGEST = 12  # towns shown of the state that somebody's place lies in


@public_page
def place_search(request: HttpRequest) -> HttpResponse:
    form = PlaceForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    meaning = meant_by(asked)
    if meaning.is_sure:
        return no_store(SeeOther(meaning.places[0].get_absolute_url()))
    context = {"asked": asked, "errors": form.errors, **what_it_may_be(asked, meaning)}
    page = {"noindex": True, "canonical": reverse("alliances:places"), "section": "places"}
    response = render(request, "alliances/place_search.html", {**context, **page})
    return no_store(response) if "q" in request.GET else response


def what_it_may_be(asked: str, meaning: Meaning) -> dict[str, Any]:
    """The places to choose from; for a place that we do not know those that read like it, and other ways on."""
    if not meaning.places:
        guesses = {"is_guess": True, **ways_on(meaning.grounds)} if asked else {}
        return {"places": told_apart(meaning.corrections), **guesses}
    return {"places": told_apart(meaning.places), "name": as_written(asked, meaning.places[0])}


def as_written(asked: str, place: Place) -> str:
    """The name of a place as one writes it, where it was typed in a hurry; nothing for another name of it."""
    return next((name for name in (place.display_name, place.name) if fold(name) == fold(asked)), "")


def ways_on(grounds: Sequence[Region]) -> dict[str, Any]:
    """For a place that we do not know: its state with the parts and the largest towns of it, else all countries."""
    if not grounds:
        countries = Region.objects.filter(kind=RegionKind.COUNTRY)
        return {"countries": sorted(countries, key=lambda region: fold(region.display_name))}
    ground = grounds[0]
    parts = sorted(ground.children.tree(), key=lambda region: fold(region.display_name))
    largest = told_apart(largest_towns(ground))
    return {"grounds": told_apart(grounds), "ground": ground, "parts": parts, "towns": largest}


def largest_towns(ground: Region) -> Sequence[Town]:
    """Of a country or a part of one; none of anything wider."""
    if ground.kind not in {RegionKind.COUNTRY, RegionKind.SUBDIVISION}:
        return []
    below = RegionAncestry.objects.filter(ancestor=ground).values("descendant")
    towns = Town.objects.filter(region__in=below).select_related("region__parent__parent")
    return list(towns.order_by("-population", "pk")[:LARGEST])


@public_page
def place_suggest(request: HttpRequest) -> HttpResponse:
    """A JSON list of {value, label, url}, likeliest first: at most six and SUGGESTION_BYTES; empty for nonsense."""
    form = PlaceForm(request.GET)
    places = suggestions(form.cleaned_data["q"]) if form.is_valid() else []
    offered = [
        {"value": place.value, "label": label, "url": place.get_absolute_url()} for place, label in in_one_line(places)
    ]
    while len(body := json.dumps(offered, ensure_ascii=False, separators=(",", ":")).encode()) > SUGGESTION_BYTES:
        offered.pop()
    headers = {"Cache-Control": KEPT_WHILE_TYPING, "X-Robots-Tag": "noindex"}
    return HttpResponse(body, content_type="application/json", headers=headers)


@public_page
def place_detail(request: HttpRequest, geonameid: int) -> HttpResponse:
    town = get_object_or_404(Town.objects.select_related(*ABOVE), pk=geonameid)
    context = {"town": town, **way_to(town), **lists_of(answers_for(town))}
    page = {"canonical": town.get_absolute_url(), "section": "places"}
    return render(request, "alliances/place_detail.html", {**context, **page})


def way_to(town: Town) -> dict[str, Any]:
    """The regions `above` a town, widest first; whether one of them has its name, so that it says nothing more."""
    above = beside("", regions_of(town)[::-1])
    return {"above": above, "is_named_above": len(beside(town.display_name, above)) < len(above)}


def lists_of(answers: PlaceAnswers) -> dict[str, Any]:
    """The groups for a town as its page shows them: its `own` by region, and how many `wider` ones there are."""
    return {
        "answers": answers,
        "own": [(region, list(group)) for region, group in groupby(answers.own[:LIST_CAP], key=attrgetter("region"))],
        "is_own_cut": len(answers.own) > LIST_CAP,
        "is_cut": any(len(found) > LIST_CAP for found in answers.lists),
        "wider": len(answers.wider) + len(answers.worldwide),
        "wider_words": number_of(answers.wider, answers.worldwide),
        "worldwide": [answer.alliance for answer in answers.worldwide],
        "people": [answer.alliance for answer in answers.people],
    }
