"""The summary of errors: a name, a colon, and the message going on with a small letter."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import override

from alliances.text import validate_has_letter, validate_plain_text, validate_web_address
from submissions.forms.fields import ContactField, PlainLength
from submissions.forms.lists import LanguagesField
from submissions.forms.more import AnswerForm, LinksForm, MoreForm
from submissions.forms.plain import NAMELESS, with_name
from submissions.forms.submit import SubmitForm
from submissions.models import Submission

pytestmark = pytest.mark.django_db

# Verbs, and "we" or "our": no word that keeps a capital letter inside a sentence, as a name does or a German noun.
BEGINNINGS = {
    "en": {"Choose", "Enter", "Our", "Remove", "Select", "Use", "We"},
    "fr": {"Choisissez", "Nous", "Nos", "Retirez", "Saisissez", "Saisissez-la", "Sélectionnez", "Utilisez"},
    "es": {"Nuestros", "No", "Elija", "Escoja", "Escriba", "Escríbala", "Quite", "Use"},
}
REFUSED: list[tuple[Callable[[str], Any], str]] = [
    (validate_plain_text, "a\u202eb"),
    (validate_plain_text, "a\u200bb"),
    (validate_plain_text, "a\x07b"),
    (validate_plain_text, "a" + "\u0301" * 9),
    (validate_has_letter, "--"),
    (validate_web_address, "nowhere"),
    (PlainLength(1), "ab"),
    (ContactField().clean, "mail\u00e4@example.org"),
    (LanguagesField(length=50, most=5).clean, "Nowherish"),
]


def fields() -> Iterator[forms.Field]:
    every = [SubmitForm(), AnswerForm(), LinksForm(), *MoreForm(submission=Submission()).blocks]
    return (field for form in every for field in form.fields.values())


def general_messages() -> Iterator[str]:
    """What may be said of any field, in the language of the moment."""
    for field in fields():
        yield from (str(message) for code, message in field.error_messages.items() if code in NAMELESS)
    for rule, text in REFUSED:
        with pytest.raises(ValidationError) as raised:
            rule(text)
        assert raised.value.code in NAMELESS
        yield raised.value.messages[0]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_general_message_begins_with_a_word_that_keeps_its_capital(language: str) -> None:
    with override(language):
        assert {message.split()[0] for message in general_messages()} == BEGINNINGS[language]


def test_only_a_general_message_follows_the_name() -> None:
    general, own = ValidationError("Enter a number", "invalid"), ValidationError("Toronto is not in Ohio", "area")
    assert with_name("Founded", general) == "Founded: enter a number"
    assert with_name("Area", own) == "Toronto is not in Ohio"
    assert with_name("Is there a fee?", general) == "Is there a fee? Enter a number"
