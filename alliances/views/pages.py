"""Home and the plain pages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.choices import Kind
from alliances.criteria import CRITERIA, NOT_NEEDED, VERSION
from alliances.maps import world_map
from alliances.models import Alliance, Region, Town
from alliances.models.extents import with_extents
from alliances.numbers import Numbers
from alliances.public import public_page

NEWEST = 4
# Places to try from the box: GeoNames ids of towns, codes of regions.
EXAMPLE_TOWNS = (6167865, 4393217, 2996944)  # Toronto, Kansas City, Lyon
EXAMPLE_REGIONS = ("pt",)
SEOUL = 1835848
KINDS: dict[str, Any] = {
    Kind.ALLIANCE: _(
        "A union or association formed for mutual benefit. Spaces stay their own and act together where it "
        "helps all of them."
    ),
    Kind.COLLECTIVE: _("A cooperative enterprise. The members own it, run it and share what comes of it."),
    Kind.ASSOCIATION: _("A group of people organised for a joint purpose, often with statutes, a board and a seat."),
}
VALUES = (
    (_("Community"), _("People before desks.")),
    (_("Openness"), _("Say how things work, and let others use what you learned.")),
    (_("Collaboration"), _("The space next door is a neighbour first.")),
    (_("Sustainability"), _("Last longer than the lease, and leave the place better.")),
    (_("Accessibility"), _("Everyone can get in, take part and afford it.")),
)
KEPT = {
    "unconfirmed": _("A form that was not sent, or whose email address nobody confirmed"),
    "spam": _("A form that was declined as spam"),
    "client": _("A scrambled form of your network address, made when you send a form, to count forms"),
    "tally": _("A scrambled form of your email address, made when we mail it, to count mails"),
    "mails": _("Which mail went to which address, or could not be sent"),
    "declined": _("A form that we declined, with the conversation about it"),
    "withdrawn": _("A form that you withdrew"),
    "parked": _("A form that was put aside because nobody answered our question; counted from the question"),
    "taken_down": _("The form and address behind a group that was taken off the list"),
    "backups": _("A copy of everything for emergencies, with what has been erased here since"),
}


@public_page
def home(request: HttpRequest) -> HttpResponse:
    numbers = Numbers.now()
    context = {
        "numbers": numbers,
        "newest": with_extents(Alliance.objects.open().newest()[:NEWEST]),
        "examples": examples(),
        "kinds": [(kind, kind.label, KINDS[kind], numbers.kinds[kind]) for kind in Kind],
        "values": VALUES,
        "map": world_map(),
    }
    return render_plain(request, "alliances/home.html", "home", **context)


def examples() -> list[tuple[Region | Town, str]]:
    """Places that the box knows, with the name where it is in another script; only those that exist."""
    towns = Town.objects.in_bulk([*EXAMPLE_TOWNS, SEOUL])
    regions = Region.objects.in_bulk(EXAMPLE_REGIONS)
    found: list[tuple[Region | Town, str]] = [(towns[key], "") for key in EXAMPLE_TOWNS if key in towns]
    if SEOUL in towns:
        found.append((towns[SEOUL], "서울"))
    return found + [(regions[code], "") for code in EXAMPLE_REGIONS if code in regions]


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return render_plain(request, "pages/about.html", "about", numbers=Numbers.now())


@public_page
def criteria(request: HttpRequest) -> HttpResponse:
    words = {"criteria": CRITERIA, "not_needed": NOT_NEEDED, "version": VERSION}
    return render_plain(request, "pages/criteria.html", "criteria", **words)


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    kept = [(KEPT[name], days) for name, days in settings.RETENTION_DAYS.items()]
    return render_plain(request, "pages/privacy.html", "privacy", kept=kept, link_days=settings.LINK_DAYS["confirm"])


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render_plain(request, "pages/accessibility.html", "accessibility")


def render_plain(request: HttpRequest, template: str, name: str, **context: Any) -> HttpResponse:
    """One of the pages without parameters; `name` is that of its address, and its section."""
    about = {
        "section": name,
        "canonical": reverse(f"alliances:{name}"),
        "moderators": settings.MODERATORS_EMAIL,
    }
    return render(request, template, {**about, **context})
