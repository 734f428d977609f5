"""The question "where must a space be?": regions and towns to tick, and a search box that finds more.

A value is the code of a region, "town:<geonameid>", or "around:<geonameid>" for a town with what lies round it. No
page could show all 5,319 regions, so it shows what is ticked and what the search found. A form asks it by `AreaForm`;
templates/submissions/_area.html shows it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.choices import RegionKind
from alliances.kinds import region_with_kind
from alliances.models import Region, RegionAncestry, Town
from alliances.models.circle import AROUND_KM
from alliances.models.town import TOWN
from alliances.naming import named_in_text, told_apart
from alliances.suggestions import suggestions
from alliances.text import tidy, uncapitalised
from alliances.wording import joined
from submissions.models import Submission

VALUE = re.compile(r"(?:town|around):[1-9][0-9]{0,8}|[a-z0-9]+(?:-[a-z0-9]+)*")
AROUND = "around:"
CHOSEN_AT_MOST = 60
FOUND = 8  # places; a town stands for two choices
TEXT_LENGTH = 100
PARENTS = "parent__parent__parent"
SEARCH_NAMES = {"covers": "area_search"}  # the box of any other field is called <field>_search

Words = dict[str, str]  # value → as people say it


@dataclass(frozen=True)
class Area:
    """What was ticked: codes of regions, keys of towns, and of towns with what lies round them."""

    covers: list[str] = field(default_factory=list)
    towns: list[int] = field(default_factory=list)
    towns_around: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.covers or self.towns or self.towns_around)

    @classmethod
    def read(cls, values: Iterable[str]) -> "Area":
        """From the values of checkboxes; what does not look like ours is left out.

        Whoever ticks a town and what lies round it means the larger of the two.
        """
        ours = [value for value in dict.fromkeys(values) if len(value) <= 64 and VALUE.fullmatch(value)]
        around = _keys(AROUND, ours)
        towns = [key for key in _keys(TOWN, ours) if key not in around]
        return cls([value for value in ours if ":" not in value], towns, around)

    @classmethod
    def of(cls, submission: Submission) -> "Area":
        """Of a record, in the order of names."""
        covers = submission.covers.order_by("-breadth", "name").values_list("pk", flat=True)
        towns, around = (rows.order_by("name") for rows in (submission.towns, submission.towns_around))
        return cls(list(covers), [town.pk for town in towns], [town.pk for town in around])

    @property
    def keys(self) -> dict[str, list[Any]]:
        """By the name of the column that keeps them."""
        return {"covers": self.covers, "towns": self.towns, "towns_around": self.towns_around}

    @property
    def values(self) -> list[str]:
        """As checkboxes hold them: the `initial` of an AreaField."""
        towns = [f"{TOWN}{key}" for key in self.towns]
        return [*self.covers, *towns, *(f"{AROUND}{key}" for key in self.towns_around)]


def _keys(prefix: str, values: Iterable[str]) -> list[int]:
    return [int(value.removeprefix(prefix)) for value in values if value.startswith(prefix)]


def words_for(area: Area) -> Words:
    """The regions and towns of an area that exist, in its order."""
    regions = Region.objects.filter(pk__in=area.covers[: CHOSEN_AT_MOST + 1]).select_related(PARENTS)
    keys = [*area.towns, *area.towns_around][: CHOSEN_AT_MOST + 1]
    towns = list(Town.objects.filter(pk__in=keys).select_related(f"region__{PARENTS}"))
    known = dict(_in_words([*regions, *towns, *_namesakes(towns)]))
    known |= {AROUND + value.removeprefix(TOWN): _around(words) for value, words in known.items() if TOWN in value}
    return {value: known[value] for value in area.values if value in known}


def _namesakes(towns: Sequence[Town]) -> list[Town]:
    """Other towns of these names in the states of these towns, from which they must be told apart."""
    if not towns:
        return []
    states = {code for town in towns for code in (town.region_id, town.region.parent_id) if code}
    inside = Q(region__in=states) | Q(region__parent__in=states)
    alike = Town.objects.named(*(town.name for town in towns), *(town.display_name for town in towns)).filter(inside)
    return list(alike.exclude(pk__in=[town.pk for town in towns]).select_related(f"region__{PARENTS}"))


def nested_in_words(area: Area) -> str:
    """A sentence on what was ticked though it lies in something else that was; "" where nothing does."""
    nested = _nested(area)
    if len(nested) > 1:
        return gettext(
            "%(places)s are part of other places that you ticked. Keep all, or take away those that you do not mean."
        ) % {"places": capfirst(joined(map(_said, nested)))}
    one = gettext(
        "%(place)s is part of %(wider)s, which you ticked too. Keep both, or take away the one that you do not mean."
    )
    return capfirst("".join(one % {"place": _said(place), "wider": _said(wider)} for place, wider in nested.items()))


def _nested(area: Area) -> dict[Region | Town, Region]:
    """What was ticked and lies in other things that were, with the narrowest of them.

    A town with what lies round it may reach beyond all of them: it is left out.
    """
    regions = Region.objects.in_bulk(area.covers)
    ticked = {code: regions[code] for code in area.covers if code in regions}
    places: list[Region | Town] = [*ticked.values(), *Town.objects.filter(pk__in=area.towns).order_by("name")]
    leaves = {place: place.region_id if isinstance(place, Town) else place.pk for place in places}
    pairs = RegionAncestry.objects.filter(ancestor__in=ticked, descendant__in=leaves.values())
    above: dict[str, list[Region]] = defaultdict(list)
    for ancestor, descendant in pairs.values_list("ancestor", "descendant"):
        above[descendant].append(ticked[ancestor])
    wider = {place: [one for one in above[leaf] if one != place] for place, leaf in leaves.items()}
    return {place: min(found, key=lambda one: (one.breadth, one.pk)) for place, found in wider.items() if found}


def _said(place: Region | Town) -> str:
    if isinstance(place, Town):
        return place.display_name
    if place.kind == RegionKind.WORLD:
        return uncapitalised(_region_in_words(place))
    return named_in_text(place)


def choices_of(area: Area) -> Words:
    """What is ticked, and beside each town the same with or without what lies round it."""
    return with_surroundings(words_for(Area(area.covers, [*area.towns, *area.towns_around])))


def with_surroundings(words: Words) -> Words:
    """Each town is followed by the town with what lies round it."""
    offered: Words = {}
    for value, place in words.items():
        offered[value] = place
        if value.startswith(TOWN):
            offered[AROUND + value.removeprefix(TOWN)] = _around(place)
    return offered


def _around(town: str) -> str:
    return gettext("%(town)s, and about %(km)d km round it") % {"town": town, "km": AROUND_KM}


def find(text: str) -> Words:
    """Regions and towns that people may mean, as the place box knows them: exact names before beginnings.

    What stands beside the name narrows it where it can: "Springfield, Missouri".
    """
    return dict(_in_words(suggestions(text, limit=FOUND)))


def _in_words(places: Iterable[Region | Town]) -> Iterator[tuple[str, str]]:
    """The value and words of each; two towns that would read alike are told apart."""
    for place, around in told_apart(places):
        if isinstance(place, Town):
            yield place.value, ", ".join(filter(None, [place.display_name, around]))
        else:
            yield place.pk, _region_in_words(place)


def _region_in_words(region: Region) -> str:
    return gettext("The whole world") if region.kind == RegionKind.WORLD else region_with_kind(region)


class AreaField(forms.MultipleChoiceField):
    """Checkboxes of regions and towns; its box offers them. Gives back an Area."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})
    default_error_messages = {
        "unknown": _("We do not know the area “%(value)s”. Look it up by its name."),
        "too_many": _("Choose %(most)s areas or fewer, or one that holds them all."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.known: Words = {}

    def offer(self, words: Words) -> None:
        self.known = words
        self.choices = list(words.items())

    def clean(self, value: Any) -> Area:
        values = self.to_python(value)
        if len(values) > CHOSEN_AT_MOST:
            raise ValidationError(self.error_messages["too_many"], "too_many", {"most": CHOSEN_AT_MOST})
        for unknown in values:
            if unknown not in self.known:
                raise ValidationError(self.error_messages["unknown"], "unknown", {"value": _shown(unknown)})
        return Area.read(values)


def _shown(value: str) -> str:
    """An unknown value inside a message: printable and short."""
    text = "".join(character for character in value if character.isprintable())
    return text if len(text) <= 30 else f"{text[:29]}…"


class AreaBox:
    """One such question on a form: what is ticked, what is typed in its search box and what that found."""

    def __init__(self, form: forms.BaseForm, name: str) -> None:
        self.form, self.name = form, name
        self.search_name = form.add_prefix(SEARCH_NAMES.get(name, f"{name}_search"))
        self.text = self._typed(self.search_name)
        self.found = find(self.text)
        self.chosen = choices_of(Area.read(str(value) for value in form[name].value() or []))
        field = form.fields[name]
        if not isinstance(field, AreaField):
            raise TypeError(f"{name} is not an AreaField")
        field.offer({**self.chosen, **with_surroundings(self.found)})

    def _typed(self, name: str) -> str:
        return tidy(self.form.data.get(name) or "")[:TEXT_LENGTH]

    @property
    def field(self) -> forms.BoundField:
        return self.form[self.name]

    @property
    def around_words(self) -> str:
        """What a script says of any town: {}, and about 30 km round it."""
        return _around("{}")

    @property
    def is_new_text(self) -> bool:
        """Typed, and not what was looked up when the page was made."""
        return bool(self.text) and self.text != self._typed(f"{self.search_name}ed")

    @property
    def is_open(self) -> bool:
        """Something is looked for and nothing is chosen yet."""
        return bool(self.text) and not self.chosen


class AreaForm(forms.Form):
    """A form with questions for areas; the button named `find` looks places up and judges nothing."""

    area_names: Sequence[str] = ("covers",)

    covers = AreaField(label=_("Where must a space be to join you?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boxes: Mapping[str, AreaBox] = {name: AreaBox(self, name) for name in self.area_names}

    @property
    def is_finding(self) -> bool:
        """The Find button was pressed, or Enter in a search box that holds something new (button `enter`)."""
        if "enter" in self.data and not self.data.get(self.add_prefix("coverage_note")):
            return any(box.is_new_text for box in self.boxes.values())
        return "find" in self.data

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_finding

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_finding:
            self.errors.clear()
