"""Write everything anew that follows from the groups: listings, facets, search texts and all stored counts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from alliances.models import Alliance, DirectoryVersion, FacetCount, Region
from alliances.models.listing import Counts


class Command(BaseCommand):
    help = "Repair all derived rows of the directory. Nothing that people wrote is changed."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        for alliance in Alliance.objects.select_related("town").iterator():
            alliance.relist()
            number += 1
        Region.objects.update(listed_count=0, own_count=0)
        FacetCount.objects.all().delete()
        for alliance in Alliance.objects.iterator():
            Counts.move(Counts(), alliance.counted())
        DirectoryVersion.bump()
        self.stdout.write(f"{number:,} groups listed anew.")
