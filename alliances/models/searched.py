"""What of a group can be searched, as one text from which the search index is written."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation

from alliances.choices import Benefit, Relation
from alliances.models.facets import ALL
from alliances.models.region import Region
from alliances.models.town import TownName
from alliances.terms import searched_text
from alliances.text import APOSTROPHES, fold, two_letters_for_one

BETWEEN_NAMES = re.compile(r"[;,/|]")


def names_of_towns(keys: Collection[int]) -> dict[int, list[str]]:
    """All names of each of some towns, in the same order on every database. One query."""
    names: dict[int, list[str]] = defaultdict(list)
    for key, name in TownName.objects.filter(town__in=keys).values_list("town", "name"):
        names[key].append(name)
    return {key: sorted(found) for key, found in names.items()}


def searched_text_of(
    alliance: Any,
    *,
    covered: Iterable[Region],
    towns: Mapping[int, Iterable[str]],
    relations: Iterable[tuple[str, Relation]],
    excluded: Iterable[str],
) -> str:
    """The searched text of a group. No queries.

    `towns`: the names of those in its `towns_named`, at least; `relations`: region and relation of its listings;
    `excluded`: codes.
    """
    names = (alliance.name, alliance.acronym, *BETWEEN_NAMES.split(alliance.other_names))
    notes = (str(benefit.get("note", "")) for benefit in alliance.benefits)
    benefits = (_benefit_in_all_languages(str(benefit["name"])) for benefit in alliance.benefits)
    texts = (alliance.called, alliance.summary, alliance.community, alliance.coverage_note, *notes)
    facts = {f"{name}={value}" for name, value in alliance.counted_values() - {ALL}}
    facts |= {f"at={code}" for code, _relation in relations}
    facts |= {f"covers={code}" for code, relation in relations if relation == Relation.COVERS}
    facts |= {f"except={code}" for code in excluded}
    shared = map(_every_spelling_kept, (*benefits, *_names_of_places(alliance, covered, towns)))
    return searched_text(
        whole=dict.fromkeys(fold(name) for name in names),
        names=_every_spelling(" ".join(names)),
        rest=" ".join((_every_spelling(" ".join(texts)), *shared)),
        marks=sorted(facts),
    )


def _names_of_places(alliance: Any, covered: Iterable[Region], towns: Mapping[int, Iterable[str]]) -> Iterable[str]:
    """What the regions it covers, their towns and its seat are called, in all languages; a text for each."""
    in_order = sorted(covered, key=lambda region: region.pk)  # databases give them in any order
    for region in in_order:
        yield " ".join(map(str, (region.name, *region.names.values(), *region.other_names)))
    for key in sorted(alliance.towns_named(in_order)):
        yield " ".join(towns.get(key, ()))


def _every_spelling(text: str) -> str:
    """Folded; both ways where a letter may be written as two (koln and koeln) or an apostrophe joins words (l’élan)."""
    return f"{fold(text)} {fold(two_letters_for_one(text))} {fold(APOSTROPHES.sub(' ', text))}"


@lru_cache(maxsize=4096)
def _every_spelling_kept(text: str) -> str:
    """The same of what many groups share: benefits and places."""
    return _every_spelling(text)


@cache
def _benefit_in_all_languages(name: str) -> str:
    said = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said.append(str(Benefit(name).label) if name in Benefit.values else "")
    return " ".join(said)
