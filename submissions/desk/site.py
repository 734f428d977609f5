"""The desk: Django's admin with our name, our front page and our sign-in words."""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from submissions.models import Mail, Submission


class SignInForm(AdminAuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name or email address")
        self.fields["username"].widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})


class Desk(AdminSite):
    site_header = _("Alliance Directory: the desk")
    site_title = _("Alliance Directory: the desk")
    index_title = _("What waits for us")
    enable_nav_sidebar = False
    login_form = SignInForm

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {**work_at_hand(request), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What is decided stands before what is listed."""
        return sorted(super().get_app_list(request, app_label), key=lambda app: app["app_label"] != "submissions")


def work_at_hand(request: HttpRequest) -> dict[str, Any]:
    """How many wait, since when, and how many mails failed: for whoever may see them."""
    work: dict[str, Any] = {}
    if request.user.has_perm("submissions.view_submission"):
        waiting = Submission.objects.pending()
        work |= {"may_read": True, "waiting": waiting.count(), "oldest": waiting.first()}
    if request.user.has_perm("submissions.view_mail"):
        work["failed_mails"] = Mail.objects.failed().count()
    return work
