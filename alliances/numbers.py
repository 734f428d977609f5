"""The directory in numbers, as one says them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from alliances.choices import Kind, RegionKind
from alliances.models import FacetCount, Region
from alliances.models.facets import ALL, CONFIRMED, PEOPLE, WORLD
from alliances.wording import groups_in_words, in_words, joined, sentence, standing_alone

Mark = Callable[[str], str]  # what a figure in words looks like


def _plain(words: str) -> str:
    return words


def _in_bold(words: str) -> str:
    return format_html("<b>{}</b>", words)


@dataclass(frozen=True)
class Numbers:
    """Of groups that have not closed; `countries` are those with a group of their own."""

    groups: int
    people: int
    confirmed: int
    countries: int
    kinds: dict[str, int]

    @classmethod
    def now(cls) -> "Numbers":
        """Two queries, of counts that are stored."""
        stored = FacetCount.at({WORLD: {WORLD}})[WORLD]
        countries = Region.objects.filter(kind=RegionKind.COUNTRY, own_count__gt=0).count()
        return cls(
            groups=stored[ALL],
            people=stored[PEOPLE],
            confirmed=stored[CONFIRMED],
            countries=countries,
            kinds={kind: stored["kind", kind] for kind in Kind.values},
        )

    @property
    def known(self) -> str:
        """We know of 61 groups, 58 by place in 19 countries or wider and three for particular people."""
        return self._known(_plain)

    @property
    def known_with_figures(self) -> SafeString:
        """The same as HTML, with every figure in bold."""
        return mark_safe(self._known(_in_bold))  # noqa: S308  # words of our catalogues and figures

    def _known(self, mark: Mark) -> str:
        if not self.groups:
            return gettext("We know of no group yet.")
        groups = groups_in_words(self.groups, lambda number: mark(in_words(number)))
        return sentence([gettext("we know of %(groups)s") % {"groups": groups}, self._where(mark)])

    def _where(self, mark: Mark) -> str:
        by_place = self.groups - self.people
        if not self.people:
            return self._in_countries(mark)
        if not by_place:
            return gettext("for particular people")
        placed = ngettext("%(count)s by place %(place)s", "%(count)s by place %(place)s", by_place)
        others = ngettext("%(count)s for particular people", "%(count)s for particular people", self.people)
        return joined(
            [
                placed % {"count": mark(standing_alone(by_place)), "place": self._in_countries(mark)},
                others % {"count": mark(standing_alone(self.people))},
            ]
        )

    def _in_countries(self, mark: Mark) -> str:
        if not self.countries:
            return gettext("wider than a country")
        where = ngettext("in %(count)s country or wider", "in %(count)s countries or wider", self.countries)
        return where % {"count": mark(in_words(self.countries))}

    @property
    def confirmation(self) -> str:
        """None has confirmed its entry yet."""
        if not self.groups:
            return ""
        if not self.confirmed:
            return ngettext("It has not confirmed its entry yet.", "None has confirmed its entry yet.", self.groups)
        if self.confirmed == self.groups:
            return ngettext("It has confirmed its entry.", "All have confirmed their entries.", self.groups)
        some = ngettext("%(count)s has confirmed its entry.", "%(count)s have confirmed their entries.", self.confirmed)
        return capfirst(some % {"count": in_words(self.confirmed)})
