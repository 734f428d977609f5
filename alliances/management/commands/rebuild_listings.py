"""Write everything anew that follows from the groups: listings, facets, the search index and all stored counts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from alliances.models.derivation import rebuild


class Command(BaseCommand):
    help = "Repair all derived rows of the directory. Nothing that people wrote is changed."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        number = rebuild()
        self.stdout.write(f"{number:,} groups listed anew.")
