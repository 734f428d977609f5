"""The second process beside the web server: sends what lies in the outbox, and keeps house once a day."""

import logging
import os
import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from submissions.mail import deliver_due
from submissions.retention import housekeep

PAUSE_SECONDS = 2
AFTER_TROUBLE_SECONDS = 15
HOUSEKEEPING = timedelta(days=1)

logger = logging.getLogger("submissions.work")


class Command(BaseCommand):
    help = "Send mail and keep house until told to stop (SIGTERM, Ctrl-C). Any number may run, on any host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        self.stopping = threading.Event()
        os.umask(0o077)  # kept mails, the database and its journal are for their owner alone
        if once:
            deliver_due()
            housekeep(timezone.now())
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        self.house_due = timezone.now()
        while not self.stopping.is_set():
            self.stopping.wait(self.turn())

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def turn(self) -> float:
        """Do what is due; returns the seconds until the next turn. A database that is away is waited for."""
        try:
            close_old_connections()
            deliver_due()
            if timezone.now() >= self.house_due:
                housekeep(timezone.now())
                self.house_due = timezone.now() + HOUSEKEEPING
        except DatabaseError as error:
            logger.warning("database away: %s", type(error).__name__)
            connections.close_all()
            return AFTER_TROUBLE_SECONDS
        return PAUSE_SECONDS
