"""Fields that keep text tidy and say in plain words what is wrong with it."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from alliances.models.profile import URL_LENGTH
from alliances.text import tidy, validate_has_letter, validate_plain_text, validate_web_address
from submissions.mailbox import LENGTH, tidy_mailbox, validate_mailbox

SCHEME = re.compile(r"[a-z][a-z0-9+-]*:|//", re.IGNORECASE)


def with_scheme(address: str) -> str:
    """A web address as it is kept: spaces are ignored, and without a scheme it gets https."""
    url = "".join(address.split())
    return url if not url or SCHEME.match(url) else f"https://{url}"


class PlainLength(MaxLengthValidator):
    message = ngettext_lazy(
        "Use %(limit_value)d character or fewer; it has %(show_value)d",
        "Use %(limit_value)d characters or fewer; it has %(show_value)d",
        "limit_value",
    )


class TextField(forms.CharField):
    """One line of text, or several with `lines`: tidied first, then judged; nothing is cut off unseen.

    `part_of`: what the field belongs to, where there are several with its label.
    """

    def __init__(
        self, *, length: int, lines: bool = False, letters: bool = False, part_of: Any = "", **kwargs: Any
    ) -> None:
        self.lines, self.part_of = lines, part_of
        super().__init__(strip=False, **kwargs)
        # The plain-text rule refuses NUL too, and one message is enough.
        self.validators = [rule for rule in self.validators if not isinstance(rule, ProhibitNullCharactersValidator)]
        self.validators += [
            PlainLength(length),
            validate_plain_text,
            *([validate_has_letter] if letters else []),
        ]

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "", lines=self.lines)


class WebAddressField(TextField):
    """A public page.

    A text box with the keyboard for addresses: in one of type "url" HTML allows nothing but whole addresses, and what
    was typed is shown again as it was.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(length=URL_LENGTH, **{"required": False, **kwargs})
        self.validators.append(validate_web_address)
        self.widget.attrs |= {"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"}

    def to_python(self, value: Any) -> str:
        return with_scheme(super().to_python(value))

    def run_validators(self, value: Any) -> None:
        """The first thing that is wrong with an address is enough."""
        try:
            super().run_validators(value)
        except forms.ValidationError as error:
            raise error.error_list[0] from None


class ContactField(forms.EmailField):
    """The address of one mailbox that our mail reaches."""

    default_error_messages = {
        "invalid": _("Enter it in full, such as name@example.org"),
        "foreign": _("Our mail does not get through to letters other than a to z before the @. Enter another one"),
    }
    default_validators = []

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LENGTH, **kwargs)
        self.widget.attrs |= {"autocomplete": "email", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        """One message, whatever is wrong with it."""
        try:
            address = super().clean(tidy_mailbox(str(value or "")))
            if address:
                validate_mailbox(address)
        except forms.ValidationError as error:
            code = error.error_list[0].code or ""
            message = self.error_messages.get(code, self.error_messages["invalid"])
            raise forms.ValidationError(message, code if code == "required" else "mailbox") from None
        return address
