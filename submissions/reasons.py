"""The words of a decline, as a mail says them after "because"."""

from django.utils.translation import gettext_lazy as _

from alliances.criteria import BY_CODE, Words
from submissions.choices import DeclineReason

BESIDES_CRITERIA: dict[str, Words] = {
    DeclineReason.DUPLICATE: _("it is in the directory already"),
    DeclineReason.SPAM: "",
}


def words_for(reason: DeclineReason) -> Words:
    """The proposed reason; the moderator may change it before it is sent."""
    criterion = BY_CODE.get(reason.value)
    return criterion.reason if criterion else BESIDES_CRITERIA[reason]
