"""What the clock does: remind once, put aside, delete in time, and nothing twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from alliances.models import Alliance
from submissions.choices import DeclineReason, MailKind, State, Verb
from submissions.models import Event, Mail, Submission, Tally, take_down, undo_take_down
from submissions.retention import housekeep
from tests.factories import make_moderator, make_submission

pytestmark = pytest.mark.django_db


def days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def test_a_question_is_repeated_once_after_fourteen_days() -> None:
    submission = make_submission(state=State.CHANGES_REQUESTED, asked_at=days_ago(14.1))
    Event.objects.create(submission=submission, verb=Verb.ASKED, text="Who runs the third space?")
    make_submission(state=State.CHANGES_REQUESTED, asked_at=days_ago(13.9))
    assert housekeep(timezone.now())["reminded"] == 1
    assert housekeep(timezone.now())["reminded"] == 0
    [mail] = Mail.objects.filter(kind=MailKind.REMINDER)
    assert mail.to == submission.contact_email
    assert "Who runs the third space?" in mail.body


def test_an_unanswered_question_puts_the_entry_aside_after_thirty_days() -> None:
    submission = make_submission(state=State.CHANGES_REQUESTED, asked_at=days_ago(30.1), reminded_at=days_ago(16))
    young = make_submission(state=State.CHANGES_REQUESTED, asked_at=days_ago(29.9), reminded_at=days_ago(15))
    assert housekeep(timezone.now())["parked"] == 1
    submission.refresh_from_db()
    young.refresh_from_db()
    assert (submission.state, young.state) == (State.PARKED, State.CHANGES_REQUESTED)


OUTLIVED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "draft": ({"state": State.DRAFT}, {"created_at": days_ago(14.1)}),
    "unconfirmed": ({"state": State.UNCONFIRMED, "sent_at": days_ago(14.1)}, {}),
    "declined": ({"state": State.DECLINED, "decline_reason": DeclineReason.A1, "decided_at": days_ago(180.1)}, {}),
    "spam": ({"state": State.DECLINED, "decline_reason": DeclineReason.SPAM, "decided_at": days_ago(30.1)}, {}),
    "withdrawn": ({"state": State.WITHDRAWN, "withdrawn_at": days_ago(180.1)}, {}),
    "parked": ({"state": State.PARKED, "asked_at": days_ago(365.1)}, {}),
}
KEPT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "young draft": ({"state": State.DRAFT}, {"created_at": days_ago(13.9)}),
    "draft sent lately": ({"state": State.UNCONFIRMED, "sent_at": days_ago(1)}, {"created_at": days_ago(20)}),
    "pending for a year": ({"state": State.PENDING}, {"created_at": days_ago(365)}),
    "parked for a year": ({"state": State.PARKED, "asked_at": days_ago(364.9)}, {"created_at": days_ago(400)}),
    "approved": ({"state": State.APPROVED, "decided_at": days_ago(1000)}, {}),
    "declined": ({"state": State.DECLINED, "decline_reason": DeclineReason.A1, "decided_at": days_ago(179.9)}, {}),
    "withdrawn": ({"state": State.WITHDRAWN, "withdrawn_at": days_ago(179.9)}, {}),
}


def make(facts: dict[str, Any], columns: dict[str, Any]) -> Submission:
    submission = make_submission(**facts)
    Submission.objects.filter(pk=submission.pk).update(**columns)
    return submission


@pytest.mark.parametrize(("facts", "columns"), list(OUTLIVED.values()), ids=list(OUTLIVED))
def test_what_has_outlived_its_time_is_deleted(facts: dict[str, Any], columns: dict[str, Any]) -> None:
    gone = make(facts, columns)
    Mail.write(MailKind.RECEIVED, gone)
    Mail.objects.filter(pk=Mail.write(MailKind.CONFIRM, gone).pk).update(sent_at=timezone.now(), body="")
    kept = Mail.write(MailKind.RECEIVED, make_submission())
    assert housekeep(timezone.now())["deleted"] == 1
    assert list(Submission.objects.all()) == [kept.submission]
    assert list(Mail.objects.all()) == [kept]


@pytest.mark.parametrize(("facts", "columns"), list(KEPT.values()), ids=list(KEPT))
def test_what_has_its_time_is_kept(facts: dict[str, Any], columns: dict[str, Any]) -> None:
    make(facts, columns)
    assert housekeep(timezone.now())["deleted"] == 0
    assert Submission.objects.count() == 1


def test_the_client_is_forgotten_after_thirty_days() -> None:
    old = make({"client": "a" * 64}, {"created_at": days_ago(30.1)})
    young = make({"client": "b" * 64}, {"created_at": days_ago(29.9)})
    assert housekeep(timezone.now())["clients_forgotten"] == 1
    assert dict(Submission.objects.values_list("pk", "client")) == {old.pk: "", young.pk: "b" * 64}


def test_to_whom_a_mail_went_is_forgotten_after_thirty_days() -> None:
    submission = make_submission(state=State.APPROVED)
    times = {"sent_at": [31, 29], "failed_at": [31, 29], "created_at": [31]}
    mails = {}
    for column, ages in times.items():
        for days in ages:
            mail = Mail.write(MailKind.RECEIVED, submission)
            Mail.objects.filter(pk=mail.pk).update(**{column: days_ago(days)})
            mails[column, days] = mail
    assert housekeep(timezone.now())["mails_forgotten"] == 2
    assert list(Mail.objects.order_by("pk")) == [
        mails[one] for one in (("sent_at", 29), ("failed_at", 29), ("created_at", 31))
    ]


def test_what_is_counted_of_a_mailbox_is_forgotten_after_a_day() -> None:
    Tally.add("old@example.org")
    Tally.objects.update(at=days_ago(1.1))
    Tally.add("young@example.org")
    assert housekeep(timezone.now())["tallies_forgotten"] == 1
    assert Tally.count("young@example.org", days_ago(1)) == 1
    assert not Tally.objects.exclude(at__gt=days_ago(1)).exists()


def test_limit_of_mails_is_never_longer_than_what_is_counted() -> None:
    assert settings.LIMITS["mails_per_mailbox"][1] <= timedelta(days=settings.RETENTION_DAYS["tally"])


@pytest.mark.parametrize(("days", "deleted"), [(179.9, 0), (180.1, 1)])
def test_form_behind_a_group_is_deleted_some_time_after_its_take_down(days: float, deleted: int) -> None:
    moderator = make_moderator()
    gone, back, listed = (make_submission() for _ in range(3))
    for submission in (gone, back, listed):
        submission.approve(by=moderator, seen=1)
    for submission in (gone, back):
        event = take_down(Alliance.objects.get(pk=submission.alliance_id), by=moderator, reason="asked")
        Event.objects.filter(pk=event.pk).update(at=days_ago(days))
    undo_take_down(event, by=moderator)
    assert housekeep(timezone.now())["deleted"] == deleted
    assert set(Submission.objects.all()) == {back, listed} | (set() if deleted else {gone})
