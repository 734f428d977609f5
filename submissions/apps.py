from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """How things get in and stay true: forms, mails, the moderators' desk."""

    name = "submissions"
    verbose_name = _("Submissions")
