"""How a group's ground lies to a region: the rules of region pages, on sets of codes.

Terms: a region is *in* another when that one is among its ancestors (`ancestors` is reflexive). `covered` and
`excluded` are the codes a group names.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from alliances.choices import Relation

Ancestors = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Ground:
    """What one group covers, and the part of the graph of regions that it takes to judge it.

    `ancestors` of every code that is asked about and of all below the covered and excluded ones; `members` of
    groupings and `overlaps` of metros by code.
    """

    covered: frozenset[str]
    excluded: frozenset[str]
    ancestors: Ancestors
    below: Mapping[str, frozenset[str]]
    members: Mapping[str, Collection[str]]
    overlaps: Mapping[str, Collection[str]]

    def relation(self, page: str) -> Relation | None:
        """The list of the page of region `page` in which the group stands, if any."""
        above = self.ancestors[page]
        if above & self.excluded:
            return None
        if self.holds(page):
            return Relation.REACHES if self.excludes_part_of(page) else Relation.COVERS
        inside = [code for code in self.covered if page in self.ancestors[code]]
        if self.covered and len(inside) == len(self.covered):
            return Relation.WITHIN
        if inside or any(self.touches(code, page) for code in self.covered):
            return Relation.REACHES
        return None

    def holds(self, page: str) -> bool:
        """All of it is covered: by one region, or a grouping member by member."""
        if self.ancestors[page] & self.covered:
            return True
        members = self.members.get(page)
        return bool(members) and all(self.ancestors[member] & self.covered for member in members or ())

    def excludes_part_of(self, page: str) -> bool:
        return any(page in self.ancestors[code] or self.shares(code, page) for code in self.excluded)

    def touches(self, code: str, page: str) -> bool:
        """Some common ground, though neither contains the other: groupings that overlap, a metro over a border."""
        return self.shares(code, page) or any(page in self.ancestors[state] for state in self.overlaps.get(code, ()))

    def shares(self, code: str, page: str) -> bool:
        if code in self.ancestors[page] or page in self.ancestors[code]:
            return False
        return any(page in self.ancestors[descendant] for descendant in self.below.get(code, ()))

    def candidates(self) -> set[str]:
        """Every region that may need a row of its own: all others follow from their ancestors."""
        codes: set[str] = set()
        for code in self.covered | self.excluded:
            for near in (code, *self.below.get(code, ()), *self.overlaps.get(code, ())):
                # Below a covered region only groupings and excluded parts differ from what their ancestors say.
                codes |= (
                    self.ancestors[near] if near == code else self.ancestors[near] - self.below.get(code, frozenset())
                )
        return codes

    def rows(self) -> set[tuple[str, Relation]]:
        """The (region, relation) pairs that the listing index holds for this group."""
        found = {(code, Relation.COVERS) for code in self.covered - self.excluded}
        for code in self.candidates():
            relation = self.relation(code)
            if relation is None or (relation == Relation.COVERS and self.ancestors[code] & self.covered):
                continue
            found.add((code, relation))
        return found
