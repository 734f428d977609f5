"""Names in any language and script: what they are marked as, how they sort, which address they get."""

import pytest
from django.test import Client

from alliances.languages import of_name
from alliances.models import Alliance
from tests.alliances.reading import Page
from tests.factories import make_alliance

KOREAN, RUSSIAN, JAPANESE, ARABIC = "협동조합 공유", "Союз коворкингов", "東京コワーキング協会", "اتحاد مساحات العمل"


@pytest.mark.parametrize(
    ("name", "spoken", "language"),
    [
        (KOREAN, ["ko"], "ko"),
        (KOREAN, ["en", "ko"], "ko"),
        (KOREAN, [], "ko"),
        (RUSSIAN, ["ru"], "ru"),
        (RUSSIAN, ["en", "uk"], "uk"),
        (RUSSIAN, [], ""),
        (JAPANESE, [], "ja"),
        ("東京協會", ["zh", "en"], "zh"),
        ("東京協會", [], ""),
        (ARABIC, ["fa"], "fa"),
        ("Réseau des tiers-lieux", ["fr"], "fr"),
        ("Réseau des tiers-lieux", ["fr", "en"], ""),
        ("The Origin of Spaces", ["fr"], "en"),
        ("Belgian Workspace Association", ["fr"], "en"),
        ("Coworking Korea", ["ko"], ""),
        ("Coworking Ontario", ["en"], "en"),
        ("2012", ["fr"], "fr"),
    ],
)
def test_language_of_a_name(name: str, spoken: list[str], language: str) -> None:
    assert of_name(name, spoken) == language


@pytest.mark.django_db
def test_names_and_texts_in_another_language_than_the_page_are_marked_everywhere(client: Client) -> None:
    make_alliance(
        name="Réseau des tiers-lieux", called="réseau", languages=["fr"], text_language="fr", summary="Un réseau.",
        covers=["ca-on"], membership_rules="Trois lieux.", fee_note="50 euros", admission_window="au printemps",
        legal_form="association", own_values=["coopétition"], coverage_note="tout autour",
        benefits=[{"name": "other", "note": "du café"}],
    )  # fmt: skip
    for path in ("/alliances/", "/places/6167865/", "/regions/ca/", "/alliances/reseau-des-tiers-lieux/", "/"):
        html = client.get(path).content.decode()
        assert 'lang="fr"><a' in html or '<h1 dir="auto" lang="fr">' in html, path
        assert 'dir="auto" lang="fr">Un réseau.' in html, path
        assert 'lang="fr">réseau<' in html, path
        french = client.get(f"/fr{path}").content.decode().partition("<main")[2]
        assert 'lang="fr"' not in french, path
    page = client.get("/alliances/reseau-des-tiers-lieux/").content.decode()
    for words in ("Trois lieux.", "50 euros", "au printemps", "association", "coopétition", "tout autour", "du café"):
        assert f'lang="fr">{words}<' in page, words


@pytest.mark.django_db
def test_english_words_are_marked_on_a_french_page(client: Client) -> None:
    make_alliance(name="Coworking Ontario", languages=["en"], text_language="en", summary="They buy together.")
    html = client.get("/fr/alliances/").content.decode()
    assert '<h2 lang="en">' in html
    assert 'dir="auto" lang="en">They buy together.' in html
    assert 'lang="en"' not in client.get("/alliances/").content.decode().partition("<main")[2]


@pytest.mark.django_db
def test_names_without_latin_letters_get_addresses_of_their_own(client: Client) -> None:
    for name in (KOREAN, RUSSIAN, JAPANESE, ARABIC):
        make_alliance(name=name)
    make_alliance(name=RUSSIAN)
    make_alliance(name="東京", acronym="TCA")
    slugs = list(Alliance.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == [
        "hyeobdongjohab-gongyu", "soyuz-kovorkingov", "dongjingkowakinguxiehui", "thd-msht-lml",
        "soyuz-kovorkingov-2", "tca",
    ]  # fmt: skip
    for alliance in Alliance.objects.all():
        assert Page(client.get(alliance.get_absolute_url())).headings[0] == alliance.name


@pytest.mark.django_db
def test_names_sort_inside_their_script_without_accents_and_case(client: Client) -> None:
    in_order = (
        ["Nantes", "ökonomie", "Oslo", "Zürich"],
        ["Альянс", "ежи", "ёлка", "союз"],
        ["공유", "협동조합"],
        ["カフェ", "コワーキング", "ﾃﾚﾜｰｸ"],
        ["αγορά", "Ένωση", "ΟΜΑΔΑ"],
        ["اتحاد", "إدارة", "بيت"],
    )
    for script in in_order:
        for name in reversed(script):
            make_alliance(name=name)
    shown = [card.split(" Alliance ")[0] for card in Page(client.get("/alliances/")).cards]
    assert len(shown) == sum(map(len, in_order))
    for script in in_order:
        assert [name for name in shown if name in script] == script


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "found"), [("협동", KOREAN), ("союз", RUSSIAN), ("東京", JAPANESE), ("اتحاد", ARABIC)]
)
def test_names_without_latin_letters_are_found_by_their_beginning(client: Client, words: str, found: str) -> None:
    for name in (KOREAN, RUSSIAN, JAPANESE, ARABIC):
        make_alliance(name=name)
    cards = Page(client.get("/alliances/", {"q": words})).cards
    assert [card.split(" Alliance ")[0] for card in cards] == [found]
