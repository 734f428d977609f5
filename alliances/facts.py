"""What groups are filtered by, looked up in the search index: each fact is a term that groups bear, or do not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_

from alliances.models import Posting
from alliances.terms import MARK

Masks = Mapping[str, int]


@dataclass(frozen=True)
class Facts:
    """`having`: of each of these sets of facts, such as {"kind=alliance"}, one holds; `without`: none of these does."""

    having: Sequence[Collection[str]] = ()
    without: Collection[str] = ()

    @property
    def terms(self) -> set[str]:
        """What to look up."""
        return {MARK + fact for fact in chain(self.without, *self.having)}

    def among(self, groups: int, masks: Masks) -> int:
        """Those of some groups for which it is so. `masks`: of the terms."""
        for facts in self.having:
            groups &= _any_of(facts, masks)
        return groups & ~_any_of(self.without, masks)

    def groups(self) -> int:
        """All groups for which it is so; something must be had. One query."""
        return self.among(-1, Posting.masks(self.terms))


def _any_of(facts: Collection[str], masks: Masks) -> int:
    return reduce(or_, (masks[MARK + fact] for fact in facts), 0)
