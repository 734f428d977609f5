"""Who covers a place, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import inf

from django.db.models import Q, Subquery, Value
from django.utils.translation import gettext

from alliances.beginnings import Entry, entries, lacks_covers, leaves_in
from alliances.comparison import Comparison
from alliances.geometry import KM_PER_DEGREE, distance_km
from alliances.kinds import CITIES, kind_in_words
from alliances.models import Alliance, Region, Town
from alliances.models.facets import WORLD
from alliances.models.listing import Part
from alliances.models.region import OWN_BREADTH
from alliances.naming import name_and_words, named_in_text
from alliances.neighbours import Neighbour, namesakes_of, nearest_to
from alliances.surroundings import Surroundings, covers_of, covers_of_any_part, groups_with, lists_of, one_per_group
from alliances.text import fold


@dataclass(frozen=True)
class Answer:
    """One group for a town: the nearest region through which it covers it.

    `distance_km`: from the centre of a city or metro to the town, 0 for what is not a circle. `sovereign`: the
    country through which alone a territory is reached. `is_part`: the region lies within the one on which the
    town's place is known, and may hold it or not.
    """

    alliance: Alliance
    region: Region
    town: Town
    distance_km: float = 0
    sovereign: Region | None = None
    is_part: bool = False

    @property
    def reason(self) -> str:
        """Why this group is an answer, as a sentence without a subject: covers Ontario, where Toronto lies."""
        is_namesake = fold(self.region.display_name) == fold(self.town.display_name)
        region = named_in_text(self.region)
        # A district or a metropolitan area called like its town says what it is.
        region = name_and_words(region, kind_in_words(self.region)) if is_namesake else region
        words = {"region": region, "town": self.town.display_name, "km": round(self.distance_km)}
        if self.sovereign is not None:
            words |= {"sovereign": named_in_text(self.sovereign)}
            return gettext("covers %(region)s; %(town)s belongs to %(sovereign)s") % words
        if self.is_part:
            return gettext("covers %(region)s; we cannot tell whether %(town)s lies in it") % words
        if self.region.code == WORLD:
            return gettext("covers every place, %(town)s too") % words
        if self.region.town_id == self.town.pk or (is_namesake and self.region.code in CITIES):
            return gettext("covers %(town)s itself") % words
        if self.region.is_circle:
            return gettext("covers %(region)s and its surroundings; %(town)s is %(km)d km away") % words
        if is_namesake:
            return gettext("covers %(region)s, the town included") % words
        return gettext("covers %(region)s, where %(town)s lies") % words


@dataclass
class PlaceAnswers:
    """The groups for a town, each in one list, nearest first."""

    own: list[Answer] = field(default_factory=list)
    forming: list[Answer] = field(default_factory=list)
    wider: list[Answer] = field(default_factory=list)
    worldwide: list[Answer] = field(default_factory=list)
    people: list[Answer] = field(default_factory=list)
    soft: list[Answer] = field(default_factory=list)
    neighbours: list[Neighbour] = field(default_factory=list)
    namesakes: list[Town] = field(default_factory=list)

    @property
    def has_own(self) -> bool:
        return bool(self.own)

    @property
    def lists(self) -> list[list[Answer]]:
        """All that are cut at LIST_CAP."""
        return [self.own, self.forming, self.wider, self.worldwide, self.people, self.soft]

    @property
    def comparison(self) -> Comparison | None:
        """Its own groups side by side."""
        return Comparison.of([answer.alliance for answer in self.own])


@dataclass(frozen=True)
class Grounds:
    """All regions through which a group may be an answer for a town: codes → regions, and how far the circles are."""

    around: Surroundings
    circles: Mapping[str, tuple[Region, float]]

    @property
    def holding(self) -> frozenset[str]:
        return self.around.above | self.circles.keys()

    def is_soft(self, code: str) -> bool:
        """It holds the sovereign alone, or lies within the region on which the town's place is known."""
        return code not in self.holding

    def region(self, code: str) -> Region:
        return self.circles[code][0] if code in self.circles else self.around.regions[code]

    def distance_km(self, code: str) -> float:
        return self.circles[code][1] if code in self.circles else 0

    def list_of(self, entry: Entry) -> str:
        if self.is_soft(entry.region):
            return "soft"
        if entry.part != Part.PLACE:
            return entry.part
        if self.region(entry.region).breadth <= OWN_BREADTH:
            return "own"
        return "worldwide" if entry.region == WORLD else "wider"

    def order(self, entry: Entry) -> tuple[int, float, str, int]:
        """Nearest first."""
        breadth = self.region(entry.region).breadth
        return (breadth, self.distance_km(entry.region), entry.sort_key, entry.alliance)

    def answer(self, entry: Entry, alliance: Alliance, town: Town) -> Answer:
        sovereign = self.around.sovereign if entry.region in self.around.above_sovereign else None
        is_part = not sovereign and self.is_soft(entry.region)
        region = self.region(entry.region)
        return Answer(alliance, region, town, self.distance_km(entry.region), sovereign, is_part)


def answers_for(town: Town) -> PlaceAnswers:
    """The groups for a town, and what lies near it: seven queries.

    Give it with `region__parent__parent` and their sovereigns loaded. Each list holds at most LIST_CAP + 1 groups.
    """
    around = Surroundings.of(town.region, with_parts=True)
    grounds = Grounds(around, circles_round(town, around.above))
    # What holds the town decides before what may; all are shown nearest first.
    first = one_per_group(_entries_for(grounds), lambda entry: (grounds.is_soft(entry.region), grounds.order(entry)))
    best = sorted(first, key=grounds.order)
    lists = lists_of(best, grounds.list_of)
    near = nearest_to(town, [entry.alliance for entry in best])
    groups = groups_with({entry.alliance for chosen in lists.values() for entry in chosen} | near.keys())
    answers = {
        name: [grounds.answer(entry, groups[entry.alliance], town) for entry in chosen if entry.alliance in groups]
        for name, chosen in lists.items()
    }
    neighbours = [Neighbour(groups[key], *circle) for key, circle in near.items() if key in groups]
    return PlaceAnswers(**answers, neighbours=neighbours, namesakes=namesakes_of(town))


def _entries_for(grounds: Grounds) -> list[Entry]:
    """The beginnings of the *covers* rows of all that holds a town, and softly of its sovereign and its parts."""
    around, holding = grounds.around, grounds.holding
    walks = covers_of(holding, [leaves_in(holding)])
    if around.parts:
        walks += covers_of_any_part(around.parts, [lacks_covers(holding), leaves_in(holding)])
    if around.above_sovereign:
        conditions = [lacks_covers(holding), leaves_in(holding | around.above_sovereign)]
        walks += covers_of(around.above_sovereign, conditions)
    return entries(walks)


def circles_round(town: Town, above: Collection[str]) -> dict[str, tuple[Region, float]]:
    """The cities and metros that hold a town, each with the distance from its centre in km.

    A circle ends at the border of the regions it overlaps (of its parent when it has none): Detroit does not leak
    into Windsor.
    """
    widest = Region.objects.filter(radius_km__isnull=False).order_by("-radius_km").values("radius_km")[:1]
    reach = Subquery(widest) / Value(KM_PER_DEGREE)
    near = Region.objects.filter(latitude__lte=town.latitude + reach, latitude__gte=town.latitude - reach)
    found = {}
    for region in near.filter(Q(overlaps__in=above) | Q(overlaps=None, parent__in=above)):
        distance = distance_km(region.centre, town.centre) if region.centre else inf
        if region.radius_km is not None and distance <= region.radius_km:
            found[region.pk] = (region, distance)
    return found
