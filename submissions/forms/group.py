"""The group, its ground, its spaces and what they do together: step 1, asked again for corrections."""

from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.choices import Life
from submissions.choices import UNSENT_STATES
from submissions.forms.area import Area, AreaForm
from submissions.forms.fields import ContactField, TextField
from submissions.forms.plain import CorrectionForm, PlainForm
from submissions.forms.spaces import NEEDED, SPACE_FIELDS, SpacesForm, initial_spaces
from submissions.models import Submission

COLUMNS = ("name", "coverage_note", "spaces_public", "summary")
ORDER = (
    "contact_email",
    "name",
    "covers",
    "coverage_note",
    *SPACE_FIELDS,
    "spaces_public",
    "summary",
    "licence",
)
ADDRESS_HINT = _("Only the volunteers see it. We send one link to it; nobody reads the form before you open it.")


class GroupForm(PlainForm, AreaForm, SpacesForm):
    field_order = ORDER

    name = TextField(
        length=120,
        letters=True,
        label=_("Name of the group"),
        help_text=_("As you write it yourselves, in any script."),
        error_messages={"required": _("Enter the name of the group")},
    )
    coverage_note = TextField(
        length=200,
        required=False,
        label=_("Not in the list? Say it in your words"),
        help_text=_("For example: the valley, the islands, both sides of the river."),
    )
    spaces_public = forms.BooleanField(
        required=False,
        label=_("They know we name them"),
        help_text=_("With this tick the page of your group shows them. Without it only the volunteers see them."),
    )
    summary = TextField(
        length=200,
        widget=forms.Textarea(attrs={"rows": 3, "cols": False}),
        label=_("What do you do together?"),
        help_text=_("One or two sentences, up to 200 characters."),
        error_messages={"required": _("Say what you do together")},
    )

    def group_fieldsets(self) -> list[Fieldset]:
        area = HTML('{% include "submissions/_area.html" with box=form.boxes.covers %}')
        hint = HTML('{% include "submissions/_spaces_hint.html" %}')
        return [
            Fieldset(_("Your group"), "name", css_class="group"),
            Fieldset(_("Its area"), area, "coverage_note", css_class="group"),
            Fieldset(_("Some of your spaces"), hint, *self.space_fieldsets(), "spaces_public", css_class="group"),
            Fieldset(_("Together"), "summary", css_class="group"),
        ]

    def layout(self) -> Layout:
        return Layout(*self.group_fieldsets())

    def anchor(self, name: str) -> str:
        """Of an area: its search box, which is there even when no checkbox is."""
        box = self.boxes.get(name)
        return f"id_{box.search_name}" if box else super().anchor(name)

    def clean(self) -> dict[str, Any]:
        """One of region, town or words is needed; what is only typed in the search box is no answer yet."""
        cleaned = super().clean()
        if not (
            cleaned.get("covers") or cleaned.get("coverage_note") or self.errors.keys() & {"covers", "coverage_note"}
        ):
            box = self.boxes["covers"]
            if box.found:
                self.add_error("covers", _("Tick what fits among the places that we found"))
            elif box.text:
                self.add_error("covers", _("We know no place of that name: try another, or say it in your words"))
            else:
                self.add_error("covers", _("Say where a space must be to join you"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Columns by name; areas as keys. With two spaces the group is being started."""
        area, spaces = self.cleaned_data["covers"], self.spaces()
        columns = {name: self.cleaned_data[name] for name in COLUMNS}
        life = Life.ACTIVE if len(spaces) > len(NEEDED) else Life.FORMING
        return {**columns, "example_spaces": spaces, "life": life, **area.keys}


class EditForm(CorrectionForm, GroupForm):
    """Corrections by the sender."""

    contact_email = ContactField(
        label=_("Your email address"),
        help_text=ADDRESS_HINT,
        error_messages={"required": _("Enter your email address")},
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, submission=submission, initial=answers_of(submission), **kwargs)
        if submission.state not in UNSENT_STATES:
            del self.fields["contact_email"]  # a confirmed address is changed by writing to us

    def layout(self) -> Layout:
        fieldsets = self.group_fieldsets()
        if "contact_email" in self.fields:
            fieldsets.insert(0, Fieldset(_("You"), "contact_email", css_class="group"))
        return Layout(*fieldsets)

    def facts(self) -> dict[str, Any]:
        address = {name: self.cleaned_data[name] for name in ("contact_email",) if name in self.fields}
        return {**super().facts(), **address}


def answers_of(submission: Submission) -> dict[str, Any]:
    """What a record holds, as the fields take it."""
    columns = {name: getattr(submission, name) for name in (*COLUMNS, "revision", "contact_email")}
    return {**columns, **initial_spaces(submission.example_spaces), "covers": Area.of(submission).values}
