"""The form by which a city or metro is drawn. The button "Look at it" judges it and shows it; nothing is kept yet."""

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.choices import RegionKind
from alliances.geometry import Point, is_on_the_globe
from alliances.models import Circle, Region, Town
from alliances.models.circle import RADIUS_KM, may_be_drawn, validate_radius
from alliances.models.town import TOWN
from alliances.naming import region_in_full, town_in_full
from alliances.suggestions import suggestions
from alliances.text import slug_for, tidy
from alliances.wording import language_name
from submissions.desk.grounds import GROUNDS_AT_MOST, PARENTS, grounds_near
from submissions.forms.fields import TextField
from submissions.models.drawing import named_languages

NAME_LENGTH, OTHER_NAMES_LENGTH, TEXT_LENGTH = 120, 1000, 100
FOUND = 8
NO_NUMBER = {"invalid": _("Enter a number, such as 42.33")}


class RegionForm(forms.Form):
    """What is asked of a city or metro; `region`: the one that is changed, None for a new one."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    looked = forms.CharField(widget=forms.HiddenInput, required=False)
    offered = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (RegionKind.METRO, _("A metropolitan area: a town with its surroundings, under a name of its own")),
            (RegionKind.CITY, _("A city: the town itself")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is")},
    )
    name = TextField(label=_("Name in English"), length=NAME_LENGTH, letters=True)
    name_local = TextField(label=_("As people there call it"), length=NAME_LENGTH, required=False)
    other_names = TextField(
        label=_("Other names, one on a line"),
        length=OTHER_NAMES_LENGTH,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Whoever types one of them finds it; they are shown nowhere."),
    )
    town = forms.ChoiceField(
        label=_("Its main town"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("We do not know this town. Look it up by its name")},
    )
    latitude = forms.FloatField(label=_("Degrees north"), required=False, error_messages=NO_NUMBER)
    longitude = forms.FloatField(label=_("Degrees east"), required=False, error_messages=NO_NUMBER)
    radius_km = forms.FloatField(
        label=_("Radius in km"),
        validators=[validate_radius],
        error_messages={**NO_NUMBER, "required": _("Enter the radius in km")},
    )
    grounds = forms.MultipleChoiceField(
        label=_("Where it lies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The circle ends at the borders of what is ticked."),
        error_messages={"invalid_choice": _("A city or metropolitan area lies in states or countries")},
    )

    def __init__(self, data: QueryDict | None = None, *, region: Region | None = None) -> None:
        self.region, self.sent = region, data.copy() if data is not None else QueryDict(mutable=True)
        super().__init__(
            self.sent if data is not None else None, initial=initial_of(region) if region else START, label_suffix=""
        )
        self.fields["name"].error_messages["required"] = gettext("Enter the name")
        for code in named_languages():
            label = gettext("Name in %(language)s") % {"language": language_name(code)}
            self.fields[f"name_{code}"] = TextField(label=label, length=NAME_LENGTH, required=False)
        for name in ("latitude", "longitude", "radius_km"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        if region:
            del self.fields["kind"]
        self.town_text = tidy(str(self.data.get("town_search") or ""))[:TEXT_LENGTH]
        self.towns = self._towns()
        self._choice_field("town").choices = [(town.value, town_in_full(town)) for town in self.towns]
        self._offer_grounds()

    def _choice_field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        return field

    @property
    def is_finding(self) -> bool:
        """The Find button was pressed: it looks a town up and judges nothing."""
        return "find" in self.data

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_finding:
            self.errors.clear()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_finding

    def _towns(self) -> list[Town]:
        """The town that is chosen, then those that were found."""
        if self.region and self.region.kind == RegionKind.CITY:
            return [self.region.town] if self.region.town else []
        found = [place for place in suggestions(self.town_text, limit=3 * FOUND) if isinstance(place, Town)]
        value = str(self["town"].value() or "").removeprefix(TOWN)
        chosen = Town.objects.filter(pk=int(value)) if value.isascii() and value.isdecimal() and len(value) < 10 else []
        return list(dict.fromkeys([*chosen, *found[:FOUND]]))

    @property
    def chosen_town(self) -> Town | None:
        value = self["town"].value()
        return next((town for town in self.towns if town.value == value), None)

    @property
    def centre(self) -> Point | None:
        """As typed, else of the chosen town; None while there is none on the map."""
        typed = [number_in(self[name].value()) for name in ("latitude", "longitude")]
        latitude, longitude = typed
        if latitude is not None and longitude is not None:
            return (latitude, longitude) if is_on_the_globe((latitude, longitude)) else None
        return self.chosen_town.centre if self.chosen_town else None

    @property
    def radius(self) -> float | None:
        number = number_in(self["radius_km"].value())
        return number if may_be_drawn(number) else None

    def _offer_grounds(self) -> None:
        """What is ticked, what was offered before, and what the circle lies over now.

        What comes newly into sight is ticked where it is in the country of the nearest town.
        """
        given = self.sent.getlist("grounds") if self.is_bound else self.initial.get("grounds", [])
        ticked = [str(code)[:64] for code in given][:GROUNDS_AT_MOST]
        before = str(self.data.get("offered") or "").split()[:GROUNDS_AT_MOST]
        proposed = grounds_near(self.centre, self.radius) if self.centre and self.radius else []
        home = proposed[0].country if proposed else None
        fresh = [one.pk for one in proposed if one.pk not in before and one.country == home]
        if self.is_bound:
            ticked += [code for code in fresh if code not in ticked]
            self.sent.setlist("grounds", ticked)
        codes = [code for code in [*ticked, *before] if code.isprintable()]  # PostgreSQL takes no NUL
        kinds = [RegionKind.COUNTRY, RegionKind.SUBDIVISION]
        known = Region.objects.filter(pk__in=codes, kind__in=kinds).select_related(PARENTS)
        found = {one.pk: one for one in [*known, *proposed]}
        self.known_grounds = dict(sorted(found.items(), key=lambda pair: region_in_full(pair[1])))
        self._choice_field("grounds").choices = [
            (code, region_in_full(one)) for code, one in self.known_grounds.items()
        ]
        self.offered_now = " ".join(self.known_grounds)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, message in self._what_is_wrong(cleaned):
            if name not in self.errors:
                self.add_error(name, message)
        return cleaned

    def _what_is_wrong(self, cleaned: dict[str, Any]) -> Iterable[tuple[str, str]]:
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None):
            yield "latitude", gettext("Enter both, or leave both empty: then it is the middle of its town")
        elif latitude is None and self.chosen_town is None:
            yield "town", gettext("Find its main town, and choose it")
        elif self.centre is None:
            yield "latitude", gettext("This is not on the map: degrees go from -90 to 90 north, -180 to 180 east")
        elif self.radius and not Circle(self.centre, self.radius, []).towns()[1]:
            yield "latitude", gettext("No town that we know lies in this circle")
        elif not cleaned.get("grounds"):
            yield "grounds", gettext("Tick at least one state or country in which it lies")
        if not self.region and cleaned.get("kind") == RegionKind.CITY and self.chosen_town is None:
            yield "town", gettext("Find its main town, and choose it")
        elif (
            not self.region and "name" in cleaned and "kind" in cleaned and Region.objects.filter(pk=self.code).exists()
        ):
            yield "name", gettext("%(code)s is drawn already: change that one") % {"code": self.code}

    @property
    def translated(self) -> list[forms.BoundField]:
        """The names in the other languages of the site."""
        return [self[f"name_{code}"] for code in named_languages()]

    @property
    def code(self) -> str:
        """Of the region, or of the one that would be made."""
        if self.region:
            return self.region.pk
        town = self.chosen_town
        if self.cleaned_data.get("kind") == RegionKind.CITY and town:
            return f"city-{town.pk}"
        slug = slug_for(self.cleaned_data.get("name", ""), town.name if town else "")
        # Where neither name makes a readable address, the number of the town does.
        return f"metro-{slug}" if slug != "alliance" or not town else f"metro-{town.pk}"

    @property
    def drawn_over(self) -> list[Region]:
        """The states and countries that are ticked."""
        return [self.known_grounds[code] for code in self.cleaned_data["grounds"]]

    @property
    def circle(self) -> Circle | None:
        """Of a valid form."""
        if not (self.centre and self.radius):
            return None
        return Circle(self.centre, self.radius, self.cleaned_data["grounds"])

    def facts(self) -> dict[str, Any]:
        """As Region.redraw takes them; of a valid form."""
        cleaned, grounds, centre = self.cleaned_data, self.drawn_over, self.centre or (0, 0)
        names = dict(self.region.names) if self.region else {}
        typed = {code: cleaned[f"name_{code}"] for code in named_languages()} | {"_local": cleaned["name_local"]}
        return {
            "kind": self.region.kind if self.region else cleaned["kind"],
            "name": cleaned["name"],
            "names": {code: name for code, name in {**names, "en": cleaned["name"], **typed}.items() if name},
            "other_names": [line for line in cleaned["other_names"].splitlines() if line],
            "parent": grounds[0] if len(grounds) == 1 else Region.lowest_common(grounds),
            "town": self.chosen_town,
            "latitude": centre[0],
            "longitude": centre[1],
            "radius_km": self.radius,
        }

    @property
    def overlaps(self) -> list[Region]:
        return self.drawn_over if len(self.drawn_over) > 1 else []

    @property
    def look(self) -> str:
        """A mark of all that was judged: what is saved is what somebody looked at."""
        facts = {name: str(value) for name, value in self.facts().items()}
        text = json.dumps([facts, sorted(self.cleaned_data["grounds"]), self.code], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    @property
    def was_looked_at(self) -> bool:
        return self.cleaned_data["looked"] == self.look


START = {"seen": 0, "kind": RegionKind.METRO, "radius_km": RADIUS_KM["metro"]}


def initial_of(region: Region) -> dict[str, Any]:
    """What the form shows before anything is typed; degrees only where its town does not say them."""
    grounds: Collection[Region | None] = list(region.overlaps.all()) or [region.parent]
    at_town = region.town is not None and region.town.centre == region.centre
    names = {f"name_{code}": region.names.get(code, "") for code in named_languages()}
    return {
        **names,
        "seen": region.revision,
        "name": region.name,
        "name_local": region.names.get("_local", ""),
        "other_names": "\n".join(map(str, region.other_names)),
        "town": region.town.value if region.town else "",
        "latitude": None if at_town else region.latitude,
        "longitude": None if at_town else region.longitude,
        "radius_km": f"{region.radius_km or 0:g}",
        "grounds": [ground.pk for ground in grounds if ground],
    }


def number_in(value: Any) -> float | None:
    """A finite number, however it was typed."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
