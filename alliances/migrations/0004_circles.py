"""What a region page and the desk want of regions: their largest towns, members, and how often they were drawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alliances", "0003_bounded_lists")]

    operations = [
        migrations.AddField(
            model_name="region",
            name="largest_towns",
            field=models.ManyToManyField(blank=True, related_name="+", to="alliances.town"),
        ),
        migrations.AddField(
            model_name="region",
            name="members_count",
            field=models.PositiveIntegerField(default=0, help_text="Members that are no territories of a country."),
        ),
        migrations.AddField(
            model_name="region",
            name="revision",
            field=models.PositiveIntegerField(default=1, help_text="How often a city or metro was drawn."),
        ),
        migrations.AddIndex(
            model_name="town",
            index=models.Index(fields=["latitude", "longitude"], name="town_position"),
        ),
    ]
