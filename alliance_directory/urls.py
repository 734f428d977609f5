"""Every address of the site. Pages that need both apps are put together here."""

from django.contrib import admin
from django.urls import include, path

from alliance_directory import errors, views

urlpatterns = [
    path("", include("alliances.urls")),
    path("", include("submissions.urls")),
    path("admin/", admin.site.urls),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
