"""Some of the spaces of a group: three is best, two is a start."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.forms.fields import TextField, WebAddressField

PARTS = ("name", "town", "page")
NEEDED = (1, 2)
SPACES = {1: _("First space"), 2: _("Second space"), 3: _("Third space")}
NAME_MISSING = {
    1: _("Enter the name of one of your spaces"),
    2: _("Enter the name of a second space"),
    3: _("Enter the name of the third space, or empty its other two boxes"),
}
LENGTH = 120


def field_of(number: int, part: str) -> str:
    return f"space_{number}_{part}"


SPACE_FIELDS = tuple(field_of(number, part) for number in SPACES for part in PARTS)


def fields_of(number: int) -> dict[str, forms.Field]:
    """The three fields of one space; its name is needed for the first two."""
    missing = {"required": NAME_MISSING[number]}
    needed = number in NEEDED
    space = SPACES[number]
    return {
        field_of(number, "name"): TextField(
            length=LENGTH, letters=True, required=needed, label=_("Name"), part_of=space, error_messages=missing
        ),
        field_of(number, "town"): TextField(length=LENGTH, required=False, label=_("Town"), part_of=space),
        field_of(number, "page"): WebAddressField(label=_("Web page"), part_of=space),
    }


class SpacesForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in SPACES:
            self.fields |= fields_of(number)

    def space_fieldsets(self) -> list[Fieldset]:
        return [
            Fieldset(legend, *(field_of(number, part) for part in PARTS), css_class="space")
            for number, legend in SPACES.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in SPACES:
            name, *besides = (cleaned.get(field_of(number, part)) for part in PARTS)
            if any(besides) and not name and not self.has_error(field_of(number, "name")):
                self.add_error(field_of(number, "name"), NAME_MISSING[number])
        return cleaned

    def spaces(self) -> list[dict[str, str]]:
        """The named ones, as `example_spaces` holds them."""
        rows = [{part: self.cleaned_data[field_of(number, part)] for part in PARTS} for number in SPACES]
        return [row for row in rows if row["name"]]


def initial_spaces(spaces: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {
        field_of(number, part): space.get(part, "")
        for number, space in zip(SPACES, spaces, strict=False)
        for part in PARTS
    }
