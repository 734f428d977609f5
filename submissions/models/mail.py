"""The outbox: a mail is a row written in the transaction of the act it tells of; sending it is for mail.py."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from alliances import languages
from submissions.choices import UNASKED_MAILS, MailKind
from submissions.models.tally import Tally

if TYPE_CHECKING:
    from submissions.models.record import Record

GIVE_UP_AFTER = timedelta(days=5)
LATE_AFTER = timedelta(minutes=30)  # besides the time for an undo
CLAIM_LASTS = timedelta(minutes=10)  # then the sender is taken for dead and the mail may be sent once more
NAME_LENGTH = 80
MAILBOX_REFUSED = "SMTPRecipientsRefused"  # how the last error of a mail begins that the server took for no mailbox
# What parts an address: dots, and what browsers and mail programs take for one; slashes, colons, at signs.
DOTS, PARTS = ".\u2024\u3002\ufe52\uff0e\uff61", "/@:\\\\\u2044\u2215\ufe55\ufe6b\uff0f\uff1a\uff20\uff3c"
LINK_MARKS = re.compile(rf"[{PARTS}]+|[{DOTS}]+(?=\w)")


class MailQuerySet(models.QuerySet["Mail"]):
    def unsent(self) -> "MailQuerySet":
        return self.filter(sent_at=None, failed_at=None)

    def due(self, now: datetime) -> "MailQuerySet":
        """To be tried now: its time has come and nobody is sending it."""
        unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
        return self.unsent().filter(unclaimed, send_after__lte=now).order_by("send_after", "pk")

    def unclaimed(self) -> "MailQuerySet":
        """Not sent and in nobody's hands: may still be taken back."""
        return self.unsent().filter(claimed_at=None)

    def failed(self) -> "MailQuerySet":
        return self.exclude(failed_at=None)

    def stuck_since(self, now: datetime) -> datetime | None:
        """When the mail was written that waits longest for our mail server, if one does.

        One that the server refuses for its mailbox is a matter of that mailbox, as long as others are sent: whoever
        names a mailbox that never answers must not have us look ill.
        """
        late = self.unsent().filter(created_at__lt=now - LATE_AFTER - timedelta(minutes=settings.UNDO_MINUTES))
        times = late.order_by("created_at").values_list("created_at", flat=True)
        refused = times.filter(last_error__startswith=MAILBOX_REFUSED).first()
        if refused and self.filter(sent_at__gt=refused).exists():
            times = times.exclude(last_error__startswith=MAILBOX_REFUSED)
        return times.first()

    def outlived(self, now: datetime) -> "MailQuerySet":
        """Sent or failed so long ago that nobody needs to know any more to whom."""
        before = now - timedelta(days=settings.RETENTION_DAYS["mails"])
        return self.filter(Q(sent_at__lt=before) | Q(failed_at__lt=before))


class Mail(models.Model):
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    # A mail goes with its record, sent or not: else it would keep the address, and bring a link that opens nothing.
    submission = models.ForeignKey("submissions.Submission", models.CASCADE, related_name="mails")
    to = models.EmailField(db_index=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True, help_text="Blanked once sent or given up.")
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["send_after"], name="mail_unsent", condition=Q(sent_at=None, failed_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a mailbox can tell a duplicate."""
        host = settings.SITE_URL.split("//")[1].split(":")[0]
        return f"<{self.kind}.{self.pk}.{self.created_at:%Y%m%d%H%M%S}@{host}>"

    @classmethod
    def words(cls, kind: MailKind, submission: "Record", **context: Any) -> tuple[str, str]:
        """Subject and body of a mail about a submission, in the language of its conversation.

        The first line of templates/mail/<kind>.txt is the subject.
        """
        with languages.speaking(submission.language):
            words = {
                "submission": submission,
                "name": soften(submission.name),
                "settings": settings,
                **context,
            }
            subject, body = render_to_string(f"mail/{kind.value}.txt", words).strip().split("\n", 1)
        return " ".join(subject.split())[:200], re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"

    @classmethod
    def write(cls, kind: MailKind, submission: "Record", *, after: timedelta = timedelta(0), **context: Any) -> "Mail":
        """Put a mail about a submission into the outbox. Call it inside the transaction of the act."""
        subject, body = cls.words(kind, submission, **context)
        if kind in UNASKED_MAILS:
            Tally.add(submission.contact_email)
        return cls.objects.create(
            kind=kind,
            submission_id=submission.pk,
            to=submission.contact_email,
            subject=subject,
            body=body,
            language=submission.language,
            send_after=timezone.now() + after,
        )

    def claim(self, now: datetime) -> bool:
        """Take this mail in hand; False when another sender was faster. Works for any number of hosts."""
        return bool(
            type(self).objects.due(now).filter(pk=self.pk).update(claimed_at=now, attempts=models.F("attempts") + 1)
        )

    def note_sent(self) -> None:
        type(self).objects.filter(pk=self.pk).update(sent_at=timezone.now(), body="", claimed_at=None, last_error="")

    def note_failure(self, error: str, *, final: bool) -> None:
        """Try again later with growing pauses, for five days; then it is shown at the desk as failed, without words.

        Nothing is noted of a mail that went with its record meanwhile.
        """
        now, row = timezone.now(), type(self).objects.filter(pk=self.pk)
        attempts = row.values_list("attempts", flat=True).first() or 0
        pause = min(timedelta(minutes=2 ** min(attempts, 9)), timedelta(hours=6))
        if final or now + pause > self.created_at + GIVE_UP_AFTER:
            row.update(claimed_at=None, failed_at=now, body="", last_error=error[:200])
        else:
            row.update(claimed_at=None, send_after=now + pause, last_error=error[:200])


def soften(name: str) -> str:
    """A group's name for a mail: 80 characters, and nothing in it that a mail program makes into a link."""
    name = " ".join(LINK_MARKS.sub(" ", name).split())
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rstrip() + "…"
