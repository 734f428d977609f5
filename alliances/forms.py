"""What visitors ask for: the filters of the list and the place box. Both are GET forms."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alliances.choices import Kind, Life, RegionKind
from alliances.models import Alliance, Region, RegionAncestry
from alliances.models.alliance import AllianceQuerySet

WORDS_LENGTH = 200
ALL_LIVES = [*Life.choices, ("all", _("Closed ones too"))]
SORTS = [("name", _("Name")), ("newest", _("Newest first"))]
CONTINENTS = ("002", "009", "019", "142", "150")


class WordsField(forms.CharField):
    """A few words somebody looks for."""

    def __init__(self) -> None:
        messages = {"null_characters_not_allowed": _("Remove the control characters")}
        super().__init__(required=False, error_messages=messages)
        self.validators.append(MaxLengthValidator(WORDS_LENGTH, _("Use at most %(limit_value)s characters to search")))


class FilterForm(forms.Form):
    """The filters of the list. Whatever is not one of them is not read, and no link repeats it."""

    q = WordsField()
    region = WordsField()
    kind = forms.ChoiceField(
        choices=Kind.choices,
        required=False,
        error_messages={"invalid_choice": _("There is no such kind of group")},
    )
    life = forms.ChoiceField(
        choices=ALL_LIVES,
        required=False,
        error_messages={"invalid_choice": _("There is no such state of life")},
    )
    sort = forms.ChoiceField(
        choices=SORTS,
        required=False,
        error_messages={"invalid_choice": _("The list cannot be sorted like that")},
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        error_messages={"invalid": _("A page is a number"), "min_value": _("Pages begin at one")},
    )

    @classmethod
    def unfiltered(cls) -> "FilterForm":
        """What is shown when the filters that came make no sense."""
        form = cls({})
        form.is_valid()
        return form

    def clean_region(self) -> Region | None:
        """The region of a code, in either case; `continents` come with it in the same query."""
        code = self.cleaned_data["region"].strip().lower()
        above = RegionAncestry.objects.filter(descendant=code[:64]).values("ancestor")
        regions = list(Region.objects.filter(Q(pk__in=CONTINENTS) | Q(pk__in=above)).order_by("name"))
        self.continents = [region for region in regions if region.kind == RegionKind.REGION]
        if not code:
            return None
        region = next((region for region in regions if region.pk == code), None)
        if region is None:
            raise forms.ValidationError(_("We know no region with this code"), code="region")
        return region

    @property
    def alliances(self) -> AllianceQuerySet:
        """The groups that were asked for, in order."""
        asked = self.cleaned_data
        found = Alliance.objects.with_life(asked["life"]).saying(asked["q"])
        if asked["kind"]:
            found = found.filter(kind=asked["kind"])
        if asked["region"]:
            code = asked["region"].pk
            found = found.related_to(code, RegionAncestry.above(code))
        return found.newest() if asked["sort"] == "newest" else found

    @property
    def query(self) -> QueryDict:
        """The filters as a query string of cleaned values; without the page."""
        query = QueryDict(mutable=True)
        for name, value in self.cleaned_data.items():
            if value and name != "page":
                query[name] = value.pk if isinstance(value, Region) else value
        return query

    @property
    def chips(self) -> list[tuple[Any, QueryDict]]:
        """Each filter in words, and the list without it."""
        chips = []
        for name in ("q", "region", "kind", "life"):
            value = self.cleaned_data[name]
            if value:
                without = self.query
                del without[name]
                chips.append((self._in_words(name, value), without))
        return chips

    def _in_words(self, name: str, value: Any) -> Any:
        if isinstance(value, Region):
            return value.display_name
        labels = {"kind": dict(Kind.choices), "life": dict(ALL_LIVES)}
        return labels[name][value] if name in labels else f"“{value}”"


class PlaceForm(forms.Form):
    """The place box."""

    q = WordsField()
