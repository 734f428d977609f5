"""/submit/: what brings you here?"""

import pytest
from django.test import Client

from tests.submissions.pages import page, words

pytestmark = pytest.mark.django_db


def test_fork_offers_four_ways(client: Client) -> None:
    headings = [words(one) for one in page(client.get("/submit/")).xpath("//main//h2")]
    assert headings == [
        "I help run one",
        "I have a space and look for one",
        "We want to start one",
        "I know one that is missing",
    ]


def test_fork_links_lead_somewhere(client: Client) -> None:
    links = page(client.get("/submit/")).xpath("//main//a/@href")
    assert {link: client.get(link).status_code for link in links if link.startswith("/")} == {
        "/submit/alliance/": 200,
        "/submissions/": 200,
        "/regions/": 200,
    }


def test_fork_says_how_to_write_to_us(client: Client) -> None:
    mailto = page(client.get("/submit/")).xpath("//main//a[starts-with(@href, 'mailto:')]/@href")
    assert mailto == ["mailto:moderators@localhost.example"]


def test_fork_may_be_cached_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/submit/")
    assert response.public_page is True
    assert response.cookies == {}


def test_fork_refuses_a_post(client: Client) -> None:
    assert client.post("/submit/").status_code == 405
