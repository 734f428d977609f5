"""Fill what follows from regions and towns where these are loaded already."""

from collections import defaultdict

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LARGEST_TOWNS = 12
BATCH = 2000


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Cities and metros get their towns when they are drawn again, or with `load_geography --again`."""
    Region, Town = apps.get_model("alliances", "Region"), apps.get_model("alliances", "Town")
    ancestry = apps.get_model("alliances", "RegionAncestry").objects
    above: dict[str, list[str]] = defaultdict(list)
    largest: dict[str, list[int]] = defaultdict(list)
    narrow = ancestry.filter(ancestor__kind__in=["country", "subdivision"])
    for descendant, ancestor in narrow.values_list("descendant", "ancestor"):
        above[descendant].append(ancestor)
    for key, leaf in Town.objects.order_by("-population", "pk").values_list("pk", "region").iterator():
        for code in above[leaf]:
            if len(largest[code]) < LARGEST_TOWNS:
                largest[code].append(key)
    row = Region.largest_towns.through
    rows = [row(region_id=code, town_id=key) for code, keys in largest.items() for key in keys]
    row.objects.bulk_create(rows, batch_size=BATCH)
    for grouping in Region.objects.filter(kind="grouping"):
        grouping.members_count = grouping.members.filter(sovereign=None).count()
        grouping.save(update_fields=["members_count"])


class Migration(migrations.Migration):
    dependencies = [("alliances", "0004_circles")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
