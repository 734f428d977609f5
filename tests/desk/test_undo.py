from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alliances.models import Alliance, FormerAddress
from submissions.choices import MailKind, State
from submissions.models import Event, Mail, Submission
from tests.desk.pages import QUEUE, messages, press, review, words
from tests.factories import make_alliance, make_submission

DECISIONS: list[tuple[str, dict[str, Any]]] = [
    ("approve", {}),
    ("ask", {"question": "Why?"}),
    ("decline", {"reason": "A1", "words": "it is one space"}),
]


@pytest.mark.parametrize(("name", "sent"), DECISIONS)
def test_undo_brings_it_back_and_sends_nothing(desk: Client, name: str, sent: dict[str, Any]) -> None:
    submission = make_submission(name="Undone")
    press(desk, submission, name, **sent)
    page = press(desk, submission, "undo")
    assert page.redirect_chain == [(review(submission), 302)]
    assert messages(page) == ["Undone. It waits for us again, and no mail was sent."]
    again = Submission.objects.get()
    assert (again.state, again.revision, again.decided_by, again.decline_reason) == (
        State.PENDING,
        2,
        None,
        "",
    )
    assert (Mail.objects.count(), FormerAddress.objects.count(), Alliance.objects.count()) == (0, 0, 0)
    assert [event.verb for event in Event.objects.all()][-1] == "undone"
    assert "Approve and list" in words(page)
    assert Client().get("/alliances/undone/").status_code == 404


def test_undo_is_offered_in_the_queue_and_on_the_page(desk: Client) -> None:
    submission = make_submission(name="Just so")
    landed = press(desk, submission, "decline", reason="A1", words="it is one space")
    for page in (landed, desk.get(QUEUE), desk.get(review(submission))):
        assert f'action="{QUEUE}{submission.pk}/undo/"' in page.content.decode()
        assert "Declined, by Maria Silva . No mail has gone out: until" in words(page)


def test_undo_of_a_change_restores_what_was_listed(desk: Client) -> None:
    alliance = make_alliance(name="Before", summary="Old words.")
    submission = make_submission(name="After", purpose="change", alliance=alliance, changed_fields=["name", "summary"])
    press(desk, submission, "approve")
    assert Client().get("/alliances/after/").status_code == 200
    press(desk, submission, "undo")
    assert (
        Client().get("/alliances/before/").status_code,
        Client().get("/alliances/after/").status_code,
    ) == (200, 404)
    assert Alliance.objects.get().pk == alliance.pk


def test_undo_and_approve_again_keeps_id_and_address(desk: Client) -> None:
    submission = make_submission(name="Twice")
    press(desk, submission, "approve")
    first = Alliance.objects.get()
    press(desk, submission, "undo")
    press(desk, Submission.objects.get(), "approve")
    again = Alliance.objects.get()
    assert (again.pk, again.slug) == (first.pk, "twice")
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(("name", "sent"), DECISIONS)
def test_undo_after_ten_minutes_is_refused(desk: Client, name: str, sent: dict[str, Any]) -> None:
    submission = make_submission()
    press(desk, submission, name, **sent)
    Submission.objects.update(decided_at=timezone.now() - timedelta(minutes=10, seconds=1))
    decided = Submission.objects.get().state
    page = press(desk, submission, "undo")
    assert messages(page) == ["The ten minutes are over: the decision stands. Nothing was changed."]
    assert (Submission.objects.get().state, Mail.objects.count(), Event.objects.count()) == (decided, 1, 1)
    assert "undo/" not in page.content.decode()
    assert "Just decided" not in words(desk.get(QUEUE))


@pytest.mark.parametrize("gone", ["claimed_at", "sent_at"])
def test_undo_when_the_mail_has_gone(desk: Client, gone: str) -> None:
    submission = make_submission(name="Told")
    press(desk, submission, "approve")
    Mail.objects.update(**{gone: timezone.now()})
    page = press(desk, submission, "undo")
    assert messages(page) == ["The mail has gone. Decide anew instead; nothing was changed."]
    assert (Submission.objects.get().state, Mail.objects.count()) == (State.APPROVED, 1)
    assert Client().get("/alliances/told/").status_code == 200


def test_undo_of_spam_has_no_mail_to_take_back(desk: Client) -> None:
    submission = make_submission()
    press(desk, submission, "decline", reason="spam")
    press(desk, submission, "undo")
    assert Submission.objects.get().state == State.PENDING


def test_undo_leaves_other_mails_alone(desk: Client) -> None:
    submission = make_submission()
    Mail.write(MailKind.RECEIVED, submission)
    press(desk, submission, "decline", reason="A1", words="it is one space")
    press(desk, submission, "undo")
    assert [mail.kind for mail in Mail.objects.all()] == ["received"]


def test_undo_twice(desk: Client) -> None:
    submission = make_submission()
    press(desk, submission, "decline", reason="A1", words="it is one space")
    press(desk, submission, "undo")
    page = press(desk, submission, "undo")
    assert messages(page) == ["That is no longer possible: it is “Waiting for us” now. Nothing was changed."]
    assert [event.verb for event in Event.objects.all()] == ["declined", "undone"]


def test_undo_by_another_moderator(desk: Client) -> None:
    submission = make_submission()
    press(desk, submission, "decline", reason="A1", words="it is one space")
    other = Client()
    other.force_login(type(Submission.objects.get().decided_by).objects.create_superuser("other", "o@example.org"))
    press(other, submission, "undo")
    assert Event.objects.last().who == "other"
