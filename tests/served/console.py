"""Python at a site: one process for all that is asked of it, for to start one takes longer than most answers."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# A line in is a piece of code as JSON, with the names below; a line out is what it said. Between two of them nothing
# of the database is held.
LOOP = """
import json, sys
from datetime import timedelta
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from alliances.models import Alliance, Region
from submissions.choices import MailKind, State
from submissions.models import Mail, Moderator, Submission
from tests.factories import make_alliance, make_submission

names = dict(globals())
for line in sys.stdin:
    said = [None]
    exec(json.loads(line), {**names, "say": said.append})
    connection.close()
    print("SAID" + json.dumps(said[-1]), flush=True)
"""


class Console:
    """A process that runs Python with the project's models, until it is closed or a piece of code fails."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", LOOP]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)

    def ask(self, code: str) -> Any:
        """Run it; the JSON value that it hands to `say(value)`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(code), file=self.process.stdin, flush=True)
        for line in self.process.stdout:
            if line.startswith("SAID"):
                return json.loads(line.removeprefix("SAID"))
        raise RuntimeError(f"this failed at the site, with what stands on stderr:\n{code}")

    def close(self) -> None:
        self.process.communicate()
