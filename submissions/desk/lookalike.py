"""Names that are made to be read as other names."""

import unicodedata

from alliances.text import fold

# Letters of other scripts, and figures, that print like a Latin letter; folded, so lower case is enough.
PAIRS = "аa сc еe кk мm нh оo рp тt уy хx ѕs іi јj ԁd ԛq ԝw һh ӏl αa βb εe ιi κk νv οo ρp τt υu χx ωw γy ηh 0o 1l"
TWINS = str.maketrans({pair[0]: pair[1] for pair in PAIRS.split()})
ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


def skeleton(name: str) -> str:
    """What a name looks like at a glance: the same text for names that can be taken for each other."""
    return fold(name).translate(TWINS).replace(" ", "")


def mixes_alphabets(name: str) -> bool:
    """One word holds letters of two alphabets that look alike. Japanese or Arabic beside Latin is normal."""
    return any(len(_alphabets(word)) > 1 for word in name.split())


def _alphabets(word: str) -> set[str]:
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
    return scripts & ALPHABETS
