"""Whatever is typed into the place box: a normal page in bounded time, and no trace of it (trust cases 35, 36, 39)."""

import json
import time

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alliances.places import CORRECTIONS, MOST, meant_by
from alliances.suggestions import suggestions

pytestmark = pytest.mark.django_db

SECONDS = 2
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=250)
# Words that are half a question, put together without sense.
WORDS = st.lists(
    st.sampled_from(
        ["san", "new", "york", "ontario", "tornto", "st", "mo", "usa", "75011", "東京", "aeoeue", "-", ",", "*"]
    ),
    max_size=14,
).map(" ".join)
SLOW = [
    "a" * 200,
    "aeoeueaa" * 25,
    "san " * 50,
    "sn fransco cal unted stats amrica",
    "\u0301" * 200,
    "ﷺ" * 60,
    "(a+)+$" * 30,
    "%_[]*?" * 33,
    "1 " * 100,
    "' OR 1=1; --" * 10,
]
many = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(client: Client, text: str) -> None:
    page = client.get("/places/", {"q": text})
    assert page.status_code in {200, 303}
    assert "<x-probe>" not in page.content.decode()
    answer = client.get("/places/suggest", {"q": text})
    assert answer.status_code == 200
    assert len(json.loads(answer.content)) <= 6


@many
@example("")
@example("\x00")
@example("toronto\x00")
@example("\ud7ff\ue000\ufffd")
@given(TEXT)
def test_any_text_is_a_page_and_a_list(client: Client, text: str) -> None:
    check(client, f"<x-probe>{text}")
    check(client, text)


@many
@given(WORDS)
def test_any_words_are_a_page_and_a_list(client: Client, text: str) -> None:
    check(client, text)


@many
@given(st.text(max_size=300))
def test_any_text_at_all_has_a_meaning(text: str) -> None:
    meaning = meant_by(text)
    assert len(meaning.places) <= MOST
    assert len(meaning.corrections) <= CORRECTIONS
    assert len(suggestions(text, limit=14)) <= 14


@pytest.mark.parametrize("text", SLOW, ids=[text[:12] for text in SLOW])
def test_nothing_is_slow(client: Client, text: str) -> None:
    check(client, text[:200])  # the pages of the gazetteer lie open now
    began = time.monotonic()
    check(client, text[:200])
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("path", ["/places/", "/places/suggest", "/fr/places/", "/es/places/suggest"])
def test_ten_thousand_letters_are_refused_in_words(client: Client, path: str) -> None:
    response = client.get(path, {"q": "toronto " * 1280})
    assert response.status_code == 200
    assert len(response.content) < 30_000
    assert b"toronto toronto" not in response.content


def test_what_people_type_never_reaches_a_log(client: Client, log: pytest.LogCaptureFixture) -> None:
    for text in ("Xyzzyville", "Xyzzyville, Ontario", "xyzzyville 75011", "Xyzzyville\x00", "Xyzzyville" * 30):
        for path in ("/places/", "/places/suggest", "/places/999/", "/fr/places/"):
            client.get(path, {"q": text})
    told = [f"{record.getMessage()} {record.args} {record.exc_text}" for record in log.records]
    assert any("/places/999/" in line for line in told), "the log does hear what Django says"
    assert [line for line in told if "xyzzyville" in line.lower()] == []
