"""One round of housekeeping, for hosts that prefer a timer to `work`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from submissions.retention import housekeep


class Command(BaseCommand):
    help = "Remind, put aside and delete what is due."

    def handle(self, *args: Any, **options: Any) -> None:
        for step, count in housekeep(timezone.now()).items():
            self.stdout.write(f"{step}: {count}")
