"""What was done, by whom, when and with what words: one row per act. Never changed; its words go on request."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from submissions.choices import Verb


class EventQuerySet(models.QuerySet["Event"]):
    def of_take_downs(self) -> "EventQuerySet":
        """Those that still hold the group as it was listed."""
        return self.filter(verb=Verb.TAKEN_DOWN, data__has_key="snapshot")


class Event(models.Model):
    submission = models.ForeignKey("submissions.Submission", models.CASCADE, null=True, related_name="events")
    # A group may be taken down and come back under its id: rows about it must not move.
    alliance = models.ForeignKey(
        "alliances.Alliance", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    # A city or metro that was drawn: regions are never deleted.
    region = models.ForeignKey("alliances.Region", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["submission", "at"], name="event_of_submission"),
            models.Index(fields=["alliance", "at"], name="event_of_alliance"),
        ]

    def __str__(self) -> str:
        return str(self.get_verb_display())

    @property
    def who(self) -> str:
        """Name of the moderator, or nothing: the sender or the clock."""
        return (self.by.get_full_name() or self.by.get_username()) if self.by else ""

    def forget_words(self, **data: Any) -> None:
        """Keep who did what and when, the public reason, and `data`."""
        self.text, self.data = "", {**data, "reason": self.data.get("reason", "")}
        self.save(update_fields=["text", "data"])

    @classmethod
    def of_alliance(cls, alliance_id: int, verb: Verb, **facts: Any) -> "Event":
        return cls.objects.create(alliance_id=alliance_id, verb=verb, **facts)
