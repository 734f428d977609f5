"""The list of groups as it is filtered and sorted, whatever the number of groups.

The search index says which groups fit, as bits, and so how many (facts.py, search.py). Two ways lead from there to a
page. *Walk*: pass the keys of all groups in the order of the list and keep those that fit, until there are enough.
*Collect*: take all that fit, and sort them. The shorter way is taken.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from alliances.bits import bits_of, members, places
from alliances.choices import Life
from alliances.facts import Facts
from alliances.models import Alliance
from alliances.models.extents import with_extents
from alliances.models.facets import ALL, CLOSED, WORLD
from alliances.models.walking import found_by, keys_of
from alliances.orders import Order
from alliances.search import Found, search

FEW = 500  # groups that are always collected
PASSED = 8  # keys passed in the time in which one of more groups is found and sorted
COLLECTED = 20_000  # groups sorted at most
FURTHER = 4  # times as many keys are passed when those that were expected to be enough are not

Numbers = Mapping[tuple[str, str], int]  # (name, value) of a facet → open groups that have it


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for. `facets`: (name, value) of many-valued facts; `above`: all that contains the region.

    `text`: a search, "" for none; with it the `order` "" puts the best match first.
    """

    order: str = "name"
    life: str = ""
    kind: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    text: str = ""
    region: str = WORLD
    above: Collection[str] = ()

    @property
    def values(self) -> list[tuple[str, str]]:
        """The filters as they are counted."""
        single = [("kind", self.kind), ("life", self.life if self.life in Life.values else "")]
        return [*(pair for pair in single if pair[1]), *self.facets]

    @property
    def facts(self) -> Facts:
        """All that is asked for but the text."""
        having: list[set[str]] = [{f"{name}={value}"} for name, value in self.values]
        without = set() if self.life else {f"life={Life.CLOSED}"}
        if self.region != WORLD:
            having.append({f"at={self.region}", *(f"covers={code}" for code in self.above)})
            without |= {f"except={code}" for code in self.above}
        if not (having or self.text):
            having.append({f"life={life}" for life in Life})  # which every group has
        return Facts(having, without)

    @property
    def way(self) -> Order:
        return Order(self.order, self.life, self.kind, self.region, self.above)


class GroupList:
    """The groups that fit. `here`, `everywhere`: the numbers of the region and of the world."""

    def __init__(self, wanted: Wanted, here: Numbers, everywhere: Numbers) -> None:
        self.wanted, self.here, self.everywhere = wanted, here, everywhere

    @cached_property
    def number(self) -> int:
        """How many there are."""
        return self._fitting.bit_count() if self._stored is None else self._stored

    def page(self, number: int, size: int) -> list[Alliance]:
        """The groups of one page, with their areas; the first page has the number one."""
        return with_extents(self._groups(number, size))

    def _groups(self, number: int, size: int) -> list[Alliance]:
        first, way, groups = (number - 1) * size, self.wanted.way, Alliance.objects.all()
        if not way.name:
            return list(self.found.groups[first : first + size])
        if self._stored is not None:
            return list(way.of(groups.filter(pk__in=keys_of(way.keys(size, first)))))
        if self._is_collected(self._fitting, first + size):
            return list(way.of(groups.filter(pk__in=places(self._fitting)))[first : first + size])
        keys = self._walked(self._fitting, way, first + size)[first:]
        found = groups.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    @cached_property
    def found(self) -> Found:
        """What is searched for, among the groups that have all else that was asked for."""
        return search(self.wanted.text, self.wanted.facts)

    @cached_property
    def _fitting(self) -> int:
        return self.found.fitting if self.wanted.text else self.wanted.facts.groups()

    @property
    def _stored(self) -> int | None:
        """The stored number of the lists that are walked without a look at the index: all that is passed fits."""
        wanted = self.wanted
        if wanted.region != WORLD or wanted.order == "nearest" or wanted.text or wanted.facets:
            return None
        if wanted.kind:
            return None if wanted.life else self._number(("kind", wanted.kind))
        if wanted.life == "all":
            return self._number(ALL) + self._number(CLOSED)
        return self._number(("life", wanted.life) if wanted.life else ALL)

    def _number(self, value: tuple[str, str]) -> int:
        return self.everywhere.get(CLOSED if value == ("life", Life.CLOSED) else value, 0)

    @property
    def _length(self) -> int:
        """Keys to pass to see all."""
        if self.wanted.order == "nearest":
            return self.here.get(ALL, 0)
        return self._number(("kind", self.wanted.kind) if self.wanted.kind else ALL)

    def _passed(self, number: int, wanted: int) -> int:
        """Keys to pass until so many of `number` groups are found, which are spread evenly."""
        return wanted * self._length // max(number, 1)

    def _is_collected(self, fitting: int, wanted: int) -> bool:
        number = fitting.bit_count()
        return number <= FEW or (number <= COLLECTED and PASSED * number <= self._passed(number, wanted))

    def _walked(self, fitting: int, way: Order, wanted: int) -> list[int]:
        """The keys of the first groups. What stands in no list of a region comes last, by name."""
        number = fitting.bit_count()
        wanted = min(wanted, number)
        steps = self._passed(number, wanted) * 5 // 4 + FEW
        while True:
            passed = [key for key, *_place in found_by(way.keys(steps))]
            found = members(fitting, passed)[:wanted]
            if len(found) == wanted or len(passed) < steps:
                break
            steps *= FURTHER
        if len(found) < wanted:
            others = Alliance.objects.filter(pk__in=places(fitting & ~bits_of(found), COLLECTED))
            found += others.by_name().values_list("pk", flat=True)[: wanted - len(found)]
        return found
