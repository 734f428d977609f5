"""Who may sit at the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Moderator(AbstractUser):
    """A volunteer. Rights come from the groups *Moderators* and *Administrators*."""

    email = models.EmailField(_("email address"))

    class Meta(AbstractUser.Meta):
        # The stubs take Django's own lazy names for plain text.
        verbose_name = _("moderator")  # type: ignore[assignment]
        verbose_name_plural = _("moderators")  # type: ignore[assignment]
        constraints = [models.UniqueConstraint(Lower("email"), name="moderator_email_once")]
