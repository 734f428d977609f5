"""Who may sit at the desk: added and put into groups by administrators; never deleted, only switched off."""

from typing import Any

from django import forms
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from submissions.desk.reading import DeskList
from submissions.models import Moderator


class OnceForm(forms.ModelForm):
    """A user name without @ and an address that nobody else has: people sign in with either."""

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"])
        if "@" in name:
            raise ValidationError(_("Use a name without @: people sign in with it or with their email address"))
        return name

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"])
        if Moderator.objects.filter(email__iexact=address).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another moderator has this address"))
        return address


class NewModeratorForm(OnceForm, AdminUserCreationForm):
    pass


class ChangedModeratorForm(OnceForm, UserChangeForm):
    pass


class Moderators(DeskList, UserAdmin):
    form = ChangedModeratorForm
    add_form = NewModeratorForm
    list_display = ("username", "email", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    actions = None
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Who"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "email", "first_name", "last_name", "groups", "password1", "password2")},
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if not str(url.name).endswith("_delete")]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Their name stands under decisions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever could set a superuser's password would be one."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True  # an account here is for the desk
        super().save_model(request, obj, form, change)
