"""What the search knows of a group: a text of four lines, and the terms by which it is found.

A term is a letter for its family, then what is looked up. A word is found by each of its beginnings, so a term for
every one of them is kept and nothing is ever searched by prefix. Scripts that put no space between words (Chinese,
Japanese, Thai …; Korean runs words together too) are found by every two neighbouring letters instead.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

WHOLE = "="  # a name or acronym as a whole
FIRST = "^"  # beginnings of the first word of a name
NAME = "n"  # beginnings of the words of its names
WORD = "w"  # beginnings of all its words
MARK = "#"  # a fact to filter by, such as kind=alliance

LONGEST = 20  # letters of a word that count
UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3100-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
RUNS = re.compile(f"[{UNSPACED}]+|[^{UNSPACED} ]+")


def words_in(folded: str) -> list[str]:
    """The words of a folded text, each once; what is written without spaces is one word."""
    return list(dict.fromkeys(RUNS.findall(folded)))


def is_unspaced(word: str) -> bool:
    return bool(re.match(f"[{UNSPACED}]", word))


def beginnings(word: str) -> Iterator[str]:
    """What a word is found by. One letter is no beginning of a longer word: it is looked for as a word."""
    if is_unspaced(word):
        yield from word
        yield from pairs(word)
    else:
        yield from (word[:length] for length in range(min(len(word), 2), min(len(word), LONGEST) + 1))


def sought(word: str) -> list[str]:
    """All of what a word must be found by when somebody types it, or its beginning."""
    return list(pairs(word)) if is_unspaced(word) and len(word) > 1 else [word[:LONGEST]]


def pairs(word: str) -> Iterator[str]:
    return (word[place : place + 2] for place in range(len(word) - 1))


def searched_text(*, whole: Iterable[str], names: str, rest: str, marks: Iterable[str]) -> str:
    """The four lines, from folded names, folded texts, and facts such as "kind=alliance"."""
    named = dict.fromkeys(words_in(names))
    others = (word for word in words_in(rest) if word not in named)
    return "\n".join((",".join(filter(None, whole)), " ".join(named), " ".join(others), " ".join(marks)))


def entries_of(text: str) -> set[tuple[str, str]]:
    """(family, whole word, name or fact) of all that a searched text holds."""
    whole, names, rest, marks = f"{text}\n\n\n".split("\n")[:4]
    whole_names, named = list(filter(None, whole.split(","))), names.split()
    found = {(WHOLE, name) for name in whole_names}
    found.update((FIRST, words_in(name)[0]) for name in whole_names)
    found.update((NAME, word) for word in named)
    found.update((WORD, word) for word in (*named, *rest.split()))
    found.update((MARK, mark) for mark in marks.split())
    return found


def found_by(family: str, text: str) -> set[str]:
    """The terms of one entry."""
    return {family + text} if family in {WHOLE, MARK} else {family + start for start in beginnings(text)}


def terms_of(text: str) -> set[str]:
    """All terms of the group with this searched text."""
    return {term for entry in entries_of(text) for term in found_by(*entry)}


def vocabulary_of(text: str) -> set[str]:
    """The words of a searched text that a misspelt one may stand for."""
    return {word for family, word in entries_of(text) if family == WORD and may_be_meant(word)}


def may_be_meant(word: str) -> bool:
    """Of letters, three or more: nobody can tell which figure was meant."""
    return 3 <= len(word) <= LONGEST and word.isalpha() and not is_unspaced(word)


def key_of(term: str) -> int:
    """The number under which a term is kept: 64 bits of its digest, the same everywhere."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "big", signed=True)
