"""The part of step 2 about what members get."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.choices import Benefit
from submissions.forms.block import NOT_AMONG, Block
from submissions.forms.fields import TextField
from submissions.models import Submission

NOTE_LENGTH = 120


def note_of(benefit: str) -> str:
    """The field of the line about one benefit."""
    return f"note_{benefit}"


class BenefitsBlock(Block):
    """Each benefit has a tick, and a line that says more. Whoever writes a new line need not tick besides."""

    key, title = "benefits", _("What members get")

    benefits = forms.MultipleChoiceField(
        choices=Benefit.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What do members get?"),
        help_text=_("Tick what there is, and say in a line what it is."),
        error_messages=NOT_AMONG,
    )
    mentors_new_alliances = forms.BooleanField(
        required=False,
        label=_("We help people who start a group elsewhere"),
        help_text=_("Your page says so, and they can write to you."),
    )

    def __init__(self, data: Any = None, *, submission: Submission) -> None:
        super().__init__(data, submission=submission)
        for benefit in Benefit:
            self.fields[note_of(benefit)] = TextField(length=NOTE_LENGTH, required=False, label=benefit.label)
            self.labels[note_of(benefit)] = str(benefit.label)

    def answers_of(self, submission: Submission) -> Mapping[str, Any]:
        notes = {note_of(benefit["name"]): benefit.get("note", "") for benefit in submission.benefits}
        ticked = [benefit["name"] for benefit in submission.benefits]
        return {**notes, "benefits": ticked, "mentors_new_alliances": submission.mentors_new_alliances}

    def layout(self) -> Layout:
        return Layout(HTML('{% include "submissions/_benefits.html" with form=block %}'), "mentors_new_alliances")

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """The tick and the line of each benefit."""
        return [(tick, self[note_of(benefit)]) for tick, benefit in zip(self["benefits"], Benefit, strict=True)]

    @property
    def number_filled(self) -> int:
        return len(self.submission.benefits) + self.submission.mentors_new_alliances

    def facts(self) -> dict[str, Any]:
        benefits = [
            {"name": one.value, "note": self.cleaned_data[note_of(one)]} for one in Benefit if self._is_given(one)
        ]
        return {"benefits": benefits, "mentors_new_alliances": self.cleaned_data["mentors_new_alliances"]}

    def _is_given(self, benefit: Benefit) -> bool:
        """Ticked, or told of in a new line; an old line behind a tick that was taken away says nothing."""
        note = note_of(benefit)
        is_new = self.cleaned_data[note] not in ("", self.initial.get(note))
        return is_new or benefit in self.cleaned_data["benefits"]
