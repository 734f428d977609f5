from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    """The published directory: all that a visitor reads."""

    name = "alliances"
    verbose_name = _("Directory")
