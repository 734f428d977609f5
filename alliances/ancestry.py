"""Which region contains which: the closure of a graph in which a region may have several parents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


class CycleError(ValueError):
    """A region would contain itself."""


def closure(parents: Mapping[str, Iterable[str]], members: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The ancestors of every region, itself among them.

    `parents`: code → codes directly above it. `members`: grouping → the regions it is made of; each of them, and
    all below it, lies in the grouping. A grouping also lies in whatever contains every one of its members
    (Benelux in the EU). Raises CycleError.
    """
    above: dict[str, set[str]] = defaultdict(set)
    for code, codes in parents.items():
        above[code].update(codes)
    for grouping, codes in members.items():
        for code in codes:
            above[code].add(grouping)
    found: dict[str, frozenset[str]] = {}
    for code in {*parents, *above}:
        _climb(code, above, found, ())
    for grouping, codes in members.items():
        found[grouping] |= frozenset.intersection(*(found[code] for code in codes))
    return found


def _climb(
    code: str, above: Mapping[str, set[str]], found: dict[str, frozenset[str]], path: tuple[str, ...]
) -> frozenset[str]:
    if code in path:
        raise CycleError(" → ".join((*path, code)))
    if code not in found:
        lines = (_climb(parent, above, found, (*path, code)) for parent in above.get(code, ()))
        found[code] = frozenset({code}).union(*lines)
    return found[code]
