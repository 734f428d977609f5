"""The directory as a whole: which version of it is published, and what stood at an address before."""

from hashlib import sha256
from secrets import randbits
from typing import Any

from django.db import models
from django.db.models import F

from alliances.choices import TakeDownReason
from alliances.text import fold


def never_before() -> int:
    """A number that no other state has: a count would come again after a change that was rolled back."""
    return randbits(62)


class DirectoryVersion(models.Model):
    """One row. It is raised in the transaction of every public change: whoever keeps pages or lists looks at it.

    `geography` is another number whenever a region was loaded or drawn: whoever keeps regions looks at that.
    """

    number = models.PositiveBigIntegerField(default=0)
    geography = models.PositiveBigIntegerField(default=never_before)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="directory_version_is_one_row")]

    def __str__(self) -> str:
        return f"version {self.number}"

    @classmethod
    def bump(cls, *, redrawn: bool = False) -> None:
        """Raise the version. `redrawn`: regions have changed too. Call it inside the transaction of the change."""
        changes: dict[str, Any] = {"number": F("number") + 1}
        cls.objects.get_or_create(pk=1)
        if redrawn:
            changes["geography"] = never_before()
        cls.objects.filter(pk=1).update(**changes)

    @classmethod
    def lock(cls) -> None:
        """Let nobody else change the directory until this transaction ends."""
        cls.objects.select_for_update().get_or_create(pk=1)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0


class FormerAddress(models.Model):
    """A slug that no longer names a listed group: moved (301 to `alliance`) or gone (410 with a public reason)."""

    slug = models.SlugField(max_length=80, primary_key=True)
    alliance = models.ForeignKey("alliances.Alliance", models.SET_NULL, null=True, blank=True, related_name="+")
    # Of the name the group had there: its name itself is no longer ours to keep, but the loader must know it again.
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    public_reason = models.CharField(max_length=20, choices=TakeDownReason.choices, blank=True)
    since = models.DateField()

    class Meta:
        verbose_name_plural = "former addresses"
        indexes = [models.Index(fields=["alliance"], name="former_address_alliance")]

    def __str__(self) -> str:
        return self.slug

    @staticmethod
    def fingerprint_of(name: str) -> str:
        """A digest of a folded name."""
        return sha256(fold(name).encode()).hexdigest()
