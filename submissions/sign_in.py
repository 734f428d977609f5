"""Sign in by user name or by email address."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from submissions.models import Moderator


class NameOrEmailBackend(ModelBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Moderator | None:
        if username is None or password is None:
            return None
        found = Moderator.objects.filter(**{"email__iexact" if "@" in username else "username": username}).first()
        if found is None:
            Moderator().set_password(password)  # as slow for an unknown name as for a known one
            return None
        return found if found.check_password(password) and self.user_can_authenticate(found) else None
