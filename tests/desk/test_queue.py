from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from submissions.choices import State
from submissions.models import Submission
from tests.desk.pages import QUEUE, listed_names, words
from tests.factories import make_submission


def waiting(name: str, days: int, **overrides: Any) -> Submission:
    return make_submission(name=name, waiting_since=timezone.now() - timedelta(days=days, hours=1), **overrides)


@pytest.fixture
def everything(db: None) -> None:
    waiting("Young", 1)
    waiting("Old", 19)
    for state in State.values:
        if state != State.PENDING:
            make_submission(name=f"It is {state}", state=state)


def test_queue_shows_what_waits_for_us_oldest_first(desk: Client, everything: None) -> None:
    assert listed_names(desk.get(QUEUE)) == ["Old", "Young"]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("waiting", ["Old", "Young"]),
        ("asked", ["It is changes_requested"]),
        ("parked", ["It is parked"]),
        ("decided", ["It is approved", "It is declined", "It is withdrawn"]),
        ("nonsense", ["Old", "Young"]),
        (
            "all",
            [
                "It is approved",
                "It is changes_requested",
                "It is declined",
                "It is parked",
                "It is withdrawn",
                "Old",
                "Young",
            ],
        ),
    ],
)
def test_queue_by_state(desk: Client, everything: None, state: str, names: list[str]) -> None:
    assert sorted(listed_names(desk.get(QUEUE, {"state": state}))) == names


def test_search_looks_everywhere(desk: Client, everything: None) -> None:
    found = listed_names(desk.get(QUEUE, {"q": "it is"}))
    assert sorted(found) == sorted(f"It is {state}" for state in State.values if state != State.PENDING)


def test_search_finds_a_sender_by_address(desk: Client) -> None:
    make_submission(name="Somebody's draft", state=State.DRAFT, contact_email="somebody@example.org")
    make_submission()
    assert listed_names(desk.get(QUEUE, {"q": "Somebody@example"})) == ["Somebody's draft"]


def test_search_within_a_state(desk: Client, everything: None) -> None:
    assert listed_names(desk.get(QUEUE, {"q": "it is", "state": "parked"})) == ["It is parked"]


def test_search_that_finds_nothing(desk: Client, everything: None) -> None:
    page = desk.get(QUEUE, {"q": "%_\\' {{ 7 }}"})
    assert (page.status_code, listed_names(page)) == (200, [])


def test_queue_says_how_long_where_and_what(desk: Client) -> None:
    waiting("Old", 19, covers=["ca-on", "ca-qc"])
    row = words(desk.get(QUEUE)).partition("Waiting Old ")[2]
    assert row.startswith("Ontario, Quebec New group Waiting for us 19 days")


def test_queue_says_an_area_in_their_words(desk: Client) -> None:
    waiting("Old", 0, covers=[], coverage_note="Around the lake")
    row = words(desk.get(QUEUE)).partition("Waiting Old ")[2]
    assert row.startswith("Around the lake New group Waiting for us since today")


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_queue_queries(desk: Client, rows: int, django_assert_num_queries: Any, toronto: Any) -> None:
    for number in range(rows):
        waiting(f"Group {number}", number, towns=[toronto.pk])
    with django_assert_num_queries(10):
        page = desk.get(QUEUE)
    assert len(listed_names(page)) == rows
