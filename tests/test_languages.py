"""English, French and Spanish: every text in each, addresses that say their language, nothing decided by a header."""

import re
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import timezone

from alliances import languages
from alliances.models import Region, Town
from alliances.wording import date_in_full
from deploy.catalogues import LANGUAGES, catalogue, collect
from submissions.choices import MailKind
from submissions.models import Mail, Submission
from tests.factories import make_alliance, make_submission
from tests.submissions.pages import answers, at, heading, links_in, open_form, page, send

OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%|<[^>]*>")


def translated(language: str) -> list[Any]:
    return [one for one in read_po(BytesIO(catalogue(language).read_bytes()), locale=language) if one.id]


def test_languages_of_the_site_are_those_of_the_catalogues() -> None:
    assert sorted(OTHERS) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_catalogue_holds_exactly_what_is_said(language: str) -> None:
    kept = {(one.id, one.context) for one in translated(language)}
    said = {(one.id, one.context) for one in collect(language) if one.id}
    assert kept == said, "run: python -m deploy.catalogues collect, and translate what is new"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_with_its_parts(language: str) -> None:
    for one in translated(language):
        texts = one.string if isinstance(one.string, tuple) else (one.string,)
        originals = one.id if isinstance(one.id, tuple) else (one.id,)
        assert all(texts), f"{one.id!r} is not translated"
        assert not one.fuzzy, one.id
        allowed = {part for original in originals for part in PLACEHOLDER.findall(original)}
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) <= allowed, one.id
        markup = [part for part in PLACEHOLDER.findall(originals[-1]) if part.startswith("<")]
        assert sorted(part for part in PLACEHOLDER.findall(texts[-1]) if part.startswith("<")) == sorted(markup), one.id
        values = {part for part in PLACEHOLDER.findall(originals[-1]) if part.startswith(("%(", "{"))}
        lost = values - set(PLACEHOLDER.findall(texts[-1])) - {"%(name)s"}
        assert not lost, f"{one.id!r} lost {lost}"


def texts(language: str) -> list[str]:
    return [
        text
        for one in translated(language)
        for text in (one.string if isinstance(one.string, tuple) else (one.string,))
    ]


def test_french_spaces_before_double_marks_do_not_break() -> None:
    wrong = re.compile("(?<!\u202f)[;?!](?!\\w)|(?<!\u00a0):(?=$|[\\s<])|«(?!\u00a0)|(?<!\u00a0)»")
    assert [text for text in texts("fr") if wrong.search(re.sub(r"<[^>]*>|&\w+;", "", text))] == []


def test_spanish_questions_are_opened_as_they_are_closed() -> None:
    asked = [text for text in texts("es") if "?" in text]
    assert len(asked) > 20
    assert [text for text in asked if text.count("¿") != text.count("?")] == []


@pytest.mark.parametrize(
    ("path", "split"),
    [
        ("/", ("en", "/")),
        ("/fr/", ("fr", "/")),
        ("/fr/alliances/", ("fr", "/alliances/")),
        ("/fr", ("en", "/fr")),
        ("/en/alliances/", ("en", "/en/alliances/")),
        ("/de/alliances/", ("en", "/de/alliances/")),
        ("/fr/admin/", ("en", "/fr/admin/")),
        ("/fr/healthz", ("en", "/fr/healthz")),
        ("/fr/fr/alliances/", ("fr", "/fr/alliances/")),
    ],
)
def test_language_is_the_first_part_of_the_path(path: str, split: tuple[str, str]) -> None:
    assert languages.split(path) == split


def test_path_of_a_page_in_another_language() -> None:
    assert languages.path_in("fr", "/alliances/") == "/fr/alliances/"
    assert languages.path_in("es", "/fr/alliances/") == "/es/alliances/"
    assert languages.path_in("en", "/fr/") == "/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Find the coworking alliance for your place"),
        ("/fr/", "Trouvez l’alliance de coworking de votre lieu"),
        ("/es/", "Encuentre la alianza de coworking de su zona"),
    ],
)
def test_page_speaks_the_language_of_its_address(client: Client, path: str, words: str) -> None:
    for header in ("", "fr", "es;q=0.9, de"):
        response = client.get(path, headers={"accept-language": header})
        assert heading(response) == words
        assert "Accept-Language" not in response.get("Vary", "")
    document = page(response)
    assert document.get("lang") == response["Content-Language"] == languages.split(path)[0]


