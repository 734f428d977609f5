"""Languages as people name them in the boxes of step 2."""

import pytest
from babel import Locale

from alliances.languages import speaking
from alliances.text import fold
from submissions.forms.language_names import OWN_NAMES
from submissions.forms.lists import LanguagesField, codes_by_name


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("français, anglais", ["fr", "en"]),
        ("inglés; alemán, castellano", ["en", "de", "es"]),
        ("French, German", ["fr", "de"]),
        ("Deutsch, 日本語, العربية", ["de", "ja", "ar"]),
        ("ESPAGNOL, neerlandés", ["es", "nl"]),
        ("es, pt", ["es", "pt"]),
    ],
)
def test_languages_are_understood_in_every_language_on_every_form(language: str, typed: str, codes: list[str]) -> None:
    with speaking(language):
        assert LanguagesField(most=20, length=400).clean(typed) == codes


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_names_in_other_languages_take_none_from_those_of_the_page(language: str) -> None:
    here = dict(Locale.parse(language).languages)
    for code in OWN_NAMES:
        assert codes_by_name(language)[fold(str(here[code]))] == code


def test_languages_are_called_as_their_speakers_call_them() -> None:
    assert {code: str(Locale.parse(code).languages.get(code)) for code in OWN_NAMES} == OWN_NAMES
    assert {code for code, name in OWN_NAMES.items() if codes_by_name("en").get(fold(name)) != code} == set()
    assert codes_by_name("fr")[fold("Allemand")] == codes_by_name("fr")["german"] == "de"
