from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, opened with our own site."""

    default_site = "submissions.desk.site.Desk"
