"""What every list of the desk has in common: it is for reading. A verb changes a row, never a form field."""

from datetime import datetime
from typing import Any

from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alliances.forms import WordsField

SENT_BY_FILTERS = ("__exact", "__id__exact", "__isnull")  # behind the name of a column, by the filters of Django


class SearchForm(ChangeListSearchForm):
    """What is looked for in a list: no longer than a database can compare with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {SEARCH_VAR: WordsField()}


class SearchedList(ChangeList):
    search_form_class = SearchForm


class DeskList(ModelAdmin):
    """A list that is asked by its search box and the filters beside it, and by nothing else in its address."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SearchedList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Django lets one ask by any column and by what it leads to, a hash of a password among them.

        Only what the filters themselves send may be asked, and no NUL, which PostgreSQL does not take.
        """
        own = [getattr(one, "parameter_name", "") for one in self.list_filter]  # of filters that judge by themselves
        sent = [f"{one}{ending}" for one in self.list_filter for ending in SENT_BY_FILTERS]
        return lookup in own or (lookup in sent and "\0" not in value)


class ReadOnly(DeskList):
    """A list, and a page of one row where `pages` names "change"; nobody adds, edits or deletes."""

    pages: tuple[str, ...] = ("changelist",)
    actions = None
    view_on_site = False
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    sortable_by = ()
    list_per_page = 50

    def get_urls(self) -> list[URLPattern]:
        names = {f"{self.opts.app_label}_{self.opts.model_name}_{page}" for page in self.pages}
        return [url for url in super().get_urls() if url.name in names]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def moment(when: datetime | None) -> SafeString:
    """A time written out, in UTC."""
    return (
        format_html('<time datetime="{}">{}</time>', f"{when:%FT%RZ}", date_format(when, "j F Y, H:i"))
        if when
        else theirs("")
    )


def theirs(text: str) -> SafeString:
    """Words of somebody else, kept in their own writing direction."""
    return format_html("<bdi>{}</bdi>", text)
