"""Addresses for machines: what may be crawled, and whether all is well."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.languages import codes, path_in
from alliances.models import DirectoryVersion
from alliances.public import public_page
from submissions.models import Mail

LATE_MAIL = timedelta(minutes=30)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/"]
    lines += [f"Disallow: {path_in(code, path)}" for code in codes() for path in ("/submissions/", "/places/?")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("favicon.svg"), permanent=True)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and no mail is stuck, else 503 and why; no figures about people."""
    try:
        version = DirectoryVersion.current()
        oldest = Mail.objects.unsent().order_by("created_at").values_list("created_at", flat=True).first()
        failed = Mail.objects.failed().filter(failed_at__gte=timezone.now() - timedelta(days=1)).count()
    except DatabaseError:
        return JsonResponse({"status": "database away"}, status=503)
    # A decision waits ten minutes in the outbox; what waits longer than that and half an hour is stuck.
    allowed = LATE_MAIL + timedelta(minutes=settings.UNDO_MINUTES)
    waited = timezone.now() - oldest if oldest else timedelta(0)
    late = waited > allowed
    report = {"status": "ok", "version": version, "mails_failed_today": failed}
    if late:
        report["status"] = f"mail has waited {int(waited.total_seconds() // 60)} minutes"
    return JsonResponse(report, status=503 if late else 200)
