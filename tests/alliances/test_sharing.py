"""What search engines and those who share a page are told of it."""

from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from tests.factories import make_alliance
from tests.submissions.pages import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/alliances/", "/alliances/quoted/", "/regions/ca/", "/fr/criteria/", "/submit/"]
)
def test_page_says_what_it_is_once_for_all(client: Client, path: str) -> None:
    make_alliance(name="Quoted", summary='They say "yes" & <more>')
    head = html.fromstring(client.get(path).content.decode()).find("head")
    told = {meta.get("property") or meta.get("name"): meta.get("content") for meta in head.iter("meta")}
    assert told["og:title"] == head.findtext("title")
    assert told["og:description"] == told["description"] != ""
    assert told["og:url"] == head.xpath("link[@rel='canonical']/@href")[0] == f"{settings.SITE_URL}{path}"
    assert told["og:image"].startswith(f"{settings.SITE_URL}/static/picture")
    assert told["og:locale"] == ("fr" if path.startswith("/fr/") else "en")
    assert len(head.xpath("meta[@name='theme-color']")) == 2


def test_quotes_stay_inside_the_description(client: Client) -> None:
    make_alliance(name="Quoted", summary='They say "yes" & <more>')
    head = html.fromstring(client.get("/alliances/quoted/").content.decode()).find("head")
    assert 'They say "yes" & <more>' in head.xpath("meta[@name='description']/@content")[0]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/places/2797656/", "Ghent, Flanders, Belgium"),
        ("/fr/places/2797656/", "Gand, Flandre, Belgique"),
        ("/regions/ci/", "Côte d’Ivoire"),
        ("/regions/bl/", "St. Barthélemy"),
    ],
)
def test_mail_link_names_the_place_and_its_address(client: Client, path: str, place: str) -> None:
    [link] = page(client.get(path)).xpath("//*[contains(@class, 'share')]//a/@href")
    mail = urlsplit(link)
    written = dict(parse_qsl(mail.query, strict_parsing=True))
    subject = f"{'Alliances de coworking' if path.startswith('/fr') else 'Coworking alliances'} · {place}"
    address = f"http://127.0.0.1:8000{path}"
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert written == {"subject": subject, "body": f"{subject}\r\n{address}"}
    assert quote(address, safe="") in link
