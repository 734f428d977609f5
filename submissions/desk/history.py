"""What was done with a row, as people read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from alliances.choices import TakeDownReason
from alliances.models import AllianceProfile
from submissions.choices import DeclineReason
from submissions.models import Event

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


def history(events: Iterable[Event]) -> list[Past]:
    return [Past(event, reason_of(event), changes_of(event)) for event in events]


def reason_of(event: Event) -> str:
    code = str(event.data.get("reason", ""))
    return str(REASONS.get(code, code))


def changes_of(event: Event) -> list[Change]:
    differences = event.data.get("differences") or {}
    ordered = [name for name in AllianceProfile.profile_fields() if name in differences]
    return [change_of(name, *differences[name]) for name in ordered]


def change_of(name: str, sent: Any, published: Any) -> Change:
    field: Any = AllianceProfile._meta.get_field(name)
    labels = dict(field.flatchoices) if field.choices else {}
    return Change(str(capfirst(field.verbose_name)), shown(sent, labels), shown(published, labels))


def shown(value: Any, labels: dict[str, Any]) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(labels.get(value, value))
