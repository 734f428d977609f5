"""A listed group. A row here is public; everything that is not yet, or no longer, listed is elsewhere."""

import itertools
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from alliances.addresses import address
from alliances.choices import ConfirmedBy, Freshness, Kind, Life, TakeDownReason
from alliances.models.directory import DirectoryVersion, FormerAddress
from alliances.models.facets import ALL, CLOSED, CONFIRMED, PEOPLE
from alliances.models.graph import Graph
from alliances.models.listing import Counts, Footprint, Listing, ground_of, listings_for
from alliances.models.postings import Posting
from alliances.models.profile import AllianceProfile
from alliances.models.region import Extent, Region
from alliances.models.searched import names_of_towns, searched_text_of
from alliances.models.selection import AllianceQuerySet
from alliances.text import fold, slug_for

NOT_IN_SNAPSHOT = {"id", "search_text", "folded_name", "changed_at"}


class Alliance(AllianceProfile):
    slug = models.SlugField(max_length=80, unique=True)
    folded_name = models.CharField(max_length=120, db_index=True)
    search_text = models.TextField()

    source_url = models.URLField(max_length=1000, blank=True)
    source_read_on = models.CharField(max_length=10, blank=True, help_text="When a volunteer read the source: 2026-11.")
    checked = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Version of the criteria, or not yet.")

    freshness = models.CharField(max_length=16, choices=Freshness.choices, default=Freshness.NEVER_CONFIRMED)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=10, choices=ConfirmedBy.choices, blank=True)

    revision = models.PositiveIntegerField(default=1)
    listed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = AllianceQuerySet.as_manager()

    class Meta:
        ordering = ["folded_name", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(freshness=Freshness.NEVER_CONFIRMED, confirmed_on__isnull=True)
                | (~Q(freshness=Freshness.NEVER_CONFIRMED) & Q(confirmed_on__isnull=False)),
                name="alliance_confirmed_has_a_date",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="alliance_has_a_kind"),
            models.CheckConstraint(condition=Q(life__in=Life.values), name="alliance_has_a_life"),
        ]
        indexes = [
            # The orders of the list: each is walked by its index, which also holds what a column may filter by.
            models.Index(fields=["folded_name", "name", "id", "life", "kind", "confirmed_on"], name="alliance_by_name"),
            models.Index(fields=["life", "folded_name", "name", "id", "kind"], name="alliance_life_by_name"),
            models.Index(fields=["kind", "folded_name", "name", "id", "life"], name="alliance_kind_by_name"),
            models.Index(fields=["-listed_at", "-id", "life", "kind"], name="alliance_newest"),
            models.Index(
                fields=["-confirmed_on", "folded_name", "name", "id", "life", "kind"], name="alliance_confirmed_first"
            ),
        ]

    known_extent: Extent | None = None

    @property
    def extent(self) -> Extent:
        """The regions that it names: two queries, unless with_extents() has read them for many groups at once."""
        return self.known_extent or Extent(list(self.covers.all()), list(self.excludes.all()))

    def get_absolute_url(self) -> str:
        return address("detail", self.slug)

    @property
    def is_open(self) -> bool:
        """Not closed: it counts."""
        return self.life != Life.CLOSED

    @property
    def confirmed_rank(self) -> int:
        """0 for a confirmed group, 1 for any other: it stands first among equals."""
        return 0 if self.freshness == Freshness.CONFIRMED else 1

    @property
    def wanted_slug(self) -> str:
        """Its address unless another group has it."""
        return slug_for(self.name, self.acronym)

    @classmethod
    @transaction.atomic
    def publish(cls, facts: Mapping[str, Any], *, alliance_id: int | None = None, **besides: Any) -> "Alliance":
        """List a group, or change what is listed of it.

        `facts`: from AllianceProfile.facts(), all of them for a new group, the changed ones for a listed one.
        `alliance_id`: of the listed group; of one that was taken down, it comes back under the same id.
        `besides`: columns of Alliance itself (slug, source_url, checked, listed_at …). Returns the listed row.
        """
        DirectoryVersion.lock()
        now = timezone.now()
        listed = Alliance.objects.filter(pk=alliance_id).first() if alliance_id else None
        alliance = listed or Alliance(pk=alliance_id, listed_at=now, revision=0)
        counted_before, former_name = alliance.counted(), alliance.name
        alliance.write_facts(facts, besides, at=now)
        alliance._save_under_its_slug(former_name)
        alliance._write_areas(facts)
        alliance.relist(counted_before)
        DirectoryVersion.bump()
        return alliance

    @transaction.atomic
    def take_down(self, *, reason: str | None) -> dict[str, Any]:
        """Remove the group from the directory and leave a public reason at its addresses.

        Returns the snapshot from which `restore` lists the same row again. `reason`: a TakeDownReason; None where
        a listing is undone before anybody was told: then nothing is left.
        """
        DirectoryVersion.lock()
        snapshot = self.snapshot()
        if reason is None:
            FormerAddress.objects.filter(alliance=self).delete()
        else:
            gone = {"alliance": None, "public_reason": TakeDownReason(reason), "since": timezone.localdate()}
            FormerAddress.objects.filter(alliance=self).update(**gone)
            fingerprint = FormerAddress.fingerprint_of(self.name)
            FormerAddress.objects.update_or_create(slug=self.slug, defaults={"fingerprint": fingerprint, **gone})
        Counts.move(self.counted(), Counts())
        Posting.move(self.pk, self._indexed_text(), "")
        self.delete()
        DirectoryVersion.bump()
        return snapshot

    @classmethod
    @transaction.atomic
    def restore(cls, snapshot: Mapping[str, Any]) -> "Alliance":
        """List a group again as `take_down` found it: same id, same addresses."""
        besides = {
            field.name: field.to_python(snapshot["besides"][field.name])
            for field in cls._meta.local_fields
            if field.name in snapshot["besides"]
        }
        FormerAddress.objects.filter(slug=besides["slug"]).delete()
        alliance = cls.publish(snapshot["facts"], alliance_id=snapshot["id"], **besides)
        FormerAddress.objects.filter(slug__in=snapshot["former_slugs"]).update(alliance=alliance, public_reason="")
        return alliance

    @transaction.atomic
    def confirm(self, *, by: str, on: date | None = None) -> None:
        """Note that somebody looked and all is still right. `by`: a ConfirmedBy."""
        DirectoryVersion.lock()
        counted_before = self.counted()
        self.freshness, self.confirmed_by = Freshness.CONFIRMED, ConfirmedBy(by)
        self.confirmed_on = on or timezone.localdate()
        self.save(update_fields=["freshness", "confirmed_by", "confirmed_on"])
        self.relist(counted_before)
        DirectoryVersion.bump()

    def snapshot(self) -> dict[str, Any]:
        """All that it takes to list this row again, as JSON-ready values."""
        own = {field.name for field in self._meta.local_fields} - set(self.profile_fields())
        return {
            "id": self.pk,
            "facts": self.facts(),
            "besides": {name: getattr(self, name) for name in own - NOT_IN_SNAPSHOT},
            "former_slugs": list(FormerAddress.objects.filter(alliance=self).values_list("slug", flat=True)),
        }

    @transaction.atomic
    def relist(self, counted_before: Counts | None = None) -> None:
        """Write the derived rows anew: listings, what is searched and the counts of regions.

        `counted_before`: where the group was counted before its facts changed; now, when None. The caller holds
        DirectoryVersion.lock().
        """
        before = self.counted() if counted_before is None else counted_before
        covered, graph = list(self.covers.all()), Graph()
        excluded = list(self.excludes.values_list("pk", flat=True))
        relations = sorted(ground_of([region.pk for region in covered], excluded, graph).rows())
        self.listings.all().delete()
        breadths = {region.pk: region.breadth for region in covered}
        Listing.objects.bulk_create(listings_for(self, breadths, relations))
        towns = names_of_towns(self.towns_named(covered))
        searched = searched_text_of(self, covered=covered, towns=towns, relations=relations, excluded=excluded)
        Posting.move(self.pk, self._indexed_text(), searched)
        self.search_text = searched
        self.save(update_fields=["search_text"])
        Counts.move(before, self._counted_in(relations, excluded, graph))

    def counted(self) -> Counts:
        """The stored counts that hold this group: none while it is not listed, one while it is closed."""
        if self._state.adding:
            return Counts()
        relations = self.listings.values_list("region", "relation")
        return self._counted_in(relations, self.excludes.values_list("pk", flat=True), Graph())

    def _counted_in(self, relations: Iterable[tuple[str, str]], excluded: Iterable[str], graph: Graph) -> Counts:
        """The same by what its listings are; neither is read while it is closed."""
        return self.counts_at(Footprint.of(list(relations), list(excluded), graph) if self.is_open else Footprint())

    def counts_at(self, footprint: Footprint) -> Counts:
        return Counts.of(footprint, self.counted_values(), self._world_values())

    def counted_values(self) -> set[tuple[str, str]]:
        """The (name, value) pairs under which a filter counts this group."""
        return {ALL, ("kind", self.kind), ("life", self.life), *self._facet_values()}

    def _world_values(self) -> set[tuple[str, str]]:
        """What is counted of it for the whole directory alone."""
        if not self.is_open:
            return {CLOSED}
        is_true = {PEOPLE: bool(self.community), CONFIRMED: self.freshness == Freshness.CONFIRMED}
        return {value for value, true in is_true.items() if true}

    def write_facts(self, facts: Mapping[str, Any], besides: Mapping[str, Any], *, at: datetime) -> None:
        """Set all columns that follow from what is published, but the slug and what is derived from areas."""
        self.write_columns(facts)
        for name, value in besides.items():
            setattr(self, name, value)
        self._drop_private_facts()
        self.changed_at = at
        self.revision += 1
        self.folded_name = fold(self.name)[:120] or self.name

    def _drop_private_facts(self) -> None:
        """What a group keeps with the volunteers is not stored here at all."""
        if not self.spaces_public:
            self.example_spaces = []
        if self.town_private:
            self.town = None

    def _write_areas(self, facts: Mapping[str, Any]) -> None:
        for area in ("covers", "excludes"):
            if area in facts:
                getattr(self, area).set(facts[area])
        if not self.covers.exists():
            self.covers.set(Region.objects.filter(pk__in=self.areas_of([])))

    def _save_under_its_slug(self, former_name: str) -> None:
        """Save; a new or renamed group gets a free slug, and the old one leads to it."""
        wanted = self.wanted_slug
        former = self.slug
        if former and re.fullmatch(rf"{re.escape(wanted)}(-\d+)?", former):
            self.save()
            return
        for slug in itertools.chain([wanted], (f"{wanted}-{number}" for number in itertools.count(2))):
            if self._try_slug(slug):
                break
        if former:
            FormerAddress.objects.update_or_create(
                slug=former,
                defaults={
                    "alliance": self,
                    "fingerprint": FormerAddress.fingerprint_of(former_name),
                    "since": timezone.localdate(),
                },
            )

    def _try_slug(self, slug: str) -> bool:
        """Save under the slug unless it names, or once named, another group."""
        taken = FormerAddress.objects.filter(slug=slug).filter(Q(alliance=None) | ~Q(alliance=self.pk)).exists()
        if taken or Alliance.objects.filter(slug=slug).exists():
            return False
        self.slug = slug
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            if Alliance.objects.filter(slug=slug).exclude(pk=self.pk).exists():
                return False
            raise
        FormerAddress.objects.filter(slug=slug).delete()
        return True

    def _facet_values(self) -> Iterable[tuple[str, str]]:
        yield from {("language", str(code)) for code in self.languages}
        yield from {("join", str(who)) for who in self.who_can_join}
        yield from {("benefit", str(benefit["name"])) for benefit in self.benefits}

    def towns_named(self, covered: Iterable[Region]) -> set[int]:
        """The keys of the towns whose names find it: its seat, and those of the cities and metros that it covers."""
        return {key for key in (self.town_id, *(region.town_id for region in covered)) if key}

    def _indexed_text(self) -> str:
        """What the search index holds of it, whatever this copy of the row says."""
        return str(Alliance.objects.values_list("search_text", flat=True).get(pk=self.pk))
