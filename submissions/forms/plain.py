"""What all forms of ours have in common: optional fields say so, and every error leads to its field."""

from collections.abc import Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext

from alliances.text import uncapitalised
from submissions.models import Submission

CHECKS = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)
# What is said of any field alike; away from the field it needs the field's name.
NAMELESS = {"max_length", "min_value", "max_value", "invalid", "invalid_choice", "web_address", "future"}
NAMELESS |= {"bidi", "invisible", "control", "marks", "no_letter", "mailbox", "language"}


def with_name(name: str, error: forms.ValidationError) -> str:
    """What is wrong, as a summary says it."""
    message = str(error.messages[0])
    if error.code not in NAMELESS or not name:
        return message
    if name.endswith("?"):
        return f"{name} {message}"
    # These begin with a verb or the like, in every language; a noun or a name would have to keep its capital.
    return f"{name}{gettext(': ')}{uncapitalised(message)}"


class PlainForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)  # again, for fields that were added since
        self.labels: dict[str, str] = {}
        for name, field in self.fields.items():
            self.labels[name] = _name_of(field)
            if not (field.required or field.widget.is_hidden or isinstance(field.widget, CHECKS)):
                field.label = format_html('{} <span class="optional">({})</span>', field.label, gettext("optional"))

    def layout(self) -> Layout:
        return Layout(*self.fields)

    @property
    def helper(self) -> FormHelper:
        """The fields only: the form tag, the token and the buttons stand in the template."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf, helper.render_hidden_fields = False, True, True
        helper.layout = self.layout()
        return helper

    @property
    def error_links(self) -> Iterator[tuple[str, str]]:
        """(id of the input, words) of every error, in the order of the page."""
        for name in [*self.fields, NON_FIELD_ERRORS]:
            for error in self.errors.as_data().get(name, []):
                yield self.anchor(name), with_name(self.labels.get(name, ""), error)

    def anchor(self, name: str) -> str:
        """The id of the first input of a field; the form's own for what belongs to no field."""
        if name not in self.fields or self.fields[name].widget.is_hidden:
            return "form"
        several = isinstance(self.fields[name].widget, forms.CheckboxSelectMultiple | forms.RadioSelect)
        return f"{self[name].auto_id}_0" if several else self[name].auto_id


def _name_of(field: forms.Field) -> str:
    """Its label; of one of several alike with what it belongs to: "First space, name"."""
    label = "" if field.widget.is_hidden else str(field.label)
    whole = getattr(field, "part_of", "")
    return f"{whole}, {uncapitalised(label)}" if whole else label


class CorrectionForm(forms.Form):
    """A form over a record. `revision`: that of the record when the page was made; nothing newer is lost."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        self.submission = submission
        super().__init__(*args, **kwargs)

    @property
    def is_savable(self) -> bool:
        """Something of it can be kept."""
        return self.is_valid()

    @property
    def is_whole(self) -> bool:
        """All of it can be kept: nothing that was typed is left over."""
        return self.is_valid()

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("revision") or 0

    def renew(self, submission: Submission) -> None:
        """Made for the record as it is now, with everything typed."""
        self.submission = submission
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["revision"] = str(submission.revision)
        self.data = typed
