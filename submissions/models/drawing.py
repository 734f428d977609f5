"""Draw a city or metro at the desk: a verb on a region, with an event that says who changed what."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext

from alliances import languages
from alliances.models import Region
from alliances.models.facets import WORLD
from submissions.choices import Verb
from submissions.models.event import Event
from submissions.models.moderator import Moderator
from submissions.models.record import LostRace

Sketch = dict[str, str]  # what people change of a city or metro, as they read it, by the name of the form's field


@transaction.atomic
def draw_region(
    code: str, *, by: Moderator, seen: int, facts: dict[str, Any], overlaps: Collection[Region] = ()
) -> Region:
    """Make a city or metro, or change it. `facts`: as Region.redraw takes them.

    `seen`: the revision that whoever draws had before them, 0 for a new one. Raises LostRace and ValidationError.
    """
    Region.objects.select_for_update().get(pk=WORLD)  # one at a time: of two new ones the later finds the earlier
    known = Region.objects.prefetch_related("overlaps").select_related("parent", "town").filter(pk=code).first()
    if (known.revision if known else 0) != seen:
        raise LostRace(_why_too_late(code))
    before = sketch_of(known) if known else {}
    region = Region.redraw(code=code, overlaps=overlaps, **facts)
    after = sketch_of(region)
    changed = {name: [before.get(name, ""), text] for name, text in after.items() if before.get(name, "") != text}
    data = {"name": region.name, "differences": changed}
    Event.objects.create(region=region, verb=Verb.REDRAWN if known else Verb.DRAWN, by=by, data=data)
    return region


def sketch_of(region: Region) -> Sketch:
    """What people change of a city or metro, in words and figures; in English, for the log is one for all."""
    grounds = list(region.overlaps.all()) or ([region.parent] if region.parent else [])
    names = {f"name_{code}": str(region.names.get(code) or "") for code in named_languages()}
    names["name_local"] = str(region.names.get("_local") or "")
    latitude, longitude = region.centre or (0, 0)
    return {
        "name": region.name,
        **names,
        "other_names": "\n".join(map(str, region.other_names)),
        "town": region.town.name_in("en") if region.town else "",
        "centre": f"{latitude:.4f}, {longitude:.4f}",
        "radius_km": f"{region.radius_km or 0:g}",
        "grounds": ", ".join(sorted(ground.name for ground in grounds)),
    }


def named_languages() -> list[str]:
    """The languages in which a region may have a name of its own, beside English."""
    return [code for code in languages.codes() if code != "en"]


def _why_too_late(code: str) -> str:
    last = Event.objects.filter(region=code).select_related("by").last()
    if last is None:
        return gettext("It was drawn anew since you opened it. Look at it as it is now; nothing was changed.")
    return gettext("%(who)s has changed it since you opened it, %(when)s UTC. Nothing was changed.") % {
        "who": last.who or gettext("Somebody"),
        "when": date_format(last.at, "j F Y, H:i"),
    }
