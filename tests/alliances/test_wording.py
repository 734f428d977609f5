"""Numbers and lists as one writes them in each language."""

import pytest

from alliances.languages import speaking
from alliances.templatetags.directory import offers
from alliances.wording import groups_in_words, in_words, joined, more_groups_in_words


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("en", 12, "twelve"),
        ("en", 1000, "1,000"),
        ("fr", 1000, "1\u202f000"),
        ("fr", 999, "999"),
        ("es", 1000, "1000"),
        ("es", 10_000, "10.000"),
    ],
)
def test_numbers_are_written_as_the_language_does(language: str, number: int, written: str) -> None:
    with speaking(language):
        assert in_words(number) == written


def test_groups_are_counted_in_the_same_figures() -> None:
    with speaking("fr"):
        assert groups_in_words(2500) == "2\u202f500 groupes"
    with speaking("es"):
        assert more_groups_in_words(1000) == "más de 1000 grupos"


@pytest.mark.parametrize(
    ("words", "last", "written"),
    [
        (["Francia", "Irlanda"], "", "Francia e Irlanda"),
        (["Francia", "Hiroshima"], "", "Francia e Hiroshima"),
        (["agua", "hielo"], "", "agua y hielo"),
        (["Irlanda", "Francia"], "", "Irlanda y Francia"),
        (["Perú", "Omán"], "o", "Perú u Omán"),
        (["Perú", "Chile"], "o", "Perú o Chile"),
    ],
)
def test_spanish_conjunctions_give_way_to_their_own_sound(words: list[str], last: str, written: str) -> None:
    with speaking("es"):
        assert joined(words, last=last) == written


def test_other_languages_keep_their_conjunctions() -> None:
    assert joined(["France", "Ireland"]) == "France and Ireland"
    with speaking("fr"):
        assert joined(["France", "Irlande"]) == "France et Irlande"


def test_a_page_is_offered_in_the_words_of_a_sentence() -> None:
    offered = [words for _code, words, _path in offers("/regions/")]
    assert offered == ["Lire cette page en français", "Leer esta página en español"]
    with speaking("fr"):
        assert offers("/fr/regions/")[0][1] == "Read this page in English"
