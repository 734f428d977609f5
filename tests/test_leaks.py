"""Nothing that is not public is on a public page: every public address, with something to leak behind it.

The pages are found by walking the URL list, so a page is covered on the day it is written: one whose parameters
nobody has told here fails the first test.
"""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alliances.languages import codes, path_in
from alliances.models import Alliance, Region
from submissions.choices import DeclineReason, State
from submissions.models import Event, Submission, take_down
from tests.factories import make_alliance, make_moderator, make_submission

pytestmark = pytest.mark.django_db

WORD = "Zyxxwort"  # in everything that must not be seen
PRIVATE = {
    "contact_email": f"{WORD}@private.example",
    "contact_name": f"{WORD} Person",
    "contact_role": f"{WORD} chair",
    "second_name": f"{WORD} second",
    "second_email": f"second-{WORD}@private.example",
    "criteria_answers": {"A1": f"{WORD} answer"},
    "client": f"{WORD}client",
}
FILTERED = {
    "languages": ["fr", "en"],
    "benefits": [{"name": "training", "note": ""}],
    "who_can_join": ["spaces"],
}
TOWN = 6167865
ELSEWHERE = [code for code in codes() if code != "en"]

# The values of the parameters of public addresses, by URL name.
PARAMETERS: dict[str, list[list[object]]] = {
    "alliances:detail": [["listed-group"], [f"{WORD.lower()}-taken-down"], ["former-name"], ["nobody"]],
    "alliances:region": [["001"], ["ca"], ["ca-on"], [f"city-{TOWN}"], ["eu"], ["gp"], ["zz"]],
    "alliances:place": [[TOWN], [3578599], [1]],
}
QUERIES = [
    "",
    f"?q={WORD}",
    f"?q={WORD}%40private.example",
    "?life=all",
    "?life=closed",
    "?region=ca-on&life=all",
    "?kind=alliance&sort=newest",
    "?page=2",
    "?page=51",
    "?unknown=1&q=group",
    "?language=fr",
    "?benefit=training&join=spaces",
    "?language=en&benefit=training&join=spaces&life=all&sort=confirmed",
]
QUERIES_ELSEWHERE = ["", f"?q={WORD}", "?language=fr&benefit=training&join=spaces&life=all"]


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{entry.namespace}:" if entry.namespace else prefix)
        elif entry.name:
            yield f"{prefix}{entry.name}", entry


def is_public(pattern: URLPattern) -> bool:
    return getattr(pattern.callback, "public_page", False)


def public_addresses() -> Iterator[str]:
    for name, pattern in patterns(get_resolver()):
        if not is_public(pattern):
            continue
        needs = pattern.pattern.converters
        for arguments in PARAMETERS[name] if needs else [[]]:
            plain = reverse(name, args=arguments)
            yield from (plain + query for query in QUERIES)
            yield from (path_in(code, plain) + query for code in ELSEWHERE for query in QUERIES_ELSEWHERE)


@pytest.fixture
def everything_private() -> None:
    """One listed group with a private sender, and a record of each kind that must stay unseen."""
    moderator = make_moderator(username="zyxxwortmod", email=f"mod-{WORD}@private.example", last_name=WORD)
    listed = make_submission(name="Former name", alliance=None, **PRIVATE, **FILTERED)
    listed.example_spaces = [{"name": f"{WORD} space", "town": "Toronto", "page": ""}]
    listed.town_id, listed.town_private = 6094817, True
    listed.save()
    alliance = listed.approve(by=moderator, seen=1)
    Alliance.publish({"name": "Listed group"}, alliance_id=alliance.pk)
    Event.objects.create(submission=listed, alliance=alliance, verb="asked", by=moderator, text=f"{WORD} question")
    for state in State.values:
        if state != State.APPROVED:
            reason = DeclineReason.A1 if state == State.DECLINED else ""
            make_submission(name=f"{WORD} {state}", state=state, decline_reason=reason, **PRIVATE, **FILTERED)
    gone = make_alliance(name=f"{WORD} taken down", summary=f"{WORD} summary", **FILTERED)
    take_down(gone, by=moderator, reason="asked", note=f"{WORD} note")


def test_every_public_address_with_parameters_is_walked() -> None:
    named = {name for name, pattern in patterns(get_resolver()) if is_public(pattern) and pattern.pattern.converters}
    assert named == set(PARAMETERS)


def test_every_view_of_the_directory_is_marked_public() -> None:
    unmarked = [
        name for name, entry in patterns(get_resolver()) if name.startswith("alliances:") and not is_public(entry)
    ]
    assert unmarked == []


def test_no_public_page_shows_what_is_private_or_stays_in_caches(client: Client, everything_private: None) -> None:
    seen, walked = 0, 0
    for address in public_addresses():
        response = client.get(address)
        text = response.content.decode()
        # What the visitor typed may come back as typed (escaped); it must not find anything.
        typed = (f"{WORD}@private.example", f"{WORD}%40private.example", WORD) if WORD in address else ()
        asked = text
        for typing in typed:
            asked = asked.replace(typing, "")
        assert response.status_code in {200, 301, 303, 404, 410}, address
        for form in (WORD, WORD.lower(), WORD.upper()):
            assert form not in asked.replace(f"{WORD.lower()}-taken-down", ""), address
        assert "private.example" not in asked, address
        check_it_is_gone_from_caches(response, address)
        walked += 1
        seen += "Listed group" in text
    assert walked > 400
    assert seen > 40  # the walk does see listed groups


def check_it_is_gone_from_caches(response: HttpResponse, address: str) -> None:
    """What is taken down may be shown for as long as a copy is fresh, and while a stale one is being renewed."""
    assert not response.cookies, address
    assert "Cookie" not in response.get("Vary", ""), address
    told = response["Cache-Control"]
    seconds = [int(one) for one in re.findall(r"(?:s-maxage|stale-while-revalidate|stale-if-error)=(\d+)", told)]
    is_kept_by_none = "no-store" in told or told.startswith("private")
    assert is_kept_by_none or ("max-age=0" in told and sum(seconds) <= 60), f"{address}: {told}"


def test_a_search_for_private_words_finds_nothing(client: Client, everything_private: None) -> None:
    for text in (WORD, f"{WORD}@private.example", f"{WORD} space", "Ottawa"):
        page = client.get(reverse("alliances:list"), {"q": text, "life": "all"}).content.decode()
        assert "Listed group" not in page, text


def test_a_taken_down_group_leaves_only_its_reason(client: Client, everything_private: None) -> None:
    response = client.get(reverse("alliances:detail", args=[f"{WORD.lower()}-taken-down"]))
    assert response.status_code == 410
    assert "The group asked us to remove it." in response.content.decode()
    assert WORD not in response.content.decode()


def test_private_pages_are_nobodys_to_keep(client: Client, everything_private: None) -> None:
    for name, pattern in patterns(get_resolver()):
        if is_public(pattern) or pattern.pattern.converters or not name.startswith("submissions:"):
            continue
        response = client.get(reverse(name))
        assert re.search("no-store", response["Cache-Control"]), name


def test_counts_do_not_count_what_is_not_listed(everything_private: None) -> None:
    assert Region.objects.get(pk="001").listed_count == 1
    assert Alliance.objects.count() == 1
    assert Submission.objects.count() == len(State.values)
    assert settings.DEBUG is False
