"""The public facts of a group, declared once for what is listed and for what is submitted."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from alliances.choices import Fee, Kind, Life
from alliances.models.facets import WORLD
from alliances.text import validate_has_letter, validate_plain_text, validate_web_address

URL_LENGTH = 500
OLDEST_YEAR = 1900
LATEST_YEAR = 2100
# The facts that are JSON lists, and what each member is.
JSON_LISTS: dict[str, type] = {
    "links": str,
    "example_spaces": dict,
    "who_can_join": str,
    "benefits": dict,
    "languages": str,
    "own_values": str,
}


class AllianceProfile(models.Model):
    """Form, copy, diff, export and tests are driven by `profile_fields()`: a new field is declared here only.

    JSON lists: `example_spaces` [{name, town, page}], `benefits` [{name, note}], `links` and `own_values`
    [text], `languages` [ISO 639-1], `who_can_join` [Joiner].
    """

    name = models.CharField(_("name"), max_length=120, validators=[validate_plain_text, validate_has_letter])
    called = models.CharField(
        _("what they call themselves"), max_length=40, blank=True, validators=[validate_plain_text]
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, blank=True)
    other_names = models.CharField(_("other names"), max_length=300, blank=True, validators=[validate_plain_text])
    acronym = models.CharField(_("acronym"), max_length=20, blank=True, validators=[validate_plain_text])
    summary = models.CharField(_("in one sentence"), max_length=200, validators=[validate_plain_text])
    description = models.TextField(
        _("description"), blank=True, validators=[MaxLengthValidator(3000), validate_plain_text]
    )
    text_language = models.CharField(_("language of the text"), max_length=10, blank=True)
    website = models.URLField(_("public page"), max_length=URL_LENGTH, blank=True, validators=[validate_web_address])
    join_url = models.URLField(
        _("page about joining"), max_length=URL_LENGTH, blank=True, validators=[validate_web_address]
    )
    links = models.JSONField(_("links"), default=list, blank=True)
    public_email = models.EmailField(_("public email address"), blank=True)

    covers = models.ManyToManyField("alliances.Region", verbose_name=_("area"), related_name="+", blank=True)
    excludes = models.ManyToManyField("alliances.Region", verbose_name=_("except"), related_name="+", blank=True)
    coverage_note = models.CharField(
        _("area in their words"), max_length=200, blank=True, validators=[validate_plain_text]
    )
    community = models.CharField(_("people it is for"), max_length=80, blank=True, validators=[validate_plain_text])
    town = models.ForeignKey(
        "alliances.Town", models.SET_NULL, verbose_name=_("seat"), null=True, blank=True, related_name="+"
    )
    town_private = models.BooleanField(_("keep the town with the volunteers"), default=False)

    founded_year = models.PositiveSmallIntegerField(
        _("founded"),
        null=True,
        blank=True,
        validators=[MinValueValidator(OLDEST_YEAR), MaxValueValidator(LATEST_YEAR)],
    )
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True, validators=[validate_plain_text])
    member_spaces = models.PositiveIntegerField(_("member spaces"), null=True, blank=True)
    member_spaces_on = models.DateField(_("member spaces as of"), null=True, blank=True)
    locations = models.PositiveIntegerField(_("locations"), null=True, blank=True)
    example_spaces = models.JSONField(_("some of the spaces"), default=list, blank=True)
    spaces_public = models.BooleanField(_("they know we name them"), default=False)

    who_can_join = models.JSONField(_("who can join"), default=list, blank=True)
    membership_rules = models.CharField(
        _("rules for members"), max_length=300, blank=True, validators=[validate_plain_text]
    )
    fee = models.CharField(_("fee"), max_length=8, choices=Fee.choices, blank=True)
    fee_note = models.CharField(_("about the fee"), max_length=120, blank=True, validators=[validate_plain_text])
    admission_window = models.CharField(
        _("when one can join"), max_length=120, blank=True, validators=[validate_plain_text]
    )
    benefits = models.JSONField(_("what members get"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    own_values = models.JSONField(_("values of its own"), default=list, blank=True)
    mentors_new_alliances = models.BooleanField(_("helps new groups"), default=False)

    life = models.CharField(_("life"), max_length=8, choices=Life.choices, default=Life.ACTIVE)
    life_since = models.CharField(_("since"), max_length=10, blank=True, help_text="A year, month or day: 2021-12.")
    successor_name = models.CharField(_("successor"), max_length=120, blank=True, validators=[validate_plain_text])
    # A successor may be taken down and come back under the same id: no constraint, nothing to cascade.
    successor = models.ForeignKey(
        "alliances.Alliance", models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @classmethod
    def profile_fields(cls) -> list[str]:
        """The names of all public facts, in the order of declaration; columns first, then areas."""
        return [field.name for field in AllianceProfile._meta.local_fields] + [
            field.name for field in AllianceProfile._meta.local_many_to_many
        ]

    def members_of(self, name: str) -> list[Any]:
        """What a JSON list holds, without what is none of its kind: an import may leave anything there."""
        value = getattr(self, name)
        kind = JSON_LISTS[name]
        members: list[Any] = [one for one in value if isinstance(one, kind)] if isinstance(value, list) else []
        return [one for one in members if isinstance(one.get("name"), str)] if kind is dict else members

    def drop_misfits(self) -> None:
        """Leave in each JSON list only what belongs there."""
        for name in JSON_LISTS:
            setattr(self, name, self.members_of(name))

    def areas_of(self, covered: Collection[str]) -> Collection[str]:
        """What it covers: a group of people is open to them everywhere unless it names a place."""
        return covered or ([WORLD] if self.community else [])

    def facts(self, names: Iterable[str] | None = None) -> dict[str, Any]:
        """Facts by name, all when `names` is None: columns as values (towns and groups by key), areas as codes."""
        wanted = set(self.profile_fields() if names is None else names)
        columns = {
            field.name: getattr(self, field.attname)
            for field in AllianceProfile._meta.local_fields
            if field.name in wanted
        }
        areas = {
            field.name: sorted(getattr(self, field.name).values_list("pk", flat=True))
            for field in AllianceProfile._meta.local_many_to_many
            if field.name in wanted
        }
        return columns | areas

    def write_columns(self, facts: Mapping[str, Any]) -> None:
        """Set the columns among `facts` (areas are left to the caller). Values may come from JSON.

        What does not belong into a list, of these or as it stood, is left out: pages read lists without looking at what
        they hold.
        """
        for declared in AllianceProfile._meta.local_fields:
            if declared.name in facts:
                field = self._meta.get_field(declared.name)  # the abstract one cannot resolve its foreign keys
                setattr(self, declared.attname, field.to_python(facts[declared.name]))  # type: ignore[union-attr]  # a column
        self.drop_misfits()
