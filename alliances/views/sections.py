"""The lists of a region page, ready to be shown: heading, groups, and whether there are more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alliances.choices import Relation
from alliances.models import Alliance, Region
from alliances.naming import named_in_text
from alliances.region_lists import RegionLists
from alliances.surroundings import LIST_CAP, groups_of, number_of
from alliances.wording import sentence


@dataclass(frozen=True)
class Section:
    """One list with its heading; at most LIST_CAP groups of it are shown."""

    key: str
    heading: Promise
    groups: Sequence[Alliance]

    @property
    def shown(self) -> Sequence[Alliance]:
        return self.groups[:LIST_CAP]

    @property
    def is_cut(self) -> bool:
        return len(self.groups) > LIST_CAP


def sections_of(lists: RegionLists) -> list[Section]:
    """The lists that are not empty, in the order of the page; worldwide ones are shown apart."""
    sections = (
        Section("covering", Relation.COVERS.label, lists.covering),
        Section("within", Relation.WITHIN.label, lists.within),
        Section("reaching", Relation.REACHES.label, lists.reaching),
        Section("forming", _("Being started"), lists.forming),
        Section("people", _("For particular people"), lists.people),
        Section("soft", _("May also cover it, ask them"), lists.soft),
    )
    return [section for section in sections if section.groups]


def first_sentence(region: Region, lists: RegionLists) -> str:
    """What the page answers: Two groups cover all of Canada, five lie within it."""
    name = named_in_text(region)
    parts: list[str] = []
    covering, within, reaching, forming = lists.covering, lists.within, lists.reaching, lists.forming
    if covering:
        full = ngettext("%(groups)s covers all of %(name)s", "%(groups)s cover all of %(name)s", len(covering))
        parts.append(full % _words(covering, name))
    if within:
        short = ngettext("%(count)s lies within it", "%(count)s lie within it", len(within))
        full = ngettext("%(groups)s lies within %(name)s", "%(groups)s lie within %(name)s", len(within))
        parts.append((short if parts else full) % _words(within, name))
    if reaching:
        short = ngettext("%(count)s reaches across its border", "%(count)s reach across its border", len(reaching))
        full = ngettext("%(groups)s reaches into %(name)s", "%(groups)s reach into %(name)s", len(reaching))
        parts.append((short if parts else full) % _words(reaching, name))
    if forming:
        short = ngettext("%(count)s is being started", "%(count)s are being started", len(forming))
        parts.append(short % _words(forming, name))
    return sentence(parts)


def _words(groups: Sequence[Alliance], name: str) -> dict[str, str]:
    return {"name": name, "count": number_of(groups), "groups": groups_of(groups)}
