"""One sheet of a long list: as many pages as a person turns, and a word about the rest."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

PAGE_SIZE = 20
LAST_PAGE = 50


class Sheet:
    """The page `number` of some rows; `page` is None where the list ends before it. `count`: of rows, if known."""

    def __init__(self, rows: QuerySet[Any], number: int, count: int | None = None) -> None:
        self.paginator: Paginator = Paginator(rows, PAGE_SIZE)
        if count is not None:
            self.paginator.count = count
        self.number = number

    @property
    def count(self) -> int:
        return self.paginator.count

    @property
    def last(self) -> int:
        return min(self.paginator.num_pages, LAST_PAGE)

    @cached_property
    def page(self) -> Page | None:
        return self.paginator.page(self.number) if self.number <= self.last else None

    @property
    def is_too_far(self) -> bool:
        """Beyond what we turn for anybody: the list must be narrowed."""
        return self.number > LAST_PAGE

    @property
    def is_cut(self) -> bool:
        """The last page that there is, although there are more rows."""
        return self.number == LAST_PAGE < self.paginator.num_pages

    @property
    def numbers(self) -> Iterable[int | None]:
        """The page numbers to show; None for a gap."""
        near = {1, self.last, *range(self.number - 2, self.number + 3)}
        shown = sorted(number for number in near if 1 <= number <= self.last)
        for before, number in zip([0, *shown], shown, strict=False):
            if number > before + 1:
                yield None
            yield number
