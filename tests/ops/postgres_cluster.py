"""Run a command with a PostgreSQL of its own: python tests/ops/postgres_cluster.py -- COMMAND …

The cluster lies in a temporary folder, listens on a Unix socket in it and nowhere else, and is gone
afterwards, however the command ends. DATABASE_URL leads the command to it. Exit code: the command's; 2 where
PostgreSQL (15 or newer) is not installed.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

DATABASE = "directory"
SUPERUSER = "directory"
# ICU sorts as people do, not by bytes: what relies on the order of bytes fails here, not at an operator.
INITDB_OPTIONS = [
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=icu",
    "--icu-locale=en",
    "--no-sync",
]
# Nothing here outlives the run, so nothing has to survive a power cut.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


def programs() -> Path | None:
    """The folder of initdb and postgres, of the newest PostgreSQL found; None when there is none."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    if shutil.which("pg_config"):
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(asked.stdout.strip()))
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def unprivileged() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as, for it refuses root: None means as we are."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def run_as(user: pwd.struct_passwd | None) -> dict[str, object]:
    """What subprocess needs to start a program as `user`, outside folders that only root may enter."""
    if user is None:
        return {"cwd": "/"}
    return {"cwd": "/", "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def cluster(binaries: Path, **settings: str) -> Iterator[str]:
    """A running cluster with one empty database; gives its DATABASE_URL. `settings`: of the server, besides ours."""
    user = unprivileged()
    # Short: the path of a Unix socket may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        control(binaries, user, "initdb", f"--username={SUPERUSER}", *INITDB_OPTIONS, "-D", f"{folder}/data")
        options = " ".join(f"-c {name}={value!r}" for name, value in {**SERVER_OPTIONS, **settings}.items())
        options += f" -c unix_socket_directories={str(folder)!r}"
        start = ["-D", f"{folder}/data", "--wait", "--timeout=60"]
        control(binaries, user, "pg_ctl", *start, "-l", f"{folder}/log", "-o", options, "start")
        try:
            control(binaries, user, "createdb", "-h", str(folder), "-U", SUPERUSER, DATABASE)
            # django-environ takes what stands before the last slash for the folder of the socket.
            yield f"postgres://{SUPERUSER}@/{folder}/{DATABASE}"
        finally:
            control(binaries, user, "pg_ctl", *start, "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def control(binaries: Path, user: pwd.struct_passwd | None, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; what it says is shown only when it fails."""
    done = subprocess.run(
        [str(binaries / program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **run_as(user),
    )
    if done.returncode:
        sys.exit(f"{program} failed:\n{done.stdout}")


def end(number: int, frame: FrameType | None) -> NoReturn:
    """Unwind, so that the cluster is stopped on SIGTERM too."""
    sys.exit(128 + number)


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        sys.exit(__doc__)
    binaries = programs()
    if binaries is None:
        print("PostgreSQL is not installed (Debian: apt install postgresql)", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, end)
    with cluster(binaries) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
