"""What was done and what was mailed: for reading, never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from alliances.wording import in_words
from submissions.desk.gate import REGION_PAGE, REVIEW
from submissions.desk.history import changes_of
from submissions.desk.reading import ReadOnly, moment, theirs
from submissions.models import Event, Mail, Submission


def submission_link(submission: Submission | None) -> SafeString:
    if submission is None:
        return theirs("")
    url = reverse(REVIEW, args=[submission.pk])
    return format_html('<a href="{}">{}</a>', url, theirs(submission.name))


class Events(ReadOnly):
    list_display = ("when", "verb", "who", "about", "words")
    list_display_links = None
    list_filter = ("verb",)
    list_select_related = ("by", "submission")
    ordering = ("-at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": gettext("What was done"), **(extra_context or {})})

    @admin.display(description=_("When"))
    def when(self, event: Event) -> SafeString:
        return moment(event.at)

    @admin.display(description=_("By"))
    def who(self, event: Event) -> SafeString:
        return theirs(event.who)

    @admin.display(description=_("About"))
    def about(self, event: Event) -> SafeString:
        if event.submission:
            return submission_link(event.submission)
        if event.region_id:
            url = reverse(REGION_PAGE, args=[event.region_id])
            return format_html('<a href="{}">{}</a>', url, theirs(str(event.data.get("name") or event.region_id)))
        return theirs(str(event.data.get("name") or event.data.get("reference", "")))

    @admin.display(description=_("Words"))
    def words(self, event: Event) -> SafeString:
        changed = "; ".join(map(str, changes_of(event))) if event.region_id else event.text
        return theirs(Truncator(changed).chars(200))


class MailState(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waiting")), ("failed", _("Failed")), ("sent", _("Sent"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        rows = {
            "waiting": Mail.objects.unsent(),
            "failed": Mail.objects.failed(),
            "sent": Mail.objects.exclude(sent_at=None),
        }.get(str(self.value()))
        return queryset if rows is None else queryset.filter(pk__in=rows.values("pk"))


class Mails(ReadOnly):
    """The outbox without the words of the mails: most hold a link that opens somebody's entry."""

    list_display = ("kind", "to", "about", "state", "due", "tried")
    list_display_links = None
    list_filter = (MailState, "kind")
    list_select_related = ("submission",)
    search_fields = ("to",)
    search_help_text = _("Email address")
    ordering = ("-created_at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": gettext("Mails"), **(extra_context or {})})

    @admin.display(description=_("About"))
    def about(self, mail: Mail) -> SafeString:
        return submission_link(mail.submission)

    @admin.display(description=_("State"))
    def state(self, mail: Mail) -> str:
        if mail.failed_at:
            return gettext("Failed")
        return gettext("Sent") if mail.sent_at else gettext("Waiting")

    @admin.display(description=_("Attempts"))
    def tried(self, mail: Mail) -> str:
        """How often, and what the mail server said last."""
        if not mail.attempts:
            return gettext("No attempt yet")
        tried = ngettext("%(count)s attempt", "%(count)s attempts", mail.attempts) % {"count": in_words(mail.attempts)}
        return str(capfirst(f"{tried}: {mail.last_error}" if mail.last_error else tried))

    @admin.display(description=_("Sent, or due"))
    def due(self, mail: Mail) -> SafeString:
        return moment(mail.sent_at or mail.failed_at or mail.send_after)
