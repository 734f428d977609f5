"""What a moderator decides. Nothing is validated here: what the sender wrote never stops a decision."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from alliances.choices import ConfirmedBy, Freshness, RegionKind
from alliances.criteria import VERSION
from alliances.models import Alliance, Region, Town
from submissions.choices import DECIDED_STATES, DeclineReason, MailKind, Purpose, State, Verb
from submissions.models.conversation import Conversation
from submissions.models.event import Event
from submissions.models.mail import Mail
from submissions.models.moderator import Moderator
from submissions.models.record import LostRace

DECISION_MAILS = (MailKind.LISTED, MailKind.QUESTION, MailKind.DECLINED)


def regions_of(towns: Collection[int], towns_around: Collection[int]) -> set[str]:
    """The codes of the cities of towns, and of the metros of those that stand for what lies round them; made now."""
    chosen = Town.objects.filter(pk__in={*towns, *towns_around}).select_related("region__parent__parent")
    return {(Region.around_town if town.pk in towns_around else Region.of_town)(town).pk for town in chosen}


class MailHasGone(Exception):
    """A decision cannot be undone any more: the sender has been told."""


class Decision(Conversation):
    class Meta(Conversation.Meta):
        abstract = True

    @property
    def undo_until(self) -> datetime | None:
        """When the mail of a decision goes out."""
        return self.decided_at + timedelta(minutes=settings.UNDO_MINUTES) if self.decided_at else None

    def require_pending(self) -> None:
        """Say who was faster, before anything else is said. Raises LostRace; the verbs' own guard is `move`."""
        if self.state != State.PENDING:
            raise LostRace(self._why_too_late(None))

    @transaction.atomic
    def approve(
        self,
        *,
        by: Moderator,
        seen: int,
        covers: Iterable[str] | None = None,
        towns: Collection[int] = (),
        towns_around: Collection[int] = (),
        excludes: Iterable[str] | None = None,
        **instead: Any,
    ) -> Alliance:
        """Pending → approved, and listed at once; the mail goes out when the time for an undo is over.

        `covers`, `towns` and `towns_around`: codes of regions and keys of towns to publish instead of the area that
        was sent; `excludes`: codes likewise. `instead`: columns likewise (kind, name, life). Raises LostRace.
        """
        now = timezone.now()
        self.move(from_states=[State.PENDING], seen=seen, state=State.APPROVED, decided_at=now, decided_by=by)
        if covers is not None:
            instead["covers"] = sorted({*covers, *regions_of(towns, towns_around)})
        sent = self._sent_facts(make=covers is None)
        published = {**sent, **instead}
        if excludes is not None:
            published["excludes"] = sorted(excludes)
        listed = Alliance.objects.filter(pk=self.alliance_id).first() if self.alliance_id else None
        before = listed.snapshot() if listed else None
        alliance = Alliance.publish(published, alliance_id=self.alliance_id, **self._besides())
        type(self)._default_manager.filter(pk=self.pk).update(alliance=alliance)
        self.alliance_id = alliance.pk
        differences = {name: [sent.get(name), value] for name, value in published.items() if sent.get(name) != value}
        self.note(Verb.APPROVED, by=by, data={"differences": differences, "before": before})
        self._tell(MailKind.LISTED, alliance=alliance, regions=list(alliance.covers.order_by("-breadth", "name")))
        return alliance

    def _sent_facts(self, *, make: bool) -> dict[str, Any]:
        """What was sent, of a change what it changes; a chosen town stands among the regions as its city or metro.

        `make`: those regions now, where they are missing; a metro that nobody chose has no code yet.
        """
        sent = self.facts(self.changed_fields or None)
        if "covers" in sent:
            towns, around = (set(rows.values_list("pk", flat=True)) for rows in (self.towns, self.towns_around))
            if make:
                regions_of(towns, around)
            metros = Region.objects.filter(kind=RegionKind.METRO, town__in=around).values_list("pk", flat=True)
            sent["covers"] = sorted({*sent["covers"], *(f"city-{key}" for key in towns), *metros})
        return sent

    @transaction.atomic
    def ask(self, *, by: Moderator, seen: int, text: str) -> None:
        """Pending → changes requested. `text`: the question as the mail will say it."""
        now = timezone.now()
        state = State.CHANGES_REQUESTED
        self.move(
            from_states=[State.PENDING],
            seen=seen,
            state=state,
            asked_at=now,
            reminded_at=None,
            decided_at=now,
            decided_by=by,
        )
        self.note(Verb.ASKED, by=by, text=text)
        self._tell(MailKind.QUESTION, question=text)

    @transaction.atomic
    def decline(self, *, by: Moderator, seen: int, reason: str, text: str) -> None:
        """Pending → declined. `reason`: a DeclineReason; `text`: the words of the mail. Spam gets no mail."""
        reason = DeclineReason(reason)
        self.move(
            from_states=[State.PENDING],
            seen=seen,
            state=State.DECLINED,
            decline_reason=reason,
            decided_at=timezone.now(),
            decided_by=by,
        )
        self.note(Verb.DECLINED, by=by, text=text, data={"reason": reason, "criteria_version": VERSION})
        if reason != DeclineReason.SPAM:
            delete_on = timezone.now() + timedelta(days=settings.RETENTION_DAYS["declined"])
            self._tell(MailKind.DECLINED, reason=text, delete_on=delete_on)

    @transaction.atomic
    def undo(self, *, by: Moderator) -> None:
        """A decision or question of the last ten minutes → pending; its mail is never sent.

        Raises LostRace when the time is over or somebody was faster, MailHasGone when the mail is on its way.
        """
        undone, since = State(self.state), self.decided_at
        if not self.is_undoable:
            raise LostRace(
                gettext("The ten minutes are over: the decision stands. Nothing was changed.")
                if undone in DECIDED_STATES
                else self._why_too_late(None)
            )
        self.move(
            from_states=[undone],
            seen=self.revision,
            state=State.PENDING,
            revision=models.F("revision") + 1,
            decline_reason="",
            asked_at=None if undone == State.CHANGES_REQUESTED else self.asked_at,
            decided_at=None,
            decided_by=None,
        )
        waiting = Mail.objects.filter(submission_id=self.pk, kind__in=DECISION_MAILS, created_at__gte=since)
        count = waiting.count()
        if waiting.unclaimed().delete()[0] != count:
            raise MailHasGone(gettext("The mail has gone. Decide anew instead; nothing was changed."))
        if undone == State.APPROVED:
            self._unlist()
        self.note(Verb.UNDONE, by=by, data={"undone": undone})

    @transaction.atomic
    def erase(self, *, by: Moderator, state: str, seen: int) -> Event:
        """On request: the record, what was said and its mails are gone; the listing stays unless it was taken down.

        What moderators did stays as lines without words, under the reference. Of a group that was taken down the copy
        to list it again from goes too. `state`, `seen`: of the record as it was read. Raises LostRace.
        """
        self.move(from_states=[State(state)], seen=seen, revision=models.F("revision") + 1)
        trace = {"reference": self.reference}
        Event.objects.filter(submission_id=self.pk).exclude(by=None).update(submission=None, text="", data=trace)
        if not Alliance.objects.filter(pk=self.alliance_id or 0).exists():
            for event in Event.objects.of_take_downs().filter(alliance_id=self.alliance_id or 0):
                event.forget_words(**trace)
        type(self)._default_manager.filter(pk=self.pk).delete()
        return Event.objects.create(alliance_id=self.alliance_id, verb=Verb.ERASED, by=by, data=trace)

    def _unlist(self) -> None:
        """Take back an approval: the listing as it was before, or none and no trace at its address."""
        approval = Event.objects.filter(submission_id=self.pk, verb=Verb.APPROVED).last()
        before = approval.data.get("before") if approval else None
        if before:
            Alliance.restore(before)
            return
        alliance = Alliance.objects.filter(pk=self.alliance_id or 0).first()
        if alliance:
            alliance.take_down(reason=None)

    def _besides(self) -> dict[str, Any]:
        """Columns of the listing that say where its facts come from."""
        if self.purpose in {Purpose.NEW, Purpose.CHANGE}:
            return {
                "checked": VERSION,
                "freshness": Freshness.CONFIRMED,
                "confirmed_on": timezone.localdate(self.confirmed_at or timezone.now()),
                "confirmed_by": ConfirmedBy.GROUP,
            }
        read_on = f"{self.created_at:%Y-%m}"
        return {"checked": VERSION, "source_url": self.source_url, "source_read_on": read_on}

    def _tell(self, kind: MailKind, **context: Any) -> None:
        if self.contact_email:
            Mail.write(kind, self, after=timedelta(minutes=settings.UNDO_MINUTES), **context)
