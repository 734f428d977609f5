"""Words as people write them: folding for search and sorting, and what plain text may not hold."""

import ipaddress
import re
import unicodedata
from itertools import product
from urllib.parse import urlsplit

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ð": "d", "þ": "th"})
APOSTROPHES = re.compile("['’‘ʼʻ`´′ʹ]")
NOT_A_WORD = re.compile(r"[^\w]+|_+")
# Marks of Latin, Greek, Arabic and Hebrew are stripped; those of Indic scripts carry vowels and stay.
STRIPPED_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")

# Two letters that stand for one: Koeln, Aarhus. And the short and long forms of first words.
SPELLED_OUT = re.compile("(ae|oe|ue|aa)")
PAIRS_AT_MOST = 3
TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
SHORT_AND_LONG = {"st": "saint", "ste": "sainte", "sta": "santa", "mt": "mount", "ft": "fort"}
SHORT_OR_LONG = SHORT_AND_LONG | {long: short for short, long in SHORT_AND_LONG.items()}

BIDI_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
ZERO_WIDTH = re.compile("[\u200b\u2060-\u2064\ufeff\u180e]")
# A joiner is part of the spelling between two letters (Persian, Hindi) or two emoji, and a disguise elsewhere.
LOOSE_JOINER = re.compile(r"(?:^|\s)[\u200c\u200d]|[\u200c\u200d](?:\s|$|[\u200c\u200d])|(?<=[A-Za-z])[\u200c\u200d]")
SILENT_MARKS = re.compile("[\u200e\u200f\u00ad]")  # pasted with right-to-left text and from word processors
MARKS_AT_MOST = 4  # over one letter: Hebrew and Vietnamese know three
SLUG_LENGTH = 60
PRIVATE_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


def fold(text: str) -> str:
    """A text reduced to what people mean by it: no case, no accents, no punctuation, single spaces."""
    if text.isascii():  # most names; the rest of the steps would not change them
        return NOT_A_WORD.sub(" ", APOSTROPHES.sub("", text.lower())).strip()
    text = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    text = APOSTROPHES.sub("", STRIPPED_MARKS.sub("", text))
    text = "".join(letter if _is_spelling(letter) else " " for letter in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _is_spelling(character: str) -> bool:
    """Part of a word in its script: letters and digits, and the vowel signs of Indic scripts."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def spellings(folded: str) -> list[str]:
    """What one letter written as two may stand for: koeln → koln, aarhus → arhus; the netherlands without "the"."""
    parts = SPELLED_OUT.split(folded)
    ways = [(part, part[0]) if n % 2 and n < 2 * PAIRS_AT_MOST else (part,) for n, part in enumerate(parts)]
    written = [*map("".join, product(*ways)), folded.removeprefix("the ")]
    return [way for way in dict.fromkeys(written) if way != folded]


def two_letters_for_one(text: str) -> str:
    """The spelling of those who lack the letter, in lower case: köln → koeln."""
    return unicodedata.normalize("NFC", text).lower().translate(TWO_LETTERS)


def written_out(folded: str) -> str:
    """The other way to write a first word that has a short form: st louis → saint louis, mount vernon → mt vernon."""
    first, space, rest = folded.partition(" ")
    return f"{SHORT_OR_LONG.get(first, first)}{space}{rest}"


def uncapitalised(text: str) -> str:
    """The text as it stands inside a sentence, if its first word is no name."""
    return text[:1].lower() + text[1:]


def tidy(text: str, *, lines: bool = False) -> str:
    """The text as it is kept: NFC, no silent marks, no spaces at the ends, no runs of spaces.

    With `lines` the line breaks stay (three in a row become two).
    """
    text = SILENT_MARKS.sub("", unicodedata.normalize("NFC", text)).replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        return " ".join(text.split())
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def validate_plain_text(text: str) -> None:
    """Refuse what hides, covers or turns round other text: bidi overrides, piled marks, zero-width and control
    characters.
    """
    if BIDI_OVERRIDES.search(text):
        raise ValidationError(_("Remove the characters that turn the writing direction round"), code="bidi")
    if ZERO_WIDTH.search(text) or LOOSE_JOINER.search(text):
        raise ValidationError(_("Remove the invisible characters"), code="invisible")
    if any(unicodedata.category(character) in {"Cc", "Cs", "Co"} and character not in "\n\t\r" for character in text):
        raise ValidationError(_("Remove the control characters"), code="control")
    if _has_piled_marks(text):
        raise ValidationError(_("Remove the marks that pile up over a letter"), code="marks")


def _has_piled_marks(text: str) -> bool:
    """More marks over one letter than any spelling needs: they would be painted over what stands around."""
    marks = "".join("m" if unicodedata.category(character) in {"Mn", "Me"} else " " for character in text)
    return "m" * (MARKS_AT_MOST + 1) in marks


def validate_has_letter(text: str) -> None:
    """A name needs a letter or a digit of any script."""
    if not any(character.isalnum() for character in text):
        raise ValidationError(_("Use at least one letter or digit"), code="no_letter")


def _is_public_host(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        pass
    if host == "localhost" or host.endswith(PRIVATE_SUFFIXES) or "." not in host:
        return False
    # Forms of a loopback address that browsers accept: 127.1, 0x7f.1, 2130706433
    return not re.fullmatch(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*", host)


def validate_web_address(url: str) -> None:
    """A public page: http or https, a public host, no user name in it."""
    message = _("Enter the address in full, such as https://example.org")
    if "\\" in url or re.search(r"[\s<>\"'`{}|^]", url):
        raise ValidationError(message, code="web_address")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise ValidationError(message, code="web_address") from None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _is_public_host(host.lower().rstrip(".")):
        raise ValidationError(message, code="web_address")
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ValidationError(message, code="web_address") from None


def slug_for(*candidates: str) -> str:
    """The first candidate that gives a readable address, else "alliance"; 60 characters at most.

    Those in Latin letters come first: an acronym of theirs says more than how 東京 may sound.
    """
    folded = [fold(text) for text in candidates]
    latin = [text for text in folded if not any(is_of_another_script(letter) for letter in text)]
    for text in [*latin, *folded]:
        slug = slugify(anyascii(text))
        if len(slug) > SLUG_LENGTH:
            slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
        if len(slug) >= 2 and not slug.isdigit():
            return slug
    return "alliance"


def is_of_another_script(letter: str) -> bool:
    """A letter that is not Latin: its address has to be transliterated."""
    return letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN ")
