"""Administrators may erase a record on request."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

VERBS = [
    ("sent", "sent"),
    ("confirmed", "email address confirmed"),
    ("edited", "changed by the sender"),
    ("answered", "answered"),
    ("withdrawn", "withdrawn by the sender"),
    ("approved", "approved and listed"),
    ("asked", "asked a question"),
    ("declined", "declined"),
    ("undone", "undone"),
    ("reminded", "reminded"),
    ("parked", "put aside"),
    ("taken_down", "taken down"),
    ("restored", "listed again"),
    ("link_sent", "link sent again"),
    ("erased", "erased on request"),
]


def let_administrators_erase(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    database = schema_editor.connection.alias
    config: Any = apps.get_app_config("submissions")
    config.models_module = True  # as in 0002_groups: permissions are made after the last migration only
    create_permissions(config, verbosity=0, using=database, apps=apps)
    config.models_module = None
    right = apps.get_model("auth", "Permission").objects.using(database).get(codename="erase_submission")
    group, _made = apps.get_model("auth", "Group").objects.using(database).get_or_create(name="Administrators")
    group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_mails_go_with_their_record")]

    operations = [
        migrations.AlterModelOptions(
            name="submission",
            options={
                "permissions": [
                    ("decide_submission", "Can approve, ask, decline and undo"),
                    ("erase_submission", "Can erase a record on request"),
                ]
            },
        ),
        migrations.AlterField(model_name="event", name="verb", field=models.CharField(choices=VERBS, max_length=12)),
        migrations.RunPython(let_administrators_erase, migrations.RunPython.noop),
    ]
