"""Which groups belong to a region: a slow, plain reading of the rules, written from their text and not from the code.

It knows regions only as a table of parents, members and overlaps, walks them for every question, and shares no
line with alliances.relations. The listing index must say the same.
"""

from dataclasses import dataclass, field


@dataclass
class World:
    parent: dict[str, str | None]
    members: dict[str, list[str]]
    overlaps: dict[str, list[str]] = field(default_factory=dict)
    _above: dict[str, set[str]] = field(default_factory=dict)
    _held: dict[str, set[str]] = field(default_factory=dict)

    def lies_in(self, inner: str, outer: str) -> bool:
        """Whether `inner` is `outer` or lies in it: by parents and memberships, or with every one of its grounds."""
        return inner in self.held_by(outer)

    def held_by(self, code: str) -> set[str]:
        """The region and everything that lies in it."""
        if not self._held:
            self._held = {region: set() for region in self.parent}
            for inner in self.parent:
                grounds = self.members.get(inner) or self.overlaps.get(inner)
                with_all = set.intersection(*(self.above(ground) for ground in grounds)) if grounds else set()
                for outer in self.above(inner) | with_all:
                    self._held[outer].add(inner)
        return self._held[code]

    def above(self, code: str) -> set[str]:
        """The region, its parents and the groupings that name it or one of those."""
        if code not in self._above:
            groupings = {grouping for grouping, members in self.members.items() if code in members}
            steps = groupings | ({self.parent[code]} if self.parent[code] else set())
            self._above[code] = {code}.union(*(self.above(str(step)) for step in steps))
        return self._above[code]

    def share_ground(self, one: str, other: str) -> bool:
        """They hold some region in common, and neither contains the other."""
        if self.lies_in(one, other) or self.lies_in(other, one):
            return False
        return bool(self.held_by(one) & self.held_by(other))


def list_on(world: World, page: str, covered: list[str], excluded: list[str]) -> str | None:
    """In which list of the page a group stands: "covers" (for all of it), "within", "reaches" or none."""
    if any(world.lies_in(page, barred) for barred in excluded):
        return None
    for_all = any(world.lies_in(page, code) for code in covered) or any(
        # What lies in a grouping that is covered member by member is covered with it.
        world.lies_in(page, grouping) and all(any(world.lies_in(one, code) for code in covered) for one in members)
        for grouping, members in world.members.items()
    )
    part_is_out = any(world.lies_in(barred, page) or world.share_ground(barred, page) for barred in excluded)
    if for_all:
        return "reaches" if part_is_out else "covers"
    inside = [code for code in covered if world.lies_in(code, page)]
    if covered and len(inside) == len(covered):
        return "within"
    if inside:
        return "reaches"
    if any(world.share_ground(code, page) for code in covered):
        return "reaches"
    touched = (state for code in covered for state in world.overlaps.get(code, ()))
    return "reaches" if any(world.lies_in(state, page) for state in touched) else None
