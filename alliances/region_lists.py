"""The lists of a region page: which group stands in which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alliances.beginnings import Entry, beginnings, entries, lacks_covers, lacks_own_row, leaves_in
from alliances.choices import Relation
from alliances.models import Alliance, Region
from alliances.models.extents import with_extents
from alliances.models.facets import WORLD
from alliances.models.listing import Part
from alliances.models.region import OWN_BREADTH
from alliances.surroundings import LIST_CAP, Surroundings, covers_of, groups_with, lists_of, one_per_group


@dataclass
class RegionLists:
    """The groups of a region page; each stands in one list, in the order of the page."""

    around: Surroundings
    covering: list[Alliance] = field(default_factory=list)
    within: list[Alliance] = field(default_factory=list)
    reaching: list[Alliance] = field(default_factory=list)
    worldwide: list[Alliance] = field(default_factory=list)
    people: list[Alliance] = field(default_factory=list)
    forming: list[Alliance] = field(default_factory=list)
    soft: list[Alliance] = field(default_factory=list)
    has_own: bool = False

    @property
    def on_cards(self) -> list[Alliance]:
        """The groups that the page shows with their areas; the others get one line."""
        return [*self.covering, *self.within, *self.reaching, *self.forming, *self.soft]


def lists_for(around: Surroundings) -> RegionLists:
    """The lists of a region page: three queries, two where no group is shown on a card, and one more for
    regions that are not kept.

    Each list holds at most LIST_CAP + 1 groups: one more than is shown says that there are more.
    """
    page = around.region

    def rank(entry: Entry) -> tuple[bool, bool, str]:
        """A border or a part of the page itself decides before what holds all of it, and that before what is soft."""
        own_row = entry.region == page.pk and entry.relation != Relation.COVERS
        return (entry.region in around.above_sovereign, not own_row, entry.sort_key)

    best = sorted(one_per_group(_entries_of(page, around), rank), key=lambda entry: (entry.sort_key, entry.alliance))
    lists = lists_of(best, lambda entry: _list_of(entry, page, around))
    groups = groups_with({entry.alliance for chosen in lists.values() for entry in chosen})
    found = {
        name: [groups[entry.alliance] for entry in chosen if entry.alliance in groups] for name, chosen in lists.items()
    }
    shown = RegionLists(around, **found, has_own=_has_own(lists, page, around))
    with_extents(shown.on_cards)
    return shown


def _has_own(lists: Mapping[str, Sequence[Entry]], page: Region, around: Surroundings) -> bool:
    """Some group is the page's own: it lies within, or covers it and not much more."""
    if lists.get("within"):
        return True
    covering = {entry.region for name in ("covering", "worldwide") for entry in lists.get(name, ())}
    return any(code == page.pk or around.regions[code].breadth <= OWN_BREADTH for code in covering)


def _list_of(entry: Entry, page: Region, around: Surroundings) -> str:
    if entry.region in around.above_sovereign:
        return "soft"
    if entry.part != Part.PLACE:
        return entry.part
    if entry.relation == Relation.COVERS:
        return "worldwide" if entry.region == WORLD and page.pk != WORLD else "covering"
    return "within" if entry.relation == Relation.WITHIN else "reaching"


def _entries_of(page: Region, around: Surroundings) -> list[Entry]:
    """The beginnings of the lists: rows of the page's region, and *covers* rows of what holds it or its sovereign.

    What a group's own row on the page says goes before what holds it all, and that before what is soft.
    """
    without_own = lacks_own_row(page.pk)
    own = [(page.pk, relation, part) for relation in (Relation.WITHIN, Relation.REACHES) for part in Part]
    walks = [
        *beginnings(own, [leaves_in(around.above)], LIST_CAP + 1),
        *covers_of(around.above, [without_own, leaves_in(around.above)]),
    ]
    if around.above_sovereign:
        conditions = [without_own, lacks_covers(around.above), leaves_in(around.above | around.above_sovereign)]
        walks += covers_of(around.above_sovereign, conditions)
    return entries(walks)
