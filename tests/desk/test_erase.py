"""/admin/…/erase/: the record goes because somebody asked for it, and only that it went stays."""

import json
from typing import Any

import pytest
from django.core.serializers import serialize
from django.test import Client

from alliances.models import Alliance
from submissions.choices import MailKind, State
from submissions.models import Event, Mail, Moderator, Submission, take_down, undo_take_down
from submissions.models.record import LostRace
from tests.desk.pages import GROUPS, QUEUE, messages, review, verb, words
from tests.factories import make_moderator, make_submission

SECRET = "Geheimwort"
PRIVATE: dict[str, Any] = {
    "name": f"{SECRET} group",
    "summary": f"{SECRET} summary",
    "contact_email": f"{SECRET}@private.example",
    "contact_name": f"{SECRET} Person",
    "criteria_answers": {"A1": f"{SECRET} answer"},
}


@pytest.fixture
def administrator(db: None) -> Moderator:
    return make_moderator("Administrators", username="ana", first_name="Ana", last_name="Lima")


@pytest.fixture
def office(administrator: Moderator) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def conversation(moderator: Moderator, **overrides: Any) -> Submission:
    """A record with words of both sides and mails, waiting for us again."""
    submission = make_submission(**{**PRIVATE, **overrides})
    submission.ask(by=moderator, seen=1, text=f"{SECRET} question")
    submission.answer(text=f"{SECRET} answer")
    submission.edit(seen=submission.revision, facts={"summary": f"{SECRET} other summary"})
    Mail.objects.filter(pk=Mail.write(MailKind.RECEIVED, submission).pk).update(failed_at=submission.created_at)
    return submission


def press(client: Client, submission: Submission, **overrides: Any) -> Any:
    """Press "Erase it" on the page as it is now."""
    seen = Submission.objects.get(pk=submission.pk)
    sent = {"state": seen.state, "seen": seen.revision, **overrides}
    return client.post(verb(submission, "erase"), sent, follow=True)


def all_that_is_kept() -> str:
    """Every row of what is not public, as text."""
    rows = (row for model in (Submission, Event, Mail) for row in model.objects.order_by("pk"))
    return serialize("json", rows)


def test_page_says_what_goes_and_what_stays_and_changes_nothing(office: Client, administrator: Moderator) -> None:
    submission, other = conversation(administrator), make_submission(contact_email=f"{SECRET}@PRIVATE.example")
    before = all_that_is_kept()
    page = office.get(verb(submission, "erase"))
    told = ("The record: every answer", "2 mails, sent or waiting.", other.reference)
    assert [part for part in told if part not in words(page)] == []
    office.head(verb(submission, "erase"))
    assert all_that_is_kept() == before
    assert f'href="{verb(submission, "erase")}"' in office.get(review(submission)).content.decode()


def test_record_conversation_and_mails_go_and_a_line_stays(office: Client, administrator: Moderator) -> None:
    submission = conversation(administrator)
    page = press(office, submission)
    assert messages(page) == [f"Erased: {submission.reference}. Tell whoever asked for it."]
    assert (Submission.objects.count(), Mail.objects.count()) == (0, 0)
    assert SECRET not in all_that_is_kept()
    assert [(event.verb, event.by, event.text, event.data) for event in Event.objects.all()] == [
        ("asked", administrator, "", {"reference": submission.reference}),
        ("erased", administrator, "", {"reference": submission.reference}),
    ]
    log = words(office.get("/admin/submissions/event/"))
    assert f"erased on request Ana Lima {submission.reference}" in log
    for path in (QUEUE, f"{QUEUE}?q={SECRET}", "/admin/submissions/mail/", "/admin/submissions/event/"):
        assert SECRET not in words(office.get(path)).replace(f"value={SECRET}", ""), path


@pytest.mark.parametrize("state", [state for state in State.values if state != State.APPROVED])
def test_record_of_any_state_can_be_erased(office: Client, state: str) -> None:
    submission = make_submission(state=state, **PRIVATE)
    press(office, submission)
    assert (Submission.objects.count(), SECRET in all_that_is_kept()) == (0, False)


