"""What a submission holds, and the guarded step from state to state that every verb begins with."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances import languages
from alliances.models import AllianceProfile, Region, Town
from alliances.models.facets import WORLD
from alliances.text import validate_plain_text
from submissions.choices import DECIDED_STATES, DeclineReason, LinkPurpose, Purpose, State, Verb
from submissions.links import absolute, make
from submissions.models.event import Event

AREAS = ("covers", "excludes", "towns", "towns_around")  # all that is kept in rows beside the record's own


class LostRace(Exception):
    """Somebody else was faster; nothing was changed. Its text says who, or what, in words for the screen."""


class Record(AllianceProfile):
    """A pending alliance record, its private answers and where it stands."""

    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.NEW)
    state = models.CharField(max_length=18, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    # Taken down and listed again under the same id: nothing here may cascade or break.
    alliance = models.ForeignKey(
        "alliances.Alliance", models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+"
    )
    towns = models.ManyToManyField("alliances.Town", verbose_name=_("towns"), related_name="+", blank=True)
    towns_around = models.ManyToManyField(
        "alliances.Town", verbose_name=_("towns with what lies round them"), related_name="+", blank=True
    )
    base_revision = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of the listing a change was made from."
    )
    changed_fields = models.JSONField(default=list, blank=True)

    contact_email = models.EmailField(_("email address"), blank=True)
    contact_name = models.CharField(_("name"), max_length=80, blank=True, validators=[validate_plain_text])
    contact_role = models.CharField(_("part in the group"), max_length=80, blank=True, validators=[validate_plain_text])
    second_name = models.CharField(_("second person"), max_length=80, blank=True, validators=[validate_plain_text])
    second_email = models.EmailField(_("second email address"), blank=True)
    criteria_answers = models.JSONField(default=dict, blank=True)
    criteria_version = models.PositiveSmallIntegerField(default=1)
    licence_accepted_at = models.DateTimeField(null=True, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    language = models.CharField(_("language of the conversation"), max_length=10, default="en")

    form_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    form_digest = models.CharField(max_length=64, blank=True, help_text="Keyed hash of what step 1 brought last.")
    link_generation = models.PositiveIntegerField(default=1)
    confirm_generation = models.PositiveIntegerField(default=1)
    client = models.CharField(max_length=64, blank=True, help_text="Keyed hash of the sender's network address.")

    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="When it last came into the queue.")
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decline_reason = models.CharField(max_length=10, choices=DeclineReason.choices, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(AllianceProfile.Meta):
        abstract = True

    @property
    def days_waiting(self) -> int:
        """Whole days in the queue."""
        return (timezone.now() - self.waiting_since).days if self.waiting_since else 0

    @property
    def is_undoable(self) -> bool:
        """Decided or asked so lately that the mail still lies in the outbox."""
        if self.state not in DECIDED_STATES or not self.decided_at:
            return False
        return timezone.now() < self.decided_at + timedelta(minutes=settings.UNDO_MINUTES)

    @property
    def shown_state(self) -> State:
        """The state as the sender sees it: a decision shows when it can no longer be undone."""
        return State.PENDING if self.is_undoable else State(self.state)

    @property
    def narrowest_place(self) -> Region | Town | None:
        """Of those it is for the one whose page tells best who else is there; none when it is for the whole world."""
        around = self.covers.exclude(pk=WORLD).order_by("breadth", "name")
        towns = [chosen.order_by("-population", "pk").first() for chosen in (self.towns, self.towns_around)]
        return towns[0] or towns[1] or around.first()

    @property
    def reference(self) -> str:
        """What people name when they write to us about it."""
        return f"S{self.pk:05d}"

    @property
    def draft_link(self) -> str:
        return make(LinkPurpose.DRAFT, self.pk, self.link_generation)

    @property
    def status_link(self) -> str:
        return make(LinkPurpose.STATUS, self.pk, self.link_generation)

    @property
    def status_url(self) -> str:
        """In the language of the conversation, wherever it is asked for."""
        with languages.speaking(self.language):
            return absolute("submissions:status", self.status_link)

    @property
    def confirm_url(self) -> str:
        return absolute("submissions:confirm", make(LinkPurpose.CONFIRM, self.pk, self.confirm_generation))

    def note(self, verb: Verb, **facts: Any) -> Event:
        """Write the event row of an act."""
        return Event.objects.create(submission_id=self.pk, alliance_id=self.alliance_id, verb=verb, **facts)

    def move(self, *, from_states: Iterable[State], seen: int | None = None, **changes: Any) -> None:
        """The conditional UPDATE that is guard and lock at once; call it first in every verb.

        `seen`: the revision that whoever decides had before them. Raises LostRace, and then nothing was changed.
        """
        rows = type(self)._default_manager.filter(pk=self.pk, state__in=list(from_states))
        if seen is not None:
            rows = rows.filter(revision=seen)
        if not rows.update(**changes):
            raise LostRace(self._why_too_late(seen))
        self.refresh_from_db()

    def _why_too_late(self, seen: int | None) -> str:
        now = type(self)._default_manager.filter(pk=self.pk).select_related("decided_by").first()
        if now is None:
            return gettext("This entry is gone: it was withdrawn or deleted.")
        if now.decided_by and now.decided_at and now.state in DECIDED_STATES:
            return gettext("%(who)s was faster: %(state)s, %(when)s UTC. Nothing was changed.") % {
                "who": now.decided_by.get_full_name() or now.decided_by.get_username(),
                "state": now.get_state_display(),
                "when": date_format(now.decided_at, "j F Y, H:i"),
            }
        if seen is not None and now.revision != seen:
            return gettext("The sender has changed it since you opened it. Read it again; nothing was changed.")
        return gettext("That is no longer possible: it is “%(state)s” now. Nothing was changed.") % {
            "state": now.get_state_display()
        }
