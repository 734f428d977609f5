"""Who covers a place, and why (design, section D3)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext

from alliances.choices import Life, RegionKind, Relation
from alliances.comparison import Comparison
from alliances.geometry import KM_PER_DEGREE, distance_km
from alliances.models import Alliance, Listing, Region, RegionAncestry, Town
from alliances.models.facets import WORLD
from alliances.models.listing import WALKED, Part, beginnings
from alliances.models.region import OWN_BREADTH
from alliances.models.walking import merged, walk
from alliances.neighbours import Neighbour, namesakes_of, neighbours_of
from alliances.surroundings import LIST_CAP, Surroundings, barred_from, covers_of
from alliances.wording import named_in_text

CIRCLES = [RegionKind.METRO, RegionKind.CITY]


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
    def is_soft(self) -> bool:
        """Perhaps: to be asked."""
        return self.sovereign is not None or self.is_part

    @property
    def order(self) -> tuple[int, float, int, str, str]:
        alliance = self.alliance
        return (
            self.region.breadth,
            self.distance_km,
            alliance.confirmed_rank,
            alliance.folded_name,
            alliance.name,
        )

    @property
    def reason(self) -> str:
        """Why this group is an answer, as a sentence without a subject: covers Ontario, where Toronto lies."""
        words = {"region": named_in_text(self.region), "town": self.town.name, "km": round(self.distance_km)}
        if self.sovereign is not None:
            words |= {"sovereign": named_in_text(self.sovereign)}
            return gettext("covers %(region)s; %(town)s belongs to %(sovereign)s") % words
        if self.is_part:
            return gettext("covers %(region)s; we cannot tell whether %(town)s lies in it") % words
        if self.region.code == WORLD:
            return gettext("covers every place, %(town)s too") % words
        if self.region.town_id == self.town.pk:
            return gettext("covers %(town)s itself") % words
        if self.region.is_circle:
            return gettext("covers %(region)s and its surroundings; %(town)s is %(km)d km away") % words
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

    def add(self, answer: Answer) -> None:
        """Put it at the end of its list, unless that is as long as it may be."""
        found = self._list_of(answer)
        if len(found) <= LIST_CAP:
            found.append(answer)

    def _list_of(self, answer: Answer) -> list[Answer]:
        if answer.is_soft:
            return self.soft
        if answer.alliance.life == Life.FORMING:
            return self.forming
        if answer.alliance.community:
            return self.people
        if answer.region.breadth <= OWN_BREADTH:
            return self.own
        return self.worldwide if answer.region.code == WORLD else self.wider


def answers_for(town: Town) -> PlaceAnswers:
    """The groups for a town, and what lies near it: seven queries.

    Give it with `region__parent__parent` and their sovereigns loaded. Each list holds at most LIST_CAP + 1 groups.
    """
    around = Surroundings.of(town.region)
    circles = circles_round(town, around.above)
    nearest: dict[int, Answer] = {}
    for row in _rows_for(town, around, circles).select_related("alliance", "region__parent"):
        sovereign = around.sovereign if row.region_id in around.above_sovereign else None
        is_part = not sovereign and row.region_id not in around.above and row.region_id not in circles
        answer = Answer(row.alliance, row.region, town, circles.get(row.region_id, 0), sovereign, is_part)
        known = nearest.get(row.alliance_id)
        if known is None or (answer.is_soft, answer.order) < (known.is_soft, known.order):
            nearest[row.alliance_id] = answer
    answers = PlaceAnswers(neighbours=neighbours_of(town, nearest.keys()), namesakes=namesakes_of(town))
    for answer in sorted(nearest.values(), key=lambda one: one.order):
        answers.add(answer)
    return answers


def _rows_for(town: Town, around: Surroundings, circles: Collection[str]) -> QuerySet[Listing]:
    """The beginnings of the *covers* rows of all that holds a town, and softly of its sovereign and its parts."""
    holding = around.above | set(circles)
    below = RegionAncestry.objects.filter(ancestor=town.region).exclude(descendant__kind__in=CIRCLES)
    parts = Listing.objects.open().filter(region__in=below.values("descendant"), relation=Relation.COVERS)
    is_hard = Exists(
        Listing.objects.filter(alliance=OuterRef("alliance"), region__in=holding, relation=Relation.COVERS)
    )
    soft = [~is_hard, ~barred_from(holding)]
    walks = [
        *covers_of(holding, [~barred_from(holding)]),
        *covers_of(around.above_sovereign, [~is_hard, ~barred_from(holding | around.above_sovereign)]),
        walk(parts.order_by("sort_key", "alliance"), "pk", soft, wanted=LIST_CAP + 1, at_most=WALKED),
    ]
    return Listing.objects.filter(pk__in=merged(walks, len(walks) * (LIST_CAP + 1)))


def circles_round(town: Town, above: Collection[str]) -> dict[str, float]:
    """The cities and metros that hold a town, with its distance from their centre in km.

    A circle ends at the border of the regions it overlaps (of its parent when it has none): Detroit does not leak
    into Windsor.
    """
    widest = Region.objects.filter(radius_km__isnull=False).order_by("-radius_km").values("radius_km")[:1]
    reach = Subquery(widest) / Value(KM_PER_DEGREE)
    near = Region.objects.filter(latitude__lte=town.latitude + reach, latitude__gte=town.latitude - reach)
    found = {}
    for region in near.prefetch_related("overlaps"):
        centre = region.centre
        grounds: set[str | None] = {state.pk for state in region.overlaps.all()} or {region.parent_id}
        if centre is None or region.radius_km is None or not grounds & set(above):
            continue
        distance = distance_km(centre, town.centre)
        if distance <= region.radius_km:
            found[region.pk] = distance
    return found


@dataclass
class RegionLists:
    """The groups of a region page; each stands in one list, in the order of design section D3."""

    around: Surroundings
    covering: list[Alliance] = field(default_factory=list)
    within: list[Alliance] = field(default_factory=list)
    reaching: list[Alliance] = field(default_factory=list)
    worldwide: list[Alliance] = field(default_factory=list)
    people: list[Alliance] = field(default_factory=list)
    forming: list[Alliance] = field(default_factory=list)
    soft: list[Alliance] = field(default_factory=list)
    has_own: bool = False

    def add(self, alliance: Alliance, relation: str, region: Region, page: Region) -> None:
        """Put it at the end of its list, unless that is as long as it may be."""
        found = self._list_of(alliance, relation, region, page)
        if found is self.covering or found is self.worldwide:
            self.has_own |= region.breadth <= OWN_BREADTH or region.pk == page.pk
        self.has_own |= found is self.within
        if len(found) <= LIST_CAP:
            found.append(alliance)

    def _list_of(self, alliance: Alliance, relation: str, region: Region, page: Region) -> list[Alliance]:
        if region.pk in self.around.above_sovereign:
            return self.soft
        if alliance.life == Life.FORMING:
            return self.forming
        if alliance.community:
            return self.people
        if relation == Relation.COVERS:
            return self.worldwide if region.pk == WORLD and page.pk != WORLD else self.covering
        return self.within if relation == Relation.WITHIN else self.reaching


def lists_for(page: Region) -> RegionLists:
    """The lists of a region page. Give it with `parent__parent` and their sovereigns loaded: five queries.

    Each list holds at most LIST_CAP + 1 groups: one more than is shown says that there are more.
    """
    around = Surroundings.of(page)
    lists = RegionLists(around)
    rows = _rows_of(page, around)
    alliances = Alliance.objects.for_cards().in_bulk({row.alliance_id for row in rows})
    for row in _one_per_group(rows, page, around):
        lists.add(alliances[row.alliance_id], row.relation, around.regions.get(row.region_id, page), page)
    return lists


def _rows_of(page: Region, around: Surroundings) -> list[Listing]:
    """The beginnings of the lists: rows of the page's region, and *covers* rows of what holds it or its sovereign.

    What a group's own row on the page says goes before what holds it all, and that before what is soft.
    """
    rows = Listing.objects.filter(alliance=OuterRef("alliance"))
    has_own_row = Exists(rows.filter(region=page, relation__in=[Relation.WITHIN, Relation.REACHES]))
    is_hard = Exists(rows.filter(region__in=around.above, relation=Relation.COVERS))
    own = [(page.pk, relation, part) for relation in (Relation.WITHIN, Relation.REACHES) for part in Part]
    walks = [
        *covers_of(around.above, [~has_own_row, ~barred_from(around.above)]),
        *beginnings(own, [~barred_from(around.above)], LIST_CAP + 1),
        *covers_of(
            around.above_sovereign, [~has_own_row, ~is_hard, ~barred_from(around.above | around.above_sovereign)]
        ),
    ]
    found = Listing.objects.filter(pk__in=merged(walks, len(walks) * (LIST_CAP + 1)))
    return list(found.order_by("sort_key", "pk"))


def _one_per_group(rows: list[Listing], page: Region, around: Surroundings) -> list[Listing]:
    """The row that decides for each group: a border or a part of the page itself before what holds all of it."""

    def rank(row: Listing) -> tuple[bool, bool, str]:
        own_row = row.region_id == page.pk and row.relation != Relation.COVERS
        return (row.region_id in around.above_sovereign, not own_row, row.sort_key)

    best: dict[int, Listing] = {}
    for row in rows:
        known = best.get(row.alliance_id)
        if known is None or rank(row) < rank(known):
            best[row.alliance_id] = row
    return sorted(best.values(), key=lambda row: (row.sort_key, row.pk))
