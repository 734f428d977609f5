"""Python at a site: one process for all that is asked of it, for to start one takes longer than most answers."""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# A line in is a piece of code as JSON, with the names below; a line out is what it said, and how it failed, as JSON.
# What it prints goes to stderr, so that nothing else stands between the answers. Between two of them nothing of the
# database is held.
LOOP = """
import json, sys, traceback
from datetime import timedelta
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from alliances.models import Alliance, Region
from submissions.choices import MailKind, State
from submissions.models import Mail, Moderator, Submission
from tests.factories import make_alliance, make_submission

answers, sys.stdout = sys.stdout, sys.stderr
names = dict(globals())
for line in sys.stdin:
    said = [None]
    try:
        exec(json.loads(line), {**names, "say": said.append})
        answer = json.dumps([said[-1], ""])
    except (Exception, SystemExit):
        answer = json.dumps([None, traceback.format_exc()])
    connection.close()
    print(answer, file=answers, flush=True)
"""


class Console:
    """A process that runs Python with the project's models until it is closed, also after a piece of code failed."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", LOOP]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)

    def ask(self, code: str) -> Any:
        """Run it; the JSON value that it hands to `say(value)`. Raises RuntimeError with its traceback if it fails."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):  # it has ended: no answer tells so
            print(json.dumps(code), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the console has ended, its last words stand on stderr; it was asked:\n{code}")
        said, failure = json.loads(answer)
        if failure:
            raise RuntimeError(f"{failure}This failed at the site:\n{code}")
        return said

    def close(self) -> None:
        self.process.communicate()
