"""Numbers and lists as one writes them in each language."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from alliances.languages import speaking
from alliances.models import Alliance, Region
from alliances.naming import name_and_words
from alliances.numbers import Numbers
from alliances.templatetags.directory import offers, since
from alliances.wording import (
    each_in_words,
    fee_in_words,
    groups_in_words,
    in_words,
    joined,
    more_groups_in_words,
    standing_alone,
)


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


def test_spanish_says_un_before_a_noun_and_uno_without_one() -> None:
    with speaking("es"):
        assert (in_words(1), standing_alone(1), standing_alone(2)) == ("un", "uno", "dos")
        assert groups_in_words(1) == "un grupo"


@pytest.mark.parametrize(
    ("language", "counted", "known"),
    [
        ("es", (1, 0, 1), "Conocemos un grupo, en un país o de ámbito más amplio."),
        (
            "es",
            (2, 1, 1),
            "Conocemos dos grupos, uno ligado a un lugar (en un país o de ámbito más amplio) y uno para determinadas "
            "personas.",
        ),
        (
            "fr",
            (61, 3, 19),
            "Nous connaissons 61 groupes, 58 liés à un lieu (dans 19 pays ou au-delà) et trois pour un public "
            "particulier.",
        ),
        ("fr", (1, 1, 0), "Nous connaissons un groupe, pour un public particulier."),
    ],
)
def test_directory_in_numbers(language: str, counted: tuple[int, int, int], known: str) -> None:
    groups, people, countries = counted
    with speaking(language):
        assert Numbers(groups=groups, people=people, confirmed=0, countries=countries, kinds={}).known == known


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("en", "2026-11-03", "since 3 November 2026"),
        ("en", "2024", "since 2024"),
        ("fr", "2026-11-03", "depuis le 3 novembre 2026"),
        ("fr", "2026-11", "depuis novembre 2026"),
        ("es", "2026-11-03", "desde el 3 de noviembre de 2026"),
        ("es", "2026-11", "desde noviembre de 2026"),
        ("es", "2024", "desde 2024"),
    ],
)
def test_since_a_day_a_month_or_a_year(language: str, text: str, written: str) -> None:
    with speaking(language):
        assert strip_tags(since(text)) == written


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "words"), [("/fr/criteria/", "parler anglais"), ("/es/criteria/", "saber inglés")])
def test_english_that_nobody_need_speak(client: Client, path: str, words: str) -> None:
    assert f"<li>{words}</li>" in client.get(path).content.decode()


def test_a_colon_is_written_as_in_the_language() -> None:
    group = Alliance(fee="paid", fee_note="50 euros")
    assert fee_in_words(group) == "There is a fee: 50 euros"
    with speaking("fr"):
        assert fee_in_words(group) == "Il y a une cotisation\u00a0: 50 euros"


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


@pytest.mark.parametrize(
    ("name", "written"),
    [("Ontario", "Ontario (province)"), ("Mandalay, Myanmar (Burma)", "Mandalay, Myanmar (Burma), province")],
)
def test_no_bracket_stands_behind_a_bracket(name: str, written: str) -> None:
    assert name_and_words(name, "province") == written


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "one for Ontario and two for Myanmar (Burma)"),
        ("fr", "Ontario (un) et Myanmar (Birmanie) (deux)"),
        ("es", "uno para Ontario y dos para Myanmar (Birmania)"),
    ],
)
def test_numbers_for_each_region_take_any_name(language: str, written: str) -> None:
    regions = Region.objects.in_bulk(["ca-on", "mm"])
    with speaking(language):
        assert each_in_words([(regions["ca-on"], [1]), (regions["mm"], [1, 2])]) == written
