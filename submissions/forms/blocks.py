"""The parts of step 2, in the order of the page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.choices import Fee, Joiner, Kind
from alliances.criteria import CRITERIA
from alliances.models.profile import OLDEST_YEAR
from submissions.forms.benefits import BenefitsBlock
from submissions.forms.block import NOT_AMONG, Block, NumberField
from submissions.forms.fields import ContactField, TextField, WebAddressField
from submissions.forms.lists import LanguageField, LanguagesField, LinksField, ListField
from submissions.models import Submission

MOST_LINKS, MOST_VALUES, MOST_LANGUAGES = 6, 8, 20
LINKS_LENGTH = 3_100
ANSWER_LENGTH = 600
ASKED_IN_STEP_ONE = {"A1", "A4"}  # some of the spaces; where a space must be
# The definitions of the founding text of 2017.
KINDS = [
    (Kind.ALLIANCE, _("Alliance: a union or association formed for mutual benefit")),
    (Kind.COLLECTIVE, _("Collective: a cooperative enterprise")),
    (Kind.ASSOCIATION, _("Association: a group of people organised for a joint purpose")),
    ("", _("Not sure: let the volunteers pick")),
]
FEES = [("", _("Not stated")), *Fee.choices]


class KindBlock(Block):
    key, title = "kind", _("What it is")

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
    links = LinksField(
        length=LINKS_LENGTH,
        most=MOST_LINKS,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 2, "cols": False, "spellcheck": "false"}),
        label=_("Other pages of yours"),
        help_text=_("Up to six, each on a line of its own."),
        error_messages={"most": _("Give six pages or fewer")},
    )


class JoiningBlock(Block):
    key, title = "joining", _("Joining")

    who_can_join = forms.MultipleChoiceField(
        choices=Joiner.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who can join?"),
        error_messages=NOT_AMONG,
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
    public_email = ContactField(
        required=False,
        label=_("An email address for everybody"),
        help_text=_("It stands on the page of your group. Leave it empty to stay unseen."),
    )
    admission_window = TextField(
        length=120,
        required=False,
        label=_("When can one join, if not always?"),
        help_text=_("For example: in January and June."),
    )
    membership_rules = TextField(
        length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": False}),
        label=_("What must a member be, or keep to?"),
        help_text=_("For example: open for a year, and at least 20 people who work there."),
    )
    community = TextField(
        length=80,
        required=False,
        label=_("Is it for particular people?"),
        help_text=_("Say for whom, for example: women who run spaces. Otherwise leave it empty."),
    )


class WordsBlock(Block):
    key, title = "words", _("In your words")

    description = TextField(
        length=3000,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "cols": False}),
        label=_("More about you"),
        help_text=_("Plain text, up to 3,000 characters."),
    )
    other_names = TextField(
        length=300,
        required=False,
        label=_("Other names"),
        help_text=_("Earlier ones, and those in other languages, with commas."),
    )
    acronym = TextField(length=20, required=False, label=_("Short name"), help_text=_("For example: SCSA."))
    own_values = ListField(
        length=300,
        most=MOST_VALUES,
        label=_("Values of your own"),
        help_text=_("Besides community, openness, collaboration, sustainability and accessibility; with commas."),
        error_messages={"most": _("Give eight values or fewer")},
    )
    languages = LanguagesField(
        length=400,
        most=MOST_LANGUAGES,
        label=_("Languages you speak with members"),
        help_text=_("By name, with commas."),
        error_messages={"most": _("Give twenty languages or fewer")},
    )
    text_language = LanguageField(
        length=60,
        label=_("In which language have you written this?"),
        help_text=_("So that screen readers pronounce your name and your sentences as you do."),
    )


class NumbersBlock(Block):
    key, title = "numbers", _("Numbers and history")

    member_spaces = NumberField(label=_("How many spaces are members today?"))
    locations = NumberField(label=_("In how many locations?"))
    founded_year = NumberField(label=_("Founded in the year"), least=OLDEST_YEAR)
    legal_form = TextField(
        length=80, required=False, label=_("Legal form"), help_text=_("If there is one; none is needed.")
    )

    def clean_founded_year(self) -> int | None:
        year: int | None = self.cleaned_data["founded_year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_("Enter a year that has begun"), code="future")
        return year

    def facts(self) -> dict[str, Any]:
        """A number of spaces holds from the day on which it was given."""
        number, known = self.cleaned_data["member_spaces"], self.submission
        is_known = number == known.member_spaces
        given_on = known.member_spaces_on if is_known else (timezone.localdate() if number else None)
        return {**self.cleaned_data, "member_spaces_on": given_on}


class PeopleBlock(Block):
    key, title = "people", _("Whom we may write to")
    is_private = True

    contact_name = TextField(length=80, required=False, label=_("Your name"))
    contact_role = TextField(
        length=80, required=False, label=_("Your part in the group"), help_text=_("For example: on the board.")
    )
    second_name = TextField(length=80, required=False, label=_("Name of a second person"))
    second_email = ContactField(
        required=False,
        label=_("Their email address"),
        help_text=_("We write to it only when nobody answers at yours: mailboxes change hands."),
    )


class CriteriaQuestions(forms.Form):
    """The questions that step 1 has not asked already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in CRITERIA:
            if criterion.code not in ASKED_IN_STEP_ONE:
                self.fields[criterion.code] = TextField(
                    length=ANSWER_LENGTH,
                    lines=True,
                    required=False,
                    label=criterion.question,
                    widget=forms.Textarea(attrs={"rows": 2, "cols": False}),
                )


class CriteriaBlock(Block, CriteriaQuestions):
    """What the volunteers would ask otherwise; only they see it."""

    key, title = "criteria", _("For the volunteers")
    is_private = True

    def answers_of(self, submission: Submission) -> Mapping[str, Any]:
        return dict(submission.criteria_answers)

    def facts(self) -> dict[str, Any]:
        return {"criteria_answers": {code: text for code, text in self.cleaned_data.items() if text}}


BLOCKS: tuple[type[Block], ...] = (
    KindBlock,
    JoiningBlock,
    BenefitsBlock,
    WordsBlock,
    NumbersBlock,
    PeopleBlock,
    CriteriaBlock,
)
