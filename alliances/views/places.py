"""The place box and the answer for a town."""

from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from alliances.coverage import answers_for
from alliances.forms import PlaceForm
from alliances.models import Town
from alliances.places import meant_by
from alliances.public import public_page
from alliances.wording import regions_of

ABOVE = (
    "region__sovereign",
    "region__parent__sovereign",
    "region__parent__parent__sovereign",
    "region__parent__parent__parent",
)


class SeeOther(HttpResponseRedirect):
    status_code = 303


@public_page
def place_search(request: HttpRequest) -> HttpResponse:
    form = PlaceForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    meaning = meant_by(asked)
    response: HttpResponse
    if meaning.is_sure:
        response = SeeOther(meaning.places[0].get_absolute_url())
    else:
        page = {"noindex": True, "canonical": reverse("alliances:places"), "section": "places"}
        context = {"asked": asked, "errors": form.errors, "places": meaning.places, **page}
        response = render(request, "alliances/place_search.html", context)
    if "q" in request.GET:
        response["Cache-Control"] = "no-store"  # what people look for stays between them and us
    return response


@public_page
def place_detail(request: HttpRequest, geonameid: int) -> HttpResponse:
    town = get_object_or_404(Town.objects.select_related(*ABOVE), pk=geonameid)
    answers = answers_for(town)
    context = {
        "town": town,
        "answers": answers,
        "own": [(region, list(group)) for region, group in groupby(answers.own, key=attrgetter("region"))],
        "above": regions_of(town)[::-1],
        "wider": len(answers.wider) + len(answers.worldwide),
        "worldwide": [answer.alliance for answer in answers.worldwide],
        "people": [answer.alliance for answer in answers.people],
        "canonical": town.get_absolute_url(),
        "section": "places",
    }
    return render(request, "alliances/place_detail.html", context)
