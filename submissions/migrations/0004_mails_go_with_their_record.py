"""A mail goes with its record; what is counted against a mailbox is counted without its address."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forget_what_outlived(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mails whose record is gone kept its address; those that were given up kept their words."""
    mails = apps.get_model("submissions", "Mail").objects.using(schema_editor.connection.alias)
    mails.filter(submission=None).delete()
    mails.exclude(failed_at=None).update(body="")


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_towns_around")]

    operations = [
        migrations.RunPython(forget_what_outlived, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="mail",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="submissions.submission"
            ),
        ),
        migrations.AlterField(
            model_name="mail",
            name="body",
            field=models.TextField(blank=True, help_text="Blanked once sent or given up."),
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mailbox", models.CharField(help_text="Keyed hash of the address.", max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"indexes": [models.Index(fields=["mailbox", "at"], name="tally_of_mailbox")]},
        ),
    ]
