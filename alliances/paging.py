"""One sheet of a long list: as many pages as a person turns, and a word about the rest."""

from collections.abc import Iterable

from alliances.lists import COUNTED, GroupList
from alliances.wording import groups_in_words, more_groups_in_words

PAGE_SIZE = 20
LAST_PAGE = 50


class Sheet:
    """The page `number` of a list; `groups` is None where the list ends before it."""

    def __init__(self, listed: GroupList, number: int) -> None:
        self.number = number
        # What lies beyond is not shown: the first page is enough to say how many there are.
        found, self.count = listed.page(number if number <= LAST_PAGE else 1, PAGE_SIZE)
        self.groups = found if number <= self.last else None
        self.is_counted = listed.stored is not None or self.count <= COUNTED
        reached = min(self.count, (number - 1) * PAGE_SIZE + len(found)) if listed.stored is not None else self.count
        expected = min(self.count, number * PAGE_SIZE) if listed.stored is not None else COUNTED + 1
        self.may_miss = number <= LAST_PAGE and reached < expected and listed.is_ended(expected)

    @property
    def in_words(self) -> str:
        """29 groups; more than 1,000 groups."""
        return groups_in_words(self.count) if self.is_counted else more_groups_in_words(COUNTED)

    @property
    def pages(self) -> int:
        """Of the whole list, as far as it is counted; an empty one has one."""
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def last(self) -> int:
        return min(self.pages, LAST_PAGE)

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None

    @property
    def is_too_far(self) -> bool:
        """Beyond what we turn for anybody: the list must be narrowed."""
        return self.number > LAST_PAGE

    @property
    def is_cut(self) -> bool:
        """The last page that there is, although there are more rows."""
        return self.number == LAST_PAGE < self.pages

    @property
    def numbers(self) -> Iterable[int | None]:
        """The page numbers to show; None for a gap."""
        near = {1, self.last, *range(self.number - 2, self.number + 3)}
        shown = sorted(number for number in near if 1 <= number <= self.last)
        for before, number in zip([0, *shown], shown, strict=False):
            if number > before + 1:
                yield None
            yield number
