"""What towns are called in the languages of the site; load_geography fills it, and make prepare runs that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0007_drop_facet_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="town",
            name="translations",
            field=models.JSONField(blank=True, default=dict, help_text="Language code → name, only where it differs."),
        ),
    ]
