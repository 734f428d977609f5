from typing import Any

import pytest
from django.test import Client

from alliances.choices import TakeDownReason
from alliances.models import Alliance, FormerAddress
from submissions.models import Event, Mail, Moderator
from tests.desk.pages import GROUPS, group, listed_names, messages, press, summary, words
from tests.factories import make_alliance, make_submission


def take_down(client: Client, alliance: Alliance, **sent: str) -> Any:
    return client.post(f"{GROUPS}{alliance.pk}/take-down/", sent, follow=True)


def list_again(client: Client, event: Event) -> Any:
    return client.post(f"{GROUPS}taken-down/{event.pk}/list-again/", follow=True)


@pytest.fixture
def alliance(db: None) -> Alliance:
    return make_alliance(name="Coworking Ontario", summary="They buy coffee.", website="https://ontario.example.org")


@pytest.mark.parametrize("reason", list(TakeDownReason))
def test_take_down_leaves_the_reason(desk: Client, alliance: Alliance, reason: TakeDownReason) -> None:
    page = take_down(desk, alliance, reason=reason.value)
    assert page.redirect_chain == [(GROUPS, 302)]
    assert messages(page) == [f"Taken down: Coworking Ontario. Its page says: {reason.label}"]
    gone = Client().get("/alliances/coworking-ontario/")
    assert (gone.status_code, str(reason.label) in words(gone)) == (410, True)
    for path in ("/", "/alliances/", "/alliances/?q=ontario", "/regions/ca-on/"):
        assert "Coworking Ontario" not in words(Client().get(path)), path


def test_take_down_is_written_down_with_the_note(desk: Client, moderator: Moderator, alliance: Alliance) -> None:
    key = alliance.pk
    take_down(desk, alliance, reason="asked", note="Their board wrote to us.")
    event = Event.objects.get()
    assert (event.verb, event.by, event.alliance_id, event.text) == (
        "taken_down",
        moderator,
        key,
        "Their board wrote to us.",
    )
    assert event.data["reason"] == "asked"
    assert "Their board" not in Client().get("/alliances/coworking-ontario/").content.decode()
    assert Mail.objects.count() == 0


def test_list_again_restores_the_same_group(desk: Client, alliance: Alliance) -> None:
    before, key = words(Client().get("/alliances/coworking-ontario/")), alliance.pk
    take_down(desk, alliance, reason="mistake")
    listed = desk.get(GROUPS)
    assert "Taken down lately Coworking Ontario" in words(listed)
    event = Event.objects.get()
    assert f'action="{GROUPS}taken-down/{event.pk}/list-again/"' in listed.content.decode()
    page = list_again(desk, event)
    assert messages(page) == ["Listed again: Coworking Ontario"]
    again = Alliance.objects.get()
    assert (again.pk, again.slug, FormerAddress.objects.count()) == (key, "coworking-ontario", 0)
    assert words(Client().get("/alliances/coworking-ontario/")) == before
    assert "Taken down lately" not in words(desk.get(GROUPS))
    assert [event.verb for event in Event.objects.all()] == ["taken_down", "restored"]


def test_list_again_twice(desk: Client, alliance: Alliance) -> None:
    take_down(desk, alliance, reason="mistake")
    event = Event.objects.get()
    list_again(desk, event)
    assert messages(list_again(desk, event)) == ["It is listed already."]
    assert Alliance.objects.count() == 1


def test_take_down_again_offers_the_newest_only(desk: Client, alliance: Alliance) -> None:
    take_down(desk, alliance, reason="mistake")
    list_again(desk, Event.objects.get())
    take_down(desk, Alliance.objects.get(), reason="closed")
    assert desk.get(GROUPS).content.decode().count("list-again/") == 1


def test_list_again_takes_no_other_event(desk: Client) -> None:
    submission = make_submission()
    press(desk, submission, "decline", reason="A1", words="so")
    assert list_again(desk, Event.objects.get()).status_code == 404


def test_take_down_twice(desk: Client, alliance: Alliance) -> None:
    key = alliance.pk
    take_down(desk, alliance, reason="closed")
    page = take_down(desk, Alliance(pk=key), reason="asked")
    assert messages(page) == ["It is not listed, or was taken down already. Nothing was changed."]
    assert FormerAddress.objects.get().public_reason == "closed"


def test_take_down_without_a_reason(desk: Client, alliance: Alliance) -> None:
    page = take_down(desk, alliance, note="Half a note")
    assert summary(page) == ["Choose what its page will say"]
    assert page.context["form"]["note"].value() == "Half a note"
    assert Alliance.objects.count() == 1


def test_take_down_with_a_forged_reason(desk: Client, alliance: Alliance) -> None:
    assert (len(summary(take_down(desk, alliance, reason="because"))), Alliance.objects.count()) == (1, 1)


@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_take_down_and_its_undo_are_posts(desk: Client, alliance: Alliance, method: str) -> None:
    assert getattr(desk, method)(f"{GROUPS}{alliance.pk}/take-down/").status_code == 405
    take_down(desk, alliance, reason="closed")
    event = Event.objects.get()
    assert getattr(desk, method)(f"{GROUPS}taken-down/{event.pk}/list-again/").status_code == 405
    assert Alliance.objects.count() == 0


def test_take_down_without_the_token_of_its_page(moderator: Moderator, alliance: Alliance) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    assert client.post(f"{GROUPS}{alliance.pk}/take-down/", {"reason": "closed"}).status_code == 403
    assert Alliance.objects.count() == 1


def test_take_down_of_an_approved_submission_and_back(desk: Client) -> None:
    submission = make_submission(name="Approved")
    press(desk, submission, "approve")
    alliance = Alliance.objects.get()
    take_down(desk, alliance, reason="closed")
    review = f"/admin/submissions/submission/{submission.pk}/change/"
    assert "It has been taken down since." in words(desk.get(review))
    list_again(desk, Event.objects.get(verb="taken_down"))
    submission.refresh_from_db()
    assert submission.alliance == Alliance.objects.get()


def test_page_of_a_group_shows_its_facts_and_history(desk: Client, alliance: Alliance) -> None:
    take_down(desk, alliance, reason="mistake", note="A slip")
    list_again(desk, Event.objects.get())
    page = words(desk.get(group(Alliance.objects.get())))
    assert "Website" not in page
    assert "Public page https://ontario.example.org" in page
    assert "taken down, by Maria Silva . It was listed by mistake. A slip" in page
    assert "Slug coworking-ontario" in page


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ontario", ["Coworking Ontario"]),
        ("LOEUVRE", ["L’Œuvre"]),
        ("ontario.example", ["Coworking Ontario"]),
        ("nothing like it", []),
        ("ontaroi", []),  # what is typed at the desk is taken as it stands
        ("…", []),
    ],
)
def test_groups_are_found(desk: Client, alliance: Alliance, text: str, names: list[str]) -> None:
    make_alliance(name="L’Œuvre", covers=["fr"])
    assert listed_names(desk.get(GROUPS, {"q": text})) == names


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_groups_queries(desk: Client, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        make_alliance(name=f"Group {number}")
    with django_assert_num_queries(7):
        page = desk.get(GROUPS)
    assert len(listed_names(page)) == rows