def test_links_of_an_erased_record_open_nothing(office: Client, administrator: Moderator) -> None:
    submission = conversation(administrator)
    links = [submission.status_url, submission.confirm_url]
    press(office, submission)
    assert [Client().get(link.removeprefix("http://127.0.0.1:8000")).status_code for link in links] == [404, 404]


def test_listed_group_stays_listed_with_who_approved_it(office: Client, administrator: Moderator) -> None:
    submission = make_submission(**{**PRIVATE, "name": "Listed group", "summary": "They buy coffee."})
    alliance = submission.approve(by=administrator, seen=1)
    assert "stays listed, with what its page says" in words(office.get(verb(submission, "erase")))
    press(office, submission)
    assert Client().get("/alliances/listed-group/").status_code == 200
    assert SECRET not in all_that_is_kept()
    page = words(office.get(f"{GROUPS}{alliance.pk}/change/"))
    assert ("approved and listed, by Ana Lima" in page, "erased on request, by Ana Lima" in page) == (True, True)


def test_copy_of_a_group_that_was_taken_down_goes_too(office: Client, administrator: Moderator) -> None:
    submission = make_submission(**PRIVATE, public_email=f"public@{SECRET}.example")
    alliance = submission.approve(by=administrator, seen=1)
    event = take_down(alliance, by=administrator, reason="asked", note=f"{SECRET} wrote to us")
    assert "List again" in words(office.get(GROUPS))
    press(office, submission)
    assert SECRET not in all_that_is_kept()
    assert "List again" not in words(office.get(GROUPS))
    with pytest.raises(LostRace, match="erased on request"):
        undo_take_down(event, by=administrator)
    assert Alliance.objects.count() == 0
    other = make_submission()
    assert office.get(review(other)).status_code == 200, "the evidence does without what was erased"
    assert json.loads(serialize("json", Event.objects.filter(pk=event.pk)))[0]["fields"]["data"]["reason"] == "asked"


def test_record_that_was_decided_or_changed_since_is_not_erased_unread(
    office: Client, administrator: Moderator
) -> None:
    submission = make_submission(name="Kept")
    sent = {"state": State.PENDING, "seen": 1}
    submission.edit(seen=1, facts={"summary": "Changed"})
    page = press(office, submission, **sent)
    assert messages(page) == ["The sender has changed it since you opened it. Read it again; nothing was changed."]
    submission.approve(by=administrator, seen=2)
    page = press(office, submission, state=State.PENDING)
    assert "Ana Lima was faster: Listed" in messages(page)[0]
    assert Submission.objects.count() == 1


def test_erased_twice_is_erased_once(office: Client) -> None:
    submission = make_submission()
    press(office, submission)
    assert office.post(verb(submission, "erase"), {"state": "pending", "seen": 1}).status_code == 404
    assert Event.objects.filter(verb="erased").count() == 1


@pytest.mark.parametrize("sent", [{}, {"state": "gone", "seen": "1"}, {"state": "pending", "seen": "x"}])
def test_page_that_was_tampered_with_is_shown_again(office: Client, sent: dict[str, str]) -> None:
    submission = make_submission()
    page = office.post(verb(submission, "erase"), sent)
    assert (page.status_code, Submission.objects.count()) == (200, 1)


def test_moderators_and_readers_erase_nothing(desk: Client) -> None:
    submission = make_submission()
    assert "Erase" not in words(desk.get(review(submission)))
    for method in ("get", "post"):
        answer = getattr(desk, method)(verb(submission, "erase"), {"state": "pending", "seen": 1})
        assert answer.status_code == 403
    assert Submission.objects.count() == 1


def test_strangers_are_led_to_the_review_page_by_way_of_signing_in(db: None) -> None:
    submission = make_submission()
    answer = Client().post(verb(submission, "erase"), {"state": "pending", "seen": 1})
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={review(submission)}")
    assert Submission.objects.count() == 1


def test_erasing_needs_the_token_of_its_page(administrator: Moderator) -> None:
    submission, client = make_submission(), Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    assert client.post(verb(submission, "erase"), {"state": "pending", "seen": 1}).status_code == 403
    assert Submission.objects.count() == 1
