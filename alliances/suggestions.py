"""What somebody may be typing: places as they are offered letter by letter, and in the forms."""

from alliances import gazetteer
from alliances.models import TownName
from alliances.models.town import likely
from alliances.places import (
    LONGEST,
    Place,
    beside,
    distinct,
    load,
    named_before_comma,
    other_spelling,
)
from alliances.qualifiers import misspelt, readings_of
from alliances.text import fold, written_out

SUGGESTIONS = 6


def suggestions(text: str, limit: int = SUGGESTIONS) -> list[Place]:
    """Places of this name, then those whose names begin so; else what lies in what stands beside it.

    None of all this: what is spelt alike. At most `limit`; none to twelve queries.
    """
    asked = fold(text)[:LONGEST].strip()
    if not asked:
        return []
    ways = list(dict.fromkeys([asked, written_out(asked)]))
    whole = _named(ways)
    begun = [value for way in ways for value in gazetteer.beginning(way, limit)]
    found = load([*whole, *begun], limit)
    if not whole and len(found) < limit:
        readings = readings_of(asked)
        likely_ones = beside(readings, begun_at_least=1)[0] or other_spelling(asked)
        if not likely_ones:
            found = load([*misspelt(readings), *gazetteer.almost(asked), *begun], limit)
        found = [*likely_ones.places, *found]
    return distinct(found or named_before_comma(text))[:limit]


def _named(ways: list[str]) -> list[str]:
    """Values of the places of this name, likeliest first: countries, towns by size and states among them; one query."""
    larger = [value for way in ways for value in gazetteer.named(way)]
    return [*larger, *(town.value for town in likely(TownName.objects.spelled(ways).bearers()))]
