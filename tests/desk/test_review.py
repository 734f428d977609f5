"""The review page: the record as its page would show it, beside the private answers and the criteria."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from alliances.models.profile import JSON_LISTS
from submissions.models import Submission
from tests.desk.pages import QUEUE, review, typed
from tests.factories import make_moderator, make_submission

FACTS: dict[str, Any] = {
    "name": "Netzwerk Nord",
    "called": "Verband",
    "kind": "association",
    "life": "forming",
    "summary": "Wir helfen einander.",
    "description": "Seit drei Jahren treffen wir uns.",
    "text_language": "de",
    "coverage_note": "beide Ufer",
    "website": "https://example.org/nord",
    "who_can_join": ["spaces"],
    "fee": "paid",
    "fee_note": "50 euros",
    "membership_rules": "Three desks at least",
    "admission_window": "Every spring",
    "benefits": [{"name": "events", "note": "one each month"}],
    "languages": ["de"],
    "member_spaces": 11,
    "founded_year": 2019,
    "own_values": ["Thrift"],
}
SAID = [
    "Netzwerk Nord", "Verband", "Association", "Being started", "Wir helfen einander.",
    "Seit drei Jahren treffen wir uns.",
    "Ontario, Canada (province)", "As they say it: beide Ufer", "example.org",
    "Open to coworking spaces · There is a fee: 50 euros", "Three desks at least", "Every spring",
    "Events: one each month",
    "German", "Eleven member spaces", "One", "Toronto", "2019", "Thrift",
]  # fmt: skip

# What no form can make: a list, what it holds, and what of it is a fact.
ONE: dict[str, Any] = {"name": "One", "town": "", "page": ""}
ODD: list[tuple[str, Any, list[Any]]] = [
    ("links", [1, None, {"url": "x"}, "https://example.org/known"], ["https://example.org/known"]),
    ("links", "https://example.org", []),
    ("own_values", 5, []),
    ("benefits", 7, []),
    ("benefits", ["x"], []),
    ("benefits", [{}, {"note": "x"}, {"name": 3}, {"name": "events", "note": ""}], [{"name": "events", "note": ""}]),
    ("who_can_join", 3, []),
    ("languages", {"a": 1}, []),
    ("example_spaces", 3, []),
    ("example_spaces", ["x", None, {"town": "Lyon"}, ONE], [ONE]),
]


def look(response: Any) -> Any:
    [section] = html.fromstring(response.content.decode()).xpath("//section[h2[text()='As it will look']]")
    return section


def said(section: Any) -> str:
    return " ".join(section.text_content().split())


def find(desk: Client, submission: Submission, **overrides: Any) -> Any:
    """Press Find, which shows what is typed and decides nothing."""
    return desk.post(review(submission), {**typed(submission), "find": "covers", **overrides})


def test_the_whole_record_is_shown_as_it_will_look(desk: Client) -> None:
    section = look(desk.get(review(make_submission(**FACTS))))
    assert [one for one in SAID if one not in said(section)] == []
    assert "As you say it" not in said(section)
    assert [one.get("lang") for one in section.xpath(".//p[@class='lede']")] == ["de"]
    assert section.xpath(".//a[@href='https://example.org/nord']/@rel")[0] == "nofollow ugc noopener"


@pytest.mark.parametrize(("name", "value", "left"), ODD)
def test_a_record_that_no_form_could_make_can_be_judged(desk: Client, name: str, value: Any, left: list[Any]) -> None:
    submission = make_submission(**FACTS | {name: value})
    shown = said(look(desk.get(review(submission))))
    assert "Netzwerk Nord" in shown
    assert ("Elsewhere example.org" in shown) is (name == "links" and left != [])


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value", "left"), ODD)
def test_of_a_record_that_no_form_could_make_the_facts_are_listed(
    client: Client, name: str, value: Any, left: list[Any]
) -> None:
    facts = {"example_spaces": [ONE], **FACTS, "spaces_public": True, name: value}
    submission = make_submission(**facts)
    listed = submission.approve(by=make_moderator(), seen=submission.revision)
    page = client.get(listed.get_absolute_url())
    assert (page.status_code, "Netzwerk Nord" in page.content.decode()) == (200, True)
    assert {fact: getattr(listed, fact) for fact in JSON_LISTS} == {
        fact: left if fact == name else facts.get(fact, []) for fact in JSON_LISTS
    }


def test_a_group_of_people_is_listed_everywhere(desk: Client) -> None:
    facts = {**FACTS, "community": "Women who run a space", "covers": []}
    assert "The whole world As they say it" in said(look(desk.get(review(make_submission(**facts)))))
    assert "The whole world" not in said(look(desk.get(review(make_submission(**FACTS)))))


def test_a_group_that_has_closed_cannot_be_joined(desk: Client) -> None:
    shown = said(look(desk.get(review(make_submission(**{**FACTS, "life": "closed"})))))
    assert not any(words in shown for words in ("Joining", "Every spring", "Three desks"))


def test_what_is_in_another_language_says_so(desk: Client) -> None:
    submission = make_submission(**FACTS, community="Frauen")
    section = look(desk.get(review(submission)))
    marked = {" ".join(one.text_content().split()) for one in section.xpath(".//*[@lang='de']")}
    assert {
        "Wir helfen einander.", "Seit drei Jahren treffen wir uns.", "beide Ufer", "Frauen", "Three desks at least",
        "Every spring", "one each month", "Thrift",
    } <= marked  # fmt: skip


def test_what_stays_with_the_volunteers_is_no_part_of_it(desk: Client) -> None:
    private = {"contact_name": "Someone Secret", "criteria_answers": {"A1": "secret answer"}}
    section = look(desk.get(review(make_submission(**FACTS, **private))))
    assert "ecret" not in said(section)
    assert "@example.org" not in said(section)


def test_it_looks_as_the_decision_would_have_it(desk: Client) -> None:
    submission = make_submission(**FACTS)
    changed = {"name": "Netzwerk Süd", "kind": "alliance", "life": "active", "covers": ["de"]}
    shown = said(look(find(desk, submission, **changed)))
    assert all(word in shown for word in ("Netzwerk Süd", "Alliance", "Germany"))
    assert not any(word in shown for word in ("Netzwerk Nord", "Association", "Being started", "Ontario"))
    submission.refresh_from_db()
    assert (submission.name, submission.kind, submission.life) == ("Netzwerk Nord", "association", "forming")


def test_a_forged_kind_and_life_are_not_shown(desk: Client) -> None:
    shown = said(look(find(desk, make_submission(**FACTS), kind="nonsense", life="nonsense", name="")))
    assert "nonsense" not in shown
    assert "Netzwerk Nord" in shown
    assert "Being started" in shown


def test_a_decided_record_is_not_shown_as_it_would_look(desk: Client) -> None:
    page = desk.get(review(make_submission(**FACTS, state="declined"))).content.decode()
    assert QUEUE in page
    assert "As it will look" not in page
