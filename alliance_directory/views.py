"""Addresses for machines: what may be crawled, and whether all is well."""

from datetime import timedelta

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
    now = timezone.now()
    try:
        version = DirectoryVersion.current()
        since = Mail.objects.stuck_since(now)
        failed = Mail.objects.failed().filter(failed_at__gte=now - timedelta(days=1)).count()
    except DatabaseError:
        return JsonResponse({"status": "database away"}, status=503)
    words = f"mail has waited {int((now - since).total_seconds() // 60)} minutes" if since else "ok"
    report = {"status": words, "version": version, "mails_failed_today": failed}
    return JsonResponse(report, status=503 if since else 200)
