"""Answers that are several things on one line, or one below the other: languages, values, links."""

import re
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _

from alliances import languages
from alliances.text import fold, validate_web_address
from alliances.wording import language_name
from submissions.forms.fields import TextField, with_scheme
from submissions.forms.language_names import ALSO_CALLED, OWN_NAMES

COMMAS = re.compile("[,;،、，]")  # as they are typed in Latin, Arabic and East Asian text
LONGEST_CODE = 3


class ListField(TextField):
    """Things with commas between them, or with `lines` each on a line of its own. Cleaned: a list without repeats.

    `most`: how many; what is said beyond is the error message "most".
    """

    def __init__(self, *, most: int, length: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(length=length, required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(self.prepare_value(value))

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: the text that was typed, or the things of the record."""
        if isinstance(value, str) or value is None:
            return value
        return ("\n" if self.lines else ", ").join(self.shown(one) for one in value)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        parts = text.splitlines() if self.lines else COMMAS.split(text)
        things = list(dict.fromkeys(self.one(part.strip()) for part in parts if part.strip()))
        if len(things) > self.most:
            raise forms.ValidationError(self.error_messages["most"], "most", {"most": self.most})
        return things

    def shown(self, one: str) -> str:
        return one

    def one(self, text: str) -> str:
        """One thing as it is stored. Raises ValidationError."""
        return text


class LanguagesField(ListField):
    """Languages by name, in any language of the site or as their speakers call them, or by ISO 639 code."""

    default_error_messages = {"unknown": _("We know no language called “%(name)s”. Try its English name")}

    def shown(self, one: str) -> str:
        return language_name(one)

    def one(self, text: str) -> str:
        code = codes_by_name(languages.current()).get(fold(text))
        if code is None:
            raise forms.ValidationError(self.error_messages["unknown"], "language", {"name": text})
        return code


class LanguageField(LanguagesField):
    """One language. Cleaned: its ISO 639 code, or nothing."""

    default_error_messages = {"most": _("Name one language")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=1, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        is_code = value in codes_by_name(languages.current()).values()
        return self.shown(value) if is_code else value

    def clean(self, value: Any) -> Any:
        return "".join(super().clean(value))


class LinksField(ListField):
    """Web addresses, one a line."""

    def one(self, text: str) -> str:
        url = with_scheme(text)
        validate_web_address(url)
        return url


@cache
def codes_by_name(language: str) -> dict[str, str]:
    """Folded name or code → ISO 639 code. `language`: of the page, whose own names come first, English ones next.

    Names in the other languages of the site come last: people answer in their own on whichever form they find.
    """
    here, english, *others = (
        dict(Locale.parse(one).languages) for one in dict.fromkeys([language, "en", *languages.codes()])
    )
    codes = [str(code) for code in english if len(str(code)) <= LONGEST_CODE]
    found: dict[str, str] = {}
    for names in (here, english, OWN_NAMES, {code: code for code in codes}, *others):
        for code in codes:
            if code in names:
                found.setdefault(fold(str(names[code])), code)
    return ALSO_CALLED | found
