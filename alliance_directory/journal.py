"""Keep SQLite's journal in place while the web server runs."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection


def keep_journal() -> sqlite3.Connection | None:
    """A connection of our own that is never closed; None on another database, or where there is none yet.

    Each request opens one and closes it. With the last that is closed SQLite removes its journal, and to make it anew
    takes room on the disk: on a full one nobody could even read.
    """
    file = Path(settings.DATABASES["default"]["NAME"])
    if connection.vendor != "sqlite" or not file.is_file():
        return None
    with suppress(sqlite3.Error):
        kept = sqlite3.connect(file)
        kept.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()  # opened when it is first read
        return kept
    return None
