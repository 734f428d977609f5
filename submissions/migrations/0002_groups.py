"""The two groups of people at the desk, with the least rights that their work needs."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

DESK = (
    "view_submission",
    "decide_submission",
    "view_event",
    "view_mail",
    "view_alliance",
    "view_region",
)
PEOPLE = ("view_moderator", "add_moderator", "change_moderator")
GROUPS = {"Moderators": DESK, "Administrators": DESK + PEOPLE}


def make_groups(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    database = schema_editor.connection.alias
    for label in ("alliances", "submissions"):
        _make_permissions(apps, label, database)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _made = Group.objects.using(database).get_or_create(name=name)
        rights = Permission.objects.using(database).filter(
            codename__in=codenames, content_type__app_label__in=["alliances", "submissions"]
        )
        group.permissions.set(rights)


def _make_permissions(apps: StateApps, label: str, database: str) -> None:
    """Django makes permissions after the last migration: without this the groups would stay empty."""
    config: Any = apps.get_app_config(label)
    config.models_module = True  # in a migration there is none, and create_permissions would do nothing
    create_permissions(config, verbosity=0, using=database, apps=apps)
    config.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("submissions", "0001_initial"),
    ]

    # Backwards leaves the groups and their members as they are.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
