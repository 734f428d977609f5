"""The processes of a site start and end as one, and what cannot start says why in one line."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ops.conftest import ROOT, Place

pytestmark = pytest.mark.once

# Two children and their ids on a line; a short grace time for the tests. All write to one pipe, each line at once:
# print() would write the end of a line by itself where Python is told not to buffer.
PARENT = """
import os
import sys
from deploy import processes
processes.GRACE = 1.0
python = [sys.executable, "-c"]
group = processes.Group({{"first": [*python, {first!r}], "second": [*python, {second!r}]}})
os.write(1, " ".join(str(child.pid) for child in group.children.values()).encode() + b"\\n")
ended = group.wait()
group.end()
print(ended, flush=True)
"""
UP = "import os; os.write(1, b'up\\n')"
SLEEPS = f"{UP}; import time; time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"
FAILS = f"{UP}; import sys; sys.exit(3)"

Start = Callable[..., tuple[subprocess.Popen[str], list[int]]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a parent with two children; gives it and their ids once both are up."""
    parents: list[subprocess.Popen[str]] = []

    def start_parent(first: str, second: str) -> tuple[subprocess.Popen[str], list[int]]:
        code = PARENT.format(first=first, second=second)
        parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        parents.append(parent)
        assert parent.stdout is not None
        lines = sorted(parent.stdout.readline().strip() for _ in range(3))
        assert lines[1:] == ["up", "up"]
        return parent, [int(child) for child in lines[0].split()]

    yield start_parent
    for parent in parents:
        parent.kill()
        parent.communicate()


def gone(process: int, within: float = 5.0) -> bool:
    """Whether a process has ended, or does so in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_both(start: Start, number: signal.Signals) -> None:
    parent, children = start(SLEEPS, SLEEPS)
    parent.send_signal(number)
    said, _ = parent.communicate(timeout=10)
    assert said.strip() == "{}"
    assert all(gone(child) for child in children)


def test_the_end_of_one_is_the_end_of_both(start: Start) -> None:
    parent, children = start(FAILS, SLEEPS)
    said, _ = parent.communicate(timeout=10)
    assert said.strip() == "{'first': 3}"
    assert all(gone(child) for child in children)


def test_a_process_that_does_not_listen_is_killed(start: Start) -> None:
    parent, children = start(STUBBORN, SLEEPS)
    parent.send_signal(signal.SIGTERM)
    parent.communicate(timeout=10)
    assert all(gone(child) for child in children)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_children_end_when_the_parent_is_killed(start: Start) -> None:
    parent, children = start(SLEEPS, SLEEPS)
    parent.kill()
    assert all(gone(child) for child in children)


def test_a_busy_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = Place(tmp_path, "").run("-m", "deploy.run", PORT=str(port))
    assert done.returncode == 1
    why = f"port {port} cannot be used (Address already in use)"
    assert done.stderr == f"alliance-directory: {why}; try: make run PORT={port + 1}\n"


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "80 80"])
def test_a_bad_port_is_one_clear_line(tmp_path: Path, text: str) -> None:
    done = Place(tmp_path, "").run("-m", "deploy.run", PORT=text)
    assert done.stderr.splitlines() == [f"alliance-directory: PORT must be a number from 1 to 65535, not {text!r}"]


def test_the_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    place = Place(tmp_path, "")
    keys = [place.python("from django.conf import settings; print(settings.SECRET_KEY)") for _ in range(2)]
    assert keys[0] == keys[1] == (tmp_path / "secret_key").read_text().strip()
    assert len(keys[0]) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_the_development_moderator_is_for_development_only(tmp_path: Path) -> None:
    """On a site in the open no account is made, whatever DEMO_PASSWORD says."""
    place = Place(tmp_path, "")
    in_the_open = {
        "SITE_URL": "https://directory.example.org",
        "ALLOWED_HOSTS": "directory.example.org",
        "EMAIL_URL": "smtp://mail.example.org",
        "DEMO_PASSWORD": "a password that everybody knows",
    }
    made = (
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "from deploy.preparation import development_moderator\n"
        "from django.contrib.auth import get_user_model\n"
        "development_moderator()\n"
        "print(get_user_model().objects.count())"
    )
    assert place.python(made, **in_the_open) == "0"
    assert place.python(made, DEMO_PASSWORD="chosen") == "1"


def test_demo_password_also_changes_an_account_of_an_earlier_start(tmp_path: Path) -> None:
    place = Place(tmp_path, "")
    make = (
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "from deploy.preparation import development_moderator\n"
        "print(development_moderator())\n"
    )
    fits = (
        "from django.contrib.auth import authenticate\n"
        "print(authenticate(username='moderator', password={!r}) is not None)"
    )
    made_up = place.python(make)
    assert len(made_up) >= 12
    assert place.python(fits.format(made_up)) == "True"
    assert place.python(make, DEMO_PASSWORD="chosen later") == "None"
    assert place.python(fits.format("chosen later")) == "True"
    assert place.python(fits.format(made_up)) == "False"


def test_the_throw_away_cluster_hands_on_the_exit_code_and_leaves_nothing() -> None:
    command = [sys.executable, "tests/ops/postgres_cluster.py", "--", sys.executable, "-c"]
    code = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(7)"
    done = subprocess.run([*command, code], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 2:
        pytest.skip("PostgreSQL is not installed")
    assert done.returncode == 7
    folder = done.stdout.strip().partition("@/")[2].rpartition("/")[0]
    assert folder.startswith("/tmp/pg-")
    assert not os.path.exists(folder)
