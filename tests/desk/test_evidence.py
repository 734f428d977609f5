from typing import Any

import pytest

from submissions.choices import State
from submissions.desk.evidence import Evidence, Finding
from submissions.desk.lookalike import mixes_alphabets, skeleton
from submissions.models import take_down
from tests.factories import make_alliance, make_moderator, make_submission

pytestmark = pytest.mark.django_db


def finding(title: str, **facts: Any) -> Finding:
    """The one finding with this title."""
    (found,) = [one for one in Evidence(make_submission(**facts)).findings() if one.title == title]
    return found


def titles(**facts: Any) -> list[str]:
    return [one.title for one in Evidence(make_submission(**facts)).findings()]


@pytest.mark.parametrize(
    ("address", "website", "said"),
    [
        ("a@gmail.com", "https://group.example.org", "A free mailbox: its domain proves nothing."),
        ("a@yahoo.co.jp", "", "A free mailbox: its domain proves nothing."),
        ("a@group.org", "https://www.group.org/x", "Its domain, group.org, is that of their public page."),
        ("a@mail.group.org", "https://group.org", "Its domain, mail.group.org, is that of their public page."),
        ("a@group.org", "https://join.group.org", "Its domain, group.org, is that of their public page."),
        ("a@group.org", "https://notgroup.org", "Its domain is group.org, not that of a page they gave."),
        ("a@group.org", "", "Its domain is group.org, not that of a page they gave."),
    ],
)
def test_mail_domain(address: str, website: str, said: str) -> None:
    found = finding("Email address confirmed", contact_email=address, website=website)
    assert (found.is_good, found.text) == (True, said)


def test_mail_address_that_nobody_confirmed() -> None:
    assert not finding("Email address not confirmed", confirmed_at=None).is_good


@pytest.mark.parametrize(
    ("spaces", "good", "title", "text"),
    [
        ([], False, "No space named", "No page of theirs was given."),
        ([("One", "https://one.org")], False, "One space named", "One page of theirs."),
        ([("One", ""), ("ONE", ""), ("Two", "")], False, "Two spaces named", "No page of theirs was given."),
        (
            [("A", "https://chain.org/a"), ("B", "https://www.chain.org/b"), ("C", "https://c.org")],
            True,
            "Three spaces named",
            "Two pages of theirs, on different sites.",
        ),
        (
            [("A", "https://facebook.com/a"), ("B", "https://facebook.com/b"), ("C", "")],
            True,
            "Three spaces named",
            "Two pages of theirs, on different sites.",
        ),
    ],
)
def test_named_spaces(spaces: list[tuple[str, str]], good: bool, title: str, text: str) -> None:
    found = finding(title, example_spaces=[{"name": name, "town": "", "page": page} for name, page in spaces])
    assert (found.is_good, found.text) == (good, text)


@pytest.mark.parametrize(
    ("facts", "title", "good"),
    [
        ({"covers": ["001"]}, "Claims the whole world", False),
        ({"covers": [], "coverage_note": "Around here"}, "An area only in their words", False),
        ({"covers": [], "community": "Women who run spaces"}, "For particular people", True),
        ({"covers": ["fr"]}, "The area is in the directory", True),
    ],
)
def test_area(facts: dict[str, Any], title: str, good: bool) -> None:
    assert finding(title, **facts).is_good is good


@pytest.mark.parametrize(
    ("listed", "sent"),
    [
        ({"name": "Réseau du Forez"}, {"name": "RESEAU  DU FOREZ"}),
        ({"website": "https://www.forez.org/"}, {"website": "http://forez.org/contact"}),
        ({"website": "https://facebook.com/Forez/"}, {"website": "https://www.facebook.com/forez"}),
    ],
)
def test_a_listed_group_that_may_be_the_same(listed: dict[str, Any], sent: dict[str, Any]) -> None:
    alliance = make_alliance(**listed)
    (match,) = finding("Perhaps the same group", **sent).matches
    assert (match.name, match.where) == (alliance.name, "Listed")


@pytest.mark.parametrize(
    ("listed", "sent"),
    [
        ({"website": "https://facebook.com/forez"}, {"website": "https://facebook.com/lyon"}),
        ({"website": ""}, {"website": ""}),
        ({"name": "Forez"}, {"name": "Lyon"}),
    ],
)
def test_a_group_that_is_another(listed: dict[str, Any], sent: dict[str, Any]) -> None:
    make_alliance(**listed)
    assert finding("No duplicate", **sent).is_good


@pytest.mark.parametrize(
    ("state", "matches"),
    [
        (State.PENDING, ["Waiting for us"]),
        (State.DECLINED, ["Declined"]),
        (State.DRAFT, []),
        (State.UNCONFIRMED, []),
        (State.APPROVED, []),
    ],
)
def test_a_submission_that_may_be_the_same(state: State, matches: list[str]) -> None:
    make_submission(name="Forez", state=state)
    found = [one for one in Evidence(make_submission(name="FOREZ")).findings() if one.matches]
    assert [match.where for one in found for match in one.matches] == matches


def test_a_group_that_was_taken_down() -> None:
    take_down(make_alliance(name="Forez"), by=make_moderator(), reason="closed")
    (match,) = finding("Perhaps the same group", name="forez").matches
    assert match.where == "Taken down. The group has closed."


def test_a_change_is_no_duplicate_of_its_group() -> None:
    alliance = make_alliance(name="Forez")
    assert finding("No duplicate", name="Forez", purpose="change", alliance=alliance).is_good


@pytest.mark.parametrize(
    ("name", "is_mixed"),
    [
        ("Cоworking Toronto", True),  # Cyrillic о
        ("Сoworking", True),  # Cyrillic С
        ("αlliance", True),
        ("Коворкинг Alliance", False),
        ("コワーキング協会 Tokyo", False),
        ("KöPi café", False),
        ("تحالف Coworking", False),
        ("한국Coworking", False),
    ],
)
def test_mixed_alphabets(name: str, is_mixed: bool) -> None:
    assert mixes_alphabets(name) is is_mixed
    assert ("A name of mixed alphabets" in titles(name=name)) is is_mixed


@pytest.mark.parametrize(
    ("address", "is_mixed"),
    [
        ("https://xn--pple-43d.com", True),  # Cyrillic а
        ("https://gооgle.com/groups", True),  # Cyrillic оо
        ("https://münchen.de", False),
        ("https://xn--e1afmkfd.xn--p1ai", False),  # пример.рф
        ("https://coworking-москва.example", False),
        ("https://example.org", False),
        ("https://[broken", False),
    ],
)
def test_addresses_of_mixed_alphabets(address: str, is_mixed: bool) -> None:
    space = {"name": "A", "town": "", "page": address}
    for facts in ({"website": address}, {"join_url": address}, {"links": [address]}, {"example_spaces": [space]}):
        assert ("An address of mixed alphabets" in titles(**facts)) is is_mixed, facts


@pytest.mark.parametrize("name", ["Cоworking Tоronto", "СоwоrkingТоrоntо", "C0working T0ronto", "Coworking-Toronto!"])
def test_a_name_that_looks_like_a_listed_one(name: str) -> None:
    assert skeleton(name) == skeleton("Coworking Toronto")
    make_alliance(name="Coworking Toronto")
    matches = [match.name for one in Evidence(make_submission(name=name)).findings() for match in one.matches]
    assert matches == ["Coworking Toronto"]


def test_broken_facts_break_nothing() -> None:
    broken = {"example_spaces": ["text", {"name": ""}, {"name": 7, "page": "http://["}], "website": "http://[::"}
    assert len(titles(**broken)) == 5
