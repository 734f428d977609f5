"""The beginnings of the lists of groups that a page is made of, by the listing index.

Their SQL is compiled once for each form that it takes, and then filled with the codes of regions: to compile it takes
longer than to run it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import OuterRef

from alliances.choices import Relation
from alliances.models import Alliance, Listing
from alliances.models.compiled import is_among
from alliances.models.listing import Part
from alliances.models.walking import Statement, blanks, filled, found_by, has, lacks, repeated, united, walk

WALKED = 10_000  # rows looked at for one list
KEPT = 500  # statements: one for each combination of conditions and of the numbers of codes in them
REGION_BLANK, RELATION_BLANK, PART_BLANK = BLANKS = ("(region)", "(relation)", "(part)")
Lookup = Callable[[Sequence[Any]], Any]


class Entry(NamedTuple):
    """A row of the listing index as it stands in the index of the database: `alliance` is the key of the group."""

    region: str
    relation: str
    part: str
    sort_key: str
    alliance: int


class Condition(NamedTuple):
    """What must hold of each group of a list.

    `lookup(codes)`: gives it for a query of listings. SQL is compiled once for each lookup and number of codes, with
    blanks in the place of the codes: so it must be a function of a module, which asks the same whatever they are.
    """

    lookup: Lookup
    codes: Sequence[Any] = ()


def leaves_in(codes: Collection[str]) -> Condition:
    """The group excludes none of these regions."""
    return Condition(_excludes_none, tuple(codes))


def lacks_covers(codes: Collection[str]) -> Condition:
    """The group covers none of these regions by name."""
    return Condition(_covers_none, tuple(codes))


def lacks_own_row(code: str) -> Condition:
    """The group neither lies within this region nor reaches into it."""
    return Condition(_lies_in_none, (code,))


def is_by_place() -> Condition:
    """The group is no group of people rather than of a place."""
    return Condition(_is_by_place)


def is_other_than(keys: Collection[int]) -> list[Condition]:
    """The group is none of those with these keys; of no keys no condition."""
    return [Condition(_is_none_of, tuple(keys))] if keys else []


def _excludes_none(codes: Sequence[str]) -> Any:
    return lacks(Alliance.excludes.through.objects.filter(alliance=OuterRef("alliance"), region__in=codes))


def _covers_none(codes: Sequence[str]) -> Any:
    rows = Listing.objects.filter(alliance=OuterRef("alliance"), region__in=codes)
    return lacks(rows.filter(relation=Relation.COVERS))


def _lies_in_none(codes: Sequence[str]) -> Any:
    rows = Listing.objects.filter(alliance=OuterRef("alliance"), region__in=codes)
    return lacks(rows.filter(relation__in=[Relation.WITHIN, Relation.REACHES]))


def _is_by_place(_codes: Sequence[str]) -> Any:
    return has(Alliance.objects.by_place().filter(pk=OuterRef("alliance")))


def _is_none_of(keys: Sequence[Any]) -> Any:
    return ~is_among("alliance_id", keys)


def beginnings(
    lists: Iterable[tuple[str, Relation, Part]], conditions: Sequence[Condition], number: int
) -> list[Statement]:
    """The first `number` fitting rows of each of some lists of open groups. `lists`: region, relation, part."""
    return repeated(_with_codes(BLANKS, conditions, number), BLANKS, lists)


def beginnings_of_all_parts(codes: Iterable[str], conditions: Sequence[Condition], number: int) -> list[Statement]:
    """The same of the *covers* rows of some regions, the parts of a page together."""
    both = (REGION_BLANK, RELATION_BLANK)
    return repeated(_with_codes(both, conditions, number), both, ((code, Relation.COVERS) for code in codes))


def _with_codes(of_list: tuple[str, ...], conditions: Sequence[Condition], number: int) -> Statement:
    """One list with the codes of its conditions. `of_list`: the blanks where its region, relation and part belong."""
    form = tuple((lookup, len(codes)) for lookup, codes in conditions)
    codes = [code for condition in conditions for code in condition.codes]
    return filled(_compiled(of_list, form, number), dict(zip(blanks(len(codes)), codes, strict=True)))


@lru_cache(KEPT)
def _compiled(of_list: tuple[str, ...], form: tuple[tuple[Lookup, int], ...], number: int) -> Statement:
    """One list with blanks for all that differs between pages. `form`: conditions, with the number of codes in each."""
    places = iter(blanks(sum(count for _lookup, count in form)))
    conditions = [lookup([next(places) for _code in range(count)]) for lookup, count in form]
    wanted = dict(zip(("region", "relation", "part"), of_list, strict=False))
    ordered = Listing.objects.open().filter(**wanted).order_by("sort_key", "alliance_id")
    return walk(ordered, Entry._fields, conditions, wanted=number, at_most=WALKED)


def entries(walks: Sequence[Statement]) -> list[Entry]:
    """The rows that some walks find: one query, none for none."""
    return [Entry(*row) for row in found_by(united(walks))] if walks else []
