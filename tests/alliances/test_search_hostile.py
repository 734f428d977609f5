"""Whatever is typed into the search of the list: a normal page in bounded time, and no trace of it in a log."""

import time

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alliances.search import CORRECTED_AT_MOST, WORDS_AT_MOST, search
from tests.factories import make_alliance

pytestmark = pytest.mark.django_db

SECONDS = 1
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=250)
WORDS = st.lists(
    st.sampled_from(["coworking", "cowrking", "ontario", "q", "日本協会", "women", "%", "'--", "zzzz", "2027", "c.o."]),
    max_size=30,
).map(" ".join)
SLOW = [
    "a" * 200,
    "aeoeueaa" * 25,
    "cowrkng ontaroi helth insuranc " * 6,
    " ".join(f"wrod{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "\u0301" * 200,
    "ﷺ" * 60,
    "協" * 200,
    "協会日本" * 50,
    "(a+)+$" * 30,
    "%_[]*?" * 33,
    "1 " * 100,
    "' OR 1=1; --" * 10,
]
many = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def groups(db: None) -> None:
    make_alliance(name="Coworking Ontario", acronym="C.O.", covers=["ca-on"], languages=["en", "fr"])
    make_alliance(name="日本コワーキング協会", covers=["jp"], kind="association")
    make_alliance(name="Hera Network", community="women who run spaces", covers=[])


def check(client: Client, text: str) -> None:
    for asked in ({}, {"region": "ca-on", "kind": "alliance", "sort": "newest", "page": "2"}):
        page = client.get("/alliances/", {"q": text, **asked})
        assert page.status_code == 200
        assert "<x-probe>" not in page.content.decode()


@many
@example("")
@example("\x00")
@example("ontario\x00")
@example("\ud7ff\ue000\ufffd")
@given(TEXT)
def test_any_text_is_a_page(client: Client, groups: None, text: str) -> None:
    check(client, f"<x-probe>{text}")
    check(client, text)


@many
@given(WORDS)
def test_any_words_are_a_page(client: Client, groups: None, text: str) -> None:
    check(client, text)


@many
@given(st.text(max_size=300))
def test_any_text_at_all_is_searched(groups: None, text: str) -> None:
    found = search(text)
    assert len(found.words) <= WORDS_AT_MOST
    assert len(found.corrections) <= CORRECTED_AT_MOST
    assert len(found.keys) == found.number <= 3


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize("text", SLOW, ids=[text[:12] for text in SLOW])
def test_nothing_is_slow(client: Client, text: str) -> None:
    check(client, text[:200])
    began = time.monotonic()
    check(client, text[:200])
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("path", ["/alliances/", "/fr/alliances/", "/es/alliances/"])
def test_ten_thousand_letters_are_refused_in_words(client: Client, path: str) -> None:
    response = client.get(path, {"q": "toronto " * 1280})
    assert response.status_code == 200
    assert b"toronto toronto" not in response.content


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize("page", ["0", "-1", "51", "99999999999999999999", "1e9", "two", "１"])
def test_any_page_of_a_search_is_a_page(client: Client, page: str) -> None:
    assert client.get("/alliances/", {"q": "coworking", "page": page}).status_code == 200


@pytest.mark.usefixtures("groups")
def test_what_people_type_never_reaches_a_log(client: Client, log: pytest.LogCaptureFixture) -> None:
    for text in ("Xyzzyring", "Xyzzyring, Ontario", "xyzzyring coworkng", "Xyzzyring\x00", "Xyzzyring" * 30):
        for path in ("/alliances/", "/fr/alliances/", "/alliances/no-such-group/", "/alliances/nowhere"):
            client.get(path, {"q": text, "region": "ca-on"})
            client.get(path, {"q": text, "region": text, "kind": text, "page": text})
    told = [f"{record.getMessage()} {record.args} {record.exc_text}" for record in log.records]
    assert any("/alliances/no-such-group/" in line for line in told), "the log does hear what Django says"
    assert [line for line in told if "xyzzyring" in line.lower()] == []
