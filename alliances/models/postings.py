"""The search index: which groups bear a term, as bits.

Bits are intersected and counted whole, so a search for two words of which each is in half of all groups costs as much
as one for two rare ones, and answers exactly. A million groups are 16 rows at most for one term, of 8 KB at most.
"""

import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, groupby
from typing import Any

from django.db import models
from django.db.models import F

from alliances.bits import as_bytes, bits_of
from alliances.models.inserting import insert
from alliances.terms import WORD, entries_of, found_by, key_of, may_be_meant, terms_of, vocabulary_of

SPAN = 2**16  # groups in a block
COLUMNS = ("term", "block", "bits")
WORD_COLUMNS = ("key", "word", "initial", "length", "number")


class Posting(models.Model):
    """Bit n of block b stands for the group with the key b * SPAN + n. `bits` are compressed, the lowest byte first."""

    term = models.BigIntegerField()
    block = models.PositiveIntegerField()
    bits = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "block"], name="posting_once")]

    def __str__(self) -> str:
        return f"{self.term} in block {self.block}"

    @classmethod
    def masks(cls, terms: Collection[str]) -> dict[str, int]:
        """For each term a number whose bit n is set when the group with the key n bears it. One query."""
        keys = {key_of(term): term for term in terms}
        blocks: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
        for key, block, bits in cls.objects.filter(term__in=keys).values_list("term", "block", "bits"):
            blocks[key].append((block, bits))
        return {term: _joined(blocks[key]) for key, term in keys.items()}

    @classmethod
    def move(cls, pk: int, before: str, after: str) -> None:
        """Write what changes from one searched text of a group to another; "" where it was not, or is no more.

        Rows are read, changed and written back: the caller holds DirectoryVersion.lock().
        """
        block, place = divmod(pk, SPAN)
        old, new = ({key_of(term) for term in terms_of(text)} for text in (before, after))
        rows = dict(cls.objects.filter(block=block, term__in=old ^ new).values_list("term", "bits"))
        changed = {key: _unpacked(rows[key]) if key in rows else 0 for key in old ^ new}
        changed = {key: bits | 1 << place if key in new else bits & ~(1 << place) for key, bits in changed.items()}
        cls.objects.filter(block=block, term__in=[key for key, bits in changed.items() if not bits]).delete()
        written = ((key, block, _packed(bits)) for key, bits in sorted(changed.items()) if bits)
        insert(cls, COLUMNS, written, "ON CONFLICT (term, block) DO UPDATE SET bits = excluded.bits")
        Word.move(vocabulary_of(before), vocabulary_of(after))

    @classmethod
    def refill(cls, groups: Iterable[tuple[int, str]]) -> None:
        """Write the whole index anew. `groups`: (key, searched text) of all, by key."""
        cls.objects.all().delete()
        vocabulary: Counter[str] = Counter()
        for block, members in groupby(groups, key=lambda group: group[0] // SPAN):
            places: dict[tuple[str, str], array] = defaultdict(lambda: array("H"))
            for pk, text in members:
                for entry in entries_of(text):
                    places[entry].append(pk % SPAN)
            vocabulary.update(
                {word: len(at) for (family, word), at in places.items() if family == WORD and may_be_meant(word)}
            )
            insert(cls, COLUMNS, cls._rows_of_block(block, places))
        Word.refill(vocabulary)

    @classmethod
    def _rows_of_block(cls, block: int, places: Mapping[tuple[str, str], array]) -> Iterator[tuple[int, int, bytes]]:
        """Term, block and bits. `places`: the groups that have each entry."""
        terms: dict[str, list[array]] = defaultdict(list)
        for entry, at in places.items():
            for term in found_by(*entry):
                terms[term].append(at)
        for term, arrays in terms.items():
            yield key_of(term), block, _packed(bits_of([*chain.from_iterable(arrays)]))


class WordQuerySet(models.QuerySet["Word"]):
    def resembling(self, word: str, slips: int) -> "WordQuerySet":
        """Words with the same first letter, about as long; what most groups use first."""
        lengths = (len(word) - slips, len(word) + slips)
        return self.filter(initial=word[0], length__range=lengths).order_by("-number", "key")


class Word(models.Model):
    """One word of the vocabulary, and how many groups use it."""

    key = models.BigIntegerField(primary_key=True)
    word = models.CharField(max_length=20)
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)

    objects = WordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["initial", "length", "-number"], name="word_resembling")]

    def __str__(self) -> str:
        return self.word

    @classmethod
    def move(cls, before: set[str], after: set[str]) -> None:
        """Count one group less for the words that it used, and one more for those that it uses."""
        come, gone = sorted(after - before), sorted(before - after)
        if come:
            insert(cls, WORD_COLUMNS, (_row_of(word, 0) for word in come), "ON CONFLICT (key) DO NOTHING")
            cls.objects.filter(key__in=map(key_of, come)).update(number=F("number") + 1)
        if gone:
            left = cls.objects.filter(key__in=map(key_of, gone), number__gt=0)
            left.update(number=F("number") - 1)
            cls.objects.filter(key__in=map(key_of, gone), number=0).delete()

    @classmethod
    def refill(cls, vocabulary: Counter[str]) -> None:
        cls.objects.all().delete()
        insert(cls, WORD_COLUMNS, (_row_of(word, number) for word, number in vocabulary.items()))


def _row_of(word: str, number: int) -> tuple[Any, ...]:
    return key_of(word), word, word[0], len(word), number


def _joined(blocks: Iterable[tuple[int, bytes]]) -> int:
    """One number of the bits of all blocks."""
    parts = {block: zlib.decompress(bits) for block, bits in blocks}
    whole = bytearray((max(parts, default=-1) + 1) * SPAN // 8)
    for block, bits in parts.items():
        start = block * SPAN // 8
        whole[start : start + len(bits)] = bits
    return int.from_bytes(whole, "little")


def _packed(bits: int) -> bytes:
    return zlib.compress(as_bytes(bits), 1)


def _unpacked(bits: bytes) -> int:
    return int.from_bytes(zlib.decompress(bits), "little")
