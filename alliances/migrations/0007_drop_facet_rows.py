"""The rows of many-valued facts go: the search index holds them, and lists are filtered by it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0006_search_index"),
    ]

    operations = [
        migrations.DeleteModel(name="Facet"),
    ]
