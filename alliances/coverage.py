"""Who covers a place, and why (design, section D3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from alliances.choices import Life, RegionKind, Relation
from alliances.comparison import Comparison
from alliances.geometry import KM_PER_DEGREE, distance_km
from alliances.models import Alliance, Listing, Region, RegionAncestry, Town
from alliances.models.facets import WORLD
from alliances.models.region import OWN_BREADTH
from alliances.neighbours import Neighbour, namesakes_of, neighbours_of
from alliances.wording import named_in_text

LIST_CAP = 100  # groups shown in one list of a region page


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
    def comparison(self) -> Comparison | None:
        """Its own groups side by side."""
        return Comparison.of([answer.alliance for answer in self.own])

    def add(self, answer: Answer) -> None:
        if answer.is_soft:
            self.soft.append(answer)
        elif answer.alliance.life == Life.FORMING:
            self.forming.append(answer)
        elif answer.alliance.community:
            self.people.append(answer)
        elif answer.region.breadth <= OWN_BREADTH:
            self.own.append(answer)
        elif answer.region.code == WORLD:
            self.worldwide.append(answer)
        else:
            self.wider.append(answer)


@dataclass(frozen=True)
class Surroundings:
    """Where a place lies: the codes of all regions that hold it, and of those that hold its sovereign."""

    leaf: str
    above: frozenset[str]
    above_sovereign: frozenset[str]
    sovereign: Region | None
    regions: dict[str, Region]

    @classmethod
    def of(cls, leaf: Region) -> "Surroundings":
        """Of a region, in one query when its parents and their sovereigns are at hand."""
        sovereign = next((region.sovereign for region in lineage(leaf) if region.sovereign_id), None)
        codes = [leaf.pk, *([sovereign.pk] if sovereign else [])]
        rows = list(RegionAncestry.objects.filter(descendant__in=codes).select_related("ancestor"))
        above = frozenset(row.ancestor_id for row in rows if row.descendant_id == leaf.pk)
        over = frozenset(row.ancestor_id for row in rows if sovereign and row.descendant_id == sovereign.pk)
        return cls(leaf.pk, above, over - above, sovereign, {row.ancestor_id: row.ancestor for row in rows})

    @property
    def chain(self) -> list[Region]:
        """The regions above by parent, widest first; without the place itself."""
        found: list[Region] = []
        code = self.regions[self.leaf].parent_id
        while code is not None:
            found.append(self.regions[code])
            code = self.regions[code].parent_id
        return found[::-1]


def lineage(region: Region) -> Iterable[Region]:
    """A region and its parents, as far as they were loaded with it (two steps reach the country of any leaf)."""
    step: Region | None = region
    for _step in range(3):
        if step is None:
            return
        yield step
        step = step.parent if step.parent_id else None


def answers_for(town: Town) -> PlaceAnswers:
    """The groups for a town, and what lies near it: seven queries.

    Give it with `region__parent__parent` and their sovereigns loaded.
    """
    around = Surroundings.of(town.region)
    circles = circles_round(town, around.above)
    excluding = around.above | circles.keys()
    near = Q(region__in=around.above | circles.keys() | around.above_sovereign)
    below = Q(region__in=RegionAncestry.objects.filter(ancestor=town.region).values("descendant"))
    rows = (
        Listing.objects.open()
        .filter(near | below & ~Q(region__kind__in=[RegionKind.CITY, RegionKind.METRO]), relation=Relation.COVERS)
        .select_related("alliance", "region__parent")
        .prefetch_related("alliance__excludes")
    )
    nearest: dict[int, Answer] = {}
    for row in rows:
        sovereign = around.sovereign if row.region_id in around.above_sovereign else None
        barred = excluding | around.above_sovereign if sovereign else excluding
        if any(region.pk in barred for region in row.alliance.excludes.all()):
            continue
        is_part = not sovereign and row.region_id not in excluding
        answer = Answer(row.alliance, row.region, town, circles.get(row.region_id, 0), sovereign, is_part)
        known = nearest.get(row.alliance_id)
        if known is None or (answer.is_soft, answer.order) < (known.is_soft, known.order):
            nearest[row.alliance_id] = answer
    answers = PlaceAnswers(neighbours=neighbours_of(town, nearest.keys()), namesakes=namesakes_of(town))
    for answer in sorted(nearest.values(), key=lambda one: one.order):
        answers.add(answer)
    return answers


def circles_round(town: Town, above: Collection[str]) -> dict[str, float]:
    """The cities and metros that hold a town, with its distance from their centre in km.

    A circle ends at the border of the regions it overlaps (of its parent when it has none): Detroit does not leak
    into Windsor.
    """
    reach = F("radius_km") / KM_PER_DEGREE
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
        worldwide = region.pk == WORLD and page.pk != WORLD
        if region.pk in self.around.above_sovereign:
            self.soft.append(alliance)
        elif alliance.life == Life.FORMING:
            self.forming.append(alliance)
        elif alliance.community:
            self.people.append(alliance)
        elif relation == Relation.COVERS:
            (self.worldwide if worldwide else self.covering).append(alliance)
            self.has_own |= region.breadth <= OWN_BREADTH or region.pk == page.pk
        else:
            (self.within if relation == Relation.WITHIN else self.reaching).append(alliance)
            self.has_own |= relation == Relation.WITHIN


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
    """Rows of the page's region and the *covers* rows of what holds it, or holds its sovereign."""
    barred = Alliance.excludes.through.objects.filter(region__in=around.above).values("alliance")
    barred_softly = Alliance.excludes.through.objects.filter(region__in=around.above_sovereign).values("alliance")
    open_rows = Listing.objects.open().exclude(alliance__in=barred).order_by("sort_key")
    parts: list[QuerySet[Listing]] = [
        open_rows.filter(region__in=around.above, relation=Relation.COVERS),
        open_rows.filter(region=page, relation=Relation.WITHIN),
        open_rows.filter(region=page, relation=Relation.REACHES),
        open_rows.filter(region__in=around.above_sovereign, relation=Relation.COVERS).exclude(
            alliance__in=barred_softly
        ),
    ]
    wanted = Q()
    for part in parts:
        wanted |= Q(pk__in=part.values("pk")[: 2 * LIST_CAP])
    return list(Listing.objects.filter(wanted).order_by("sort_key", "pk"))


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
