"""What visitors ask for: the filters of the list and the place box. Both are GET forms."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.choices import Benefit, Joiner, Kind, Life
from alliances.lists import Wanted
from alliances.models import Region, RegionAncestry
from alliances.models.facets import WORLD
from alliances.text import fold
from alliances.wording import language_name

Choices = Sequence[tuple[str, Any]]

WORDS_LENGTH = 200
ALL_LIVES = [*Life.choices, ("all", _("Closed ones too"))]
SORTS = [
    ("name", _("By name")),
    ("nearest", _("Nearest first")),
    ("newest", _("Newest first")),
    ("confirmed", _("Latest confirmed first")),
]
BEST_FIRST = (None, _("Best match first"))  # how a search is sorted that asks for nothing else
MANY_VALUED = ("language", "benefit", "join")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
LABELS = {"kind": Kind.choices, "benefit": Benefit.choices, "join": Joiner.choices, "life": ALL_LIVES}
CONTINENTS = ("002", "009", "019", "142", "150")


class WordsField(forms.CharField):
    """A few words somebody looks for."""

    def __init__(self) -> None:
        messages = {"null_characters_not_allowed": _("Remove the control characters")}
        super().__init__(required=False, error_messages=messages)
        self.validators.append(MaxLengthValidator(WORDS_LENGTH, _("Use at most %(limit_value)s characters to search")))


def one_of(choices: Choices, message: Any) -> forms.ChoiceField:
    """A filter by one of some fixed values. `message`: what is said of any other."""
    return forms.ChoiceField(choices=choices, required=False, error_messages={"invalid_choice": message})


class FilterForm(forms.Form):
    """The filters of the list. Whatever is not one of them is not read, and no link repeats it."""

    q = WordsField()
    region = WordsField()
    where = WordsField()  # the name of a region that is looked for: no filter yet
    kind = one_of(Kind.choices, _("There is no such kind of group"))
    language = WordsField()
    benefit = one_of(Benefit.choices, _("We list no such thing that members get"))
    join = one_of(Joiner.choices, _("There is no such way to join"))
    life = one_of(ALL_LIVES, _("There is no such state of life"))
    sort = one_of(SORTS, _("The list cannot be sorted like that"))
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
        """The region of a code, in either case. One query for it, the `continents` and what lies `above` each."""
        code = self.cleaned_data["region"].strip().lower()[:64]
        pairs = RegionAncestry.objects.filter(descendant__in={*CONTINENTS, code}).select_related("ancestor")
        regions, self.above = {}, defaultdict(set)
        for pair in pairs:
            regions[pair.ancestor_id] = pair.ancestor
            self.above[pair.descendant_id].add(pair.ancestor_id)
        self.continents = sorted((regions[one] for one in CONTINENTS if one in regions), key=lambda one: one.name)
        if code and code not in regions:
            raise forms.ValidationError(_("We know no region with this code"), code="region")
        return regions.get(code)

    def clean_language(self) -> str:
        """The ISO 639 code of a language that has a name."""
        code = self.cleaned_data["language"].strip().lower()
        if code and (not LANGUAGE_CODE.fullmatch(code) or language_name(code) == code):
            raise forms.ValidationError(_("We know no language with this code"), code="language")
        return code

    @property
    def text(self) -> str:
        """What is searched for; nothing where no letter or digit was typed."""
        typed: str = self.cleaned_data["q"]
        return typed if fold(typed) else ""

    @property
    def order(self) -> str:
        """What the list is sorted by: unless asked otherwise, what is nearest to a region comes first.

        Nothing: a search, the best match first.
        """
        region, asked = self.cleaned_data["region"], self.cleaned_data["sort"]
        if self.text and (not asked or (asked == "nearest" and not region)):
            return ""
        return (asked or "nearest") if region else (asked.replace("nearest", "") or "name")

    @property
    def is_combined(self) -> bool:
        """More is asked than a region: how many groups have what else is not known beforehand."""
        return bool(set(self.query) - {"region", "sort"})

    @property
    def wanted(self) -> Wanted:
        """The groups that were asked for, and their order."""
        asked = self.cleaned_data
        region = asked["region"].pk if asked["region"] else WORLD
        return Wanted(
            order=self.order,
            life=asked["life"],
            kind=asked["kind"],
            facets=tuple((name, asked[name]) for name in MANY_VALUED if asked[name]),
            text=self.text,
            region=region,
            above=self.above.get(region, {WORLD}),
        )

    @property
    def orders(self) -> list[tuple[str | None, Any, bool]]:
        """The ways to sort: (value of `sort`, words, whether it is the one in use)."""
        region, best = self.cleaned_data["region"], [BEST_FIRST] if self.text else []
        ways = [*best, *((value, words) for value, words in SORTS if region or value != "nearest")]
        return [(value, words, (value or "") == self.order) for value, words in ways]

    @property
    def query(self) -> QueryDict:
        """The filters as a query string of cleaned values; without the page."""
        query = QueryDict(mutable=True)
        for name, value in self.cleaned_data.items():
            if value and name not in {"page", "where"}:
                query[name] = value.pk if isinstance(value, Region) else value
        return query

    @property
    def chips(self) -> list[tuple[Any, QueryDict]]:
        """Each filter in words, and the list without it."""
        chips = []
        for name in ("q", "region", "kind", *MANY_VALUED, "life"):
            value = self.cleaned_data[name]
            if value:
                without = self.query
                del without[name]
                chips.append((self._in_words(name, value), without))
        return chips

    def _in_words(self, name: str, value: Any) -> Any:
        if isinstance(value, Region):
            return value.display_name
        if name == "language":
            return capfirst(language_name(value))
        return dict(LABELS[name])[value] if name in LABELS else gettext("“%(words)s”") % {"words": value}


class PlaceForm(forms.Form):
    """The place box."""

    q = WordsField()
