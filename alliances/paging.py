"""One sheet of a long list: as many pages as a person turns, and a word about the rest."""

from collections.abc import Iterable

from alliances.lists import GroupList
from alliances.wording import groups_in_words

PAGE_SIZE = 20
LAST_PAGE = 50


class Sheet:
    """The page `number` of a list; `groups` is None where the list ends before it."""

    def __init__(self, listed: GroupList, number: int) -> None:
        self.number, self.count = number, listed.number
        self.groups = listed.page(number, PAGE_SIZE) if number <= self.last else None

    @property
    def in_words(self) -> str:
        """29 groups."""
        return groups_in_words(self.count)

    @property
    def pages(self) -> int:
        """Of the whole list; an empty one has one."""
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
