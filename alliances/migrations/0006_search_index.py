"""The search index: which groups bear a term, and the words that a misspelt one may stand for.

rebuild_listings fills it; make prepare and make upgrade run that.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0005_largest_towns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.BigIntegerField()),
                ("block", models.PositiveIntegerField()),
                ("bits", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("term", "block"), name="posting_once")],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("word", models.CharField(max_length=20)),
                ("initial", models.CharField(max_length=1)),
                ("length", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["initial", "length", "-number"], name="word_resembling")],
            },
        ),
    ]
