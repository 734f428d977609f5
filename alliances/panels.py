"""The filters of the list as panels of links, each with the number of groups behind it where that is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from alliances.choices import Benefit, Joiner, Kind
from alliances.forms import ALL_LIVES, FilterForm
from alliances.lists import GroupList
from alliances.models import FacetCount
from alliances.models.facets import ALL, WORLD
from alliances.naming import named_in_html
from alliances.text import fold
from alliances.wording import language_name

# Filter → its name, and the link that takes it back.
WORDS = {
    "kind": (gettext_lazy("Kind"), gettext_lazy("Any kind")),
    "language": (gettext_lazy("Language"), gettext_lazy("Any language")),
    "benefit": (gettext_lazy("What members get"), gettext_lazy("Anything")),
    "join": (gettext_lazy("Who can join"), gettext_lazy("Anybody")),
    "life": (gettext_lazy("Life"), gettext_lazy("All that have not closed")),
}


@dataclass(frozen=True)
class Option:
    """A link of a panel. `number`: groups in the list behind it; None where it is not known beforehand."""

    label: Any
    query: QueryDict
    number: int | None = None
    css: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Panel:
    name: str
    label: Any
    options: Sequence[Option]

    @property
    def current(self) -> Any:
        """The value that is chosen, in words; nothing when none is."""
        return next((option.label for option in self.options[1:] if option.is_current), "")


class Filters:
    """All panels of one list: one query, whatever the number of groups."""

    def __init__(self, form: FilterForm) -> None:
        self.form = form
        self.region = form.cleaned_data["region"]
        self.places = list(dict.fromkeys([*form.continents, *filter(None, [self.region])]))
        here, names = self.region.pk if self.region else WORLD, [name for name, _value in form.wanted.values]
        self.numbers = FacetCount.at({WORLD: {WORLD}, **form.above}, [here], names)
        self.here = self.numbers[here]

    @property
    def groups(self) -> GroupList:
        return GroupList(self.form.wanted, self.here, self.numbers[WORLD])

    @property
    def up_to_region(self) -> str:
        """The address of the list as it is filtered otherwise, up to the code of a region that is to follow."""
        query = self.form.query
        query.pop("region", None)
        return f"?{'&'.join(filter(None, [query.urlencode(), 'region=']))}"

    def address_with(self, name: str, value: str) -> str:
        """The address of the list as it is filtered otherwise, with another region or a place to ask about."""
        query = self.form.query
        query.pop("region", None)
        query[name] = value
        return f"{reverse('alliances:list')}?{query.urlencode(safe=':')}"

    @property
    def panels(self) -> list[Panel]:
        panels = [
            self._regions(),
            self._panel("kind", Kind.choices),
            self._panel("language", self._languages()),
            self._panel("benefit", self._in_use("benefit", Benefit.choices)),
            self._panel("join", self._in_use("join", Joiner.choices)),
            self._panel("life", [*self._in_use("life", ALL_LIVES[:-2]), *ALL_LIVES[-2:]]),
        ]
        return [panel for panel in panels if len(panel.options) > 1]

    def _regions(self) -> Panel:
        anywhere = self._option("region", "", gettext("Anywhere"), self.numbers[WORLD][ALL])
        places = [
            self._option("region", place.pk, named_in_html(place), self.numbers[place.pk][ALL]) for place in self.places
        ]
        return Panel("region", gettext("Region"), [anywhere, *places])

    def _panel(self, name: str, choices: Iterable[tuple[str, Any]]) -> Panel:
        label, any_of_them = WORDS[name]
        everything = self._option(name, "", any_of_them, self.here[ALL])
        options = [self._option(name, value, words, self._number(name, value)) for value, words in choices]
        return Panel(name, label, [everything, *options])

    def _option(self, name: str, value: str, label: Any, number: int | None) -> Option:
        query = self.form.query
        query.pop(name, None)
        chosen = self.form.query.get(name, "")
        if value:
            query[name] = value
        return Option(
            label=label,
            query=query,
            number=None if self.form.is_combined else number,
            css=f"kind {value}" if name == "kind" and value else "",
            is_current=chosen == value,
        )

    def _number(self, name: str, value: str) -> int | None:
        """Closed groups are counted nowhere."""
        return None if value in {"closed", "all"} else self.here[name, value]

    def _in_use(self, name: str, choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """The choices that some group of the region has, and the chosen one."""
        chosen = self.form.cleaned_data[name]
        return [
            (value, words)
            for value, words in choices
            if value != "closed" and (self.here[name, value] > 0 or value == chosen)
        ]

    def _languages(self) -> list[tuple[str, str]]:
        """The languages that groups of the region speak, by name."""
        codes = {value for (name, value), number in self.here.items() if name == "language" and number > 0}
        codes |= set(filter(None, [self.form.cleaned_data["language"]]))
        return sorted(((code, capfirst(language_name(code))) for code in codes), key=lambda pair: fold(pair[1]))
