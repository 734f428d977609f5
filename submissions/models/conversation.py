"""What the sender and the clock do with a submission."""

import math
import statistics
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from submissions.choices import ANSWERABLE_STATES, EDITABLE_STATES, OPEN_STATES, UNSENT_STATES, MailKind, State, Verb
from submissions.models.event import Event
from submissions.models.mail import Mail
from submissions.models.record import AREAS, LostRace, Record

ENOUGH_DECISIONS = 10  # to say how long others waited


def days_to_decide(submissions: models.QuerySet) -> int | None:
    """Median of whole days from confirmation to decision, of the newest hundred; None below ten of them."""
    decided = submissions.filter(state__in=[State.APPROVED, State.DECLINED], confirmed_at__isnull=False)
    times = decided.order_by("-decided_at").values_list("confirmed_at", "decided_at")[:100]
    days = [max(1, math.ceil((decided_at - confirmed_at) / timedelta(days=1))) for confirmed_at, decided_at in times]
    return round(statistics.median(days)) if len(days) >= ENOUGH_DECISIONS else None


class Conversation(Record):
    class Meta(Record.Meta):
        abstract = True

    @property
    def answer_by(self) -> datetime | None:
        """When an unanswered question puts the entry aside."""
        return self.asked_at + timedelta(days=settings.PROMISES["park"]) if self.asked_at else None

    @property
    def remind_on(self) -> datetime | None:
        return self.asked_at + timedelta(days=settings.PROMISES["remind"]) if self.asked_at else None

    @property
    def kept_until(self) -> datetime | None:
        """When an entry that was put aside is deleted."""
        return self.asked_at + timedelta(days=settings.RETENTION_DAYS["parked"]) if self.asked_at else None

    @property
    def first_look_by(self) -> datetime | None:
        """When a volunteer has read it, as promised."""
        return self.waiting_since + timedelta(days=settings.PROMISES["first_look"]) if self.waiting_since else None

    @property
    def confirm_by(self) -> datetime:
        """When an entry whose address nobody confirmed is deleted."""
        return (self.sent_at or self.created_at) + timedelta(days=settings.RETENTION_DAYS["unconfirmed"])

    @property
    def is_corrected_by_form(self) -> bool:
        """Its form came again with new answers after it was sent."""
        edits = Event.objects.filter(submission_id=self.pk, verb=Verb.EDITED)
        return any("form_digest" in event.data.get("fields", []) for event in edits)

    @transaction.atomic
    def send(self, *, mail: bool = True) -> None:
        """Draft → unconfirmed: the sender sends what was checked. `mail`: False over the limit."""
        self.move(from_states=[State.DRAFT], state=State.UNCONFIRMED, sent_at=timezone.now())
        self.note(Verb.SENT)
        if mail:
            Mail.write(MailKind.CONFIRM, self)

    @transaction.atomic
    def confirm_address(self, *, seen: int | None = None) -> None:
        """Unconfirmed → pending: somebody with the mailbox pressed the button. `seen`: the revision of the link."""
        now = timezone.now()
        self.move(
            from_states=[State.UNCONFIRMED],
            seen=seen,
            state=State.PENDING,
            confirmed_at=now,
            waiting_since=now,
        )
        self.note(Verb.CONFIRMED)
        Mail.write(MailKind.RECEIVED, self, median=days_to_decide(type(self)._default_manager.all()))

    @transaction.atomic
    def resend_confirmation(self, *, mail: bool = True) -> None:
        """A new first mail; the link of the former one is superseded. `mail`: False over the limit of the mailbox.

        One record has a limit too: else its address could be changed to one mailbox after the other.
        """
        self.move(from_states=[State.UNCONFIRMED], confirm_generation=models.F("confirm_generation") + 1)
        self.note(Verb.LINK_SENT)
        Mail.objects.unclaimed().filter(submission_id=self.pk, kind=MailKind.CONFIRM).delete()
        if mail and self.confirm_generation <= settings.LIMITS["mails_per_record"]:
            Mail.write(MailKind.CONFIRM, self)

    @transaction.atomic
    def edit(self, *, seen: int, facts: Mapping[str, Any], mail: bool = True) -> None:
        """The sender corrects answers: revision + 1, state kept.

        `facts`: columns by name; the AREAS as keys. What was decided or changed meanwhile is not
        overwritten: LostRace. `contact_email` may be among them until it is confirmed; the new one then gets a
        first mail of its own (`mail`: False over the limit).
        """
        states, address = UNSENT_STATES if "contact_email" in facts else OPEN_STATES, self.contact_email
        columns = {name: value for name, value in facts.items() if name not in AREAS}
        self.move(from_states=states, seen=seen, revision=models.F("revision") + 1, **columns)
        for area in AREAS:
            if area in facts:
                getattr(self, area).set(facts[area])
        if self.state != State.DRAFT:
            self.note(Verb.EDITED, data={"fields": sorted(facts)})
        if self.state == State.UNCONFIRMED and self.contact_email != address:
            self.resend_confirmation(mail=mail)

    @transaction.atomic
    def answer(self, *, text: str) -> None:
        """Back into the queue with an answer to the question."""
        self.move(
            from_states=ANSWERABLE_STATES,
            state=State.PENDING,
            waiting_since=timezone.now(),
            revision=models.F("revision") + 1,
        )
        self.note(Verb.ANSWERED, text=text)

    @transaction.atomic
    def withdraw(self) -> None:
        """The sender takes it back: deleted when nobody had confirmed the address, else withdrawn.

        Whoever was told that it would be deleted does not find it withdrawn, for then it is kept: LostRace.
        """
        if self.state in UNSENT_STATES:
            unsent: Any = type(self)._default_manager.filter(state__in=UNSENT_STATES)
            if not unsent.delete_one(self.pk):
                raise LostRace(self._why_too_late(None))
            return
        self.move(from_states=EDITABLE_STATES, state=State.WITHDRAWN, withdrawn_at=timezone.now())
        self.note(Verb.WITHDRAWN)

    @transaction.atomic
    def remind(self) -> None:
        """Clock: the question once more."""
        self.move(from_states=[State.CHANGES_REQUESTED], reminded_at=timezone.now())
        self.note(Verb.REMINDED)
        if self.contact_email:
            Mail.write(MailKind.REMINDER, self, question=self.last_question)

    @transaction.atomic
    def park(self) -> None:
        """Clock: put aside; the same link opens it again."""
        self.move(from_states=[State.CHANGES_REQUESTED], state=State.PARKED)
        self.note(Verb.PARKED)

    @property
    def last_question(self) -> str:
        asked = Event.objects.filter(submission_id=self.pk, verb=Verb.ASKED).last()
        return asked.text if asked else ""
