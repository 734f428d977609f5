"""The words that somebody looks for, and the groups that use them (design, section D3).

Every word counts, by its beginning, without case and accents. A word that no group uses is taken for the one of the
directory's own words that it is most like, and the page says so; a word that some group uses is never changed.

How groups are ranked: first those with exactly this name or acronym; then those with a name whose first word is the
first of the search and whose names hold all the others; then those whose names hold all words; then the rest. Among
equals, by name. Only the first 1,000 are ranked, as many as the list has pages for: of more, those of the higher
ranks, and in the last one of these the oldest entries.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Value, When
from rapidfuzz import process
from rapidfuzz.distance import OSA

from alliances.gazetteer import slips
from alliances.models import Alliance, Posting, Word
from alliances.models.selection import AllianceQuerySet
from alliances.terms import FIRST, MARK, NAME, WHOLE, WORD, is_unspaced, sought, words_in
from alliances.text import fold

RANKED = 1_000
WORDS_AT_MOST = 16
CANDIDATES = 5000  # words that a misspelt one is compared to
CORRECTED_AT_MOST = 4  # words; somebody who misspells more than these has pasted something else

Masks = Mapping[str, int]


@dataclass(frozen=True)
class Found:
    """What a search finds. `corrections`: word as typed → meant."""

    words: Sequence[str] = ()  # that were typed
    ranks: Sequence[Sequence[int]] = ()  # the keys of the first 1,000 groups, those of the best rank first
    number: int = 0  # of all groups that fit
    corrections: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False  # only the first words were looked for

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


def search(
    text: str, *, having: Iterable[Collection[str]] = (), without: Collection[str] = (), corrected: bool = True
) -> Found:
    """Groups that use every word of a text. One query; for misspelt words one more, and one for each.

    `having`: of each of these sets of facts, such as {"kind=alliance"}, one must hold; `without`: none of these may.
    """
    name = fold(text)
    words = words_in(name)
    words, is_cut = words[:WORDS_AT_MOST], len(words) > WORDS_AT_MOST
    if not words:
        return Found()
    wanted = [_facts(facts) for facts in having]
    barred = _facts(without)
    masks = Posting.masks({*_terms(words, name), *barred, *(fact for facts in wanted for fact in facts)})
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
    fitting = _fitting(meant, wanted, barred, masks)
    return Found(words, _ranks(meant, name, fitting, masks), fitting.bit_count(), corrections, is_cut)


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


def _facts(facts: Iterable[str]) -> set[str]:
    return {MARK + fact for fact in facts}


def _all_of(family: str, word: str, masks: Masks) -> int:
    """Groups that bear all of what a word is found by."""
    return reduce(and_, (masks[family + part] for part in sought(word)))


def _fitting(words: Iterable[str], wanted: Iterable[Collection[str]], barred: Iterable[str], masks: Masks) -> int:
    fitting = -1
    for word in words:
        fitting &= _all_of(WORD, word, masks)
    for facts in wanted:
        fitting &= reduce(or_, (masks[fact] for fact in facts), 0)
    return fitting & ~reduce(or_, (masks[fact] for fact in barred), 0)


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


def places(mask: int, most: int) -> Iterator[int]:
    """The numbers of the lowest bits that are set, `most` at most."""
    for found in re.finditer(rb"[^\0]", mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        for bit in range(8):
            if found[0][0] >> bit & 1:
                if not most:
                    return
                most -= 1
                yield found.start() * 8 + bit
