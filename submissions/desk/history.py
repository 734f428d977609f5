"""What was done with a row, as people read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.choices import TakeDownReason
from alliances.models import AllianceProfile
from alliances.wording import language_name
from submissions.choices import DeclineReason
from submissions.models import Event

# What is drawn of a city or metro, by the name of the form's field; names in other languages stand below the first.
DRAWN = {
    "name": _("Name"),
    "other_names": _("Other names"),
    "town": _("Main town"),
    "centre": _("Centre"),
    "radius_km": _("Radius in km"),
    "grounds": _("Where it lies"),
}
REASONS = {**dict(DeclineReason.choices), **dict(TakeDownReason.choices)}


@dataclass(frozen=True)
class Past:
    event: Event
    reason: str
    changes: list["Change"]


@dataclass(frozen=True)
class Change:
    """A fact that was published otherwise than it was sent."""

    label: str
    sent: str
    published: str

    def __str__(self) -> str:
        return f"{self.label}: {self.sent} → {self.published}"


def history(events: Iterable[Event]) -> list[Past]:
    return [Past(event, reason_of(event), changes_of(event)) for event in events]


def reason_of(event: Event) -> str:
    code = str(event.data.get("reason", ""))
    return str(REASONS.get(code, code))


def changes_of(event: Event) -> list[Change]:
    differences = event.data.get("differences") or {}
    if event.region_id:
        return changes_drawn(differences)
    ordered = [name for name in AllianceProfile.profile_fields() if name in differences]
    return [change_of(name, *differences[name]) for name in ordered]


def changes_drawn(differences: Mapping[str, tuple[str, str]]) -> list[Change]:
    """What is changed of a city or metro. `differences`: before and after by the name of the form's field."""
    pairs = ((drawn_label(name), before, after) for name, (before, after) in differences.items())
    return [Change(label, shown(before, {}), shown(after, {})) for label, before, after in pairs]


def drawn_label(name: str) -> str:
    language = name.removeprefix("name_")
    if language == "local":
        return gettext("Name there")
    if language != name:
        return gettext("Name in %(language)s") % {"language": language_name(language)}
    return str(DRAWN.get(name, name))


def change_of(name: str, sent: Any, published: Any) -> Change:
    field: Any = AllianceProfile._meta.get_field(name)
    labels = dict(field.flatchoices) if field.choices else {}
    return Change(str(capfirst(field.verbose_name)), shown(sent, labels), shown(published, labels))


def shown(value: Any, labels: dict[str, Any]) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(labels.get(value, value))
