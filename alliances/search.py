"""The words that somebody looks for, and the groups that use them.

Every word counts, by its beginning, without case and accents. A word that no group uses is taken for the one of the
directory's own words that it is most like, and the page says so; a word that some group uses is never changed.

How groups are ranked: first those with exactly this name or acronym; then those with a name whose first word is the
first of the search and whose names hold all the others; then those whose names hold all words; then the rest. Among
equals, by name. Only the first 1,000 are ranked, as many as the list has pages for: of more, those of the higher
ranks, and in the last one of these the oldest entries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from django.db.models import Case, Value, When
from rapidfuzz import process
from rapidfuzz.distance import OSA

from alliances.bits import places
from alliances.facts import Facts, Masks
from alliances.gazetteer import slips
from alliances.models import Alliance, Posting, Word
from alliances.models.selection import AllianceQuerySet
from alliances.terms import FIRST, NAME, WHOLE, WORD, is_unspaced, sought, words_in
from alliances.text import fold

RANKED = 1_000
WORDS_AT_MOST = 16
CANDIDATES = 5000  # words that a misspelt one is compared to
CORRECTED_AT_MOST = 4  # words; somebody who misspells more than these has pasted something else

ALL = Facts()


@dataclass(frozen=True)
class Found:
    """What a search finds. `corrections`: word as typed → meant."""

    words: Sequence[str] = ()  # that were typed
    ranks: Sequence[Sequence[int]] = ()  # the keys of the first 1,000 groups, those of the best rank first
    fitting: int = 0  # all groups that fit, as bits
    corrections: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False  # only the first words were looked for

    @property
    def number(self) -> int:
        return self.fitting.bit_count()

    @property
    def said(self) -> str:
        """What was looked for, corrected."""
        return " ".join(self.corrections.get(word, word) for word in self.words)

    @property
    def is_of_letters(self) -> bool:
        """Nothing but single letters, which are found as words only."""
        return all(len(word) == 1 and not is_unspaced(word) for word in self.words)

    @property
    def is_more_than_ranked(self) -> bool:
        return self.number > RANKED

    @property
    def keys(self) -> list[int]:
        """Of all that are ranked, those of the best rank first."""
        return [key for rank in self.ranks for key in rank]

    @property
    def groups(self) -> AllianceQuerySet:
        """Best first, in a rank by name."""
        better = (When(pk__in=keys, then=Value(rank)) for rank, keys in enumerate(self.ranks[:-1]) if keys)
        rank = Case(*better, default=Value(len(self.ranks)))
        return Alliance.objects.filter(pk__in=self.keys).order_by(rank, "folded_name", "name", "pk")


def search(text: str, facts: Facts = ALL, *, corrected: bool = True) -> Found:
    """Groups that use every word of a text, and have what else is asked for.

    One query; for misspelt words one more, and one for each.
    """
    name = fold(text)
    words = words_in(name)
    words, is_cut = words[:WORDS_AT_MOST], len(words) > WORDS_AT_MOST
    if not words:
        return Found()
    masks = Posting.masks(_terms(words, name) | facts.terms)
    unknown = [word for word in words if not _all_of(WORD, word, masks)]
    corrections = correct(unknown) if corrected else {}
    if len(corrections) < len(unknown):
        return Found(words, is_cut=is_cut)
    if corrections:
        name = " ".join(corrections.get(word, word) for word in name.split())
        meant = list(dict.fromkeys(corrections.get(word, word) for word in words))
        masks = {**masks, **Posting.masks(_terms(meant, name))}
    else:
        meant = words
    fitting = facts.among(reduce(and_, (_all_of(WORD, word, masks) for word in meant)), masks)
    return Found(words, _ranks(meant, name, fitting, masks), fitting, corrections, is_cut)


def correct(words: Sequence[str]) -> dict[str, str]:
    """For each of some unknown words the one of the directory's own that it is most like, where there is one.

    Fewest slips first, then what most groups use, then by the alphabet. One query a word.
    """
    near = {word: _nearest(word) for word in words[:CORRECTED_AT_MOST] if word.isalpha() and not is_unspaced(word)}
    return {word: found for word, found in near.items() if found}


def _nearest(word: str) -> str:
    most = slips(word)
    if not most:
        return ""
    numbers = dict(Word.objects.resembling(word, most).values_list("word", "number")[:CANDIDATES])
    found = process.extract(word, list(numbers), scorer=OSA.distance, score_cutoff=most, limit=None)
    return min(((int(off), -numbers[near], near) for near, off, _place in found), default=(0, 0, ""))[2]


def _terms(words: Sequence[str], name: str) -> set[str]:
    """What to look up: the words in the texts and names of groups, and all of them as a name."""
    by_word = {family + part for word in words for part in sought(word) for family in (WORD, NAME)}
    return by_word | {FIRST + part for part in sought(words[0])} | {WHOLE + name}


def _all_of(family: str, word: str, masks: Masks) -> int:
    """Groups that bear all of what a word is found by."""
    return reduce(and_, (masks[family + part] for part in sought(word)))


def _ranks(words: Sequence[str], name: str, fitting: int, masks: Masks) -> list[list[int]]:
    """The keys of the groups of each rank, the best one first; 1,000 groups at most."""
    named = reduce(and_, (_all_of(NAME, word, masks) for word in words))
    ranks: list[list[int]] = []
    left = RANKED
    for mask in (masks[WHOLE + name], named & _all_of(FIRST, words[0], masks), named, fitting):
        ranks.append(list(places(mask & fitting, left)))
        fitting &= ~mask
        left -= len(ranks[-1])
    return ranks
