"""Step 2, and the small forms of a link's pages."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from alliances.choices import Fee, Joiner, Kind
from submissions.forms.fields import ContactField, TextField, WebAddressField
from submissions.forms.plain import CorrectionForm, PlainForm
from submissions.models import Submission

COLUMNS = ("called", "kind", "website", "who_can_join", "fee", "fee_note", "join_url")
# The definitions of the founding text of 2017.
KINDS = [
    (Kind.ALLIANCE, _("Alliance: a union or association formed for mutual benefit")),
    (Kind.COLLECTIVE, _("Collective: a cooperative enterprise")),
    (Kind.ASSOCIATION, _("Association: a group of people organised for a joint purpose")),
    ("", _("Not sure: let the volunteers pick")),
]
FEES = [("", _("Not stated")), *Fee.choices]
ANSWER_LENGTH = 3000


class MoreForm(CorrectionForm, PlainForm):
    """What helps spaces to find and join the group; all of it may stay empty."""

    called = TextField(
        length=40,
        required=False,
        label=_("What do you call yourselves?"),
        help_text=_("For example: federation, Verband, réseau, 協会."),
    )
    kind = forms.ChoiceField(
        choices=KINDS,
        required=False,
        widget=forms.RadioSelect,
        label=_("What is it?"),
        help_text=_("If two fit, take the one your members would say."),
        error_messages={"invalid_choice": _("Choose one of the kinds")},
    )
    website = WebAddressField(
        label=_("A public page"),
        help_text=_("A site, or a page or group on Facebook, LINE, WhatsApp or the like that anybody may open."),
    )
    who_can_join = forms.MultipleChoiceField(
        choices=Joiner.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who can join?"),
        error_messages={"invalid_choice": _("Choose among the answers of the list")},
    )
    fee = forms.ChoiceField(
        choices=FEES,
        required=False,
        label=_("Is there a fee?"),
        error_messages={"invalid_choice": _("Choose one of the answers about the fee")},
    )
    fee_note = TextField(
        length=120,
        required=False,
        label=_("About the fee"),
        help_text=_("For example: 50 euros a year, less for small spaces."),
    )
    join_url = WebAddressField(
        label=_("How does one join?"), help_text=_("The address of a page that says it, or of a form.")
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        initial = {name: getattr(submission, name) for name in (*COLUMNS, "revision")}
        super().__init__(*args, submission=submission, initial=initial, **kwargs)

    def layout(self) -> Layout:
        return Layout(
            Fieldset(_("What it is"), "called", "kind", "website", css_class="group"),
            Fieldset(_("Joining"), "who_can_join", "fee", "fee_note", "join_url", css_class="group"),
        )

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in COLUMNS}


class AnswerForm(PlainForm):
    """The sender's answer to a question of the volunteers."""

    text = TextField(
        length=ANSWER_LENGTH,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 5, "cols": False}),
        label=_("Your answer"),
        help_text=_("In any language. A link is best, a sentence will do."),
        error_messages={"required": _("Write an answer")},
    )


class LinksForm(PlainForm):
    """Where to send the links of one's entries."""

    address = ContactField(
        label=_("Your email address"),
        help_text=_("The one you gave in the form."),
        error_messages={"required": _("Enter your email address")},
    )
