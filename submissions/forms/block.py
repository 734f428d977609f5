"""What the parts of step 2 have in common: all of one may stay empty, and what is wrong in it holds up no other."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliances.text import tidy
from submissions.forms.plain import PlainForm
from submissions.models import Submission

MOST_SPACES = 1_000_000
NOT_AMONG = {"invalid_choice": _("Choose among the answers of the list")}
# 1 200, 1,200, 1.200 and 1'200: one mark, as people and keyboards put it, between the thousands.
THOUSANDS = re.compile(r"\d{1,3}(?:([\s.,'’٬])\d{3})(?:\1\d{3})*")


class NumberField(forms.IntegerField):
    """A whole number in digits of any script, with or without marks between the thousands.

    A text box with the keyboard for digits: of one of type "number" browsers throw away what is no number, and what
    was typed is shown again as it was.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Enter a whole number, in digits only"),
        "min_value": _("Enter a number of %(limit_value)s or more"),
        "max_value": _("Enter a number of %(limit_value)s or less"),
    }

    def __init__(self, *, label: Any, least: int = 1, most: int = MOST_SPACES) -> None:
        super().__init__(label=label, required=False, min_value=least, max_value=most)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        text = tidy(str(value or ""))
        number: int | None = super().to_python(re.sub(r"\D", "", text) if THOUSANDS.fullmatch(text) else text)
        return number


class Block(PlainForm):
    """A part of step 2; unless it says otherwise, its fields bear the names of the columns that they fill.

    `key`: its name in addresses; `is_private`: only the volunteers see it.
    """

    key: ClassVar[str]
    title: ClassVar[str | Promise]
    is_private = False

    def __init__(self, data: Any = None, *, submission: Submission) -> None:
        self.submission = submission
        super().__init__(data, initial=self.answers_of(submission))

    def answers_of(self, submission: Submission) -> Mapping[str, Any]:
        return {name: getattr(submission, name) for name in self.base_fields}

    def facts(self) -> dict[str, Any]:
        """Columns of the record by name."""
        return dict(self.cleaned_data)

    @property
    def is_news(self) -> bool:
        """It is sound, and says something that the record does not."""
        return self.is_valid() and any(getattr(self.submission, name) != said for name, said in self.facts().items())

    @property
    def number_filled(self) -> int:
        """How many of its questions the record answers now."""
        return sum(bool(value) for value in self.answers_of(self.submission).values())
