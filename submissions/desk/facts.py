"""A record as rows of label and lines: whatever it holds, in the order in which the facts are declared."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from alliances.choices import Benefit, Joiner
from alliances.models import AllianceProfile
from alliances.text import validate_web_address
from alliances.wording import language_name


@dataclass(frozen=True)
class Line:
    text: str
    address: str = ""  # where it leads
    note: str = ""


@dataclass(frozen=True)
class Fact:
    label: str
    lines: list[Line]


def facts_of(record: models.Model, names: Iterable[str] | None = None) -> list[Fact]:
    """The filled fields of a listed group or a submission, all public facts when `names` is None."""
    chosen = AllianceProfile.profile_fields() if names is None else names
    facts = ((column(record, name), list(lines_of(record, name))) for name in chosen)
    return [Fact(capfirst(str(field.verbose_name)), lines) for field, lines in facts if lines]


def column(record: models.Model, name: str) -> Any:
    return record._meta.get_field(name)


def lines_of(record: models.Model, name: str) -> Iterator[Line]:
    field, value = column(record, name), getattr(record, name)
    if isinstance(field, models.ManyToManyField):
        yield from (Line(str(one), one.get_absolute_url()) for one in sorted(value.all(), key=str))
    elif isinstance(field, models.JSONField):
        yield from (LISTS.get(name, plain)(one) for one in (value if isinstance(value, list) else [value]) if one)
    elif isinstance(field, models.BooleanField):
        yield from [Line(gettext("yes"))] if value else []
    elif value not in (None, ""):
        yield line_of(record, field, value)


def line_of(record: models.Model, field: Any, value: Any) -> Line:
    if isinstance(field, models.URLField):
        return linked(value)
    if isinstance(field, models.EmailField):
        return Line(value, note=both_spellings(value.rpartition("@")[2]))
    if field.choices:
        return Line(str(getattr(record, f"get_{field.name}_display")()))
    if isinstance(field, models.DateTimeField):
        return Line(date_format(value, "j F Y, H:i"))
    if isinstance(field, models.DateField):
        return Line(date_format(value, "j F Y"))
    return Line(language_name(value) if field.name.endswith("language") else str(value))


def plain(value: Any) -> Line:
    return Line(str(value))


def linked(url: Any, text: str = "") -> Line:
    """A link when it leads to a public page, else its text; a host in other letters in both spellings."""
    try:
        validate_web_address(str(url))
    except ValidationError:
        return Line(text or str(url), note=str(url) if text else "")
    return Line(text or str(url), str(url), both_spellings(urlsplit(str(url)).hostname or ""))


def both_spellings(host: str) -> str:
    """An internationalised host as people read it and as machines do; nothing for a plain one."""
    try:
        coded = host.encode("idna").decode("ascii")
        read = coded.encode("ascii").decode("idna")
    except UnicodeError:
        return ""
    return f"{read} = {coded}" if read != coded else ""


def space(value: Any) -> Line:
    if not isinstance(value, dict):
        return plain(value)
    name, town = str(value.get("name", "")), str(value.get("town", ""))
    text = f"{name}, {town}" if town else name
    page = value.get("page")
    return linked(page, text) if page else Line(text)


def benefit(value: Any) -> Line:
    if not isinstance(value, dict):
        return plain(value)
    name, note = str(value.get("name", "")), str(value.get("note", ""))
    label = str(Benefit(name).label) if name in Benefit.values else name
    return Line(f"{label}: {note}" if note else label)


def joiner(value: Any) -> Line:
    return Line(str(Joiner(value).label) if value in Joiner.values else str(value))


LISTS: dict[str, Callable[[Any], Line]] = {
    "links": linked,
    "example_spaces": space,
    "benefits": benefit,
    "who_can_join": joiner,
    "languages": lambda code: Line(language_name(str(code))),
}
