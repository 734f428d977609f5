"""The desk's forms. All of a review page are sent together, so that nothing typed is lost; one is judged."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from alliances.choices import Kind, Life, TakeDownReason
from alliances.criteria import BY_CODE, CRITERIA
from submissions.choices import DeclineReason
from submissions.forms.area import Area, AreaField, AreaForm
from submissions.forms.fields import TextField
from submissions.forms.plain import with_name
from submissions.models import Submission
from submissions.reasons import words_for

TEXT_LENGTH = 2000
ROWS = {"rows": 5, "dir": "auto"}


class DecisionForm(forms.Form):
    """A form of the review page; its errors are shown only where it is the one that was sent."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ["required", "invalid"], _("The page was out of date. Read it again, then press once more.")
        ),
    )

    def __init__(self, data: Any = None, *, submission: Submission, judged: bool = False, initial: Any = None) -> None:
        self.submission, self.judged = submission, judged
        filled = {"seen": submission.revision, **(initial or {})}
        super().__init__(data, initial=filled, label_suffix="")

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.judged:
            self.errors.clear()


class ApproveForm(DecisionForm, AreaForm):
    """What will be published beyond, or instead of, what was sent."""

    name = TextField(label=_("Name"), length=120, letters=True, error_messages={"required": _("Enter the name")})
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose one")), *Kind.choices],
        error_messages={"required": _("Choose what kind of group it is")},
    )
    life = forms.ChoiceField(label=_("State of the group"), choices=Life.choices)
    covers = AreaField(label=_("Where must a space be to join?"))

    def __init__(self, data: Any = None, *, submission: Submission, judged: bool = False) -> None:
        sent = Area.of(submission)
        initial = {
            "name": submission.name,
            "kind": submission.kind,
            "life": submission.life,
            "covers": sent.values,
        }
        super().__init__(data, submission=submission, judged=judged, initial=initial)

    @property
    def chosen_area(self) -> Area:
        return Area.read(str(value) for value in self["covers"].value() or [])

    def clean_covers(self) -> Area:
        area: Area = self.cleaned_data["covers"]
        if not area and not self.submission.community:
            raise ValidationError(_("Choose at least one region or town: the directory lists groups by them"))
        return area

    def published(self) -> dict[str, Any]:
        """The arguments of Submission.approve."""
        area: Area = self.cleaned_data["covers"]
        typed = {name: self.cleaned_data[name] for name in ("seen", "name", "kind", "life")}
        return {**typed, **area.keys}


ANSWERS = [
    ("yes", pgettext_lazy("a criterion is met", "Yes")),
    ("no", pgettext_lazy("a criterion is met", "No")),
    ("unsure", pgettext_lazy("a criterion is met", "Can’t tell")),
]


class CriteriaForm(forms.Form):
    """The moderator's own checklist: what is not met or cannot be told proposes the words of an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in CRITERIA:
            self.fields[criterion.code] = forms.ChoiceField(
                label=str(criterion.title), choices=ANSWERS, required=False, widget=forms.RadioSelect
            )

    def answered(self, answer: str) -> list[str]:
        """The codes of the criteria that were so answered, in order."""
        return [code for code in BY_CODE if self.data.get(code) == answer]


class AskForm(DecisionForm):
    question = TextField(
        label=_("Your question"),
        length=TEXT_LENGTH,
        lines=True,
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"required": _("Write the question")},
    )


class DeclineForm(DecisionForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose one")), *DeclineReason.choices],
        error_messages={"required": _("Choose a reason")},
    )
    words = TextField(
        label=_("Why, after “because”"),
        length=TEXT_LENGTH,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs=ROWS),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") not in (None, DeclineReason.SPAM) and cleaned.get("words") == "":
            self.add_error("words", gettext("Write why, or press “Propose words”"))
        return cleaned


class TakeDownForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What its page will say"),
        choices=TakeDownReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what its page will say")},
    )
    note = TextField(
        label=_("Note for us (optional, never public)"),
        length=TEXT_LENGTH,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def with_follow_ups(text: str, codes: list[str]) -> str:
    """The question with the follow-ups of these criteria; what was typed stays."""
    questions = [str(BY_CODE[code].follow_up) for code in codes]
    return "\n\n".join([*([text] if text else []), *(question for question in questions if question not in text)])


def with_reason(text: str, reason: str) -> str:
    """The words of a decline: the canned ones of the reason, after what somebody typed by hand."""
    if reason not in DeclineReason.values:
        return text
    proposed = str(words_for(DeclineReason(reason)))
    canned = {str(words_for(DeclineReason(one))) for one in DeclineReason.values}
    if not text or text in canned:
        return proposed
    return text if proposed in text else f"{text}; {proposed}"


def error_summary(form: forms.Form | None) -> list[tuple[str, str]]:
    """(id of the field, message) for the top of the page; nothing for a form that was not sent."""
    if form is None or not form.is_bound:
        return []
    return [
        (form[name].auto_id, with_name("" if form[name].is_hidden else str(form[name].label), error))
        for name, found in form.errors.as_data().items()
        for error in found
    ]
