"""A submission: all that is not, or not yet, listed."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q

from alliances.models import Alliance
from submissions.choices import UNSENT_STATES, DeclineReason, Purpose, State, Verb
from submissions.models.decision import Decision
from submissions.models.event import Event
from submissions.models.record import AREAS, LostRace


def taken_down_before(moment: datetime) -> Q:
    """Of records: their group was listed, was last taken down before then, and is not listed again."""
    take_downs = Event.objects.filter(verb=Verb.TAKEN_DOWN, alliance_id=OuterRef("alliance_id"))
    is_listed = Exists(Alliance.objects.filter(pk=OuterRef("alliance_id")))
    return Q(Exists(take_downs), ~Exists(take_downs.filter(at__gte=moment)), ~is_listed)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def pending(self) -> "SubmissionQuerySet":
        """Waiting for us, oldest first."""
        return self.filter(state=State.PENDING).order_by("waiting_since", "pk")

    def at_desk(self) -> "SubmissionQuerySet":
        """What a moderator may see at all: the address is confirmed, or it needs none."""
        return self.exclude(state__in=UNSENT_STATES)

    def of(self, address: str) -> "SubmissionQuerySet":
        """Records that somebody with this confirmed mailbox may open."""
        return self.at_desk().filter(contact_email__iexact=address).order_by("-created_at")

    def to_remind(self, now: datetime) -> "SubmissionQuerySet":
        asked_before = now - timedelta(days=settings.PROMISES["remind"])
        return self.filter(state=State.CHANGES_REQUESTED, reminded_at=None, asked_at__lte=asked_before)

    def to_park(self, now: datetime) -> "SubmissionQuerySet":
        asked_before = now - timedelta(days=settings.PROMISES["park"])
        return self.filter(state=State.CHANGES_REQUESTED, asked_at__lte=asked_before)

    def outlived(self, now: datetime) -> "SubmissionQuerySet":
        """Past the time that the table of retention allows."""

        def before(name: str) -> datetime:
            return now - timedelta(days=settings.RETENTION_DAYS[name])

        declined = Q(state=State.DECLINED)
        spam = Q(decline_reason=DeclineReason.SPAM)
        return self.filter(
            Q(state=State.DRAFT, created_at__lt=before("unconfirmed"))
            | Q(state=State.UNCONFIRMED, sent_at__lt=before("unconfirmed"))
            | declined & spam & Q(decided_at__lt=before("spam"))
            | declined & ~spam & Q(decided_at__lt=before("declined"))
            | Q(state=State.WITHDRAWN, withdrawn_at__lt=before("withdrawn"))
            | Q(state=State.APPROVED) & taken_down_before(before("taken_down"))
            | Q(state=State.PARKED, asked_at__lt=before("parked"))
        )

    @transaction.atomic
    def delete_one(self, pk: int) -> bool:
        """Delete a record with its events and mails, if it is still one of these; who writes to it meanwhile waits."""
        record = self.select_for_update().filter(pk=pk).first()
        return bool(record and record.delete())

    def write_draft(self, *, form_key: str, facts: dict[str, Any], **private: Any) -> "Submission":
        """The draft of one form: made at its first valid POST, found again when the same form comes twice.

        A draft that is still one takes answers that are new (`form_digest` tells); corrections made elsewhere since
        outlive a form that comes twice. What has been sent is left as it is.
        """
        columns = {name: value for name, value in facts.items() if name not in AREAS}
        with transaction.atomic():
            try:
                with transaction.atomic():
                    submission = self.create(form_key=form_key, **columns, **private)
            except IntegrityError:
                return self._write_again(self.get(form_key=form_key), {**facts, **private})
            for area in AREAS:
                getattr(submission, area).set(facts.get(area, ()))
        return submission

    def _write_again(self, submission: "Submission", facts: dict[str, Any]) -> "Submission":
        if submission.state == State.DRAFT and submission.form_digest != facts.get("form_digest"):
            try:
                submission.edit(seen=submission.revision, facts=facts)
            except LostRace:  # the same form, sent at the same moment, was faster; or it has just been sent on
                submission.refresh_from_db()
        return submission


class Submission(Decision):
    objects = SubmissionQuerySet.as_manager()

    class Meta:
        permissions = [
            ("decide_submission", "Can approve, ask, decline and undo"),
            ("erase_submission", "Can erase a record on request"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose__in=[Purpose.NEW, Purpose.CHANGE])
                | (~Q(contact_email="") & Q(licence_accepted_at__isnull=False)),
                name="submission_has_contact_and_licence",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="submission_has_a_state"),
        ]
        indexes = [
            models.Index(fields=["state", "waiting_since"], name="submission_queue"),
            models.Index(fields=["client", "created_at"], name="submission_client"),
            models.Index(fields=["alliance"], name="submission_alliance"),
        ]
