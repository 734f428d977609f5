"""Step 1 as a stranger meets it: the questions, the address, the licence, and guards against robots."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances import languages
from alliances.criteria import VERSION
from submissions.forms import stamps
from submissions.forms.fields import ContactField
from submissions.forms.group import ADDRESS_HINT, GroupForm
from submissions.models import Submission


class SubmitForm(GroupForm):
    """`fax_number` stays empty for people, `opened` tells the time taken, `form_key` makes it one record."""

    contact_email = ContactField(
        label=_("Your email address"),
        help_text=ADDRESS_HINT,
        error_messages={"required": _("Enter your email address")},
    )
    licence = forms.BooleanField(
        label=_("These facts may be published under CC BY 4.0; my name and address never."),
        error_messages={"required": _("Tick that these facts may be published; without it we cannot list the group")},
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        signed = {"opened": stamps.fresh_opening(), "form_key": stamps.fresh_key()}
        if data is not None:
            data = data.copy()
            self.is_by_robot = bool(data.get("fax_number"))
            for name, is_ours in (("opened", stamps.seconds_open), ("form_key", stamps.read_key)):
                if is_ours(data.get(name, "")) is None:
                    data[name] = signed[name]
        super().__init__(data, initial=signed)

    def layout(self) -> Layout:
        return Layout(
            Fieldset(_("You"), "contact_email", css_class="group"),
            *self.group_fieldsets(),
            Fieldset(_("Publishing"), "licence", css_class="group"),
        )

    @property
    def is_too_fast(self) -> bool:
        """No person fills it in so quickly. A clock that was set back holds up nobody."""
        seconds = stamps.seconds_open(self.data["opened"])
        return seconds is not None and 0 <= seconds < settings.LIMITS["form_seconds"]

    def facts(self) -> dict[str, Any]:
        """Columns by name; areas as keys. `form_digest` is the same for the same answers."""
        facts = {**super().facts(), "contact_email": self.cleaned_data["contact_email"]}
        return {**facts, "form_digest": stamps.digest(facts)}

    def save(self, *, client: str) -> Submission:
        """The draft of this form: one record, however often the form arrives. `client`: keyed hash."""
        language = languages.current()
        # In English forms come answers in every language: step 2 asks which.
        text_language = "" if language == settings.LANGUAGE_CODE else language
        return Submission.objects.write_draft(
            form_key=stamps.read_key(self.data["form_key"]) or "",
            facts={**self.facts(), "text_language": text_language},
            client=client,
            licence_accepted_at=timezone.now(),
            language=language,
            criteria_version=VERSION,
        )