@pytest.mark.django_db
@pytest.mark.parametrize("language", OTHERS)
def test_links_stay_in_the_language(client: Client, language: str) -> None:
    make_alliance(covers=["ca-on"])
    for path in ("/", "/alliances/", "/regions/ca/", "/places/6167865/", "/submit/", "/criteria/"):
        document = page(client.get(f"/{language}{path}"))
        own = [
            link
            for link in document.xpath("//a/@href | //form/@action")
            if link.startswith("/") and not link.startswith("/static")
        ]
        others = document.xpath("//*[contains(@class,'langs')]//@href | //*[@data-language]//@href")
        assert [link for link in own if not link.startswith(f"/{language}/") and link not in others] == []


@pytest.mark.django_db
def test_page_names_itself_in_every_language(client: Client) -> None:
    document = page(client.get("/fr/regions/ca/"))
    alternates = {link.get("hreflang"): link.get("href") for link in document.xpath("//link[@rel='alternate']")}
    site = settings.SITE_URL
    assert alternates == {
        "en": f"{site}/regions/ca/",
        "fr": f"{site}/fr/regions/ca/",
        "es": f"{site}/es/regions/ca/",
        "x-default": f"{site}/regions/ca/",
    }
    assert document.xpath("//link[@rel='canonical']/@href") == [f"{site}/fr/regions/ca/"]
    shown = [
        (link.get("lang"), link.text, link.get("href")) for link in document.xpath("//header//ul[@class='langs']//a")
    ]
    assert shown == [
        ("en", "English", "/regions/ca/"), ("fr", "Français", "/fr/regions/ca/"), ("es", "Español", "/es/regions/ca/"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_filtered_list_is_offered_to_no_search_engine(client: Client) -> None:
    assert page(client.get("/fr/alliances/?kind=alliance")).xpath("//link[@rel='alternate']") == []


@pytest.mark.django_db
def test_own_language_is_offered_hidden_and_in_its_own_words(client: Client) -> None:
    lines = page(client.get("/about/")).xpath("//p[@data-language]")
    assert [(line.get("lang"), line.get("hidden") is not None, line.text_content()) for line in lines] == [
        ("fr", True, "Lire cette page en français"),
        ("es", True, "Leer esta página en español"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "address", "status"),
    [("fr", "/fr", 301), ("es", "/es/alliances", 301), ("fr", "/fr/nothing/", 404), ("fr", "/fr/admin/", 404)],
)
def test_addresses_at_the_edge(client: Client, language: str, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    if status == 301:
        assert response["Location"] == f"{address}/"
    elif "admin" not in address:
        assert heading(response) == "Cette page n’existe pas"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "mail_words", "day"),
    [("fr", "Bonjour,", r"\d+ \w+ 2\d{3}"), ("es", "Hola:", r"\d+ de \w+ de 2\d{3}")],
)
def test_whole_conversation_is_in_the_language_of_the_form(
    client: Client, language: str, mail_words: str, day: str
) -> None:
    form = {**open_form(client), **answers(name="Réseau")}
    more = client.post(f"/{language}/submit/alliance/", form)
    assert (more.status_code, more["Location"].startswith(f"/{language}/submissions/")) == (303, True)
    submission = Submission.objects.get()
    assert submission.language == submission.text_language == language
    send(client, submission)
    mail = Mail.objects.get()
    assert mail.language == language
    assert mail_words in mail.body
    assert re.search(day, mail.body)
    assert re.search(rf"{settings.SITE_URL}/{language}/submissions/\S+/confirm/", mail.body)
    assert languages.current() == "en"
    assert links_in(mail) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", list(MailKind))
def test_every_mail_can_be_written_in_every_language(language: str, kind: MailKind) -> None:
    submission = make_submission(name="Netzwerk", asked_at=timezone.now())
    texts = []
    for submission.language in ("en", language):
        texts.append(Mail.words(kind, submission, delete_on=date(2026, 12, 1), links=["https://example.org/1"]))
    here, there = texts
    assert here[0] != there[0]
    for sentence in re.findall(r"[A-Z][a-z]+ [a-z]+ [a-z]+ [a-z]+[^.\n]*\.", here[1]):
        assert sentence not in there[1]


@pytest.mark.django_db
def test_dates_regions_and_languages_have_their_names() -> None:
    day, germany = date(2026, 11, 3), Region.objects.get(pk="de")
    said = {}
    for language in ("en", *OTHERS):
        with languages.speaking(language):
            said[language] = (date_in_full(day), germany.display_name)
    assert said == {
        "en": ("3 November 2026", "Germany"),
        "fr": ("3 novembre 2026", "Allemagne"),
        "es": ("3 de noviembre de 2026", "Alemania"),
    }


REGIONS_OF_REAL_GROUPS = (
    "es-cl",
    "es-ct",
    "it-bz",
    "fr-idf",
    "fr-69m",
    "gb-wls",
    "be-wal",
    "br-ce",
    "ca-bc",
    "de-nw",
    "ru-mow",
)
WITH_THEIR_PARTS = "es", "it", "fr", "au", "mx", "pa", "150", "019", "nordics", "dach"


@pytest.mark.django_db
@pytest.mark.parametrize("language", OTHERS)
def test_regions_are_called_as_in_the_language(client: Client, language: str) -> None:
    make_alliance(name="Wide", covers=["nordics", "es-cl", "it-25", "au-nsw"], excludes=["es-md"])
    names = dict(Region.objects.values_list("pk", "names"))
    seen = set()
    paths = [f"/regions/{code}/" for code in (*REGIONS_OF_REAL_GROUPS, *WITH_THEIR_PARTS)]
    for path in ("/regions/", "/alliances/", "/alliances/wide/", *paths):
        for link in page(client.get(f"/{language}{path}")).xpath(
            "//main//a[contains(@href,'/regions/')][not(*[@lang])]"
        ):
            code, said = link.get("href").split("/")[3], " ".join(link.text_content().split())
            if not code:
                continue
            own, english = names[code][language], names[code]["en"]
            seen.add(code)
            assert own in said or english not in said, (path, code, said)
    assert {"es-an", "it-25", "au-nsw", "mx-cmx", "pa-10", "fr-ara", "es-md", "nordics"} <= seen


@pytest.mark.django_db
def test_region_without_a_name_in_the_language_is_marked_as_english(client: Client) -> None:
    Region.objects.filter(pk="it-25").update(names={"en": "Lombardy", "_local": "Lombardia"})
    Region.objects.filter(pk="it-67").update(names={"en": "Molise", "_local": "Molise"})
    make_alliance(name="Wide", covers=["it-25", "it-67"])
    for path, times in (("/regions/it/", 1), ("/regions/it-25/", 2), ("/alliances/wide/", 1)):
        document = page(client.get(f"/fr{path}"))
        marked = document.xpath("//main//span[@lang='en']/text() | //h1/span[@lang='en']/text()")
        assert (path, set(marked), len(marked) >= times) == (path, {"Lombardy"}, True)
        assert page(client.get(path)).xpath("//main//span[@lang='en']") == []


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of catalogues with one language, in which every text of ours is the English one in brackets."""
    catalogue = collect("fr")
    for one in catalogue:
        if one.id:
            one.string = tuple(f"⟦{text}⟧" for text in one.id) if isinstance(one.id, tuple) else f"⟦{one.id}⟧"
    folder = tmp_path_factory.mktemp("bracketed")
    messages = folder / "ar" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    with (messages / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    return folder


@pytest.fixture
def pseudo(bracketed: Path, settings: Any) -> str:
    """That language, which runs from right to left."""
    settings.LOCALE_PATHS = [bracketed]
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    return "ar"


def unmarked(document: Any) -> list[str]:
    """Words in Latin letters on a page that came out of no catalogue, beside what people wrote and names of places."""
    content = (
        "ancestor-or-self::bdi or ancestor-or-self::*[@dir='auto'] or ancestor-or-self::*[@lang and not(self::html)]"
    )
    silent = "ancestor-or-self::script or ancestor-or-self::svg or ancestor-or-self::textarea"
    texts = document.xpath(f"//body//*[not({content}) and not({silent})]/text() | //head/title/text()")
    texts += document.xpath("//body//@placeholder | //body//@aria-label")
    whole = " ".join(" ".join(texts).split())
    while (fewer := re.sub(r"⟦[^⟦⟧]*⟧", " ", whole)) != whole:  # brackets lie inside each other
        whole = fewer
    return re.findall(r"[A-Za-z]{3,}", whole)


@cache
def words_of_places(language: str) -> set[str]:
    """Words in Latin letters of all regions as a language calls them, and of all towns; the same in every test."""
    names = (region.get(language, "") for region in Region.objects.values_list("names", flat=True))
    places = " ".join([*names, *Town.objects.values_list("name", flat=True)])
    return {word.lower() for word in re.findall("[A-Za-z]{3,}", places)}


PAGES = [
    "/", "/alliances/", "/alliances/?region=ca&kind=association&q=group", "/alliances/?page=60",
    "/alliances/?kind=club", "/alliances/everything/", "/alliances/gone/", "/regions/", "/regions/fr/", "/regions/ng/",
    "/regions/150/",
    "/places/2988507/", "/places/2332459/", "/places/?q=zzzz", "/submit/", "/submit/alliance/", "/submissions/",
    "/about/", "/criteria/", "/privacy/", "/accessibility/", "/no-such-page/",
]  # fmt: skip


@pytest.fixture
def everything(db: None) -> None:
    make_alliance(
        name="Everything", called="Verband", covers=["fr"], website="https://example.org", fee="paid", life="forming",
        who_can_join=["spaces", "suppliers"], languages=["fr"], founded_year=2011, member_spaces=11, locations=15,
        benefits=[{"name": "training", "note": ""}], mentors_new_alliances=True, public_email="a@example.org",
    )  # fmt: skip
    make_alliance(name="Wide", covers=["150"], source_url="https://example.org", source_read_on="2026-11")
    make_alliance(name="Women", covers=[], community="Frauen")
    make_alliance(name="Gone").take_down(reason="closed")


@pytest.mark.once
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("path", PAGES)
def test_no_page_says_anything_outside_the_catalogues(client: Client, pseudo: str, path: str) -> None:
    document = page(client.get(f"/{pseudo}{path}"))
    assert (document.get("lang"), document.get("dir")) == ("ar", "rtl")
    known = {"everything", "wide", "women", "group", "club", "zzzz", "example", "org"}  # names, and what was asked for
    known |= words_of_places(pseudo)
    left = [word for word in unmarked(document) if word.lower() not in known]
    assert " ".join(left) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "unconfirmed", "pending", "changes_requested", "declined", "approved"])
def test_no_page_of_a_sender_says_anything_outside_the_catalogues(client: Client, pseudo: str, state: str) -> None:
    now = timezone.now()
    submission = make_submission(
        name="Verband", state=state, covers=["fr"], asked_at=now, decided_at=now - timedelta(days=1), language="ar",
        example_spaces=[],
    )  # fmt: skip
    link = "draft" if state in {"draft", "unconfirmed"} else "status"
    for name in ("status", "more", "edit", "check", "withdraw"):
        with languages.speaking("ar"):
            address = at(submission, name, link=link)
        document = page(client.get(address, follow=True))
        assert document.get("dir") == "rtl"
        assert " ".join(word for word in unmarked(document) if word not in {"Verband"}) == "", name


@pytest.mark.django_db
def test_errors_of_a_form_are_in_its_language(client: Client, pseudo: str) -> None:
    wrong = answers(contact_email="x", name="", summary="s" * 500, covers=["atlantis"], space_1_page="x", licence=None)
    response = client.post(f"/{pseudo}/submit/alliance/", {**open_form(client), **wrong})
    document = page(response)
    assert len(document.xpath("//div[@role='alert']//li")) >= 6
    words = [word for word in unmarked(document) if word not in {"atlantis"}]
    assert words == []
